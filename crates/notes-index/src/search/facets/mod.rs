//! What may be a hit with a filter more → how many hits each filter leaves.

mod folders;
mod languages;
mod tags;
mod years;

use std::cmp::Reverse;

use super::answer::{FacetCounts, FacetValue};
use super::options::{Facet, SearchOptions};
use super::patience::Patience;
use super::plan::Plan;
use super::rank::Narrowable;
use crate::engine::{Doc, Snapshot};
use crate::error::Result;
use crate::query::{Expr, Query};

/// What is counted, and for whom.
pub(super) struct Counting<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) query: &'a Query,
    pub(super) options: &'a SearchOptions,
    pub(super) plan: &'a Plan,
    pub(super) narrowable: &'a Narrowable,
}

/// A value as it is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Tally {
    value: String,
    hits: usize,
    notes: usize,
}

/// The notes that have hits.
struct Notes {
    /// Their first sections, ascending.
    firsts: Vec<Doc>,
    /// By the number of a note's first section: how many hits it has.
    hits: Vec<u32>,
}

impl Counting<'_> {
    /// The counts of each facet that the options ask for.
    ///
    /// # Errors
    /// If nobody waits for them any more, or the index is damaged.
    pub(super) fn counts(&self, patience: &Patience) -> Result<Vec<FacetCounts>> {
        let notes = Notes::of(self.snapshot, self.narrowable);
        let mut counts = Vec::new();
        for &facet in &self.options.facets {
            patience.check()?;
            let mut tallies = self.tallies(facet, &notes)?;
            tallies.sort_unstable_by(|a, b| (Reverse(a.hits), &a.value).cmp(&(Reverse(b.hits), &b.value)));
            let n_values =
                if self.options.facet_values == 0 { usize::MAX } else { self.options.facet_values };
            let more = tallies.len().saturating_sub(n_values);
            tallies.truncate(n_values);
            if facet == Facet::Tag {
                tags::spell(self.snapshot, &notes, &mut tallies)?;
            }
            let values = tallies.into_iter().map(|tally| self.value(facet, tally)).collect();
            counts.push(FacetCounts { facet, values, more });
        }
        Ok(counts)
    }

    fn tallies(&self, facet: Facet, notes: &Notes) -> Result<Vec<Tally>> {
        match facet {
            Facet::Folder => folders::tallies(self.snapshot, notes),
            Facet::Tag => tags::tallies(self.snapshot, notes),
            Facet::Language => languages::tallies(self.snapshot, self.narrowable, self.are_blocks()),
            Facet::Year => years::tallies(self.snapshot, notes, &self.options.clock),
        }
    }

    fn value(&self, facet: Facet, tally: Tally) -> FacetValue {
        let Tally { value, hits, notes } = tally;
        let filter = match facet {
            Facet::Folder => folders::filter(&value, self.query),
            Facet::Tag => tags::filter(&value),
            Facet::Language => languages::filter(&value, self.are_blocks()),
            Facet::Year => years::filter(&value),
        };
        FacetValue { value, hits, notes, filter }
    }

    /// Whether hits are code blocks.
    fn are_blocks(&self) -> bool {
        self.plan.code.is_some()
    }
}

impl Notes {
    fn of(snapshot: &Snapshot, narrowable: &Narrowable) -> Notes {
        let mut notes = Notes { firsts: Vec::new(), hits: vec![0; snapshot.max_doc() as usize] };
        narrowable.hits(narrowable.all().iter().copied(), |first, hits| {
            if let Some(of_note) = notes.hits.get_mut(first as usize) {
                *of_note = u32::try_from(hits).unwrap_or(u32::MAX);
                notes.firsts.push(first);
            }
        });
        notes
    }

    /// How many hits a note has, by its first section; none for any other section.
    fn hits(&self, first: Doc) -> usize {
        self.hits.get(first as usize).map_or(0, |&hits| hits as usize)
    }
}

impl Tally {
    fn new(value: &str) -> Tally {
        Tally { value: value.to_owned(), ..Tally::default() }
    }

    /// Takes in what was counted elsewhere.
    fn unite(&mut self, other: &Tally) {
        self.hits += other.hits;
        self.notes += other.notes;
    }

    /// Counts a note, if it has hits.
    fn add(&mut self, hits: usize) {
        self.hits += hits;
        self.notes += usize::from(hits > 0);
    }
}

/// A clause that is demanded even if it stands beside others of its kind, which would be alternatives.
fn demanded(clause: Expr) -> Expr {
    Expr::Must(Box::new(clause))
}
