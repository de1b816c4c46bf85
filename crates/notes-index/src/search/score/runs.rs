//! Sections and names, by characters as they stand, whatever words they are part of.

use super::Totals;
use super::accumulators::Accumulators;
use super::bm25::{Saturation, idf};
use super::doc_freqs::DocFreqs;
use super::kept::Kept;
use super::postings::{Postings, Sums};
use super::scorer::Scorer;
use super::sections_by_term::SectionsByTerm;
use super::steps::Run;
use crate::analysis::RowToken;
use crate::engine::{Stripe, TextField};
use crate::error::Result;
use crate::search::answer::Scope;
use crate::search::terms::TermSet;

/// Characters in a row, or a single one: they mark sections, and score them if they have a weight.
pub(super) struct RunScorer<'a> {
    run: &'a Run<'a>,
    places: Places<'a>,
    weight: f32,
    n_sections: u64,
    factor: f32,
}

/// Where a run stands.
enum Places<'a> {
    /// One token says it.
    Token(Postings<'a>),
    /// Several tokens in a row, and how often.
    Row(Kept<u32>),
}

impl<'a> RunScorer<'a> {
    pub(super) fn open(
        stripe: &Stripe<'a>,
        run: &'a Run<'a>,
        by_term: &mut SectionsByTerm,
    ) -> Result<RunScorer<'a>> {
        let snapshot = stripe.snapshot();
        let is_word = run.yields_to_word && snapshot.has(TextField::Words, run.lookup.tokens[0])?;
        let weight = if is_word { 0.0 } else { run.lookup.weight };
        let places = match run.tokens.as_slice() {
            [(token, 0)] => Places::Token(Postings::of(stripe, run.field, &[token])?),
            _ => {
                let mut rows = Vec::new();
                stripe.rows(run.field, &run.tokens, |doc, tf| rows.push((doc, tf)))?;
                Places::Row(Kept::new(rows))
            }
        };
        let n_sections = match &places {
            Places::Row(rows) => rows.count(),
            Places::Token(postings) if weight > 0.0 => postings.count(snapshot).0,
            Places::Token(_) => 0,
        };
        by_term.mark(run.term, |each| match &places {
            Places::Row(rows) => rows.all().iter().for_each(|&(doc, _)| each(doc)),
            Places::Token(postings) => postings.each(each),
        });
        Ok(RunScorer { run, places, weight, n_sections, factor: 0.0 })
    }
}

impl Scorer for RunScorer<'_> {
    fn doc_freqs(&self) -> Vec<DocFreqs> {
        vec![DocFreqs { sections: self.n_sections, ..DocFreqs::default() }]
    }

    fn weigh(&mut self, doc_freqs: &[DocFreqs], totals: &Totals) {
        let [doc_freqs] = doc_freqs else { return };
        self.factor = self.weight * idf(totals.sections, doc_freqs.sections);
    }

    fn add(&mut self, accumulators: &mut Accumulators, sums: &mut Sums) {
        let RunScorer { run, factor, weight, .. } = *self;
        let add = |accumulators: &mut Accumulators, doc, tf| {
            accumulators.mark_own(doc, run.term);
            if weight > 0.0 {
                accumulators.add(
                    Scope::Section,
                    doc,
                    tf,
                    factor * Saturation::alone().of(tf, 0),
                    &run.lookup,
                );
            }
        };
        match &mut self.places {
            Places::Token(postings) => {
                postings.read(accumulators.docs(), sums, |doc, tf, _| add(accumulators, doc, tf))
            }
            Places::Row(rows) => {
                rows.read(&accumulators.docs()).iter().for_each(|&(doc, tf)| add(accumulators, doc, tf))
            }
        }
    }
}

/// Tokens that mark the sections whose own text holds one.
pub(super) struct PresenceScorer<'a> {
    terms: TermSet,
    postings: Postings<'a>,
}

impl<'a> PresenceScorer<'a> {
    pub(super) fn open(
        stripe: &Stripe<'a>,
        tokens: &[&str],
        terms: TermSet,
        by_term: &mut SectionsByTerm,
    ) -> Result<PresenceScorer<'a>> {
        let postings = Postings::of(stripe, TextField::Text, tokens)?;
        by_term.mark(terms, |each| postings.each(each));
        Ok(PresenceScorer { terms, postings })
    }
}

impl Scorer for PresenceScorer<'_> {
    fn add(&mut self, accumulators: &mut Accumulators, _sums: &mut Sums) {
        let PresenceScorer { terms, ref mut postings } = *self;
        postings.read_each(accumulators.docs(), |doc, _, _| accumulators.mark_own(doc, terms));
    }
}

/// Tokens in a row that mark the notes in whose names they stand, across the borders of words.
pub(super) struct NameScorer {
    term: TermSet,
    notes: Kept<()>,
}

impl NameScorer {
    pub(super) fn open(stripe: &Stripe<'_>, tokens: &[RowToken], term: TermSet) -> Result<NameScorer> {
        let mut notes = Vec::new();
        stripe.rows(TextField::NameText, tokens, |first, _| notes.push((first, ())))?;
        Ok(NameScorer { term, notes: Kept::new(notes) })
    }
}

impl Scorer for NameScorer {
    fn add(&mut self, accumulators: &mut Accumulators, _sums: &mut Sums) {
        self.notes
            .read(&accumulators.docs())
            .iter()
            .for_each(|&(first, ())| accumulators.mark_names(first, self.term));
    }
}
