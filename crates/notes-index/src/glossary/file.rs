//! The file in which a notebook's owner adds and forbids pairs, and names words that are one.
//!
//! ```text
//! # a comment
//! 连接池 = connection pool, conn pool     each of these stands for 连接池, and 连接池 for each of them
//! - 负载 = load                           this pair is none, wherever it was found
//! - 负载                                  nothing is a translation of it
//! 算子下推                                one word, whatever a dictionary makes of it
//! ```
//! `＝`, `，` and `、` work as well, and either language may stand first. What is Chinese in a pair is one word, too.

use std::collections::HashMap;

use super::key::key;
use crate::analysis::OwnWords;

/// The pairs that a notebook's owner adds and forbids, and words that no dictionary has.
///
/// ```
/// use notes_index::Glossary;
///
/// let glossary = Glossary::parse("连接池 = connection pool\n- 负载 = load\n算子下推\n= 池\n");
/// assert_eq!(glossary.warnings()[0].line, 4);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glossary {
    rules: Vec<Rule>,
    /// Indices into the rules, by the key of either side.
    by_key: HashMap<String, Vec<usize>>,
    words: OwnWords,
    warnings: Vec<GlossaryWarning>,
}

/// A line of a glossary that could not be read; the others count all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GlossaryWarning {
    /// The line, 1-based.
    pub line: u32,
    /// A sentence without a full stop.
    pub message: String,
}

/// Two words of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) line: u32,
    /// As written; empty on the right if the left is forbidden altogether.
    pub(crate) left: String,
    pub(crate) right: String,
    pub(crate) is_forbidden: bool,
    /// What the two are looked up by.
    pub(crate) keys: (String, String),
}

impl Glossary {
    /// The file's name, at the root of the notebook.
    pub const FILE_NAME: &str = ".notes-glossary";

    /// How much of a file is read, in bytes.
    pub const MAX_BYTES: usize = 256 << 10;

    /// How long a word may be, in bytes.
    const MAX_WORD_BYTES: usize = 200;

    /// Reads a glossary; what is no pair becomes a warning.
    pub fn parse(text: &str) -> Glossary {
        let mut glossary = Glossary::default();
        let read = &text[..text.floor_char_boundary(Self::MAX_BYTES)];
        let read = read.strip_prefix('\u{feff}').unwrap_or(read);
        for (line, number) in read.lines().zip(1..) {
            if let Err(message) = glossary.line(line.trim(), number) {
                glossary.warnings.push(GlossaryWarning { line: number, message });
            }
        }
        if text.len() > Self::MAX_BYTES {
            let line = read.lines().count() as u32;
            let message = format!("only the first {} bytes are read", Self::MAX_BYTES);
            glossary.warnings.push(GlossaryWarning { line, message });
        }
        glossary
    }

    /// What could not be read, in order.
    pub fn warnings(&self) -> &[GlossaryWarning] {
        &self.warnings
    }

    /// A glossary of a file that can't be read.
    pub(crate) fn unreadable(why: String) -> Glossary {
        Glossary { warnings: vec![GlossaryWarning { line: 1, message: why }], ..Glossary::default() }
    }

    /// The Chinese words, of pairs and alone: a query is cut around them.
    pub(crate) fn words(&self) -> &OwnWords {
        &self.words
    }

