//! The writer's lock: who holds it is told, and nobody else is taken for the holder.

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use super::{Notebook, later};
use crate::disk::others::Others;
use crate::error::Holder;
use crate::index::SyncOptions;
use crate::index::store::Store;

fn store(dir: &Path) -> Store {
    Store::new(&dir.join("index"), dir).expect("there is nothing yet")
}

const UNKNOWN: Option<Holder> = Some(Holder { process: None });

/// Who holds the lock, if somebody does.
#[track_caller]
fn holder(store: &Store) -> Option<Holder> {
    store.try_lock().expect("the folder is ours").err()
}

#[test]
fn who_holds_the_lock_is_told_for_as_long_as_it_does() {
    let dir = tempfile::tempdir().expect("a folder can be made");
    let store = store(dir.path());
    let lock = store.lock(Duration::ZERO, &mut |_| Ok(())).expect("nobody holds it");
    assert_eq!(holder(&store), Some(Holder { process: Some(std::process::id()) }));
    drop(lock);
    assert_eq!(holder(&store), None);
    let other = File::open(dir.path().join("index/lock")).expect("the lock stays");
    other.lock().expect("nobody holds it");
    assert_eq!(holder(&store), UNKNOWN, "it has written no number");
}

#[test]
fn what_was_written_into_the_lock_by_others_names_nobody() {
    let dir = tempfile::tempdir().expect("a folder can be made");
    let store = store(dir.path());
    drop(store.lock(Duration::ZERO, &mut |_| Ok(())).expect("nobody holds it"));
    let path = dir.path().join("index/lock");
    for text in ["", "-1", "4294967296", "1 2", "\u{1b}[2J", "77777777777777777777777777"] {
        fs::write(&path, text).expect("a file can be written");
        let other = File::open(&path).expect("the lock stays");
        other.lock().expect("nobody holds it");
        assert_eq!(holder(&store), UNKNOWN, "{text:?}");
    }
}

#[test]
fn what_a_killed_holder_has_left_is_written_over() {
    let dir = tempfile::tempdir().expect("a folder can be made");
    let store = store(dir.path());
    drop(store.lock(Duration::ZERO, &mut |_| Ok(())).expect("nobody holds it"));
    let path = dir.path().join("index/lock");
    for left in ["", "4294967295", "\0\0\0\0"] {
        fs::write(&path, left).expect("a file can be written");
        let lock = store.lock(Duration::ZERO, &mut |_| Ok(())).expect("nobody holds it");
        let text = fs::read_to_string(&path).expect("a file can be read");
        assert_eq!(text, std::process::id().to_string(), "{left:?}");
        drop(lock);
    }
}

#[test]
fn a_lock_on_a_file_that_is_gone_is_none() {
    let dir = tempfile::tempdir().expect("a folder can be made");
    let store = store(dir.path());
    drop(store.lock(Duration::ZERO, &mut |_| Ok(())).expect("nobody holds it"));
    let path = dir.path().join("index/lock");
    let gone = path.clone();
    let _others = Others::act(&path, 0..1, move || fs::remove_file(&gone).expect("it is there"));
    assert_eq!(holder(&store), UNKNOWN, "whoever comes next makes a new file, and locks that");
    assert_eq!(holder(&store), None);
}

#[test]
fn what_takes_the_place_of_the_lock_is_not_waited_for() {
    let dir = tempfile::tempdir().expect("a folder can be made");
    let store = store(dir.path());
    let path = dir.path().join("index/lock");
    fs::create_dir_all(&path).expect("a folder can be made");
    assert_eq!(holder(&store), None);
    #[cfg(unix)]
    {
        fs::remove_file(&path).expect("the lock stays");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().is_ok_and(|made| made.success()));
        drop(store.lock(Duration::ZERO, &mut |_| Ok(())).expect("nobody holds it"));
        assert_eq!(holder(&store), None);
    }
}

#[test]
fn who_has_no_time_waits_for_nobody() {
    let notebook = Notebook::new();
    let store = Store::new(&notebook.index_dir(), &notebook.root()).expect("there is nothing yet");
    let _lock = store.lock(Duration::ZERO, &mut |_| Ok(())).expect("nobody holds it");
    let options = SyncOptions::new(later()).lock_wait(Duration::MAX).budget(Duration::ZERO);
    let synced = notebook.index().sync_with(&options, &mut |event| panic!("it goes on: {event:?}"));
    assert!(synced.is_err_and(|error| error.is_locked()));
}
