//! What must stand in a section just as it was typed: by tokens first, then on the stored text.

use std::ops::Range;

use super::plain::Plain;
use crate::analysis::{Folded, ItemKind, folded_text, items, phrase_tokens};
use crate::query::{Pattern, PatternKind};

/// A text that stands in a section or doesn't; how it is cut into words plays no part.
#[derive(Clone, Debug)]
pub(super) struct Exact {
    /// What must stand at these distances in the section's text or in a name of its note.
    pub(super) tokens: Vec<(String, u32)>,
    /// Signs that have no position but must be there: `😀`.
    pub(super) signs: Vec<String>,
    /// What is looked up on the stored text, where tokens alone don't decide.
    pub(super) verified: Option<Verified>,
}

/// A text as it is compared with a stored one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verified {
    /// Folded, with single spaces.
    folded: String,
    /// As typed, with single spaces, if case and width matter.
    typed: Option<String>,
    /// What most texts tell at once.
    plain: Option<Plain>,
}

impl Exact {
    /// Nothing if nothing is asked for.
    pub(super) fn new(pattern: &Pattern, case_sensitive: bool) -> Option<Exact> {
        let text = pattern.text.as_str();
        let tokens = phrase_tokens(text);
        let folded = Folded::new(text);
        let signs = items(&folded).filter(|item| item.kind == ItemKind::Symbol);
        let signs: Vec<String> = signs.map(|item| folded.slice(item.chars).to_owned()).collect();
        // Characters in a row are one after another whatever stands around them; letters may be another word's
        // stem, and what stands between words leaves no token.
        let is_cjk = |c: char| !c.is_ascii() && c.is_alphanumeric();
        let decided = text.chars().all(is_cjk) && !case_sensitive;
        let as_it_stands = pattern.kind == PatternKind::Phrase || case_sensitive || tokens.is_empty();
        let verified = (as_it_stands && !decided).then(|| Verified::new(text, case_sensitive));
        (!text.trim().is_empty()).then_some(Exact { tokens, signs, verified })
    }

    /// Whether it leaves no token in the index, so that every section must be looked at.
    pub(super) fn is_scan(&self) -> bool {
        self.tokens.is_empty() && self.signs.is_empty()
    }
}

impl Verified {
    pub(super) fn new(text: &str, case_sensitive: bool) -> Verified {
        let typed = case_sensitive.then(|| single_spaced(text));
        let folded = single_spaced(&folded_text(text));
        let plain = Plain::new(typed.as_ref().unwrap_or(&folded), case_sensitive);
        Verified { folded, typed, plain }
    }

    /// Whether it stands in a text.
    pub(super) fn stands_in(&self, text: &str) -> bool {
        let told = self.plain.as_ref().and_then(|plain| plain.tell(text));
        told.unwrap_or_else(|| !self.places(text, &Folded::new(text)).is_empty())
    }

    /// Where it stands in a text, as indices into the folded text's characters. No word is cut: neither its
    /// first nor its last character may be inside a longer one; white space counts as one space.
    pub(super) fn places(&self, text: &str, folded: &Folded) -> Vec<Range<usize>> {
        if self.folded.is_empty() {
            return Vec::new();
        }
        let spaced = Spaced::new(folded);
        let found = spaced.text.match_indices(&self.folded);
        let places = found.map(|(at, found)| spaced.char_index(at)..spaced.char_index(at + found.len()));
        let mut places: Vec<Range<usize>> = places.collect();
        if !places.is_empty() {
            let borders = Borders::new(folded);
            places.retain(|chars| borders.is_border(chars.start) && borders.is_border(chars.end));
        }
        if let Some(typed) = &self.typed {
            places.retain(|chars| single_spaced(as_written(text, folded, chars)) == *typed);
        }
        places
    }
}

/// The text that some of its folded characters stand for.
fn as_written<'a>(text: &'a str, folded: &Folded, chars: &Range<usize>) -> &'a str {
    let (first, last) = (folded.chars[chars.start].start, folded.chars[chars.end - 1].end);
    text.get(first as usize..last as usize).unwrap_or_default()
}

/// A folded text with one space for each run of white space and block borders.
struct Spaced {
    text: String,
    /// Where each character begins, and its index in the folded text.
    origin: Vec<(usize, usize)>,
    n_chars: usize,
}

