//! One look-up: the postings of some tokens → points for sections, headings, notes and names.

use super::bm25::{Saturation, average, idf};
use super::board::{Board, Lookup};
use super::chunks::{CHUNK, Chunks};
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
}

/// A posting: where, how often, and how long that text is.
pub(super) type Posting = (Doc, u32, u32);

/// A note's first section, and how often something stands in the note.
type InNote = (Doc, u32);

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
        let mut found = self.postings(Lane::Words, lookup)?;
        let n_found = found.len() as u64;
        let others = token.map_or(Ok(0), |token| self.snapshot.count(Lane::Words, token))?;
        let factor = lookup.weight * idf(self.totals.sections, n_found + others);
        self.note_words(&found, lookup);
        self.confine(&mut found, |posting| posting.0);
        let saturation = Saturation::new(average(self.totals.words, self.totals.sections));
        for (doc, tf, length) in found {
            self.board.mark_context(doc, bits);
            self.board.add(Scope::Section, doc, tf, factor * saturation.of(tf, length), lookup);
        }
        let saturation = Saturation::new(weight::HEADING_WORDS);
        let mut found = self.postings(Lane::Heading, lookup)?;
        self.confine(&mut found, |posting| posting.0);
        for (doc, tf, length) in found {
            self.board.add(Scope::Heading, doc, tf, factor * saturation.of(tf, length), lookup);
        }
        self.names(lookup, bits)?;
        Ok(n_found)
    }

    /// Scores notes by the words of all their sections together.
    fn note_words(&mut self, found: &[Posting], lookup: &Lookup<'_>) {
        let mut notes = self.by_note(found);
        let factor = weight::NOTE * lookup.weight * idf(self.totals.notes, notes.len() as u64);
        self.confine(&mut notes, |note| note.0);
        let saturation = Saturation::new(average(self.totals.words, self.totals.notes));
        for (first, tf) in notes {
            let points = factor * saturation.of(tf, self.snapshot.note_length(first));
            self.board.add(Scope::Note, first, tf, points, lookup);
        }
    }

    /// Scores notes by their names.
    fn names(&mut self, lookup: &Lookup<'_>, bits: u64) -> Result<()> {
        let mut found = self.postings(Lane::Name, lookup)?;
        let factor = weight::NAME * lookup.weight * idf(self.totals.notes, found.len() as u64);
        self.confine(&mut found, |posting| posting.0);
        let saturation = Saturation::new(average(self.totals.name_words, self.totals.notes));
        for (first, tf, length) in found {
            self.board.mark_names(first, bits);
            self.board.add(Scope::Names, first, tf, factor * saturation.of(tf, length), lookup);
        }
        Ok(())
    }

    /// Scores notes by characters in a row in all their sections together.
    pub(super) fn note_characters(&mut self, lookup: &Lookup<'_>) -> Result<()> {
        let mut notes = self.by_note(&self.postings(Lane::Text, lookup)?);
        let factor = lookup.weight * idf(self.totals.notes, notes.len() as u64);
        self.confine(&mut notes, |note| note.0);
        for (first, tf) in notes {
            self.board.add(Scope::Note, first, tf, factor * Saturation::alone().of(tf, 0), lookup);
        }
        Ok(())
    }

    /// Scores sections by a single character.
    pub(super) fn characters(&mut self, lookup: &Lookup<'_>, bit: u64) -> Result<()> {
        let found = self.postings(Lane::Chars, lookup)?;
        self.runs(found, lookup, bit);
        Ok(())
    }

    /// Scores sections by what stands in a row.
    pub(super) fn phrase(&mut self, tokens: &[(String, u32)], lookup: &Lookup<'_>, bit: u64) -> Result<()> {
        let mut found = Vec::new();
        self.snapshot.rows(Lane::Text, tokens, |doc, frequency| found.push((doc, frequency, 0)))?;
        self.runs(found, lookup, bit);
        Ok(())
    }

    fn runs(&mut self, mut found: Vec<Posting>, lookup: &Lookup<'_>, bit: u64) {
        let factor = lookup.weight * idf(self.totals.sections, found.len() as u64);
        self.confine(&mut found, |posting| posting.0);
        for (doc, tf, _) in found {
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

    /// Leaves out where nothing is added, after all was counted.
    fn confine<T>(&self, found: &mut Vec<T>, doc: impl Fn(&T) -> Doc) {
        if let Some(within) = self.within {
            found.retain(|one| within.contains(doc(one)));
        }
    }

    /// The postings of a look-up's tokens in order, several tokens of one section added up.
    fn postings(&self, lane: Lane, lookup: &Lookup<'_>) -> Result<Vec<Posting>> {
        if let [token] = lookup.tokens[..] {
            let mut found: Vec<Posting> = Vec::with_capacity(1024);
            self.snapshot.postings(lane, token, |doc, tf, length| found.push((doc, tf, length)))?;
            return Ok(found);
        }
        let mut sums: Chunks<[(u32, u32); CHUNK]> = Chunks::new(self.snapshot.max_doc());
        for token in &lookup.tokens {
            self.snapshot.postings(lane, token, |doc, tf, length| {
                let (chunk, idx) = sums.get_mut(doc);
                chunk[idx] = (chunk[idx].0 + tf, length);
            })?;
        }
        let sections = sums.iter().flat_map(|(first, chunk)| (first..).zip(chunk));
        Ok(sections.filter(|(_, (tf, _))| *tf > 0).map(|(doc, &(tf, length))| (doc, tf, length)).collect())
    }

    /// Frequencies added up by note, at the number of its first section.
    pub(super) fn by_note(&self, found: &[Posting]) -> Vec<InNote> {
        let mut notes: Vec<InNote> = Vec::new();
        let mut end = 0;
        for &(doc, tf, _) in found {
            match notes.last_mut() {
                Some((_, sum)) if doc < end => *sum += tf,
                _ => {
                    let note = self.snapshot.note(doc);
                    notes.push((note.start, tf));
                    end = note.end;
                }
            }
        }
        notes
    }
}
