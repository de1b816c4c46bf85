//! A look at everything: the index's files byte for byte, the index against the notes, and whether what
//! stands in a note is found.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use super::commit::{Current, Payload};
use super::manifest::Manifest;
use super::store::Store;
use super::{NoteIndex, Place, locked};
use crate::analysis::{BLOCK_BORDER, Reading};
use crate::engine::{FileCheck, SectionRecord, Snapshot};
use crate::error::Result;
use crate::note::{NotePath, SpanKind};
use crate::query::Query;
use crate::search::{SearchOptions, Searcher};
use crate::source;

/// How long to wait for a writer.
const LOCK_WAIT: Duration = Duration::from_secs(10);
/// In how many notes something is searched for.
const MAX_SEARCHES: usize = 20;
/// How many characters of a text are enough to search for.
const MAX_QUERY_CHARS: usize = 12;

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
    /// What is wrong; nothing else is. A sync that rebuilds mends it.
    pub faults: Vec<Fault>,
    /// Of how many files the index is made.
    pub files: usize,
    /// How large they are together.
    pub bytes: u64,
    /// How many notes are indexed.
    pub notes: usize,
    /// How many of them can't be compared: they were changed or removed since. A sync brings the index up.
    pub behind: usize,
    /// How many stored sections were read.
    pub sections: usize,
    /// For how many texts out of notes the index was asked.
    pub searched: usize,
    /// How many of them were found where they stand.
    pub found: usize,
}

/// Something that is wrong with an index.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// What was looked at.
    pub check: Check,
    /// A sentence without a full stop.
    pub message: String,
}

/// What can be looked at.
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

    /// Reads all that is stored, by note; nothing if that is damaged.
    fn read(&mut self, snapshot: &Snapshot) -> Result<Option<BTreeMap<String, Stored>>> {
        let stored = self.note(Check::Notes, snapshot.guarded(stored))?;
        self.sections = stored.iter().flatten().map(|(_, note)| note.sources.len()).sum();
        Ok(stored)
    }
}

/// What the index holds of a note.
#[derive(Default)]
struct Stored {
    n_sections: u32,
    /// Where each section begins in the note, and its text.
    sources: Vec<(usize, String)>,
    /// Something to search for.
    text: Option<String>,
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
        match &self.place {
            Place::Disk { store, root, .. } => self.check_on_disk(store, root),
            Place::Memory(memory) => {
                let memory = locked(memory);
                let totals = Payload::of(&memory.manifest, "").totals();
                let mut report =
                    CheckReport { built: true, notes: totals.notes as usize, ..CheckReport::default() };
                let snapshot = memory.engine.snapshot()?;
                let Some(stored) = report.read(&snapshot)? else { return Ok(report) };
                check_search(&Searcher::new(snapshot, totals, None), &stored, &mut report)?;
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
        // Where nobody may write, nobody does.
        let _lock = match store.lock(LOCK_WAIT) {
            Err(error) if error.is_locked() => return Err(error),
            lock => lock.ok(),
        };
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
        let Some(stored) = report.read(&snapshot)? else { return Ok(()) };
        self.check_notes(root, &manifest, &stored, report);
        let searcher = Searcher::new(snapshot, current.payload.totals(), None);
        check_search(&searcher, &stored, report)
    }

    fn check_notes(
        &self,
        root: &Path,
        manifest: &Manifest,
        stored: &BTreeMap<String, Stored>,
        report: &mut CheckReport,
    ) {
        report.notes = manifest.iter().len();
        for path in stored.keys().filter(|path| manifest.get(path).is_none()) {
            report.fault(Check::Notes, format!("it holds {path}, which is in no list of notes"));
        }
        let mut reader = source::Reader::new(root, self.options.max_note_bytes);
        for (path, entry) in manifest.iter() {
            let note = stored.get(path);
            let n_sections = note.map_or(0, |note| note.n_sections);
            if n_sections != entry.n_sections {
                let expected = entry.n_sections;
                report.fault(
                    Check::Notes,
                    format!("of {path} it holds {n_sections} sections instead of {expected}"),
                );
            }
            let read = NotePath::new(path).ok().and_then(|path| reader.read(&path).ok());
            match read.filter(|read| read.checksum == entry.checksum) {
                None => report.behind += 1,
                Some(read) => {
                    let stands = |(start, text): &(usize, String)| {
                        read.text.get(*start..).is_some_and(|rest| rest.starts_with(text.as_str()))
                    };
                    if !note.is_none_or(|note| note.sources.iter().all(stands)) {
                        report.fault(Check::Notes, format!("what it holds of {path} does not stand there"));
                    }
                }
            }
        }
    }
}

/// All that is stored, by note.
fn stored(snapshot: &Snapshot) -> Result<BTreeMap<String, Stored>> {
    let mut notes: BTreeMap<String, Stored> = BTreeMap::new();
    let mut failed = None;
    snapshot.all(|doc| match snapshot.record(doc) {
        Ok(record) => {
            let note = notes.entry(record.path.clone()).or_default();
            note.n_sections += 1;
            note.text = note.text.take().or_else(|| searchable(&record));
            note.sources.push((record.start as usize, record.source));
        }
        Err(error) => drop(failed.get_or_insert(error)),
    });
    failed.map_or(Ok(notes), Err)
}

/// Asks for some text of some notes.
fn check_search(
    searcher: &Searcher,
    stored: &BTreeMap<String, Stored>,
    report: &mut CheckReport,
) -> Result<()> {
    let step = stored.len().div_ceil(MAX_SEARCHES).max(1);
    let texts = stored.iter().step_by(step).filter_map(|(path, note)| Some((path, note.text.as_ref()?)));
    for (path, text) in texts {
        report.searched += 1;
        let options = SearchOptions::new().limit(0).per_note(0);
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

/// The first text of a section that is worth asking for, as a reader reads it: some Han characters in a row, else a
/// whole word.
fn searchable(record: &SectionRecord) -> Option<String> {
    let mut spans = record.spans.unpack(&record.source);
    spans.retain(|span| span.kind != SpanKind::Markup);
    let text = Reading::new(&record.source, &spans).text;
    let mut han = text.split(|c| !matches!(c, '\u{4e00}'..='\u{9fff}'));
    let words = text.split(|c: char| c.is_ascii_whitespace() || c == BLOCK_BORDER);
    let words = words.filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
    let mut words = words.filter(|word| (2..20).contains(&word.len()));
    let run = han.find(|run| run.chars().count() > 1).or_else(|| words.next())?;
    // A piece of a run of Han characters is found as the run is; a piece of a word is another word.
    Some(run.chars().take(if run.is_ascii() { usize::MAX } else { MAX_QUERY_CHARS }).collect())
}
