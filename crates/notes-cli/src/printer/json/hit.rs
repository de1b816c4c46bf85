//! The shape of a hit as JSON.
//!
//! Lines count from 1, bytes and UTF-16 characters from 0, columns in bytes from 1; ranges are half open.

use std::ops::Range;
use std::path::Path;

use notes_index::{Field, Hit, Match, Position, Snippet};
use schemars::JsonSchema;
use serde::Serialize;

use crate::checklist::Stretch;
use crate::printer::json::explain::WireExplanation;
use crate::printer::json::values::lossy;
use crate::printer::{Answer, best_line};

/// A section or code block that was found.
///
/// Lines count from 1, columns in bytes from 1, offsets from 0; ranges are half open.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Hit")]
pub(super) struct WireHit<'a> {
    /// Its place among all hits, from 1.
    rank: usize,
    /// How well it matches. Comparable with other hits of the same answer only.
    score: f32,
    /// `section` or `code`.
    kind: &'static str,
    /// The note's path in the notebook, with `/`.
    path: &'a str,
    absolute_path: String,
    title: &'a str,
    /// The nearest Markdown heading, alone; empty if there is none.
    heading: &'a str,
    /// What leads to it, outermost first, its own name last.
    breadcrumb: &'a [String],
    /// The anchor of the heading, unique in the note; empty if there is none.
    anchor: &'a str,
    /// A code block's language.
    lang: Option<&'a str>,
    tags: &'a [String],
    /// The words of the query that it lacks, as typed.
    missing: &'a [String],
    /// Words of the query that were found, but not as typed.
    approximate: Vec<Approximate<'a>>,
    /// `title`, `path`, `tags`, `ancestors`, `heading`, `body`, `code`, `markup`: where its words stand.
    matched_in: Vec<&'static str>,
    /// First and last line; empty ones at the end don't count.
    line: u32,
    end_line: u32,
    /// Bytes of the file, empty lines at the end included; bytes of its text as UTF-8 if `encoding` is there.
    start_byte: usize,
    end_byte: usize,
    /// The file's encoding, only if it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'a str>,
    snippet: WireSnippet<'a>,
    /// Where an editor puts the cursor.
    place: WireMatch,
    /// Where words stand, in order; at most 100.
    matches: Vec<WireMatch>,
    /// How many matches there are in all.
    matches_total: usize,
    /// What the score is made of, only with `--explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<WireExplanation<'a>>,
}

/// The hits, ranked from 1 on the first page.
pub(super) fn hits<'a>(answer: &Answer<'a>) -> impl Iterator<Item = WireHit<'a>> {
    let places = answer.places;
    let hits = answer.results.hits.iter().enumerate();
    hits.map(move |(nth, hit)| WireHit::of(answer.offset + nth + 1, hit, places.absolute(&hit.path)))
}

impl<'a> WireHit<'a> {
    pub(super) fn of(rank: usize, hit: &'a Hit, absolute_path: impl AsRef<Path>) -> WireHit<'a> {
        WireHit {
            rank,
            score: hit.score,
            kind: hit.kind.name(),
            path: hit.path.as_str(),
            absolute_path: lossy(absolute_path.as_ref()),
            title: &hit.title,
            heading: &hit.heading,
            breadcrumb: &hit.breadcrumb,
            anchor: &hit.anchor,
            lang: hit.language.as_deref(),
            tags: &hit.tags,
            missing: &hit.missing,
            approximate: hit.approximate.iter().map(Approximate::of).collect(),
            matched_in: hit.matched_in.iter().copied().map(Field::name).collect(),
            line: hit.lines.first,
            end_line: hit.lines.last,
            start_byte: hit.range.start,
            end_byte: hit.range.end,
            encoding: hit.encoding.as_deref(),
            snippet: WireSnippet::of(&hit.snippet),
            place: WireMatch::to_go_to(hit),
            matches: hit.matches.iter().map(WireMatch::of).collect(),
            matches_total: hit.matches_total,
            explanation: hit.explanation.as_ref().map(WireExplanation::of),
        }
    }
}

/// A word of the query that was found, but not as typed.
#[derive(JsonSchema, Serialize)]
pub(super) struct Approximate<'a> {
    word: &'a str,
    found: &'a str,
    /// `prefix`, `inside`, `typo`, or `via`: another way to say it, as in the other language.
    relation: &'static str,
}

impl Approximate<'_> {
    pub(super) fn of(approximation: &notes_index::Approximation) -> Approximate<'_> {
        let relation = approximation.relation.name();
        Approximate { word: &approximation.word, found: &approximation.found, relation }
    }
}

