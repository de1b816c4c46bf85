//! Texts that count instead of notes' files: in this process alone, never on disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::batch::{entry, segmenter_for, writer_size};
use super::commit::{Current, Payload};
use super::manifest::Entry;
use super::store::Store;
use crate::engine::{Engine, FewSegments, NoteDocuments, NoteInfo, Snapshot, note_documents};
use crate::error::Result;
use crate::markdown::parse_note;
use crate::note::NotePath;
use crate::search::Totals;
use crate::source::Stamp;

/// What notes are, whatever their files say: a text, or nothing at all.
pub(super) type Buffers = BTreeMap<NotePath, Option<Arc<str>>>;

/// The last commit as it would be if these texts had been saved and indexed: all that is counted is counted
/// with them.
pub(super) fn snapshot_with(
    buffers: &Buffers,
    current: &Current,
    store: &Store,
) -> Result<(Snapshot, Totals)> {
    let manifest = current.manifest(store)?;
    let branch = current.engine.branch()?;
    let (n_threads, memory) = writer_size(0);
    let writer = branch.writer(n_threads, memory)?;
    let mut read = Vec::new();
    for (path, text) in buffers {
        writer.remove(path);
        if let Some(text) = text {
            // What is not saved was not modified.
            let modified_ns = manifest.get(path.as_str()).map_or(0, |entry| entry.stamp.modified_ns);
            let (documents, entry) = indexed(&branch, path, text, modified_ns);
            writer.add(documents)?;
            read.push((path.clone(), entry));
        }
    }
    let paths: Vec<NotePath> = buffers.keys().cloned().collect();
    let payload = Payload::of(&manifest.updated(&paths, &read), &current.payload.manifest);
    writer.commit(&payload.encode(), FewSegments::AsTheyAre)?;
    Ok((branch.snapshot()?, payload.totals()))
}

/// A text on its way into the index, and what is remembered of it: the stamp of no file.
pub(super) fn indexed(
    engine: &Engine,
    path: &NotePath,
    text: &str,
    modified_ns: i64,
) -> (NoteDocuments, Entry) {
    let note = parse_note(path.clone(), text).note;
    let info = NoteInfo { modified_ns, ..NoteInfo::default() };
    let documents = note_documents(engine, &segmenter_for(path, text), &note, text, &info);
    let entry = entry(Stamp::default(), 0, &documents);
    (documents, entry)
}
