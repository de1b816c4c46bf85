//! A watcher that is asked: what it vouches for is what the notes say.

use std::fs;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notes_index::{IndexOptions, NoteIndex, SyncEvent, SyncOptions, WatchEvent, WatchOptions};

use crate::fixture::{Folder, everything, lines, search};

/// How often notes are written and asked for.
const N_EDITS: u32 = 200;

/// How many syncs there have been once the notes are followed: one comes before.
const FOLLOWED: usize = 2;

/// Longer than any machine takes to answer.
const PATIENT: Duration = Duration::from_secs(20);

/// Does something while the folder is watched. The watcher is stopped whatever comes of it.
fn watched<T>(folder: &Folder, work: impl FnOnce(&NoteIndex) -> T) -> T {
    watched_by(|| folder.index(), work)
}

/// The same, for an index with options of its own.
fn watched_by<T>(index: impl Fn() -> NoteIndex + Sync, work: impl FnOnce(&NoteIndex) -> T) -> T {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let stopped = Stop(&stop);
        let watcher = scope.spawn(|| {
            index().watch(&WatchOptions::new(SystemTime::now), &mut |_| {
                if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
        });
        let index = index();
        // Until the watcher is there, nobody answers.
        while !index.is_current(PATIENT) && !watcher.is_finished() {
            thread::yield_now();
        }
        let result = work(&index);
        drop(stopped);
        watcher.join().expect("the watcher does not panic").expect("the watcher can watch");
        result
    })
}

struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Which notes hold a word, as the last commit has it.
fn found(index: &NoteIndex, word: &str) -> Vec<String> {
    lines(&search(&index.searcher().expect("there is a commit"), word, &everything()).hits)
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_written_is_found_at_once() {
    let folder = Folder::new("//- a.md\n连接池\n//- b/c.md\n事务\n");
    watched(&folder, |index| {
        for n in 0..N_EDITS {
            let (word, path) = (format!("zz{n}x"), edit(&folder, n));
            folder.write(&path, &word);
            assert!(index.is_current(PATIENT), "edit {n} is vouched for");
            assert_eq!(found(index, &word), [format!("{path}: (root)")], "edit {n}");
        }
    });
}

/// Makes room for the next text, each time in another way; returns where it goes.
#[cfg(target_os = "linux")]
fn edit(folder: &Folder, n: u32) -> String {
    let root = folder.root();
    match n % 7 {
        0 => "a.md".to_owned(),
        1 => format!("new{n}/deep/er/note.md"),
        2 => format!("b/n{n}.md"),
        3 => {
            // As editors do it that write beside and rename.
            fs::write(root.join("b/.c.md.tmp"), "neither").expect("a file can be written");
            folder.rename("b/.c.md.tmp", "b/c.md");
            "b/c.md".to_owned()
        }
        4 => {
            fs::create_dir_all(root.join(format!(".hidden{n}/x"))).expect("a folder can be made");
            folder.rename(&format!(".hidden{n}"), &format!("shown{n}"));
            format!("shown{n}/x/note.md")
        }
        5 => {
            folder.rename(&format!("shown{}", n - 1), &format!("moved{n}"));
            format!("moved{n}/x/other.md")
        }
        _ => {
            fs::remove_dir_all(root.join(format!("moved{}", n - 1))).expect("a folder can be removed");
            format!("moved{}/again.md", n - 1)
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_gone_or_ignored_is_found_no_more() {
    let folder = Folder::new("//- a.md\nzza\n//- b/c.md\nzzc\n//- b/d.md\nzzd\n");
    watched(&folder, |index| {
        folder.remove("a.md");
        assert!(index.is_current(PATIENT) && found(index, "zza").is_empty());
        folder.write("b/.gitignore", "c.md\n");
        assert!(index.is_current(PATIENT) && found(index, "zzc").is_empty());
        folder.remove("b/.gitignore");
        assert!(index.is_current(PATIENT));
        assert_eq!(found(index, "zzc"), ["b/c.md: (root)"]);
    });
}

#[cfg(target_os = "linux")]
#[test]
fn an_index_that_somebody_else_makes_in_another_way_is_left_to_them() {
    let folder = Folder::new("//- a.md\nzza\n//- b.txt\nzzb\n");
    let other = NoteIndex::open(folder.options().extensions(["txt"])).expect("the index is ours");
    let (begun, mut n_syncs) = (Instant::now(), 0);
    let watched = folder.index().watch(&WatchOptions::new(SystemTime::now), &mut |event| {
        n_syncs += usize::from(matches!(event, WatchEvent::Synced(_)));
        if matches!(event, WatchEvent::Synced(_)) && n_syncs == FOLLOWED {
            crate::fixture::sync(&other);
            folder.write("c.txt", "zzc");
        }
        if begun.elapsed() < PATIENT { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    assert!(watched.unwrap_err().is_remade(), "the watcher ends");
    assert!(!other.is_current(PATIENT));
    assert_eq!(found(&other, "zzb"), ["b.txt: (root)"]);
}

#[test]
fn there_is_one_watcher() {
    let folder = Folder::new("//- a.md\nzza\n");
    assert!(!folder.index().is_current(PATIENT), "nobody is there, and nobody waits");
    watched(&folder, |index| {
        let second = index.watch(&WatchOptions::new(SystemTime::now), &mut |_| ControlFlow::Continue(()));
        assert!(second.unwrap_err().is_locked());
    });
    assert!(!folder.index().is_current(PATIENT), "it is gone");
}

#[test]
fn a_watcher_stops_when_it_is_told_to() {
    let folder = Folder::new("//- a.md\nzza\n");
    let mut n_syncs = 0;
    let watched = folder.index().watch(&WatchOptions::new(SystemTime::now), &mut |event| match event {
        WatchEvent::Synced(_) => {
            n_syncs += 1;
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(()),
    });
    assert_eq!((watched.is_ok(), n_syncs), (true, 1));
    assert_eq!(folder.search("zza"), ["a.md: (root)"]);
}

#[test]
fn the_first_sync_of_a_watcher_is_told() {
    let folder = Folder::new("//- a.md\n---\ntags: [\n---\nzza\n");
    let mut told = Vec::new();
    let watched = folder.index().watch(&WatchOptions::new(SystemTime::now), &mut |event| {
        if let WatchEvent::Synced(report) = event {
            told.push((report.rebuilt, report.added, report.unchanged, report.warnings.len()));
        }
        if told.len() < FOLLOWED { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    assert!(watched.is_ok());
    assert_eq!((told[0], told[1].0), ((true, 1, 0, 1), false));
}

#[test]
fn a_watcher_may_be_stopped_before_its_first_sync_is_done() {
    let folder = Folder::new("//- a.md\nzza\n");
    let watched = folder.index().watch(&WatchOptions::new(SystemTime::now), &mut |_| ControlFlow::Break(()));
    assert!(watched.is_ok());
}

/// A search that builds the index is often there first.
#[test]
fn a_watcher_waits_for_who_writes_before_it() {
    let folder = Folder::new("//- a.md\nzza\n");
    let (is_writing, n_idle) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            let options = SyncOptions::new(SystemTime::now());
            let synced = folder.index().sync_with(&options, &mut |event| {
                is_writing.store(true, Ordering::SeqCst);
                // Events come every few milliseconds: much longer than a watcher waits later on.
                while matches!(event, SyncEvent::Committing) && n_idle.load(Ordering::SeqCst) < 100 {
                    thread::yield_now();
                }
                ControlFlow::Continue(())
            });
            synced.expect("the notes can be indexed");
        });
        while !is_writing.load(Ordering::SeqCst) {
            thread::yield_now();
        }
        let watched = folder.index().watch(&WatchOptions::new(SystemTime::now), &mut |event| match event {
            WatchEvent::Synced(_) => ControlFlow::Break(()),
            _ => {
                n_idle.fetch_add(1, Ordering::SeqCst);
                ControlFlow::Continue(())
            }
        });
        n_idle.store(100, Ordering::SeqCst);
        watched.expect("the watcher waits");
    });
}

#[test]
fn another_writer_is_waited_for_and_told_of_once() {
    let folder = Folder::new("//- a.md\nzza\n");
    let (mut lock, mut busy, mut n_syncs) = (None, Vec::new(), 0);
    let watched = folder.index().watch(&WatchOptions::new(SystemTime::now), &mut |event| {
        match event {
            WatchEvent::Synced(_) => n_syncs += 1,
            WatchEvent::Busy { holder, .. } => busy.push((holder, Instant::now())),
            WatchEvent::Lost { why, .. } | WatchEvent::Refused { why, .. } => panic!("{why}"),
            _ => {}
        }
        if n_syncs == FOLLOWED && lock.is_none() {
            let held = fs::File::open(folder.index_dir().join("lock")).expect("the lock stays");
            held.lock().expect("nobody holds it");
            lock = Some(Some(held));
            folder.write("b.md", "zzb");
        }
        // Longer than it takes to try several times.
        if busy.first().is_some_and(|(_, since)| since.elapsed() > Duration::from_millis(1_500)) {
            lock = Some(None);
        }
        if n_syncs > FOLLOWED { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    watched.expect("it is only waited for");
    assert_eq!(busy.iter().map(|(holder, _)| *holder).collect::<Vec<_>>(), [None]);
    assert_eq!(folder.search("zzb"), ["b.md: (root)"]);
}

/// Waits until the watcher vouches; false if it doesn't.
#[cfg(target_os = "linux")]
fn vouches(index: &NoteIndex) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < PATIENT {
        if index.is_current(PATIENT) {
            return true;
        }
        thread::yield_now();
    }
    false
}

#[cfg(target_os = "linux")]
#[test]
fn a_watcher_whose_mailbox_is_taken_away_makes_another() {
    let folder = Folder::new("//- a.md\nzza\n");
    let mailbox = folder.index_dir().join("watch");
    let take: [&dyn Fn(); 3] = [
        &|| fs::remove_dir_all(&mailbox).expect("it is there"),
        &|| {
            fs::rename(&mailbox, folder.beside("mailbox")).expect("it is there");
            fs::create_dir(&mailbox).expect("its place is free");
        },
        &|| fs::remove_dir_all(folder.index_dir()).expect("it is there"),
    ];
    watched(&folder, |index| {
        for (n, take) in take.iter().enumerate() {
            take();
            folder.write(&format!("{n}.md"), format!("zz{n}x"));
            assert!(vouches(index), "{n}");
            assert_eq!(found(index, &format!("zz{n}x")), [format!("{n}.md: (root)")]);
        }
    });
}

#[cfg(target_os = "linux")]
#[test]
fn a_notebook_that_goes_away_is_followed_when_it_is_back() {
    let folder = Folder::new("//- a.md\nzza\n");
    let (root, away) = (folder.root(), folder.beside("away"));
    let go = || fs::rename(&root, &away).expect("a folder can be renamed");
    let come = || fs::rename(&away, &root).expect("its place is free");
    let anew = || fs::create_dir(&root).expect("its place is free");
    // Others may get the number of the folder that was removed.
    let remove = || fs::remove_dir_all(&root).expect("it is there");
    let swaps: [&[&dyn Fn()]; 5] =
        [&[&go, &come], &[&remove, &anew], &[&go, &anew], &[&go, &nap, &come], &[&remove, &nap, &anew]];
    watched(&folder, |index| {
        for (n, steps) in swaps.iter().enumerate() {
            steps.iter().for_each(|step| step());
            let _made_room = fs::remove_dir_all(&away);
            for path in ["a.md", "b.md"] {
                let word = format!("zz{n}{}", &path[..1]);
                folder.write(path, &word);
                assert!(vouches(index), "{n}");
                assert_eq!(found(index, &word), [format!("{path}: (root)")], "{n}");
            }
        }
    });
}

/// Longer than a watcher takes to see that its notes are gone.
#[cfg(target_os = "linux")]
fn nap() {
    thread::sleep(Duration::from_millis(1_500));
}

#[test]
fn a_notebook_that_was_never_there_is_not_waited_for() {
    let folder = Folder::new("//- a.md\nzza\n");
    let index = folder.index();
    fs::remove_dir_all(folder.root()).expect("it is there");
    let watched = index.watch(&WatchOptions::new(SystemTime::now), &mut |_| ControlFlow::Continue(()));
    assert!(watched.unwrap_err().is_io());
}

#[cfg(unix)]
#[test]
fn a_watcher_whose_notebook_is_gone_says_so_once_and_stops_when_it_is_told_to() {
    let folder = Folder::new("//- a.md\nzza\n");
    let (mut n_gone, mut n_idle) = (0, 0);
    let watched = folder.index().watch(&WatchOptions::new(SystemTime::now), &mut |event| {
        match event {
            WatchEvent::Synced(_) => {
                fs::rename(folder.root(), folder.beside("away")).expect("a folder can be renamed");
            }
            WatchEvent::Gone => n_gone += 1,
            _ if n_gone > 0 => n_idle += 1,
            _ => {}
        }
        if n_idle < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    assert_eq!((watched.is_ok(), n_gone), (true, 1));
}

#[cfg(target_os = "linux")]
#[test]
fn an_index_in_the_notebook_may_be_named_by_another_path() {
    let folder = Folder::new("//- a.md\nzza\n");
    let link = folder.beside("link");
    std::os::unix::fs::symlink(folder.root(), &link).expect("a link can be made");
    let options = IndexOptions::new(folder.root(), link.join("index"));
    watched_by(
        || NoteIndex::open(options.clone()).expect("the index is ours"),
        |index| {
            folder.write("b.md", "zzb");
            assert!(index.is_current(PATIENT));
            assert_eq!(found(index, "zzb"), ["b.md: (root)"]);
        },
    );
}
