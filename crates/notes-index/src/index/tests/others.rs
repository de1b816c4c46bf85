//! Others change notes and index while they are read: what is answered was there at one moment, and what is not sure is
//! looked at again.

use std::fs;
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};

use super::{AFTER, Notebook, generation, later, segment_files};
use crate::disk::others::Others;
use crate::error::Result;
use crate::index::{IndexOptions, NoteIndex, SyncEvent, SyncOptions};
use crate::note::NotePath;
use crate::query::Query;
use crate::search::{SearchOptions, Searcher};
use crate::source::SkipReason;

/// Somebody who makes a note longer before some of the looks at it: each time its stamp is another.
fn somebody_writes(note: &Path, before: Range<usize>) -> Others {
    let (path, mut text) = (note.to_owned(), "新".to_owned());
    Others::act(note, before, move || {
        text += " 新";
        fs::write(&path, &text).expect("a note can be written");
    })
}

/// The path of a note as a sync reads it.
fn note(notebook: &Notebook, name: &str) -> PathBuf {
    notebook.root().canonicalize().expect("the notes are there").join(name)
}

#[test]
fn a_note_that_changes_while_it_is_read_is_read_once_more() {
    let notebook = Notebook::new();
    let others = somebody_writes(&note(&notebook, "a.md"), 0..1);
    notebook.sync(false).expect("nothing refuses a sync");
    assert_eq!(others.n_looks(), 2);
    assert_eq!(notebook.found("新").expect("there is a commit"), ["a.md"]);
    assert_eq!(notebook.found("旧").expect("there is a commit"), ["c.md"]);
}

#[test]
fn a_note_that_goes_on_changing_is_read_by_the_next_sync_as_well() {
    let notebook = Notebook::new();
    let path = note(&notebook, "a.md");
    let others = somebody_writes(&path, 0..100);
    notebook.sync(false).expect("nothing refuses a sync");
    let n_looks = others.n_looks();
    assert!((2..100).contains(&n_looks), "{n_looks} looks, and no more");
    drop(others);
    let last = format!("\"{}\"", fs::read_to_string(&path).expect("a file can be read"));
    assert!(
        notebook.found(&last).expect("there is a commit").is_empty(),
        "it was written behind the last look"
    );
    assert_eq!(notebook.sync(false).expect("nothing refuses a sync").modified, 1);
    assert_eq!(notebook.found(&last).expect("there is a commit"), ["a.md"]);
    assert_eq!(notebook.sync(false).expect("nothing refuses a sync").unchanged, 3);
}

#[cfg(unix)]
#[test]
fn a_folder_that_becomes_a_link_behind_a_walk_leads_nowhere() {
    let notebook = Notebook::new();
    let (folder, outside) = (notebook.root().join("folder"), notebook.root().with_file_name("outside"));
    fs::create_dir(&folder).expect("a folder can be made");
    fs::write(folder.join("x.md"), "里").expect("a note can be written");
    notebook.sync(false).expect("nothing refuses a sync");
    fs::write(folder.join("x.md"), "外").expect("a note can be written");
    let mut become_link = |event: SyncEvent<'_>| {
        if matches!(event, SyncEvent::Planned { .. }) {
            fs::rename(&folder, &outside).expect("a folder can be renamed");
            std::os::unix::fs::symlink(&outside, &folder).expect("a link can be made");
        }
        ControlFlow::Continue(())
    };
    let report = notebook.index().sync_with(&SyncOptions::new(later()), &mut become_link);
    assert_eq!(
        report.expect("nothing refuses a sync").skipped[0].reason.to_string(),
        "folder is a symbolic link"
    );
    assert!(notebook.found("外").expect("there is a commit").is_empty());
    fs::remove_file(&folder).and_then(|()| fs::rename(&outside, &folder)).expect("it is put back");
    assert_eq!(notebook.sync(false).expect("nothing refuses a sync").added, 1, "it is tried again");
}

#[test]
fn a_note_that_we_fail_on_keeps_no_other_from_being_found() {
    let notebook = Notebook::new();
    notebook.sync(false).expect("nothing refuses a sync");
    notebook.write(&[("a.md", "新"), ("c.md", "新")]);
    let mistakes = Others::act(&note(&notebook, "a.md"), 0..1, || panic!("a mistake of ours"));
    let report = notebook.sync(false).expect("nothing refuses a sync");
    assert_eq!(report.skipped[0].reason, SkipReason::Failed("a mistake of ours".to_owned()));
    assert_eq!(notebook.found("新").expect("there is a commit"), ["c.md"]);
    drop(mistakes);
    let report = notebook.sync(false).expect("nothing refuses a sync");
    assert_eq!((report.added, report.skipped.len()), (1, 0), "it is tried again");
    assert_eq!(notebook.found("新").expect("there is a commit"), ["a.md", "c.md"]);
}

