//! tantivy's door to the disk: files that only their owner may read, and a commit that is one rename.
//!
//! tantivy asks for three kinds of files. Those of segments are written once and mapped. `meta.json`, which
//! it writes whenever it commits or has merged, is kept in memory until the writer is done with both; then it
//! becomes part of the [`Seal`], and that is the commit. The list of files that garbage is told by is not kept on
//! disk at all: what the seal doesn't name is garbage, whoever left it. A writer that was killed thus leaves
//! the last commit and nothing that a later one could stumble over.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use super::pieces::Pieces;
use super::seal::{self, Checksums, Seal, SealedFile, Summing};
use super::segments::Segments;
use super::stored::Stored;
use crate::disk::{self, NewFile};
use crate::source::Stamp;

/// What tantivy calls its commit.
pub(in crate::engine) const META: &str = "meta.json";
/// What tantivy calls its list of files.
const MANAGED: &str = ".managed.json";

/// Checking again what comes to less than this, in bytes, costs less than writing that it was checked.
const WORTH_A_SEAL: u64 = 256 << 10;

/// The folder of an index. Clones are the same folder.
#[derive(Clone, Debug)]
pub(in crate::engine) struct IndexDirectory {
    dir: PathBuf,
    mapped: MmapDirectory,
    /// Whether the index is being built: then what is read of it is merged, and read once.
    is_new: bool,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// The last commit; none if there was none yet.
    seal: Option<Seal>,
    /// What tantivy takes for its commit: the last one, or what a writer has made of it so far.
    meta: Option<Vec<u8>>,
    /// tantivy's own list of files.
    managed: Option<Vec<u8>>,
    /// The checksums of the files that were written since.
    written: BTreeMap<String, Checksums>,
    /// How many bytes had to be read to know that the files are what they were.
    n_bytes_checked: u64,
    /// A file of the commit that was gone when it was to be opened.
    vanished: Option<PathBuf>,
    /// The first step that the system refused: what tantivy says of it is not always as clear.
    refused: Option<Refused>,
}

/// What a check of all files of a commit has found.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileCheck {
    pub(crate) n_files: usize,
    /// How large they are together.
    pub(crate) n_bytes: u64,
    /// What is wrong with some, a sentence each.
    pub(crate) broken: Vec<String>,
}

/// A step that the system refused.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Refused {
    pub(in crate::engine) path: PathBuf,
    pub(in crate::engine) error: Arc<io::Error>,
}

impl IndexDirectory {
    /// A folder that is there and holds no index yet.
    pub(in crate::engine) fn create(dir: &Path) -> io::Result<IndexDirectory> {
        let mapped = MmapDirectory::open(dir).map_err(io::Error::other)?;
        Ok(IndexDirectory { dir: dir.to_owned(), mapped, is_new: true, state: Arc::default() })
    }

    /// A folder that holds an index with a seal, whose files are what they were when they were written.
    ///
    /// # Errors
    /// Of the kind [`io::ErrorKind::InvalidData`] or [`io::ErrorKind::NotFound`] if they are not.
    pub(in crate::engine) fn open(dir: &Path, mut seal: Seal) -> io::Result<IndexDirectory> {
        let n_bytes_checked = seal.check(dir)?;
        let directory = IndexDirectory { is_new: false, ..IndexDirectory::create(dir)? };
        let files: Vec<&str> = seal.files.iter().map(|file| file.name.as_str()).collect();
        let managed = serde_json::to_vec(&files).ok();
        let meta = Some(seal.meta.clone());
        *directory.state() = State { managed, meta, seal: Some(seal), n_bytes_checked, ..State::default() };
        Ok(directory)
    }

    /// Seals the files anew if much had to be read to know that they are what they were. Only who holds the
    /// index's lock may do this. That it can't be done does no harm.
    pub(in crate::engine) fn seal_again(&self) {
        let mut state = self.state();
        let Some(seal) = state.seal.as_mut() else { return };
        let is_last = Seal::read(&self.dir).is_ok_and(|last| last.meta == seal.meta);
        if is_last && seal.write(&self.dir).is_ok() {
            state.n_bytes_checked = 0;
        }
    }

