//! Sections, their headings, notes and their names, by words.

use super::Totals;
use super::accumulators::Accumulators;
use super::bm25::{Saturation, idf};
use super::doc_freqs::DocFreqs;
use super::lookup::Lookup;
use super::note_frequencies::NoteFrequencies;
use super::postings::{Postings, Sums};
use super::scorer::Scorer;
use super::worth::Worth;
use crate::engine::{Snapshot, Stripe, TextField};
use crate::error::Result;
use crate::search::answer::Scope;
use crate::search::terms::TermSet;

/// Words, any of which may stand somewhere.
pub(super) struct WordScorer<'a> {
    snapshot: &'a Snapshot,
    lookup: &'a Lookup<'a>,
    /// The terms that stand where they do.
    terms: TermSet,
    sections: Postings<'a>,
    headings: Postings<'a>,
    names: Postings<'a>,
    doc_freqs: DocFreqs,
    /// In how many sections the word stands that they stand in for.
    n_others: u64,
    worth: Worth,
}

impl<'a> WordScorer<'a> {
    /// Those that stand in for a token say no more than it does, however rare they are.
    pub(super) fn open(
        stripe: &Stripe<'a>,
        lookup: &'a Lookup<'a>,
        terms: TermSet,
        instead_of: Option<&str>,
    ) -> Result<WordScorer<'a>> {
        let snapshot = stripe.snapshot();
        let postings = |field| Postings::of(stripe, field, &lookup.tokens);
        let (sections, headings, names) =
            (postings(TextField::Words)?, postings(TextField::Heading)?, postings(TextField::Name)?);
        let (n_sections, n_notes) = sections.count(snapshot);
        snapshot.announce_note_lengths(n_notes);
        let doc_freqs = DocFreqs { sections: n_sections, notes: n_notes, names: names.count(snapshot).0 };
        let n_others = instead_of.map_or(Ok(0), |token| snapshot.doc_freq(TextField::Words, token))?;
        Ok(WordScorer {
            snapshot,
            lookup,
            terms,
            sections,
            headings,
            names,
            doc_freqs,
            n_others,
            worth: Worth::default(),
        })
    }
}

impl Scorer for WordScorer<'_> {
    fn doc_freqs(&self) -> Vec<DocFreqs> {
        vec![self.doc_freqs]
    }

    fn weigh(&mut self, doc_freqs: &[DocFreqs], totals: &Totals) {
        let [doc_freqs] = doc_freqs else { return };
        self.worth = Worth::new(self.lookup.weight, *doc_freqs, self.n_others, totals);
    }

    fn add(&mut self, accumulators: &mut Accumulators, sums: &mut Sums) {
        let WordScorer { snapshot, lookup, terms, ref worth, .. } = *self;
        let mut notes = NoteFrequencies::of(snapshot);
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
pub(super) struct PairScorer<'a> {
    snapshot: &'a Snapshot,
    lookup: &'a Lookup<'a>,
    sections: Postings<'a>,
    n_notes: u64,
    factor: f32,
}

impl<'a> PairScorer<'a> {
    pub(super) fn open(stripe: &Stripe<'a>, lookup: &'a Lookup<'a>) -> Result<PairScorer<'a>> {
        let snapshot = stripe.snapshot();
        let sections = Postings::of(stripe, TextField::Text, &lookup.tokens)?;
        let (_, n_notes) = sections.count(snapshot);
        Ok(PairScorer { snapshot, lookup, sections, n_notes, factor: 0.0 })
    }
}

impl Scorer for PairScorer<'_> {
    fn doc_freqs(&self) -> Vec<DocFreqs> {
        vec![DocFreqs { notes: self.n_notes, ..DocFreqs::default() }]
    }

    fn weigh(&mut self, doc_freqs: &[DocFreqs], totals: &Totals) {
        let [doc_freqs] = doc_freqs else { return };
        self.factor = self.lookup.weight * idf(totals.notes, doc_freqs.notes);
    }

    fn add(&mut self, accumulators: &mut Accumulators, sums: &mut Sums) {
        let PairScorer { snapshot, lookup, factor, .. } = *self;
        let mut notes = NoteFrequencies::of(snapshot);
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
