//! An index on a disk that refuses, and on one that rots.

mod garbage;
mod lock;
mod others;
mod power;
mod strangers;
mod writers;

use std::fs;
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use tempfile::TempDir;

use super::store::Store;
use super::{IndexOptions, NoteIndex, SyncOptions, SyncReport, WatchEvent, WatchOptions};
use crate::analysis::{ANALYSIS_VERSION, dictionary_version};
use crate::disk::faults::Faults;
use crate::engine::{Engine, FORMAT_VERSION};
use crate::error::{Error, Result};
use crate::query::Query;
use crate::search::SearchOptions;

/// Notes and their index.
struct Notebook {
    dir: TempDir,
}

impl Notebook {
    /// Notes in their first state, indexed.
    fn new() -> Notebook {
        let notebook = Notebook { dir: tempfile::tempdir().unwrap() };
        fs::create_dir(notebook.root()).unwrap();
        notebook.write(BEFORE);
        notebook
    }

    fn root(&self) -> PathBuf {
        self.dir.path().join("notes")
    }

    fn write(&self, notes: &[(&str, &str)]) {
        for (name, text) in notes {
            fs::write(self.root().join(name), text).unwrap();
        }
    }

    /// Removes the index.
    fn forget(&self) {
        let _there_may_be_none = fs::remove_dir_all(self.index_dir());
    }

    fn index_dir(&self) -> PathBuf {
        self.dir.path().join("index")
    }

    fn index(&self) -> NoteIndex {
        NoteIndex::open(IndexOptions::new(self.root(), self.index_dir())).unwrap()
    }

    fn sync(&self, rebuild: bool) -> Result<SyncReport> {
        let options = SyncOptions::new(later()).rebuild(rebuild);
        self.index().sync(&options)
    }

    /// The notes that the index finds.
    fn found(&self, query: &str) -> Result<Vec<String>> {
        let options = SearchOptions::new().limit(0).per_note(0).strict(true);
        let results = self.index().searcher()?.search(&Query::parse(query), &options)?;
        let mut paths: Vec<String> = results.hits.iter().map(|hit| hit.path.to_string()).collect();
        paths.sort();
        Ok(paths)
    }

    #[track_caller]
    fn assert_sound(&self, context: &str) {
        assert_eq!(self.index().check().unwrap().faults, [], "{context}");
    }
}

/// Long after everything was written: stamps are trusted.
fn later() -> SystemTime {
    SystemTime::now() + Duration::from_secs(3600)
}

const BEFORE: &[(&str, &str)] = &[("a.md", "连接池 旧"), ("b.md", "# 事务\n\n连接池"), ("c.md", "旧")];
const AFTER: &[(&str, &str)] = &[("a.md", "连接池 新"), ("c.md", "新"), ("d.md", "```\npool_size\n```\n")];

/// Refuses each step of a sync in turn, or all from it on. Whatever is refused, what is there answers as before
/// or as after; and when nothing is refused any more, all goes on by itself.
fn refused_at_every_step(prepare: fn(&Notebook), rebuild: bool, refused: fn(usize) -> Range<usize>) {
    for nth in 0.. {
        let notebook = Notebook::new();
        prepare(&notebook);
        let before = notebook.found("旧").ok();
        notebook.write(AFTER);
        let faults = Faults::refuse(&notebook.index_dir(), refused(nth));
        let result = notebook.sync(rebuild);
        if faults.n_steps() <= nth {
            assert!(result.is_ok() && nth > 10, "{nth} steps");
            return;
        }
        let context = format!("step {nth} ({:?})", faults.last());
        assert!(result.is_ok() || result.as_ref().is_err_and(Error::is_io), "{context}: {result:?}");
        let found = notebook.found("旧").ok();
        assert!(found == before || found == Some(Vec::new()), "{context}: {found:?} {result:?}");
        drop(faults);
        let found = notebook.found("旧").ok();
        assert!(found == before || found == Some(Vec::new()), "{context}: {found:?}");
        let report = notebook.sync(false).unwrap_or_else(|error| panic!("{context}: {error}"));
        assert!(!report.rebuilt || before.is_none(), "{context}: what was there is gone on with");
        assert_eq!(notebook.found("新").unwrap(), ["a.md", "c.md"], "{context}");
        assert!(notebook.found("旧").unwrap().is_empty(), "{context}");
        notebook.assert_sound(&context);
    }
}

fn indexed(notebook: &Notebook) {
    notebook.sync(false).unwrap();
}

#[test]
fn an_update_survives_any_refused_step() {
    refused_at_every_step(indexed, false, |nth| nth..nth + 1);
}

#[test]
fn an_update_survives_a_disk_that_is_full_from_any_step_on() {
    refused_at_every_step(indexed, false, |nth| nth..usize::MAX);
}

#[test]
fn a_first_sync_survives_a_disk_that_is_full_from_any_step_on() {
    refused_at_every_step(Notebook::forget, false, |nth| nth..usize::MAX);
}

