//! Texts that count instead of notes' files: in this process alone, never on disk.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use super::commit::{Current, Payload};
use super::manifest::Manifest;
use super::prepare::{Ready, prepare};
use super::writer;
use super::{Backend, NoteIndex, locked};
use crate::analysis::Segmenter;
use crate::engine::{Engine, FewSegments, NoteInfo, NoteSink, Snapshot};
use crate::error::{Error, ErrorKind, Result};
use crate::note::NotePath;
use crate::panics::caught;
use crate::search::Totals;
use crate::source::{SkipReason, is_binary, since_epoch_ns, too_large};

/// What notes are, whatever their files say: a text, or nothing at all.
pub(super) type Buffers = BTreeMap<NotePath, Option<Buffer>>;

/// A text that was put, and when, in nanoseconds since 1970; 0 if that was not said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Buffer {
    pub(super) text: Arc<str>,
    pub(super) put_ns: i64,
}

impl NoteIndex {
    /// Takes a text for the note at a path, whatever the file says, until [`NoteIndex::release`]: an unsaved
    /// buffer. It is found and ranked as if it had been saved. Its date stays that of the file; where there is none, it has
    /// one only if its front matter says one: [`NoteIndex::put_at`] says when it was put.
    ///
    /// It counts for this `NoteIndex` alone and is never written to disk. The next [`NoteIndex::searcher`] indexes
    /// all buffers anew, in memory.
    ///
    /// ```
    /// use notes_index::{IndexOptions, NoteIndex, NotePath};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// index.put(&NotePath::new("todo.md")?, "买牛奶")?;
    /// assert_eq!(index.searcher()?.counts().notes, 1);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::is_unreadable`] if the text is larger than [`IndexOptions::max_note_bytes`](crate::IndexOptions), or has NUL
    /// as files have that are no text: such a file would be left out as well. Nothing has changed then; what was put before
    /// still counts. The same for a text that this library fails over, a bug: in memory at once, else from the next [`NoteIndex::searcher`].
    pub fn put(&self, path: &NotePath, source: &str) -> Result<()> {
        self.put_buffer(path, Buffer { text: source.into(), put_ns: 0 })
    }

    /// Does what [`NoteIndex::put`] does at a given time. A note that has no file is dated by it, unless its front matter has
    /// a date.
    ///
    /// ```
    /// use std::time::SystemTime;
    ///
    /// use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// index.put_at(&NotePath::new("todo.md")?, "买牛奶", SystemTime::now())?;
    /// let results = index.searcher()?.search(&Query::parse("modified:>=2026"), &SearchOptions::new())?;
    /// assert_eq!(results.total, 1);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    ///
    /// # Errors
    /// As of [`NoteIndex::put`].
    pub fn put_at(&self, path: &NotePath, source: &str, now: SystemTime) -> Result<()> {
        self.put_buffer(path, Buffer { text: source.into(), put_ns: since_epoch_ns(now) })
    }

    fn put_buffer(&self, path: &NotePath, buffer: Buffer) -> Result<()> {
        let text = buffer.text.as_bytes();
        let too_large = too_large(text.len() as u64, self.options.max_note_bytes);
        if let Some(reason) = too_large.or_else(|| is_binary(text).then_some(SkipReason::Binary)) {
            return Err(Error::new(ErrorKind::Unreadable {
                path: path.as_str().into(),
                why: reason.to_string(),
            }));
        }
        match &self.backend {
            Backend::Memory(memory) => locked(memory).edit(path, Some(&buffer)),
            Backend::Disk { warm, .. } => {
                warm.change(|buffers| drop(buffers.insert(path.clone(), Some(buffer))));
                Ok(())
            }
        }
    }

