//! Words of a notebook's own, which no dictionary has: a query is cut around them.

use std::collections::HashSet;
use std::ops::Range;

use super::fold::Folded;
use super::items::{Item, ItemKind, items};

/// A set of such words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OwnWords {
    /// Folded.
    words: HashSet<String>,
    /// The length of the longest, in characters.
    longest: usize,
}

impl OwnWords {
    /// Takes in a word: one run of Han or its like, of two characters at least. Says whether it is such a word.
    pub(crate) fn add(&mut self, word: &str) -> bool {
        let folded = Folded::new(word);
        let is_run = |item: &Item| item.kind == ItemKind::Cjk && item.chars.len() == folded.len();
        let is_word = folded.len() > 1 && items(&folded).next().as_ref().is_some_and(is_run);
        if is_word {
            self.longest = self.longest.max(folded.len());
            self.words.insert(folded.text);
        }
        is_word
    }

    /// Where they stand in a run, in order, without overlap: of those that begin at a place the longest. `words` are a
    /// dictionary's words of the run; what is only a part of one of these doesn't count, 数据 in 数据库.
    pub(super) fn places(
        &self,
        folded: &Folded,
        run: Range<usize>,
        words: impl FnOnce() -> Vec<Range<usize>>,
    ) -> Vec<Range<usize>> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let words = words();
        let is_part = |place: &Range<usize>| {
            let holding = words.get(words.partition_point(|word| word.end < place.end));
            holding.is_some_and(|word| word.start <= place.start && word != place)
        };
        let mut places = Vec::new();
        let mut at = run.start;
        while at < run.end {
            let longest = (at + self.longest).min(run.end);
            let here = (at + 2..=longest).rev().map(|end| at..end);
            let own =
                |place: &Range<usize>| self.words.contains(folded.slice(place.clone())) && !is_part(place);
            at = match here.into_iter().find(own) {
                Some(place) => {
                    places.push(place.clone());
                    place.end
                }
                None => at + 1,
            };
        }
        places
    }
}
