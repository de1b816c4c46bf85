//! `%%` comments of several lines, as Obsidian has them.

use super::lines::ends_line;
use crate::note::{Gap, Span, SpanKind};

/// A `%%` that has no counterpart on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CommentMark {
    /// Where it stands in the note.
    pub(super) at: usize,
    /// Whether it stands at the end of its line: only then it ends a comment.
    pub(super) ends_line: bool,
    /// Whether it stands at the start of its line: only then it begins a comment.
    starts_line: bool,
}

impl CommentMark {
    /// Reads the mark at a byte of the note; none if it is in the middle of a line.
    pub(super) fn parse(source: &str, at: usize) -> Option<CommentMark> {
        let after = source[at..].strip_prefix("%%")?;
        let before = source[..at].trim_end_matches([' ', '\t', '>', '\u{feff}']);
        let starts_line = before.is_empty() || before.ends_with('\n');
        let mark = CommentMark { at, ends_line: ends_line(after), starts_line };
        (mark.starts_line || mark.ends_line).then_some(mark)
    }
}

/// Sets the prose between two marks aside; code stays code.
pub(super) fn hide(marks: &[CommentMark], mut spans: &mut [Span]) {
    let mut marks = marks.iter();
    while let Some(open) = marks.find(|mark| mark.starts_line) {
        let Some(close) = marks.find(|mark| mark.ends_line) else { return };
        let first = spans.partition_point(|span| span.range.start < open.at);
        let after = spans.partition_point(|span| span.range.start < close.at);
        let (hidden, rest) = spans[first..].split_at_mut(after - first);
        for span in hidden.iter_mut().filter(|span| span.kind != SpanKind::Code) {
            span.kind = SpanKind::Aside;
        }
        for border in hidden.first_mut().into_iter().chain(rest.first_mut()) {
            border.gap = Gap::Block;
        }
        spans = rest;
    }
}