#[test]
fn a_first_sync_survives_any_refused_step() {
    refused_at_every_step(Notebook::forget, false, |nth| nth..nth + 1);
}

#[test]
fn a_rebuild_survives_any_refused_step() {
    refused_at_every_step(indexed, true, |nth| nth..nth + 1);
}

/// As another version leaves it.
fn indexed_by_another_version(notebook: &Notebook) {
    indexed(notebook);
    let root = notebook.root().canonicalize().unwrap();
    Store::new(&notebook.index_dir(), &root).unwrap().switch_to(1, "format 0").unwrap();
    assert!(notebook.found("旧").unwrap_err().is_unusable());
}

#[test]
fn an_index_of_another_version_stays_until_the_new_one_is_whole() {
    refused_at_every_step(indexed_by_another_version, false, |nth| nth..nth + 1);
}

#[test]
fn an_index_is_made_by_all_that_would_make_another_of_the_same_notes() {
    let made_by = |options: IndexOptions| NoteIndex::open(options).unwrap().made_by();
    let usual = made_by(IndexOptions::in_memory());
    let dictionary = dictionary_version();
    let versions = format!("format {FORMAT_VERSION}, analysis {ANALYSIS_VERSION}, dictionary {dictionary}, ");
    assert!(usual.starts_with(&versions), "{usual}");
    let one_name = IndexOptions::EXTENSIONS.join(",");
    for other in [
        IndexOptions::in_memory().max_note_bytes(1),
        IndexOptions::in_memory().extensions(["md"]),
        IndexOptions::in_memory().extensions([one_name]),
    ] {
        assert_ne!(made_by(other), usual);
    }
    let extensions = ["rmd", "MD", "qmd", "mdx", "md", "Markdown"];
    assert_eq!(made_by(IndexOptions::in_memory().extensions(extensions)), usual, "they take the same notes");
    let limit = |bytes| made_by(IndexOptions::in_memory().max_note_bytes(bytes));
    assert_eq!(limit(u64::MAX), limit(1 << 30), "no note may be larger");
}

#[test]
fn what_no_note_can_end_in_is_refused() {
    for extensions in [&["txt", ""][..], &["txt", ".md"], &["txt", "tar.gz"], &["a/b"], &["m*"], &[]] {
        let opened = NoteIndex::open(IndexOptions::in_memory().extensions(extensions.iter().copied()));
        assert!(opened.is_err_and(|error| error.is_invalid_option()), "{extensions:?}");
    }
}

#[test]
fn where_an_index_is_does_not_depend_on_where_the_process_goes() {
    let notebook = Notebook::new();
    let index = NoteIndex::open(IndexOptions::new(notebook.root(), "no/such/folder")).unwrap();
    let here = std::env::current_dir().unwrap();
    assert_eq!(index.status().unwrap().dir, Some(here.join("no/such/folder")));
}

/// The folder of the generation that counts.
fn generation(dir: &Path) -> PathBuf {
    let folders = fs::read_dir(dir).unwrap().flatten().map(|entry| entry.path());
    folders.filter(|path| path.is_dir()).max().unwrap()
}

/// Every file of a generation but for its seal and lists, which have checksums that are always read.
fn segment_files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(dir).unwrap().flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension != "lock"));
    files.sort();
    files
}

