//! A section as a reader reads it: the spans of its source, put together.

use std::ops::Range;

use super::char_kind::{BLOCK_BORDER, PART_BORDER};
use crate::note::{Gap, Span, SpanKind};
use crate::text::is_letter;

/// The text of a section as it is read, and where each piece of it stands in the source. What is set aside, the
/// markup's own words and how references to characters are written (`&amp;`) come last: they do not interrupt what is
/// read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// The text as read.
    pub(crate) text: String,
    pieces: Vec<Piece>,
    /// How many of the pieces are read: those of the markup come after them.
    n_read: usize,
}

/// A run of [`Reading::text`] that comes from one span.
#[derive(Clone, Debug)]
struct Piece {
    /// Where it begins in the text.
    at: u32,
    /// Where it ends in the text; separators lie between pieces.
    end: u32,
    /// The bytes of the source; as long as the piece, unless a reader sees something else there.
    source: Range<u32>,
    kind: SpanKind,
}

impl Reading {
    /// Puts spans together; their ranges count in `source`.
    pub(crate) fn new(source: &str, spans: &[Span]) -> Reading {
        let n_bytes = spans.iter().map(|span| span.range.len() + 1).sum();
        let mut reading = Reading {
            text: String::with_capacity(n_bytes),
            pieces: Vec::with_capacity(spans.len()),
            n_read: 0,
        };
        let (read, rest): (Vec<&Span>, Vec<&Span>) = spans.iter().partition(|span| span.kind.is_read());
        let (aside, markup): (Vec<&Span>, Vec<&Span>) =
            rest.into_iter().partition(|span| span.kind == SpanKind::Aside);
        // What a reader sees something else for has its own letters, too: `&nbsp;`.
        let references = spans.iter().filter(|span| span.shown.is_some());
        let written =
            |span: &Span| Span { kind: SpanKind::Markup, gap: Gap::Block, shown: None, ..Span::clone(span) };
        let references: Vec<Span> = references.map(written).collect();
        for span in read {
            reading.push(source, span, span.gap);
        }
        reading.n_read = reading.pieces.len();
        for apart in [aside, markup, references.iter().collect()] {
            for (idx, span) in apart.into_iter().enumerate() {
                reading.push(source, span, if idx == 0 { Gap::Block } else { span.gap });
            }
        }
        reading
    }

    fn push(&mut self, source: &str, span: &Span, gap: Gap) {
        match gap {
            _ if self.text.is_empty() => {}
            Gap::Block => self.text.push(BLOCK_BORDER),
            _ if span.joins(&self.text, source) => {
                if self.begins_part(source, span) {
                    self.text.push(PART_BORDER);
                }
            }
            _ => self.text.push('\n'),
        }
        let at = self.text.len() as u32;
        self.text.push_str(span.shown(source));
        let source = span.range.start as u32..span.range.end as u32;
        self.pieces.push(Piece { at, end: self.text.len() as u32, source, kind: span.kind });
    }

    /// Whether marks stand between the letters that the text ends with and those of a span: `bash**shopt**`.
    fn begins_part(&self, source: &str, span: &Span) -> bool {
        let as_written = |piece: &&Piece| piece.end - piece.at == piece.source.end - piece.source.start;
        let last = self.pieces.last().filter(as_written);
        let is_marked = last.is_some_and(|last| (last.source.end as usize) < span.range.start);
        let are_letters = self.text.ends_with(is_letter) && span.shown(source).starts_with(is_letter);
        is_marked && are_letters && span.shown.is_none()
    }

    /// What a place of the text is to a reader.
    pub(crate) fn kind(&self, at: u32) -> SpanKind {
        self.piece(at).map_or(SpanKind::Prose, |piece| piece.kind)
    }

    /// The run of the text that comes from one span and holds a place.
    pub(crate) fn run(&self, at: u32) -> Range<u32> {
        self.piece(at).map_or(0..0, |piece| piece.at..piece.end)
    }

    /// What the first text in a range of the source is to a reader; nothing if none is read there.
    pub(crate) fn kind_in_source(&self, range: &Range<usize>) -> Option<SpanKind> {
        let read = &self.pieces[..self.n_read];
        let next = read.partition_point(|piece| piece.source.end as usize <= range.start);
        read.get(next).filter(|piece| (piece.source.start as usize) < range.end).map(|piece| piece.kind)
    }

    /// The bytes of the source from the first to the last character of a range of the text.
    pub(crate) fn source(&self, range: Range<u32>) -> Range<usize> {
        let (Some(first), Some(last)) = (self.piece(range.start), self.piece(range.end.saturating_sub(1)))
        else {
            return 0..0;
        };
        let start = first.to_source(range.start, first.source.start);
        let end = last.to_source(range.end, last.source.end);
        start as usize..end.max(start) as usize
    }

    fn piece(&self, at: u32) -> Option<&Piece> {
        let next = self.pieces.partition_point(|piece| piece.at <= at);
        self.pieces.get(next.saturating_sub(1))
    }
}

impl Piece {
    /// The place in the source; `whole` where the piece shows something else than its bytes.
    fn to_source(&self, at: u32, whole: u32) -> u32 {
        if self.end - self.at == self.source.end - self.source.start {
            self.source.start + at.clamp(self.at, self.end) - self.at
        } else {
            whole
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(range: Range<usize>, kind: SpanKind, gap: Gap) -> Span {
        Span { range, kind, gap, shown: None }
    }

    #[test]
    fn marks_and_line_breaks_between_han_do_not_separate() {
        let source = "**连接**池\n> 化 [a](url)b\nc";
        let kinds = [
            span(2..8, SpanKind::Prose, Gap::Block),
            span(10..13, SpanKind::Prose, Gap::Joined),
            span(16..20, SpanKind::Prose, Gap::Line),
            span(21..22, SpanKind::Prose, Gap::Joined),
            span(24..27, SpanKind::Markup, Gap::Joined),
            span(28..29, SpanKind::Prose, Gap::Joined),
            span(30..31, SpanKind::Prose, Gap::Line),
        ];
        let reading = Reading::new(source, &kinds);
        assert_eq!(reading.text, "连接池化 a\u{2063}b\nc\u{1e}url");
        assert_eq!(&source[reading.source(0..12)], "连接**池\n> 化");
        assert_eq!(&source[reading.source(21..24)], "url");
        assert_eq!(reading.kind(21), SpanKind::Markup);
    }

    #[test]
    fn a_character_reference_is_one_place() {
        let mut shown = span(1..6, SpanKind::Prose, Gap::Joined);
        shown.shown = Some("&".into());
        let spans =
            [span(0..1, SpanKind::Prose, Gap::Block), shown, span(6..7, SpanKind::Prose, Gap::Joined)];
        let reading = Reading::new("a&amp;b", &spans);
        assert_eq!(reading.text, "a&b\u{1e}&amp;");
        assert_eq!(reading.source(5..8), 2..5);
        assert_eq!(reading.kind_in_source(&(2..5)), Some(SpanKind::Prose));
        assert_eq!(reading.source(1..2), 1..6);
        assert_eq!(reading.source(0..3), 0..7);
    }
}