    /// Whether [`IndexDirectory::seal_again`] would make the next opening cheaper.
    pub(in crate::engine) fn is_worth_a_seal(&self) -> bool {
        self.state().n_bytes_checked >= WORTH_A_SEAL
    }

    /// What neither the last commit needs nor `keep` names: what writers left that were killed, and what
    /// one that is at work has written so far. What others have put there has no name of ours, or is no file.
    pub(in crate::engine) fn leftovers(&self, keep: &[&str]) -> Vec<PathBuf> {
        let state = self.state();
        let files = state.seal.iter().flat_map(|seal| &seal.files).map(|file| file.name.as_str());
        let wanted: Vec<&str> = files.chain(keep.iter().copied()).chain([seal::FILE_NAME, LOCK]).collect();
        let entries = fs::read_dir(&self.dir).into_iter().flatten().flatten();
        let is_ours =
            |name: &str| is_file_name(name) || keep.iter().any(|kept| disk::is_or_becomes(name, kept));
        let is_unwanted =
            |name: &OsStr| name.to_str().is_some_and(|name| is_ours(name) && !wanted.contains(&name));
        let is_file = |entry: &DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
        let left = entries.filter(|entry| is_unwanted(&entry.file_name()) && is_file(entry));
        left.map(|entry| entry.path()).collect()
    }

    /// Removes them. Only who holds the index's lock may do this.
    pub(in crate::engine) fn sweep(&self, keep: &[&str]) {
        for path in self.leftovers(keep) {
            // What can't be removed now is removed by a later sweep.
            let _ = disk::remove(&path);
        }
    }

    /// A file of the commit that was gone when it was to be opened. tantivy makes do without some, and would
    /// find nothing in them: a reader has to look whether it got all.
    pub(in crate::engine) fn vanished(&self) -> Option<PathBuf> {
        self.state().vanished.clone()
    }

    /// The first step that the system refused.
    pub(in crate::engine) fn refused(&self) -> Option<Refused> {
        self.state().refused.clone()
    }

    /// Reads every file of the last commit, byte for byte.
    pub(in crate::engine) fn check(&self) -> FileCheck {
        let Some(seal) = self.state().seal.clone() else { return FileCheck::default() };
        let (n_bytes, broken) = seal.check_all(&self.dir);
        FileCheck { n_files: seal.files.len(), n_bytes, broken }
    }

    /// Makes what tantivy has committed and merged the commit, once the disk has all of it; then removes what
    /// that doesn't need any more. Until here the last commit stands, with all its files.
    pub(in crate::engine) fn commit(&self) -> io::Result<()> {
        let (mut seal, garbage) = self.next_seal()?;
        seal.write(&self.dir).map_err(|error| copied(&self.refuse(Path::new(seal::FILE_NAME), error)))?;
        let mut state = self.state();
        state.seal = Some(seal);
        state.written.clear();
        // What can't be removed now is removed by a later sweep.
        garbage.iter().for_each(|name| drop(disk::remove(&self.dir.join(name))));
        Ok(())
    }

