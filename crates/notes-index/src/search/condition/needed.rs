//! A regular expression → the letters and characters without which no line matches it, so that the index tells where one
//! may (Cox 2012, "Regular Expression Matching with a Trigram Index", with words in place of trigrams).

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

use crate::analysis::{folded_text, is_plain_han};

/// How many texts are told apart that one place of an expression may match.
const MAX_TEXTS: usize = 16;
/// How long one may be, in bytes, for what stands behind it to be put to it.
const MAX_BYTES: usize = 64;
/// How many characters of a class are.
const MAX_CHARS: usize = 4;
/// How many runs are looked up for an expression.
const MAX_RUNS: usize = 64;
/// Shorter runs of letters and digits stand inside of too many words.
const MIN_LETTERS: usize = 3;

/// What a text must hold, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) enum Needed {
    /// Letters and digits of ASCII without anything between, [`MIN_LETTERS`] at least.
    Letters(String),
    /// Characters of Han without anything between.
    Han(String),
    All(Vec<Needed>),
    Any(Vec<Needed>),
}

impl Needed {
    /// What every line holds that matches a pattern, which was compiled before; nothing if that is not known.
    pub(super) fn of(pattern: &str, case_sensitive: bool) -> Option<Needed> {
        let hir = ParserBuilder::new().case_insensitive(!case_sensitive).build().parse(pattern).ok()?;
        let needed = all(of_expression(&hir))?;
        (needed.n_runs() <= MAX_RUNS).then_some(needed)
    }

    /// Whether some of it is letters.
    pub(in crate::search) fn has_letters(&self) -> bool {
        match self {
            Needed::Letters(_) => true,
            Needed::Han(_) => false,
            Needed::All(items) | Needed::Any(items) => items.iter().any(Needed::has_letters),
        }
    }

    fn n_runs(&self) -> usize {
        match self {
            Needed::Letters(_) | Needed::Han(_) => 1,
            Needed::All(items) | Needed::Any(items) => items.iter().map(Needed::n_runs).sum(),
        }
    }
}

fn all(mut items: Vec<Needed>) -> Option<Needed> {
    if items.len() > 1 { Some(Needed::All(items)) } else { items.pop() }
}

/// Nothing if one of several says nothing: then all of them may.
fn any(items: impl Iterator<Item = Option<Needed>>) -> Option<Needed> {
    let mut items = items.collect::<Option<Vec<Needed>>>()?;
    items.dedup();
    if items.len() > 1 { Some(Needed::Any(items)) } else { items.pop() }
}

/// All that a text needs which an expression matches.
fn of_expression(hir: &Hir) -> Vec<Needed> {
    if let Some(texts) = texts(hir) {
        return of_texts(&texts).into_iter().collect();
    }
    match hir.kind() {
        HirKind::Capture(capture) => of_expression(&capture.sub),
        HirKind::Concat(items) => of_row(items),
        HirKind::Alternation(items) => {
            any(items.iter().map(|item| all(of_expression(item)))).into_iter().collect()
        }
        HirKind::Repetition(Repetition { min: 1.., sub, .. }) => of_expression(sub),
        _ => Vec::new(),
    }
}

/// The same of one after another: what is known of neighbours is put together.
fn of_row(items: &[Hir]) -> Vec<Needed> {
    let (mut needed, mut known) = (Vec::new(), vec![String::new()]);
    for item in items {
        let next = texts(item);
        match next.as_ref().and_then(|next| joined(&known, next)) {
            Some(both) => known = both,
            None => {
                needed.extend(of_texts(&known));
                if next.is_none() {
                    needed.extend(of_expression(item));
                }
                known = next.unwrap_or_else(|| vec![String::new()]);
            }
        }
    }
    needed.extend(of_texts(&known));
    needed
}

/// What a text needs that is one of these.
fn of_texts(texts: &[String]) -> Option<Needed> {
    any(texts.iter().map(|text| all(runs(text))))
}

