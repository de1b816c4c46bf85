//! Hits → one order: notes by their best hit, inside a note its sections by their own score. A section that scores much
//! less than its note's best stands for itself.
//!
//! Hits that lack nothing stand above those that lack a word, these above those that lack all. Equal scores are told
//! apart by path and place, so the order depends on the notes alone.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::collector::{Collected, Group, descending};
use super::ranked::Ranked;
use crate::engine::{Doc, Snapshot};
use crate::error::Result;
use crate::search::options::{SearchOptions, Sort};

/// Everything that was found, in order as far as it was asked for.
#[derive(Clone, Debug, Default)]
pub(in crate::search) struct Ranking {
    /// The first hits, at least as many as a page needs.
    pub(in crate::search) hits: Vec<Ranked>,
    /// How many hits there are.
    pub(in crate::search) total: usize,
    /// How many of them pages have.
    pub(in crate::search) paged: usize,
    /// The first sections of the notes with these hits, ascending, with how many they have.
    notes: Vec<(Doc, usize)>,
}

/// A page of a ranking.
#[derive(Default)]
pub(in crate::search) struct Page<'a> {
    pub(in crate::search) hits: Vec<&'a Ranked>,
    /// First sections of notes on the page, with how many hits were held back.
    pub(in crate::search) more: Vec<(Doc, usize)>,
}

impl Ranking {
    /// Puts what was collected in order, as far as the page of the options needs it.
    pub(in crate::search) fn new(
        snapshot: &Snapshot,
        options: &SearchOptions,
        collected: Collected,
    ) -> Result<Ranking> {
        let Collected { hits, notes, total, paged } = collected;
        let hits = match options.sort {
            Sort::Score => by_score(snapshot, hits, options.last_of_page())?,
            Sort::Path => by_path(snapshot, hits, |_| Ok(0))?,
            Sort::Modified => by_path(snapshot, hits, |doc| snapshot.modified_ns(doc))?,
        };
        Ok(Ranking { hits, total, paged, notes })
    }

    /// The page, with at most `per_note` hits of a note.
    pub(in crate::search) fn page(&self, options: &SearchOptions) -> Page<'_> {
        let per_note = options.most_of_note();
        let mut of_note: HashMap<Doc, usize> = HashMap::new();
        let passes = |hit: &&Ranked| {
            let count = of_note.entry(hit.first).or_default();
            *count += 1;
            *count <= per_note
        };
        let n_hits = options.last_of_page().saturating_sub(options.offset);
        let hits: Vec<&Ranked> = self.hits.iter().filter(passes).skip(options.offset).take(n_hits).collect();
        let mut told = HashSet::new();
        let held_back = |hit: &&Ranked| {
            let idx = self.notes.binary_search_by_key(&hit.first, |note| note.0).ok()?;
            let n_held_back = self.notes[idx].1.saturating_sub(per_note);
            (n_held_back > 0 && told.insert(hit.first)).then_some((hit.first, n_held_back))
        };
        let more = hits.iter().filter_map(held_back).collect();
        Page { hits, more }
    }
}

/// Hits that lack less first; then notes by their best hit; then the hits of a note by their own score. Those that score
/// much less than their note's best stand for themselves. What stands behind the `n`th hit is left out, as far as that
/// can be told without putting it in order.
fn by_score(snapshot: &Snapshot, hits: Vec<Ranked>, n: usize) -> Result<Vec<Ranked>> {
    let groups: Vec<[Group; 3]> = by_note(&hits).map(Group::all).collect();
    // Each of the notes' leaders has a hit for the page, whatever is held back.
    let last = Group::nth(groups.iter().map(Group::leader).collect(), n);
    let mut placed: Vec<(Group, Ranked)> = Vec::new();
    for (note, all) in by_note(&hits).zip(groups) {
        let with_group = note.iter().map(|hit| (all[hit.lacks as usize].place(hit), *hit));
        placed.extend(with_group.filter(|(group, _)| last.is_none_or(|last| group.order(&last).is_le())));
    }
    placed.sort_by(|(a_group, a), (b_group, b)| {
        let by_section = descending(a.own_score, b.own_score).then(place(a).cmp(&place(b)));
        a_group.order(b_group).then(a.first.cmp(&b.first)).then(by_section)
    });
    // Paths are looked up only where notes have the same score.
    for tied in placed.chunk_by_mut(|(a, _), (b, _)| a.order(b).is_eq()) {
        if tied.first().map(|(_, hit)| hit.first) != tied.last().map(|(_, hit)| hit.first) {
            let order = path_order(snapshot, tied.iter().map(|(_, hit)| hit))?;
            tied.sort_by_cached_key(|(_, hit)| order[&hit.first]);
        }
    }
    Ok(placed.into_iter().map(|(_, hit)| hit).collect())
}

fn by_path(
    snapshot: &Snapshot,
    hits: Vec<Ranked>,
    newest: impl Fn(Doc) -> Result<i64>,
) -> Result<Vec<Ranked>> {
    let order = path_order(snapshot, hits.iter())?;
    let key = |hit: &Ranked| Ok((Reverse(newest(hit.first)?), order[&hit.first], place(hit)));
    let placed: Result<Vec<_>> = hits.into_iter().map(|hit| Ok((key(&hit)?, hit))).collect();
    let mut placed = placed?;
    placed.sort_unstable_by_key(|(key, _)| *key);
    Ok(placed.into_iter().map(|(_, hit)| hit).collect())
}

fn by_note(hits: &[Ranked]) -> impl Iterator<Item = &[Ranked]> {
    hits.chunk_by(|a, b| a.first == b.first)
}

/// The places of the notes of some hits in the order of their paths, by their first section.
fn path_order<'a>(
    snapshot: &Snapshot,
    hits: impl Iterator<Item = &'a Ranked>,
) -> Result<HashMap<Doc, usize>> {
    snapshot.path_order(hits.map(|hit| hit.first).collect())
}

fn place(hit: &Ranked) -> (Doc, Option<usize>) {
    (hit.doc, hit.block)
}