    /// Whether a file at this path would be a note: by its name, by the ignore files on the way, and by what stands
    /// there; in memory, where there are no files, by its name alone. [`NoteIndex::put`] doesn't ask.
    ///
    /// ```
    /// # use notes_index::{IndexOptions, NoteIndex, NotePath};
    /// # let dir = tempfile::tempdir()?;
    /// let index = NoteIndex::open(IndexOptions::new(dir.path(), dir.path().join(".index")))?;
    /// assert!(index.would_take(&NotePath::new("db/new.md")?));
    /// assert!(!index.would_take(&NotePath::new("main.py")?) && !index.would_take(&NotePath::new(".git/x.md")?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn would_take(&self, path: &NotePath) -> bool {
        match self.disk() {
            Some((_, root)) => self.options.walk(root).would_take(path),
            None => self.options.walk(Path::new("")).names_note(path),
        }
    }

    /// Takes the note at a path for gone, whatever the file says, until [`NoteIndex::release`]. It is so for
    /// this `NoteIndex` alone.
    ///
    /// ```
    /// # use notes_index::{IndexOptions, NoteIndex, NotePath};
    /// # let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// # let path = NotePath::new("todo.md")?;
    /// index.put(&path, "买牛奶")?;
    /// index.remove(&path)?;
    /// assert_eq!(index.searcher()?.counts().notes, 0);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::is_io`] or [`Error::is_unusable`] if an index in memory can't be written, as where no thread can be
    /// started. Of an index on disk it is [`NoteIndex::searcher`] that says so.
    pub fn remove(&self, path: &NotePath) -> Result<()> {
        match &self.backend {
            Backend::Memory(memory) => locked(memory).edit(path, None),
            Backend::Disk { warm, .. } => {
                warm.change(|buffers| drop(buffers.insert(path.clone(), None)));
                Ok(())
            }
        }
    }

    /// Gives a buffer up: from now on the note is what its file says. In memory there is no file, and the
    /// note is gone.
    ///
    /// ```
    /// # use std::time::SystemTime;
    /// # use notes_index::{IndexOptions, NoteIndex, NotePath, SyncOptions};
    /// # let dir = tempfile::tempdir()?;
    /// # let (notes, cache) = (dir.path().join("notes"), dir.path().join("cache"));
    /// # std::fs::create_dir(&notes)?;
    /// std::fs::write(notes.join("a.md"), "# One\n\n# Two\n")?;
    /// let index = NoteIndex::open(IndexOptions::new(&notes, &cache))?;
    /// index.sync(&SyncOptions::new(SystemTime::now()))?;
    ///
    /// let path = NotePath::new("a.md")?;
    /// index.put(&path, "# One\n")?;
    /// assert_eq!(index.searcher()?.counts().sections, 1);
    /// index.release(&path)?;
    /// assert_eq!(index.searcher()?.counts().sections, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As of [`NoteIndex::remove`].
    pub fn release(&self, path: &NotePath) -> Result<()> {
        match &self.backend {
            Backend::Memory(memory) => locked(memory).edit(path, None),
            Backend::Disk { warm, .. } => {
                warm.change(|buffers| drop(buffers.remove(path)));
                Ok(())
            }
        }
    }
}

/// The last commit as it would be if these texts had been saved and indexed: all that is counted is counted
/// with them.
pub(super) fn snapshot_with(
    buffers: &Buffers,
    current: &Current,
    manifest: &Manifest,
) -> Result<(Snapshot, Totals)> {
    let branch = current.engine.branch()?;
    let mut writer = writer::open(&branch, 0)?;
    let mut totals = manifest.totals();
    for (path, buffer) in buffers {
        writer.remove(path);
        let known = manifest.get(path.as_str());
        known.into_iter().for_each(|entry| totals.subtract(entry));
        if let Some(Buffer { text, put_ns }) = buffer {
            // A buffer that is not saved leaves the time at which its file was last changed.
            let modified_ns = known.map_or(*put_ns, |entry| entry.file.stamp.modified_ns);
            let Ready { documents, entry, .. } = indexed(&branch, path, text, modified_ns)?;
            writer.add(documents)?;
            totals.add(&entry);
        }
    }
    let (manifest, commit) = (current.payload.manifest.clone(), manifest.commit + 1);
    let payload = Payload { totals, manifest, commit };
    writer.commit(&payload.encode(), FewSegments::AsTheyAre)?;
    Ok((branch.snapshot()?, totals))
}

/// A text on its way into the index, though it is no file's.
///
/// # Errors
/// [`Error::is_unreadable`] for a mistake of ours over the text.
pub(super) fn indexed(engine: &Engine, path: &NotePath, text: &str, modified_ns: i64) -> Result<Ready> {
    unless_it_fails(path, || {
        let info = NoteInfo { modified_ns, ..NoteInfo::default() };
        prepare(engine, &Segmenter::embedded(), path, text, &info)
    })
}

fn unless_it_fails<T>(path: &NotePath, index: impl FnOnce() -> T) -> Result<T> {
    caught(index).map_err(|said| {
        let why = SkipReason::Failed(said).to_string();
        Error::new(ErrorKind::Unreadable { path: path.as_str().into(), why })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_over_a_text_is_an_error() {
        let path = NotePath::new("a.md").unwrap();
        let error = unless_it_fails(&path, || panic!("on purpose")).unwrap_err();
        assert!(error.is_unreadable());
        assert_eq!(error.to_string(), "can't read a.md: a bug, please report it: on purpose");
    }
}
