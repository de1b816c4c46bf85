//! The shapes of the JSON. Fields may be added within a version; none changes its meaning.
//!
//! Lines count from 1, bytes and UTF-16 characters from 0, columns in bytes from 1; ranges are half open.

use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use notes_index::{
    Field, Hit, HitKind, IndexStatus, Match, NotePath, Relation, SkipReason, Snippet, SyncReport,
};
use serde::Serialize;

use crate::commands::status::Pending;
use crate::config::Config;
use crate::freshness::Freshness;
use crate::printer::Answer;

/// What every document says first.
const VERSION: u32 = 1;

/// A whole answer.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    version: u32,
    query: &'a str,
    total: usize,
    took_ms: f64,
    index: Index,
    diagnostics: Vec<Diagnostic<'a>>,
    suggestions: &'a [String],
    partial: bool,
    hits: Vec<WireHit<'a>>,
    more: Vec<More<'a>>,
}

impl<'a> Document<'a> {
    pub(super) fn of(answer: &Answer<'a>) -> Document<'a> {
        let Begin { version, query, index, diagnostics } = Begin::of(answer);
        let End { total, took_ms, suggestions, partial, more } = End::of(answer);
        let hits = hits(answer).collect();
        Document { version, query, total, took_ms, index, diagnostics, suggestions, partial, hits, more }
    }
}

/// A line of an answer in lines.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Line<'a> {
    Begin(Begin<'a>),
    Hit(Box<WireHit<'a>>),
    End(End<'a>),
}

/// What is known before the hits.
#[derive(Serialize)]
pub(super) struct Begin<'a> {
    version: u32,
    query: &'a str,
    index: Index,
    diagnostics: Vec<Diagnostic<'a>>,
}

impl<'a> Begin<'a> {
    pub(super) fn of(answer: &Answer<'a>) -> Begin<'a> {
        let diagnostics = answer.results.diagnostics.iter().map(|diagnostic| Diagnostic {
            message: &diagnostic.message,
            start: diagnostic.span.start,
            end: diagnostic.span.end,
        });
        Begin {
            version: VERSION,
            query: answer.query,
            index: Index::of(answer),
            diagnostics: diagnostics.collect(),
        }
    }
}

/// What is known after them.
#[derive(Serialize)]
pub(super) struct End<'a> {
    total: usize,
    took_ms: f64,
    suggestions: &'a [String],
    partial: bool,
    more: Vec<More<'a>>,
}

impl<'a> End<'a> {
    pub(super) fn of(answer: &Answer<'a>) -> End<'a> {
        let more = answer.results.more.iter().map(|(path, hits)| More { path: path.as_str(), hits: *hits });
        End {
            total: answer.results.total,
            took_ms: milliseconds(answer.took),
            suggestions: &answer.results.suggestions,
            partial: answer.results.partial,
            more: more.collect(),
        }
    }
}

/// What was searched: `fresh` is null if nobody looked, `synced` unless it was brought up to the notes.
#[derive(Serialize)]
struct Index {
    notes: usize,
    sections: usize,
    code_blocks: usize,
    fresh: Option<bool>,
    synced: Option<Synced>,
    pending: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    behind: Option<String>,
}

#[derive(Serialize)]
struct Synced {
    added: usize,
    modified: usize,
    removed: usize,
    skipped: usize,
}

impl Index {
    fn of(answer: &Answer<'_>) -> Index {
        let (notes, sections, code_blocks) = answer.counts;
        let (fresh, synced, pending, behind) = match answer.freshness {
            Freshness::Synced(report) => (Some(true), Some(Synced::of(report)), Some(0), None),
            Freshness::Behind { pending, why } => (Some(false), None, *pending, Some(why.clone())),
            Freshness::Unknown => (None, None, None, None),
        };
        Index { notes, sections, code_blocks, fresh, synced, pending, behind }
    }
}

impl Synced {
    fn of(report: &SyncReport) -> Synced {
        let SyncReport { added, modified, removed, .. } = *report;
        Synced { added, modified, removed, skipped: report.skipped.len() }
    }
}

/// Bytes of the query that something is said about.
#[derive(Serialize)]
struct Diagnostic<'a> {
    message: &'a str,
    start: usize,
    end: usize,
}

/// How many hits of a note the cap a note kept back.
#[derive(Serialize)]
struct More<'a> {
    path: &'a str,
    hits: usize,
}

/// A hit.
#[derive(Serialize)]
pub(super) struct WireHit<'a> {
    rank: usize,
    score: f32,
    kind: &'static str,
    path: &'a str,
    absolute_path: String,
    title: &'a str,
    heading: &'a str,
    breadcrumb: &'a [String],
    anchor: &'a str,
    lang: Option<&'a str>,
    tags: &'a [String],
    missing: &'a [String],
    approximate: Vec<Approximate<'a>>,
    matched_in: Vec<&'static str>,
    line: u32,
    end_line: u32,
    start_byte: usize,
    end_byte: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'a str>,
    snippet: WireSnippet<'a>,
    matches: Vec<WireMatch>,
    matches_total: usize,
}

