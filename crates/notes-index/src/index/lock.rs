//! A file that is locked for as long as it is held, with the number of the process that holds it. The system gives a lock
//! back when a process ends in any way, so the file itself means nothing and stays.

use std::fs::{File, Metadata, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::disk;
use crate::error::{Error, ErrorKind, Holder, Result};
use crate::source::Stamp;

/// As many digits as the number of a process has at most.
const MAX_BYTES: u64 = 10;

/// A lock; given back when dropped.
#[derive(Debug)]
pub(super) struct LockFile {
    file: File,
}

impl LockFile {
    /// Takes a lock if nobody holds it, else says who does. The folder must be there.
    ///
    /// # Errors
    /// [`Error::is_foreign`] if it is a file of others, which would lose what stands in it.
    pub(super) fn try_take(path: &Path) -> Result<Result<LockFile, Holder>> {
        let mut file = disk::open_lock(path).map_err(|error| Error::io(path, "open", error))?;
        disk::look(path);
        match file.try_lock() {
            // Whoever removes the file while it is locked makes room for another lock.
            Ok(()) if !is_at(&file, path) => Ok(Err(Holder { process: None })),
            Ok(()) if !reads_like_ours(&mut file) => Err(foreign(path)),
            Ok(()) => {
                // Only for the others' messages.
                let emptied = file.set_len(0).and_then(|()| file.rewind());
                let _ = emptied.and_then(|()| write!(file, "{}", std::process::id()));
                Ok(Ok(LockFile { file }))
            }
            Err(TryLockError::WouldBlock) => Ok(Err(holder(&mut file))),
            Err(TryLockError::Error(error)) => Err(Error::io(path, "lock", error)),
        }
    }

    /// Whether a file that is there may be such a lock.
    pub(super) fn is_ours(path: &Path) -> io::Result<bool> {
        match disk::read(path, MAX_BYTES) {
            Ok(text) => Ok(is_number(&text)),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Whether a path leads to the file that is locked: whoever finds another one there may lock that.
    pub(super) fn is_at(&self, path: &Path) -> bool {
        is_at(&self.file, path)
    }
}

impl Drop for LockFile {
    fn drop(&mut self) {
        // Whoever locks the file in another way is not to be taken for this process.
        let _ = self.file.set_len(0);
    }
}

/// Shares the lock on a file with all that only look, else says who holds it. Where a file
/// system has no locks nobody holds one.
pub(super) fn try_share(file: &mut File) -> Result<(), Holder> {
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Err(holder(file)),
        _ => Ok(()),
    }
}

/// Tries to take a lock until nobody else holds it, at most for `wait`, with a pause between two tries. `on_wait` hears after
/// each who holds it, and may end the wait. Says who still holds it when the time is over.
pub(super) fn await_lock<T>(
    wait: Duration,
    pause: Duration,
    on_wait: &mut dyn FnMut(Holder) -> Result<()>,
    mut try_take: impl FnMut() -> Result<Result<T, Holder>>,
) -> Result<Result<T, Holder>> {
    let begun = Instant::now();
    loop {
        match try_take()? {
            Err(holder) if begun.elapsed() < wait => on_wait(holder)?,
            tried => return Ok(tried),
        }
        thread::sleep(pause);
    }
}

/// Whether a path leads to an opened file.
fn is_at(file: &File, path: &Path) -> bool {
    let inode = |metadata: io::Result<Metadata>| metadata.ok().map(|metadata| Stamp::of(&metadata).inode);
    inode(path.metadata()).is_some_and(|there| inode(file.metadata()) == Some(there))
}

/// Whether an opened file holds nothing but what a holder writes; a pipe holds nothing.
fn reads_like_ours(file: &mut File) -> bool {
    let n_bytes = file.metadata().map_or(0, |metadata| metadata.len());
    let mut text = Vec::new();
    n_bytes == 0 || (n_bytes <= MAX_BYTES && file.read_to_end(&mut text).is_ok() && is_number(&text))
}

/// Whether this is the number of a process, or what a loss of power leaves of it: nothing, or zeros.
fn is_number(text: &[u8]) -> bool {
    text.iter().all(|byte| matches!(byte, b'0'..=b'9' | 0))
}

fn foreign(lock: &Path) -> Error {
    let name = lock.file_name().unwrap_or_default();
    let (path, why) =
        (lock.parent().unwrap_or(lock).to_owned(), format!("its {name:?} holds something of others"));
    Error::new(ErrorKind::Foreign { path, why })
}

/// Who holds a lock, as it wrote into the file.
fn holder(file: &mut File) -> Holder {
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.take(MAX_BYTES).read_to_string(&mut text));
    Holder { process: read.ok().and_then(|_| text.parse().ok()) }
}
