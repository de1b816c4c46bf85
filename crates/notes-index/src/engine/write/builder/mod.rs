//! The first index of a notebook, made from nothing.
//!
//! tantivy's own writer asks one large table for every token as it comes, and appends to a list of the term's
//! own: places of memory that are far apart. A build knows that nothing is removed and that nobody reads
//! before it is done, so it gathers first and sorts once. The files are those that tantivy would have
//! written, byte for byte, by way of its own serializers.
//!
//! ```text
//! tokens ─terms→ numbers ─postings→ postings by term ───────────┬─handover→ segment
//!                                     └─spill→ runs ─→ merged ──┘
//!                                       where memory is too small
//! ```
//!
//! No processor waits for another for long: runs are written while more is gathered, and at the end one thread puts
//! postings in order while another writes them.

mod handover;
mod postings;
mod run;
mod segment;
mod spill;
mod terms;

use std::path::Path;

use tantivy::{Directory, TantivyError};

use self::segment::NewSegment;
use super::writer::NoteSink;
use crate::engine::Engine;
use crate::engine::documents::NoteDocuments;
use crate::engine::files::META;
use crate::engine::guard::guarded;
use crate::error::Result;
use crate::note::NotePath;

/// What may be gathered in memory, in bytes.
const MAX_BYTES: usize = 112 << 20;

/// Makes an index of one segment from nothing: see the module.
pub(crate) struct Builder {
    engine: Engine,
    max_bytes: usize,
    segment: Option<NewSegment>,
}

impl Builder {
    pub(in crate::engine) fn new(engine: &Engine) -> Builder {
        Builder { engine: engine.clone(), max_bytes: MAX_BYTES, segment: None }
    }

    fn add_documents(&mut self, note: &NoteDocuments) -> tantivy::Result<()> {
        let segment = match &mut self.segment {
            Some(segment) => segment,
            None => self.segment.insert(NewSegment::new(&self.engine.index)?),
        };
        note.documents.iter().try_for_each(|document| segment.add(document))?;
        segment.make_room(self.max_bytes)
    }

    /// Commits everything, with a text that the commit carries.
    pub(crate) fn commit(mut self, payload: &str) -> Result<()> {
        let dir = self.engine.dir.clone();
        guarded(&dir, || {
            self.write(payload).map_err(|error| self.engine.error(error))?;
            self.engine.make_last()
        })
    }

    /// Writes what tantivy calls its commit.
    fn write(&mut self, payload: &str) -> tantivy::Result<()> {
        let index = &self.engine.index;
        let mut meta = index.load_metas()?;
        meta.segments = self.segment.take().map(NewSegment::finish).transpose()?.into_iter().collect();
        meta.payload = Some(payload.to_owned());
        let bytes = serde_json::to_vec_pretty(&meta)
            .map_err(|error| TantivyError::InternalError(error.to_string()))?;
        index.directory().sync_directory()?;
        index.directory().atomic_write(Path::new(META), &bytes)?;
        Ok(())
    }
}

impl NoteSink for Builder {
    fn add(&mut self, note: NoteDocuments) -> Result<()> {
        let dir = self.engine.dir.clone();
        guarded(&dir, || self.add_documents(&note).map_err(|error| self.engine.error(error)))
    }

    /// Nothing that is built is there before.
    fn remove(&mut self, _: &NotePath) {}
}

#[cfg(test)]
mod tests;
