//! Which notes, which index, and how to bring the one to the state of the other.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::error::{Error, ErrorKind, Result};
use crate::note::EXTENSIONS;
use crate::source::WalkOptions;

/// The largest note that is read whatever the limit, in bytes: offsets in its text fit in 32 bits even
/// if every byte becomes a replacement character.
const LARGEST_NOTE_BYTES: u64 = 1 << 30;

/// Which notes and which index. Paths are given, never discovered.
///
/// ```
/// use notes_index::IndexOptions;
///
/// let options = IndexOptions::new("/home/li/notes", "/home/li/.cache/notes/notes-1f0c").max_note_bytes(1 << 20);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "what is set counts in what is returned"]
pub struct IndexOptions {
    /// Nothing for an index in memory.
    pub(crate) folders: Option<Folders>,
    pub(crate) extensions: Vec<String>,
    pub(crate) max_note_bytes: u64,
}

/// Where notes are, and where their index is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Folders {
    pub(crate) root: PathBuf,
    pub(crate) index_dir: PathBuf,
}

impl IndexOptions {
    /// The extensions of notes if no others are asked for; compared without regard to ASCII case.
    pub const EXTENSIONS: [&str; 5] = EXTENSIONS;

    /// The limit on a note's size if no other is asked for, in bytes: 16 MiB.
    pub const MAX_NOTE_BYTES: u64 = 16 << 20;

    /// How the names of those files begin that others may keep in an index folder: they don't make it a foreign one,
    /// and the library neither reads nor removes them.
    pub const COMPANIONS: &str = "last-search";

    /// The notes below a folder, and their index in another.
    pub fn new(root: impl Into<PathBuf>, index_dir: impl Into<PathBuf>) -> IndexOptions {
        let folders = Folders { root: root.into(), index_dir: index_dir.into() };
        IndexOptions { folders: Some(folders), ..IndexOptions::in_memory() }
    }

    /// No files at all: notes are put in by hand and the index lives in memory.
    pub fn in_memory() -> IndexOptions {
        IndexOptions {
            folders: None,
            extensions: told_apart(Self::EXTENSIONS.map(str::to_owned).to_vec()),
            max_note_bytes: Self::MAX_NOTE_BYTES,
        }
    }

    /// Which files are notes: extensions without the dot, instead of [`IndexOptions::EXTENSIONS`]. Neither their order
    /// nor ASCII case tells one index from another. What is no [extension](IndexOptions::is_extension), and none at all, is
    /// refused by [`NoteIndex::open`](crate::NoteIndex::open).
    pub fn extensions<S: Into<String>>(mut self, extensions: impl IntoIterator<Item = S>) -> IndexOptions {
        self.extensions = told_apart(extensions.into_iter().map(Into::into).collect());
        self
    }

    /// The limit on a note's size in bytes, in a file or in a buffer; larger ones are skipped and reported. Above
    /// 1 GiB it is 1 GiB. A note takes many times its size in memory while it is indexed, and several are at once: as many
    /// as have 32 MiB together, a larger one alone.
    pub fn max_note_bytes(mut self, bytes: u64) -> IndexOptions {
        self.max_note_bytes = bytes.min(LARGEST_NOTE_BYTES);
        self
    }

    /// Which files below a folder are notes.
    pub(super) fn walk<'a>(&'a self, root: &'a Path) -> WalkOptions<'a> {
        WalkOptions { root, extensions: &self.extensions, max_note_bytes: self.max_note_bytes }
    }

    /// Whether a text is an extension that notes may have: a name without a dot, and no pattern, of which one would wonder
    /// that nothing matches it.
    ///
    /// ```
    /// use notes_index::IndexOptions;
    ///
    /// assert!(IndexOptions::is_extension("txt"));
    /// assert!(["", ".txt", "tar.gz", "a/b", "*"].iter().all(|text| !IndexOptions::is_extension(text)));
    /// ```
    pub fn is_extension(text: &str) -> bool {
        !text.is_empty() && !text.contains(['.', '/', '\\', '*', '?', '[', ']', '{', '}'])
    }

