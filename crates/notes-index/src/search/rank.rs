//! Candidates → one order: notes by their best, inside a note its sections by theirs.
//!
//! Hits that lack nothing stand above those that lack a word. Equal scores are told apart by path
//! and place, so the order depends on the notes alone.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;

use super::code::{Block, code_blocks};
use super::filter::Filter;
use super::options::{SearchOptions, Sort};
use super::plan::Plan;
use super::score::Board;
use crate::engine::{Doc, Snapshot};
use crate::error::Result;

/// A section or code block with its place in the order.
#[derive(Clone, Debug)]
pub(super) struct Ranked {
    pub(super) doc: Doc,
    /// The code block of the section that is the hit, if code alone is asked for.
    pub(super) block: Option<usize>,
    pub(super) score: f32,
    /// Terms that neither it nor what leads to it holds, as bits.
    pub(super) missing: u64,
    pub(super) first: Doc,
    /// The score of the note's best hit that lacks as little as this one.
    note_score: f32,
    own_score: f32,
}

/// Everything that was found, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranking {
    pub(super) hits: Vec<Ranked>,
}

/// A page of a ranking.
pub(super) struct Page<'a> {
    pub(super) hits: Vec<&'a Ranked>,
    /// First sections of notes on the page, with how many hits were held back.
    pub(super) more: Vec<(Doc, usize)>,
}

impl Ranking {
    pub(super) fn new(
        snapshot: &Snapshot,
        options: &SearchOptions,
        plan: &Plan,
        filter: &Filter,
        board: &Board,
    ) -> Result<Ranking> {
        let mut hits = Vec::new();
        let mut add = |(doc, block): (Doc, Option<usize>), missing: u64| {
            if options.strict && missing != 0 {
                return;
            }
            let first = snapshot.first(doc);
            let (score, own_score) = board.scores(doc, first);
            hits.push(Ranked { doc, block, score, missing, first, note_score: score, own_score });
        };
        if plan.is_hopeless {
            return Ok(Ranking::default());
        } else if let Some(languages) = &plan.code {
            for (block, own) in code_blocks(snapshot, languages, plan, filter)? {
                if plan.lists() || own & plan.wanted() != 0 {
                    let (doc, idx): Block = block;
                    add((doc, Some(idx)), plan.missing(own));
                }
            }
        } else if plan.lists() {
            snapshot.all(|doc| {
                if filter.allows(doc) {
                    add((doc, None), plan.missing(board.terms(doc, snapshot.first(doc))));
                }
            });
        } else {
            sections(snapshot, plan, filter, board, |doc, missing| add((doc, None), missing));
        }
        let mut ranking = Ranking { hits };
        match options.sort {
            Sort::Score => ranking.by_score(snapshot)?,
            Sort::Path => ranking.by_path(snapshot, |_| 0)?,
            Sort::Modified => ranking.by_path(snapshot, |doc| snapshot.modified_ns(doc))?,
        }
        Ok(ranking)
    }

    /// One page, with at most `per_note` hits of a note.
    pub(super) fn page(&self, options: &SearchOptions) -> Page<'_> {
        let per_note = if options.per_note == 0 { usize::MAX } else { options.per_note };
        let limit = if options.limit == 0 { usize::MAX } else { options.limit };
        let mut of_note: HashMap<Doc, usize> = HashMap::new();
        let passes = |hit: &&Ranked| {
            let count = of_note.entry(hit.first).or_default();
            *count += 1;
            *count <= per_note
        };
        let hits: Vec<&Ranked> = self.hits.iter().filter(passes).skip(options.offset).take(limit).collect();
        let mut totals: HashMap<Doc, usize> = hits.iter().map(|hit| (hit.first, 0)).collect();
        self.hits.iter().for_each(|hit| {
            totals.entry(hit.first).and_modify(|total| *total += 1);
        });
        let mut more = Vec::new();
        for hit in &hits {
            let held_back = totals.remove(&hit.first).map_or(0, |total| total.saturating_sub(per_note));
            more.extend((held_back > 0).then_some((hit.first, held_back)));
        }
        Page { hits, more }
    }

    /// Hits that lack nothing first; then notes by their best hit, hits by their own score.
    fn by_score(&mut self, snapshot: &Snapshot) -> Result<()> {
        // Sections were found in order, so those of a note stand together.
        for note in self.hits.chunk_by_mut(|a, b| a.first == b.first) {
            for lacking in [false, true] {
                let alike = |hit: &&mut Ranked| (hit.missing != 0) == lacking;
                let best = note.iter_mut().filter(alike).map(|hit| hit.score).fold(f32::MIN, f32::max);
                note.iter_mut().filter(alike).for_each(|hit| hit.note_score = best);
            }
        }
        let by_note = |a: &Ranked, b: &Ranked| {
            (a.missing != 0).cmp(&(b.missing != 0)).then(descending(a.note_score, b.note_score))
        };
        let by_section =
            |a: &Ranked, b: &Ranked| descending(a.own_score, b.own_score).then(place(a).cmp(&place(b)));
        self.hits.sort_by(|a, b| by_note(a, b).then(a.first.cmp(&b.first)).then_with(|| by_section(a, b)));
        // Paths are looked up only where notes have the same score.
        for tied in self.hits.chunk_by_mut(|a, b| by_note(a, b).is_eq()) {
            if tied.first().map(|hit| hit.first) != tied.last().map(|hit| hit.first) {
                let order = path_order(snapshot, tied)?;
                tied.sort_by_cached_key(|hit| order[&hit.first]);
            }
        }
        Ok(())
    }

    fn by_path(&mut self, snapshot: &Snapshot, newest: impl Fn(Doc) -> i64) -> Result<()> {
        let order = path_order(snapshot, &self.hits)?;
        self.hits.sort_by_cached_key(|hit| (Reverse(newest(hit.first)), order[&hit.first], place(hit)));
        Ok(())
    }
}

/// The places of the notes of some hits in the order of their paths, by their first section.
fn path_order(snapshot: &Snapshot, hits: &[Ranked]) -> Result<HashMap<Doc, usize>> {
    snapshot.path_order(hits.iter().map(|hit| hit.first).collect())
}

fn place(hit: &Ranked) -> (Doc, Option<usize>) {
    (hit.doc, hit.block)
}

fn descending(a: f32, b: f32) -> Ordering {
    b.partial_cmp(&a).unwrap_or(Ordering::Equal)
}

/// Sections that hold a term themselves; for a note that has a term only in its names, its first.
fn sections(snapshot: &Snapshot, plan: &Plan, filter: &Filter, board: &Board, mut add: impl FnMut(Doc, u64)) {
    let wanted = plan.wanted();
    let mut holding: Vec<Doc> = Vec::new();
    for (doc, own) in board.holding() {
        if own & wanted != 0 && filter.allows(doc) {
            let first = snapshot.first(doc);
            add(doc, plan.missing(board.terms(doc, first)));
            if holding.last() != Some(&first) {
                holding.push(first);
            }
        }
    }
    for (first, bits) in board.named() {
        if bits & wanted != 0 && holding.binary_search(&first).is_err() && filter.allows(first) {
            add(first, plan.missing(board.terms(first, first)));
        }
    }
}
