//! What the board holds → hits: the sections or code blocks that are found, in the order of their numbers.

use super::code::{Block, code_blocks};
use super::filter::Filter;
use super::leaders::{Leaders, Taken, Wanted};
use super::needs::Lacking;
use super::patience::Patience;
use super::plan::Plan;
use super::ranked::Ranked;
use super::score::{Board, Scores};
use crate::crew::each_of;
use crate::engine::{Doc, Snapshot};
use crate::error::Result;

/// What was scored, on its way to hits.
#[derive(Clone, Copy)]
pub(super) struct Finding<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) plan: &'a Plan,
    pub(super) scores: &'a Scores,
}

impl Finding<'_> {
    /// The sections that meet the query's condition, as far as they may be hits.
    pub(super) fn filter(&self, patience: &Patience) -> Result<Filter> {
        let condition = self.plan.condition.as_ref();
        if self.plan.code.is_some() || self.plan.lists() {
            return Filter::new(self.snapshot, condition, None, patience);
        }
        let candidates = condition.map(|_| self.scores.found_with(self.plan.wanted()));
        Filter::new(self.snapshot, condition, candidates.as_deref(), patience)
    }

    /// The hits, as far as they are wanted.
    pub(super) fn hits(&self, filter: &Filter, wanted: Wanted<'_>) -> Result<Taken> {
        let (plan, lacking) = (self.plan, self.plan.lacking());
        let mut all = Leaders::new(wanted);
        if plan.is_hopeless {
            return all.taken();
        }
        if let Some(languages) = &plan.code {
            let (lists, wanted) = (plan.lists(), plan.wanted());
            for (block, own) in code_blocks(self.snapshot, languages, plan, filter)? {
                if lists || own & wanted != 0 {
                    let (doc, idx): Block = block;
                    let first = self.snapshot.first(doc);
                    all.take(ranked(self.scores.of(doc), doc, first, Some(idx), lacking.to(own)));
                }
            }
            return all.taken();
        }
        if plan.lists() {
            self.snapshot.all(|doc| {
                if filter.allows(doc) {
                    let first = self.snapshot.first(doc);
                    all.take(section(self.scores.of(doc), doc, first, &lacking));
                }
            });
            return all.taken();
        }
        let of_board = |board| (board, Taken::default());
        let mut boards: Vec<(&Board, Taken)> = self.scores.boards.iter().map(of_board).collect();
        each_of(&mut boards, |(board, taken)| {
            let mut leaders = Leaders::new(wanted);
            self.sections(board, filter, |doc, first| leaders.take(section(board, doc, first, &lacking)));
            *taken = leaders.taken()?;
            Ok(())
        })?;
        let mut all = Taken::default();
        for (_, taken) in boards {
            all.append(taken);
        }
        Ok(all)
    }

    /// Sections on a board that hold a term themselves; for a note that has a term only in its names, its first.
    fn sections(&self, board: &Board, filter: &Filter, mut add: impl FnMut(Doc, Doc)) {
        let wanted = self.plan.wanted();
        let mut note = 0..0;
        // The first section of the note, for as long as no section holds a term itself.
        let mut named: Option<Doc> = None;
        board.found(wanted, |doc, own, _| {
            if !filter.allows(doc) {
                return;
            }
            if doc >= note.end {
                named.take().into_iter().for_each(|first| add(first, first));
                note = self.snapshot.note(doc);
            }
            if own & wanted != 0 {
                named = None;
                add(doc, note.start);
            } else {
                named = Some(doc);
            }
        });
        named.into_iter().for_each(|first| add(first, first));
    }
}

fn section(board: &Board, doc: Doc, first: Doc, lacking: &Lacking) -> Ranked {
    ranked(board, doc, first, None, lacking.to(board.terms(doc, first)))
}

fn ranked(board: &Board, doc: Doc, first: Doc, block: Option<usize>, missing: u64) -> Ranked {
    let (score, own_score) = board.scores(doc, first);
    Ranked { doc, block, score, own_score, missing, first }
}
