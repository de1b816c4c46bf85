//! Terms → which sections hold what, and how much that says.
//!
//! A section is scored by its own words and those of its note together, counted over the sections
//! and notes that are there now, whatever was deleted before.
//!
//! ```text
//! plan ─→ steps ─find─→ what each finds in a stripe ─add─→ the stripe's board
//!                                 └─ counted over all stripes ─┘
//! ```

mod account;
mod bm25;
mod board;
mod chunks;
mod division;
mod found;
mod ledger;
mod raise;
mod row;
mod scoring;
mod steps;
mod translations;
mod weight;

use std::sync::Arc;

pub(super) use self::account::explanation;
pub(super) use self::board::{Board, Spare};
use self::division::Division;
pub(super) use self::ledger::Ledger;
use self::scoring::{Scoring, Tally};
use self::steps::{Step, steps};
use super::doc_set::DocSet;
use super::patience::Patience;
use super::plan::Plan;
use crate::crew::each_of;
use crate::engine::{Doc, Snapshot};
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

/// What the sections score by a query.
#[derive(Debug)]
pub(super) struct Scores {
    /// One for each stripe, in order.
    pub(super) boards: Vec<Board>,
    /// How many steps were done before the time ran out.
    n_steps: usize,
    /// Whether the time ran out before all were done.
    pub(super) is_partial: bool,
}

impl Scores {
    /// The board that a section is on.
    pub(super) fn of(&self, doc: Doc) -> &Board {
        let idx = self.boards.partition_point(|board| board.docs().end <= doc);
        &self.boards[idx]
    }

    /// The sections that hold one of some terms at least themselves, or are the first of a note whose names do.
    pub(super) fn found_with(&self, terms: u64) -> Vec<Doc> {
        let mut docs = Vec::new();
        for board in &self.boards {
            board.found(terms, |doc, _, _| docs.push(doc));
        }
        docs
    }
}

/// Scores what holds the terms of a plan, until the time is over; where all hits are in some notes, those alone.
pub(super) fn score(
    snapshot: &Snapshot,
    totals: &Totals,
    plan: &Plan,
    notes: Option<&DocSet>,
    spare: &Arc<Spare>,
    patience: &Patience,
) -> Result<Scores> {
    let steps = steps(plan);
    // What translations say depends on how many sections have the words themselves, hits or not.
    let within = notes.filter(|_| plan.bridges.is_empty());
    // Where memory is new the system gives it out page by page, and threads stand in each other's way; where all hits are
    // in a few notes there is little to add.
    let is_alone = spare.is_empty() || within.is_some();
    let division = if is_alone { Division::alone(&steps) } else { Division::new(snapshot, &steps)? };
    let stripes = snapshot.stripes(division.n_stripes).into_iter().map(|stripe| {
        let board = Board::new(stripe.docs(), spare, None);
        Scoring::new(stripe, totals, within, board)
    });
    fill(stripes.collect(), &steps, division, plan, |_| patience.is_over())
}

/// Scores once more what `scores` holds, and records in a ledger what is added to what.
pub(super) fn account(
    snapshot: &Snapshot,
    totals: &Totals,
    plan: &Plan,
    scores: &Scores,
    spare: &Arc<Spare>,
    ledger: Ledger,
) -> Result<Scores> {
    let steps = steps(plan);
    let is_late = |n_steps| scores.is_partial && n_steps >= scores.n_steps;
    let stripe = snapshot.whole();
    let board = Board::new(stripe.docs(), spare, Some(ledger));
    fill(vec![Scoring::new(stripe, totals, None, board)], &steps, Division::alone(&steps), plan, is_late)
}

