//! One writer, many readers: every answer is that of one commit, whole.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use notes_index::{NoteIndex, Searcher, SyncEvent, SyncOptions};

use crate::fixture::{Folder, everything, search, sync};

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
    version_of(&index.searcher().expect("there is always a commit"))
}

#[track_caller]
fn version_of(searcher: &Searcher) -> usize {
    let hits = search(searcher, "共同词", &everything()).hits;
    let versions: Vec<usize> = hits
        .iter()
        .map(|hit| {
            let text = hit.snippet.text.strip_prefix("共同词 v").and_then(|rest| rest.strip_suffix(" end"));
            text.and_then(|number| number.parse().ok()).expect("a note is whole")
        })
        .collect();
    assert_eq!(versions, vec![versions[0]; N_NOTES]);
    assert_eq!(searcher.counts().notes, N_NOTES);
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

#[test]
fn who_waits_hears_for_whom_and_may_go() {
    let folder = Folder::new("//- a.md\n连接池\n");
    let (is_writing, is_heard) = (AtomicBool::new(false), AtomicBool::new(false));
    let wait_for = |flag: &AtomicBool| {
        while !flag.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
    };
    let options = SyncOptions::new(SystemTime::now()).rebuild(true).lock_wait(Duration::from_secs(3600));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut hold = |event: SyncEvent<'_>| {
                if let SyncEvent::Planned { .. } = event {
                    is_writing.store(true, Ordering::SeqCst);
                    wait_for(&is_heard);
                }
                ControlFlow::Continue(())
            };
            folder.index().sync_with(&options, &mut hold).unwrap();
        });
        wait_for(&is_writing);
        let process = std::process::id();
        let impatient = options.clone().lock_wait(Duration::ZERO);
        let error = folder.index().sync(&impatient).unwrap_err();
        assert!(
            error.is_locked() && error.to_string().ends_with(&format!("by process {process}")),
            "{error}"
        );
        let mut go = |event: SyncEvent<'_>| match event {
            SyncEvent::Waiting { holder, .. } if holder == Some(process) => ControlFlow::Break(()),
            event => panic!("{event:?}"),
        };
        assert!(folder.index().sync_with(&options, &mut go).unwrap_err().is_cancelled());
        let mut stay = |event: SyncEvent<'_>| {
            is_heard.fetch_or(matches!(event, SyncEvent::Waiting { .. }), Ordering::SeqCst);
            ControlFlow::Continue(())
        };
        assert!(folder.index().sync_with(&options, &mut stay).unwrap().rebuilt);
    });
}

/// Other options make another kind of index, as another version of the program does.
#[test]
fn another_kind_of_index_is_built_beside_the_one_that_counts() {
    let folder = Folder::new("");
    write(&folder, 0);
    folder.sync();
    let held = folder.index().searcher().unwrap();
    let other = || NoteIndex::open(folder.options().max_note_bytes(1 << 20)).unwrap();
    assert!(other().searcher().unwrap_err().is_unusable());
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for kind in 0..4 {
            let (folder, other, is_over) = (&folder, &other, &is_over);
            scope.spawn(move || {
                let index = if kind % 2 == 0 { folder.index() } else { other() };
                while !is_over.load(Ordering::SeqCst) {
                    match index.searcher() {
                        Ok(searcher) => assert_eq!(version_of(&searcher), 0),
                        Err(error) => assert!(error.is_unusable() || error.is_remade(), "{error}"),
                    }
                }
            });
        }
        for round in 0..8 {
            let index = if round % 2 == 0 { other() } else { folder.index() };
            assert!(sync(&index).rebuilt, "round {round}");
            assert_eq!(version(&index), 0);
        }
        is_over.store(true, Ordering::SeqCst);
    });
    assert_eq!(version_of(&held), 0, "who holds a snapshot keeps it");
}

#[cfg(unix)]
#[test]
fn a_check_changes_nothing_and_gets_in_nobodys_way_who_looks() {
    use std::fs::{self, File, Permissions};
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new("//- a.md\n连接池\n");
    folder.sync();
    let (dir, lock) = (folder.index_dir(), folder.index_dir().join("lock"));
    fs::set_permissions(&dir, Permissions::from_mode(0o755)).unwrap();
    let other = File::open(&lock).unwrap();
    other.lock_shared().unwrap();
    assert_eq!(folder.index().check().unwrap().faults, []);
    fs::remove_file(&lock).unwrap();
    assert_eq!(folder.index().check().unwrap().faults, []);
    assert!(!lock.exists());
    assert_eq!(dir.metadata().unwrap().permissions().mode() & 0o777, 0o755);
}
