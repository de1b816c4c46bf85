//! The steps of a search and of a sync by themselves, on the sample notebook: `cargo bench --bench micro`.

use std::fs;
use std::path::Path;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use notes_index::{
    IndexOptions, NoteIndex, NotePath, Query, SearchOptions, Searcher, parse_note, segment, tokens,
};

fn main() {
    divan::main();
}

/// The sample notebook's notes.
fn notes() -> Vec<(NotePath, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../notes");
    let (mut notes, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let name = path.strip_prefix(&root).ok().and_then(Path::to_str);
            match name.and_then(|name| NotePath::new(name).ok()) {
                _ if path.is_dir() => folders.push(path),
                Some(name) => notes.extend(fs::read_to_string(&path).ok().map(|text| (name, text))),
                None => {}
            }
        }
    }
    notes.retain(|(path, _)| path.as_str().ends_with(".md"));
    notes.sort();
    notes
}

/// The longest of them.
fn longest() -> (NotePath, String) {
    notes().into_iter().max_by_key(|(_, text)| text.len()).expect("there are notes")
}

fn searcher() -> Searcher {
    let index = NoteIndex::open(IndexOptions::in_memory()).expect("memory");
    notes().iter().for_each(|(path, text)| index.put(path, text).expect("a note"));
    index.searcher().expect("an index")
}

/// Markdown to a note.
#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let (path, text) = longest();
    let count = BytesCount::of_str(text.as_str());
    bencher.counter(count).bench_local(|| parse_note(black_box(path.clone()), black_box(&text)));
}

/// A text to words, by the dictionary where it lies.
#[divan::bench]
fn words(bencher: Bencher<'_, '_>) {
    let (_, text) = longest();
    bencher.counter(BytesCount::of_str(text.as_str())).bench_local(|| segment(black_box(&text)));
}

/// A text to all that it is found by: folded, segmented, named, stemmed, and put in order.
#[divan::bench]
fn analysis(bencher: Bencher<'_, '_>) {
    let (_, text) = longest();
    bencher.counter(BytesCount::of_str(text.as_str())).bench_local(|| tokens(black_box(&text)));
}

/// A note into an index in memory: parsed, analysed, committed.
#[divan::bench]
fn put(bencher: Bencher<'_, '_>) {
    let (path, text) = longest();
    let index = NoteIndex::open(IndexOptions::in_memory()).expect("memory");
    bencher
        .counter(BytesCount::of_str(text.as_str()))
        .bench_local(|| index.put(&path, black_box(&text)).expect("a note"));
}

const QUERIES: [&str; 4] = ["连接池", "pool_size", "数据库 连接池 -redis", "\"连接池要有上限\""];

/// What was typed to a tree.
#[divan::bench(args = QUERIES)]
fn query(query: &str) -> Query {
    Query::parse(black_box(query))
}

/// A query to ten hits: its words cut, looked up, ranked, with snippets.
#[divan::bench(args = QUERIES)]
fn search(bencher: Bencher<'_, '_>, query: &str) {
    let (searcher, query) = (searcher(), Query::parse(query));
    bencher.bench_local(|| searcher.search(&query, &SearchOptions::new()).expect("an answer"));
}

/// The same without a hit to show: what is left is not the snippets'.
#[divan::bench(args = QUERIES)]
fn search_behind_the_last_page(bencher: Bencher<'_, '_>, query: &str) {
    let (searcher, query) = (searcher(), Query::parse(query));
    let options = SearchOptions::new().offset(1_000_000);
    bencher.bench_local(|| searcher.search(&query, &options).expect("an answer"));
}
