//! The shapes of what a sync did, of what is indexed and of an error as JSON.

use std::time::Duration;

use notes_index::{IndexStatus, NoteWarning, Pending, SkipReason, SyncReport};
use schemars::JsonSchema;
use serde::Serialize;

use crate::config::Config;
use crate::failure::Failure;
use crate::printer::json::values::{VERSION, lossy, milliseconds};

/// What a sync did, as `notes index --json` prints it.
#[derive(JsonSchema, Serialize)]
pub(super) struct IndexDocument<'a> {
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

impl<'a> IndexDocument<'a> {
    pub(super) fn of(report: &'a SyncReport, config: &Config, took: Duration) -> IndexDocument<'a> {
        IndexDocument {
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
#[derive(JsonSchema, Serialize)]
struct Skipped {
    path: String,
    /// `too-large`, `binary`, `link`, `not-a-file`, `name`, `unreadable`, `failed`.
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
        let (reason, message) = (skipped.reason.name(), skipped.reason.to_string());
        Skipped { path: lossy(&skipped.path), reason, message, bytes }
    }
}

/// Something odd in a note that is indexed all the same.
#[derive(JsonSchema, Serialize)]
struct Warning<'a> {
    path: &'a str,
    line: u32,
    message: &'a str,
}

impl Warning<'_> {
    fn of(NoteWarning { path, warning, .. }: &NoteWarning) -> Warning<'_> {
        Warning { path: path.as_str(), line: warning.line, message: &warning.message }
    }
}

/// What is indexed, as `notes status --json` prints it.
#[derive(JsonSchema, Serialize)]
pub(super) struct StatusDocument<'a> {
    version: u32,
    root: String,
    named_by: String,
    index_dir: String,
    built: bool,
    unusable: Option<&'a str>,
    fresh: Option<bool>,
    /// What a sync would touch; null if it could not be found out.
    pending: Option<WirePending>,
    notes: usize,
    sections: usize,
    code_blocks: usize,
    bytes: u64,
    segments: usize,
    skipped: Vec<Skipped>,
}

/// How many notes a sync would read or remove.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Pending")]
struct WirePending {
    to_read: usize,
    to_remove: usize,
}

impl WirePending {
    fn of(pending: Pending) -> WirePending {
        WirePending { to_read: pending.to_read, to_remove: pending.to_remove }
    }
}

impl<'a> StatusDocument<'a> {
    pub(super) fn of(
        status: &'a IndexStatus,
        pending: Option<Pending>,
        config: &Config,
    ) -> StatusDocument<'a> {
        StatusDocument {
            version: VERSION,
            root: lossy(&config.root),
            named_by: config.named_by.to_string(),
            index_dir: lossy(&config.index_dir),
            built: status.built,
            unusable: status.unusable.as_deref(),
            fresh: pending.map(Pending::is_empty),
            pending: pending.map(WirePending::of),
            notes: status.notes,
            sections: status.sections,
            code_blocks: status.code_blocks,
            bytes: status.bytes,
            segments: status.segments,
            skipped: status.skipped.iter().map(Skipped::of).collect(),
        }
    }
}

/// What stands in place of results when something fails; the exit code is 2.
#[derive(JsonSchema, Serialize)]
pub(super) struct ErrorDocument<'a> {
    version: u32,
    error: WireError<'a>,
}

/// What went wrong.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Error")]
pub(super) struct WireError<'a> {
    /// One word for machines: `usage`, `locked`, `io`, …
    kind: &'a str,
    message: &'a str,
    path: Option<String>,
    /// What to do.
    hint: Option<&'a str>,
}

impl<'a> ErrorDocument<'a> {
    /// `message` is the failure's.
    pub(super) fn of(failure: &'a Failure, message: &'a str) -> ErrorDocument<'a> {
        ErrorDocument { version: VERSION, error: WireError::of(failure, message) }
    }
}

impl<'a> WireError<'a> {
    pub(super) fn of(failure: &'a Failure, message: &'a str) -> WireError<'a> {
        WireError {
            kind: failure.kind().name(),
            message,
            path: failure.path().map(lossy),
            hint: failure.what_to_do(),
        }
    }
}
