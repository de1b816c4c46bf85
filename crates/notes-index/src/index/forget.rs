//! An index known by its folder alone: whose it is, and how it is removed.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::NoteIndex;
use super::layout::{IDENTITY_FILE, LOCK_FILE, all_in};
use super::lock::{LockFile, await_lock};
use super::store::Identity;
use super::watch::must_be_free;
use crate::disk;
use crate::error::{Error, ErrorKind, Result};

/// How long to wait for a search that is just writing what it found changed.
const LOCK_WAIT: Duration = Duration::from_secs(1);
const LOCK_POLL: Duration = Duration::from_millis(10);

/// An index, as its folder tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownIndex {
    /// The folder of the notes, as it is best read; they may be gone. Nothing if a first sync was stopped, or the index does
    /// not say it any more.
    pub root: Option<PathBuf>,
    /// What the index takes on disk, in bytes.
    pub bytes: u64,
}

impl NoteIndex {
    /// What an index folder says of itself, whichever notes it is of; nothing if there is no index in it.
    ///
    /// # Errors
    /// [`Error::is_foreign`] if the folder holds something that is no index, [`Error::is_io`] if it can't be read.
    ///
    /// ```
    /// # use notes_index::NoteIndex;
    /// # let dir = tempfile::tempdir()?;
    /// assert_eq!(NoteIndex::known_in(dir.path())?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn known_in(index_dir: &Path) -> Result<Option<KnownIndex>> {
        let root = Identity::read(index_dir)?.map(|identity| PathBuf::from(identity.root()));
        let ours: Vec<PathBuf> = all_in(index_dir).collect();
        let bytes = || ours.iter().map(|path| size(path)).sum();
        Ok((root.is_some() || !ours.is_empty()).then(|| KnownIndex { root, bytes: bytes() }))
    }

    /// Removes the index in a folder, whichever notes it is of, and says which that was; nothing if there is none. The notes
    /// are not touched, nor is what others have put beside the index.
    ///
    /// # Errors
    /// As [`NoteIndex::known_in`]; [`Error::is_watched`] if the index has a watcher, [`Error::is_locked`] if another process
    /// writes it.
    ///
    /// ```
    /// use notes_index::{IndexOptions, NoteIndex, SyncOptions};
    ///
    /// # let dir = tempfile::tempdir()?;
    /// # let (notes, cache) = (dir.path().join("notes"), dir.path().join("cache"));
    /// # std::fs::create_dir(&notes)?;
    /// let index = NoteIndex::open(IndexOptions::new(&notes, &cache))?;
    /// index.sync(&SyncOptions::new(std::time::SystemTime::now()))?;
    /// assert!(NoteIndex::forget(&cache)?.is_some());
    /// assert!(!cache.exists() && notes.exists());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn forget(index_dir: &Path) -> Result<Option<KnownIndex>> {
        let Some(known) = NoteIndex::known_in(index_dir)? else { return Ok(None) };
        must_be_free(index_dir)?;
        let lock_path = index_dir.join(LOCK_FILE);
        let lock = lock(&lock_path, index_dir)?;
        let removed = |path: &Path| {
            let done = if disk::is_dir(path) { disk::remove_dir(path) } else { disk::remove(path) };
            done.map_err(|error| Error::io(path, "remove", error))
        };
        // First: from then on there is no index here, whatever happens to the rest of it.
        removed(&index_dir.join(IDENTITY_FILE))?;
        all_in(index_dir).try_for_each(|path| removed(&path))?;
        removed(&lock_path)?;
        drop(lock);
        // It stays if others have something in it.
        let _ = fs::remove_dir(index_dir);
        Ok(Some(known))
    }
}

fn lock(path: &Path, index_dir: &Path) -> Result<LockFile> {
    await_lock(LOCK_WAIT, LOCK_POLL, &mut |_| Ok(()), || LockFile::try_take(path))?
        .map_err(|holder| Error::new(ErrorKind::Locked { path: index_dir.to_owned(), holder }))
}

/// The size of a file, or of those in a folder, in bytes.
fn size(path: &Path) -> u64 {
    let n_bytes = |path: &Path| path.symlink_metadata().map_or(0, |metadata| metadata.len());
    if !disk::is_dir(path) {
        return n_bytes(path);
    }
    fs::read_dir(path).into_iter().flatten().flatten().map(|entry| n_bytes(&entry.path())).sum()
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::super::watch::mailbox::Mailbox;
    use super::*;
    use crate::{IndexOptions, SyncOptions};

    /// A folder with a note and its index.
    fn indexed() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("notes")).unwrap();
        fs::write(dir.path().join("notes/pool.md"), "连接池\n").unwrap();
        sync(dir.path());
        dir
    }

    fn sync(dir: &Path) -> NoteIndex {
        let index = NoteIndex::open(IndexOptions::new(dir.join("notes"), dir.join("cache"))).unwrap();
        index.sync(&SyncOptions::new(SystemTime::now())).unwrap();
        index
    }

    #[test]
    fn what_is_forgotten_is_made_anew() {
        let dir = indexed();
        let cache = dir.path().join("cache");
        drop(Mailbox::open(&cache).unwrap());
        let known = NoteIndex::known_in(&cache).unwrap().unwrap();
        assert_eq!(known.root, Some(dir.path().join("notes").canonicalize().unwrap()));
        assert!(known.bytes > 100, "{known:?}");
        assert_eq!(NoteIndex::forget(&cache).unwrap(), Some(known));
        assert!(!cache.exists());
        assert_eq!(NoteIndex::forget(&cache).unwrap(), None);
        assert_eq!(sync(dir.path()).n_notes().unwrap(), 1);
    }

    #[test]
    fn what_others_have_stays() {
        let dir = indexed();
        let cache = dir.path().join("cache");
        for path in ["last-search.json", "letter.txt", "g7/photo.jpg"] {
            fs::create_dir_all(cache.join(path).parent().unwrap()).unwrap();
            fs::write(cache.join(path), "").unwrap();
        }
        NoteIndex::forget(&cache).unwrap().unwrap();
        let mut left: Vec<_> =
            fs::read_dir(&cache).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["g7", "last-search.json", "letter.txt"]);
        let refused = NoteIndex::forget(&cache).unwrap_err();
        assert!(refused.is_foreign(), "{refused}");
        assert!(cache.join("g7/photo.jpg").exists());
        assert!(NoteIndex::forget(&dir.path().join("notes")).unwrap_err().is_foreign());
    }

    #[test]
    fn what_is_at_work_is_left_alone() {
        let dir = indexed();
        let cache = dir.path().join("cache");
        let watcher = Mailbox::open(&cache).unwrap();
        assert!(NoteIndex::forget(&cache).unwrap_err().is_watched());
        drop(watcher);
        let writer = lock(&cache.join(LOCK_FILE), &cache).unwrap();
        assert!(NoteIndex::forget(&cache).unwrap_err().is_locked());
        drop(writer);
        assert!(NoteIndex::forget(&cache).unwrap().is_some());
    }

    #[test]
    fn one_that_says_nothing_any_more_is_forgotten_as_well() {
        let dir = indexed();
        let cache = dir.path().join("cache");
        fs::write(cache.join(IDENTITY_FILE), "{").unwrap();
        let known = NoteIndex::forget(&cache).unwrap().unwrap();
        assert_eq!(known.root, None);
        assert!(!cache.exists());
    }
}
