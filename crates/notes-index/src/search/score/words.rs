//! Sections, their headings, notes and their names, by words.

use super::Totals;
use super::accumulators::Accumulators;
use super::bm25::{Saturation, idf};
use super::found::{Counts, Notes, Postings, Sums};
use super::ledger::Lookup;
use super::source::Source;
use super::worth::Worth;
use crate::engine::{Lane, Snapshot, Stripe};
use crate::error::Result;
use crate::search::answer::Scope;
use crate::search::terms::TermSet;

/// Words, any of which may stand somewhere.
pub(super) struct Words<'a> {
    snapshot: &'a Snapshot,
    lookup: &'a Lookup<'a>,
    /// The terms that stand where they do.
    terms: TermSet,
    sections: Postings<'a>,
    headings: Postings<'a>,
    names: Postings<'a>,
    counts: Counts,
    /// In how many sections the word stands that they stand in for.
    n_others: u64,
    worth: Worth,
}

impl<'a> Words<'a> {
    /// Those that stand in for a token say no more than it does, however rare they are.
    pub(super) fn open(
        stripe: &Stripe<'a>,
        lookup: &'a Lookup<'a>,
        terms: TermSet,
        instead_of: Option<&str>,
    ) -> Result<Words<'a>> {
        let snapshot = stripe.snapshot();
        let postings = |lane| Postings::of(stripe, lane, &lookup.tokens);
        let (sections, headings, names) =
            (postings(Lane::Words)?, postings(Lane::Heading)?, postings(Lane::Name)?);
        let (n_sections, n_notes) = sections.count(snapshot);
        snapshot.announce_note_lengths(n_notes);
        let counts = Counts { sections: n_sections, notes: n_notes, names: names.count(snapshot).0 };
        let n_others = instead_of.map_or(Ok(0), |token| snapshot.count(Lane::Words, token))?;
        Ok(Words {
            snapshot,
            lookup,
            terms,
            sections,
            headings,
            names,
            counts,
            n_others,
            worth: Worth::default(),
        })
    }
}

impl Source for Words<'_> {
    fn counts(&self) -> Vec<Counts> {
        vec![self.counts]
    }

    fn weigh(&mut self, counts: &[Counts], totals: &Totals) {
        let [counts] = counts else { return };
        self.worth = Worth::new(self.lookup.weight, *counts, self.n_others, totals);
    }

    fn add(&mut self, accumulators: &mut Accumulators, sums: &mut Sums) {
        let Words { snapshot, lookup, terms, ref worth, .. } = *self;
        let mut notes = Notes::of(snapshot);
        let add_note = |accumulators: &mut Accumulators, (first, tf)| {
            let length = accumulators.note_length(first, snapshot);
            accumulators.add(Scope::Note, first, tf, worth.note.of(tf, length), lookup);
        };
        self.sections.read(accumulators.docs(), sums, |doc, tf, length| {
            if let Some(note) = notes.take(doc, tf) {
                add_note(accumulators, note);
            }
            accumulators.mark_context(doc, terms);
            accumulators.add(Scope::Section, doc, tf, worth.section.of(tf, length), lookup);
        });
        if let Some(note) = notes.last() {
            add_note(accumulators, note);
        }
        self.headings.read(accumulators.docs(), sums, |doc, tf, length| {
            accumulators.add(Scope::Heading, doc, tf, worth.heading.of(tf, length), lookup);
        });
        self.names.read(accumulators.docs(), sums, |first, tf, length| {
            accumulators.mark_names(first, terms);
            accumulators.add(Scope::Names, first, tf, worth.name.of(tf, length), lookup);
        });
    }
}

/// Notes, by two neighbouring characters in all their sections together.
pub(super) struct Pair<'a> {
    snapshot: &'a Snapshot,
    lookup: &'a Lookup<'a>,
    sections: Postings<'a>,
    n_notes: u64,
    factor: f32,
}

impl<'a> Pair<'a> {
    pub(super) fn open(stripe: &Stripe<'a>, lookup: &'a Lookup<'a>) -> Result<Pair<'a>> {
        let snapshot = stripe.snapshot();
        let sections = Postings::of(stripe, Lane::Text, &lookup.tokens)?;
        let (_, n_notes) = sections.count(snapshot);
        Ok(Pair { snapshot, lookup, sections, n_notes, factor: 0.0 })
    }
}

impl Source for Pair<'_> {
    fn counts(&self) -> Vec<Counts> {
        vec![Counts { notes: self.n_notes, ..Counts::default() }]
    }

    fn weigh(&mut self, counts: &[Counts], totals: &Totals) {
        let [counts] = counts else { return };
        self.factor = self.lookup.weight * idf(totals.notes, counts.notes);
    }

    fn add(&mut self, accumulators: &mut Accumulators, sums: &mut Sums) {
        let Pair { snapshot, lookup, factor, .. } = *self;
        let mut notes = Notes::of(snapshot);
        let add_note = |accumulators: &mut Accumulators, (first, tf)| {
            accumulators.add(Scope::Note, first, tf, factor * Saturation::alone().of(tf, 0), lookup);
        };
        self.sections.read(accumulators.docs(), sums, |doc, tf, _| {
            if let Some(note) = notes.take(doc, tf) {
                add_note(accumulators, note);
            }
        });
        if let Some(note) = notes.last() {
            add_note(accumulators, note);
        }
    }
}
