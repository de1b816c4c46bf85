//! Terms → which sections hold what, and how much that says.
//!
//! A section is scored by its own words and those of its note together, counted over the sections
//! and notes that are there now, whatever was deleted before.

mod account;
mod bm25;
mod board;
mod chunks;
mod found;
mod ledger;
mod raise;
mod row;
mod scoring;
mod terms;
mod translations;
mod weight;

use std::sync::Arc;

pub(super) use self::account::explanation;
pub(super) use self::board::{Board, Spare};
use self::found::Found;
pub(super) use self::ledger::Ledger;
use self::scoring::Scoring;
use super::doc_set::DocSet;
use super::patience::Patience;
use super::plan::Plan;
use crate::engine::Snapshot;
use crate::error::Result;

/// What the statistics of a notebook are measured by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Totals {
    pub(crate) notes: u64,
    pub(crate) sections: u64,
    pub(crate) code_blocks: u64,
    /// Tokens of `words`, all sections together.
    pub(crate) words: u64,
    /// Tokens of `name`, all notes together.
    pub(crate) name_words: u64,
}

/// Scores what holds the terms of a plan, until the time is over; where all hits are in some notes, those alone.
pub(super) fn score(
    snapshot: &Snapshot,
    totals: &Totals,
    plan: &Plan,
    notes: Option<&DocSet>,
    spare: &Arc<Spare>,
    patience: &Patience,
) -> Result<Board> {
    // What translations say depends on how many sections have the words themselves, hits or not.
    let within = notes.filter(|_| plan.bridges.is_empty());
    let mut board = Board::new(snapshot, spare, None);
    let found = Found::new(snapshot.max_doc());
    fill(Scoring { snapshot, totals, within, board: &mut board, found }, plan, |_| patience.is_over())?;
    Ok(board)
}

/// Scores once more what `board` holds, and records in a ledger what is added to what.
pub(super) fn account(
    snapshot: &Snapshot,
    totals: &Totals,
    plan: &Plan,
    board: &Board,
    spare: &Arc<Spare>,
    ledger: Ledger,
) -> Result<Board> {
    let is_late = |n_terms| board.partial && n_terms >= board.n_terms;
    let mut account = Board::new(snapshot, spare, Some(ledger));
    let found = Found::new(snapshot.max_doc());
    fill(Scoring { snapshot, totals, within: None, board: &mut account, found }, plan, is_late)?;
    Ok(account)
}

fn fill(mut scoring: Scoring<'_>, plan: &Plan, is_late: impl Fn(usize) -> bool) -> Result<()> {
    for (idx, term) in plan.terms.iter().enumerate() {
        if is_late(idx) {
            scoring.board.partial = true;
            return Ok(());
        }
        scoring.term(term, 1 << idx)?;
        scoring.board.n_terms = idx + 1;
    }
    scoring.joined(plan)?;
    scoring.translations(plan)?;
    scoring.pairs(plan)?;
    scoring.row(plan)?;
    scoring.exact_names(plan)
}
