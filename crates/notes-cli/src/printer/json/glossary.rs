//! The shape of a glossary as JSON.

use notes_index::{Glossary, GlossaryEntry};
use serde::Serialize;

use crate::places::Places;
use crate::printer::json::{VERSION, lossy};

/// The pairs of a notebook.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    version: u32,
    root: String,
    entries: Vec<Entry<'a>>,
    warnings: Vec<Warning<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    word: &'a str,
    translation: &'a str,
    sections: usize,
    places: Vec<Place<'a>>,
    /// The line of the notebook's glossary file that adds it.
    added_in: Option<u32>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    line: u32,
}

/// A line of the glossary file that could not be read.
#[derive(Serialize)]
struct Warning<'a> {
    path: &'static str,
    line: u32,
    message: &'a str,
}

impl<'a> Document<'a> {
    pub(super) fn of(entries: &'a [GlossaryEntry], file: &'a Glossary, places: Places<'_>) -> Document<'a> {
        let warnings = file.warnings().iter().map(|warning| Warning {
            path: Glossary::FILE_NAME,
            line: warning.line,
            message: &warning.message,
        });
        Document {
            version: VERSION,
            root: lossy(places.root),
            entries: entries.iter().map(Entry::of).collect(),
            warnings: warnings.collect(),
        }
    }
}

impl Entry<'_> {
    fn of(entry: &GlossaryEntry) -> Entry<'_> {
        let places = entry.places.iter().map(|(path, line)| Place { path: path.as_str(), line: *line });
        Entry {
            word: &entry.word,
            translation: &entry.translation,
            sections: entry.sections,
            places: places.collect(),
            added_in: entry.added_in,
        }
    }
}
