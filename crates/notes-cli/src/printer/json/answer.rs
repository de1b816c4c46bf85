//! The shape of an answer as JSON, whole or in lines.

use notes_index::SyncReport;
use serde::Serialize;

use crate::freshness::Freshness;
use crate::printer::Answer;
use crate::printer::json::explain::WirePlan;
use crate::printer::json::hit::{WireHit, hits};
use crate::printer::json::{VERSION, milliseconds};

/// A whole answer.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    version: u32,
    query: &'a str,
    total: usize,
    took_ms: f64,
    index: Index,
    diagnostics: Vec<Diagnostic<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<WirePlan<'a>>,
    suggestions: &'a [String],
    partial: bool,
    hits: Vec<WireHit<'a>>,
    more: Vec<More<'a>>,
}

impl<'a> Document<'a> {
    pub(super) fn of(answer: &Answer<'a>) -> Document<'a> {
        let Begin { version, query, index, diagnostics, plan } = Begin::of(answer);
        let End { total, took_ms, suggestions, partial, more } = End::of(answer);
        let hits = hits(answer).collect();
        Document {
            version,
            query,
            total,
            took_ms,
            index,
            diagnostics,
            plan,
            suggestions,
            partial,
            hits,
            more,
        }
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
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<WirePlan<'a>>,
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
            plan: answer.results.plan.as_ref().map(WirePlan::of),
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
            Freshness::Watched => (Some(true), None, Some(0), None),
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
