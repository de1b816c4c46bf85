//! What callers may do with the types at the front door besides calling them.

use std::fmt::Debug;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{available_parallelism, sleep};
use std::time::Duration;

use notes_index::{
    Error, Expr, Glossary, Hit, IndexOptions, IndexStatus, NoteIndex, NotePath, ParsedNote, Query,
    SearchOptions, SearchResults, Searcher, SyncOptions, SyncReport, WatchOptions, Why,
};

use crate::fixture::{Folder, everything, in_memory, search};

fn shared<T: Send + Sync + Debug + 'static>() {}

fn copied<T: Send + Sync + Debug + Clone + 'static>() {}

#[test]
fn everything_goes_from_thread_to_thread() {
    shared::<NoteIndex>();
    shared::<Error>();
    copied::<Searcher>();
    copied::<(IndexOptions, SyncOptions, SearchOptions, WatchOptions)>();
    copied::<(Query, Expr, NotePath, Glossary)>();
    copied::<(SearchResults, Hit, Why, SyncReport, IndexStatus, ParsedNote)>();
}

#[test]
fn a_path_is_read_and_written_as_text() {
    let path: NotePath = "db/pool.md".parse().expect("it is one");
    assert_eq!((path.as_ref(), path.to_string()), ("db/pool.md", "db/pool.md".to_owned()));
    assert!("../pool.md".parse::<NotePath>().is_err_and(|error| error.is_invalid_path()));
}

/// What a search of this index says that ends in a panic.
fn panics(index: &NoteIndex, query: &str, options: &SearchOptions) -> String {
    let searcher = index.searcher().expect("there is an index");
    let search = || searcher.stream(&Query::parse(query), options, &mut |_, _| panic!("mine"));
    let panic = catch_unwind(AssertUnwindSafe(search)).expect_err("it is no answer and no error");
    (*panic.downcast::<&str>().expect("it is as it was")).to_owned()
}

#[test]
fn the_panics_of_a_callers_functions_are_its_own() {
    const NOTE: &str = "//- a.md\n连接池\n";
    let folder = Folder::new(NOTE);
    folder.sync();
    let options = everything().utc_offset(|_| panic!("mine as well"));
    for index in [folder.index(), in_memory(NOTE)] {
        assert_eq!(panics(&index, "连接池", &everything()), "mine");
        assert_eq!(panics(&index, "modified:2026", &options), "mine as well");
    }
}

/// More hits of 连接池 than are made at once.
fn many_hits() -> (Searcher, usize) {
    let n_hits = 100 * available_parallelism().map_or(1, NonZero::get);
    let sections = format!("//- a.md\n{}", "# 连接池\n\n".repeat(n_hits));
    (in_memory(&sections).searcher().expect("there is an index"), n_hits)
}

#[test]
fn who_stops_a_search_gets_no_more_hits() {
    let ((searcher, _), stop) = (many_hits(), Arc::new(AtomicBool::new(false)));
    let mut n_made = 0;
    let options = everything().stop(Arc::clone(&stop));
    let stopped = searcher.stream(&Query::parse("连接池"), &options, &mut |_, _| {
        n_made += 1;
        stop.store(true, Ordering::Relaxed);
        ControlFlow::Continue(())
    });
    assert!(stopped.is_err_and(|error| error.is_cancelled()));
    assert_eq!(n_made, 1);
}

#[test]
fn a_budget_that_ends_while_hits_are_made_is_said() {
    let ((searcher, n_hits), budget) = (many_hits(), Duration::from_millis(500));
    let mut n_made = 0;
    let slow = &mut |_: &SearchResults, _: Hit| {
        if n_made == 0 {
            sleep(budget);
        }
        n_made += 1;
        ControlFlow::Continue(())
    };
    let results = searcher.stream(&Query::parse("连接池"), &everything().budget(budget), slow);
    let results = results.expect("what there was time for is an answer");
    assert!(results.partial && 0 < n_made && n_made < n_hits, "{n_made} of {n_hits}");
}

#[test]
fn a_budget_may_be_endless() {
    let searcher = in_memory("//- a.md\n连接池\n").searcher().expect("there is an index");
    assert_eq!(search(&searcher, "连接池", &everything().budget(Duration::MAX)).total, 1);
}