/// Takes the steps, each over all stripes: what something says depends on how often it stands in all of them.
fn fill(
    mut stripes: Vec<Scoring<'_>>,
    steps: &[Step<'_>],
    division: Division,
    plan: &Plan,
    is_late: impl Fn(usize) -> bool,
) -> Result<Scores> {
    let (mut tally, mut found) = (Tally::default(), 0..0);
    let mut is_partial = false;
    for next in division.bouts {
        if is_late(next.start) {
            is_partial = true;
            break;
        }
        each_of(&mut stripes, |scoring| {
            scoring.add(&steps[found.clone()], &tally)?;
            scoring.find(&steps[next.clone()])
        })?;
        tally.take_in(&stripes);
        found = next;
    }
    each_of(&mut stripes, |scoring| {
        scoring.add(&steps[found.clone()], &tally)?;
        if is_partial {
            return Ok(());
        }
        scoring.row(plan)?;
        scoring.exact_names(plan)
    })?;
    let boards = stripes.into_iter().map(|scoring| scoring.board).collect();
    Ok(Scores { boards, n_steps: found.end, is_partial })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Doc;
    use crate::search::{SearchOptions, bridge};
    use crate::{IndexOptions, NoteIndex, NotePath, Query};

    /// Notes of one to four sections in several segments, some of them changed and some removed.
    fn index() -> NoteIndex {
        let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
        let path = |n: usize| NotePath::new(&format!("{}/{n}.md", n % 3)).unwrap();
        let words =
            ["连接池", "线程池", "connection pool", "thread", "数据库的连接", "pool_size", "锁", "c++"];
        let text = |n: usize| {
            let word = |at: usize| words[(n * 5 + at * at) % words.len()];
            let section =
                |at: usize| format!("## {}\n\n{} 管理 {}。\n\n", word(at), word(at + 1), word(at + n % 7));
            let sections: String = (0..n % 4).map(section).collect();
            format!("# {}\n\n连接池（connection pool）和{}\n\n{sections}", word(n), word(9))
        };
        for n in 0..60 {
            index.put(&path(n), &text(n)).unwrap();
        }
        for n in (0..60).step_by(7) {
            index.put(&path(n), &text(n + 1)).unwrap();
        }
        for n in (3..60).step_by(11) {
            index.remove(&path(n)).unwrap();
        }
        index
    }

    /// What is known of each section: its number, its terms, its scores.
    type Known = Vec<(Doc, u64, (f32, f32))>;

    #[test]
    fn several_stripes_score_as_one_does() {
        let searcher = index().searcher().unwrap();
        let (snapshot, totals) = (&*searcher.snapshot, &searcher.totals);
        assert!(snapshot.n_segments() > 1);
        for typed in ["连接池", "数据库 连接 thread pool", "po*", "conection", "锁 c++ pool_size", "管理"]
        {
            let (query, options) = (Query::parse(typed), SearchOptions::new());
            let mut plan = Plan::new(&query, &options, snapshot).unwrap();
            plan.bridges = bridge::find(&query, &plan.terms, snapshot, &searcher.glossary).unwrap();
            let steps = steps(&plan);
            let scores = |n_stripes: usize, cost: u64| -> (Known, Vec<Doc>) {
                let division = Division::into(n_stripes, &steps, &vec![cost; steps.len()]);
                let spare = Arc::default();
                let stripes = snapshot.stripes(n_stripes).into_iter().map(|stripe| {
                    let board = Board::new(stripe.docs(), &spare, None);
                    Scoring::new(stripe, totals, None, board)
                });
                let scores = fill(stripes.collect(), &steps, division, &plan, |_| false).unwrap();
                let mut known = Vec::new();
                snapshot.all(|doc| {
                    let (board, first) = (scores.of(doc), snapshot.first(doc));
                    known.push((doc, board.terms(doc, first), board.scores(doc, first)));
                });
                (known, scores.found_with(u64::MAX))
            };
            let whole = scores(1, 0);
            assert!(whole.1.len() > 1, "{typed}");
            for n_stripes in [2, 3, 7, 1000] {
                assert_eq!(scores(n_stripes, 0), whole, "{typed} in {n_stripes}");
                assert_eq!(scores(n_stripes, u64::MAX / 2), whole, "{typed} in {n_stripes}, step by step");
            }
        }
    }

    #[test]
    fn what_ran_out_of_time_is_said() {
        let searcher = index().searcher().unwrap();
        let snapshot = &*searcher.snapshot;
        let plan = Plan::new(&Query::parse("连接池 管理"), &SearchOptions::new(), snapshot).unwrap();
        let steps = steps(&plan);
        let stripe = snapshot.whole();
        let board = Board::new(stripe.docs(), &Arc::default(), None);
        let stripes = vec![Scoring::new(stripe, &searcher.totals, None, board)];
        let scores = fill(stripes, &steps, Division::alone(&steps), &plan, |n_steps| n_steps == 2).unwrap();
        assert!(scores.is_partial && scores.n_steps == 2 && !scores.found_with(1).is_empty());
    }
}
