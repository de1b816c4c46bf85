//! What is shown of a section, as it is stored.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::facet::tag_and_parents;
use crate::analysis::folded_text;
use crate::markdown::front_matter_len;
use crate::note::{Gap, Span, SpanKind, ancestors};
use crate::text::byte_order_mark;

/// All that is needed to show a section, so that an answer never reads a note's file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct SectionRecord {
    pub(crate) path: String,
    pub(crate) title: String,
    /// Tags, then categories and aliases, for [`crate::Field::Tags`].
    pub(crate) tags: Vec<String>,
    pub(crate) labels: Vec<String>,
    pub(crate) encoding: Option<String>,
    pub(crate) name: String,
    pub(crate) heading: String,
    pub(crate) anchor: String,
    pub(crate) breadcrumb: Vec<String>,
    /// The section's whole lines, as written: stored apart, as text.
    #[serde(skip)]
    pub(crate) source: String,
    /// Where they begin in the note: a byte offset of the decoded text, and a 1-based line.
    pub(crate) start: u64,
    pub(crate) line: u32,
    pub(crate) code_blocks: Vec<CodeRecord>,
    pub(crate) spans: PackedSpans,
}

/// A code block of a section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct CodeRecord {
    pub(crate) language: Option<String>,
    /// Bytes of [`SectionRecord::source`].
    pub(crate) range: Range<u32>,
}

/// Spans as differences, three small numbers each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct PackedSpans {
    /// How far from the span before, how long (see [`packed_len`]), what.
    spans: Vec<(u32, u32, u8)>,
    shown: Vec<(u32, String)>,
}

impl PackedSpans {
    /// Packs ascending spans of a source that begins at `base`. Spans that nothing stands between become one.
    pub(crate) fn pack(spans: &[Span], source: &str, base: usize) -> PackedSpans {
        let mut packed = PackedSpans::default();
        let mut at = 0;
        for run in spans.chunk_by(goes_on) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let range = first.range.start - base..last.range.end - base;
            let idx = packed.spans.len() as u32;
            let flags = kind_code(first.kind) << 2 | gap_code(first.gap);
            packed.spans.push(((range.start - at) as u32, packed_len(source, &range), flags));
            packed.shown.extend(first.shown.as_ref().map(|shown| (idx, shown.to_string())));
            at = range.end;
        }
        packed
    }

    /// The spans, cut to what lies inside `len` bytes on character borders of `source`: a damaged
    /// index must not lead outside.
    pub(crate) fn unpack(&self, source: &str) -> Vec<Span> {
        let mut spans = Vec::with_capacity(self.spans.len());
        let mut shown = self.shown.iter().peekable();
        let mut at = 0usize;
        for (idx, &(skip, len, flags)) in self.spans.iter().enumerate() {
            let start = at + skip as usize;
            let Some(range) = source.get(start..).and_then(|rest| unpacked(rest, start, len)) else { break };
            at = range.end;
            let shown = shown.next_if(|(of, _)| *of as usize == idx).map(|(_, text)| text.as_str().into());
            spans.push(Span { range, kind: kind_of(flags >> 2), gap: gap_of(flags & 3), shown });
        }
        spans
    }
}

/// Whether a reader sees no border between two spans. The markup's words are always apart.
fn goes_on(span: &Span, next: &Span) -> bool {
    let as_written = span.shown.is_none() && next.shown.is_none();
    let alike = span.kind == next.kind && span.kind != SpanKind::Markup;
    as_written && alike && next.gap == Gap::Joined && next.range.start == span.range.end
}

/// Most spans end where their line does: 0 says before its break, 1 after it, more is the length and two.
fn packed_len(source: &str, range: &Range<usize>) -> u32 {
    let (text, rest) = (&source[range.clone()], &source[range.end..]);
    match text.find('\n') {
        None if rest.is_empty() || rest.starts_with('\n') => 0,
        Some(at) if at + 1 == text.len() => 1,
        _ => text.len() as u32 + 2,
    }
}

/// What was packed, if it lies in `rest`, which begins at `start`.
fn unpacked(rest: &str, start: usize, len: u32) -> Option<Range<usize>> {
    let line_len = || rest.find('\n').unwrap_or(rest.len());
    let len = match len {
        0 | 1 => line_len() + len as usize,
        _ => len as usize - 2,
    };
    rest.is_char_boundary(len).then_some(start..start + len)
}

fn kind_code(kind: SpanKind) -> u8 {
    match kind {
        SpanKind::Heading => 0,
        SpanKind::Prose => 1,
        SpanKind::Code => 2,
        SpanKind::Markup => 3,
        SpanKind::Aside => 4,
    }
}

fn kind_of(code: u8) -> SpanKind {
    match code {
        0 => SpanKind::Heading,
        1 => SpanKind::Prose,
        2 => SpanKind::Code,
        4 => SpanKind::Aside,
        _ => SpanKind::Markup,
    }
}

fn gap_code(gap: Gap) -> u8 {
    match gap {
        Gap::Joined => 0,
        Gap::Line => 1,
        Gap::Apart => 3,
        Gap::Block => 2,
    }
}

fn gap_of(code: u8) -> Gap {
    match code {
        0 => Gap::Joined,
        1 => Gap::Line,
        3 => Gap::Apart,
        _ => Gap::Block,
    }
}

