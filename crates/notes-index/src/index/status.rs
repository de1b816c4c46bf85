//! What is indexed, as plain data.

use std::path::PathBuf;

use super::commit::Payload;
use super::{NoteIndex, Place, locked};
use crate::error::Result;
use crate::source::Skipped;

/// What is indexed, and how big it is.
///
/// ```
/// use notes_index::{IndexOptions, NoteIndex, NotePath};
///
/// let index = NoteIndex::open(IndexOptions::in_memory())?;
/// index.put(&NotePath::new("db.md")?, "# 数据库\n\n## 连接池\n\n```py\npool_size = 2\n```\n")?;
/// let status = index.status()?;
/// assert_eq!((status.notes, status.code_blocks), (1, 1));
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct IndexStatus {
    /// Whether there is an index that can be searched.
    pub built: bool,
    /// Why the index that is there can't be searched, if so.
    pub unusable: Option<String>,
    /// The index folder; none in memory.
    pub dir: Option<PathBuf>,
    /// How many notes are indexed.
    pub notes: usize,
    /// How many sections they have.
    pub sections: usize,
    /// How many code blocks they have.
    pub code_blocks: usize,
    /// What the index takes on disk, in bytes.
    pub bytes: u64,
    /// Of how many segments it is made.
    pub segments: usize,
    /// Files that were left out by the last sync, and why.
    pub skipped: Vec<Skipped>,
}

impl IndexStatus {
    pub(super) fn count(&mut self, payload: &Payload, n_segments: usize) {
        self.built = true;
        self.notes = payload.notes as usize;
        self.sections = payload.sections as usize;
        self.code_blocks = payload.code_blocks as usize;
        self.segments = n_segments;
    }
}

impl NoteIndex {
    /// How many notes the last commit holds: all that is read is what the commit says of itself.
    ///
    /// # Errors
    /// As of [`NoteIndex::searcher`].
    ///
    /// ```
    /// # use notes_index::{IndexOptions, NoteIndex};
    /// assert_eq!(NoteIndex::open(IndexOptions::in_memory())?.n_notes()?, 0);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn n_notes(&self) -> Result<usize> {
        match &self.place {
            Place::Memory(memory) => Ok(Payload::of(&locked(memory).manifest, "").notes as usize),
            Place::Disk { store, .. } => {
                self.read(store, store.mark(), |current| Ok(current.payload.notes as usize))
            }
        }
    }

    /// What is indexed, how big it is, and what was left out.
    pub fn status(&self) -> Result<IndexStatus> {
        let mut status = IndexStatus::default();
        match &self.place {
            Place::Memory(memory) => {
                let memory = locked(memory);
                status.count(&Payload::of(&memory.manifest, ""), memory.engine.snapshot()?.n_segments());
            }
            Place::Disk { store, .. } => {
                status.dir = Some(store.dir().to_owned());
                let read = self.read(store, store.mark(), |current| {
                    status.count(&current.payload, current.engine.snapshot()?.n_segments());
                    status.bytes = store.size(current.generation);
                    status.skipped = current.manifest(store)?.all_skipped();
                    Ok(())
                });
                match read {
                    Ok(()) => {}
                    Err(error) if error.is_missing() => status.built = false,
                    Err(error) if error.is_unusable() => {
                        status.built = false;
                        status.unusable = Some(error.to_string());
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(status)
    }
}