    /// # Errors
    /// [`Error::is_invalid_option`] if an extension is none, or there is none.
    pub(super) fn check(&self) -> Result<()> {
        let refused = |what: String| Err(Error::new(ErrorKind::InvalidOption { what }));
        if self.extensions.is_empty() {
            return refused("no extension of notes is given, so no file is a note".to_owned());
        }
        match self.extensions.iter().find(|extension| !Self::is_extension(extension)) {
            Some(other) => refused(format!(
                "{other:?} is no extension of notes: that is a name without a dot, and no pattern"
            )),
            None => Ok(()),
        }
    }
}

/// Extensions as they are compared, in order and each once: the same notes have one index.
fn told_apart(mut extensions: Vec<String>) -> Vec<String> {
    extensions.iter_mut().for_each(|extension| extension.make_ascii_lowercase());
    extensions.sort();
    extensions.dedup();
    extensions
}

/// How to sync.
///
/// ```
/// use std::ops::ControlFlow;
/// use std::time::{Duration, SystemTime};
///
/// use notes_index::{IndexOptions, NoteIndex, SyncEvent, SyncOptions};
///
/// # let dir = tempfile::tempdir()?;
/// # let (notes, index_dir) = (dir.path().join("notes"), dir.path().join("index"));
/// # std::fs::create_dir(&notes)?;
/// # std::fs::write(notes.join("pool.md"), "连接池")?;
/// let index = NoteIndex::open(IndexOptions::new(&notes, &index_dir))?;
///
/// // Stopped before the commit, the index is as it was: there is none yet.
/// let mut stop = |event: SyncEvent<'_>| match event {
///     SyncEvent::Committing => ControlFlow::Break(()),
///     _ => ControlFlow::Continue(()),
/// };
/// let options = SyncOptions::new(SystemTime::now()).budget(Duration::from_secs(60));
/// assert!(index.sync_with(&options, &mut stop).unwrap_err().is_cancelled());
/// assert!(index.searcher().unwrap_err().is_missing());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "what is set counts in what is returned"]
pub struct SyncOptions {
    pub(crate) now: SystemTime,
    pub(crate) rebuild: bool,
    pub(crate) budget: Option<Duration>,
    pub(crate) lock_wait: Duration,
    pub(crate) merge: bool,
}

impl SyncOptions {
    /// Indexes everything that changed, however long it takes; waits ten seconds for another writer.
    ///
    /// `now` is the time: a file that was changed in the two seconds before it is read again by the next sync.
    pub const fn new(now: SystemTime) -> SyncOptions {
        SyncOptions { now, rebuild: false, budget: None, lock_wait: Duration::from_secs(10), merge: true }
    }

    /// Builds the whole index anew.
    pub fn rebuild(mut self, rebuild: bool) -> SyncOptions {
        self.rebuild = rebuild;
        self
    }

    /// Gives up looking and reading after this long and leaves the index as it was: [`crate::SyncReport::incomplete`].
    /// Another writer is waited for no longer than what is left of it, if that is less than
    /// [`SyncOptions::lock_wait`].
    ///
    /// It is asked between two folders or some hundred files, and between two notes. Once all is read, the commit is made
    /// however long it takes; [`SyncOptions::merge`] keeps that short.
    pub fn budget(mut self, budget: Duration) -> SyncOptions {
        self.budget = Some(budget);
        self
    }

    /// How long to wait for another writer before the error [`crate::Error::is_locked`]; at most as long as
    /// [`SyncOptions::budget`] lasts.
    pub fn lock_wait(mut self, wait: Duration) -> SyncOptions {
        self.lock_wait = wait;
        self
    }

    /// Whether large parts of the index may be merged: makes later searches faster and this sync longer.
    pub fn merge(mut self, merge: bool) -> SyncOptions {
        self.merge = merge;
        self
    }
}
