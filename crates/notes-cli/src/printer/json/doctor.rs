//! The shape of a look at the whole index as JSON.

use notes_index::CheckReport;
use schemars::JsonSchema;
use serde::Serialize;

use crate::config::Config;
use crate::printer::json::values::{VERSION, lossy};

/// What `notes doctor --json` prints: what was seen, and whether the index was built anew for it. The numbers are those of the last look.
#[derive(JsonSchema, Serialize)]
pub(super) struct DoctorDocument<'a> {
    version: u32,
    root: String,
    index_dir: String,
    built: bool,
    sound: bool,
    rebuilt: bool,
    faults: Vec<Fault<'a>>,
    files: usize,
    bytes: u64,
    notes: usize,
    behind: usize,
    sections: usize,
    searched: usize,
    found: usize,
}

/// Something that was wrong at the first look.
#[derive(JsonSchema, Serialize)]
struct Fault<'a> {
    check: &'static str,
    message: &'a str,
}

impl<'a> DoctorDocument<'a> {
    pub(super) fn of(
        first: &'a CheckReport,
        mended: Option<&'a CheckReport>,
        config: &Config,
    ) -> DoctorDocument<'a> {
        let last = mended.unwrap_or(first);
        let &CheckReport { built, files, bytes, notes, behind, sections, searched, found, .. } = last;
        let faults = first.faults.iter();
        DoctorDocument {
            version: VERSION,
            root: lossy(&config.root),
            index_dir: lossy(&config.index_dir),
            built,
            sound: last.faults.is_empty(),
            rebuilt: mended.is_some(),
            faults: faults
                .map(|fault| Fault { check: fault.check.name(), message: &fault.message })
                .collect(),
            files,
            bytes,
            notes,
            behind,
            sections,
            searched,
            found,
        }
    }
}