/// The piece to show. `highlights` are bytes of the text; `parts` are the same for programs that don't count. A row
/// of a table comes with the cells of its header.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Snippet")]
struct WireSnippet<'a> {
    text: &'a str,
    line: u32,
    highlights: Vec<ByteRange>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    header: &'a [String],
    parts: Vec<Part<'a>>,
}

/// Bytes of the snippet's text, half open.
#[derive(JsonSchema, Serialize)]
struct ByteRange {
    start: usize,
    end: usize,
}

/// A run of the snippet's text.
#[derive(JsonSchema, Serialize)]
struct Part<'a> {
    text: &'a str,
    r#match: bool,
}

impl<'a> WireSnippet<'a> {
    fn of(snippet: &'a Snippet) -> WireSnippet<'a> {
        let highlights = snippet.highlights.iter().map(|&Range { start, end }| ByteRange { start, end });
        WireSnippet {
            text: &snippet.text,
            line: snippet.line,
            highlights: highlights.collect(),
            header: &snippet.header,
            parts: parts(&snippet.text, &snippet.highlights),
        }
    }
}

/// The text, cut at the borders of the highlights; empty pieces left out.
fn parts<'a>(text: &'a str, highlights: &[Range<usize>]) -> Vec<Part<'a>> {
    let mut parts = Vec::with_capacity(highlights.len() * 2 + 1);
    let mut at = 0;
    for highlight in highlights {
        parts.push(Part { text: &text[at..highlight.start], r#match: false });
        parts.push(Part { text: &text[highlight.clone()], r#match: true });
        at = highlight.end;
    }
    parts.push(Part { text: &text[at..], r#match: false });
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// A place, in bytes for most editors and in UTF-16 (`range`) for the Language Server Protocol.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Match")]
pub(super) struct WireMatch {
    line: u32,
    column: u32,
    start_byte: usize,
    end_byte: usize,
    range: LspRange,
}

/// A range as the Language Server Protocol counts it.
#[derive(JsonSchema, Serialize)]
pub(super) struct LspRange {
    start: LspPosition,
    end: LspPosition,
}

/// Line and UTF-16 code unit, both from 0.
#[derive(JsonSchema, Serialize)]
struct LspPosition {
    line: u32,
    character: u32,
}

impl WireMatch {
    /// Where an editor puts the cursor: at the first match on the line that a list shows of the hit, or below that
    /// line; else at the first match of all, else where the hit begins.
    fn to_go_to(hit: &Hit) -> WireMatch {
        let shown = best_line(hit).map_or(hit.lines.first, |line| line.number);
        let below = hit.matches.iter().find(|found| found.start.line >= shown);
        below.or(hit.matches.first()).map_or_else(|| WireMatch::top(hit), WireMatch::of)
    }

    /// The first line of a hit, where nothing in it matched.
    fn top(hit: &Hit) -> WireMatch {
        let start = || LspPosition { line: hit.lines.first.saturating_sub(1), character: 0 };
        WireMatch {
            line: hit.lines.first,
            column: 1,
            start_byte: hit.range.start,
            end_byte: hit.range.start,
            range: LspRange { start: start(), end: start() },
        }
    }

    fn of(found: &Match) -> WireMatch {
        WireMatch {
            line: found.start.line,
            column: found.start.column,
            start_byte: found.range.start,
            end_byte: found.range.end,
            range: LspRange::between(found.start, found.end),
        }
    }

    pub(super) fn of_stretch(stretch: &Stretch) -> WireMatch {
        let Stretch { bytes, start, end } = stretch;
        WireMatch {
            line: start.line,
            column: start.column,
            start_byte: bytes.start,
            end_byte: bytes.end,
            range: LspRange::between(*start, *end),
        }
    }
}

impl LspRange {
    pub(super) fn between(start: Position, end: Position) -> LspRange {
        LspRange { start: LspPosition::of(start), end: LspPosition::of(end) }
    }
}

impl LspPosition {
    fn of(place: Position) -> LspPosition {
        LspPosition { line: place.line.saturating_sub(1), character: place.utf16 }
    }
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    #[test]
    fn parts_are_the_text_again() {
        let text = "**有界连接池**";
        let pieces: Vec<_> =
            parts(text, from_ref(&(8..17))).into_iter().map(|part| (part.text, part.r#match)).collect();
        assert_eq!(pieces, [("**有界", false), ("连接池", true), ("**", false)]);
        assert_eq!(parts("池", from_ref(&(0..3))).len(), 1);
        assert!(parts("", &[]).is_empty());
    }
}
