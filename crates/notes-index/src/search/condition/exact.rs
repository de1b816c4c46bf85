//! What must stand in a section just as it was typed: by tokens first, then on the stored text.

use std::ops::Range;

use memchr::memmem::Finder;

use super::unfolded::Unfolded;
use crate::analysis::{
    Folded, Item, ItemKind, PART_BORDER, RowToken, is_han, items, phrase_rows, sign_pairs, unbroken_rows,
};
use crate::query::{Pattern, PatternKind};
use crate::text::spaced;

/// The longest word that tokens tell of, in characters: each place at which it may be two parts takes a look-up.
const MAX_CHARS: usize = 32;

/// A text that stands in a section or doesn't; how it is cut into words plays no part.
#[derive(Clone, Debug)]
pub(in crate::search) struct Exact {
    /// Of these rows of tokens one must stand in the section's text or in a name of its note: see [`phrase_rows`].
    pub(in crate::search) rows: Vec<Vec<RowToken>>,
    /// Signs that have no position but must be there, `😀`, and pairs of them, `->`.
    pub(in crate::search) signs: Vec<String>,
    /// What is looked up on the stored text, where tokens alone don't decide.
    pub(in crate::search) verified: Option<Verified>,
    /// The word, if it is one: of most sections tokens tell that it stands there.
    pub(in crate::search) one_word: Option<String>,
}

/// A text as it is compared with a stored one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) struct Verified {
    /// Folded and [single-spaced](single_spaced).
    folded: String,
    /// As typed and single-spaced, if case and width matter.
    typed: Option<String>,
    /// A look that folds nothing and is enough for most texts.
    plain: Option<Unfolded>,
    /// Whether it is nothing but characters of Han and its like: tokens decide that, for which no sign stands between.
    is_run: bool,
}

impl Exact {
    /// Nothing if nothing is asked for.
    pub(in crate::search) fn new(pattern: &Pattern, case_sensitive: bool) -> Option<Exact> {
        let text = pattern.text.as_str();
        let folded = Folded::new(text);
        let signs = items(&folded).filter(|item| item.kind == ItemKind::Symbol);
        let mut signs: Vec<String> = signs.map(|item| folded.slice(item.chars).to_owned()).collect();
        // Characters of Han in unbroken rows are one after another whatever stands around them; letters may be another word's
        // stem, and what stands between words leaves no token.
        let verified = Verified::new(text, case_sensitive);
        let is_meant_so = pattern.kind == PatternKind::Phrase || case_sensitive;
        let rows = if is_meant_so { unbroken_rows(text) } else { phrase_rows(text) };
        let as_it_stands = is_meant_so || rows.is_empty();
        if as_it_stands {
            sign_pairs(&folded, |pair| signs.push(pair.to_owned()));
        }
        let verified = (as_it_stands && !verified.is_run).then_some(verified);
        let one_word = verified.as_ref().filter(|_| !case_sensitive).and_then(|_| one_word(text, &rows));
        (!text.trim().is_empty()).then_some(Exact { rows, signs, verified, one_word })
    }

    /// Whether it leaves no token in the index, so that every section must be looked at.
    pub(in crate::search) fn is_scan(&self) -> bool {
        self.rows.is_empty() && self.signs.is_empty()
    }
}

/// The word that a phrase is, folded, if it is one of ASCII letters and digits.
fn one_word(phrase: &str, rows: &[Vec<RowToken>]) -> Option<String> {
    let [row] = rows else { return None };
    let [(word, 0)] = row.as_slice() else { return None };
    let is_all = phrase.trim().eq_ignore_ascii_case(word);
    (is_all && word.len() <= MAX_CHARS && word.bytes().all(|b| b.is_ascii_alphanumeric()))
        .then(|| word.clone())
}

impl Verified {
    pub(in crate::search) fn new(text: &str, case_sensitive: bool) -> Verified {
        let typed = case_sensitive.then(|| single_spaced(text));
        let folded = Folded::new(text);
        let is_run = is_run(&folded) && !case_sensitive;
        let folded = single_spaced(&folded.text);
        let plain = Unfolded::new(typed.as_ref().unwrap_or(&folded), case_sensitive);
        Verified { folded, typed, plain, is_run }
    }

