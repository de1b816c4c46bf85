//! How far an index is from its notes, without a writer.

use std::path::Path;

use super::manifest::{Diff, Manifest};
use super::store::Store;
use super::{Backend, NoteIndex};
use crate::error::Result;
use crate::source::walk_beside;

/// What a sync would touch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pending {
    /// Notes to read: they are new or changed, or were read so soon after a change that they may have changed again.
    pub to_read: usize,
    /// Notes that are gone.
    pub to_remove: usize,
}

impl Pending {
    /// Whether the index is up to the notes.
    pub fn is_empty(self) -> bool {
        self == Pending::default()
    }
}

impl NoteIndex {
    /// Compares the files with the last commit, as a sync does before it writes. No lock is taken and nothing is
    /// written, so it also works where the index can't be written, and while another process writes it. Where there
    /// is no index that can be used, all notes are to be read.
    ///
    /// An index in memory has no files: nothing is pending. Neither are buffers.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    ///
    /// use notes_index::{IndexOptions, NoteIndex, SyncOptions};
    ///
    /// # let dir = tempfile::tempdir()?;
    /// # let (notes, index_dir) = (dir.path().join("notes"), dir.path().join("index"));
    /// # std::fs::create_dir(&notes)?;
    /// std::fs::write(notes.join("pool.md"), "连接池")?;
    /// let index = NoteIndex::open(IndexOptions::new(&notes, &index_dir))?;
    /// assert_eq!(index.pending()?.to_read, 1);
    ///
    /// // Two seconds after a change its stamp is trusted.
    /// index.sync(&SyncOptions::new(SystemTime::now() + Duration::from_secs(3)))?;
    /// assert!(index.pending()?.is_empty());
    ///
    /// std::fs::remove_file(notes.join("pool.md"))?;
    /// assert_eq!(index.pending()?.to_remove, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::is_io`](crate::Error::is_io) if the notes or the index can't be read,
    /// [`Error::is_remade`](crate::Error::is_remade) as of a sync.
    pub fn pending(&self) -> Result<Pending> {
        match &self.backend {
            Backend::Memory(_) => Ok(Pending::default()),
            Backend::Disk { store, root, .. } => {
                let Diff { to_read, to_remove, .. } = self.diff(store, root)?;
                Ok(Pending { to_read: to_read.len(), to_remove: to_remove.len() })
            }
        }
    }

    fn diff(&self, store: &Store, root: &Path) -> Result<Diff> {
        let walked = walk_beside(&self.options.walk(root), &|| false, || self.manifest(store))?;
        // Nobody stops it.
        let Some((walk, manifest)) = walked else { return Ok(Diff::default()) };
        Ok(manifest?.diff(walk.files.iter()))
    }

    /// What is indexed, as a sync would go on with it.
    fn manifest(&self, store: &Store) -> Result<Manifest> {
        match self.read(store, store.mark(), |current| current.manifest(store)) {
            Err(error) if error.is_missing() || error.is_unusable() => Ok(Manifest::default()),
            manifest => manifest,
        }
    }
}
