//! Han in a text, as the index has it in a row.

use std::collections::HashSet;
use std::ops::Range;

use super::Spot;
use crate::analysis::{CharKind, Folded, Segmenter, phrase_tokens};

/// The Han of a text and its like, without what takes no position: what the index has in a row may have a sign between.
pub(super) struct HanRuns {
    text: String,
    /// Where each character stands in it, and its index in the folded text.
    origin: Vec<(usize, usize)>,
}

impl HanRuns {
    pub(super) fn new(folded: &Folded) -> HanRuns {
        let mut runs = HanRuns { text: String::with_capacity(folded.text.len()), origin: Vec::new() };
        for (idx, c) in folded.text.chars().enumerate() {
            if !matches!(folded.chars[idx].kind, CharKind::Separator | CharKind::Symbol) {
                runs.origin.push((runs.text.len(), idx));
                runs.text.push(c);
            }
        }
        runs
    }

    pub(super) fn find(&self, text: &str, places: &mut Vec<Spot>) {
        let pairs = phrase_tokens(text);
        let n_chars = text.chars().count();
        for (at, _) in self.text.match_indices(text) {
            let first = self.origin.partition_point(|&(start, _)| start < at);
            let chars = &self.origin[first..first + n_chars];
            // The characters of a pair stand side by side.
            let is_pair = |(_, at): &(String, u32)| {
                let at = *at as usize;
                chars.get(at + 1).is_none_or(|next| next.1 == chars[at].1 + 1)
            };
            if pairs.iter().all(is_pair) {
                places.push(Spot::of_word(chars[0].1..chars[n_chars - 1].1 + 1));
            }
        }
    }
}

/// Keeps places in Han, in order, that are words as the segmenter cuts them. Each run is cut once.
pub(super) fn keep_words(folded: &Folded, places: &mut Vec<Spot>) {
    let segmenter = Segmenter::embedded();
    let is_han = |idx: &usize| folded.chars[*idx].kind == CharKind::Han;
    let mut run = 0..0;
    let mut words: HashSet<Range<usize>> = HashSet::new();
    places.retain(|Spot { chars, .. }| {
        if !run.contains(&chars.start) {
            let start = (run.end..chars.start).rev().take_while(is_han).last().unwrap_or(chars.start);
            run = start..(chars.end..folded.len()).find(|idx| !is_han(idx)).unwrap_or(folded.len());
            let base = folded.chars[start].at as usize;
            words.clear();
            segmenter.search_words(folded.slice(run.clone()), |word| {
                words.insert(base + word.start..base + word.end);
            });
        }
        let byte = |idx: usize| folded.chars.get(idx).map_or(folded.text.len(), |c| c.at as usize);
        words.contains(&(byte(chars.start)..byte(chars.end)))
    });
}
