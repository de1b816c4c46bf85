//! The index folder: whose it is, which generation counts, and who may write.
//!
//! A rebuild writes the next generation beside the one that counts and then renames a new
//! `notes-index.json` into place: readers see the one or the other, whole.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::layout::{
    IDENTITY_FILE, LOCK_FILE, generation_name, generation_number, is_companion, leftovers_in, stranger_in,
};
use super::lock::{LockFile, await_lock, try_share};
use crate::disk;
use crate::engine::Engine;
use crate::error::{Error, ErrorKind, Holder, Result};
use crate::source::Stamp;

const KIND: &str = "notes-index";
/// More than any identity takes, in bytes.
const MAX_IDENTITY_BYTES: u64 = 1 << 20;
/// How long to wait between two looks at a lock that another process holds.
const LOCK_POLL: Duration = Duration::from_millis(10);

/// An index folder, there or not.
#[derive(Clone, Debug)]
pub(super) struct Store {
    dir: PathBuf,
    root: PathBuf,
}

/// What `notes-index.json` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Identity {
    kind: String,
    /// The notebook, as it is best read; [`Identity::root_checksum`] knows it exactly.
    root: String,
    /// The CRC-32 of the bytes of the notebook's path.
    root_checksum: u32,
    /// How the index was made: another format, analysis, dictionary or option gives another text.
    pub(super) made_by: String,
    /// Which generation counts.
    pub(super) generation: u64,
    /// The CRC-32 of all that stands above.
    checksum: u32,
}

impl Identity {
    fn new(root: &Path, made_by: &str, generation: u64) -> Identity {
        let mut identity = Identity {
            kind: KIND.to_owned(),
            root: root.to_string_lossy().into_owned(),
            root_checksum: crc32fast::hash(root.as_os_str().as_encoded_bytes()),
            made_by: made_by.to_owned(),
            generation,
            checksum: 0,
        };
        identity.checksum = identity.right_checksum();
        identity
    }

    fn right_checksum(&self) -> u32 {
        let Identity { kind, root, root_checksum, made_by, generation, checksum: _ } = self;
        crc32fast::hash(format!("{kind}\n{root}\n{root_checksum}\n{made_by}\n{generation}").as_bytes())
    }

    /// Reads what is as it was written; nothing else.
    fn decode(bytes: &[u8]) -> Option<Identity> {
        let identity: Identity = serde_json::from_slice(bytes).ok()?;
        (identity.kind == KIND && identity.checksum == identity.right_checksum()).then_some(identity)
    }

    /// What an index folder says of itself, whichever notes it is of; nothing if there is no index in it or none that can be
    /// read.
    ///
    /// # Errors
    /// If the folder holds anything that is not an index.
    pub(super) fn read(dir: &Path) -> Result<Option<Identity>> {
        let path = dir.join(IDENTITY_FILE);
        match disk::read(&path, MAX_IDENTITY_BYTES) {
            Ok(bytes) => match Identity::decode(&bytes) {
                Some(identity) => Ok(Some(identity)),
                // Damaged or not ours: what else is in the folder tells.
                None => unidentified(dir),
            },
            Err(error) => match error.kind() {
                io::ErrorKind::NotADirectory => Err(foreign(dir, "it is no folder".to_owned())),
                io::ErrorKind::NotFound | io::ErrorKind::InvalidData => unidentified(dir),
                _ => Err(Error::io(path, "read", error)),
            },
        }
    }

    /// The notebook, as it is best read.
    pub(super) fn root(&self) -> &str {
        &self.root
    }

    fn is_of(&self, root: &Path) -> bool {
        let Identity { root: name, root_checksum, .. } = Identity::new(root, "", 0);
        self.root == name && self.root_checksum == root_checksum
    }
}

/// A folder without identity is ours to take if it is empty or holds only what a first sync that was stopped has left.
fn unidentified(dir: &Path) -> Result<Option<Identity>> {
    match stranger_in(dir).map_err(|error| Error::io(dir, "read", error))? {
        None => Ok(None),
        Some(path) => Err(foreign(dir, format!("it holds {path:?} and no {IDENTITY_FILE} of ours"))),
    }
}

fn foreign(dir: &Path, why: String) -> Error {
    Error::new(ErrorKind::Foreign { path: dir.to_owned(), why })
}

/// The right to write; given back when dropped.
#[derive(Debug)]
pub(super) struct WriterLock {
    _held: LockFile,
}

/// Tells one commit from the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark(Option<Stamp>, Option<Stamp>);

