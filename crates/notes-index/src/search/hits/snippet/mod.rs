//! The piece of a hit that shows most of what was asked.
//!
//! ```text
//! source ─layout→ lines ─units→ sentences and lines of code ─passage→ the best of them ─paint→ Snippet
//! ```
//!
//! Every step is one pass over the hit and its places.

mod layout;
mod links;
mod paint;
mod passage;
mod replacements;
mod table;
mod units;

use std::ops::Range;

use self::layout::{Layout, LineKind};
use self::units::{Unit, block_units, units};
use super::places::Place;
use crate::note::Span;
use crate::search::answer::Snippet;
use crate::search::terms::TermSet;

/// How long a snippet may be, in characters of the note; a single longer word is cut.
const MAX_CHARS: usize = 240;
/// Up to where what was asked is shown with what stands around it, in characters.
const CONTEXT_CHARS: usize = 160;
/// How many lines of the note a snippet may go over.
const MAX_LINES: usize = 5;

/// What a snippet is cut out of.
pub(super) struct Source<'a> {
    /// The lines of the section.
    pub(super) text: &'a str,
    /// The bytes that may be shown: whole lines.
    pub(super) within: Range<usize>,
    /// The line of the note that the text begins in, 1-based.
    pub(super) first_line: u32,
    pub(super) spans: &'a [Span],
    /// The code blocks, with their fences, in order.
    pub(super) code: &'a [Range<usize>],
    /// The bytes that the front matter takes at the start of the text.
    pub(super) front_matter: usize,
    /// The terms that stand in the names that are shown above the snippet.
    pub(super) named: TermSet,
}

/// Cuts a snippet. Places ascend and stand apart; `weights` says how much each term counts, by its index.
pub(super) fn snippet(source: &Source<'_>, places: &[Place], weights: &[f32]) -> Snippet {
    let layout = Layout::new(source);
    let units = units(&layout, places);
    let best = passage::best(&units, weights).map(|best| passage::grown(&units, best));
    // An image whose address has a word of the title says nothing that the title doesn't.
    let is_known = |place: &Place| !place.kind.is_read() && source.named.has_all(place.terms);
    let is_image = |line: usize| layout.lines[line].kind == LineKind::Mute || layout.is_image(line);
    let are_images = |units: &[Unit]| units.iter().all(|unit| unit.lines.clone().all(is_image));
    let best = best.filter(|units| !(are_images(units) && places.iter().all(is_known)));
    let best = best.and_then(|units| with_what_follows(&layout, units, places));
    // What was found may be in no unit that could be shown, as signs alone.
    let best = best.filter(|shown| !layout.text[shown.clone()].trim().is_empty());
    let shown = best.or_else(|| first_useful(&layout).map(|line| beginning(&layout, line)));
    // What is shown may come to nothing, as signs alone do; then it is the first line that is named.
    let painted = shown.map(|shown| paint::paint(&layout, shown, places));
    let painted = painted.filter(|snippet| !snippet.text.trim().is_empty());
    painted.unwrap_or_else(|| Snippet { line: layout.first_line, ..Snippet::default() })
}

/// The bytes of some units. A name alone says nothing that the breadcrumb doesn't: then the beginning of
/// what it names is shown with it, at least its first sentence.
fn with_what_follows(layout: &Layout<'_>, units: &[Unit], places: &[Place]) -> Option<Range<usize>> {
    let (first, last) = (units.first()?, units.last()?);
    // A place that goes on beyond the last sentence is not cut.
    let after = places.partition_point(|place| place.range.start < last.range.end);
    let end = places[..after].last().map_or(last.range.end, |place| place.range.end.max(last.range.end));
    let shown = first.range.start..end;
    if !units.iter().all(|unit| matches!(unit.kind, LineKind::Heading | LineKind::Fence)) {
        return Some(shown);
    }
    let lines = last.lines.end..layout.lines.len().min(first.lines.start + MAX_LINES);
    let Some(next) = lines.clone().find(|&line| layout.is_useful(line)) else { return Some(shown) };
    let fits = |next: &Range<usize>| layout.text[shown.start..next.end].chars().count() <= MAX_CHARS;
    let next =
        Some(beginning(layout, next)).filter(fits).or_else(|| Some(sentence(layout, next)).filter(fits));
    Some(next.map_or(shown.clone(), |next| shown.start..next.end))
}

/// The first line that says something beyond the hit's name: prose before code before names, and what is about the note or only
/// looked at last.
fn first_useful(layout: &Layout<'_>) -> Option<usize> {
    const LAST: [LineKind; 3] = [LineKind::FrontMatter, LineKind::Property, LineKind::Mute];
    let kind = |line: usize| layout.lines[line].kind;
    let find = |is_fit: &dyn Fn(usize) -> bool| {
        (0..layout.lines.len()).find(|&line| layout.says(line) && is_fit(line))
    };
    find(&|line| layout.is_useful(line) && kind(line) != LineKind::Code)
        .or_else(|| find(&|line| layout.is_useful(line)))
        .or_else(|| find(&|line| !LAST.contains(&kind(line)) && !layout.is_image(line)))
        .or_else(|| find(&|line| layout.is_title(line)))
        .or_else(|| find(&|line| kind(line) != LineKind::FrontMatter))
        .or_else(|| find(&|_| true))
        .or_else(|| (0..layout.lines.len()).find(|&line| !layout.body(line).trim().is_empty()))
}

/// The first sentences of the block that holds a line, from that line on.
fn beginning(layout: &Layout<'_>, line: usize) -> Range<usize> {
    let units = units_from(layout, line);
    match passage::grown(&units, 0..1) {
        [first, .., last] | [first @ last] => first.range.start..last.range.end,
        [] => layout.lines[line].body.clone(),
    }
}

/// The first sentence of them.
fn sentence(layout: &Layout<'_>, line: usize) -> Range<usize> {
    let units = units_from(layout, line);
    let last = units.iter().find(|unit| unit.ends);
    units
        .first()
        .zip(last)
        .map_or(layout.lines[line].body.clone(), |(first, last)| first.range.start..last.range.end)
}

/// The units of the block that holds a line, from that line on.
fn units_from(layout: &Layout<'_>, line: usize) -> Vec<Unit> {
    let units = block_units(layout, layout.block(line), &[]);
    let first = units.iter().position(|unit| unit.lines.contains(&line)).unwrap_or(0);
    units.into_iter().skip(first).collect()
}
