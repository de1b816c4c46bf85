//! What one thread does of the scoring of a query: it opens the steps in its stripe, and goes through the windows.

use std::sync::Mutex;

use super::accumulators::Accumulators;
use super::found::{Counts, Sums};
use super::own::Own;
use super::row::{Row, SameName};
use super::runs::{Characters, Named, Presence};
use super::source::Source;
use super::steps::Step;
use super::translations::Translations;
use super::words::{Pair, Words};
use super::{Scoring, Totals};
use crate::engine::{Doc, Stripe};
use crate::error::Result;
use crate::search::doc_set::DocSet;
use crate::search::patience::Patience;

/// The memory that a thread works in.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) accumulators: Accumulators,
    pub(super) sums: Sums,
}

/// The memory of searches that are over, for the next ones: to get as much from the system each time takes as long as to
/// score some thousand sections.
#[derive(Debug, Default)]
pub(in crate::search) struct Spare(Mutex<Vec<Memory>>);

/// As much is kept as several searches at once need.
const MAX_SPARE: usize = 16;

impl Spare {
    pub(super) fn take(&self) -> Memory {
        self.0.lock().ok().and_then(|mut spare| spare.pop()).unwrap_or_default()
    }

    fn give(&self, memory: Memory) {
        if let Ok(mut spare) = self.0.lock()
            && spare.len() < MAX_SPARE
        {
            spare.push(memory);
        }
    }
}

/// The work of a thread.
pub(super) struct Part<'a, T> {
    stripe: Stripe<'a>,
    /// One for each step, as far as there was time.
    pub(super) sources: Vec<Box<dyn Source + 'a>>,
    memory: Memory,
    pub(super) taken: T,
    /// Whether the time ran out before all was done.
    pub(super) is_late: bool,
}

impl<'a, T> Part<'a, T> {
    /// Nothing opened yet.
    pub(super) fn new(stripe: Stripe<'a>, memory: Memory, taken: T) -> Part<'a, T> {
        Part { stripe, sources: Vec::new(), memory, taken, is_late: false }
    }

    /// Opens steps, one after another, until the time is over.
    pub(super) fn open(
        &mut self,
        steps: &'a [Step<'a>],
        scoring: &Scoring<'_>,
        patience: &Patience,
    ) -> Result<()> {
        let mut own = Own::of(scoring.plan.bridged(), scoring.snapshot.max_doc());
        for step in steps {
            if patience.is_over() {
                break;
            }
            self.sources.push(open(step, &self.stripe, scoring.totals, &mut own)?);
        }
        Ok(())
    }

    /// Goes through the windows until the time is over; if some sections are given, only through windows with one of
    /// them.
    pub(super) fn read(
        &mut self,
        n_sections: Doc,
        within: Option<&DocSet>,
        patience: &Patience,
        take: impl Fn(&mut T, &Accumulators),
    ) {
        let Memory { accumulators, sums } = &mut self.memory;
        for docs in self.stripe.windows(n_sections) {
            if patience.is_over() {
                self.is_late = true;
                return;
            }
            if within.is_none_or(|within| within.meets(&docs)) {
                accumulators.move_to(docs);
                self.sources.iter_mut().for_each(|source| source.add(accumulators, sums));
                take(&mut self.taken, accumulators);
            }
        }
    }

    /// What was taken; the memory is handed on.
    pub(super) fn finish(self, spare: &Spare) -> T {
        spare.give(self.memory);
        self.taken
    }
}

/// In how many places of all stripes a source's step stands.
pub(super) fn counted<T>(parts: &[&mut Part<'_, T>], idx: usize) -> Vec<Counts> {
    let mut sums: Vec<Counts> = Vec::new();
    for counts in parts.iter().map(|part| part.sources[idx].counts()) {
        sums.resize(counts.len(), Counts::default());
        sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    sums
}

/// Opens a step in a stripe, and marks what holds terms by it.
fn open<'a>(
    step: &'a Step<'a>,
    stripe: &Stripe<'a>,
    totals: &Totals,
    own: &mut Own,
) -> Result<Box<dyn Source + 'a>> {
    Ok(match step {
        &Step::Words { ref lookup, terms, instead_of } => {
            Box::new(Words::open(stripe, lookup, terms, instead_of)?)
        }
        Step::Run(run) => Box::new(Characters::open(stripe, run, own)?),
        Step::Presence { tokens, terms } => Box::new(Presence::open(stripe, tokens, *terms, own)?),
        Step::Named { tokens, term } => Box::new(Named::open(stripe, tokens, *term)?),
        Step::Pair(lookup) => Box::new(Pair::open(stripe, lookup)?),
        Step::Bridge(bridge) => Box::new(Translations::open(stripe, totals, bridge, own)?),
        Step::Row(plan) => Box::new(Row::open(stripe, plan)?),
        Step::SameName(plan) => Box::new(SameName::open(stripe, plan)?),
    })
}
