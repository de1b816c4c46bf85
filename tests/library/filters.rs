//! Filters, pages and orders.

use std::time::Duration;

use notes_index::{SearchOptions, Searcher, Sort};

use crate::fixture::{Folder, check_with, everything, lines, search, searcher};

const NOTEBOOK: &str = "\
//- db/pool.md
---
tags: [python/db, 性能]
---
# 池

## 甲

连接

```py
连接 = 1
```

## 乙

连接 连接

```C++
int 连接;
```
//- db/old/redis.md
---
tags: [性能]
---
# 缓存

连接
//- web.md
# 网

正文 #python/async 里有连接。

```
连接
```
";

#[track_caller]
fn check(query: &str, options: SearchOptions, expected: &[&str]) {
    check_with(NOTEBOOK, query, &options.sort(Sort::Path).limit(0).per_note(0), expected);
}

fn options() -> SearchOptions {
    SearchOptions::new()
}

const WEB: &str = "web.md: (root)";
const REDIS: &str = "db/old/redis.md: (root)";
const POOL: [&str; 2] = ["db/pool.md: 甲", "db/pool.md: 乙"];

#[test]
fn a_tag_covers_those_below_it() {
    check("连接", options().tag("python"), &[POOL[0], POOL[1], WEB]);
    check("连接", options().tag("#python/"), &[POOL[0], POOL[1], WEB]);
    check("连接", options().tag("python/async"), &[WEB]);
    check("连接", options().tag("pyth"), &[]);
    check("连接", options().tag("Python/DB"), &POOL);
}

#[test]
fn several_tags_are_all_asked_for() {
    check("连接", options().tag("性能"), &[REDIS, POOL[0], POOL[1]]);
    check("连接", options().tag("性能").tag("python"), &POOL);
    check("连接", options().tag("性能").tag("python/async"), &[]);
}

#[test]
fn languages_have_other_names() {
    check("连接", options().language("python"), &["db/pool.md: 甲 (python)"]);
    check("连接", options().language("PY"), &["db/pool.md: 甲 (python)"]);
    check("连接", options().language("cpp"), &["db/pool.md: 乙 (cpp)"]);
    check(
        "连接",
        options().language("c++").language("py"),
        &["db/pool.md: 甲 (python)", "db/pool.md: 乙 (cpp)"],
    );
    check("连接", options().language("rust"), &[]);
}

#[test]
fn code_alone() {
    let all = ["db/pool.md: 甲 (python)", "db/pool.md: 乙 (cpp)", "web.md: (root) (code)"];
    check("连接", options().code(true), &all);
    check("", options().code(true), &all);
    check("正文", options().code(true), &["web.md: (root) (code)"]);
}

#[test]
fn paths_are_globs_or_folders() {
    check("连接", options().path("db"), &[REDIS, POOL[0], POOL[1]]);
    check("连接", options().path("db/"), &[REDIS, POOL[0], POOL[1]]);
    check("连接", options().path("db/*.md"), &POOL);
    check("连接", options().path("**/redis.md"), &[REDIS]);
    check("连接", options().path("redis.md").path("web*"), &[REDIS, WEB]);
    check("连接", options().path("d"), &[]);
    check("连接", options().path("."), &[REDIS, POOL[0], POOL[1], WEB]);
    let bad = searcher(NOTEBOOK).search(&notes_index::Query::parse("连接"), &options().path("["));
    assert!(bad.unwrap_err().is_invalid_option());
}

#[test]
fn a_filter_needs_no_words() {
    check("", options().tag("python/async"), &[WEB]);
    // The level-1 heading is a section of its own beside the front matter.
    check("", options().path("db/pool.md"), &["db/pool.md: (root)", "db/pool.md: (root)", POOL[0], POOL[1]]);
    check("", options().language("cpp"), &["db/pool.md: 乙 (cpp)"]);
}

/// Ten equal notes, two sections each.
fn equal_notes() -> String {
    (0..10).map(|n| format!("//- {n}.md\n## 甲\n\n连接\n\n## 乙\n\n连接\n")).collect()
}

#[test]
fn equals_stand_by_path_and_place() {
    let results = search(&searcher(&equal_notes()), "连接", &everything());
    let expected: Vec<String> =
        (0..10).flat_map(|n| [format!("{n}.md: 甲"), format!("{n}.md: 乙")]).collect();
    assert_eq!(lines(&results.hits), expected);
}

#[test]
fn pages_make_up_the_whole() {
    let searcher = searcher(&equal_notes());
    let whole = search(&searcher, "连接", &everything());
    let pages = (0..7).map(|page| options().limit(3).offset(3 * page).per_note(0));
    let hits: Vec<_> = pages.flat_map(|options| search(&searcher, "连接", &options).hits).collect();
    assert_eq!(hits, whole.hits);
    assert_eq!(search(&searcher, "连接", &options().limit(3)).total, 20);
    assert!(search(&searcher, "连接", &options().offset(20)).hits.is_empty());
}

