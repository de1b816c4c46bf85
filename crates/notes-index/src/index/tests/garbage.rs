//! What killed writers leave: the next sync sweeps it, whatever else it does, and a commit leaves nothing itself. What
//! others have is not swept.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::{AFTER, Notebook, generation, indexed, later};
use crate::disk::faults::Faults;
use crate::index::{IndexOptions, NoteIndex, SyncEvent, SyncOptions};

/// What is left in the folder of an index and in that of its generation.
const LEFT: [&str; 3] = ["g77/0123456789abcdef0123456789abcdef.idx", "g78/seal.tmp", "notes-index.json.tmp"];
const LEFT_IN_GENERATION: [&str; 5] = [
    "0123456789abcdef0123456789abcdef.idx",
    "0123456789abcdef0123456789abcdef.7.del",
    "0123456789abcdef0123456789abcdef.store.temp",
    "seal.tmp",
    "manifest-a.tmp",
];

/// Every file and folder below a folder.
fn all_below(folder: &Path) -> BTreeSet<PathBuf> {
    let (mut found, mut folders) = (BTreeSet::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder can be read").flatten() {
            folders.extend(entry.path().is_dir().then(|| entry.path()));
            found.insert(entry.path());
        }
    }
    found
}

/// Leaves garbage: where.
fn leave_garbage(notebook: &Notebook) -> Vec<PathBuf> {
    let (dir, generation) = (notebook.index_dir(), generation(&notebook.index_dir()));
    let left = LEFT.iter().map(|name| dir.join(name));
    let left: Vec<PathBuf> =
        left.chain(LEFT_IN_GENERATION.iter().map(|name| generation.join(name))).collect();
    for path in &left {
        fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("a folder can be made");
        fs::write(path, "连接池").expect("a file can be written");
    }
    left
}

fn swept_by(rebuild: bool, changed: &[(&str, &str)]) {
    let notebook = Notebook::new();
    notebook.sync(false).expect("nothing refuses a sync");
    let left = leave_garbage(&notebook);
    notebook.write(changed);
    assert_eq!(notebook.sync(rebuild).expect("nothing refuses a sync").rebuilt, rebuild);
    let there = all_below(&notebook.index_dir());
    let still: Vec<&PathBuf> = left.iter().filter(|path| there.contains(*path)).collect();
    assert!(still.is_empty(), "{still:?}");
    assert!(!there.contains(&notebook.index_dir().join("g77")));
    notebook.assert_sound("swept");
}

#[test]
fn a_sync_that_changes_nothing_sweeps() {
    swept_by(false, &[]);
}

#[test]
fn a_sync_that_changes_something_sweeps() {
    swept_by(false, AFTER);
}

#[test]
fn a_rebuild_sweeps() {
    swept_by(true, AFTER);
}

#[test]
fn a_commit_leaves_nothing_that_its_seal_does_not_name() {
    let notebook = Notebook::new();
    for round in 0..12 {
        notebook.write(&[("a.md", &format!("连接池 {round}")), (&format!("{round}.md"), "连接池")]);
        notebook.sync(false).expect("nothing refuses a sync");
        let index = notebook.index();
        let (store, _) = index.disk().expect("it is on disk");
        let current = index.current(store).expect("there is a commit");
        assert!(!current.engine.has_leftovers(&super::super::layout::MANIFESTS), "round {round}");
        assert!(!store.has_leftovers(current.generation), "round {round}");
    }
}

/// How many generations there are.
fn n_generations(notebook: &Notebook) -> usize {
    let entries = fs::read_dir(notebook.index_dir()).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_name().to_string_lossy().starts_with('g')).count()
}

/// Refuses each step of a rebuild in turn: what it has written is swept, but where it may count already.
fn swept_at_once(prepare: fn(&Notebook)) {
    for nth in 0.. {
        let notebook = Notebook::new();
        prepare(&notebook);
        let faults = Faults::refuse(&notebook.index_dir(), nth..nth + 1);
        let result = notebook.sync(true);
        if faults.n_steps() <= nth {
            return;
        }
        let may_stay = ["Remove", "SyncDir"].iter().any(|step| faults.last().starts_with(step));
        if result.is_err() && !may_stay {
            let n_before = usize::from(notebook.found("旧").is_ok());
            assert_eq!(n_generations(&notebook), n_before, "step {nth} ({:?})", faults.last());
        }
    }
}

#[test]
fn a_build_that_fails_sweeps_what_it_has_written() {
    swept_at_once(Notebook::forget);
    swept_at_once(indexed);
}

