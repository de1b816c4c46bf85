//! Front matter of any kind is bounded: what it says is data, and the text behind it is a section.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notes_index::{NotePath, parse_note};

fuzz_target!(|matter: &str| {
    for fence in ["---", "+++"] {
        let source = format!("{fence}\n{matter}\n{fence}\n# 正文\n\n连接池\n");
        let note = parse_note(NotePath::new("a.md").expect("a good path"), &source).note;
        assert!(source.get(note.front_matter.range.clone()).is_some());
        let last = note.sections.last().expect("there is a root section");
        assert_eq!(last.range.end, source.len());
    }
});