    pub(crate) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The words that are added as translations of what has a key, in the order of the file.
    pub(crate) fn added<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        let rules = self.rules_of(key).filter(|rule| !rule.is_forbidden);
        rules.map(move |rule| if rule.keys.0 == key { rule.right.as_str() } else { rule.left.as_str() })
    }

    /// Whether two keys are not to be taken for each other.
    pub(crate) fn forbids(&self, key: &str, other: &str) -> bool {
        let forbidden = |one: &str, other: &str| {
            let mut rules = self.rules_of(one).filter(|rule| rule.is_forbidden);
            rules.any(|rule| {
                let (left, right) = (rule.keys.0.as_str(), rule.keys.1.as_str());
                right.is_empty() || (left, right) == (one, other) || (left, right) == (other, one)
            })
        };
        forbidden(key, other) || forbidden(other, key)
    }

    fn rules_of(&self, key: &str) -> impl Iterator<Item = &Rule> {
        self.by_key.get(key).into_iter().flatten().map(|&idx| &self.rules[idx])
    }

    fn line(&mut self, line: &str, number: u32) -> Result<(), String> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let forbidden = line.strip_prefix("- ");
        let body = forbidden.unwrap_or(line);
        let (left, right) = match body.split_once(['=', '＝']) {
            Some((left, right)) => (left.trim(), Some(right)),
            None if forbidden.is_some() => (body.trim(), None),
            None if self.words.add(body) => return Ok(()),
            None => return Err("there is no = between two words, nor is it one Chinese word".to_owned()),
        };
        check(left)?;
        let rights: Vec<&str> = match right {
            Some(right) => right.split([',', '，', '、']).map(str::trim).collect(),
            None => vec![""],
        };
        if right.is_some() {
            rights.iter().copied().try_for_each(check)?;
        }
        for right in rights {
            self.add(Rule {
                line: number,
                left: left.to_owned(),
                right: right.to_owned(),
                is_forbidden: forbidden.is_some(),
                keys: (key(left), key(right)),
            });
        }
        Ok(())
    }

    fn add(&mut self, rule: Rule) {
        for key in [&rule.keys.0, &rule.keys.1] {
            self.by_key.entry(key.clone()).or_default().push(self.rules.len());
        }
        if !rule.is_forbidden {
            self.words.add(&rule.left);
            self.words.add(&rule.right);
        }
        self.rules.push(rule);
    }
}

/// Whether a text can be looked up.
fn check(word: &str) -> Result<(), String> {
    if word.len() > Glossary::MAX_WORD_BYTES {
        return Err(format!("a word is longer than {} bytes", Glossary::MAX_WORD_BYTES));
    }
    match key(word).is_empty() {
        true => Err("a word is missing beside =".to_owned()),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, rules: &[&str], warnings: &[(u32, &str)]) {
        let glossary = Glossary::parse(text);
        let shown = glossary.rules().iter().map(|rule| {
            let sign = if rule.is_forbidden { "-" } else { "+" };
            format!("{}{sign}{}={}", rule.line, rule.left, rule.right)
        });
        assert_eq!(shown.collect::<Vec<_>>(), rules);
        let shown = glossary.warnings().iter().map(|warning| (warning.line, warning.message.as_str()));
        assert_eq!(shown.collect::<Vec<_>>(), warnings);
    }

    #[test]
    fn lines_add_and_forbid() {
        check(
            "\u{feff}# 术语\n\n连接池 = connection pool, conn pool\r\ndecorator＝装饰器，修饰器\n- 负载 = load\n- 负载\n",
            &[
                "3+连接池=connection pool",
                "3+连接池=conn pool",
                "4+decorator=装饰器",
                "4+decorator=修饰器",
                "5-负载=load",
                "6-负载=",
            ],
            &[],
        );
    }

    #[test]
    fn what_is_no_pair_is_said_and_the_rest_counts() {
        let missing = "a word is missing beside =";
        check(
            "a pool\n= 池\n池 =\n锁 = lock,\n锁 = lock\n",
            &["5+锁=lock"],
            &[
                (1, "there is no = between two words, nor is it one Chinese word"),
                (2, missing),
                (3, missing),
                (4, missing),
            ],
        );
    }

    #[test]
    fn limits_hold() {
        let long = format!("池 = {}\n", "a".repeat(201));
        check(&long, &[], &[(1, "a word is longer than 200 bytes")]);
        let glossary = Glossary::parse(&"# x\n".repeat(100_000));
        assert_eq!(glossary.warnings().len(), 1);
    }
}
