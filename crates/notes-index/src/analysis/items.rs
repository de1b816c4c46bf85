//! Folded text → items: runs of Han, words of other scripts, symbols, each at its position.
//!
//! One position space: a Han character or a part of an identifier counts one, a block border one.
//! A phrase is a sequence of items at adjacent positions, whatever the words that jieba sees.

use std::ops::Range;

use smallvec::SmallVec;

use super::char_kind::CharKind;
use super::fold::Folded;

/// The longest run that is indexed whole, in characters; of a longer one only so many are.
pub(crate) const MAX_RUN_CHARS: usize = 64;

/// Something to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// Indices into [`Folded::chars`].
    pub(crate) chars: Range<usize>,
    /// The position of its first character or part.
    pub(crate) position: u32,
    pub(crate) kind: ItemKind,
}

/// Parts of a word; most have one, which needs no memory of its own.
pub(crate) type Parts = SmallVec<[Range<usize>; 1]>;

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ItemKind {
    /// Han, kana and Hangul without anything between; one position a character.
    Cjk,
    /// A run of letters, digits and `_`: its parts, one position each, `getQueueOffset` has three.
    Word {
        /// Indices into [`Folded::chars`].
        parts: Parts,
    },
    /// An emoji or another sign; no position of its own.
    Symbol,
}

/// Finds the items of a text, in order.
pub(crate) fn items(folded: &Folded) -> Items<'_> {
    Items { folded, at: 0, position: 0 }
}

/// Divides a run of Han, kana and Hangul where Han ends or begins; with whether each piece is Han.
pub(super) fn script_runs(folded: &Folded, run: Range<usize>) -> impl Iterator<Item = (Range<usize>, bool)> {
    let is_han = |idx: usize| folded.chars[idx].kind == CharKind::Han;
    let mut at = run.start;
    std::iter::from_fn(move || {
        let (begin, kind) = (at, (at < run.end).then(|| is_han(at))?);
        at = (begin..run.end).find(|&idx| is_han(idx) != kind).unwrap_or(run.end);
        Some((begin..at, kind))
    })
}

/// See [`items`].
pub(crate) struct Items<'a> {
    folded: &'a Folded,
    at: usize,
    position: u32,
}

impl Iterator for Items<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while self.at < self.folded.len() {
            let start = self.at;
            match self.folded.chars[start].kind {
                CharKind::Separator => self.at += 1,
                CharKind::Border => {
                    self.at += 1;
                    self.position += 1;
                }
                CharKind::Symbol => {
                    self.at += 1;
                    return Some(Item {
                        chars: start..self.at,
                        position: self.position,
                        kind: ItemKind::Symbol,
                    });
                }
                CharKind::Han | CharKind::Syllable => return Some(self.cjk()),
                CharKind::Word => return Some(self.word()),
            }
        }
        None
    }
}

impl Items<'_> {
    fn cjk(&mut self) -> Item {
        let chars = self.take(|kind| matches!(kind, CharKind::Han | CharKind::Syllable));
        let item = Item { position: self.position, kind: ItemKind::Cjk, chars };
        self.position += item.chars.len() as u32;
        item
    }

    fn word(&mut self) -> Item {
        let start = self.at;
        self.at += 1;
        while self.folded.chars[self.at].kind == CharKind::Word && !is_other_number(self.folded, self.at) {
            self.at += 1;
        }
        let chars = start..self.at;
        let parts = parts(self.folded, chars.clone());
        let position = self.position;
        self.position += parts.len().max(1) as u32;
        Item { chars, position, kind: ItemKind::Word { parts } }
    }

    fn take(&mut self, belongs: impl Fn(CharKind) -> bool) -> Range<usize> {
        let start = self.at;
        while self.at < self.folded.len() && belongs(self.folded.chars[self.at].kind) {
            self.at += 1;
        }
        start..self.at
    }
}

/// Whether a sign begins or ends at a character, of which at least one side is a letter or digit of that sign.
fn is_beside_sign(folded: &Folded, idx: usize) -> bool {
    let (before, here) = (&folded.chars[idx - 1], &folded.chars[idx]);
    (before.of_sign || here.of_sign) && before.start != here.start
}

/// Whether a number begins at a character right behind another one: 3½ is no 31.
fn is_other_number(folded: &Folded, idx: usize) -> bool {
    is_beside_sign(folded, idx) && folded.char(idx - 1).is_numeric() && folded.char(idx).is_numeric()
}

/// Cuts an identifier at `_`, at `aA`, before the last capital of `ABc`, where a sign stands (100㎡) and where a part was told
/// to begin; digits stay (`k8s`).
fn parts(folded: &Folded, run: Range<usize>) -> Parts {
    let mut parts = Parts::new();
    let mut start = run.start;
    let mut close = |start: usize, end: usize| {
        if start < end {
            parts.push(start..end);
        }
    };
    let upper = |idx: usize| idx < run.end && folded.chars[idx].upper;
    for idx in run.clone() {
        if folded.char(idx) == '_' {
            close(start, idx);
            start = idx + 1;
        } else if idx > start && (folded.chars[idx].begins_part || is_beside_sign(folded, idx)) {
            close(start, idx);
            start = idx;
        } else if idx > start && upper(idx) {
            let after_lower = !upper(idx - 1);
            let before_lower = idx + 1 < run.end && !upper(idx + 1) && folded.char(idx + 1).is_alphabetic();
            if after_lower || before_lower {
                close(start, idx);
                start = idx;
            }
        }
    }
    close(start, run.end);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let folded = Folded::new(text);
        let shown: Vec<String> = items(&folded)
            .map(|item| match &item.kind {
                ItemKind::Word { parts } => {
                    let parts: Vec<_> = parts.iter().map(|part| folded.slice(part.clone())).collect();
                    format!("{}:{}", item.position, parts.join("|"))
                }
                ItemKind::Cjk | ItemKind::Symbol => {
                    format!("{}:{}", item.position, folded.slice(item.chars.clone()))
                }
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn identifiers_have_parts_and_han_stays_together() {
        check("getQueueOffset", "0:get|queue|offset");
        check("pool_size=2 HTTPServer k8s", "0:pool|size 2:2 3:http|server 5:k8s");
        check("连接池pool管理", "0:连接池 3:pool 4:管理");
        check("__new__ _ ✅x", "0:new 1: 2:✅ 2:x");
        check("a\u{1e}b", "0:a 2:b");
        check("データ構造", "0:でーた构造");
        check("UserIDs v2Beta ABC", "0:user|i|ds 3:v2|beta 5:abc");
    }

    #[test]
    fn signs_are_parts_of_their_own() {
        check("100㎡，5㎏ ™72kg", "0:100|m2 2:5|kg 4:tm|72kg");
        check("@user㎡ №5㎞x", "0:user|m2 2:no|5|km|x");
        check("3½杯，1①a", "0:3 1:1 2:2 3:杯 4:1 5:1|a");
        check("x² CO₂ ﬁle 第Ⅳ章", "0:x2 1:co2 2:file 3:第 4:iv 5:章");
        check("㎡㎡", "0:m2|m2");
        check("re\u{2063}dis 1\u{2063}0", "0:re|dis 2:1|0");
    }
}