impl Spaced {
    fn new(folded: &Folded) -> Spaced {
        let mut spaced = Spaced {
            text: String::with_capacity(folded.text.len()),
            origin: Vec::new(),
            n_chars: folded.len(),
        };
        for (idx, c) in folded.text.chars().enumerate() {
            let c = if c.is_whitespace() { ' ' } else { c };
            if c != ' ' || !spaced.text.ends_with(' ') {
                spaced.origin.push((spaced.text.len(), idx));
                spaced.text.push(c);
            }
        }
        spaced
    }

    /// The index of the character that begins at a byte.
    fn char_index(&self, byte: usize) -> usize {
        let at = self.origin.partition_point(|&(start, _)| start < byte);
        self.origin.get(at).map_or(self.n_chars, |&(_, idx)| idx)
    }
}

/// Where a word may begin or end: anywhere but inside a part of an identifier.
struct Borders {
    inside: Vec<bool>,
}

impl Borders {
    fn new(folded: &Folded) -> Borders {
        let mut inside = vec![false; folded.len() + 1];
        for item in items(folded) {
            if let ItemKind::Word { parts } = item.kind {
                parts.into_iter().for_each(|part| inside[part.start + 1..part.end].fill(true));
            }
        }
        Borders { inside }
    }

    fn is_border(&self, idx: usize) -> bool {
        !self.inside.get(idx).copied().unwrap_or(false)
    }
}

/// A text with one space for each run of white space.
pub(super) fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, phrase: &str, case_sensitive: bool, expected: &[&str]) {
        let folded = Folded::new(text);
        let places = Verified::new(phrase, case_sensitive).places(text, &folded);
        let found: Vec<&str> = places.iter().map(|chars| as_written(text, &folded, chars)).collect();
        assert_eq!(found, expected, "{phrase:?} in {text:?}");
        assert_eq!(Verified::new(phrase, case_sensitive).stands_in(text), !expected.is_empty());
    }

    #[test]
    fn a_phrase_stands_as_it_was_typed() {
        check("pool_size = 10, poolSize: 10", "pool_size = 10", false, &["pool_size = 10"]);
        check("connections connect", "connect", false, &["connect"]);
        check("ThreadPool pool_size spool", "pool", false, &["Pool", "pool"]);
        check("連接\n  池 连接 池", "连接 池", false, &["連接\n  池", "连接 池"]);
        check("a => b", "=>", false, &["=>"]);
        check("Pool pool ｐｏｏｌ", "pool", true, &["pool"]);
        check("pool", " ", false, &[]);
    }
    /// What may stand beside each other in a text.
    const PIECES: [&str; 25] = [
        "->", "-", ">", "-\u{338}", "of the", "of", " ", "\n", "The", "_", "(", "（", "－＞", "Ａ", "连",
        "連", "接。", "é", "\u{301}", "\u{ad}", "\u{1e}", "…", "．", "\u{3000}", "x",
    ];
    const PHRASES: [&str; 18] = [
        "->", "-", ">", "of the", "of", "the", "The", "(", ".", "...", "_", "x", "x (", "- >", "连", "连 x",
        "連", "接连",
    ];

    #[test]
    fn what_is_told_without_folding_is_so() {
        let (mut n_told, mut n_there) = (0, 0);
        for phrase in PHRASES {
            for is_as_typed in [false, true] {
                let verified = Verified::new(phrase, is_as_typed);
                let wanted = if is_as_typed { phrase.to_owned() } else { folded_text(phrase) };
                let plain = Plain::new(&wanted, is_as_typed).unwrap();
                for (first, second, third) in triples() {
                    let text = [first, second, third].concat();
                    let Some(told) = plain.tell(&text) else { continue };
                    let is_there = !verified.places(&text, &Folded::new(&text)).is_empty();
                    assert_eq!(told, is_there, "{phrase:?} {is_as_typed} {text:?}");
                    (n_told, n_there) = (n_told + 1, n_there + u32::from(told));
                }
            }
        }
        assert!(n_told > 100_000 && n_there > 40_000, "{n_told} {n_there}");
    }

    fn triples() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        let pairs = || PIECES.iter().flat_map(|&first| PIECES.iter().map(move |&second| (first, second)));
        pairs().flat_map(|(first, second)| PIECES.iter().map(move |&third| (first, second, third)))
    }
}
