//! Searches a folder of notes: opens its index, brings it to the files, prints the best sections.
//!
//! ```text
//! cargo run -p notes-index --example search -- notes /tmp/notes-example-index 连接池
//! ```

#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a program that talks to a person")]

use std::error::Error;
use std::ops::ControlFlow;
use std::time::SystemTime;

use notes_index::{IndexOptions, NoteIndex, Query, SearchOptions, SyncEvent, SyncOptions};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [notes, index_dir, words @ ..] = args.as_slice() else {
        return Err("usage: search NOTES INDEX_DIR WORD...".into());
    };

    let index = NoteIndex::open(IndexOptions::new(notes, index_dir))?;
    let report = index.sync_with(&SyncOptions::new(SystemTime::now()), &mut show_progress)?;
    for skipped in &report.skipped {
        eprintln!("skipped {}: {}", skipped.path.display(), skipped.reason);
    }

    let results = index.searcher()?.search(&Query::parse(&words.join(" ")), &SearchOptions::new())?;
    for hit in &results.hits {
        println!("{}:{}  {}", hit.path, hit.lines.first, hit.breadcrumb.join(" › "));
        for line in hit.snippet.text.lines() {
            println!("    {line}");
        }
    }
    Ok(())
}

/// Says how far the sync is; returning `Break` would stop it and leave the index as it was.
fn show_progress(event: SyncEvent<'_>) -> ControlFlow<()> {
    if let SyncEvent::Read { path, done, total, .. } = event {
        eprintln!("{done}/{total} {path}");
    }
    ControlFlow::Continue(())
}