/// The hits, ranked from 1 on the first page.
pub(super) fn hits<'a>(answer: &Answer<'a>) -> impl Iterator<Item = WireHit<'a>> {
    let places = answer.places;
    let ranks = answer.page.offset + 1..;
    ranks.zip(&answer.results.hits).map(move |(rank, hit)| WireHit::of(rank, hit, places.absolute(&hit.path)))
}

impl<'a> WireHit<'a> {
    fn of(rank: usize, hit: &'a Hit, absolute_path: impl AsRef<Path>) -> WireHit<'a> {
        WireHit {
            rank,
            score: hit.score,
            kind: kind(hit.kind),
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
            matched_in: hit.matched_in.iter().copied().map(field).collect(),
            line: hit.lines.0,
            end_line: hit.lines.1,
            start_byte: hit.range.start,
            end_byte: hit.range.end,
            encoding: hit.encoding.as_deref(),
            snippet: WireSnippet::of(&hit.snippet),
            matches: hit.matches.iter().map(WireMatch::of).collect(),
            matches_total: hit.matches_total,
        }
    }
}

/// A word that was found only in a weaker way.
#[derive(Serialize)]
struct Approximate<'a> {
    word: &'a str,
    found: &'a str,
    relation: &'static str,
}

impl Approximate<'_> {
    fn of(approximation: &notes_index::Approximation) -> Approximate<'_> {
        let relation = match approximation.relation {
            Relation::Prefix => "prefix",
            Relation::Inside => "inside",
            Relation::Typo => "typo",
        };
        Approximate { word: &approximation.word, found: &approximation.found, relation }
    }
}

/// The piece to show: highlights are bytes of the text, parts are the same for those who do not count.
#[derive(Serialize)]
struct WireSnippet<'a> {
    text: &'a str,
    line: u32,
    highlights: Vec<ByteRange>,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct ByteRange {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
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
#[derive(Serialize)]
struct WireMatch {
    line: u32,
    column: u32,
    start_byte: usize,
    end_byte: usize,
    range: LspRange,
}

#[derive(Serialize)]
struct LspRange {
    start: LspPosition,
    end: LspPosition,
}

#[derive(Serialize)]
struct LspPosition {
    line: u32,
    character: u32,
}

impl WireMatch {
    fn of(found: &Match) -> WireMatch {
        WireMatch {
            line: found.start.line,
            column: found.start.column,
            start_byte: found.range.start,
            end_byte: found.range.end,
            range: LspRange { start: LspPosition::of(found.start), end: LspPosition::of(found.end) },
        }
    }
}

impl LspPosition {
    fn of(place: notes_index::Position) -> LspPosition {
        LspPosition { line: place.line.saturating_sub(1), character: place.utf16 }
    }
}

/// What a sync did.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    version: u32,
    root: String,
    index_dir: String,
    took_ms: f64,
    added: usize,
    modified: usize,
    removed: usize,
    unchanged: usize,
    rebuilt: bool,
    skipped: Vec<Skipped>,
    warnings: Vec<Warning<'a>>,
}