    /// Whether it stands in a text.
    pub(in crate::search) fn stands_in(&self, text: &str) -> bool {
        let told = self.plain.as_ref().and_then(|plain| plain.tell(text));
        told.unwrap_or_else(|| !self.places(text, &Folded::new(text)).is_empty())
    }

    /// Where it stands in a text, as indices into the folded text's characters. No word is cut: neither its
    /// first nor its last character may be inside a longer one; white space counts as one space, and as none beside a
    /// character of Han.
    pub(in crate::search) fn places(&self, text: &str, folded: &Folded) -> Vec<Range<usize>> {
        if self.folded.is_empty() {
            return Vec::new();
        }
        let spaced = Spaced::new(folded);
        let finder = Finder::new(&self.folded);
        let Some(mut at) = finder.find(spaced.text.as_bytes()) else { return Vec::new() };
        let (borders, mut places) = (Borders::new(folded), Vec::new());
        loop {
            let chars = spaced.chars(at..at + self.folded.len());
            let stands = borders.is_border(chars.start) && borders.is_border(chars.end);
            let is_as_typed = |typed: &String| reads_as(as_written(text, folded, &chars), typed);
            let is_meant = stands && self.typed.as_ref().is_none_or(is_as_typed);
            // A place that was refused may overlap a later one that is meant: the search goes on inside of it.
            let next = if is_meant { chars.end } else { borders.next(chars.start) };
            places.extend(is_meant.then_some(chars));
            let from = spaced.byte(next).max(at + 1);
            match spaced.text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
                Some(later) => at = from + later,
                None => return places,
            }
        }
    }
}

/// Whether a text is nothing but one run of Han and its like.
fn is_run(folded: &Folded) -> bool {
    let is_all = |item: Item| item.kind == ItemKind::Cjk && item.chars.len() == folded.len();
    items(folded).next().is_some_and(is_all)
}

/// The text that some of its folded characters stand for.
fn as_written<'a>(text: &'a str, folded: &Folded, chars: &Range<usize>) -> &'a str {
    let (first, last) = (folded.chars[chars.start].start, folded.chars[chars.end - 1].end);
    text.get(first as usize..last as usize).unwrap_or_default()
}

/// Whether a text is another once it is [single-spaced](single_spaced) and without borders of parts; at the first difference it
/// is known that it isn't.
fn reads_as(text: &str, spaced: &str) -> bool {
    let (mut wanted, mut last, mut is_apart) = (spaced.chars(), None, false);
    for c in text.chars().filter(|&c| c != PART_BORDER) {
        if c.is_whitespace() {
            is_apart = true;
            continue;
        }
        let is_spaced = is_apart && !is_han(c) && last.is_some_and(|last| !is_han(last));
        if is_spaced && wanted.next() != Some(' ') || wanted.next() != Some(c) {
            return false;
        }
        (last, is_apart) = (Some(c), false);
    }
    wanted.next().is_none()
}

/// A folded text, [single-spaced](single_spaced).
struct Spaced {
    text: String,
    /// Where each character begins, and its index in the folded text.
    origin: Vec<(usize, usize)>,
}

impl Spaced {
    fn new(folded: &Folded) -> Spaced {
        let mut spaced = Spaced { text: String::with_capacity(folded.text.len()), origin: Vec::new() };
        for (idx, c) in folded.text.chars().enumerate() {
            spaced.push(if c.is_whitespace() { ' ' } else { c }, idx);
        }
        spaced
    }

    fn push(&mut self, c: char, idx: usize) {
        if is_han(c) && self.text.ends_with(' ') {
            self.text.pop();
            self.origin.pop();
        }
        if c != ' ' || !self.text.ends_with(|last| last == ' ' || is_han(last)) {
            self.origin.push((self.text.len(), idx));
            self.text.push(c);
        }
    }

    /// The indices of the characters in some bytes, which begin and end as characters do.
    fn chars(&self, bytes: Range<usize>) -> Range<usize> {
        let idx = |byte: usize| self.origin.partition_point(|&(start, _)| start <= byte) - 1;
        self.origin[idx(bytes.start)].1..self.origin[idx(bytes.end - 1)].1 + 1
    }

