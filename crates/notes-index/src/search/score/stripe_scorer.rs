//! What one thread does of the scoring of a query: it opens the steps in its stripe, and goes through the windows.

use super::accumulators::Accumulators;
use super::doc_freqs::DocFreqs;
use super::row::{RowScorer, SameNameScorer};
use super::runs::{NameScorer, PresenceScorer, RunScorer};
use super::scorer::Scorer;
use super::scratch::{Scratch, ScratchPool};
use super::sections_by_term::SectionsByTerm;
use super::steps::Step;
use super::translations::TranslationScorer;
use super::words::{PairScorer, WordScorer};
use super::{Scoring, Totals};
use crate::engine::{Doc, Stripe};
use crate::error::Result;
use crate::search::doc_set::DocSet;
use crate::search::patience::Patience;

/// See the module.
pub(super) struct StripeScorer<'a, T> {
    stripe: Stripe<'a>,
    /// One for each step, as far as there was time.
    pub(super) scorers: Vec<Box<dyn Scorer + 'a>>,
    scratch: Scratch,
    pub(super) taken: T,
    /// Whether the time ran out before all was done.
    pub(super) is_late: bool,
}

impl<'a, T> StripeScorer<'a, T> {
    /// Nothing opened yet.
    pub(super) fn new(stripe: Stripe<'a>, scratch: Scratch, taken: T) -> StripeScorer<'a, T> {
        StripeScorer { stripe, scorers: Vec::new(), scratch, taken, is_late: false }
    }

    /// Opens steps, one after another, until the time is over.
    pub(super) fn open(
        &mut self,
        steps: &'a [Step<'a>],
        scoring: &Scoring<'_>,
        patience: &Patience,
    ) -> Result<()> {
        let mut by_term = SectionsByTerm::of(scoring.plan.bridged(), scoring.snapshot.max_doc());
        for step in steps {
            if patience.is_over() {
                break;
            }
            self.scorers.push(open(step, &self.stripe, scoring.totals, &mut by_term)?);
        }
        Ok(())
    }

    /// Goes through the windows, each of so many sections, until the time is over; if some sections are given, only through
    /// windows with one of them.
    pub(super) fn read(
        &mut self,
        window: Doc,
        within: Option<&DocSet>,
        patience: &Patience,
        take: impl Fn(&mut T, &Accumulators),
    ) {
        let Scratch { accumulators, sums } = &mut self.scratch;
        for docs in self.stripe.windows(window) {
            if patience.is_over() {
                self.is_late = true;
                return;
            }
            if within.is_none_or(|within| within.meets(&docs)) {
                accumulators.move_to(docs);
                self.scorers.iter_mut().for_each(|scorer| scorer.add(accumulators, sums));
                take(&mut self.taken, accumulators);
            }
        }
    }

    /// What was taken; the memory is handed on.
    pub(super) fn finish(self, pool: &ScratchPool) -> T {
        pool.give_back(self.scratch);
        self.taken
    }
}

/// In how many places of all stripes a step stands.
pub(super) fn summed_doc_freqs<T>(stripes: &[&mut StripeScorer<'_, T>], idx: usize) -> Vec<DocFreqs> {
    let mut sums: Vec<DocFreqs> = Vec::new();
    for doc_freqs in stripes.iter().map(|stripe| stripe.scorers[idx].doc_freqs()) {
        sums.resize(doc_freqs.len(), DocFreqs::default());
        sums.iter_mut().zip(doc_freqs).for_each(|(sum, count)| *sum += count);
    }
    sums
}

/// Opens a step in a stripe, and marks what holds terms by it.
fn open<'a>(
    step: &'a Step<'a>,
    stripe: &Stripe<'a>,
    totals: &Totals,
    by_term: &mut SectionsByTerm,
) -> Result<Box<dyn Scorer + 'a>> {
    Ok(match step {
        &Step::Words { ref lookup, terms, instead_of } => {
            Box::new(WordScorer::open(stripe, lookup, terms, instead_of)?)
        }
        Step::Run(run) => Box::new(RunScorer::open(stripe, run, by_term)?),
        Step::Presence { tokens, terms } => Box::new(PresenceScorer::open(stripe, tokens, *terms, by_term)?),
        Step::Named { tokens, term } => Box::new(NameScorer::open(stripe, tokens, *term)?),
        Step::Pair(lookup) => Box::new(PairScorer::open(stripe, lookup)?),
        Step::Bridge(bridge) => Box::new(TranslationScorer::open(stripe, totals, bridge, by_term)?),
        Step::Row(plan) => Box::new(RowScorer::open(stripe, plan)?),
        Step::SameName(plan) => Box::new(SameNameScorer::open(stripe, plan)?),
    })
}
