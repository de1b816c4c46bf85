//! The index folder: whose it is, which generation counts, and who may write.
//!
//! ```text
//! <index folder>/               0700
//!   notes-index.json            whose index this is, how it was made, which generation counts
//!   lock                        held by the one writer
//!   watch/                      where searches ask a watcher
//!   g1/                         a generation: a tantivy index and its manifests
//! ```
//! A rebuild writes the next generation beside the one that counts and then renames a new
//! `notes-index.json` into place: readers see the one or the other, whole.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

const IDENTITY_FILE: &str = "notes-index.json";
const LOCK_FILE: &str = "lock";
/// Where a watcher is asked.
pub(super) const DESK: &str = "watch";
const KIND: &str = "notes-index";
/// Between two looks at a lock that another process holds.
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
    /// The notebook.
    pub(super) root: PathBuf,
    /// How the index was made: another format, analysis, dictionary or option gives another text.
    pub(super) made_by: String,
    /// Which generation counts.
    pub(super) generation: u64,
}

/// The right to write; given back when dropped.
#[derive(Debug)]
pub(super) struct WriterLock {
    _file: File,
}

impl Store {
    /// # Errors
    /// If the folder holds another notebook's index or anything that is not an index.
    pub(super) fn new(dir: &Path, root: &Path) -> Result<Store> {
        let store = Store { dir: dir.to_owned(), root: root.to_owned() };
        store.identity()?;
        Ok(store)
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// What the folder says of itself; nothing if there is no index in it yet or none that can be read.
    pub(super) fn identity(&self) -> Result<Option<Identity>> {
        let foreign = |why: String| Err(Error::new(ErrorKind::Foreign { path: self.dir.clone(), why }));
        let path = self.dir.join(IDENTITY_FILE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return self.unidentified(),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return foreign("it is no folder".to_owned());
            }
            Err(error) => return Err(Error::io(path, "read", error)),
        };
        match serde_json::from_slice::<Identity>(&bytes) {
            Ok(identity) if identity.kind != KIND => foreign(format!("{IDENTITY_FILE} is not ours")),
            Ok(identity) if identity.root != self.root => {
                foreign(format!("it belongs to the notes in {}", identity.root.display()))
            }
            Ok(identity) => Ok(Some(identity)),
            // A damaged file of ours; the notes are the truth, the next sync builds anew.
            Err(_) => Ok(None),
        }
    }

    /// A folder without identity is ours to take if it is empty or holds only what a first sync
    /// that was stopped has left.
    fn unidentified(&self) -> Result<Option<Identity>> {
        let entries = match fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io(&self.dir, "read", error)),
        };
        let mut names =
            entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
        let is_ours = |name: &String| {
            name == LOCK_FILE || name == DESK || name.starts_with(IDENTITY_FILE) || is_generation(name)
        };
        match names.find(|name| !is_ours(name)) {
            None => Ok(None),
            Some(name) => {
                let why = format!("it holds {name:?} and no {IDENTITY_FILE}");
                Err(Error::new(ErrorKind::Foreign { path: self.dir.clone(), why }))
            }
        }
    }

    /// The folder of a generation.
    pub(super) fn generation(&self, generation: u64) -> PathBuf {
        self.dir.join(format!("g{generation}"))
    }

    /// Makes the folder of a generation, empty, readable by nobody else.
    pub(super) fn create_generation(&self, generation: u64) -> Result<PathBuf> {
        let path = self.generation(generation);
        if path.exists() {
            fs::remove_dir_all(&path).map_err(|error| Error::io(&path, "remove", error))?;
        }
        create_private_dir(&path)?;
        Ok(path)
    }

    /// Makes a generation the one that counts.
    pub(super) fn switch_to(&self, generation: u64, made_by: &str) -> Result<()> {
        let identity = Identity {
            kind: KIND.to_owned(),
            root: self.root.clone(),
            made_by: made_by.to_owned(),
            generation,
        };
        let path = self.dir.join(IDENTITY_FILE);
        let text =
            serde_json::to_vec_pretty(&identity).map_err(|error| Error::io(&path, "write", error.into()))?;
        write_atomically(&path, &text)
    }

    /// Removes every generation but one, and what killed writers left.
    pub(super) fn sweep(&self, keep: u64) -> Result<()> {
        let entries = fs::read_dir(&self.dir).map_err(|error| Error::io(&self.dir, "read", error))?;
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_temporary = name.starts_with(IDENTITY_FILE) && name != IDENTITY_FILE;
            // What can't be removed now is removed by a later sync.
            if is_generation(&name) && name != format!("g{keep}") {
                let _ = fs::remove_dir_all(entry.path());
            } else if is_temporary {
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }

    /// Takes the writer's lock, waiting at most `wait`. The system gives it back when a process
    /// ends in any way, so the lock file itself means nothing and stays.
    pub(super) fn lock(&self, wait: Duration) -> Result<WriterLock> {
        create_private_dir(&self.dir)?;
        let path = self.dir.join(LOCK_FILE);
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        private(&mut options);
        let file = options.open(&path).map_err(|error| Error::io(&path, "open", error))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(WriterLock { _file: file }),
                Err(TryLockError::WouldBlock) if begun.elapsed() < wait => std::thread::sleep(LOCK_POLL),
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::new(ErrorKind::Locked { path: self.dir.clone() }));
                }
                Err(TryLockError::Error(error)) => return Err(Error::io(&path, "lock", error)),
            }
        }
    }

    /// The size of everything in a generation, in bytes.
    pub(super) fn size(&self, generation: u64) -> u64 {
        let entries = fs::read_dir(self.generation(generation)).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
    }
}

fn is_generation(name: &str) -> bool {
    name.strip_prefix('g')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Makes a folder that nobody else can look into, with those above it; an empty one is closed to others.
fn create_private_dir(path: &Path) -> Result<()> {
    if let Ok(mut entries) = fs::read_dir(path) {
        return if entries.next().is_none() { close_to_others(path) } else { Ok(()) };
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| Error::io(path, "create", error))
}

fn close_to_others(path: &Path) -> Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700))
        .map_err(|error| Error::io(path, "close to others", error))?;
    Ok(())
}

fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}

/// Writes a file beside its place and renames it there; readable by nobody else.
fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    let temporary = path.with_extension(format!("json.{}", std::process::id()));
    let write = || -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(true).write(true);
        private(&mut options);
        let mut file = options.open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().map_err(|error| Error::io(path, "write", error))
}
