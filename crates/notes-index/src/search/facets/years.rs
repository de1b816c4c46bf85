//! Hits by the year in which their notes were last changed.

use std::collections::BTreeMap;

use super::{Notes, Tally};
use crate::date::{Clock, year_of};
use crate::engine::Snapshot;
use crate::error::Result;
use crate::query::{Comparison, Expr, Predicate};

pub(super) fn tallies(snapshot: &Snapshot, notes: &Notes, clock: &Clock) -> Result<Vec<Tally>> {
    let mut tallies: BTreeMap<i64, Tally> = BTreeMap::new();
    snapshot.each_modified(&notes.firsts, clock, |first, day| {
        // No other year can be typed.
        if let Some(year) = day.map(year_of).filter(|year| (1..=9999).contains(year)) {
            tallies.entry(year).or_insert_with(|| Tally::new(&format!("{year:04}"))).add(notes.hits(first));
        }
    })?;
    Ok(tallies.into_values().collect())
}

pub(super) fn filter(year: &str) -> Expr {
    Predicate::Modified(Comparison::Is(year.to_owned())).into()
}
