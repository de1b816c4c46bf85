//! A look at everything: the index's files byte for byte, the index against the notes, and whether what
//! stands in a note is found.

mod notes;

use std::path::Path;
use std::time::Duration;

use self::notes::{NotesCheck, Sample, each_note};
use super::commit::Current;
use super::store::Store;
use super::{Backend, NoteIndex, locked};
use crate::engine::{FileCheck, Snapshot};
use crate::error::Result;
use crate::query::Query;
use crate::search::{SearchOptions, Searcher, Totals};
use crate::source;

/// How long to wait for a writer.
const LOCK_WAIT: Duration = Duration::from_secs(10);

/// What [`NoteIndex::check`] saw.
///
/// ```
/// # let dir = tempfile::tempdir()?;
/// # let (notes, index_dir) = (dir.path().join("notes"), dir.path().join("index"));
/// # std::fs::create_dir(&notes)?;
/// use std::time::SystemTime;
///
/// use notes_index::{IndexOptions, NoteIndex, SyncOptions};
///
/// std::fs::write(notes.join("pool.md"), "# 连接池\n")?;
/// let index = NoteIndex::open(IndexOptions::new(&notes, &index_dir))?;
/// assert!(!index.check()?.built);
/// index.sync(&SyncOptions::new(SystemTime::now()))?;
/// let report = index.check()?;
/// assert!(report.built && report.faults.is_empty());
/// assert_eq!((report.notes, report.sections, report.found), (1, 1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckReport {
    /// Whether there is an index at all.
    pub built: bool,
    /// Every fault; empty if the index is sound. A sync that rebuilds mends them.
    pub faults: Vec<Fault>,
    /// Of how many files the index is made.
    pub files: usize,
    /// How large these files are together, in bytes.
    pub bytes: u64,
    /// How many notes are indexed.
    pub notes: usize,
    /// How many of them could not be compared, as they were changed or removed since they were indexed. A sync brings
    /// the index up to them.
    pub behind: usize,
    /// How many stored sections were read.
    pub sections: usize,
    /// How many texts that stand in notes were searched for.
    pub searched: usize,
    /// How many of these were found where they stand.
    pub found: usize,
}

/// Something that is wrong with an index.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// Which check found it.
    pub check: Check,
    /// A sentence without a full stop.
    pub message: String,
}

/// A part of what [`NoteIndex::check`] looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Check {
    /// Whether the index can be opened.
    Opening,
    /// Whether its files are those that were written, byte for byte.
    Files,
    /// Whether it holds the sections of every note, as they stand there, and no others.
    Notes,
    /// Whether a search finds what stands in a note.
    Search,
}

impl Check {
    /// One word for machines: `"files"`, …
    pub fn name(self) -> &'static str {
        match self {
            Check::Opening => "opening",
            Check::Files => "files",
            Check::Notes => "notes",
            Check::Search => "search",
        }
    }
}

impl CheckReport {
    fn fault(&mut self, check: Check, message: impl Into<String>) {
        self.faults.push(Fault { check, message: message.into() });
    }

    /// Takes what makes an index unusable as a fault.
    fn note<T>(&mut self, check: Check, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is_unusable() || error.is_missing() => {
                self.fault(check, error.to_string());
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

impl NoteIndex {
    /// Looks at everything there is, and changes nothing: see [`Check`]. It reads every note.
    ///
    /// A search trusts files whose stamps are as they were; this also finds what a failing disk has done. An index in
    /// memory has no files to be compared with: what it holds is read and searched for.
    ///
    /// # Errors
    /// [`crate::Error::is_locked`] if another process goes on writing; [`crate::Error::is_io`] if the notes or the index
    /// can't be read; [`crate::Error::is_remade`] as of a sync; [`crate::Error::is_foreign`] if the index folder has become
    /// another's. What is wrong with the index is no error but a [`Fault`].
    pub fn check(&self) -> Result<CheckReport> {
        match &self.backend {
            Backend::Disk { store, root, .. } => self.check_on_disk(store, root),
            Backend::Memory(memory) => {
                let memory = locked(memory);
                let mut report = CheckReport { built: true, ..CheckReport::default() };
                let (snapshot, notes) = (memory.engine.snapshot()?, NotesCheck::new(&memory.manifest, None));
                check_snapshot(snapshot, memory.manifest.totals(), notes, &mut report)?;
                Ok(report)
            }
        }
    }

    fn check_on_disk(&self, store: &Store, root: &Path) -> Result<CheckReport> {
        let mut report = CheckReport::default();
        match store.identity() {
            Ok(None) if !store.holds_anything() => return Ok(report),
            identity => drop(identity?),
        }
        report.built = true;
        let _still = store.keep_still(LOCK_WAIT)?;
        if let Some(current) = report.note(Check::Opening, self.current(store))? {
            self.check_current(&current, store, root, &mut report)?;
        }
        Ok(report)
    }

    fn check_current(
        &self,
        current: &Current,
        store: &Store,
        root: &Path,
        report: &mut CheckReport,
    ) -> Result<()> {
        let FileCheck { n_files, n_bytes, broken } = current.engine.check_files();
        (report.files, report.bytes) = (n_files, n_bytes);
        broken.into_iter().for_each(|message| report.fault(Check::Files, message));
        let manifest = report.note(Check::Opening, current.manifest(store))?;
        let snapshot = report.note(Check::Opening, current.engine.snapshot())?;
        let (Some(manifest), Some(snapshot)) = (manifest, snapshot) else { return Ok(()) };
        let reader = source::Reader::new(root, self.options.max_note_bytes);
        check_snapshot(snapshot, current.payload.totals, NotesCheck::new(&manifest, Some(reader)), report)
    }
}

/// Reads all that is stored, and searches for some of it.
fn check_snapshot(
    snapshot: Snapshot,
    totals: Totals,
    mut notes: NotesCheck<'_>,
    report: &mut CheckReport,
) -> Result<()> {
    let read = each_note(&snapshot, |sections| notes.take(sections, report));
    if report.note(Check::Notes, read)?.is_none() {
        return Ok(());
    }
    let samples = notes.finish(report);
    check_search(&Searcher::new(snapshot, totals, None), &samples, report)
}

/// Searches for texts of notes, each in its own note alone, whatever other notes hold the same text.
fn check_search(searcher: &Searcher, samples: &[Sample], report: &mut CheckReport) -> Result<()> {
    for Sample { path, text } in samples {
        report.searched += 1;
        let options = SearchOptions::new().path(glob_of(path)).limit(0).per_note(1);
        let results = searcher.search(&Query::parse(&format!("\"{text}\"")), &options);
        let Some(results) = report.note(Check::Search, results)? else { continue };
        if results.hits.iter().any(|hit| hit.path.as_str() == path) {
            report.found += 1;
        } else {
            report.fault(Check::Search, format!("\"{text}\" stands in {path} and is not found there"));
        }
    }
    Ok(())
}

/// A glob that matches a note and little else: `?` stands for each sign of globs in its path.
fn glob_of(path: &str) -> String {
    let glob = path.replace(['*', '?', '[', ']', '{', '}', '\\'], "?");
    // A name alone would be looked for in all folders.
    if glob.contains('/') { glob } else { format!("/{glob}") }
}
