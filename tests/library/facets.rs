//! How many hits have what: each count is what the search finds with that filter.

use std::collections::BTreeSet;

use notes_index::{
    Facet, FacetCounts, FacetValue, NoteIndex, Query, SearchOptions, SearchResults, Searcher, Sort,
};

use crate::fixture::{Folder, everything, in_memory, note_path, sample, search, searcher, sync};
use crate::random::Random;

const NOTEBOOK: &str = "\
//- 后端/mysql.md
---
tags: [mysql]
modified: 2025-01-01
---
# MySQL

每个连接一个线程。 #java
//- 后端/java/线程池.md
---
tags: [Java/并发, 性能]
modified: 2024-05-01
---
# 线程池

线程池的大小。

```java
new Pool();
```

## 拒绝策略

线程满了。

```java
reject();
```

```sh
jstack 1
```
//- 前端/事件循环.md
---
modified: 2025-02-03
---
# 事件循环

只有一个线程。

```js
run();
```
";

/// Every value of every facet.
fn counted() -> SearchOptions {
    everything().facets(Facet::ALL).facet_values(0)
}

fn values(results: &SearchResults) -> impl Iterator<Item = (Facet, &FacetValue)> {
    results.facets.iter().flat_map(|counts| counts.values.iter().map(|value| (counts.facet, value)))
}

/// Each facet as text: `tag java 3/2, mysql 1/1 +4`, hits and notes of each value, and how many were left off.
fn told(results: &SearchResults) -> Vec<String> {
    let value = |value: &FacetValue| format!("{} {}/{}", value.value, value.hits, value.notes);
    let line = |counts: &FacetCounts| {
        let values: Vec<String> = counts.values.iter().map(value).collect();
        let more = if counts.more > 0 { format!(" +{}", counts.more) } else { String::new() };
        format!("{} {}{more}", counts.facet.name(), values.join(", "))
    };
    results.facets.iter().map(line).collect()
}

/// Whether each value is what the search finds that has its filter beside the query, and the rest of the answer is what it
/// is without facets.
#[track_caller]
fn check(searcher: &Searcher, typed: &str, options: &SearchOptions) -> usize {
    let faceted = options.clone().facets(Facet::ALL).facet_values(0);
    let results = search(searcher, typed, &faceted);
    let plain = search(searcher, typed, options);
    let mut but_for_facets = results.clone();
    but_for_facets.facets.clear();
    assert_eq!(but_for_facets, plain, "{typed:?}");
    for (facet, value) in values(&results) {
        let as_text = Query::parse(&format!("{} ({typed})", value.filter));
        for narrowed in [Query::parse(typed).and(value.filter.clone()), as_text] {
            let found = searcher.notes(&narrowed, options).expect("an index can be searched");
            let told = (value.hits, value.notes);
            assert_eq!(told, (found.total_hits, found.total_notes), "{facet:?} of {typed:?}: {narrowed:?}");
        }
    }
    let tags: BTreeSet<&str> = plain.hits.iter().flat_map(|hit| &hit.tags).map(String::as_str).collect();
    let counted = |tag: &str| {
        let is_it = |value: &FacetValue| value.value.to_lowercase() == tag.to_lowercase();
        values(&results).any(|(facet, value)| facet == Facet::Tag && is_it(value))
    };
    assert!(tags.iter().all(|tag| counted(tag)), "{typed:?}: {tags:?}");
    values(&results).count()
}

#[test]
fn hits_are_counted_by_what_they_have() {
    let searcher = searcher(NOTEBOOK);
    let results = search(&searcher, "线程", &counted().limit(1));
    assert_eq!((results.hits.len(), results.total), (1, 4));
    assert_eq!(
        told(&results),
        [
            "folder 后端 3/2, 前端 1/1",
            "tag Java 3/2, Java/并发 2/1, 性能 2/1, mysql 1/1",
            "language java 2/1, bash 1/1, js 1/1",
            "year 2024 2/1, 2025 2/2",
        ]
    );
    let filters: Vec<String> = values(&results).map(|(_, value)| value.filter.to_string()).collect();
    assert_eq!(filters[..3], ["path:后端/", "path:前端/", "tag:Java"]);
    assert_eq!(filters[6..], ["+lang:java", "+lang:bash", "+lang:js", "modified:2024", "modified:2025"]);
}

