//! Every run of Han characters of any text is found where it stands, whatever the segmenter makes of it.

#![no_main]

use std::ops::Range;

use libfuzzer_sys::fuzz_target;
use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};

/// How many characters of a run are asked for.
const MAX_CHARS: usize = 12;

/// The last run of Han characters of a text.
fn last_run(text: &str) -> Option<Range<usize>> {
    let is_han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let run = text.trim_end_matches(|c| !is_han(c));
    let starts = run.char_indices().rev().take_while(|&(_, c)| is_han(c)).take(MAX_CHARS);
    Some(starts.last()?.0..run.len())
}

fuzz_target!(|source: &str| {
    let Some(run) = last_run(source) else { return };
    let index = NoteIndex::open(IndexOptions::in_memory()).expect("memory is there");
    index.put(&NotePath::new("a.md").expect("a good path"), source).expect("any text can be indexed");
    let searcher = index.searcher().expect("an index in memory can be searched");
    let query = Query::parse(&source[run.clone()]);
    let hits =
        searcher.search(&query, &SearchOptions::new().limit(0).per_note(0)).expect("it has an answer").hits;
    let is_there = |hit: &notes_index::Hit| hit.range.start <= run.start && run.end <= hit.range.end;
    assert!(hits.iter().any(|hit| is_there(hit) && hit.missing.is_empty()), "{:?}", &source[run]);
});
