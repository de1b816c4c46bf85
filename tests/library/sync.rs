//! A folder of notes and its index: what a sync does, and what it leaves alone.

use std::fs::{self, File};
use std::ops::ControlFlow;
use std::time::{Duration, SystemTime};

use notes_index::{
    Error, IndexOptions, NoteIndex, Query, SearchOptions, Searcher, SkipReason, Sort, SyncEvent, SyncOptions,
    SyncReport,
};

use crate::fixture::{Folder, everything, later, lines, search, sync, sync_with};

const NOTES: &str = "\
//- a.md
连接池
//- b/c.md
事务
";

/// How many notes were added, modified, removed and left as they were.
fn counts(report: &SyncReport) -> [usize; 4] {
    [report.added, report.modified, report.removed, report.unchanged]
}

/// A folder whose notes are indexed.
fn synced(notebook: &str) -> Folder {
    let folder = Folder::new(notebook);
    folder.sync();
    folder
}

#[test]
fn the_first_sync_builds() {
    let folder = Folder::new(NOTES);
    assert!(folder.index().searcher().unwrap_err().is_missing());
    assert!(!folder.index().status().unwrap().built);
    let report = folder.sync();
    assert_eq!((counts(&report), report.rebuilt), ([2, 0, 0, 0], true));
    assert_eq!(folder.search("连接池"), ["a.md: (root)"]);
    let status = folder.index().status().unwrap();
    assert_eq!((status.built, status.notes, status.sections), (true, 2, 2));
    assert!(status.bytes > 0 && status.unusable.is_none());
}

#[test]
fn a_sync_follows_the_files() {
    let folder = synced(NOTES);
    folder.write("d.md", "死锁\n");
    assert_eq!(counts(&folder.sync()), [1, 0, 0, 2]);
    folder.write("a.md", "线程池\n");
    assert_eq!(counts(&folder.sync()), [0, 1, 0, 2]);
    assert_eq!((folder.search("连接"), folder.search("线程池")), (vec![], vec!["a.md: (root)".to_owned()]));
    folder.rename("a.md", "b/e.md");
    assert_eq!(counts(&folder.sync()), [1, 0, 1, 2]);
    assert_eq!(folder.search("线程池"), ["b/e.md: (root)"]);
    folder.remove("b/e.md");
    assert_eq!(counts(&folder.sync()), [0, 0, 1, 2]);
    assert!(folder.search("线程池").is_empty());
}

#[test]
fn nothing_new_costs_no_write() {
    let folder = synced(NOTES);
    let before = folder.index_files();
    let mut n_events = 0;
    let report = sync_with(&folder.index(), &SyncOptions::new(later()), |_| {
        n_events += 1;
        ControlFlow::Continue(())
    });
    assert_eq!((counts(&report.unwrap()), n_events), ([0, 0, 0, 2], 0));
    assert_eq!(folder.index_files(), before);
}

#[cfg(unix)]
#[test]
fn a_note_whose_rights_change_is_read_but_not_written() {
    use std::os::unix::fs::PermissionsExt;

    let folder = synced(NOTES);
    let before = folder.index().status().unwrap();
    std::thread::sleep(Duration::from_millis(20));
    std::fs::set_permissions(folder.root().join("a.md"), PermissionsExt::from_mode(0o640)).unwrap();
    let mut read = Vec::new();
    let report = sync_with(&folder.index(), &SyncOptions::new(later()), |event| {
        if let SyncEvent::Read { path, .. } = event {
            read.push(path.to_string());
        }
        ControlFlow::Continue(())
    });
    assert_eq!((counts(&report.unwrap()), read), ([0, 0, 0, 2], vec!["a.md".to_owned()]));
    assert_eq!(folder.index().status().unwrap().segments, before.segments);
    nothing_to_do(&folder);
}