#[test]
fn one_note_does_not_fill_the_page() {
    let long: String = (0..8).map(|n| format!("## 第{n}节\n\n连接 连接\n\n")).collect();
    let searcher = searcher(&format!("//- long.md\n{long}//- short.md\n连接\n"));
    let results = search(&searcher, "连接", &options());
    assert_eq!(results.hits.iter().filter(|hit| hit.path.as_str() == "long.md").count(), 3);
    assert_eq!((results.hits.len(), results.paged, results.total), (4, 4, 9));
    assert_eq!(search(&searcher, "连接", &options().offset(4)).paged, 4);
    let more: Vec<(&str, usize)> = results.more.iter().map(|more| (more.path.as_str(), more.hits)).collect();
    assert_eq!(more, [("long.md", 5)]);
    let all = search(&searcher, "连接", &options().per_note(0));
    assert_eq!((all.hits.len(), all.more.len()), (9, 0));
}

/// Notes of which each has more of a word than the one before, and a third of them another word, too.
fn many() -> String {
    let text =
        |n: usize| format!("连接{}{}\n\n## 其他\n\n连接", " 连接".repeat(n / 4), ["", " 缓存", ""][n % 3]);
    (0..120).map(|n| format!("//- {}/{n}.md\n{}\n", ["db", "web"][n % 2], text(n))).collect()
}

/// A notebook of many notes in one commit.
fn synced(notebook: &str) -> Searcher {
    let folder = Folder::new(notebook);
    folder.sync();
    folder.index().searcher().unwrap()
}

#[test]
fn a_page_is_a_piece_of_the_whole_order() {
    let searcher = synced(&many());
    let places = |options: SearchOptions| {
        let results = search(&searcher, "连接 缓存", &options);
        let places = results.hits.iter().map(|hit| (hit.path.to_string(), hit.lines));
        (places.collect::<Vec<_>>(), results.total, results.more)
    };
    for per_note in [0, 1] {
        let (all, total, _) = places(options().limit(0).per_note(per_note));
        assert_eq!((all.len(), total), (if per_note == 0 { 240 } else { 120 }, 240));
        for (offset, limit) in [(0, 1), (0, 10), (35, 10), (39, 3), (117, 10), (500, 1)] {
            let (page, total, more) = places(options().offset(offset).limit(limit).per_note(per_note));
            assert_eq!(page, all[offset.min(all.len())..(offset + limit).min(all.len())], "{offset}");
            assert_eq!((total, more.len()), (240, if per_note == 0 { 0 } else { page.len() }));
        }
    }
}

