//! The stateful facade: opens an index, brings it to the notes, hands out snapshots.

mod batch;
mod buffers;
mod check;
mod commit;
mod deadline;
mod forget;
mod layout;
mod lock;
mod manifest;
mod memory;
mod notes;
mod options;
mod pending;
mod prepare;
mod report;
mod seen;
mod status;
mod store;
mod sync;
mod warm;
mod watch;
mod writer;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use self::buffers::snapshot_with;
pub use self::check::{Check, CheckReport, Fault};
use self::commit::{Current, open_generation};
use self::deadline::Deadline;
pub use self::forget::KnownIndex;
use self::manifest::Manifest;
use self::memory::Memory;
use self::options::Folders;
pub use self::options::{IndexOptions, SyncOptions};
pub use self::pending::Pending;
pub use self::report::{NoteWarning, SyncEvent, SyncReport};
pub use self::status::IndexStatus;
use self::store::{Identity, Mark, Store};
use self::sync::SyncRun;
use self::warm::Warm;
use self::watch::Watch;
pub use self::watch::{WatchEvent, WatchOptions};
use crate::analysis::{ANALYSIS_VERSION, dictionary_version};
use crate::engine::{Engine, FORMAT_VERSION};
use crate::error::{Error, ErrorKind, Result};
use crate::search::Searcher;
use crate::source;

/// A notebook's index: one writer at a time, any number of snapshots.
///
/// ```
/// use std::time::SystemTime;
///
/// use notes_index::{IndexOptions, NoteIndex, Query, SearchOptions, SyncOptions};
///
/// # let dir = tempfile::tempdir()?;
/// # let (notes, cache) = (dir.path().join("notes"), dir.path().join("cache"));
/// # std::fs::create_dir(&notes)?;
/// std::fs::write(notes.join("pool.md"), "# 数据库\n\n## 连接池\n\n上限写在 `pool_size`。\n")?;
///
/// let index = NoteIndex::open(IndexOptions::new(&notes, &cache))?;
/// let report = index.sync(&SyncOptions::new(SystemTime::now()))?;
/// assert_eq!(report.added, 1);
///
/// let results = index.searcher()?.search(&Query::parse("pool size"), &SearchOptions::new())?;
/// assert_eq!(results.hits[0].lines.to_string(), "3-5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct NoteIndex {
    options: IndexOptions,
    backend: Backend,
    /// Whether an index of this make has been there: if there is another now, somebody has made it since.
    is_settled: AtomicBool,
}

/// Where an index lives.
#[derive(Debug)]
enum Backend {
    Disk { store: Store, root: PathBuf, warm: Warm },
    Memory(Box<Mutex<Memory>>),
}

impl NoteIndex {
    /// Opens the index that the options name; there may be none yet. Where the process goes later is no matter.
    ///
    /// # Errors
    /// If the index folder holds another notebook's index or something that is no index
    /// ([`Error::is_foreign`]), the root can't be read, or one of the extensions is none
    /// ([`Error::is_invalid_option`]).
    pub fn open(options: IndexOptions) -> Result<NoteIndex> {
        options.check()?;
        let backend = match &options.folders {
            Some(Folders { root, index_dir }) => {
                let root = root.canonicalize().map_err(|error| Error::io(root, "open", error))?;
                Backend::Disk { store: Store::new(index_dir, &root)?, root, warm: Warm::default() }
            }
            None => Backend::Memory(Box::new(Mutex::new(Memory {
                engine: Engine::in_memory()?,
                manifest: Manifest::default(),
            }))),
        };
        Ok(NoteIndex { options, backend, is_settled: AtomicBool::new(false) })
    }

    /// Brings the index to the state of the files, in one commit. Builds it if there is none or if it can't be used.
    /// An index that another version or other options have made is rebuilt as well, unless this `NoteIndex` has had
    /// one of its own make there before.
    ///
    /// An index in memory has no files: nothing happens.
    ///
    /// # Errors
    /// [`Error::is_locked`] if another process writes for longer than the options wait; [`Error::is_io`] if the notes
    /// can't be read or the index can't be written; [`Error::is_remade`] if another version, or somebody with other
    /// options, has made the index anew since it was opened, unless it is to be rebuilt.
    pub fn sync(&self, options: &SyncOptions) -> Result<SyncReport> {
        self.sync_with(options, &mut |_| ControlFlow::Continue(()))
    }