impl Store {
    /// # Errors
    /// If the folder holds another notebook's index or anything that is not an index.
    pub(super) fn new(dir: &Path, root: &Path) -> Result<Store> {
        // The process may change its current folder later.
        let absolute = std::path::absolute(dir).map_err(|error| Error::io(dir, "open", error))?;
        let store = Store { dir: absolute, root: root.to_owned() };
        store.identity()?;
        Ok(store)
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// What the folder says of itself; nothing if there is no index in it yet or none that can be read.
    pub(super) fn identity(&self) -> Result<Option<Identity>> {
        match Identity::read(&self.dir)? {
            Some(identity) if !identity.is_of(&self.root) => {
                Err(foreign(&self.dir, format!("it belongs to the notes in {}", identity.root)))
            }
            identity => Ok(identity),
        }
    }

    /// The number of the generation that counts; 0 if none does.
    pub(super) fn counting(&self) -> Result<u64> {
        Ok(self.identity()?.map_or(0, |identity| identity.generation))
    }

    /// Whether there is anything of an index in the folder.
    pub(super) fn holds_anything(&self) -> bool {
        self.names().iter().any(|name| !is_companion(name))
    }

    /// Changes with every commit: whoever finds a file missing can see whether that is why.
    pub(super) fn mark(&self) -> Mark {
        let stamp = |path: PathBuf| path.metadata().ok().map(|metadata| Stamp::of(&metadata));
        let generation = self.identity().ok().flatten().map(|identity| self.generation(identity.generation));
        Mark(stamp(self.dir.join(IDENTITY_FILE)), generation.and_then(|dir| stamp(dir.join(Engine::COMMIT))))
    }

    /// The folder of a generation.
    pub(super) fn generation(&self, generation: u64) -> PathBuf {
        self.dir.join(generation_name(generation))
    }

    /// The number of a generation that there is no trace of.
    pub(super) fn next_generation(&self) -> u64 {
        let names = self.names();
        let numbers = names.iter().filter_map(|name| generation_number(name));
        numbers.max().unwrap_or(0).saturating_add(1)
    }

    /// Makes the folder of a generation, empty, readable by nobody else.
    pub(super) fn create_generation(&self, generation: u64) -> Result<PathBuf> {
        let path = self.generation(generation);
        disk::create_new_dir(&path).map_err(|error| Error::io(&path, "create", error))?;
        // The folder's name is on the disk before any file says that this generation counts.
        disk::sync_dir(&self.dir).map_err(|error| Error::io(&self.dir, "write", error))?;
        Ok(path)
    }

    /// Makes a generation the one that counts.
    pub(super) fn switch_to(&self, generation: u64, made_by: &str) -> Result<()> {
        let path = self.dir.join(IDENTITY_FILE);
        let identity = Identity::new(&self.root, made_by, generation);
        disk::replace(&path, MAX_IDENTITY_BYTES, |_| Ok(serde_json::to_vec_pretty(&identity)?))
            .map_err(|error| Error::io(&path, "write", error))
    }

    /// Whether there is something that [`Store::sweep`] would remove.
    pub(super) fn has_leftovers(&self, keep: u64) -> bool {
        leftovers_in(&self.dir, keep).next().is_some()
    }

    /// Removes every generation but one, and what killed writers left.
    pub(super) fn sweep(&self, keep: u64) {
        for path in leftovers_in(&self.dir, keep) {
            // What can't be removed now is removed by a later sync.
            let _ = if disk::is_dir(&path) { disk::remove_dir(&path) } else { disk::remove(&path) };
        }
    }

    /// The names of what is in the folder; those of others included.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.dir).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    /// Takes the writer's lock, waiting at most `wait`; `on_wait` hears for whom, after every look, and may end
    /// the wait.
    pub(super) fn lock(
        &self,
        wait: Duration,
        on_wait: &mut dyn FnMut(Holder) -> Result<()>,
    ) -> Result<WriterLock> {
        disk::create_dir(&self.dir).map_err(|error| Error::io(&self.dir, "create", error))?;
        self.await_lock(wait, on_wait, || self.try_lock())
    }

    /// Takes the lock shared, so that no writer begins; others that only look may hold it too. Creates nothing: where
    /// there is no lock file, or none that may be read, writers are not kept away.
    ///
    /// # Errors
    /// [`Error::is_locked`] if another process goes on writing.
    pub(super) fn keep_still(&self, wait: Duration) -> Result<Option<File>> {
        let Ok(mut file) = disk::open(&self.dir.join(LOCK_FILE)) else { return Ok(None) };
        self.await_lock(wait, &mut |_| Ok(()), || Ok(try_share(&mut file)))?;
        Ok(Some(file))
    }

    /// Waits for a lock of this folder's.
    fn await_lock<T>(
        &self,
        wait: Duration,
        on_wait: &mut dyn FnMut(Holder) -> Result<()>,
        try_lock: impl FnMut() -> Result<Result<T, Holder>>,
    ) -> Result<T> {
        let locked = |holder| Error::new(ErrorKind::Locked { path: self.dir.clone(), holder });
        await_lock(wait, LOCK_POLL, on_wait, try_lock)?.map_err(locked)
    }

    /// Takes the writer's lock if nobody holds it, else says who does. The folder must be there.
    pub(super) fn try_lock(&self) -> Result<Result<WriterLock, Holder>> {
        let taken = LockFile::try_take(&self.dir.join(LOCK_FILE))?;
        Ok(taken.map(|_held| WriterLock { _held }))
    }

    /// The size of everything in a generation, in bytes.
    pub(super) fn size(&self, generation: u64) -> u64 {
        let entries = fs::read_dir(self.generation(generation)).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
    }
}
