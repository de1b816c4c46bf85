//! What is shown, as text with highlights.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use super::layout::{Layout, LineKind, trimmed};
use super::replacements::replacements;
use super::units::{grapheme_border, grapheme_floor};
use super::{MAX_CHARS, MAX_LINES, table};
use crate::search::answer::{Replacement, Snippet};
use crate::search::hits::places::Place;

/// Makes a snippet of bytes of the text.
pub(super) fn paint(layout: &Layout<'_>, shown: Range<usize>, places: &[Place]) -> Snippet {
    let first = first_line(layout, &shown);
    let n_lines = layout.lines[first..].partition_point(|line| line.body.start < shown.end);
    let n_lines = n_lines.clamp(1, MAX_LINES);
    let lines = first..(first + n_lines).min(layout.lines.len());
    let indent = common_indent(layout, lines.clone());
    let mut canvas = Canvas::default();
    for line in lines.clone() {
        if line > first {
            canvas.text.push('\n');
        }
        canvas.push(layout, line, piece(layout, line, &shown, indent), places);
    }
    let line = layout.first_line + first as u32;
    let highlights = on_graphemes(&canvas.text, canvas.highlights);
    Snippet {
        header: table::header(layout, first),
        text: canvas.text,
        line,
        highlights,
        replacements: canvas.replacements,
    }
}

/// The line that bytes of the text begin in. A sentence may begin with the line end before its first word.
fn first_line(layout: &Layout<'_>, shown: &Range<usize>) -> usize {
    let first = layout.lines.partition_point(|line| line.body.end <= shown.start);
    match layout.lines.get(first) {
        Some(line) if line.body.start <= shown.end => first,
        // Of a line that is nothing but the bars of a table nothing is left to show.
        _ => layout.lines.partition_point(|line| line.body.start <= shown.start).saturating_sub(1),
    }
}

/// The part of a line that is shown.
fn piece(layout: &Layout<'_>, line: usize, shown: &Range<usize>, indent: &str) -> Range<usize> {
    let line = &layout.lines[line];
    let start = line.body.start.max(shown.start).min(line.body.end);
    let end = line.body.end.min(shown.end).max(start);
    if line.kind == LineKind::Code {
        let text = &layout.text[start..end];
        let rest = if start == line.body.start { text.strip_prefix(indent).unwrap_or(text) } else { text };
        return end - rest.len()..end - rest.len() + rest.trim_end().len();
    }
    trimmed(layout.text, start..end)
}

/// The white space that all lines of code in a passage begin with. It tells how deep the block stands,
/// which the breadcrumb tells better; how lines stand to each other is kept.
fn common_indent<'a>(layout: &Layout<'a>, lines: Range<usize>) -> &'a str {
    let code = layout.lines[lines].iter().filter(|line| line.kind == LineKind::Code);
    let texts = code.map(|line| &layout.text[line.body.clone()]).filter(|text| !text.trim().is_empty());
    let indents = texts.map(|text| &text[..text.len() - text.trim_start().len()]);
    indents.reduce(common_prefix).unwrap_or_default()
}

fn common_prefix<'a>(one: &'a str, other: &'a str) -> &'a str {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other);
    &one[..same.map(|(c, _)| c.len_utf8()).sum()]
}

/// A snippet that is being put together.
#[derive(Default)]
struct Canvas {
    text: String,
    n_chars: usize,
    highlights: Vec<Range<usize>>,
    /// What a reader sees instead of bytes of the text.
    replacements: Vec<Replacement>,
    /// The place that was painted last.
    last_place: Option<usize>,
}

impl Canvas {
    /// Appends a piece of a line with its highlights.
    fn push(&mut self, layout: &Layout<'_>, line: usize, piece: Range<usize>, places: &[Place]) {
        let left = MAX_CHARS.saturating_sub(self.n_chars);
        let too_far = layout.text[piece.clone()].char_indices().nth(left);
        let end = too_far.map_or(piece.end, |(len, _)| grapheme_floor(layout.text, piece.start + len));
        let piece = piece.start..end.max(piece.start);
        let base = self.text.len();
        self.text.push_str(&layout.text[piece.clone()]);
        self.n_chars += layout.text[piece.clone()].chars().count();
        let on_canvas =
            |range: Range<usize>| range.start - piece.start + base..range.end - piece.start + base;
        let replaced = replacements(layout, &layout.lines[line], &piece, places).into_iter();
        self.replacements.extend(replaced.map(|one| Replacement { range: on_canvas(one.range), ..one }));
        let first = places.partition_point(|place| place.range.end <= piece.start);
        for (idx, place) in places.iter().enumerate().skip(first) {
            if place.range.start >= piece.end {
                break;
            }
            let lit = place.range.start.max(piece.start)..place.range.end.min(piece.end);
            self.highlight(idx, on_canvas(lit));
        }
    }

    /// Paints a range; a place that goes over a line break is one.
    fn highlight(&mut self, place: usize, range: Range<usize>) {
        let goes_on = self.last_place == Some(place);
        self.last_place = Some(place);
        match self.highlights.last_mut() {
            Some(last) if goes_on || range.start <= last.end => last.end = last.end.max(range.end),
            _ => self.highlights.push(range),
        }
    }
}

/// Ranges that were widened to whole graphemes; those that then touch are one, blank ones are none.
fn on_graphemes(text: &str, ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut widened: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        let start = grapheme_border(text, range.start, GraphemeCursor::prev_boundary);
        let end = grapheme_border(text, range.end, GraphemeCursor::next_boundary);
        match widened.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ if text[start..end].trim().is_empty() => {}
            _ => widened.push(start..end),
        }
    }
    widened
}
