//! The promise on notes that nobody here wrote: `NOTES_EVAL` names a folder whose `corpus/` is searched.
//!
//! `NOTES_EVAL=DIR cargo test --release -p notes-index --test library -- promise::corpus`

use std::collections::BTreeMap;
use std::fs;
use std::io::{Write, stderr};
use std::ops::Range;
use std::path::{Path, PathBuf};

use notes_index::{IndexOptions, NoteIndex, SearchOptions, Searcher};
use tempfile::TempDir;

use super::{holds, mixed_runs, part, runs};
use crate::fixture::{everything, search, sync};
use crate::random::Random;

/// How many runs are searched.
const N_RUNS: usize = 4_000;

/// The text of each note that is UTF-8, as the index counts in it.
fn texts(searcher: &Searcher, root: &Path) -> BTreeMap<String, String> {
    let all = search(searcher, "", &SearchOptions::new().path(".").limit(0).per_note(1));
    let utf8 = all.hits.iter().filter(|hit| hit.encoding.is_none());
    let text = |path: &str| fs::read_to_string(root.join(path)).expect("an indexed note can be read");
    utf8.map(|hit| (hit.path.to_string(), text(hit.path.as_str()))).collect()
}

/// A glob for one path.
fn literally(path: &str) -> String {
    path.chars().map(|c| if "*?[]{}!\\".contains(c) { format!("[{c}]") } else { c.to_string() }).collect()
}

/// A place to find, of one of the two kinds: a run of one script, or one across scripts and signs.
fn place(random: &mut Random, text: &str) -> Option<(Range<usize>, bool)> {
    let is_mixed = random.one_in(3);
    let runs = if is_mixed { mixed_runs(text) } else { runs(text) };
    (!runs.is_empty()).then(|| {
        let run = random.of(&runs).clone();
        (if is_mixed { run } else { part(random, text, &run) }, is_mixed)
    })
}

/// Whether what stands at a place finds the section there; a run of one script also where in it.
fn is_found(searcher: &Searcher, path: &str, query: &str, place: &Range<usize>, is_mixed: bool) -> bool {
    let hits = search(searcher, query, &everything().path(literally(path))).hits;
    hits.iter().any(|hit| match is_mixed {
        true => hit.range.start <= place.start && place.end <= hit.range.end && hit.missing.is_empty(),
        false => holds(hit, place),
    })
}

/// The share that is found, and what is not.
fn run(root: &Path) -> (usize, Vec<String>) {
    let dir = TempDir::new().expect("a temporary folder can be made");
    let index = NoteIndex::open(IndexOptions::new(root, dir.path())).expect("an index can be made");
    sync(&index);
    let searcher = index.searcher().expect("the index can be searched");
    let texts: Vec<(String, String)> = texts(&searcher, root).into_iter().collect();
    let mut random = Random::new(0x636f_7270);
    let (mut n_asked, mut misses) = (0, Vec::new());
    while n_asked < N_RUNS {
        let (path, text) = random.of(&texts);
        let Some((place, is_mixed)) = place(&mut random, text) else { continue };
        n_asked += 1;
        let query = &text[place.clone()];
        if !is_found(&searcher, path, query, &place, is_mixed) {
            let line = text[..place.start].matches('\n').count() + 1;
            misses.push(format!("{path}:{line}: {query:?}"));
        }
    }
    (n_asked, misses)
}

#[test]
fn every_run_of_other_notes_is_found() {
    let Some(folder) = std::env::var_os("NOTES_EVAL").map(PathBuf::from) else {
        writeln!(stderr(), "skipped: NOTES_EVAL names no folder with other notes").expect("it is open");
        return;
    };
    let (n_asked, misses) = run(&folder.join("corpus"));
    let n_found = n_asked - misses.len();
    writeln!(stderr(), "{n_found} of {n_asked} runs are found in their place").expect("it is open");
    assert!(misses.is_empty(), "{} are not found:\n{}", misses.len(), misses.join("\n"));
}