#[test]
fn folders_are_those_below_what_all_hits_share() {
    let searcher = searcher(NOTEBOOK);
    let folders = |query: &str| told(&search(&searcher, query, &counted().facets([Facet::Folder])));
    assert_eq!(folders("线程 path:后端"), ["folder 后端/java 2/1"]);
    assert_eq!(folders("大小"), ["folder "]);
    let results = search(&searcher, "线程 path:后端", &counted());
    assert_eq!(values(&results).next().unwrap().1.filter.to_string(), "+path:后端/java/");
    for typed in ["线程 path:后端", "线程 OR", "OR 线程", "case:yes 线程", "\"线程"] {
        assert!(check(&searcher, typed, &everything()) > 0, "{typed}");
    }
}

#[test]
fn code_blocks_are_counted_by_their_own_language() {
    let searcher = searcher(NOTEBOOK);
    let languages = |query: &str| told(&search(&searcher, query, &counted().facets([Facet::Language])));
    assert_eq!(languages("is:code"), ["language java 2/1, bash 1/1, js 1/1"]);
    // No block of js holds the word: the note's only one stands for it.
    assert_eq!(languages("is:code 线程 reject"), ["language bash 1/1, java 1/1, js 1/1"]);
    check(&searcher, "is:code 线程 reject", &everything());
    check(&searcher, "reject", &everything().code(true));
    assert_eq!(languages("线程 lang:java"), ["language java 2/1"]);
}

#[test]
fn the_most_frequent_values_come_first_and_the_rest_is_counted() {
    let searcher = searcher(NOTEBOOK);
    let some = counted().facets([Facet::Tag, Facet::Year, Facet::Tag]).facet_values(1);
    assert_eq!(told(&search(&searcher, "线程", &some)), ["tag Java 3/2 +3", "year 2024 2/1 +1"]);
    assert!(search(&searcher, "线程", &everything()).facets.is_empty());
    let of_notes = searcher.notes(&Query::parse("线程"), &some).unwrap();
    assert_eq!(of_notes.facets, search(&searcher, "线程", &some).facets);
}

#[test]
fn where_nothing_is_found_nothing_is_counted() {
    let searcher = searcher(NOTEBOOK);
    let none = ["folder ", "tag ", "language ", "year "];
    for query in ["不存在的词条", "re:没有这行", "线程 tag:none"] {
        assert_eq!(told(&search(&searcher, query, &counted())), none, "{query}");
    }
    assert_eq!(told(&search(&in_memory("").searcher().unwrap(), "线程", &counted())), none);
}

#[test]
fn a_year_is_that_of_the_clock_that_asks() {
    let index = in_memory("");
    let new_year = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_767_225_600);
    index.put_at(&note_path("a.md"), "线程\n", new_year).unwrap();
    let searcher = index.searcher().unwrap();
    let year = |options: SearchOptions| told(&search(&searcher, "线程", &options.facets([Facet::Year])));
    assert_eq!(year(everything()), ["year 2026 1/1"]);
    assert_eq!(year(everything().utc_offset(|_| -3600)), ["year 2025 1/1"]);
}

#[test]
fn a_tag_is_spelled_as_in_the_first_note_by_path() {
    let spelled = ["Tag", "TAG", "tag"];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let note = |nth: usize| format!("//- {nth}.md\n线程 #{}\n", spelled[nth]);
        let searcher = searcher(&order.map(note).concat());
        assert_eq!(told(&search(&searcher, "线程", &counted().facets([Facet::Tag]))), ["tag Tag 3/3"]);
    }
}

#[test]
fn notes_that_are_gone_are_not_counted() {
    let folder = Folder::new(NOTEBOOK);
    folder.sync();
    folder.remove("后端/mysql.md");
    let searcher = folder.index().searcher().unwrap();
    let tags = |options: SearchOptions| told(&search(&searcher, "线程", &options.facets([Facet::Tag])));
    assert_eq!(tags(everything().skip_gone(true)), ["tag Java 2/1, Java/并发 2/1, 性能 2/1"]);
    assert_eq!(tags(everything()), ["tag Java 3/2, Java/并发 2/1, 性能 2/1, mysql 1/1"]);
}

#[test]
fn a_folder_is_no_note_of_its_name() {
    let searcher =
        searcher("//- a/x.md\n池\n//- [a]/x.md\n池\n//- b/a\n池\n//- a.md/y.md\n池\n//- c/a.md\n池\n");
    assert_eq!(check(&searcher, "池", &everything()), 6);
}

/// Names, words and values that go together in all ways.
struct Maker {
    random: Random,
}

const WORDS: [&str; 9] = ["线程", "线程池", "连接", "pool", "Redis", "cache", "锁", "数据库", "size"];

