//! What is like a note or a section.

use notes_index::{SearchOptions, Searcher};

use crate::fixture::{everything, line, note_path, search, searcher};

const NOTEBOOK: &str = "\
//- db/a[1].md
# 连接池

线程用完连接要归还。

## 泄漏

忘了归还就是泄漏，日志里有堆栈。

### 日志

堆栈里有借出的地方。

## 大小

上限看数据库。
//- db/a1.md
# 线程

线程等着连接，归还得晚。
//- log.md
# 排障

先看日志，再看堆栈。
//- db.md
# 数据库

数据库有上限。
//- tea.md
# 茶

水要烧开。
//- code.md
# 代码

```py
堆栈 = 日志
```
";

/// What is found by the query for what is like a place in a note.
#[track_caller]
fn like(searcher: &Searcher, path: &str, line_of: Option<u32>, options: &SearchOptions) -> Vec<String> {
    let query = searcher.query_like(&note_path(path), line_of).unwrap().expect("it is indexed");
    search_by(searcher, &query, options)
}

fn search_by(searcher: &Searcher, query: &notes_index::Query, options: &SearchOptions) -> Vec<String> {
    searcher.search(query, options).unwrap().hits.iter().map(line).collect()
}

#[test]
fn other_notes_with_its_words_are_like_a_note() {
    let searcher = searcher(NOTEBOOK);
    let hits = like(&searcher, "db/a[1].md", None, &everything());
    let mut sorted = hits.clone();
    sorted.sort();
    assert_eq!(sorted, ["code.md: (root) (python)", "db.md: (root)", "db/a1.md: (root)", "log.md: (root)"]);
}

#[test]
fn a_section_is_taken_with_those_below_it() {
    let searcher = searcher(NOTEBOOK);
    assert_eq!(like(&searcher, "db/a[1].md", Some(14), &everything()), ["db.md: (root)"]);
    let hits = like(&searcher, "db/a[1].md", Some(6), &everything());
    assert!(
        hits.contains(&"log.md: (root)".to_owned()) && !hits.contains(&"db.md: (root)".to_owned()),
        "{hits:?}"
    );
    let below = like(&searcher, "db/a[1].md", Some(10), &everything());
    assert_eq!(below, ["code.md: (root) (python)", "log.md: (root)"]);
}

#[test]
fn what_shares_nothing_is_like_nothing() {
    let searcher = searcher(NOTEBOOK);
    assert_eq!(like(&searcher, "tea.md", None, &everything()), [""; 0]);
    // Its code is no text that tells what it is about.
    assert_eq!(like(&searcher, "code.md", None, &everything()), [""; 0]);
}

#[test]
fn what_is_not_indexed_is_told_from_what_has_no_like() {
    let searcher = searcher(NOTEBOOK);
    assert!(searcher.query_like(&note_path("gone.md"), None).unwrap().is_none());
    assert!(searcher.query_like(&note_path("tea.md"), Some(99)).unwrap().is_none());
}

#[test]
fn its_print_asks_for_the_same() {
    let searcher = searcher(NOTEBOOK);
    let query = searcher.query_like(&note_path("db/a[1].md"), None).unwrap().expect("it is indexed");
    let printed = search(&searcher, query.source(), &everything());
    let printed: Vec<String> = printed.hits.iter().map(line).collect();
    assert_eq!(printed, search_by(&searcher, &query, &everything()));
}

#[test]
fn no_more_of_a_note_is_read_than_tells_what_it_is_about() {
    let filler = "茶水".repeat(200_000);
    let searcher =
        searcher(&format!("//- a.md\n{filler} 堆栈\n\n## 日志\n\n乙\n//- b.md\n堆栈日志\n//- c.md\n茶水\n"));
    assert_eq!(like(&searcher, "a.md", None, &everything()), ["c.md: (root)"]);
}
