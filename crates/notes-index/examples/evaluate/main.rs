//! Measures the ranking on judged queries: `cargo run --release --example evaluate -- FOLDER [PER_QUERY]`.
//!
//! FOLDER (or the environment variable `NOTES_EVAL`) holds notes and judgements, see `judged.rs`. Prints
//! nDCG@10, MRR@10 and success@1 by task and bucket, beside the nDCG@10 of peers that are run here, see
//! `peers.rs`; the macro average over collections; and the same for sections. PER_QUERY gets one line a
//! query.

mod figures;
mod judged;
mod peers;
mod table;

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

use notes_index::{IndexOptions, NoteIndex, Query, SearchOptions, SyncOptions};

use crate::judged::{Asked, Judged, slug};
use crate::table::Table;

/// What a searcher answered: every query's hits as (path, slug of the nearest heading), best first.
struct Run {
    name: String,
    hits: HashMap<String, Vec<(String, String)>>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let folder =
        args.next().or_else(|| std::env::var("NOTES_EVAL").ok()).ok_or("name a folder, or set NOTES_EVAL")?;
    let folder = PathBuf::from(folder);
    let corpus = folder.join("corpus");
    let judged = Judged::read(&folder)?;
    let cache = tempfile::tempdir()?;
    let mut out = std::io::stdout().lock();
    let ours = answers(&corpus, cache.path(), &judged.queries, &mut out)?;
    let mut runs = vec![ours];
    for peer in peers::all() {
        match peer.run(&corpus, cache.path(), &judged.queries) {
            Ok(run) => runs.push(run),
            Err(error) => writeln!(out, "{} is left out: {error}", peer.name)?,
        }
    }
    let mut per_query = args.next().map(fs::File::create).transpose()?;
    let tables = [Table::notes(&judged, &runs), Table::sections(&judged, &runs[..1])];
    for table in tables.iter().filter(|table| !table.is_empty()) {
        table.print(&mut out)?;
        if let Some(file) = &mut per_query {
            table.print_queries(file)?;
        }
    }
    Ok(())
}

/// What this library answers.
fn answers(
    corpus: &Path,
    cache: &Path,
    queries: &[Asked],
    out: &mut impl Write,
) -> Result<Run, Box<dyn Error>> {
    let begun = Instant::now();
    let index = NoteIndex::open(IndexOptions::new(corpus, cache.join("index")))?;
    let report = index.sync(&SyncOptions::new(SystemTime::now()))?;
    writeln!(out, "{} notes indexed in {:.1?}", report.added, begun.elapsed())?;
    let (searcher, options) = (index.searcher()?, SearchOptions::new().limit(30).per_note(1));
    let begun = Instant::now();
    let mut run = Run { name: "notes".to_owned(), hits: HashMap::new() };
    for query in queries {
        let results = searcher.search(&Query::parse(&query.text), &options)?;
        let hits = results.hits.iter().map(|hit| (hit.path.to_string(), slug(&hit.heading)));
        run.hits.insert(query.id.clone(), hits.collect());
    }
    let each = begun.elapsed() / queries.len().max(1) as u32;
    writeln!(out, "{} queries, {each:.1?} each", queries.len())?;
    Ok(run)
}