    /// The seal of the commit to come, whose files the disk has, and the names of the files that it makes garbage.
    fn next_seal(&self) -> io::Result<(Seal, Vec<String>)> {
        let state = self.state();
        let meta = state.meta.clone().unwrap_or_default();
        let segments = Segments::of_meta(&meta)?;
        let sealed = state.seal.iter().flat_map(|seal| seal.files.clone());
        let (mut files, garbage): (Vec<SealedFile>, _) = sealed.partition(|file| segments.need(&file.name));
        let mut garbage: Vec<String> = garbage.into_iter().map(|file: SealedFile| file.name).collect();
        let written = state.written.clone();
        drop(state);
        for (name, checksums) in written {
            if segments.need(&name) {
                let path = self.dir.join(&name);
                let stamp =
                    disk::sync(&path).map_err(|error| copied(&self.refuse(Path::new(&name), error)))?;
                files.push(SealedFile { name, checksums, stamp: Stamp::of(&stamp) });
            } else {
                garbage.push(name);
            }
        }
        disk::sync_dir(&self.dir).map_err(|error| copied(&self.refuse(Path::new(""), error)))?;
        Ok((Seal::new(&meta, files), garbage))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers what the system refused.
    fn refuse(&self, path: &Path, error: io::Error) -> Arc<io::Error> {
        let refused = Refused { path: self.dir.join(path), error: Arc::new(error) };
        self.state().refused.get_or_insert_with(|| refused.clone());
        refused.error
    }
}

/// The name of the lock that tantivy's writer holds.
const LOCK: &str = ".tantivy-writer.lock";

/// The length of a segment's name, in hexadecimal digits.
const SEGMENT_DIGITS: usize = 32;

/// Whether a file may be one that was written into the folder of an index: the seal, the lock, or a segment's.
pub(in crate::engine) fn is_file_name(name: &str) -> bool {
    let is_segment = |id: &str| id.len() == SEGMENT_DIGITS && id.bytes().all(|b| b.is_ascii_hexdigit());
    name == LOCK
        || disk::is_or_becomes(name, seal::FILE_NAME)
        || name.split_once('.').is_some_and(|(id, _)| is_segment(id))
}

/// A file of a segment that is being written.
struct SegmentFile {
    file: NewFile,
    summing: Summing,
    name: PathBuf,
    directory: IndexDirectory,
}

impl Write for SegmentFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n_bytes = self.file.write(bytes).map_err(|error| self.refuse(error))?;
        self.summing.update(&bytes[..n_bytes]);
        Ok(n_bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TerminatingWrite for SegmentFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        // The disk has to have it only if the commit needs it: a merge may make it garbage before.
        let name = self.name.to_string_lossy().into_owned();
        self.directory.state().written.insert(name, self.summing.checksums());
        Ok(())
    }
}

impl SegmentFile {
    fn refuse(&self, error: io::Error) -> io::Error {
        copied(&self.directory.refuse(&self.name, error))
    }
}

/// An error of the same kind and with the same message.
pub(in crate::engine) fn copied(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

impl Directory for IndexDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if self.is_new {
            return Ok(Arc::new(Pieces::open(&self.dir.join(path))?));
        }
        disk::look(&self.dir);
        let file = self.mapped.get_file_handle(path).inspect_err(|error| {
            if let OpenReadError::FileDoesNotExist(_) = error {
                self.state().vanished = Some(path.to_owned());
            }
        })?;
        if path.extension().is_none_or(|extension| extension != "store") {
            return Ok(file);
        }
        let stored =
            Stored::open(file).map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
        Ok(Arc::new(stored))
    }

    /// What tantivy needs no more may belong to the last commit: it is removed when there is another.
    fn delete(&self, _: &Path) -> Result<(), DeleteError> {
        Ok(())
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        match path.to_str() {
            Some(META) => Ok(self.state().meta.is_some()),
            _ => self.mapped.exists(path),
        }
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let refuse = |error| {
            let io_error = self.refuse(path, error);
            OpenWriteError::IoError { io_error, filepath: path.to_owned() }
        };
        let file = NewFile::create(&self.dir.join(path)).map_err(refuse)?;
        let (name, directory) = (path.to_owned(), self.clone());
        let file = SegmentFile { file, summing: Summing::default(), name, directory };
        Ok(BufWriter::new(Box::new(file)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let state = self.state();
        let content = match path.to_str() {
            Some(META) => state.meta.clone(),
            Some(MANAGED) => state.managed.clone(),
            _ => None,
        };
        content.ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        let kept = match path.to_str() {
            Some(META) => &mut state.meta,
            Some(MANAGED) => &mut state.managed,
            _ => return Err(io::Error::from(io::ErrorKind::Unsupported)),
        };
        *kept = Some(data.to_vec());
        Ok(())
    }

    /// See [`IndexDirectory::commit`].
    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    /// A reader takes no lock, so that it needs no leave to write and waits for nobody: where files of a
    /// commit vanish before it has opened them, there is a newer commit to open.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        if lock.filepath != INDEX_WRITER_LOCK.filepath {
            return Ok(DirectoryLock::from(Box::new(())));
        }
        let file = disk::open_lock(&self.dir.join(LOCK)).map_err(LockError::wrap_io_error)?;
        match file.try_lock() {
            Ok(()) => Ok(DirectoryLock::from(Box::new(file))),
            Err(fs::TryLockError::WouldBlock) => Err(LockError::LockBusy),
            Err(fs::TryLockError::Error(error)) => Err(LockError::wrap_io_error(error)),
        }
    }

    /// Nobody here waits for commits.
    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
