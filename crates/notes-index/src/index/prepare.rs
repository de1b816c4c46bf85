//! Makes of a text, a file's or a buffer's, what is indexed of it.

use super::manifest::Entry;
use crate::analysis::Segmenter;
use crate::engine::{Engine, NoteDocuments, NoteInfo, note_documents};
use crate::markdown::parse_note;
use crate::note::{NotePath, Warning};

/// A note that is ready to be written.
pub(super) struct Ready {
    pub(super) documents: NoteDocuments,
    /// What is remembered of it; of no file yet.
    pub(super) entry: Entry,
    /// What could not be read as it was meant.
    pub(super) warnings: Vec<Warning>,
}

/// Parses and analyses a text.
pub(super) fn prepare(
    engine: &Engine,
    segmenter: &Segmenter,
    path: &NotePath,
    text: &str,
    info: &NoteInfo,
) -> Ready {
    let parsed = parse_note(path.clone(), text);
    let documents = note_documents(engine, segmenter, &parsed.note, text, info);
    let entry = Entry {
        n_sections: documents.n_sections(),
        n_code_blocks: documents.n_code_blocks,
        n_words: documents.n_words,
        n_name_words: documents.n_name_words,
        ..Entry::default()
    };
    Ready { documents, entry, warnings: parsed.warnings }
}