#[test]
fn a_build_that_is_stopped_sweeps_what_it_has_written() {
    let notebook = Notebook::new();
    let mut stop = |event: SyncEvent<'_>| match event {
        SyncEvent::Committing => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    assert!(
        notebook
            .index()
            .sync_with(&SyncOptions::new(later()), &mut stop)
            .is_err_and(|error| error.is_cancelled())
    );
    assert_eq!(n_generations(&notebook), 0);
}

#[test]
fn what_a_killed_build_has_left_is_swept_before_the_next() {
    let notebook = Notebook::new();
    indexed(&notebook);
    let left = notebook.index_dir().join("g77");
    fs::create_dir(&left).expect("a folder can be made");
    let options = SyncOptions::new(later()).rebuild(true);
    let synced = notebook.index().sync_with(&options, &mut |event| {
        assert!(!matches!(event, SyncEvent::Read { .. }) || !left.exists(), "it takes room");
        ControlFlow::Continue(())
    });
    assert!(synced.is_ok_and(|report| report.rebuilt));
}

/// Writes files into the folder of an index, with the folders above them.
pub(super) fn put(notebook: &Notebook, path: &str, text: &str) -> PathBuf {
    let path = notebook.index_dir().join(path);
    fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("a folder can be made");
    fs::write(&path, text).expect("a file can be written");
    path
}

pub(super) const SEGMENT: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn what_a_killed_first_sync_has_left_is_swept() {
    let notebook = Notebook::new();
    let segments = [".store.temp", ".run3.temp", ".idx", ".7.del"].map(|kind| format!("g2/{SEGMENT}{kind}"));
    let others = ["g2/.tantivy-writer.lock", "g2/seal.tmp", "g2/manifest-a", "g3/manifest-b.tmp", "g3/seal"];
    let beside =
        ["lock", "notes-index.json", "notes-index.json.tmp", "watch/lock", "watch/q12-3", "last-search.json"];
    for path in segments.iter().map(String::as_str).chain(others).chain(beside) {
        put(&notebook, path, "");
    }
    fs::create_dir(notebook.index_dir().join("g4")).expect("a folder can be made");
    assert!(notebook.sync(false).expect("nothing refuses a sync").rebuilt);
    let entries = fs::read_dir(notebook.index_dir()).expect("a folder can be read").flatten();
    let there: BTreeSet<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let expected = ["g1", "last-search.json", "lock", "notes-index.json", "watch"].map(str::to_owned);
    assert_eq!(there, expected.into());
}

#[test]
fn what_a_file_manager_leaves_makes_no_folder_anothers() {
    for name in [".DS_Store", "Thumbs.db", "desktop.ini", ".directory"] {
        let notebook = Notebook::new();
        for path in [format!("g3/{name}"), format!("watch/{name}"), name.to_owned()] {
            put(&notebook, &path, "icons");
        }
        notebook.sync(false).expect(name);
        assert_eq!(n_generations(&notebook), 1, "what a killed build has left goes with it");
        assert!(notebook.index_dir().join(name).exists(), "and no more than that");
        put(&notebook, &format!("g1/{name}"), "icons");
        assert!(notebook.sync(true).expect(name).rebuilt);
        assert_eq!(n_generations(&notebook), 1);
        assert!(notebook.index_dir().join("watch").join(name).exists());
    }
}

#[test]
fn a_name_of_ours_alone_makes_no_folder_ours() {
    let nested = format!("g1/{SEGMENT}.idx/a.jpg");
    let in_generations =
        ["g2023/a.jpg", "g2024", "g1/seal/otter.jpg", "g1/manifest-c", "g1/0123.idx", &nested];
    let beside = [
        "watch",
        "lock",
        "watch/omega.jpg",
        "watch/q1-x",
        "lock/key.doc",
        "notes-index.json.bak",
        "notes-index.json/a",
        ".DS_Store/a",
    ];
    for stranger in in_generations.into_iter().chain(beside) {
        let notebook = Notebook::new();
        let path = put(&notebook, stranger, "years");
        fs::create_dir(notebook.index_dir().join("g7")).expect("a folder can be made");
        let opened = NoteIndex::open(IndexOptions::new(notebook.root(), notebook.index_dir()));
        let error = opened.expect_err(stranger);
        assert!(error.is_foreign(), "{stranger}: {error}");
        assert_eq!(fs::read(&path).expect(stranger), b"years");
    }
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_nobody_of_ours() {
    let notebook = Notebook::new();
    let (photos, link) = (notebook.root().with_file_name("photos"), notebook.index_dir().join("g2"));
    for dir in [&photos, &notebook.index_dir()] {
        fs::create_dir(dir).expect("a folder can be made");
    }
    std::os::unix::fs::symlink(&photos, &link).expect("a link can be made");
    let opened = NoteIndex::open(IndexOptions::new(notebook.root(), notebook.index_dir()));
    assert!(opened.is_err_and(|error| error.is_foreign()) && link.exists());
}
