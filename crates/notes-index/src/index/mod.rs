//! The stateful facade: opens an index, brings it to the notes, hands out snapshots.

#[allow(dead_code)]
mod manifest;
mod options;
mod report;

use std::ops::ControlFlow;
use std::path::PathBuf;

pub use self::options::{IndexOptions, SyncOptions};
pub use self::report::{SyncEvent, SyncReport};
use crate::error::Result;
use crate::note::NotePath;
use crate::search::Searcher;
use crate::source::Skipped;

/// A notebook's index: one writer at a time, any number of snapshots.
#[derive(Debug)]
pub struct NoteIndex {}

/// What is indexed, and how big it is.
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

impl NoteIndex {
    /// Opens the index that the options name; there may be none yet.
    ///
    /// # Errors
    /// If the index folder holds another notebook's index or something that is no index.
    pub fn open(_options: IndexOptions) -> Result<NoteIndex> {
        unimplemented!()
    }

    /// Brings the index to the state of the files, in one commit. Builds it if there is none or if
    /// the one there is can't be used. `on_event` may stop it: the index then is as it was.
    pub fn sync(
        &self,
        _options: &SyncOptions,
        _on_event: &mut dyn FnMut(SyncEvent<'_>) -> ControlFlow<()>,
    ) -> Result<SyncReport> {
        unimplemented!()
    }

    /// Indexes a text as the note at a path, whatever the file says: an unsaved buffer. The next sync
    /// brings back the file's state.
    pub fn put(&self, _path: &NotePath, _source: &str) -> Result<()> {
        unimplemented!()
    }

    /// Takes a note out of the index, whatever the file says. The next sync brings it back.
    pub fn remove(&self, _path: &NotePath) -> Result<()> {
        unimplemented!()
    }

    /// A snapshot of the last commit.
    ///
    /// # Errors
    /// [`crate::Error::is_missing`] if nothing was indexed yet, [`crate::Error::is_unusable`] if the
    /// index is of another format or damaged: a sync mends both.
    pub fn searcher(&self) -> Result<Searcher> {
        unimplemented!()
    }

    /// What is indexed, how big it is, and what was left out.
    pub fn status(&self) -> Result<IndexStatus> {
        unimplemented!()
    }
}
