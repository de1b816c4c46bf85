//! Terms → which sections hold what, and how much that says.
//!
//! A section is scored by its own words and those of its note together, counted over the sections
//! and notes that are there now, whatever was deleted before.

mod bm25;
mod board;
mod raise;
mod row;
mod scoring;
mod slots;
mod terms;
mod translations;
mod weight;

pub(super) use self::board::{Board, Lookup};
use self::scoring::Scoring;
use super::explain::Ledger;
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

/// Scores what holds the terms of a plan, until the time is over.
pub(super) fn score(snapshot: &Snapshot, totals: &Totals, plan: &Plan, patience: &Patience) -> Result<Board> {
    fill(Board::new(snapshot, None), snapshot, totals, plan, |_| patience.is_over())
}

/// Scores once more what `board` holds, and records in a ledger what is added to what.
pub(super) fn account(
    snapshot: &Snapshot,
    totals: &Totals,
    plan: &Plan,
    board: &Board,
    ledger: Ledger,
) -> Result<Board> {
    let is_late = |n_terms| board.partial && n_terms >= board.n_terms;
    fill(Board::new(snapshot, Some(ledger)), snapshot, totals, plan, is_late)
}

fn fill(
    mut board: Board,
    snapshot: &Snapshot,
    totals: &Totals,
    plan: &Plan,
    is_late: impl Fn(usize) -> bool,
) -> Result<Board> {
    let mut scoring = Scoring { snapshot, totals, board: &mut board };
    for (idx, term) in plan.terms.iter().enumerate() {
        if is_late(idx) {
            board.partial = true;
            board.finish();
            return Ok(board);
        }
        scoring.term(term, 1 << idx)?;
        scoring.board.n_terms = idx + 1;
    }
    scoring.joined(plan)?;
    scoring.translations(plan)?;
    scoring.pairs(plan)?;
    scoring.row(plan)?;
    scoring.exact_names(plan)?;
    board.finish();
    Ok(board)
}
