//! What is indexed, as plain data.

use std::path::PathBuf;

use super::commit::last_payload;
use super::store::{Identity, Store};
use super::{Backend, NoteIndex, locked};
use crate::error::Result;
use crate::search::Totals;
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
    /// Why the index can't be searched, if there is one that can't.
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
    fn of(totals: Totals, n_segments: usize) -> IndexStatus {
        IndexStatus {
            built: true,
            notes: totals.notes as usize,
            sections: totals.sections as usize,
            code_blocks: totals.code_blocks as usize,
            segments: n_segments,
            ..IndexStatus::default()
        }
    }
}

impl NoteIndex {
    /// How many notes the last commit says that it holds. No other file of the index is read: damage is seen when it
    /// is searched.
    ///
    /// # Errors
    /// [`crate::Error::is_missing`] if nothing was indexed yet, [`crate::Error::is_unusable`] if what the commit says
    /// can't be read, [`crate::Error::is_remade`] as of a sync.
    ///
    /// ```
    /// # use notes_index::{IndexOptions, NoteIndex};
    /// assert_eq!(NoteIndex::open(IndexOptions::in_memory())?.n_notes()?, 0);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn n_notes(&self) -> Result<usize> {
        match &self.backend {
            Backend::Memory(memory) => Ok(locked(memory).manifest.iter().len()),
            Backend::Disk { store, .. } => {
                let read = |identity: &Identity| Ok(last_payload(store, identity)?.totals.notes as usize);
                self.read_last(store, store.mark(), read)
            }
        }
    }

    /// What is indexed, how big it is, and what was left out. An index that can't be used is no error: see
    /// [`IndexStatus::unusable`].
    ///
    /// # Errors
    /// [`crate::Error::is_remade`] as of a sync; [`crate::Error::is_foreign`] if the index folder has become another's;
    /// [`crate::Error::is_io`] if it can't be read.
    pub fn status(&self) -> Result<IndexStatus> {
        match &self.backend {
            Backend::Memory(memory) => {
                let memory = locked(memory);
                let n_segments = memory.engine.snapshot()?.n_segments();
                Ok(IndexStatus::of(memory.manifest.totals(), n_segments))
            }
            Backend::Disk { store, .. } => {
                let status = self.status_on_disk(store)?;
                Ok(IndexStatus { dir: Some(store.dir().to_owned()), ..status })
            }
        }
    }

    /// Of an index that can't be used only the reason is told: what it says of itself may be wrong.
    fn status_on_disk(&self, store: &Store) -> Result<IndexStatus> {
        let read = self.read(store, store.mark(), |current| {
            Ok(IndexStatus {
                bytes: store.size(current.generation),
                skipped: current.manifest(store)?.all_skipped(),
                ..IndexStatus::of(current.payload.totals, current.engine.snapshot()?.n_segments())
            })
        });
        match read {
            Err(error) if error.is_missing() => Ok(IndexStatus::default()),
            Err(error) if error.is_unusable() => {
                Ok(IndexStatus { unusable: Some(error.to_string()), ..IndexStatus::default() })
            }
            status => status,
        }
    }
}