/// A watcher whose disk is full for a second, below a folder of the index.
fn watched_on_a_full_disk(folder: &str) {
    let notebook = Notebook::new();
    notebook.sync(false).unwrap();
    let (mut full, mut refused, mut n_syncs) = (None, Vec::new(), 0);
    let watched = notebook.index().watch(&WatchOptions::new(later), &mut |event| {
        match event {
            WatchEvent::Synced(_) => n_syncs += 1,
            WatchEvent::Refused { why } => refused.push((why, Instant::now())),
            _ => {}
        }
        if n_syncs == 2 && full.is_none() {
            full = Some(Some(Faults::refuse(&notebook.index_dir().join(folder), 0..usize::MAX)));
            notebook.write(AFTER);
        }
        // Longer than it takes to try again.
        if refused.first().is_some_and(|(_, since)| since.elapsed() > Duration::from_secs(1)) {
            full = Some(None);
        }
        if n_syncs > 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    watched.unwrap();
    assert!(refused.len() == 1 && refused[0].0.starts_with("can't write "), "{refused:?}");
    assert_eq!(notebook.found("新").unwrap(), ["a.md", "c.md"]);
    notebook.assert_sound("there is room again");
}

#[test]
fn a_watcher_says_once_that_the_disk_is_full_and_goes_on_when_there_is_room() {
    watched_on_a_full_disk("g1");
    watched_on_a_full_disk("watch");
}

#[test]
fn rot_that_leaves_the_stamps_alone_is_found_by_a_check_and_never_leads_outside() {
    let notebook = Notebook::new();
    let text = "# 池\n\n连接池（connection pool） pool_size 很长的正文。\n\n```py\npool = 1\n```\n";
    notebook.write(&[("long.md", &text.repeat(30)), ("short.md", &text.repeat(8))]);
    notebook.sync(false).unwrap();
    // What is removed now must not come back.
    notebook.write(&[("short.md", "事务")]);
    notebook.sync(false).unwrap();
    let dir = generation(&notebook.index_dir());
    let sealed = fs::read(dir.join(Engine::COMMIT)).unwrap();
    let (mut n_damages, mut n_seen_by_searches) = (0, 0);
    let rounds = std::env::var("NOTES_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(130);
    let files = segment_files(&dir);
    assert!(!notebook.index().searcher().unwrap().glossary(None).unwrap().is_empty());
    assert!(files.iter().any(|path| path.extension().is_some_and(|kind| kind == "del")), "{files:?}");
    for path in &files {
        let sound = fs::read(path).unwrap();
        for at in (0..sound.len()).step_by((sound.len() * files.len()).div_ceil(rounds).max(1)) {
            let mut bytes = sound.clone();
            bytes[at] ^= 1 << (at % 8);
            fs::write(path, bytes).unwrap();
            Engine::trust_files(&dir);
            n_damages += 1;
            let context = format!("{} at {at}", path.display());
            assert!(!notebook.index().check().unwrap().faults.is_empty(), "{context}");
            n_seen_by_searches += usize::from(!searches_soundly(&notebook, &context));
            fs::write(path, &sound).unwrap();
            fs::write(dir.join(Engine::COMMIT), &sealed).unwrap();
        }
    }
    assert!(n_damages >= 100 && n_seen_by_searches > 0, "{n_damages}, {n_seen_by_searches}");
    notebook.assert_sound("all put back");
}

#[test]
fn rot_in_a_length_ends_in_an_error_and_asks_for_no_memory() {
    let notebook = Notebook::new();
    notebook.write(&[("a.md", "# 池\n\n连接池 pool_size\n")]);
    notebook.sync(false).unwrap();
    let dir = generation(&notebook.index_dir());
    let sealed = fs::read(dir.join(Engine::COMMIT)).unwrap();
    for path in segment_files(&dir) {
        let sound = fs::read(&path).unwrap();
        // A number of more bytes than there are, in all the places that say how long and where things are.
        for at in sound.len().saturating_sub(130)..sound.len().saturating_sub(8) {
            let mut bytes = sound.clone();
            bytes[at..at + 7].copy_from_slice(&[0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x81]);
            fs::write(&path, bytes).unwrap();
            Engine::trust_files(&dir);
            let context = format!("{} at {at}", path.display());
            assert!(!searches_soundly(&notebook, &context), "{context}: nothing is read of it");
            fs::write(&path, &sound).unwrap();
            fs::write(dir.join(Engine::COMMIT), &sealed).unwrap();
        }
    }
}

/// Whether a damaged index gives an answer; if so, all places in it lie in the notes.
fn searches_soundly(notebook: &Notebook, context: &str) -> bool {
    let listed = notebook.index().searcher().and_then(|searcher| {
        searcher.tags()?;
        searcher.notes(&Query::parse("池"), &SearchOptions::new())?;
        searcher.glossary(None)
    });
    assert!(listed.is_ok() || listed.is_err_and(|error| error.is_unusable()), "{context}");
    for query in ["连接池", "pool_size", "\"很长的正文\"", "poo", "事务 旧"] {
        let options = SearchOptions::new().limit(0).per_note(0);
        let searched =
            notebook.index().searcher().and_then(|searcher| searcher.search(&Query::parse(query), &options));
        let Ok(results) = searched else {
            assert!(searched.is_err_and(|error| error.is_unusable()), "{context}");
            return false;
        };
        for hit in results.hits {
            let bytes = fs::read(notebook.root().join(hit.path.as_str())).unwrap();
            assert!(bytes.get(hit.range.clone()).is_some(), "{context}: {hit:?}");
            assert!(hit.matches.iter().all(|found| bytes.get(found.range.clone()).is_some()), "{context}");
        }
    }
    true
}

#[test]
fn how_many_notes_there_are_is_told_by_the_commit_alone() {
    let notebook = Notebook::new();
    indexed(&notebook);
    let n_notes = || notebook.index().n_notes();
    let written = n_notes().unwrap();
    let dir = generation(&notebook.index_dir());
    for path in segment_files(&dir) {
        fs::remove_file(path).unwrap();
    }
    assert_eq!((written > 0, n_notes().unwrap()), (true, written));
    fs::write(dir.join(Engine::COMMIT), "cut").unwrap();
    assert!(n_notes().unwrap_err().is_unusable());
    fs::remove_dir_all(notebook.index_dir()).unwrap();
    assert!(n_notes().unwrap_err().is_missing());
}

#[test]
fn a_check_asks_for_words_as_they_are_read() {
    let notebook = Notebook::new();
    for text in
        ["**foo**bar", "foo<b>b</b>ar", "a&amp;b **x**yz", "连**接**池", "[foo](target)bar", "| foo | bar |"]
    {
        notebook.write(&[("a.md", text)]);
        notebook.sync(false).unwrap();
        notebook.assert_sound(text);
    }
}
