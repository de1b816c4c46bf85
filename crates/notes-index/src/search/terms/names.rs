//! What is found in the names of notes and sections for words that stand nowhere.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::analysis::{Segmenter, is_han, shortest_words};
use crate::error::Result;

/// How many names stand for a word.
const MAX_NAMES: usize = 3;

/// What stands for each of some words in the names that `read` calls back with, if there are any words; `stands` says what a
/// name has for one.
pub(super) fn best_of_names<W, S: IntoIterator<Item = Stand>>(
    words: &[W],
    read: impl FnOnce(&mut dyn FnMut(&str)) -> Result<()>,
    stands: impl Fn(&W, &str) -> S,
) -> Result<Vec<Vec<String>>> {
    let mut found = NameCounts::new(words.len());
    if !words.is_empty() {
        read(&mut |name| {
            for (idx, word) in words.iter().enumerate() {
                found.add(idx, stands(word, name));
            }
        })?;
    }
    Ok(found.best())
}

/// How many names have what may stand for each of some words.
struct NameCounts {
    of_words: Vec<BTreeMap<Stand, usize>>,
}

/// What stands in a name for a word.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stand {
    pub(super) name: String,
    /// Whether only a part of it was typed.
    pub(super) is_cut: bool,
}

impl NameCounts {
    fn new(n_words: usize) -> NameCounts {
        NameCounts { of_words: (0..n_words).map(|_| BTreeMap::new()).collect() }
    }

    /// Counts what one more name has for a word, however often it does.
    fn add(&mut self, word: usize, stands: impl IntoIterator<Item = Stand>) {
        let stands: BTreeSet<Stand> = stands.into_iter().collect();
        stands.into_iter().for_each(|stand| *self.of_words[word].entry(stand).or_default() += 1);
    }

    /// What stands for each word: what was typed to its end before others, then what most names have, the shortest first.
    fn best(self) -> Vec<Vec<String>> {
        let best = |counts: BTreeMap<Stand, usize>| {
            let mut all: Vec<(Stand, usize)> = counts.into_iter().collect();
            all.sort_by_key(|(stand, count)| (stand.is_cut, Reverse(*count), stand.name.len()));
            let mut names: Vec<String> = all.into_iter().map(|(stand, _)| stand.name).collect();
            names.truncate(MAX_NAMES);
            names
        };
        self.of_words.into_iter().map(best).collect()
    }
}

/// The words of a name's runs of Han.
pub(super) fn han_words(name: &str) -> Vec<Range<usize>> {
    let segmenter = Segmenter::embedded();
    let mut words = Vec::new();
    let mut start = 0;
    for run in name.split_inclusive(|c| !is_han(c)) {
        let han = run.trim_end_matches(|c| !is_han(c));
        words.extend(
            shortest_words(&segmenter, han).into_iter().map(|word| start + word.start..start + word.end),
        );
        start += run.len();
    }
    words
}
