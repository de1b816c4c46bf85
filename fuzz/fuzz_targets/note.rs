//! Any text is a note: its sections tile it, and every range lies on borders of characters.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notes_index::{NotePath, parse_note};

fuzz_target!(|source: &str| {
    let note = parse_note(NotePath::new("a.md").expect("a good path"), source).note;
    let mut end = 0;
    for section in &note.sections {
        assert_eq!(section.range.start, end);
        end = section.range.end;
        assert!(section.spans.iter().all(|span| source.get(span.range.clone()).is_some()));
    }
    assert_eq!(end, source.len());
    assert!(note.code_blocks.iter().all(|block| source.get(block.range.clone()).is_some()));
});
