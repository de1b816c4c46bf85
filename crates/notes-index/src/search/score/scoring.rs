//! One look-up: the postings of some tokens → points for sections, headings, notes and names.

use super::bm25::{Saturation, average, idf};
use super::board::Board;
use super::found::{Found, by_note};
use super::ledger::Lookup;
use super::{Totals, weight};
use crate::engine::{Doc, Lane, Snapshot};
use crate::error::Result;
use crate::search::doc_set::DocSet;
use crate::search::explain::Scope;

/// What is scored, by what, and where that is kept.
pub(super) struct Scoring<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) totals: &'a Totals,
    /// Whole notes to which anything is added; to all, if there is no such set. What is counted are all.
    pub(super) within: Option<&'a DocSet>,
    pub(super) board: &'a mut Board,
    /// The postings that are looked at.
    pub(super) found: Found,
}

impl Scoring<'_> {
    /// Scores sections and notes by words; returns in how many sections they stand.
    pub(super) fn words(&mut self, lookup: &Lookup<'_>, bits: u64) -> Result<u64> {
        self.words_instead_of(None, lookup, bits)
    }

    /// The same for words that stand in for a token: they say no more than it does, however rare
    /// they are.
    pub(super) fn words_instead_of(
        &mut self,
        token: Option<&str>,
        lookup: &Lookup<'_>,
        bits: u64,
    ) -> Result<u64> {
        self.find(Lane::Words, lookup)?;
        let n_found = self.found.postings.len() as u64;
        let others = token.map_or(Ok(0), |token| self.snapshot.count(Lane::Words, token))?;
        let factor = lookup.weight * idf(self.totals.sections, n_found + others);
        self.note_words(lookup);
        confine(self.within, &mut self.found.postings, |posting| posting.0);
        let saturation = Saturation::new(average(self.totals.words, self.totals.sections));
        for &(doc, tf, length) in &self.found.postings {
            self.board.mark_context(doc, bits);
            self.board.add(Scope::Section, doc, tf, factor * saturation.of(tf, length), lookup);
        }
        let saturation = Saturation::new(weight::HEADING_WORDS);
        self.find(Lane::Heading, lookup)?;
        confine(self.within, &mut self.found.postings, |posting| posting.0);
        for &(doc, tf, length) in &self.found.postings {
            self.board.add(Scope::Heading, doc, tf, factor * saturation.of(tf, length), lookup);
        }
        self.names(lookup, bits)?;
        Ok(n_found)
    }

    /// Scores notes by the words of all their sections together.
    fn note_words(&mut self, lookup: &Lookup<'_>) {
        let mut notes = by_note(self.snapshot, &self.found.postings);
        let factor = weight::NOTE * lookup.weight * idf(self.totals.notes, notes.len() as u64);
        let saturation = Saturation::new(average(self.totals.words, self.totals.notes));
        confine(self.within, &mut notes, |note| note.0);
        for (first, tf) in notes {
            let points = factor * saturation.of(tf, self.snapshot.note_length(first));
            self.board.add(Scope::Note, first, tf, points, lookup);
        }
    }

    /// Scores notes by their names.
    fn names(&mut self, lookup: &Lookup<'_>, bits: u64) -> Result<()> {
        self.find(Lane::Name, lookup)?;
        let factor = weight::NAME * lookup.weight * idf(self.totals.notes, self.found.postings.len() as u64);
        confine(self.within, &mut self.found.postings, |posting| posting.0);
        let saturation = Saturation::new(average(self.totals.name_words, self.totals.notes));
        for &(first, tf, length) in &self.found.postings {
            self.board.mark_names(first, bits);
            self.board.add(Scope::Names, first, tf, factor * saturation.of(tf, length), lookup);
        }
        Ok(())
    }

    /// Scores notes by characters in a row in all their sections together.
    pub(super) fn note_characters(&mut self, lookup: &Lookup<'_>) -> Result<()> {
        self.find(Lane::Text, lookup)?;
        let mut notes = by_note(self.snapshot, &self.found.postings);
        let factor = lookup.weight * idf(self.totals.notes, notes.len() as u64);
        confine(self.within, &mut notes, |note| note.0);
        for (first, tf) in notes {
            self.board.add(Scope::Note, first, tf, factor * Saturation::alone().of(tf, 0), lookup);
        }
        Ok(())
    }

    /// Scores sections by a single character.
    pub(super) fn characters(&mut self, lookup: &Lookup<'_>, bit: u64) -> Result<()> {
        self.find(Lane::Chars, lookup)?;
        self.runs(lookup, bit);
        Ok(())
    }

    /// Scores sections by what stands in a row.
    pub(super) fn phrase(&mut self, tokens: &[(String, u32)], lookup: &Lookup<'_>, bit: u64) -> Result<()> {
        let found = &mut self.found.postings;
        found.clear();
        self.snapshot.rows(Lane::Text, tokens, |doc, frequency| found.push((doc, frequency, 0)))?;
        self.runs(lookup, bit);
        Ok(())
    }

    fn runs(&mut self, lookup: &Lookup<'_>, bit: u64) {
        let factor = lookup.weight * idf(self.totals.sections, self.found.postings.len() as u64);
        confine(self.within, &mut self.found.postings, |posting| posting.0);
        for &(doc, tf, _) in &self.found.postings {
            self.board.mark_own(doc, bit);
            if lookup.weight > 0.0 {
                self.board.add(Scope::Section, doc, tf, factor * Saturation::alone().of(tf, 0), lookup);
            }
        }
    }

    /// Marks the sections whose own text holds a token.
    pub(super) fn presence(&mut self, token: &str, bits: u64) -> Result<()> {
        let (snapshot, within, board) = (self.snapshot, self.within, &mut *self.board);
        snapshot.postings(Lane::Text, token, |doc, _, _| {
            if within.is_none_or(|within| within.contains(doc)) {
                board.mark_own(doc, bits);
            }
        })
    }

    /// Marks the notes whose names hold what stands in a row, across the borders of words.
    pub(super) fn named(&mut self, tokens: &[(String, u32)], bit: u64) -> Result<()> {
        let (snapshot, board) = (self.snapshot, &mut *self.board);
        snapshot.rows(Lane::NameText, tokens, |first, _| board.mark_names(first, bit))
    }

    /// Finds the postings of a look-up's tokens.
    fn find(&mut self, lane: Lane, lookup: &Lookup<'_>) -> Result<()> {
        self.found.read(self.snapshot, lane, &lookup.tokens)
    }
}

/// Leaves out where nothing is added, after all was counted.
fn confine<T>(within: Option<&DocSet>, found: &mut Vec<T>, doc: impl Fn(&T) -> Doc) {
    if let Some(within) = within {
        found.retain(|one| within.contains(doc(one)));
    }
}