impl Maker {
    fn word(&mut self) -> &'static str {
        WORDS[self.random.within(0..WORDS.len())]
    }

    fn path(&mut self) -> String {
        let folders =
            ["", "后端/", "后端/java/", "a b/", "[x]/", "v1.0/a/", "pool/", "后端/java/锁/", "(c)/"];
        format!("{}{}{}.md", self.random.of(&folders), self.word(), self.random.within(0..9))
    }

    fn note(&mut self) -> String {
        let tags =
            ["java", "Java/并发", "java/jvm/gc", "读书 笔记", "c++", "数据库", "JAVA/JVM", "a//b", "a"];
        let languages = ["java", "py", "C++", "sql", "", "c#", "sh"];
        let mut note = String::new();
        if !self.random.one_in(3) {
            let (one, other) = (*self.random.of(&tags), *self.random.of(&tags));
            note += &format!("---\ntags: [\"{one}\", \"{other}\"]\n");
            if self.random.one_in(2) {
                note += &format!(
                    "modified: {}-03-0{}\n",
                    self.random.within(2019..2027),
                    self.random.within(1..9)
                );
            }
            note += "---\n";
        }
        note += &format!("# {}\n\n", self.word());
        for _ in 0..self.random.within(0..5) {
            if !self.random.one_in(4) {
                note += &format!("##{} {}\n\n", "#".repeat(self.random.within(0..2)), self.word());
            }
            note += &format!("{} 和 {}。\n\n", self.word(), self.word());
            if self.random.one_in(2) {
                note += &format!("```{}\n{} = 1\n```\n\n", self.random.of(&languages), self.word());
            }
        }
        note
    }

    fn query(&mut self) -> String {
        let (one, other) = (self.word(), self.word());
        match self.random.within(0..16) {
            0..4 => one.to_owned(),
            4..6 => format!("{one} {other}"),
            6 => format!("{one} -{other}"),
            7 => format!("\"{one}\" {other}"),
            8 => format!("{one} OR {other}"),
            9 => format!("+{one} {other}"),
            10 => format!("{one} tag:java"),
            11 => format!("{one} -tag:java path:后端"),
            12 => format!("is:code {one}"),
            13 => format!("{one} OR tag:数据库"),
            14 => format!("heading:{one} -lang:java"),
            _ => format!("po* {other} -\"{one}\" modified:2020.."),
        }
    }

    fn options(&mut self) -> SearchOptions {
        let options = everything().strict(self.random.one_in(4)).code(self.random.one_in(6));
        if self.random.one_in(5) { options.sort(Sort::Modified).limit(3) } else { options }
    }
}

/// A notebook of several segments, some of whose notes were changed or removed since; with texts that stand in no file.
fn made(folder: &Folder, maker: &mut Maker) -> NoteIndex {
    let mut paths = BTreeSet::new();
    for _ in 0..3 {
        for _ in 0..25 {
            let path = maker.path();
            folder.write(&path, maker.note());
            paths.insert(path);
        }
        let gone: Vec<String> = paths.iter().filter(|_| maker.random.one_in(9)).cloned().collect();
        for path in gone {
            folder.remove(&path);
            paths.remove(&path);
        }
        folder.sync();
    }
    let index = folder.index();
    let in_buffers: Vec<&String> = paths.iter().filter(|_| maker.random.one_in(7)).collect();
    for path in in_buffers {
        match maker.random.one_in(3) {
            true => index.remove(&note_path(path)).expect("a note can be taken away"),
            false => index.put(&note_path(path), &maker.note()).expect("a text can be put"),
        }
    }
    index
}

#[test]
fn each_count_is_what_is_found_with_that_filter() {
    let mut n_values = 0;
    for seed in 0..3 {
        let mut maker = Maker { random: Random::new(seed) };
        let folder = Folder::new("");
        let index = made(&folder, &mut maker);
        let searcher = index.searcher().expect("the index can be searched");
        for _ in 0..20 {
            let (query, options) = (maker.query(), maker.options());
            n_values += check(&searcher, &query, &options);
        }
        folder.write("新.md", "# 线程\n\npool #新\n");
        sync(&index);
        n_values += check(&index.searcher().unwrap(), "线程", &everything());
    }
    assert!(n_values > 500, "{n_values}");
}

#[test]
fn so_it_is_in_the_sample_notebook() {
    let queries = [
        "连接池",
        "java",
        "mysql 索引",
        "线程 -redis",
        "\"锁\"",
        "tag:mysql",
        "is:code select",
        "python OR 事务",
        "的",
        "缓存 path:db",
        "conn*",
        "数据库 +连接 -tag:mysql",
        "path:db -索引",
    ];
    for query in queries {
        check(sample(), query, &everything().strict(query.contains(' ')));
    }
}