/// All texts that an expression matches, folded; nothing if these are many, or long.
fn texts(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(vec![String::new()]),
        HirKind::Literal(literal) => {
            Some(vec![str::from_utf8(&literal.0).ok()?.chars().map(folded).collect()])
        }
        HirKind::Class(class) => chars(class),
        HirKind::Capture(capture) => texts(&capture.sub),
        HirKind::Concat(items) => {
            items.iter().try_fold(vec![String::new()], |known, item| joined(&known, &texts(item)?))
        }
        HirKind::Alternation(items) => {
            let all = items.iter().map(texts).collect::<Option<Vec<_>>>()?.concat();
            (all.len() <= MAX_TEXTS).then_some(all)
        }
        HirKind::Repetition(Repetition { min: 0, max: Some(1), sub, .. }) => {
            let sub = texts(sub)?;
            (sub.len() < MAX_TEXTS).then(|| [vec![String::new()], sub].concat())
        }
        HirKind::Repetition(_) => None,
    }
}

/// The characters of a class, folded: most have one, in upper and in lower case.
fn chars(class: &Class) -> Option<Vec<String>> {
    let Class::Unicode(class) = class else { return None };
    let n_chars: usize = class.iter().map(|range| range.len()).sum();
    if n_chars > MAX_CHARS * MAX_CHARS {
        return None;
    }
    let chars = class.iter().flat_map(|range| range.start()..=range.end());
    let mut folded: Vec<String> = chars.map(|c| folded(c).to_string()).collect();
    folded.sort_unstable();
    folded.dedup();
    (folded.len() <= MAX_CHARS).then_some(folded)
}

/// A letter or digit of ASCII or a character of Han as it stands in tokens; a space for all others. A sign that stands for a
/// number, `½`, is apart from one before it.
fn folded(c: char) -> char {
    let folded = folded_text(c.encode_utf8(&mut [0; 4]));
    let mut chars = folded.chars();
    match (chars.next(), chars.next()) {
        (Some(folded), None) if c.is_ascii() || is_plain_han(c) || folded.is_ascii_alphabetic() => folded,
        _ => ' ',
    }
}

/// Each of some texts with each of others behind it; nothing if these are many, or long.
fn joined(firsts: &[String], seconds: &[String]) -> Option<Vec<String>> {
    let both = firsts.iter().flat_map(|first| seconds.iter().map(move |second| [&**first, second].concat()));
    let are_short = firsts.iter().all(|first| first.len() <= MAX_BYTES);
    (are_short && firsts.len() * seconds.len() <= MAX_TEXTS).then(|| both.collect())
}

/// The runs of a folded text that the index can tell.
fn runs(text: &str) -> Vec<Needed> {
    let letters = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| run.len() >= MIN_LETTERS);
    let han = text.split(|c| !is_plain_han(c)).filter(|run| !run.is_empty());
    let letters = letters.map(|run| Needed::Letters(run.to_owned()));
    letters.chain(han.map(|run| Needed::Han(run.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(needed: &Needed) -> String {
        let list = |items: &[Needed], between: &str| {
            format!("({})", items.iter().map(shown).collect::<Vec<_>>().join(between))
        };
        match needed {
            Needed::Letters(run) | Needed::Han(run) => run.clone(),
            Needed::All(items) => list(items, " & "),
            Needed::Any(items) => list(items, " | "),
        }
    }

    #[track_caller]
    fn check(pattern: &str, expected: &str) {
        for case_sensitive in [false, true] {
            let needed = Needed::of(pattern, case_sensitive);
            assert_eq!(needed.as_ref().map(shown).unwrap_or_default(), expected, "{pattern}");
        }
    }

    #[test]
    fn what_a_line_must_hold() {
        check(r"pool_\w+", "pool");
        check("連接.*池", "(连接 & 池)");
        check(r"\bMax[ _]?Pool\b", "(maxpool | (max & pool))");
        check("(todo|fixme|xxx)", "(todo | fixme | xxx)");
        check("TODO|TBD", "(todo | tbd)");
        check(r"(Pool\d+|线程)Size", "((pool | 线程) & size)");
        check("(Pool|线程)Size", "(poolsize | (size & 线程))");
        check("po[ou]l(ed)?", "(pool | pooled | poul | pouled)");
        check("(?i:Kiss)", "kiss");
        check("(abc)+x{3}(def){2,}(ghi)*", "(abc & def)");
        check("(?x) po # o\n ol", "pool");
        check("^池$", "池");
    }

    #[test]
    fn what_tells_nothing() {
        for pattern in
            ["", ".*", "^ab", r"\d+", "pool|", "pool|.*", "a|bc", "(pool)?", "[a-z]{9}", "é+", "(?s)."]
        {
            check(pattern, "");
        }
        check(&["abc"; 80].join(".*"), "");
        check("(", "");
    }
}