impl SectionRecord {
    /// The stored form; its last bytes are a checksum of all before and of the source, so that what is
    /// shown is what was written, whatever happened to the index.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = postcard::to_allocvec(self).unwrap_or_default();
        let checksum = checksum(&bytes, self.source.as_bytes());
        bytes.extend(checksum.to_le_bytes());
        bytes
    }

    /// Where the first line begins: a byte-order mark is no part of it.
    pub(crate) fn first_line(&self) -> usize {
        if self.start == 0 { byte_order_mark(&self.source) } else { 0 }
    }

    /// The bytes that the front matter takes at the start of the source.
    pub(crate) fn front_matter_len(&self) -> usize {
        if self.start == 0 { front_matter_len(&self.source) } else { 0 }
    }

    /// The note's tag, or one above its tags, that is this when folded; as it is written.
    pub(crate) fn tag_of_folded(&self, folded: &str) -> Option<&str> {
        let mut tags = self.tags.iter().flat_map(|tag| tag_and_parents(tag));
        tags.find(|tag| folded_text(tag) == folded)
    }

    /// The names that lead to the section, and its own.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        [&self.title, &self.name].into_iter().chain(&self.breadcrumb).map(String::as_str)
    }

    /// The names of what the section stands in, as [`crate::Section::ancestors`].
    pub(crate) fn ancestors(&self) -> &[String] {
        ancestors(&self.breadcrumb, &self.name)
    }

    /// Bytes of `source` as those of the note's text.
    pub(crate) fn in_note(&self, range: &Range<usize>) -> Range<usize> {
        self.start as usize + range.start..self.start as usize + range.end
    }

    /// What stands at some bytes of the note's text, if they are of this section.
    pub(crate) fn at(&self, in_note: &Range<usize>) -> Option<&str> {
        let start = self.start as usize;
        self.source.get(in_note.start.checked_sub(start)?..in_note.end.checked_sub(start)?)
    }
}

/// The stored form of a section, as it was written.
pub(crate) struct StoredSection<'a> {
    record: &'a [u8],
    /// The section's whole lines.
    pub(crate) source: &'a [u8],
}

impl<'a> StoredSection<'a> {
    /// Nothing if the record or the source is damaged.
    pub(in crate::engine) fn checked(record: &'a [u8], source: &'a [u8]) -> Option<StoredSection<'a>> {
        let (record, expected) = record.split_last_chunk()?;
        let is_sound = checksum(record, source) == u32::from_le_bytes(*expected);
        is_sound.then_some(StoredSection { record, source })
    }

    /// All of it; nothing if it was never written so.
    pub(crate) fn decode(&self) -> Option<SectionRecord> {
        let record: SectionRecord = postcard::from_bytes(self.record).ok()?;
        Some(SectionRecord { source: str::from_utf8(self.source).ok()?.to_owned(), ..record })
    }
}

fn checksum(record: &[u8], source: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(record);
    hasher.update(source);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_survive_the_round_trip() {
        let spans = vec![
            Span { range: 12..15, kind: SpanKind::Heading, gap: Gap::Block, shown: None },
            Span { range: 17..22, kind: SpanKind::Markup, gap: Gap::Line, shown: Some("&".into()) },
            Span { range: 23..24, kind: SpanKind::Aside, gap: Gap::Apart, shown: None },
        ];
        let source = "##a bc &amp; d";
        let record = SectionRecord {
            source: source.to_owned(),
            spans: PackedSpans::pack(&spans, source, 10),
            start: 10,
            ..SectionRecord::default()
        };
        let decode = |bytes: &[u8], source: &str| StoredSection::checked(bytes, source.as_bytes())?.decode();
        let read = decode(&record.encode(), source).unwrap();
        assert_eq!(read, record);
        let unpacked = read.spans.unpack(&read.source);
        let told: Vec<_> = unpacked.into_iter().map(|span| (span.range, span.kind, span.gap)).collect();
        let expected = [
            (2..5, SpanKind::Heading, Gap::Block),
            (7..12, SpanKind::Markup, Gap::Line),
            (13..14, SpanKind::Aside, Gap::Apart),
        ];
        assert_eq!(told, expected);
        assert_eq!(decode(&[0xff; 3], ""), None);
        assert_eq!(decode(&record.encode(), &source.to_uppercase()), None, "another source");
        for idx in 0..record.encode().len() {
            let mut bytes = record.encode();
            bytes[idx] ^= 1;
            assert_eq!(decode(&bytes, source), None, "byte {idx}");
        }
    }

    /// Packs spans of prose, given by their bytes, and says where they are when unpacked.
    #[track_caller]
    fn check_spans(source: &str, spans: &[(Range<usize>, Gap)], expected: &[(usize, usize)]) {
        let span = |(range, gap): &(Range<usize>, Gap)| Span {
            range: range.clone(),
            kind: SpanKind::Prose,
            gap: *gap,
            shown: None,
        };
        let spans: Vec<Span> = spans.iter().map(span).collect();
        let unpacked = PackedSpans::pack(&spans, source, 0).unpack(source);
        let ranges: Vec<_> = unpacked.into_iter().map(|span| (span.range.start, span.range.end)).collect();
        assert_eq!(ranges, expected, "{source:?}");
    }

    #[test]
    fn spans_end_anywhere() {
        for end in 1..=7 {
            check_spans("ab\nc\nde", &[(0..end, Gap::Block)], &[(0, end)]);
        }
        check_spans(
            "ab\nc",
            &[(0..2, Gap::Block), (3..3, Gap::Line), (3..4, Gap::Line)],
            &[(0, 2), (3, 3), (3, 4)],
        );
    }

    #[test]
    fn spans_that_nothing_stands_between_become_one() {
        check_spans("abcd", &[(0..1, Gap::Block), (1..3, Gap::Joined), (3..4, Gap::Line)], &[(0, 3), (3, 4)]);
        check_spans("a*b", &[(0..1, Gap::Block), (2..3, Gap::Joined)], &[(0, 1), (2, 3)]);
    }
}
