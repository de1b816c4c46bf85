//! What is built is what tantivy would have written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tantivy::index::SegmentComponent;

use super::*;
use crate::analysis::Segmenter;
use crate::disk::faults::Faults;
use crate::engine::{FewSegments, NoteInfo, fixture, note_documents};
use crate::markdown::parse_note;

/// The sample notes, and some that have what is rare.
fn notes() -> Vec<(NotePath, String)> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../notes");
    let (mut notes, mut folders) = (Vec::new(), vec![sample.clone()]);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.strip_prefix(&sample).unwrap().to_str().unwrap();
            match path.is_dir() {
                true => folders.push(path),
                false if name.ends_with(".md") => {
                    notes.push((
                        NotePath::new(name).unwrap(),
                        String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned(),
                    ));
                }
                false => {}
            }
        }
    }
    let long = format!("---\ntags: [{}]\n---\n# 标题\n{}\n", "长".repeat(30_000), "词 ".repeat(70_000));
    for (name, text) in [("empty.md", ""), ("odd.md", "# \0\n\0a \0a\0 😀"), ("long.md", &long)] {
        notes.push((NotePath::new(name).unwrap(), text.to_owned()));
    }
    notes.sort();
    notes
}

fn documents(engine: &Engine) -> Vec<NoteDocuments> {
    let segmenter = Segmenter::loaded();
    let info = NoteInfo { modified_ns: 7, ..NoteInfo::default() };
    let documents = |(path, text): (NotePath, String)| {
        let note = parse_note(path, &text).note;
        note_documents(engine, &segmenter, &note, &text, &info)
    };
    notes().into_iter().map(documents).collect()
}

fn built(max_bytes: usize) -> Engine {
    let engine = Engine::in_memory().unwrap();
    let mut builder = Builder { max_bytes, ..engine.builder() };
    documents(&engine).into_iter().for_each(|note| builder.add(note).unwrap());
    builder.commit("all").unwrap();
    engine
}

/// What each file of the only segment holds.
fn files(engine: &Engine) -> BTreeMap<String, Vec<u8>> {
    use SegmentComponent::{FastFields, FieldNorms, Positions, Postings, Store, Terms};

    let segments = engine.index.searchable_segments().unwrap();
    assert_eq!(segments.len(), 1);
    let read = |component: SegmentComponent| {
        let file = segments[0].open_read(component.clone()).unwrap();
        (component.to_string(), file.read_bytes().unwrap().to_vec())
    };
    [FastFields, FieldNorms, Positions, Postings, Store, Terms].map(read).into()
}

#[test]
fn a_segment_is_what_tantivy_makes_of_the_same_documents() {
    let written = Engine::in_memory().unwrap();
    let mut writer = written.writer(1, 64 << 20).unwrap();
    documents(&written).into_iter().for_each(|note| writer.add(note).unwrap());
    writer.commit("all", FewSegments::AsTheyAre).unwrap();
    let (written, built) = (files(&written), files(&built(MAX_BYTES)));
    for (name, bytes) in &written {
        assert!(!bytes.is_empty());
        assert!(built[name] == *bytes, "{name}: {} and {} bytes", built[name].len(), bytes.len());
    }
}

#[test]
fn what_does_not_fit_into_memory_makes_no_difference() {
    let (often, never) = (files(&built(1)), files(&built(usize::MAX)));
    for (name, bytes) in &never {
        assert!(often[name] == *bytes, "{name}");
    }
}

#[test]
fn a_disk_that_is_full_while_runs_are_written_is_said() {
    let text = |n: usize| format!("# {n}\n\n连接池 {n}");
    for nth in 0.. {
        let dir = tempfile::tempdir().unwrap();
        let engine = Engine::create(dir.path()).unwrap();
        let mut builder = Builder { max_bytes: 1, ..engine.builder() };
        let faults = Faults::refuse(dir.path(), nth..nth + 1);
        let add = |n: usize| {
            builder.add(fixture::documents(&engine, NotePath::new(&format!("{n}.md")).unwrap(), &text(n)))
        };
        let built = (0..4).try_for_each(add).and_then(|()| builder.commit("all"));
        if faults.n_steps() <= nth {
            assert!(built.is_ok() && nth > 20, "{nth} steps");
            return;
        }
        let said = built.is_err_and(|error| error.is_io());
        // What is needed no more may stay.
        assert!(said || faults.last().starts_with("Remove"), "step {nth} ({})", faults.last());
    }
}

#[test]
fn what_stays_in_memory_makes_no_runs() {
    let engine = Engine::in_memory().unwrap();
    let mut builder = Builder { max_bytes: 2 << 20, ..engine.builder() };
    // Blocks of stored text never take less again than the longest did.
    let long = "词 ".repeat(1 << 20);
    for n in 0..300 {
        let text = if n == 0 { long.as_str() } else { "连接池" };
        builder.add(fixture::documents(&engine, NotePath::new(&format!("{n}.md")).unwrap(), text)).unwrap();
    }
    assert_eq!(builder.segment.as_ref().map(|segment| segment.spilled.n_runs), Some(1));
}

#[test]
fn there_may_be_nothing_to_build_of() {
    let engine = Engine::in_memory().unwrap();
    engine.builder().commit("nothing").unwrap();
    assert_eq!(engine.payload().unwrap().as_deref(), Some("nothing"));
    assert!(engine.index.searchable_segments().unwrap().is_empty());
}
