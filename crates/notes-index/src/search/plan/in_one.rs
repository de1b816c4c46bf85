//! Words that were typed in one and are looked up as several: `m-1/m+1`, `fine-tuning` in parts. What a hit lacks is told as it was
//! typed.

use std::ops::Range;

use super::Plan;
use crate::search::terms::{PlannedTerm, TermSet};

/// What may stand inside of such a word between two of its terms.
const BETWEEN: &str = "-_.+*/\\^=<>&|~%#@:$";

/// Terms that were typed without anything between them but signs.
#[derive(Clone, Debug)]
pub(in crate::search) struct InOne {
    /// As typed.
    typed: String,
    terms: TermSet,
}

/// Such words of a text, whose terms stand at these bytes, in order.
pub(super) fn in_one(text: &str, terms: &[(Range<usize>, TermSet)]) -> Vec<InOne> {
    let goes_on = |before: &(Range<usize>, TermSet), behind: &(Range<usize>, TermSet)| {
        let between = text.get(before.0.end..behind.0.start);
        between.is_some_and(|between| between.chars().all(|c| BETWEEN.contains(c)))
    };
    let words = terms.chunk_by(goes_on).filter(|word| word.len() > 1);
    let word = |word: &[(Range<usize>, TermSet)]| {
        let typed = text[word[0].0.start..word[word.len() - 1].0.end].to_owned();
        InOne { typed, terms: word.iter().map(|(_, terms)| *terms).collect() }
    };
    words.map(word).collect()
}

impl Plan {
    /// What a hit lacks, as it was typed: a word in one if it lacks all of it, or a piece that says nothing alone, as 1 of `1+ε`.
    pub(in crate::search) fn names_of_lacking(&self, lacking: TermSet) -> Vec<String> {
        let telling = self.those(|planned| !planned.term.is_stop_word);
        let is_piece = |planned: &PlannedTerm| planned.term.is_single() && !planned.term.is_cjk();
        let pieces = lacking & self.those(is_piece);
        let is_lacking = |word: &&InOne| {
            let counted = word.terms & telling;
            word.terms.has_any(pieces) || !counted.is_empty() && lacking.has_all(counted)
        };
        let words: Vec<&InOne> = self.in_one.iter().filter(is_lacking).collect();
        let mut names: Vec<String> = Vec::new();
        for idx in lacking.iter() {
            let within: Vec<&str> = words
                .iter()
                .filter(|word| word.terms.contains(idx))
                .map(|word| word.typed.as_str())
                .collect();
            let own = within.is_empty().then_some(self.terms[idx].typed.as_str());
            for name in within.into_iter().chain(own) {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }
}
