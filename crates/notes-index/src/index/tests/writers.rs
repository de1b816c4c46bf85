//! Two writers: what the one has done while the other waited is neither done again nor undone.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use super::{AFTER, Notebook, later};
use crate::error::Error;
use crate::index::deadline::Deadline;
use crate::index::seen::Known;
use crate::index::store::Store;
use crate::index::sync::SyncRun;
use crate::index::{SyncEvent, SyncOptions, SyncReport};

/// What comes after a walk: one note more, another text, and one note less.
fn write_more(notebook: &Notebook) {
    notebook.write(&[("e.md", "连接池"), ("c.md", "再新")]);
    std::fs::remove_file(notebook.root().join("b.md")).expect("it is there");
}

/// A sync that has walked and waits for the lock, while others do something and then index it.
fn waits_while(notebook: &Notebook, rebuild: bool, others: fn(&Notebook)) -> SyncReport {
    let store = Store::new(&notebook.index_dir(), &notebook.root()).expect("it is ours");
    let mut lock = Some(store.lock(Duration::ZERO, &mut |_| Ok(())).expect("nobody holds it"));
    let options = SyncOptions::new(later()).rebuild(rebuild).lock_wait(Duration::from_secs(60));
    let report = notebook.index().sync_with(&options, &mut |event| {
        if matches!(event, SyncEvent::Waiting { .. }) && lock.take().is_some() {
            others(notebook);
            notebook.sync(false).expect("nothing refuses a sync");
        }
        ControlFlow::Continue(())
    });
    report.expect("the lock is given back")
}

#[test]
fn what_another_writer_did_while_one_waited_is_not_done_again() {
    let notebook = Notebook::new();
    notebook.sync(false).expect("nothing refuses a sync");
    notebook.write(AFTER);
    let report = waits_while(&notebook, false, |_| ());
    assert_eq!((report.added, report.modified, report.unchanged), (0, 0, 4));
    assert_eq!(notebook.found("pool_size").expect("there is a commit"), ["d.md"]);
    notebook.assert_sound("once");
}

#[test]
fn what_was_written_and_indexed_while_one_waited_stays() {
    let notebook = Notebook::new();
    notebook.sync(false).expect("nothing refuses a sync");
    notebook.write(AFTER);
    let report = waits_while(&notebook, false, write_more);
    assert_eq!((report.added, report.modified, report.removed, report.unchanged), (0, 0, 0, 4));
    assert_eq!(notebook.found("连接池").expect("there is a commit"), ["a.md", "e.md"]);
    notebook.assert_sound("not undone");
}

#[test]
fn what_is_built_is_what_there_is_when_the_wait_is_over() {
    for prepare in
        [Notebook::forget, |notebook: &Notebook| drop(notebook.sync(false).expect("nothing refuses a sync"))]
    {
        let notebook = Notebook::new();
        prepare(&notebook);
        waits_while(&notebook, true, write_more);
        assert_eq!(notebook.found("连接池").expect("there is a commit"), ["a.md", "e.md"]);
        notebook.assert_sound("built");
    }
    let notebook = Notebook::new();
    let report = waits_while(&notebook, false, write_more);
    assert_eq!((report.rebuilt, report.unchanged), (false, 3), "the other has built it");
    assert_eq!(notebook.found("连接池").expect("there is a commit"), ["a.md", "e.md"]);
}

/// A sync as a watcher does it, which waits for nobody.
fn synced(
    notebook: &Notebook,
    known: &mut Option<Known>,
    paths: &HashSet<PathBuf>,
) -> Result<SyncReport, Error> {
    let index = notebook.index();
    let (store, root) = index.disk().expect("it is on disk");
    let options = SyncOptions::new(later()).lock_wait(Duration::ZERO);
    let sync = SyncRun { index: &index, store, root, options: &options, deadline: Deadline::new(&options) };
    let synced = sync.run_knowing(known, paths, &mut |_| ControlFlow::Continue(()));
    synced.map(|synced| synced.report)
}

#[test]
fn what_another_writer_indexed_stays_though_nobody_told_of_it() {
    let notebook = Notebook::new();
    let mut known = None;
    synced(&notebook, &mut known, &HashSet::new()).expect("nothing refuses a sync");
    write_more(&notebook);
    notebook.sync(false).expect("nothing refuses a sync");
    let report = synced(&notebook, &mut known, &HashSet::new()).expect("nothing refuses a sync");
    assert_eq!((report.removed, report.unchanged), (0, 3));
    assert_eq!(notebook.found("连接池").expect("there is a commit"), ["a.md", "e.md"]);
}

#[test]
fn what_is_known_of_the_notes_is_kept_while_another_writes() {
    let notebook = Notebook::new();
    let mut known = None;
    synced(&notebook, &mut known, &HashSet::new()).expect("nothing refuses a sync");
    notebook.write(&[("a.md", "线程池")]);
    let store = Store::new(&notebook.index_dir(), &notebook.root()).expect("it is ours");
    let lock = store.lock(Duration::ZERO, &mut |_| Ok(())).expect("nobody holds it");
    let busy = synced(&notebook, &mut known, &HashSet::from(["a.md".into()])).unwrap_err();
    assert!(busy.is_locked() && known.is_some());
    drop(lock);
    // What nobody tells of is seen by a walk alone.
    notebook.write(&[("untold.md", "线程池")]);
    let report = synced(&notebook, &mut known, &HashSet::new()).expect("nobody writes");
    assert_eq!((report.modified, report.added), (1, 0));
}
