//! Searches as you type: every line of input is what a search box holds now, and the newest one is answered.
//!
//! ```text
//! cargo run -p notes-index --example as_you_type -- notes /tmp/notes-example-index
//! ```
//! A graphical program sends the text at every key instead, and shows what comes back in its event loop.

#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a program that talks to a person")]

use std::error::Error;
use std::io::{self, BufRead};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notes_index::{IndexOptions, NoteIndex, Query, SearchOptions, SearchResults, SyncOptions, WatchOptions};

/// How long a watcher may take to say that it has seen everything.
const WATCHER_WAIT: Duration = Duration::from_millis(50);

/// What the box holds, and what stops the search for it.
type Typed = (String, Arc<AtomicBool>);

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [notes, index_dir] = args.as_slice() else {
        return Err("usage: as_you_type NOTES INDEX_DIR".into());
    };
    let index = Arc::new(NoteIndex::open(IndexOptions::new(notes, index_dir))?);
    follow(&index)?;
    watch(Arc::clone(&index));

    let (keys, typed) = mpsc::channel();
    let answering = thread::spawn(move || answer(&index, &typed));
    let mut stop_last = Arc::new(AtomicBool::new(false));
    for line in io::stdin().lock().lines() {
        // Nobody waits for what was typed before.
        stop_last.store(true, Ordering::Relaxed);
        stop_last = Arc::default();
        keys.send((line?, Arc::clone(&stop_last)))?;
    }
    drop(keys);
    answering.join().map_err(|_| "the search panicked")?;
    Ok(())
}

/// Brings the index to the notes as they are now.
fn follow(index: &NoteIndex) -> notes_index::Result<()> {
    index.sync(&SyncOptions::new(SystemTime::now()))?;
    Ok(())
}

/// Keeps it there, so that a search need not look at every note. There may be a watcher already.
fn watch(index: Arc<NoteIndex>) {
    thread::spawn(move || {
        let watched = index.watch(&WatchOptions::new(SystemTime::now), &mut |_| ControlFlow::Continue(()));
        if let Err(error) = watched {
            eprintln!("every search looks for itself: {error}");
        }
    });
}

/// Answers what is typed until nothing more is.
fn answer(index: &NoteIndex, typed: &Receiver<Typed>) {
    for (text, stop) in typed {
        let begun = Instant::now();
        match search(index, &text, stop) {
            Ok(results) => show(&results, begun.elapsed()),
            // Something newer was typed.
            Err(error) if error.is_cancelled() => {}
            Err(error) => eprintln!("{error}"),
        }
    }
}

fn search(index: &NoteIndex, text: &str, stop: Arc<AtomicBool>) -> notes_index::Result<SearchResults> {
    if !index.is_current(WATCHER_WAIT) {
        follow(index)?;
    }
    index.searcher()?.search(&Query::parse(text), &SearchOptions::new().limit(5).stop(stop))
}

fn show(results: &SearchResults, took: Duration) {
    println!("{} hits, {took:.1?}", results.total);
    for hit in &results.hits {
        println!("  {}:{}  {}", hit.path, hit.lines.first, hit.breadcrumb.join(" › "));
    }
}
