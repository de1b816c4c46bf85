//! What others have in an index folder is neither removed nor written to, whatever its name is.

use std::fs;
use std::path::PathBuf;

use super::garbage::{SEGMENT, put};
use super::{AFTER, Notebook};
use crate::index::watch::mailbox::Mailbox;

/// A notebook with its index.
fn indexed() -> Notebook {
    let notebook = Notebook::new();
    notebook.sync(false).expect("nothing refuses a sync");
    notebook
}

#[test]
fn what_stands_beside_an_index_stays() {
    let notebook = indexed();
    let in_segment = format!("g1/{SEGMENT}.idx/a.jpg");
    let beside =
        ["photos/a.jpg", "g2024/p/a.jpg", "g2025/a.jpg", "g2026", "notes.txt", "notes-index.json.bak"];
    let inside =
        ["g1/mine.txt", "g1/deep/a.jpg", &in_segment, "watch/a.txt", "watch/d/b.txt", "watch/q1-2/c.txt"];
    let paths: Vec<PathBuf> =
        beside.into_iter().chain(inside).map(|path| put(&notebook, path, "years")).collect();
    let assert_there = |when: &str| {
        let is_gone = |path: &&PathBuf| !fs::read(path).is_ok_and(|text| text == b"years");
        let gone: Vec<&PathBuf> = paths.iter().filter(is_gone).collect();
        assert!(gone.is_empty(), "{when}: {gone:?}");
    };
    notebook.sync(false).expect("they are in nobody's way");
    assert_there("nothing was to do");
    notebook.write(AFTER);
    notebook.sync(false).expect("they are in nobody's way");
    assert_there("a commit");
    let mailbox = Mailbox::open(&notebook.index_dir()).expect("they are in nobody's way");
    mailbox.clear();
    for question in ["a.txt", "lock"] {
        mailbox.answer(question.as_ref(), true);
    }
    drop(mailbox);
    assert_there("a watcher");
    assert!(notebook.sync(true).expect("they are in nobody's way").rebuilt);
    assert_there("a rebuild: the last generation stays, with what stands in it");
    notebook.assert_sound("beside others");
}

#[test]
fn what_stands_in_the_place_of_a_file_stays() {
    for name in ["lock", "notes-index.json.tmp", "g1/seal.tmp", "g1/manifest-b.tmp"] {
        let notebook = indexed();
        let _there_may_be_none = fs::remove_file(notebook.index_dir().join(name));
        let photo = put(&notebook, &format!("{name}/a.jpg"), "years");
        notebook.write(AFTER);
        let _may_be_refused = notebook.sync(false);
        let _may_be_refused = notebook.sync(true);
        assert_eq!(fs::read(&photo).expect(name), b"years");
    }
}

#[test]
fn a_lock_that_others_have_written_is_none() {
    let notebook = indexed();
    let lock = notebook.index_dir().join("lock");
    for text in ["my own lock file", "12 monkeys", "12345678901"] {
        fs::write(&lock, text).expect("a file can be written");
        notebook.write(&[("a.md", text)]);
        let error = notebook.sync(false).expect_err(text);
        assert!(error.is_foreign(), "{error}");
        assert_eq!(fs::read_to_string(&lock).expect("it stays"), text);
    }
    for text in ["", "4294967295", "\0\0"] {
        fs::write(&lock, text).expect("a file can be written");
        notebook.write(&[("a.md", text)]);
        notebook.sync(false).expect("a killed writer or a loss of power may have left it");
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    use std::os::unix::fs::symlink;

    let notebook = indexed();
    let (dir, outside) = (notebook.index_dir(), tempfile::tempdir().expect("a folder can be made"));
    let letter = outside.path().join("q1-1");
    fs::write(&letter, "years").expect("a file can be written");
    symlink(outside.path(), dir.join("watch")).expect("a link can be made");
    assert!(Mailbox::open(&dir).is_err_and(|error| error.is_io()));
    fs::remove_file(dir.join("watch")).expect("a link can be removed");
    let mailbox = Mailbox::open(&dir).expect("nothing is there");
    symlink(&letter, mailbox.dir().join("q1-1")).expect("a link can be made");
    mailbox.answer("q1-1".as_ref(), true);
    mailbox.clear();
    drop(mailbox);
    for name in ["lock", "notes-index.json.tmp", "g1/seal.tmp"] {
        let _there_may_be_none = fs::remove_file(dir.join(name));
        symlink(&letter, dir.join(name)).expect("a link can be made");
        notebook.write(AFTER);
        let _may_be_refused = notebook.sync(true);
        assert!(dir.join(name).is_symlink(), "{name}");
        fs::remove_file(dir.join(name)).expect("a link can be removed");
    }
    assert_eq!(fs::read(&letter).expect("it stays"), b"years");
    assert_eq!(fs::read_dir(outside.path()).expect("a folder can be read").count(), 1);
}

#[cfg(unix)]
#[test]
fn a_generation_behind_a_link_is_read_but_not_written() {
    let notebook = indexed();
    let (generation, outside) =
        (notebook.index_dir().join("g1"), tempfile::tempdir().expect("a folder can be made"));
    let moved = outside.path().join("g1");
    fs::rename(&generation, &moved).expect("a folder can be moved");
    std::os::unix::fs::symlink(&moved, &generation).expect("a link can be made");
    let names = || {
        let entries = fs::read_dir(&moved).expect("a folder can be read").flatten();
        entries.map(|entry| entry.file_name()).collect::<std::collections::BTreeSet<_>>()
    };
    let before = names();
    assert_eq!(notebook.sync(false).expect("nothing refuses a sync").unchanged, 3);
    notebook.write(AFTER);
    assert!(notebook.sync(false).expect("nothing refuses a sync").rebuilt);
    assert_eq!(names(), before);
    assert!(generation.is_symlink());
}
