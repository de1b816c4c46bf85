//! What a reader of a line sees instead of some of its bytes: of a tag nothing, of `&deg;` the sign.

use std::ops::Range;

use super::layout::{Layout, Line, LineKind};
use crate::markdown::{Unseen, unseen};
use crate::search::answer::Replacement;
use crate::search::hits::places::Place;

/// What is seen in place of bytes of a piece of a line; ascending and apart. What was found in a tag is seen there.
pub(super) fn replacements(
    layout: &Layout<'_>,
    line: &Line,
    piece: &Range<usize>,
    places: &[Place],
) -> Vec<Replacement> {
    if matches!(line.kind, LineKind::FrontMatter | LineKind::Code) {
        return Vec::new();
    }
    let tags: Vec<Unseen> = tags(layout, line, piece).collect();
    // An image with a match in its address is seen as it is written: one mark of it alone says nothing.
    let marks = tags.chunk_by(|one, next| one.of == next.of);
    let unseen = marks.filter(|marks| !marks.iter().any(|tag| is_cut(&tag.range, places)));
    let tags = joined(layout.text, unseen.flatten().cloned());
    let tags = tags.into_iter().map(|tag| blank(layout.text, piece, tag));
    let mut all: Vec<Replacement> = tags.chain(references(layout, piece, places)).collect();
    all.sort_by_key(|one| one.range.start);
    all.dedup_by(|next, kept| next.range.start < kept.range.end);
    all
}

/// The tags and images in a piece of a line: what has their marks and is no text.
fn tags(layout: &Layout<'_>, line: &Line, piece: &Range<usize>) -> impl Iterator<Item = Unseen> {
    let within = |at: usize| at.clamp(piece.start, piece.end);
    let found = unseen(&layout.text[line.body.clone()]).into_iter().map(move |one| {
        let (start, end) = (line.body.start + one.range.start, line.body.start + one.range.end);
        (start, Unseen { range: within(start)..within(end), ..one })
    });
    let found = found.filter(|(start, one)| !one.range.is_empty() && !is_read(layout, *start));
    found.map(|(_, one)| one)
}

/// Whether a byte is text that a reader reads.
fn is_read(layout: &Layout<'_>, at: usize) -> bool {
    let next = layout.spans.partition_point(|span| span.range.end <= at);
    layout.spans.get(next).is_some_and(|span| span.range.start <= at && span.kind.is_read())
}

/// Whether a place begins or ends inside a range. Places ascend and stand apart.
fn is_cut(range: &Range<usize>, places: &[Place]) -> bool {
    let first = places.partition_point(|place| place.range.end <= range.start);
    let last = places.partition_point(|place| place.range.start < range.end);
    let is_whole = |place: &Place| place.range.start <= range.start && range.end <= place.range.end;
    !places[first..last.max(first)].iter().all(is_whole)
}

/// What shows nothing, in one piece if only blanks stand between.
fn joined(text: &str, tags: impl Iterator<Item = Unseen>) -> Vec<Unseen> {
    let mut joined: Vec<Unseen> = Vec::new();
    for tag in tags {
        match joined.last_mut() {
            Some(last) if text[last.range.end..tag.range.start].trim().is_empty() => {
                last.separates |= tag.separates || last.range.end < tag.range.start;
                last.range.end = tag.range.end;
            }
            _ => joined.push(tag),
        }
    }
    joined
}

/// One blank where a reader sees a border, and none beside another.
fn blank(text: &str, piece: &Range<usize>, Unseen { mut range, separates, .. }: Unseen) -> Replacement {
    let before = &text[piece.start..range.start];
    let follows_blank = before.is_empty() || before.ends_with(char::is_whitespace);
    let behind = &text[range.end..piece.end];
    let n_blank = behind.len() - behind.trim_start().len();
    if follows_blank {
        range.end += n_blank;
    }
    if range.end == piece.end {
        range.start = piece.start + before.trim_end().len();
    }
    let is_border = separates && !follows_blank && n_blank == 0 && range.end < piece.end;
    Replacement { range, text: if is_border { " ".to_owned() } else { String::new() } }
}

/// The references to characters in a piece of a line.
fn references(
    layout: &Layout<'_>,
    piece: &Range<usize>,
    places: &[Place],
) -> impl Iterator<Item = Replacement> {
    let first = layout.spans.partition_point(|span| span.range.start < piece.start);
    let spans = layout.spans[first..].iter().take_while(|span| span.range.end <= piece.end);
    let spans = spans.filter(|span| !is_cut(&span.range, places));
    spans.filter_map(|span| {
        Some(Replacement { range: span.range.clone(), text: span.shown.as_deref()?.to_owned() })
    })
}
