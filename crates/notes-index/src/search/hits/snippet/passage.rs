//! Which units are shown: a passage of neighbours.

use std::ops::Range;

use super::layout::LineKind;
use super::units::Unit;
use super::{CONTEXT_CHARS, MAX_CHARS, MAX_LINES};
use crate::search::terms::TermSet;

/// How many units with a place one passage may join: more are not read in one glance.
const MAX_JOINED: usize = 8;
/// What a term counts in a weaker form, in a name or in markup.
const WEAK: f32 = 0.4;
/// What terms in a row count more.
const IN_A_ROW: f32 = 0.3;
/// What a line and a character more cost: less than any word that is asked for, more than 的.
const LINE_COST: f32 = 0.05;
const CHAR_COST: f32 = 0.001;

/// The units with the most of what was asked, close together; of equals the first. None if there are
/// no places.
pub(super) fn best(units: &[Unit], weights: &[f32]) -> Option<Range<usize>> {
    let matched: Vec<usize> = (0..units.len()).filter(|&idx| units[idx].holds.is_any).collect();
    let mut best: Option<(f32, Range<usize>)> = None;
    for (at, &first) in matched.iter().enumerate() {
        let (mut full, mut weak, mut rows) = (TermSet::NONE, TermSet::NONE, 0.0f32);
        for &last in matched[at..].iter().take(MAX_JOINED) {
            if last > first && !joins(&units[first], &units[last]) {
                break;
            }
            let holds = &units[last].holds;
            full |= holds.full;
            weak |= holds.weak;
            rows = rows.max(sum(holds.rows, weights));
            let worth = sum(full, weights) + WEAK * sum(weak - full, weights) + IN_A_ROW * rows;
            let score = worth - cost(&units[first], &units[last]);
            if best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, first..last + 1));
            }
        }
    }
    best.map(|(_, passage)| passage)
}

fn sum(terms: TermSet, weights: &[f32]) -> f32 {
    terms.iter().filter_map(|idx| weights.get(idx)).sum()
}

/// What stands between two units costs; how long they are does not.
fn cost(first: &Unit, last: &Unit) -> f32 {
    let n_lines = last.lines.start.saturating_sub(first.lines.end - 1);
    let n_chars = last.chars.start.saturating_sub(first.chars.end);
    LINE_COST * n_lines as f32 + CHAR_COST * n_chars as f32
}

/// Whether two units may be shown together: the line that opens code says little, and only alone.
fn joins(first: &Unit, last: &Unit) -> bool {
    first.kind != LineKind::Fence && last.kind != LineKind::Fence && fits(first, last, MAX_CHARS)
}

fn fits(first: &Unit, last: &Unit, max_chars: usize) -> bool {
    last.lines.end - first.lines.start <= MAX_LINES && last.chars.end - first.chars.start <= max_chars
}

/// A passage with what stands around it in its blocks: whole sentences first, then more of them, forward
/// before backward; of code a line before and after.
pub(super) fn grown(units: &[Unit], passage: Range<usize>) -> &[Unit] {
    let mut passage = Passage { units, first: passage.start, last: passage.end - 1 };
    while !passage.last().ends && passage.forward(MAX_CHARS) {}
    while !passage.first().begins && passage.backward(MAX_CHARS) {}
    match passage.first().kind {
        LineKind::Code => {
            passage.backward(MAX_CHARS);
            passage.forward(MAX_CHARS);
        }
        LineKind::Text | LineKind::Property => {
            while passage.sentence_after() {}
            while passage.sentence_before() {}
        }
        _ => {}
    }
    &units[passage.first..=passage.last]
}

/// A passage that grows.
#[derive(Clone)]
struct Passage<'a> {
    units: &'a [Unit],
    first: usize,
    last: usize,
}

impl<'a> Passage<'a> {
    fn first(&self) -> &'a Unit {
        &self.units[self.first]
    }

    fn last(&self) -> &'a Unit {
        &self.units[self.last]
    }

    fn forward(&mut self, max_chars: usize) -> bool {
        let next = self.units.get(self.last + 1);
        let takes =
            next.is_some_and(|next| belongs(next, self.last()) && fits(self.first(), next, max_chars));
        self.last += usize::from(takes);
        takes
    }

    fn backward(&mut self, max_chars: usize) -> bool {
        let before = self.first.checked_sub(1).map(|idx| &self.units[idx]);
        let takes = before
            .is_some_and(|before| belongs(before, self.first()) && fits(before, self.last(), max_chars));
        self.first -= usize::from(takes);
        takes
    }

    /// Takes the whole next sentence or nothing.
    fn sentence_after(&mut self) -> bool {
        let mut longer = self.clone();
        while longer.forward(CONTEXT_CHARS) {
            if longer.last().ends {
                *self = longer;
                return true;
            }
        }
        false
    }

    /// Takes the whole sentence before or nothing.
    fn sentence_before(&mut self) -> bool {
        let mut longer = self.clone();
        while longer.backward(CONTEXT_CHARS) {
            if longer.first().begins {
                *self = longer;
                return true;
            }
        }
        false
    }
}

/// Whether a unit may be shown beside another because it stands beside it.
fn belongs(unit: &Unit, beside: &Unit) -> bool {
    unit.block == beside.block && !unit.range.is_empty()
}
