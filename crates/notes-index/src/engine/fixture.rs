//! Notes for the tests of this folder.

use crate::analysis::Segmenter;
use crate::engine::{Engine, NoteDocuments, NoteInfo, note_documents};
use crate::markdown::parse_note;
use crate::note::NotePath;

/// What is indexed of a note.
pub(super) fn documents(engine: &Engine, path: NotePath, text: &str) -> NoteDocuments {
    let note = parse_note(path, text).note;
    note_documents(engine, &Segmenter::embedded(), &note, text, &NoteInfo::default())
}
