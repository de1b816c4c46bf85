//! The shape of an answer as JSON, whole or in lines.

use notes_index::{Counts, SyncReport};
use schemars::JsonSchema;
use serde::Serialize;

use crate::freshness::{Freshness, View};
use crate::printer::Answer;
use crate::printer::json::explain::WirePlan;
use crate::printer::json::facets::{WireFacet, facets};
use crate::printer::json::hit::{WireHit, hits};
use crate::printer::json::values::{VERSION, milliseconds};

/// An answer, as `notes search --json` prints it.
#[derive(JsonSchema, Serialize)]
pub(super) struct AnswerDocument<'a> {
    version: u32,
    query: &'a str,
    /// How many hits there are, those that the per-note cap leaves out included.
    total: usize,
    /// How many hits all pages have together: a page whose offset is this or more is empty.
    paged: usize,
    /// From the start of the program, or from when a client's request was read, in milliseconds.
    took_ms: f64,
    index: Index,
    /// What was read in another way than it may be meant.
    diagnostics: Vec<Diagnostic<'a>>,
    /// What was looked up, only with `--explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<WirePlan<'a>>,
    /// For words that stand nowhere: the nearest spellings that occur.
    suggestions: &'a [String],
    /// Whether something was left out, as the query would have more than 256 MiB of text read.
    partial: bool,
    hits: Vec<WireHit<'a>>,
    /// Notes with more hits than the per-note cap lets through.
    more: Vec<More<'a>>,
    /// How many of all hits have what, only with `--facets`.
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<Vec<WireFacet<'a>>>,
}

impl<'a> AnswerDocument<'a> {
    pub(super) fn of(answer: &Answer<'a>) -> AnswerDocument<'a> {
        let Begin { version, query, index, diagnostics, plan } = Begin::of(answer);
        let End { total, paged, took_ms, suggestions, partial, more, facets } = End::of(answer);
        let hits = hits(answer).collect();
        AnswerDocument {
            version,
            query,
            total,
            paged,
            took_ms,
            index,
            diagnostics,
            plan,
            suggestions,
            partial,
            hits,
            more,
            facets,
        }
    }
}

/// A line of an answer, as `notes search --jsonl` prints them: a `begin`, the hits, an `end`.
#[derive(JsonSchema, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum AnswerLine<'a> {
    Begin(Begin<'a>),
    Hit(Box<WireHit<'a>>),
    End(End<'a>),
}

/// What is known before the hits.
#[derive(JsonSchema, Serialize)]
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
            index: Index::of(answer.counts, answer.freshness),
            diagnostics: diagnostics.collect(),
            plan: answer.results.plan.as_ref().map(WirePlan::of),
        }
    }
}

/// What is known after them.
#[derive(JsonSchema, Serialize)]
pub(super) struct End<'a> {
    total: usize,
    paged: usize,
    took_ms: f64,
    suggestions: &'a [String],
    partial: bool,
    more: Vec<More<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<Vec<WireFacet<'a>>>,
}

impl<'a> End<'a> {
    pub(super) fn of(answer: &Answer<'a>) -> End<'a> {
        let more = answer.results.more.iter().map(|more| More { path: more.path.as_str(), hits: more.hits });
        End {
            total: answer.results.total,
            paged: answer.results.paged,
            took_ms: milliseconds(answer.took),
            suggestions: &answer.results.suggestions,
            partial: answer.results.partial,
            more: more.collect(),
            facets: facets(answer.results),
        }
    }
}

/// What was searched, or asked.
#[derive(JsonSchema, Serialize)]
pub(super) struct Index {
    notes: usize,
    sections: usize,
    code_blocks: usize,
    /// Whether it agrees with the notes; null if nobody looked.
    fresh: Option<bool>,
    /// What this search, or question, brought up to the notes; null if it did not look itself.
    synced: Option<Synced>,
    /// How many changed notes are known to wait; null if that is not known.
    pending: Option<usize>,
    /// Why it was left behind the notes, only if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    behind: Option<String>,
}

/// How many notes a sync added, modified and removed, and how many files it skipped.
#[derive(JsonSchema, Serialize)]
struct Synced {
    added: usize,
    modified: usize,
    removed: usize,
    skipped: usize,
    /// How many of the skipped could not be read, or have a name that is not UTF-8. What is in them is not found.
    unread: usize,
}

impl Index {
    pub(super) fn of_view(view: &View) -> Index {
        Index::of(view.searcher.counts(), &view.freshness)
    }

    fn of(counts: Counts, freshness: &Freshness) -> Index {
        let Counts { notes, sections, code_blocks, .. } = counts;
        let (fresh, synced, pending, behind) = match freshness {
            Freshness::Synced(report) => (Some(true), Some(Synced::of(report)), Some(0), None),
            Freshness::Watched => (Some(true), None, Some(0), None),
            Freshness::Behind { pending, why, hint: _ } => (Some(false), None, *pending, Some(why.clone())),
            Freshness::Unknown => (None, None, None, None),
        };
        Index { notes, sections, code_blocks, fresh, synced, pending, behind }
    }
}

impl Synced {
    fn of(report: &SyncReport) -> Synced {
        let SyncReport { added, modified, removed, .. } = *report;
        Synced { added, modified, removed, skipped: report.skipped.len(), unread: report.n_unread() }
    }
}

/// Bytes of the query that something is said about.
#[derive(JsonSchema, Serialize)]
struct Diagnostic<'a> {
    message: &'a str,
    start: usize,
    end: usize,
}

/// How many hits of a note the per-note cap left out.
#[derive(JsonSchema, Serialize)]
struct More<'a> {
    path: &'a str,
    hits: usize,
}
