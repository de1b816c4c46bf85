//! One writer, many readers: every answer is that of one commit, whole.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use notes_index::NoteIndex;

use crate::fixture::{Folder, everything, search};

const N_NOTES: usize = 6;
const N_READERS: usize = 8;

/// All notes of a version hold its number, and all commits hold all notes.
fn write(folder: &Folder, version: usize) {
    for note in 0..N_NOTES {
        folder.write(&format!("{note}.md"), format!("共同词 v{version} end\n"));
    }
}

/// The version that an answer is of.
#[track_caller]
fn version(index: &NoteIndex) -> usize {
    let searcher = index.searcher().expect("there is always a commit");
    let hits = search(&searcher, "共同词", &everything()).hits;
    let versions: Vec<usize> = hits
        .iter()
        .map(|hit| {
            let text = hit.snippet.text.strip_prefix("共同词 v").and_then(|rest| rest.strip_suffix(" end"));
            text.and_then(|number| number.parse().ok()).expect("a note is whole")
        })
        .collect();
    assert_eq!(versions, vec![versions[0]; N_NOTES]);
    assert_eq!(searcher.counts().0, N_NOTES);
    versions[0]
}

/// For how long: what `NOTES_SECONDS` says, else long enough for every day.
fn seconds() -> Duration {
    let said = std::env::var("NOTES_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(said.unwrap_or(4))
}

#[test]
fn readers_see_whole_commits_one_after_another() {
    let folder = Folder::new("");
    write(&folder, 0);
    folder.sync();
    let (last, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let n_answers = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..N_READERS {
            scope.spawn(|| {
                let (index, mut seen) = (folder.index(), 0);
                while !is_over.load(Ordering::SeqCst) {
                    let committed = last.load(Ordering::SeqCst);
                    let now = version(&index);
                    assert!(now >= seen.max(committed), "{now} after {seen} and {committed}");
                    seen = now;
                    n_answers.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        let begun = Instant::now();
        for round in 1.. {
            if begun.elapsed() > seconds() {
                break;
            }
            write(&folder, round);
            folder.sync();
            last.store(round, Ordering::SeqCst);
        }
        is_over.store(true, Ordering::SeqCst);
    });
    assert!(last.into_inner() > 1 && n_answers.into_inner() > N_READERS);
    assert!(folder.index().check().unwrap().faults.is_empty());
}

#[test]
fn writers_wait_for_one_another() {
    let folder = Folder::new("");
    write(&folder, 0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                folder.sync();
                assert_eq!(version(&folder.index()), 0);
            });
        }
    });
    assert!(folder.index().check().unwrap().faults.is_empty());
}
