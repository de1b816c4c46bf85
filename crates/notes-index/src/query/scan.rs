//! Where quotations, parentheses and words of a query begin and end, and what a word may be.

use std::collections::HashMap;
use std::ops::Range;

use super::pattern::PatternKind;
use crate::analysis::{Folded, Item, ItemKind, items, segment};

/// A query's text with its borders, found beforehand: whoever looked for one from each of many places would take the
/// square of the time.
#[derive(Clone, Debug)]
pub(super) struct Scan<'a> {
    pub(super) source: &'a str,
    /// Where white space and quotation marks stand, which end a word: bytes, ascending.
    ends: Vec<usize>,
    /// Where the marks stand that close each kind of quotation: bytes, ascending.
    closings: [Vec<usize>; N_QUOTATIONS],
    /// Where the pair of an opening parenthesis closes: bytes.
    closes: HashMap<usize, usize>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(source: &'a str) -> Scan<'a> {
        let mut scan =
            Scan { source, ends: Vec::new(), closings: Default::default(), closes: HashMap::new() };
        for (at, c) in source.char_indices() {
            if c.is_whitespace() || is_quote(c) {
                scan.ends.push(at);
            }
            if let Some(quotation) = closed_by(c) {
                scan.closings[quotation].push(at);
            }
        }
        let (mut open, mut at) = (Vec::new(), 0);
        while let Some(c) = scan.char(at) {
            if let Some((_, end)) = scan.quoted(at, source.len()) {
                at = end;
                continue;
            }
            match c {
                '(' | '（' => open.push(at),
                ')' | '）' => {
                    if let Some(start) = open.pop() {
                        scan.closes.insert(start, at);
                    }
                }
                _ => {}
            }
            at += c.len_utf8();
        }
        scan
    }

    /// The character at a place.
    pub(super) fn char(&self, at: usize) -> Option<char> {
        self.source[at..].chars().next()
    }

    /// The next place before `end` that is no white space.
    pub(super) fn skip_space(&self, at: usize, end: usize) -> Option<usize> {
        let found = self.source[at..end].find(|c: char| !c.is_whitespace());
        found.map(|offset| at + offset)
    }

    /// The inside of a quotation that begins here and is closed before `end`, and where it ends.
    pub(super) fn quoted(&self, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
        let open = self.source[at..end].chars().next()?;
        let inner = at + open.len_utf8();
        let close = first_from(&self.closings[opened_by(open)?], inner).filter(|&close| close < end)?;
        Some((inner..close, close + self.char(close)?.len_utf8()))
    }

    /// The inside of parentheses that open here and close before a border of clauses, and where they end.
    ///
    /// `O(n)` and `(a)b` have none.
    pub(super) fn group(&self, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
        let open = self.char(at)?;
        let close = self.closes.get(&at).copied().filter(|&close| close < end)?;
        let after = close + self.char(close)?.len_utf8();
        let ends = |c: char| c.is_whitespace() || is_quote(c) || is_parenthesis(c);
        let at_border = after == end || self.char(after).is_none_or(ends);
        at_border.then_some((at + open.len_utf8()..close, after))
    }

    /// Where the word that begins here ends: at white space, a quotation mark, or a parenthesis that has no
    /// other one in the same word.
    pub(super) fn word_end(&self, start: usize, end: usize) -> usize {
        let longest = first_from(&self.ends, start).map_or(end, |at| at.min(end));
        let mut at = start;
        while let Some(offset) = self.source[at..longest].find(is_parenthesis) {
            match self.closes.get(&(at + offset)) {
                Some(&close) if close < longest => at = close + self.char(close).map_or(1, char::len_utf8),
                _ => return at + offset,
            }
        }
        longest
    }
}

/// Whether a character begins or ends a group.
fn is_parenthesis(c: char) -> bool {
    matches!(c, '(' | ')' | '（' | '）')
}

/// Whether a character begins or ends a quotation.
pub(super) fn is_quote(c: char) -> bool {
    opened_by(c).or(closed_by(c)).is_some()
}

/// How many kinds of quotations there are: `"`, `「`, `『`.
const N_QUOTATIONS: usize = 3;

/// The kind of quotation that a mark opens. Input methods pair the first kind's marks as they like.
fn opened_by(c: char) -> Option<usize> {
    match c {
        '"' | '“' | '”' | '＂' => Some(0),
        '「' => Some(1),
        '『' => Some(2),
        _ => None,
    }
}

/// The kind of quotation that a mark closes.
fn closed_by(c: char) -> Option<usize> {
    match c {
        '」' => Some(1),
        '』' => Some(2),
        _ => opened_by(c).filter(|&quotation| quotation == 0),
    }
}

/// The first of some places that ascend, from one on.
fn first_from(places: &[usize], at: usize) -> Option<usize> {
    places.get(places.partition_point(|&place| place < at)).copied()
}

/// Whether a word joins its neighbours, where it has two.
pub(super) fn is_or(word: &str) -> bool {
    matches!(word, "OR" | "ＯＲ")
}

/// What a sign must stand before to count as one, but for quotations and groups.
pub(super) fn may_follow_sign(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '#' | '@')
}

/// What stands before the `*` at the end of a word, and how long it is: a prefix of two letters and digits or more, as one
/// begins almost everything and `A*` is a name; or Han, which is found inside of words as well, so that no `*` adds to it.
pub(super) fn starred(text: &str) -> Option<(PatternKind, usize)> {
    let before = text.strip_suffix(['*', '＊'])?;
    let folded = Folded::new(before);
    let only = items(&folded).next().filter(|item| item.chars.len() == folded.len())?;
    let begins_words = before.chars().nth(1).is_some() && before.contains(char::is_alphanumeric);
    match only.kind {
        ItemKind::Word { .. } if begins_words => Some((PatternKind::Prefix, before.len())),
        ItemKind::Cjk => Some((PatternKind::Words, before.len())),
        _ => None,
    }
}

/// Whether signs of a word are not looked for: operators in it, and others at its ends than what sentences, quotations and
/// paths have there.
pub(super) fn drops_signs(text: &str) -> bool {
    let words = segment(text);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let (before, behind) = (&text[..first.start], &text[last.end..]);
    let around = |c: char| !c.is_ascii_punctuation() || "()[]{}<>'`\"/~.#".contains(c);
    let ends = |c: char| around(c) || ",?!:;".contains(c);
    let is_doubled = |mark: &str| behind.contains(mark);
    let between = words.windows(2).filter_map(|two| text.get(two[0].end..two[1].start));
    let is_operator = |signs: &str| signs.len() > 1 && signs.chars().all(|c| "<>=!&|+*%^-~?".contains(c));
    between.into_iter().any(is_operator)
        || !before.chars().all(around)
        || !behind.chars().all(ends)
        || ["??", "!!", "::", ";;"].into_iter().any(is_doubled)
}

/// Whether a word has anything beside punctuation.
pub(super) fn says_something(text: &str) -> bool {
    let is_sign = |item: Item| matches!(item.kind, ItemKind::Word { parts } if parts.is_empty());
    !items(&Folded::new(text)).all(is_sign)
}