#[test]
fn a_folder_holds_the_same_hits_whether_few_or_many_are_compared() {
    let few = "//- db/few.md\n泄漏\n//- web/few.md\n泄漏\n";
    let searcher = synced(&(many() + few));
    let paths = |query: &str| {
        let hits = search(&searcher, query, &options().path("db").limit(0)).hits;
        hits.iter().map(|hit| hit.path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(paths("泄漏"), ["db/few.md"]);
    let many = paths("连接");
    assert_eq!((many.len(), many.iter().all(|path| path.starts_with("db/"))), (120, true));
}

#[test]
fn orders() {
    let folder = Folder::new("//- b.md\n连接 连接 连接\n//- a.md\n连接和别的很多很多字\n//- c.md\n连接\n");
    for (path, seconds) in [("a.md", 200), ("b.md", 100), ("c.md", 300)] {
        let file = std::fs::File::options().write(true).open(folder.root().join(path)).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
    }
    folder.sync();
    let searcher = folder.index().searcher().unwrap();
    let paths = |sort: Sort| {
        let hits = search(&searcher, "连接", &options().sort(sort)).hits;
        hits.iter().map(|hit| hit.path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(paths(Sort::Path), ["a.md", "b.md", "c.md"]);
    assert_eq!(paths(Sort::Modified), ["c.md", "a.md", "b.md"]);
    assert_eq!(paths(Sort::Score), ["b.md", "c.md", "a.md"]);
}

#[test]
fn a_day_is_one_of_the_clock_of_whoever_asks() {
    let folder = Folder::new("//- dated.md\n---\nupdated: 1970-01-09\n---\n连接\n//- file.md\n连接\n");
    for path in ["dated.md", "file.md"] {
        let file = std::fs::File::options().write(true).open(folder.root().join(path)).unwrap();
        // The second of January, twenty hours on.
        file.set_modified(std::time::UNIX_EPOCH + Duration::from_secs(44 * 3600)).unwrap();
    }
    folder.sync();
    let searcher = folder.index().searcher().unwrap();
    let paths = |query: &str, offset: fn(i64) -> i32| {
        let hits = search(&searcher, query, &options().utc_offset(offset)).hits;
        hits.iter().map(|hit| hit.path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(paths("modified:1970-01-02", |_| 0), ["file.md"]);
    assert_eq!(paths("modified:1970-01-03", |_| 8 * 3600), ["file.md"]);
    assert_eq!(paths("连接 -modified:1970-01-02", |_| 8 * 3600), ["file.md", "dated.md"]);
    assert_eq!(paths("modified:1970-01-02", |at| if at == 44 * 3600 { 3600 } else { 8 * 3600 }), ["file.md"]);
    let zone = [(44 * 3600, 8 * 3600)];
    let of_zone =
        options().utc_offset(move |at| zone.iter().find(|(of, _)| *of == at).map_or(0, |(_, is)| *is));
    assert_eq!(search(&searcher, "modified:1970-01-03", &of_zone).total, 1);
    // What a note says of itself is a day wherever it is read.
    assert_eq!(paths("modified:1970-01-09", |_| 8 * 3600), ["dated.md"]);
}

#[test]
fn an_empty_value_filters_nothing() {
    let searcher = searcher(NOTEBOOK);
    let n_all = search(&searcher, "连接", &options()).total;
    assert!(n_all > 1);
    for options in [options().tag(""), options().language(" "), options().path("")] {
        assert_eq!(search(&searcher, "连接", &options).total, n_all, "{options:?}");
    }
    let paths = |options: &SearchOptions| search(&searcher, "连接", options).total;
    assert_eq!(paths(&options().path("no/such").path("")), 0);
}

#[test]
fn a_note_is_found_by_its_own_path() {
    let searcher = searcher("//- a [x].md\n连接\n//- a x.md\n连接\n//- [d]/b.md\n连接\n");
    let paths = |query: &str, options: &SearchOptions| {
        let hits = search(&searcher, query, &options.clone().sort(Sort::Path)).hits;
        hits.iter().map(|hit| hit.path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(paths("连接", &options().path("a [x].md")), ["a [x].md", "a x.md"]);
    assert_eq!(paths("连接", &options().path("[d]/b.md")), ["[d]/b.md"]);
    assert_eq!(paths("path:\"a [x].md\" 连接", &options()), ["a [x].md", "a x.md"]);
    assert_eq!(paths("-path:[d] 连接", &options()), ["a [x].md", "a x.md"]);
}

#[test]
fn a_spent_budget_is_said() {
    let searcher = searcher(NOTEBOOK);
    assert!(search(&searcher, "连接 正文", &options().budget(Duration::ZERO)).partial);
    let results = search(&searcher, "连接 正文", &options().budget(Duration::from_secs(60)));
    assert!(!results.partial && !results.hits.is_empty());
}

#[test]
fn code_blocks_that_there_was_no_time_for_are_no_hits() {
    let searcher = searcher("//- a.md\n```py\n数 = pool\n```\n");
    for query in ["is:code 数", "is:code pool"] {
        let in_no_time = search(&searcher, query, &options().budget(Duration::ZERO));
        assert!(in_no_time.partial && in_no_time.hits.is_empty(), "{query}");
        assert_eq!(search(&searcher, query, &options()).hits.len(), 1, "{query}");
    }
}

#[test]
fn what_was_not_looked_at_is_not_taken_for_what_lacks_something() {
    let searcher = searcher(NOTEBOOK);
    for query in ["-\"!\"", "-re:x", "-(\"!\" OR re:x)"] {
        let in_no_time = search(&searcher, query, &options().budget(Duration::ZERO));
        assert!(in_no_time.partial && in_no_time.hits.is_empty(), "{query}");
        assert!(!search(&searcher, query, &options()).hits.is_empty(), "{query}");
    }
}

/// What a note is called, or a heading above says, goes with what a section of it is.
#[test]
fn a_name_goes_with_what_is_demanded_of_a_section() {
    let notebook = "\
//- a.md
# 数据库

intro

## 排查

x != y，第十二章

- [ ] do

```py
foo
```

### 细节

```sql
select 1;
```
//- b.md
# 别的

```py
bar()
```

x != y，第十二章
";
    let check = |query: &str, expected: &[&str]| {
        check_with(notebook, query, &everything().sort(Sort::Path), expected);
    };
    for demanded in ["task:open", "re:第十二章", "\"!=\"", "heading:排查"] {
        for name in ["数据库", "+数据库", "\"数据库\""] {
            check(&format!("{name} {demanded}"), &["a.md: 排查"]);
        }
    }
    check("数据库 lang:py", &["a.md: 排查 (python)"]);
    check("+数据库 code:foo", &["a.md: 排查 (python)"]);
    check("排查 lang:sql", &["a.md: 排查 › 细节 (sql)"]);
    check("排查 code:select", &["a.md: 排查 › 细节 (sql)"]);
    check("-数据库 lang:py", &["b.md: (root) (python)"]);
    // Where a section or a block holds the word itself, that is meant.
    check("数据库", &["a.md: (root)"]);
    check("bar lang:py", &["b.md: (root) (python)"]);
    check("第十二章 \"!=\"", &["a.md: 排查", "b.md: (root)"]);
}
