//! The shape of a glossary as JSON.

use notes_index::{Glossary, GlossaryEntry};
use schemars::JsonSchema;
use serde::Serialize;

use crate::freshness::View;
use crate::places::Places;
use crate::printer::json::answer::Index;
use crate::printer::json::values::{VERSION, lossy};

/// The pairs of a notebook, as `notes glossary --json` prints them.
#[derive(JsonSchema, Serialize)]
pub(super) struct GlossaryDocument<'a> {
    version: u32,
    root: String,
    entries: Vec<WireEntry<'a>>,
    warnings: Vec<GlossaryWarning<'a>>,
    index: Index,
}

/// Two words that stand for each other in searches.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "GlossaryEntry")]
struct WireEntry<'a> {
    word: &'a str,
    translation: &'a str,
    /// How many sections put the two side by side.
    sections: usize,
    places: Vec<GlossaryPlace<'a>>,
    /// The line of the notebook's glossary file that adds it.
    added_in: Option<u32>,
}

/// Where a pair stands.
#[derive(JsonSchema, Serialize)]
struct GlossaryPlace<'a> {
    path: &'a str,
    line: u32,
}

/// A line of the glossary file that could not be read.
#[derive(JsonSchema, Serialize)]
struct GlossaryWarning<'a> {
    path: &'static str,
    line: u32,
    message: &'a str,
}

impl<'a> GlossaryDocument<'a> {
    pub(super) fn of(
        entries: &'a [GlossaryEntry],
        view: &'a View,
        places: Places<'_>,
    ) -> GlossaryDocument<'a> {
        let warnings = view.searcher.glossary_file().warnings().iter().map(|warning| GlossaryWarning {
            path: Glossary::FILE_NAME,
            line: warning.line,
            message: &warning.message,
        });
        GlossaryDocument {
            version: VERSION,
            root: lossy(places.root),
            entries: entries.iter().map(WireEntry::of).collect(),
            warnings: warnings.collect(),
            index: Index::of_view(view),
        }
    }
}

impl WireEntry<'_> {
    fn of(entry: &GlossaryEntry) -> WireEntry<'_> {
        let places =
            entry.places.iter().map(|place| GlossaryPlace { path: place.path.as_str(), line: place.line });
        WireEntry {
            word: &entry.word,
            translation: &entry.translation,
            sections: entry.sections,
            places: places.collect(),
            added_in: entry.added_in,
        }
    }
}
