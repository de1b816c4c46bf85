//! A snippet is the note as written: each of its lines stands in the line that it names, and what is lit is
//! something.
//!
//! The query stands before the first NUL, the note behind it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions, Snippet};

fn check(snippet: &Snippet, source: &str) {
    let mut lines = source.split('\n').skip(snippet.line as usize - 1);
    for shown in snippet.text.split('\n') {
        let line = lines.next().expect("the note has that many lines");
        assert!(line.contains(shown), "{line:?} holds {shown:?}");
    }
    assert!(snippet.text.lines().count() <= 5);
    let mut end = None;
    for lit in &snippet.highlights {
        assert!(end < Some(lit.start) && !snippet.text[lit.clone()].is_empty());
        end = Some(lit.end);
    }
}

fuzz_target!(|input: &str| {
    let (query, source) = input.split_once('\0').unwrap_or((input, input));
    let index = NoteIndex::open(IndexOptions::in_memory()).expect("memory is there");
    index.put(&NotePath::new("a.md").expect("a good path"), source).expect("any text can be indexed");
    let searcher = index.searcher().expect("an index in memory can be searched");
    for code in [false, true] {
        let options = SearchOptions::new().limit(0).per_note(0).code(code);
        let results = searcher.search(&Query::parse(query), &options).expect("any query has an answer");
        results.hits.iter().for_each(|hit| check(&hit.snippet, source));
    }
});
