//! Searches in a process that stays: what a server or an editor waits for.

use std::time::Instant;

use notes_index::{IndexOptions, NoteIndex, Query, SearchOptions};

use crate::Result;
use crate::notebook::Notebook;

/// Queries of one kind each.
const KINDS: [(&str, &[&str]); 6] = [
    ("one word", &["连接池", "线程", "redis", "索引", "transaction"]),
    ("three words", &["数据库 连接 管理", "线程 锁 等待", "index cache memory"]),
    ("a phrase", &["\"数据库连接\"", "\"线程安全\"", "\"the end of\""]),
    ("the beginning of a word", &["conn*", "thr*", "re*"]),
    ("a word misspelled", &["conection", "databse", "threed"]),
    ("one character", &["锁", "表"]),
];

/// How often each query is asked.
const N_RUNS: usize = 100;

/// Measures and prints all of it; each answer is ten hits with their snippets.
pub(crate) fn run_all(notebook: &Notebook) -> Result<()> {
    let index = NoteIndex::open(IndexOptions::new(notebook.notes(), notebook.index_dir()))?;
    let searcher = index.searcher()?;
    println!(
        "\n{:<28}{:>12}{:>12}",
        format!("resident, {} sections", searcher.counts().sections),
        "p50 ms",
        "p99 ms"
    );
    for (kind, queries) in KINDS {
        let mut times = Vec::new();
        for run in 0..=N_RUNS {
            for query in queries {
                let begun = Instant::now();
                searcher.search(&Query::parse(query), &SearchOptions::new())?;
                // The first round is for the caches.
                times.extend((run > 0).then(|| begun.elapsed().as_secs_f64() * 1e3));
            }
        }
        times.sort_by(f64::total_cmp);
        let percentile = |part: usize| times[(times.len() - 1) * part / 100];
        println!("{kind:<28}{:>12.2}{:>12.2}", percentile(50), percentile(99));
    }
    Ok(())
}