/// Somebody who brings the index to other notes, twice: no file of the commit before is left.
fn somebody_commits(notebook: &Notebook, before: usize, rebuild: bool) -> Others {
    let (root, dir) = (notebook.root(), notebook.index_dir());
    Others::act(&notebook.index_dir(), before..before + 1, move || {
        let index = NoteIndex::open(IndexOptions::new(&root, &dir)).expect("it is ours");
        let options = SyncOptions::new(later()).rebuild(rebuild);
        for notes in [AFTER, &[("e.md", "连接池")]] {
            let write = |(name, text): &(&str, &str)| fs::write(root.join(name), text);
            notes.iter().try_for_each(write).expect("a note can be written");
            index.sync(&options).expect("nobody else writes");
        }
    })
}

/// Reads while others commit before each of its looks in turn: what it tells is what was there before or after.
fn read_while_others_commit(rebuild: bool, read: fn(&NoteIndex) -> String) {
    let mut n_newer = 0;
    for nth in 0.. {
        let notebook = Notebook::new();
        notebook.sync(false).expect("nothing refuses a sync");
        let before = read(&notebook.index());
        let others = somebody_commits(&notebook, nth, rebuild);
        let seen = read(&notebook.index());
        if others.n_looks() <= nth {
            assert!(n_newer > 2 && seen == before, "{nth} looks, {n_newer} at the newer commit: {seen}");
            return;
        }
        drop(others);
        let after = read(&notebook.index());
        assert!(before != after && [&before, &after].contains(&&seen), "look {nth}: {seen}");
        n_newer += usize::from(seen == after);
    }
}

/// What a search shows, by path.
fn hits(searcher: &Searcher) -> Result<Vec<String>> {
    let options = SearchOptions::new().limit(0).per_note(0);
    let results = searcher.search(&Query::parse("连接池"), &options)?;
    let mut hits: Vec<String> =
        results.hits.iter().map(|hit| format!("{}: {}", hit.path, hit.snippet.text)).collect();
    hits.sort();
    Ok(hits)
}

fn shown(index: &NoteIndex) -> String {
    format!("{:?}", index.searcher().and_then(|searcher| hits(&searcher)))
}

#[test]
fn a_reader_whose_files_vanish_reads_the_newer_commit() {
    read_while_others_commit(false, shown);
    read_while_others_commit(true, shown);
}

#[test]
fn a_reader_with_a_buffer_does_so_too() {
    let read = |index: &NoteIndex| {
        let path = NotePath::new("buffer.md").expect("it is a path of a note");
        index.put(&path, "连接池").expect("it is short");
        shown(index)
    };
    read_while_others_commit(false, read);
}

#[test]
fn what_is_told_of_an_index_is_that_of_one_commit() {
    let read = |index: &NoteIndex| match index.status() {
        Ok(status) => format!("{} notes, {:?}", status.notes, status.unusable),
        Err(error) => error.to_string(),
    };
    read_while_others_commit(true, read);
}

#[test]
fn a_searcher_has_all_files_even_if_one_vanishes_while_they_are_opened() {
    let notebook = Notebook::new();
    notebook.sync(false).expect("nothing refuses a sync");
    let before = notebook.index().searcher().and_then(|searcher| hits(&searcher)).expect("there is a commit");
    for path in segment_files(&generation(&notebook.index_dir())) {
        let content = fs::read(&path).expect("a file can be read");
        for nth in 0.. {
            let gone = path.clone();
            let others = Others::act(&notebook.index_dir(), nth..nth + 1, move || {
                fs::remove_file(&gone).expect("it was there");
            });
            let context = format!("{} before look {nth}", path.display());
            match notebook.index().searcher() {
                Ok(searcher) => assert_eq!(hits(&searcher).ok().as_ref(), Some(&before), "{context}"),
                Err(error) => assert!(error.is_unusable() || error.is_missing(), "{context}: {error}"),
            }
            fs::write(&path, &content).expect("a file can be written");
            if others.n_looks() <= nth {
                break;
            }
        }
    }
}
