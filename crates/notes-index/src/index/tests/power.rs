//! Power is lost at any step of any sync: what is left opens or is built anew, and answers right.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Notebook, later};
use crate::disk::power::{Chance, Recording, Tape};
use crate::engine::Engine;
use crate::error::Result;
use crate::index::{IndexOptions, NoteIndex, SyncOptions, SyncReport};
use crate::query::Query;
use crate::search::SearchOptions;

/// How many syncs there are, and after how many losses of power each: in a long run and every day.
const LONG: (usize, usize) = (50, 80);
const EVERYDAY: (usize, usize) = (8, 10);

/// More files than this an index of a few notes never has, whatever was left behind.
const MAX_FILES: usize = 48;

/// What a search for the word in every note shows: path and text.
fn shown(index: &NoteIndex) -> Result<Vec<String>> {
    let options = SearchOptions::new().limit(0).per_note(0);
    let hits = index.searcher()?.search(&Query::parse("共同词"), &options)?.hits;
    let mut shown: Vec<String> =
        hits.iter().map(|hit| format!("{}: {}", hit.path, hit.snippet.text)).collect();
    shown.sort();
    Ok(shown)
}

/// Changes a few notes: every text is another.
fn change(notebook: &Notebook, versions: &mut BTreeMap<String, String>, chance: &mut Chance, round: usize) {
    for nth in 0..=chance.below(4) {
        let name = format!("{}.md", chance.below(7));
        if chance.below(4) == 0 && versions.remove(&name).is_some() {
            fs::remove_file(notebook.root().join(&name)).expect("a note can be removed");
            continue;
        }
        let text = format!("共同词 v{round}-{nth}");
        let filler = "连接池复用数据库连接。\n".repeat(chance.below(40));
        notebook.write(&[(&name, &format!("{text}\n\n# 其余\n\n{filler}"))]);
        versions.insert(name, text);
    }
}

fn sync(index: &NoteIndex, rebuild: bool, merge: bool) -> SyncReport {
    let options = SyncOptions::new(later()).rebuild(rebuild).merge(merge);
    index.sync(&options).expect("nothing refuses a sync")
}

/// Every file below a folder but for locks.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder can be read").flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path if path.to_string_lossy().ends_with("lock") => {}
                path => {
                    let name = path.strip_prefix(folder).expect("it stands below").to_owned();
                    files.insert(name, fs::read(path).expect("a file can be read"));
                }
            }
        }
    }
    files
}

/// What must hold of what a loss of power has left, when the notes are as the last of these states.
struct Left<'a> {
    index: NoteIndex,
    dir: &'a Path,
    states: &'a [Vec<String>],
}

impl Left<'_> {
    fn verify(&self, context: &str) {
        self.is_a_commit_or_none(context);
        // The same where the stamps say that nothing was lost: what is sealed is on the disk.
        if let Ok(Some(identity)) = self.index.disk().expect("it is on disk").0.identity() {
            Engine::trust_files(&self.dir.join(format!("g{}", identity.generation)));
            self.is_a_commit_or_none(context);
        }
        let is_first = self.states[0].is_empty();
        assert!(
            !sync(&self.index, false, true).rebuilt || is_first,
            "{context}: what was there is gone on with"
        );
        assert_eq!(Some(&shown(&self.index).expect("it was synced")), self.states.last(), "{context}");
        assert_eq!(self.index.check().expect("it can be read").faults, [], "{context}");
        let n_files = files(self.dir).len();
        assert!(n_files <= MAX_FILES, "{context}: {n_files} files");
    }

    fn is_a_commit_or_none(&self, context: &str) {
        match shown(&self.index) {
            Ok(shown) => {
                assert!(self.states.contains(&shown), "{context}: {shown:?}");
                let faults = self.index.check().expect("it can be read").faults;
                assert_eq!(faults, [], "{context}");
            }
            Err(error) => {
                let is_first = self.states[0].is_empty();
                assert!(is_first && (error.is_unusable() || error.is_missing()), "{context}: {error}");
            }
        }
    }
}

#[test]
fn power_that_is_lost_at_any_step_leaves_a_commit_or_nothing() {
    let (n_syncs, n_losses) = if std::env::var_os("NOTES_ROUNDS").is_some() { LONG } else { EVERYDAY };
    let notebook = Notebook::new();
    let dir = notebook.index_dir();
    let (mut tape, mut versions, mut chance) = (Tape::default(), BTreeMap::new(), Chance(3));
    let mut before = Vec::new();
    for round in 0..n_syncs {
        change(&notebook, &mut versions, &mut chance, round);
        let recording = Recording::start(&dir, tape);
        sync(&notebook.index(), chance.below(6) == 0, chance.below(2) == 0);
        tape = recording.stop();
        let now = shown(&notebook.index()).expect("it was synced");
        let states = [before, now];
        let copy = tempfile::tempdir().expect("a folder can be made");
        tape.copy(copy.path());
        assert!(files(copy.path()) == files(&dir), "the tape knows the folder");
        for loss in 0..n_losses {
            let left = tempfile::tempdir().expect("a folder can be made");
            tape.lose_power(&mut chance, left.path());
            let index = NoteIndex::open(IndexOptions::new(notebook.root(), left.path())).expect("it is ours");
            let left = Left { index, dir: left.path(), states: &states };
            left.verify(&format!("sync {round}, loss {loss}"));
        }
        [_, before] = states;
    }
}