impl<'a> Report<'a> {
    pub(super) fn of(report: &'a SyncReport, config: &Config, took: Duration) -> Report<'a> {
        Report {
            version: VERSION,
            root: lossy(&config.root),
            index_dir: lossy(&config.index_dir),
            took_ms: milliseconds(took),
            added: report.added,
            modified: report.modified,
            removed: report.removed,
            unchanged: report.unchanged,
            rebuilt: report.rebuilt,
            skipped: report.skipped.iter().map(Skipped::of).collect(),
            warnings: report.warnings.iter().map(Warning::of).collect(),
        }
    }
}

/// A file that is not in the index.
#[derive(Serialize)]
struct Skipped {
    path: String,
    reason: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
}

impl Skipped {
    fn of(skipped: &notes_index::Skipped) -> Skipped {
        let bytes = match skipped.reason {
            SkipReason::TooLarge { bytes, .. } => Some(bytes),
            _ => None,
        };
        let (reason, message) = (skipped.reason.kind(), skipped.reason.to_string());
        Skipped { path: lossy(&skipped.path), reason, message, bytes }
    }
}

/// Something odd in a note that is indexed all the same.
#[derive(Serialize)]
struct Warning<'a> {
    path: &'a str,
    line: u32,
    message: &'a str,
}

impl Warning<'_> {
    fn of((path, warning): &(NotePath, notes_index::Warning)) -> Warning<'_> {
        Warning { path: path.as_str(), line: warning.line, message: &warning.message }
    }
}

/// What is indexed. `pending` is null if it could not be found out.
#[derive(Serialize)]
pub(super) struct Status<'a> {
    version: u32,
    root: String,
    named_by: String,
    index_dir: String,
    built: bool,
    unusable: Option<&'a str>,
    fresh: Option<bool>,
    pending: Option<WirePending>,
    notes: usize,
    sections: usize,
    code_blocks: usize,
    bytes: u64,
    segments: usize,
    skipped: Vec<Skipped>,
}

#[derive(Serialize)]
struct WirePending {
    to_read: usize,
    to_remove: usize,
}

impl<'a> Status<'a> {
    pub(super) fn of(status: &'a IndexStatus, pending: Option<Pending>, config: &Config) -> Status<'a> {
        Status {
            version: VERSION,
            root: lossy(&config.root),
            named_by: config.named_by.to_string(),
            index_dir: lossy(&config.index_dir),
            built: status.built,
            unusable: status.unusable.as_deref(),
            fresh: pending.map(Pending::is_empty),
            pending: pending.map(|Pending { to_read, to_remove }| WirePending { to_read, to_remove }),
            notes: status.notes,
            sections: status.sections,
            code_blocks: status.code_blocks,
            bytes: status.bytes,
            segments: status.segments,
            skipped: status.skipped.iter().map(Skipped::of).collect(),
        }
    }
}

/// What stands in place of results.
#[derive(Serialize)]
pub(super) struct Failed<'a> {
    version: u32,
    error: WireError<'a>,
}

#[derive(Serialize)]
struct WireError<'a> {
    kind: &'a str,
    message: &'a str,
    path: Option<String>,
    hint: Option<&'a str>,
}

impl<'a> Failed<'a> {
    pub(super) fn of(
        kind: &'a str,
        message: &'a str,
        path: Option<&Path>,
        hint: Option<&'a str>,
    ) -> Failed<'a> {
        Failed { version: VERSION, error: WireError { kind, message, path: path.map(lossy), hint } }
    }
}

/// JSON has no bytes: what is not UTF-8 in a path is replaced.
fn lossy(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Milliseconds to the microsecond; more digits would be noise.
fn milliseconds(time: Duration) -> f64 {
    time.as_micros() as f64 / 1e3
}

fn kind(kind: HitKind) -> &'static str {
    match kind {
        HitKind::Section => "section",
        HitKind::Code => "code",
    }
}

fn field(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Path => "path",
        Field::Tags => "tags",
        Field::Ancestors => "ancestors",
        Field::Heading => "heading",
        Field::Body => "body",
        Field::Code => "code",
        Field::Markup => "markup",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_text_again() {
        let text = "**有界连接池**";
        let pieces: Vec<_> =
            parts(text, &[8..17]).into_iter().map(|part| (part.text, part.r#match)).collect();
        assert_eq!(pieces, [("**有界", false), ("连接池", true), ("**", false)]);
        assert_eq!(parts("池", &[0..3]).len(), 1);
        assert!(parts("", &[]).is_empty());
    }
}
