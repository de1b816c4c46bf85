//! What a notebook holds: tags, and notes without their hits.

use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};

/// An index in memory that these notes were put into, one after another; no text removes.
fn index(edits: &[(&str, Option<&str>)]) -> NoteIndex {
    let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
    for (path, source) in edits {
        let path = NotePath::new(path).unwrap();
        match source {
            Some(source) => index.put(&path, source).unwrap(),
            None => index.remove(&path).unwrap(),
        }
    }
    index
}

fn tags(index: &NoteIndex) -> Vec<(String, usize)> {
    let tags = index.searcher().unwrap().tags().unwrap();
    tags.into_iter().map(|tag| (tag.tag, tag.notes)).collect()
}

#[test]
fn tags_depend_on_the_notes_alone() {
    let (a, b, c) = ("文 #Rust/Async", "文 #rust\n\n# 节\n\n又 #rust", "文 #rust-lang #rust/async");
    let one = index(&[("a.md", Some(a)), ("b.md", Some(b)), ("c.md", Some(c))]);
    let expected = [("Rust", 3), ("Rust/Async", 2), ("rust-lang", 1)];
    assert_eq!(tags(&one), expected.map(|(tag, notes)| (tag.to_owned(), notes)));
    let gone = ("d.md", Some("#gone #rust"));
    let other = index(&[
        gone,
        ("c.md", Some(c)),
        ("b.md", Some("#others")),
        ("a.md", Some(a)),
        ("d.md", None),
        ("b.md", Some(b)),
    ]);
    assert_eq!(tags(&other), tags(&one));
}

#[test]
fn notes_stand_in_the_order_of_their_hits() {
    let index = index(&[
        ("a.md", Some("缓存和连接池，只提一次。")),
        ("b.md", Some("# 连接池\n\n连接池。\n\n## 关\n\n连接池。")),
        ("c.md", Some("别的")),
    ]);
    let searcher = index.searcher().unwrap();
    let query = Query::parse("连接池");
    let told = |options: SearchOptions| {
        let found = searcher.notes(&query, &options).unwrap();
        assert_eq!((found.total_notes, found.total_hits), (2, 3));
        found.notes.into_iter().map(|note| (note.path.as_str().to_owned(), note.hits)).collect::<Vec<_>>()
    };
    let all = [("b.md", 2), ("a.md", 1)].map(|(path, hits)| (path.to_owned(), hits));
    assert_eq!(told(SearchOptions::new().limit(0)), all);
    assert_eq!(told(SearchOptions::new().limit(1)), all[..1]);
    assert_eq!(told(SearchOptions::new().offset(1)), all[1..]);
    let hits = searcher.search(&query, &SearchOptions::new().limit(0).per_note(0)).unwrap();
    assert_eq!(hits.total, 3);
}