    /// Where a character begins, or the next one that is left.
    fn byte(&self, idx: usize) -> usize {
        let at = self.origin.partition_point(|&(_, own)| own < idx);
        self.origin.get(at).map_or(self.text.len(), |&(start, _)| start)
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

    /// The next border behind a place.
    fn next(&self, idx: usize) -> usize {
        (idx + 1..self.inside.len()).find(|&idx| self.is_border(idx)).unwrap_or(self.inside.len())
    }
}

/// A text with one space for each run of white space, and none beside a character of Han.
fn single_spaced(text: &str) -> String {
    spaced(text.split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::folded_text;

    #[track_caller]
    fn check(text: &str, phrase: &str, case_sensitive: bool, expected: &[&str]) {
        let folded = Folded::new(text);
        let places = Verified::new(phrase, case_sensitive).places(text, &folded);
        let written = places.iter().map(|chars| as_written(text, &folded, chars));
        let found: Vec<String> = written.map(|written| written.replace(PART_BORDER, "")).collect();
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
        check("bash\u{2063}Shopt x", "bashShopt", true, &["bashShopt"]);
        check("bash\u{2063}shopt里", "shopt里", false, &["shopt里"]);
        check("连接\n池子 连接池子", "连接 池子", false, &["连接\n池子", "连接池子"]);
        check("連 接，池 連 接池", "连接池", false, &["連 接池"]);
        check("连接\u{1e}池 连x接池", "连接池", false, &[]);
        check("B+ 树，B+树，b +树", "b+树", false, &["B+ 树", "B+树"]);
        check("用 Python环境，Python 环境", "Python 环境", true, &["Python环境", "Python 环境"]);
        check("a b，ab", "a b", false, &["a b"]);
    }

    #[test]
    fn a_place_may_begin_inside_one_that_is_none() {
        check("ran an an", "an an", false, &["an an"]);
        check("ab,b,b", "b,b", true, &["b,b"]);
        check("see xab ab ab here", "ab ab", false, &["ab ab"]);
        check("好好好好好", "好好", false, &["好好", "好好"]);
        check(&"a".repeat(70), "a", false, &[]);
    }

    /// What may stand beside each other in a text.
    const PIECES: [&str; 25] = [
        "->", "-", ">", "-\u{338}", "of the", "of", " ", "\n", "The", "_", "(", "（", "－＞", "Ａ", "连",
        "連", " 接。", "é", "\u{301}", "\u{ad}", "\u{1e}", "…", "．", "\u{3000}", "x",
    ];
    const PHRASES: [&str; 21] = [
        "->", "-", ">", "of the", "of", "the", "The", "(", ".", "...", "_", "x", "x (", "- >", "连", "连 x",
        "連", "接连", "x_x", "a(", "ofx",
    ];

    #[test]
    fn what_is_told_without_folding_is_so() {
        let (mut n_told, mut n_there) = (0, 0);
        for phrase in PHRASES {
            for is_as_typed in [false, true] {
                let verified = Verified::new(phrase, is_as_typed);
                let wanted = if is_as_typed { phrase.to_owned() } else { folded_text(phrase) };
                let plain = Unfolded::new(&wanted, is_as_typed).unwrap();
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

    #[test]
    fn what_reads_as_another_is_it_when_single_spaced() {
        let mut n_same = 0;
        for (first, second, third) in triples() {
            let text = [first, "\u{2063}", second, third].concat();
            let spaced = single_spaced(&text.replace(PART_BORDER, ""));
            assert!(reads_as(&text, &spaced), "{text:?}");
            for other in PHRASES {
                assert_eq!(reads_as(&text, other), spaced == other, "{text:?} {other:?}");
                n_same += u32::from(spaced == other);
            }
        }
        assert!(n_same > 100, "{n_same}");
    }

    fn triples() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        let pairs = || PIECES.iter().flat_map(|&first| PIECES.iter().map(move |&second| (first, second)));
        pairs().flat_map(|(first, second)| PIECES.iter().map(move |&third| (first, second, third)))
    }
}
