//! What the board holds → hits: the sections or code blocks that are found, in the order of their numbers.

use super::code::{Block, code_blocks};
use super::filter::Filter;
use super::needs::Lacking;
use super::patience::Patience;
use super::plan::Plan;
use super::score::Board;
use crate::engine::{Doc, Snapshot};
use crate::error::Result;

/// A section or code block that was found, with what its place in the order depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked {
    pub(super) doc: Doc,
    /// The code block of the section that is the hit, if code alone is asked for.
    pub(super) block: Option<usize>,
    pub(super) score: f32,
    /// What it scores among the sections of its note.
    pub(super) own_score: f32,
    /// Terms that neither it nor what leads to it holds, as bits.
    pub(super) missing: u64,
    pub(super) first: Doc,
}

/// What was scored, on its way to hits.
#[derive(Clone, Copy)]
pub(super) struct Finding<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) plan: &'a Plan,
    pub(super) board: &'a Board,
}

impl Finding<'_> {
    /// The sections that meet the query's condition, as far as they may be hits.
    pub(super) fn filter(&self, patience: &Patience) -> Result<Filter> {
        let condition = self.plan.condition.as_ref();
        if self.plan.code.is_some() || self.plan.lists() {
            return Filter::new(self.snapshot, condition, None, patience);
        }
        let candidates = condition.map(|_| self.board.found_with(self.plan.wanted()));
        Filter::new(self.snapshot, condition, candidates.as_deref(), patience)
    }

    /// All hits; if `strict` those that lack nothing. Those of a note stand together.
    pub(super) fn hits(&self, filter: &Filter, strict: bool) -> Result<Vec<Ranked>> {
        let (plan, lacking) = (self.plan, self.plan.lacking());
        let mut hits = Vec::new();
        if plan.is_hopeless {
            return Ok(hits);
        }
        if let Some(languages) = &plan.code {
            let (lists, wanted) = (plan.lists(), plan.wanted());
            for (block, own) in code_blocks(self.snapshot, languages, plan, filter)? {
                if lists || own & wanted != 0 {
                    let (doc, idx): Block = block;
                    hits.push(self.ranked(doc, self.snapshot.first(doc), Some(idx), lacking.to(own)));
                }
            }
        } else if plan.lists() {
            self.snapshot.all(|doc| {
                if filter.allows(doc) {
                    hits.push(self.section(doc, self.snapshot.first(doc), &lacking));
                }
            });
        } else {
            self.sections(filter, |doc, first| hits.push(self.section(doc, first, &lacking)));
        }
        hits.retain(|hit| !strict || hit.missing == 0);
        Ok(hits)
    }

    /// Sections that hold a term themselves; for a note that has a term only in its names, its first.
    fn sections(&self, filter: &Filter, mut add: impl FnMut(Doc, Doc)) {
        let wanted = self.plan.wanted();
        let mut note = 0..0;
        // The first section of the note, for as long as no section holds a term itself.
        let mut named: Option<Doc> = None;
        self.board.found(|doc, own, names| {
            if (own | names) & wanted == 0 || !filter.allows(doc) {
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

    fn section(&self, doc: Doc, first: Doc, lacking: &Lacking) -> Ranked {
        self.ranked(doc, first, None, lacking.to(self.board.terms(doc, first)))
    }

    fn ranked(&self, doc: Doc, first: Doc, block: Option<usize>, missing: u64) -> Ranked {
        let (score, own_score) = self.board.scores(doc, first);
        Ranked { doc, block, score, own_score, missing, first }
    }
}