#[test]
fn a_touched_note_has_its_new_date() {
    let folder = synced("//- a.md\n连接池\n//- b.md\n连接池\n");
    for name in ["a.md", "b.md"] {
        let file = File::options().write(true).open(folder.root().join(name)).unwrap();
        file.set_modified(SystemTime::now() + Duration::from_secs(60)).unwrap();
        assert_eq!(counts(&folder.sync()), [0, 1, 0, 1]);
        let options = SearchOptions::new().sort(Sort::Modified);
        let results = folder.index().searcher().unwrap().search(&Query::parse("连接池"), &options).unwrap();
        assert_eq!(results.hits[0].path.as_str(), name);
    }
}

/// The next sync reads nothing.
#[track_caller]
fn nothing_to_do(folder: &Folder) {
    let report = sync_with(&folder.index(), &SyncOptions::new(later()), |event| panic!("{event:?}"));
    assert!(report.is_ok());
}

#[test]
fn a_young_stamp_is_not_trusted() {
    let folder = Folder::new(NOTES);
    let mut planned = Vec::new();
    for now in [SystemTime::now(), SystemTime::now(), later(), later()] {
        let report = sync_with(&folder.index(), &SyncOptions::new(now), |event| {
            if let SyncEvent::Planned { to_read, .. } = event {
                planned.push(*to_read);
            }
            ControlFlow::Continue(())
        });
        assert!(report.is_ok());
    }
    assert_eq!(planned, [2, 2, 2], "read until the stamps have settled, then never again");
}

#[cfg(unix)]
#[test]
fn a_change_that_hides_behind_its_time_is_seen() {
    let folder = synced(NOTES);
    let path = folder.root().join("a.md");
    let modified = path.metadata().unwrap().modified().unwrap();
    std::thread::sleep(Duration::from_millis(20));
    folder.write("a.md", "线程池\n");
    File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    assert_eq!(counts(&folder.sync()), [0, 1, 0, 1]);
}

#[test]
fn other_options_rebuild() {
    let folder = synced("//- a.md\n连接池\n//- b.txt\n连接池\n");
    let options = folder.options().extensions(["txt"]);
    let index = NoteIndex::open(options).unwrap();
    assert!(index.searcher().unwrap_err().is_unusable());
    let report = sync(&index);
    assert_eq!((report.rebuilt, counts(&report)), (true, [1, 0, 0, 0]));
    let hits = search(&index.searcher().unwrap(), "连接池", &everything()).hits;
    assert_eq!(lines(&hits), ["b.txt: (root)"]);
    assert!(folder.sync().rebuilt);
}

/// Two programs that stay, each with options of its own: they don't undo each other's work.
#[test]
fn an_index_is_not_made_anew_against_who_made_it_since() {
    let folder = Folder::new("//- a.md\n连接池\n//- b.txt\n连接池\n");
    let one = folder.index();
    assert!(sync(&one).rebuilt);
    let other = NoteIndex::open(folder.options().extensions(["txt"])).unwrap();
    assert!(sync(&other).rebuilt, "who comes later takes it");
    let again = sync_with(&one, &SyncOptions::new(later()), |_| ControlFlow::Continue(()));
    assert!(again.unwrap_err().is_remade());
    assert!(one.searcher().unwrap_err().is_remade() && one.status().unwrap_err().is_remade());
    assert_eq!(lines(&search(&other.searcher().unwrap(), "连接池", &everything()).hits), ["b.txt: (root)"]);
    let rebuild = SyncOptions::new(later()).rebuild(true);
    assert!(
        sync_with(&one, &rebuild, |_| ControlFlow::Continue(())).unwrap().rebuilt,
        "unless it is asked to"
    );
    assert!(other.searcher().unwrap_err().is_remade());
}

#[test]
fn a_rebuild_on_demand_answers_the_same() {
    let folder = synced(NOTES);
    let before = folder.search("连接池");
    let options = SyncOptions::new(later()).rebuild(true);
    let report = sync_with(&folder.index(), &options, |_| ControlFlow::Continue(())).unwrap();
    assert_eq!((report.rebuilt, counts(&report)), (true, [2, 0, 0, 0]));
    assert_eq!(folder.search("连接池"), before);
}

