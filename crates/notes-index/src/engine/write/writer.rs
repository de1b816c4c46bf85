//! Changes: notes in, notes out, one commit.

use tantivy::indexer::UserOperation;
use tantivy::{IndexWriter, Term};

use super::merging::FewSegments;
use super::queue::{Queue, Queued};
use crate::engine::Engine;
use crate::engine::documents::{NoteDocuments, SectionDocument};
use crate::engine::guard::guarded;
use crate::error::Result;
use crate::note::NotePath;

/// Where notes go.
pub(crate) trait NoteSink {
    /// Adds a note's sections, side by side.
    fn add(&mut self, note: NoteDocuments) -> Result<()>;

    /// Removes a note's sections, those of earlier commits and those added before.
    fn remove(&mut self, path: &NotePath);
}

/// The writer of an index; there is one at a time.
pub(crate) struct Writer {
    writer: IndexWriter<Queued>,
    queue: Queue,
    engine: Engine,
}

impl Writer {
    pub(in crate::engine) fn new(engine: &Engine, n_threads: usize, memory_bytes: usize) -> Result<Writer> {
        let writer = guarded(&engine.dir, || {
            let writer = engine.index.writer_with_num_threads(n_threads, memory_bytes);
            writer.map_err(|error| engine.error(error))
        })?;
        writer.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
        Ok(Writer { writer, queue: Queue::new(), engine: engine.clone() })
    }

    /// Commits everything, with a text that the commit carries, and merges what should be merged: one commit
    /// or none.
    pub(crate) fn commit(self, payload: &str, merging: FewSegments) -> Result<()> {
        let dir = self.engine.dir.clone();
        guarded(&dir, || self.commit_and_merge(payload, merging))
    }

    fn commit_and_merge(mut self, payload: &str, merging: FewSegments) -> Result<()> {
        let engine = self.engine.clone();
        let unusable = |error| engine.error(error);
        let mut prepared = self.writer.prepare_commit().map_err(unusable)?;
        prepared.set_payload(payload);
        prepared.commit().map_err(unusable)?;
        let candidate = merging.candidate(&engine.index.searchable_segment_metas().map_err(unusable)?);
        if let Some(segments) = candidate {
            self.writer.merge(&segments).wait().map_err(unusable)?;
        }
        self.writer.wait_merging_threads().map_err(unusable)?;
        engine.make_last()
    }
}

impl NoteSink for Writer {
    /// Waits until there is room.
    fn add(&mut self, note: NoteDocuments) -> Result<()> {
        let documents = note.documents.into_iter().map(SectionDocument::into_tantivy).collect();
        let operations = self.queue.line_up(note.n_bytes as u64, documents).map(UserOperation::Add);
        self.writer.run(operations).map_err(|error| self.engine.error(error))?;
        Ok(())
    }

    fn remove(&mut self, path: &NotePath) {
        self.writer.delete_term(Term::from_field_text(self.engine.fields.path, path.as_str()));
    }
}
