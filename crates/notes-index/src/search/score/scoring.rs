//! One look-up: the postings of some tokens → points for sections, headings, notes and names.

use super::bm25::{average, idf, saturated, saturated_alone};
use super::board::{Board, Lookup};
use super::{Totals, weight};
use crate::engine::{Doc, Lane, Snapshot};
use crate::error::Result;
use crate::search::explain::Scope;

/// What is scored, by what, and where that is kept.
pub(super) struct Scoring<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) totals: &'a Totals,
    pub(super) board: &'a mut Board,
}

/// A posting: where, how often, and how long that text is.
pub(super) type Posting = (Doc, u32, u32);

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
        let found = self.postings(Lane::Words, lookup)?;
        let others = token.map_or(Ok(0), |token| self.snapshot.count(Lane::Words, token))?;
        let idf = idf(self.totals.sections, found.len() as u64 + others);
        let mean = average(self.totals.words, self.totals.sections);
        for &(doc, tf, length) in &found {
            self.board.mark_context(doc, bits);
            let points = lookup.weight * idf * saturated(tf, length, mean);
            self.board.add(Scope::Section, doc, tf, points, lookup);
        }
        for (doc, tf, length) in self.postings(Lane::Heading, lookup)? {
            let points = lookup.weight * idf * saturated(tf, length, weight::HEADING_WORDS);
            self.board.add(Scope::Heading, doc, tf, points, lookup);
        }
        self.note_words(&found, lookup);
        self.names(lookup, bits)?;
        Ok(found.len() as u64)
    }

    /// Scores notes by the words of all their sections together.
    fn note_words(&mut self, found: &[Posting], lookup: &Lookup<'_>) {
        let notes = self.by_note(found);
        let idf = idf(self.totals.notes, notes.len() as u64);
        let mean = average(self.totals.words, self.totals.notes);
        for (first, tf) in notes {
            let length = self.snapshot.note_length(first);
            let points = weight::NOTE * lookup.weight * idf * saturated(tf, length, mean);
            self.board.add(Scope::Note, first, tf, points, lookup);
        }
    }

    /// Scores notes by their names.
    fn names(&mut self, lookup: &Lookup<'_>, bits: u64) -> Result<()> {
        let found = self.postings(Lane::Name, lookup)?;
        let idf = idf(self.totals.notes, found.len() as u64);
        let mean = average(self.totals.name_words, self.totals.notes);
        for (first, tf, length) in found {
            self.board.mark_names(first, bits);
            let points = weight::NAME * lookup.weight * idf * saturated(tf, length, mean);
            self.board.add(Scope::Names, first, tf, points, lookup);
        }
        Ok(())
    }

    /// Scores notes by characters in a row in all their sections together.
    pub(super) fn note_characters(&mut self, lookup: &Lookup<'_>) -> Result<()> {
        let found = self.postings(Lane::Text, lookup)?;
        let notes = self.by_note(&found);
        let idf = idf(self.totals.notes, notes.len() as u64);
        for (first, tf) in notes {
            self.board.add(Scope::Note, first, tf, lookup.weight * idf * saturated_alone(tf), lookup);
        }
        Ok(())
    }

    /// Scores sections by a single character.
    pub(super) fn characters(&mut self, lookup: &Lookup<'_>, bit: u64) -> Result<()> {
        let found: Vec<_> =
            self.postings(Lane::Chars, lookup)?.into_iter().map(|(doc, tf, _)| (doc, tf)).collect();
        self.runs(&found, lookup, bit);
        Ok(())
    }

    /// Scores sections by what stands in a row.
    pub(super) fn phrase(&mut self, tokens: &[(String, u32)], lookup: &Lookup<'_>, bit: u64) -> Result<()> {
        let mut found = Vec::new();
        self.snapshot.phrase(Lane::Text, tokens, |doc, starts| found.push((doc, starts.len() as u32)))?;
        self.runs(&found, lookup, bit);
        Ok(())
    }

    fn runs(&mut self, found: &[(Doc, u32)], lookup: &Lookup<'_>, bit: u64) {
        let idf = idf(self.totals.sections, found.len() as u64);
        for &(doc, tf) in found {
            self.board.mark_own(doc, bit);
            if lookup.weight > 0.0 {
                let points = lookup.weight * idf * saturated_alone(tf);
                self.board.add(Scope::Section, doc, tf, points, lookup);
            }
        }
    }

    /// Marks the sections whose own text holds a token.
    pub(super) fn presence(&mut self, token: &str, bits: u64) -> Result<()> {
        let (snapshot, board) = (self.snapshot, &mut *self.board);
        snapshot.postings(Lane::Text, token, |doc, _, _| board.mark_own(doc, bits))
    }

    /// Marks the notes whose names hold what stands in a row, across the borders of words.
    pub(super) fn named(&mut self, tokens: &[(String, u32)], bit: u64) -> Result<()> {
        let (snapshot, board) = (self.snapshot, &mut *self.board);
        snapshot.phrase(Lane::NameText, tokens, |first, _| board.mark_names(first, bit))
    }

    /// The postings of a look-up's tokens in order, several tokens of one section added up.
    fn postings(&self, lane: Lane, lookup: &Lookup<'_>) -> Result<Vec<Posting>> {
        let mut found: Vec<Posting> = Vec::new();
        for token in &lookup.tokens {
            self.snapshot.postings(lane, token, |doc, tf, length| found.push((doc, tf, length)))?;
        }
        if lookup.tokens.len() > 1 {
            found.sort_unstable();
            found.dedup_by(|next, kept| {
                let is_same = next.0 == kept.0;
                kept.1 += if is_same { next.1 } else { 0 };
                is_same
            });
        }
        Ok(found)
    }

    /// Frequencies added up by note, at the number of its first section.
    pub(super) fn by_note(&self, found: &[Posting]) -> Vec<(Doc, u32)> {
        let mut notes: Vec<(Doc, u32)> = Vec::new();
        for &(doc, tf, _) in found {
            let first = self.snapshot.first(doc);
            match notes.last_mut() {
                Some((note, sum)) if *note == first => *sum += tf,
                _ => notes.push((first, tf)),
            }
        }
        notes
    }
}