#[test]
fn another_notebooks_index_is_refused() {
    let folder = synced(NOTES);
    let before = folder.index_files();
    fs::create_dir(folder.beside("other")).unwrap();
    let error = NoteIndex::open(IndexOptions::new(folder.beside("other"), folder.index_dir())).unwrap_err();
    assert!(error.is_foreign());
    assert!(error.to_string().contains(&*folder.index_dir().to_string_lossy()), "{error}");
    assert_eq!(folder.index_files(), before);
}

#[test]
fn what_is_no_index_is_refused_and_not_touched() {
    let folder = Folder::new(NOTES);
    fs::create_dir(folder.index_dir()).unwrap();
    fs::write(folder.index_dir().join("thesis.doc"), "years").unwrap();
    assert!(NoteIndex::open(folder.options()).unwrap_err().is_foreign());
    assert_eq!(folder.index_files().len(), 1);
    fs::remove_dir_all(folder.index_dir()).unwrap();
    fs::write(folder.index_dir(), "a file").unwrap();
    assert!(NoteIndex::open(folder.options()).unwrap_err().is_foreign());
    assert_eq!(fs::read(folder.index_dir()).unwrap(), b"a file");
}

/// Damages every file of an index whose name says yes, one index each; the next sync must mend it.
#[track_caller]
fn mended(damages: impl Fn(&str) -> bool, damage: impl Fn(&std::path::Path)) {
    let names = |folder: &Folder| {
        let files = folder.index_files().into_keys();
        let inside = files.map(|path| path.strip_prefix(folder.index_dir()).unwrap().to_owned());
        inside.filter(|path| damages(&path.to_string_lossy())).collect::<Vec<_>>()
    };
    let folder = synced(NOTES);
    let n_files = names(&folder).len();
    assert!(n_files > 0, "no such file");
    for idx in 0..n_files {
        let name = names(&folder).swap_remove(idx);
        damage(&folder.index_dir().join(&name));
        let status = folder.index().status().unwrap();
        let told = (status.notes, status.segments, status.bytes);
        assert!(status.built || told == (0, 0, 0), "{}: {status:?}", name.display());
        let report = folder.sync();
        assert!(report.rebuilt, "{} was not missed", name.display());
        assert_eq!(folder.search("连接池"), ["a.md: (root)"]);
        assert_eq!(folder.search("事务"), ["b/c.md: (root)"]);
    }
}

#[test]
fn a_damaged_index_is_built_anew() {
    let is_state = |name: &str| {
        name.ends_with("seal") || name.contains("manifest") || name.ends_with("notes-index.json")
    };
    // Locks are made again where they are missing.
    mended(|name| !name.contains("/."), |path| fs::remove_file(path).unwrap());
    mended(is_state, |path| fs::write(path, "garbage").unwrap());
    mended(is_state, |path| {
        let len = path.metadata().unwrap().len();
        File::options().write(true).open(path).unwrap().set_len(len / 2).unwrap();
    });
}

