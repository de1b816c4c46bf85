//! No string makes a search panic, fail or lead outside: random and mutated queries over hostile notes, on a
//! small stack.
//!
//! `NOTES_FUZZ_RUNS=1000000 cargo test --release -p notes-index --test library -- hostile` asks a million;
//! `NOTES_FUZZ_SEED` makes them others. Such a run says on the standard error which query took longest.

mod queries;

use std::io::{Write, stderr};
use std::thread;
use std::time::{Duration, Instant};

use notes_index::{Hit, Query, SearchOptions, Searcher, Sort};

use self::queries::{notebook, query};
use crate::fixture::{everything, line, note_path, notes, search, searcher};
use crate::random::Random;

/// How many queries are asked unless `NOTES_FUZZ_RUNS` says another number.
const N_RUNS: usize = 2_000;
/// After how many queries the notes are others.
const N_PER_NOTEBOOK: usize = 250;
/// What a thread gets on the smallest systems; nothing may recurse over its input.
const STACK_BYTES: usize = 512 * 1024;

/// How often a query is asked that seems to be the slowest.
const N_ATTEMPTS: usize = 6;

/// How much of a query is read, in bytes; printed it may be longer than typed.
const MAX_BYTES: usize = 4096;

/// The query whose answer took longest.
#[derive(Debug, Default)]
struct Slowest {
    query: String,
    took: Duration,
}

/// Asks a snapshot everything about a query; how long the slowest answer took.
fn ask(
    random: &mut Random,
    searcher: &Searcher,
    query: &str,
    options: &SearchOptions,
    notebook: &str,
) -> Duration {
    let start = Instant::now();
    let parsed = Query::parse(query);
    let results = searcher.search(&parsed, options).unwrap_or_else(|error| panic!("{query:?}: {error}"));
    let mut took = start.elapsed();
    let printed = parsed.to_string();
    let is_whole = printed.len() <= MAX_BYTES;
    assert!(
        !is_whole || Query::parse(&printed).to_string() == printed,
        "{query:?} is printed as {printed:?}"
    );
    results.hits.iter().for_each(check);
    for diagnostic in &results.diagnostics {
        assert!(query.get(diagnostic.span.clone()).is_some(), "{query:?}: {diagnostic:?}");
    }
    if random.one_in(16) {
        let paths: Vec<&str> = notes(notebook).map(|(path, _)| path).collect();
        let path = note_path(random.of::<&str>(&paths));
        let line = random.one_in(2).then(|| random.within(0..60) as u32);
        let start = Instant::now();
        let why = searcher.why(&parsed, options, &path, line);
        took = took.max(start.elapsed());
        let why = why.unwrap_or_else(|error| panic!("{query:?}: {error}"));
        why.into_iter().flat_map(|why| [why.hit, why.above]).flatten().for_each(|hit| check(&hit));
    }
    took
}

/// Panics if a hit leads outside itself or its snippet.
fn check(hit: &Hit) {
    let snippet = &hit.snippet;
    assert!(snippet.text.lines().count() <= 5, "{hit:?}");
    assert!((hit.lines.first..=hit.lines.last).contains(&snippet.line), "{hit:?}");
    let mut end = None;
    for lit in &snippet.highlights {
        assert!(snippet.text.get(lit.clone()).is_some_and(|text| !text.is_empty()), "{hit:?}");
        assert!(end.is_none_or(|end| end < lit.start), "{hit:?}");
        end = Some(lit.end);
    }
    let mut end = hit.range.start;
    for found in &hit.matches {
        assert!(end <= found.range.start && found.range.start <= found.range.end, "{hit:?}");
        assert!(found.start <= found.end && found.range.end <= hit.range.end, "{hit:?}");
        end = found.range.end;
    }
}

/// The ways to ask.
fn ways() -> [SearchOptions; 8] {
    [
        SearchOptions::new(),
        everything(),
        SearchOptions::new().code(true),
        everything().strict(true),
        SearchOptions::new().explain(true),
        everything().explain(true).expand(false),
        SearchOptions::new().sort(Sort::Modified).offset(1).language("py"),
        SearchOptions::new().sort(Sort::Path).path("b/**").tag("db"),
    ]
}

fn run(n_runs: usize, seed: u64) -> Slowest {
    let mut random = Random::new(seed);
    let ways = ways();
    let mut slowest = Slowest::default();
    let mut asked = 0;
    while asked < n_runs {
        let notebook = notebook(&mut random);
        let searcher = searcher(&notebook);
        for _ in 0..N_PER_NOTEBOOK.min(n_runs - asked) {
            let query = query(&mut random, &notebook);
            let way = random.of(&ways).clone();
            let mut took = Duration::MAX;
            let before = random.clone();
            // What is slow every time isn't slow because other programs were busy.
            for _ in 0..N_ATTEMPTS {
                random = before.clone();
                took = took.min(ask(&mut random, &searcher, &query, &way, &notebook));
                if took <= slowest.took {
                    break;
                }
            }
            if took > slowest.took {
                slowest = Slowest { query, took };
            }
            asked += 1;
        }
    }
    slowest
}

#[test]
fn no_query_makes_a_search_panic() {
    let number = |name| std::env::var(name).ok().and_then(|number| number.parse().ok());
    let n_runs = number("NOTES_FUZZ_RUNS");
    let seed = number("NOTES_FUZZ_SEED").unwrap_or(0x6675_7a7a);
    let run = move || run(n_runs.unwrap_or(N_RUNS), seed as u64);
    let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn(run);
    let slowest = thread.expect("a thread can be started").join().expect("no query panics");
    if n_runs.is_some() {
        let Slowest { query, took } = slowest;
        writeln!(stderr(), "the slowest answer took {took:?}, to {query:?}")
            .expect("the standard error is open");
    }
}

/// Thousands of sections don't each have thousands of tags and a long title in the index.
#[test]
fn what_sections_have_no_room_for_is_found_where_it_stands() {
    let tags: String = (0..2_000).map(|n| format!("#t{n} ")).collect();
    let sections: String = (0..2_000).map(|n| format!("\n\n## 节{n}\n\n正文")).collect();
    let title = "长 名 ".repeat(500) + "tail";
    let searcher =
        searcher(&format!("//- a.md\n---\ntitle: {title}\naliases: [another]\n---\n{tags}{sections}\n"));
    for query in ["t1999", "tag:t1999", "tag:t0", "\"名 tail\"", "another", "title:another"] {
        let hits = search(&searcher, query, &everything()).hits;
        assert_eq!(hits.first().map(line).as_deref(), Some("a.md: (root)"), "{query}");
    }
    assert_eq!(search(&searcher, "节1999 正文", &everything()).hits[0].title.chars().count(), 200);
}

/// Whoever reads globs recurses over their braces.
#[test]
fn a_filter_by_path_that_nobody_writes_is_refused_and_not_read() {
    let nested = |depth: usize| "{".repeat(depth) + "a" + &"}".repeat(depth);
    let ask = move || {
        let searcher = searcher("//- a.md\n连接池\n");
        for depth in [100, 1_000, 100_000] {
            let refused = searcher.search(&Query::parse("池"), &SearchOptions::new().path(nested(depth)));
            assert!(refused.unwrap_err().is_invalid_option(), "{depth} deep");
        }
        let results = searcher.search(&Query::parse(&format!("path:{} 池", nested(1_000))), &everything());
        let results = results.expect("the query can be asked");
        assert!(results.hits.is_empty() && results.diagnostics.len() == 1, "{results:?}");
    };
    let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn(ask);
    thread.expect("a thread can be started").join().expect("no glob panics");
}
