//! The whole chain: a note is parsed, analysed and indexed, and a query asked of it; its hits lie in the note.
//!
//! The query stands before the first NUL, the note behind it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};

fuzz_target!(|input: &str| {
    let (query, source) = input.split_once('\0').unwrap_or((input, input));
    let path = NotePath::new("a.md").expect("a good path");
    let index = NoteIndex::open(IndexOptions::in_memory()).expect("memory is there");
    index.put(&path, source).expect("any text can be indexed");
    let searcher = index.searcher().expect("an index in memory can be searched");
    let (query, options) = (Query::parse(query), SearchOptions::new().limit(0).per_note(0).explain(true));
    for hit in searcher.search(&query, &options).expect("any query has an answer").hits {
        assert!(source.get(hit.range.clone()).is_some());
        assert!(hit.matches.iter().all(|found| source.get(found.range.clone()).is_some()));
        let lit = |range: &std::ops::Range<usize>| hit.snippet.text.get(range.clone()).is_some();
        assert!(hit.snippet.highlights.iter().all(lit));
    }
    searcher.why(&query, &options, &path, Some(1)).expect("any query has a reason");
});