#[test]
fn a_stopped_sync_leaves_the_index_as_it_was() {
    let folder = synced(NOTES);
    folder.write("a.md", "线程池\n");
    folder.remove("b/c.md");
    for stop_at in ["Planned", "Read", "Committing"] {
        let stopped = sync_with(&folder.index(), &SyncOptions::new(later()), |event| {
            if format!("{event:?}").starts_with(stop_at) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert!(stopped.unwrap_err().is_cancelled(), "{stop_at}");
        assert_eq!((folder.search("连接池").len(), folder.search("事务").len()), (1, 1), "{stop_at}");
    }
    assert_eq!(counts(&folder.sync()), [0, 1, 1, 0]);
}

#[test]
fn a_stopped_first_sync_leaves_no_index() {
    let folder = Folder::new(NOTES);
    let stop = |_: &SyncEvent<'_>| ControlFlow::Break(());
    assert!(sync_with(&folder.index(), &SyncOptions::new(later()), stop).unwrap_err().is_cancelled());
    assert!(folder.index().searcher().unwrap_err().is_missing());
    assert_eq!(counts(&folder.sync()), [2, 0, 0, 0]);
}

#[test]
fn who_only_looks_neither_writes_nor_waits() {
    let folder = Folder::new(NOTES);
    let pending = |index: &NoteIndex| {
        let pending = index.pending().expect("the notes can be read");
        (pending.to_read, pending.to_remove)
    };
    assert_eq!(pending(&folder.index()), (2, 0), "nothing is indexed");
    assert!(!folder.index_dir().exists());
    sync_with(&folder.index(), &SyncOptions::new(later()), |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(pending(&folder.index()), (0, 0));
    folder.write("new.md", "线程池\n");
    folder.remove("b/c.md");
    fs::create_dir(folder.index_dir().join("g9")).unwrap();
    fs::write(folder.index_dir().join("g9/seal.tmp"), "by a killed writer").unwrap();
    let before = folder.index_files();
    let lock = File::options().write(true).open(folder.index_dir().join("lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(pending(&folder.index()), (1, 1), "another process is writing");
    assert_eq!(folder.index_files(), before);
}

#[test]
fn a_sync_that_is_stopped_at_its_plan_has_changed_nothing() {
    let folder = synced(NOTES);
    folder.write("new.md", "线程池\n");
    fs::create_dir(folder.index_dir().join("g9")).unwrap();
    fs::write(folder.index_dir().join("g9/seal.tmp"), "by a killed writer").unwrap();
    let before = folder.index_files();
    for rebuild in [false, true] {
        let options = SyncOptions::new(later()).rebuild(rebuild);
        let stopped = sync_with(&folder.index(), &options, |event| {
            assert!(matches!(event, SyncEvent::Planned { .. }), "{event:?}");
            ControlFlow::Break(())
        });
        assert!(stopped.unwrap_err().is_cancelled());
        assert_eq!(folder.index_files(), before);
    }
}

#[test]
fn a_spent_budget_leaves_the_index_as_it_was() {
    let folder = synced(NOTES);
    folder.write("a.md", "线程池\n");
    let options = SyncOptions::new(later()).budget(Duration::ZERO);
    let report = sync_with(&folder.index(), &options, |_| ControlFlow::Continue(())).unwrap();
    assert!(report.incomplete);
    assert_eq!(folder.search("连接池"), ["a.md: (root)"]);
}

#[test]
fn one_writer_at_a_time() {
    let folder = synced(NOTES);
    let lock = File::options().write(true).open(folder.index_dir().join("lock")).unwrap();
    lock.lock().unwrap();
    nothing_to_do(&folder);
    folder.write("a.md", "线程池\n");
    let options = SyncOptions::new(later()).lock_wait(Duration::from_millis(50));
    let error = sync_with(&folder.index(), &options, |_| ControlFlow::Continue(())).unwrap_err();
    assert!(error.is_locked());
    assert_eq!(folder.search("连接池"), ["a.md: (root)"], "readers don't wait");
    lock.unlock().unwrap();
    assert_eq!(counts(&folder.sync()), [0, 1, 0, 1]);
}

#[test]
fn a_snapshot_never_changes() {
    let folder = synced(NOTES);
    let searcher = folder.index().searcher().unwrap();
    let before = search(&searcher, "连接池", &everything());
    folder.write("a.md", "线程池\n");
    folder.sync();
    let options = SyncOptions::new(later()).rebuild(true);
    sync_with(&folder.index(), &options, |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(search(&searcher, "连接池", &everything()), before);
    assert!(folder.search("连接池").is_empty());
}

#[test]
fn what_is_no_note_is_reported() {
    let folder = Folder::new(NOTES);
    folder.write("binary.md", b"PK\x03\x04\0\0");
    folder.write("large.md", "x".repeat(200));
    let index = NoteIndex::open(folder.options().max_note_bytes(100)).unwrap();
    let report = sync(&index);
    let skipped: Vec<_> =
        report.skipped.iter().map(|skipped| (skipped.path.to_str(), &skipped.reason)).collect();
    let expected = [
        (Some("binary.md"), &SkipReason::Binary),
        (Some("large.md"), &SkipReason::TooLarge { bytes: 200, limit: 100 }),
    ];
    assert_eq!(skipped, expected);
    assert_eq!(sync(&index).skipped, report.skipped, "said again without being read again");
    assert_eq!(index.status().unwrap().skipped, report.skipped);
    folder.write("binary.md", "现在是文字");
    let report = sync(&index);
    assert_eq!((counts(&report), report.skipped.len()), ([1, 0, 0, 2], 1));
}

#[cfg(unix)]
#[test]
fn pipes_and_links_are_left_out() {
    let folder = Folder::new(NOTES);
    std::os::unix::fs::symlink(folder.root().join("a.md"), folder.root().join("link.md")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(folder.root().join("pipe.md")).status();
    let report = folder.sync();
    let kinds: Vec<&str> = report.skipped.iter().map(|skipped| skipped.reason.name()).collect();
    let expected: &[&str] = if made.is_ok() { &["link", "not-a-file"] } else { &["link"] };
    assert_eq!((kinds.as_slice(), report.added), (expected, 2));
}

#[test]
fn ignore_files_count() {
    let folder = Folder::new(
        "//- a.md\n池\n//- drafts/b.md\n池\n//- .hidden/c.md\n池\n//- d.tmp.md\n池\n//- e.txt\n池\n",
    );
    folder.write(".notesignore", "drafts/\n");
    folder.write(".gitignore", "*.tmp.md\n");
    folder.sync();
    assert_eq!(folder.search("池"), ["a.md: (root)"]);
    folder.write(".notesignore", "a.md\n");
    assert_eq!(counts(&folder.sync()), [1, 0, 1, 0]);
    assert_eq!(folder.search("池"), ["drafts/b.md: (root)"]);
}

#[test]
fn warnings_name_the_note_and_line() {
    let folder = Folder::new("//- a.md\n---\ntitle: Rust: 连接池\n---\n正文\n");
    let report = folder.sync();
    assert_eq!(report.warnings.len(), 1);
    assert_eq!((report.warnings[0].path.as_str(), report.warnings[0].warning.line), ("a.md", 2));
    assert_eq!(folder.search("Rust 连接池"), ["a.md: (root)"]);
    fs::write(folder.root().join("b.md"), b"caf\xc3\xa9\ncaf\xe9 noir\n").unwrap();
    let report = folder.sync();
    let said: Vec<_> = report.warnings.iter().map(|said| (said.path.as_str(), said.warning.line)).collect();
    assert_eq!(said, [("b.md", 2)]);
    assert!(report.warnings[0].warning.message.starts_with("this is neither UTF-8 nor GB18030"));
}

#[cfg(unix)]
#[test]
fn the_index_is_nobody_elses_business() {
    use std::os::unix::fs::PermissionsExt;

    let folder = synced(NOTES);
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder.index_dir()), 0o700);
    let generation = folder.index_files().into_keys().find(|path| path.ends_with("seal")).unwrap();
    assert_eq!(mode(generation.parent().unwrap()), 0o700);

    let folder = Folder::new(NOTES);
    std::fs::create_dir_all(folder.index_dir()).unwrap();
    std::fs::set_permissions(folder.index_dir(), PermissionsExt::from_mode(0o755)).unwrap();
    folder.sync();
    assert_eq!(mode(&folder.index_dir()), 0o700);
}

#[test]
fn hits_of_files_that_are_gone_can_be_dropped() {
    let folder = synced("//- a.md\n连接池\n//- b.md\n连接池\n//- c.md\n连接池\n");
    folder.remove("a.md");
    // Another thing of its name is no note.
    folder.remove("c.md");
    std::fs::create_dir(folder.root().join("c.md")).unwrap();
    let searcher = folder.index().searcher().unwrap();
    let hits = search(&searcher, "连接池", &everything().skip_gone(true)).hits;
    assert_eq!(lines(&hits), ["b.md: (root)"]);
    assert_eq!(search(&searcher, "连接池", &everything()).hits.len(), 3);
}

#[test]
fn threads_may_share_what_the_library_hands_out() {
    fn shared<T: Send + Sync>() {}
    shared::<NoteIndex>();
    shared::<Searcher>();
    shared::<Error>();
}
