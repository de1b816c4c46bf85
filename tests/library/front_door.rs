//! What callers may do with the types at the front door besides calling them.

use std::fmt::Debug;

use notes_index::{
    Error, Expr, Glossary, Hit, IndexOptions, IndexStatus, NoteIndex, NotePath, ParsedNote, Query,
    SearchOptions, SearchResults, Searcher, SyncOptions, SyncReport, WatchOptions, Why,
};

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