    /// Does what [`NoteIndex::sync`] does and tells of it. `on_event` may stop it with `Break`: the index then is as it
    /// was. [`SyncOptions`] have an example.
    ///
    /// # Errors
    /// As [`NoteIndex::sync`]; [`Error::is_cancelled`] if `on_event` stopped it.
    pub fn sync_with(
        &self,
        options: &SyncOptions,
        on_event: &mut dyn FnMut(SyncEvent<'_>) -> ControlFlow<()>,
    ) -> Result<SyncReport> {
        match &self.backend {
            Backend::Memory(_) => Ok(SyncReport::default()),
            Backend::Disk { store, root, .. } => {
                SyncRun { index: self, store, root, options, deadline: Deadline::new(options) }.run(on_event)
            }
        }
    }

    /// Whether there is an index that was made by this version with these options. Whether it is whole is
    /// seen only when it is searched or synced.
    ///
    /// ```
    /// # use notes_index::{IndexOptions, NoteIndex};
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// assert!(index.is_made()?);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::is_foreign`] if the index folder has become another's, [`Error::is_io`] if it can't be read.
    pub fn is_made(&self) -> Result<bool> {
        match &self.backend {
            Backend::Memory(_) => Ok(true),
            Backend::Disk { store, .. } => {
                Ok(store.identity()?.is_some_and(|identity| identity.made_by == self.made_by()))
            }
        }
    }

    /// Keeps the index up to the notes until `on_event` stops it, and tells searches of other processes whether it is
    /// ([`NoteIndex::is_current`]). An index has one watcher. If the folder of the notes goes away, the watcher waits
    /// for that folder, or for another in its place, and goes on there.
    ///
    /// ```no_run
    /// use std::ops::ControlFlow;
    /// use std::time::SystemTime;
    ///
    /// use notes_index::{IndexOptions, NoteIndex, WatchOptions};
    ///
    /// let index = NoteIndex::open(IndexOptions::new("/home/li/notes", "/home/li/.cache/notes/notes-1f0c"))?;
    /// index.watch(&WatchOptions::new(SystemTime::now), &mut |_| ControlFlow::Continue(()))?;
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::is_watched`] if the index has a watcher; [`Error::is_io`] if the system watches no more
    /// folders, or the folder of the notes is not there to begin with; [`Error::is_remade`] if somebody has made the
    /// index in another way. An index in memory has no files: nothing happens.
    pub fn watch(
        &self,
        options: &WatchOptions,
        on_event: &mut dyn FnMut(WatchEvent<'_>) -> ControlFlow<()>,
    ) -> Result<()> {
        match &self.backend {
            Backend::Memory(_) => Ok(()),
            Backend::Disk { store, root, .. } => Watch { index: self, store, root, options }.run(on_event),
        }
    }

    /// Whether the last commit is known to hold all that was written to the notes before this was called: then no
    /// sync is needed. Only a watcher knows that, of this process or another one ([`NoteIndex::watch`]). Without a
    /// watcher the answer is no, at once, even if nothing has changed; so it is for an index in memory.
    ///
    /// A watcher gets `wait` to answer, and ten times as long if it says in that time that it is indexing a few
    /// notes. No answer in time is a no.
    ///
    /// Two kinds of writes are seen late: one through a mapping in memory when the file is synced to disk or closed,
    /// and one by another name of the file, outside of the notebook, within ten minutes.
    pub fn is_current(&self, wait: Duration) -> bool {
        match &self.backend {
            Backend::Memory(_) => false,
            Backend::Disk { store, .. } => watch::ask(store.dir(), wait),
        }
    }

    /// A snapshot of the last commit, with the buffers in the place of their files. The last snapshot is kept: where
    /// nothing has changed since, this takes a few looks at files, and reads the notebook's glossary.
    ///
    /// # Errors
    /// [`Error::is_missing`] if nothing was indexed yet, [`Error::is_unusable`] if the index is of
    /// another format or damaged: a sync mends both. [`Error::is_remade`] as of a sync.
    pub fn searcher(&self) -> Result<Searcher> {
        match &self.backend {
            Backend::Memory(memory) => {
                let memory = locked(memory);
                let totals = memory.manifest.totals();
                Ok(Searcher::new(memory.engine.snapshot()?, totals, None))
            }
            Backend::Disk { store, root, warm } => {
                let mark = store.mark();
                let searcher = match warm.kept(&mark) {
                    Some(searcher) => searcher,
                    None => self.cold_searcher(store, root, warm, mark)?,
                };
                Ok(searcher.with_glossary(source::glossary(root)))
            }
        }
    }

    fn cold_searcher(&self, store: &Store, root: &Path, warm: &Warm, mark: Mark) -> Result<Searcher> {
        let buffers = warm.buffers();
        let searcher = self.read(store, mark.clone(), |current| {
            let (snapshot, totals) = match buffers.is_empty() {
                true => (current.engine.snapshot()?, current.payload.totals),
                false => snapshot_with(&buffers, current, &*warm.manifest(store, current)?)?,
            };
            current.seal_again(store);
            let put = buffers.iter().filter(|(_, text)| text.is_some()).map(|(path, _)| path.clone());
            Ok(Searcher::new(snapshot, totals, Some(root.to_owned())).with_buffers(put.collect()))
        })?;
        warm.keep(mark, &buffers, &searcher);
        Ok(searcher)
    }

    /// Where the index and the notes are, if not in memory.
    fn disk(&self) -> Option<(&Store, &Path)> {
        match &self.backend {
            Backend::Disk { store, root, .. } => Some((store, root)),
            Backend::Memory(_) => None,
        }
    }

    /// Reads something of the last commit, of `before` or a later one.
    fn read<T>(&self, store: &Store, before: Mark, mut read: impl FnMut(&Current) -> Result<T>) -> Result<T> {
        self.read_last(store, before, |identity| read(&open_generation(store, identity)?))
    }

    /// Reads something of the generation that counts. Readers hold no lock, so a newer commit may take
    /// its files away before they are opened; then it is read from that one.
    fn read_last<T>(
        &self,
        store: &Store,
        mut before: Mark,
        mut read: impl FnMut(&Identity) -> Result<T>,
    ) -> Result<T> {
        loop {
            match self.identity(store).and_then(|identity| read(&identity)) {
                Err(error) if error.is_unusable() || error.is_missing() => {
                    let after = store.mark();
                    if after == before {
                        return Err(error);
                    }
                    before = after;
                }
                result => return result,
            }
        }
    }

    /// The generation that counts, opened.
    fn current(&self, store: &Store) -> Result<Current> {
        open_generation(store, &self.identity(store)?)
    }

    /// What the index folder says of the generation that counts.
    fn identity(&self, store: &Store) -> Result<Identity> {
        let missing = || Error::new(ErrorKind::Missing { path: store.dir().to_owned() });
        let identity = store.identity()?.ok_or_else(missing)?;
        if identity.made_by != self.made_by() {
            return Err(self.made_otherwise(store));
        }
        self.settle();
        Ok(identity)
    }

    /// Notes that an index of this make has been there.
    fn settle(&self) {
        self.is_settled.store(true, Ordering::Relaxed);
    }

    /// The error for an index that was made in another way: it may be rebuilt, unless it has taken the place of one
    /// of ours. Then its maker would rebuild it as well, and so on in turns.
    fn made_otherwise(&self, store: &Store) -> Error {
        if self.is_settled.load(Ordering::Relaxed) {
            Error::new(ErrorKind::Remade { path: store.dir().to_owned() })
        } else {
            Error::unusable(store.dir(), "it was made by another version or with other options")
        }
    }

    /// What an index must be made by to be read by this version with these options: it names all that would make
    /// another index of the same notes.
    fn made_by(&self) -> String {
        let IndexOptions { extensions, max_note_bytes, folders: _ } = &self.options;
        let dictionary = dictionary_version();
        format!(
            "format {FORMAT_VERSION}, analysis {ANALYSIS_VERSION}, dictionary {dictionary}, \
             {extensions:?}, {max_note_bytes}"
        )
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
