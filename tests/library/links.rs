//! Where links lead, and which lead to a note.

use notes_index::{LinkEnd, Match, PlacedLink, Searcher};

use crate::fixture::{note_path, searcher};

const NOTEBOOK: &str = "\
//- db/连接池.md
---
title: 数据库连接池
aliases: [DB pool]
---
## 大小

有上限。 ^limit

## Close them!

归还。
//- db/索引.md
x
//- web/索引.md
y
//- web/README.md
z
//- web/v1.2 发布.md
z
";

/// Where a link leads that is written in a note of `web/`.
fn ends(link: &str) -> Vec<String> {
    let searcher = searcher(&format!("{NOTEBOOK}//- web/a.md\n# A\n\n{link}\n"));
    let links = searcher.links(&note_path("web/a.md")).unwrap().expect("it is indexed");
    links.iter().map(told).collect()
}

fn told(link: &PlacedLink) -> String {
    match &link.end {
        LinkEnd::Note { path, line: Some(line) } => format!("{path}:{line}"),
        LinkEnd::Note { path, line: None } => path.to_string(),
        LinkEnd::NoPlace { path } => format!("{path}: no place"),
        LinkEnd::NoNote => "no note".to_owned(),
        LinkEnd::Elsewhere => "elsewhere".to_owned(),
    }
}

#[track_caller]
fn check(link: &str, expected: &str) {
    assert_eq!(ends(link), [expected], "{link}");
}

#[test]
fn wiki_links_name_notes() {
    check("[[连接池]]", "db/连接池.md");
    check("[[連接池.md|池]]", "db/连接池.md");
    check("[[db/连接池#大小]]", "db/连接池.md:5");
    check("[[连接池#^limit]]", "db/连接池.md:7");
    check("![[连接池#大小]]", "db/连接池.md:5");
    check("[[连接池#关闭]]", "db/连接池.md: no place");
    check("[[db pool]]", "db/连接池.md");
    check("[[数据库连接池]]", "db/连接池.md");
    check("[[v1.2 发布]]", "web/v1.2 发布.md");
    check("[[接池]]", "no note");
    check("[[#A]]", "web/a.md:1");
    check("![[架构图.png]]", "elsewhere");
}

#[test]
fn of_two_notes_with_a_name_that_in_the_same_folder_is_meant() {
    check("[[索引]]", "web/索引.md");
    check("[[db/索引]]", "db/索引.md");
    check("[[../db/索引]]", "db/索引.md");
}

#[test]
fn paths_lead_from_the_folder_of_the_note() {
    check("[x](../db/连接池.md#大小)", "db/连接池.md:5");
    check("[x](../db/%E8%BF%9E%E6%8E%A5%E6%B1%A0.md#%E5%A4%A7%E5%B0%8F)", "db/连接池.md:5");
    check("[x](/db/连接池.md#close-them)", "db/连接池.md:9");
    check("[x](../db/连接池)", "db/连接池.md");
    check("[x](../db/连接池.html)", "db/连接池.md");
    check("[x](<v1.2 发布.md>)", "web/v1.2 发布.md");
    check("[x](./)", "web/README.md");
    check("[x][y]\n\n[y]: ../db/索引.md", "db/索引.md");
    // As Obsidian writes them, wherever the note is.
    check("[x](连接池.md)", "db/连接池.md");
    check("[x](gone.md)", "no note");
    check("[x](#b)", "web/a.md: no place");
}

#[test]
fn what_is_no_note_is_elsewhere() {
    check("[x](https://a.b/连接池.md)", "elsewhere");
    check("<mailto:a@b.c>", "elsewhere");
    check("![x](../img/a.png)", "elsewhere");
    check("[x](../../outside.md)", "elsewhere");
    check("[x](../LICENSE)", "elsewhere");
    check("[x]()", "elsewhere");
}

#[test]
fn a_name_may_hold_the_marks_of_addresses_and_places() {
    let notebook = "\
//- db/Redis: 持久化.md
---
aliases: ['x # y', DB pool]
---
# C++: 指针
//- db/C#.md
# 语言

## Intro
//- db/x.md
## y
";
    let check = |link: &str, expected: &str, to: &str| {
        let searcher = searcher(&format!("{notebook}//- a.md\n{link}\n"));
        let links = searcher.links(&note_path("a.md")).unwrap().unwrap();
        assert_eq!(links.iter().map(told).collect::<Vec<_>>(), [expected], "{link}");
        if !to.is_empty() {
            assert_eq!(backlinks(&searcher, to), [format!("a.md:1 {link}")]);
        }
    };
    let (redis, sharp) = ("db/Redis: 持久化.md", "db/C#.md");
    check("[[Redis: 持久化]]", redis, redis);
    check("[[c++: 指针|x]]", redis, redis);
    check("[[db  POOL]]", redis, redis);
    check("[[x # y]]", redis, redis);
    check("[[C#]]", sharp, sharp);
    check("[[C#|x]]", sharp, sharp);
    check("[[C##Intro]]", "db/C#.md:3", sharp);
    check("[[x#y]]", "db/x.md:1", "db/x.md");
    check("[[x#z]]", "db/x.md: no place", "db/x.md");
    check("[[Redis: 集群]]", "no note", "");
    check("[[mailto:a@b.c]]", "elsewhere", "");
    check("[[https://a.b/c d]]", "elsewhere", "");
}

#[test]
fn nothing_is_said_of_a_note_that_is_not_indexed() {
    assert_eq!(searcher(NOTEBOOK).links(&note_path("c.md")).unwrap(), None);
    assert_eq!(searcher(NOTEBOOK).backlinks(&note_path("c.md")).unwrap(), []);
}

fn backlinks(searcher: &Searcher, path: &str) -> Vec<String> {
    let links = searcher.backlinks(&note_path(path)).unwrap();
    links.iter().map(|link| format!("{}:{} {}", link.path, link.start.line, link.written)).collect()
}

#[test]
fn backlinks_are_found_however_they_name_the_note() {
    let from = [
        "[[连接池]]",
        "[[連接池#大小|x]]",
        "![[DB Pool]]",
        "[[数据库连接池]]",
        "[x](../db/连接池.md)",
        "[x](../db/%E8%BF%9E%E6%8E%A5%E6%B1%A0.md#gone)",
        "[x]\n\n[x]: /db/连接池",
    ];
    let mut notebook = NOTEBOOK.to_owned();
    for (n, link) in from.iter().enumerate() {
        notebook += &format!("//- from/{n}.md\n连接池 [[索引]] {link}\n");
    }
    let expected: Vec<String> = from
        .iter()
        .enumerate()
        .map(|(n, link)| format!("from/{n}.md:1 {}", link.lines().next().unwrap()))
        .collect();
    assert_eq!(backlinks(&searcher(&notebook), "db/连接池.md"), expected);
}

#[test]
fn a_name_may_be_written_in_an_address() {
    let notebook = "//- db/MySQL 索引 & 事务.md\nx\n//- a.md\n[x](db/MySQL%20索引%20&%20事务.md)\n\n[y](<db/MySQL 索引 & 事务.md>)\n";
    let expected = ["a.md:1 [x](db/MySQL%20索引%20&%20事务.md)", "a.md:3 [y](<db/MySQL 索引 & 事务.md>)"];
    assert_eq!(backlinks(&searcher(notebook), "db/MySQL 索引 & 事务.md"), expected);
}

#[test]
fn a_name_is_found_however_an_address_writes_it() {
    let check = |path: &str, from: &str, link: &str| {
        let notebook = format!("//- {path}\nx\n//- {from}\n{link}\n");
        assert_eq!(backlinks(&searcher(&notebook), path), [format!("{from}:1 {link}")]);
    };
    check("db/C++.md", "a.md", "[x](db/C%2B%2B.md)");
    check("db/f(1).md", "a.md", "[x](db/f%281%29.md)");
    check("db/R&D.md", "a.md", "[x](db/R%26D.md)");
    check("db/R&D.md", "a.md", "[x](db/R&amp;D.md)");
    check("db/fine-tuning.md", "a.md", r"[x](db/fine\-tuning.md)");
    check("db/café.md", "a.md", "[x](db/caf&eacute;.md)");
    check("db/pool.md", "a.md", "[x](%64%62/&#112;ool.html)");
    check("db/池.md", "db/a.md", "[x](%e6%b1%a0)");
    check("v1.5.md", "a.md", "[[v1.5]]");
    check("a.png.md", "a.md", "![](a.png)");
    for (from, link) in [("sub/z.md", "."), ("sub/z.md", "./"), ("sub/a/z.md", ".."), ("sub/a/z.md", "../")] {
        check("sub/README.md", from, &format!("[up]({link})"));
    }
    check("index.md", "sub/z.md", "[up](..)");
}

#[test]
fn a_note_of_many_names_is_linked_to_by_each() {
    let aliases: Vec<String> = (0..80).map(|n| format!("alias{n}")).collect();
    let mut notebook = format!("//- a.md\n---\naliases: [{}]\n---\nx\n", aliases.join(", "));
    notebook += &format!("//- b.md\n[[{}]]\n//- c.md\n[[{}]]\n", aliases[0], aliases[79]);
    assert_eq!(backlinks(&searcher(&notebook), "a.md").len(), 2);
}

#[test]
fn a_link_to_a_folder_leads_to_its_first_page() {
    let notebook = format!("{NOTEBOOK}//- b.md\n[x](web/) [y](web)\n//- web/c.md\n[[c]]\n");
    assert_eq!(backlinks(&searcher(&notebook), "web/README.md"), ["b.md:1 [x](web/)", "b.md:1 [y](web)"]);
    assert!(backlinks(&searcher(&notebook), "web/c.md").is_empty(), "its own link");
}

#[test]
fn broken_links_are_those_of_all_notes() {
    let notebook = format!("{NOTEBOOK}//- b.md\n# B\n\n## C\n\n[[索引]] [[gone]]\n//- a.md\n[x](b.md#D)\n");
    let links = searcher(&notebook).broken_links().unwrap();
    let told: Vec<_> =
        links.iter().map(|link| (told(link), link.path.as_str(), link.breadcrumb.join("/"))).collect();
    assert_eq!(
        told,
        [
            ("b.md: no place".to_owned(), "a.md", String::new()),
            ("no note".to_owned(), "b.md", "C".to_owned())
        ]
    );
}

/// Where each link asks all headings, this takes hours.
#[test]
fn a_note_may_have_as_many_links_as_headings() {
    const N: usize = 5_000;
    let links: String = (0..N).map(|n| format!("- [x](#{n}!) [x](#no-{n})\n")).collect();
    let headings: String = (0..N).map(|n| format!("## {n}\n")).collect();
    let searcher = searcher(&format!("//- a.md\n{links}\n{headings}"));
    let found = searcher.links(&note_path("a.md")).unwrap().expect("it is indexed");
    let line = |n: usize| format!("a.md:{}", N + 2 + n);
    let expected = (0..N).flat_map(|n| [line(n), "a.md: no place".to_owned()]);
    assert!(found.iter().map(told).eq(expected));
}

#[test]
fn images_may_stand_in_images() {
    const N: usize = 2_000;
    let text = "![a".repeat(N) + &"](gone.md)".repeat(N);
    let links = searcher(&format!("//- a.md\n{text}\n")).links(&note_path("a.md")).unwrap().unwrap();
    assert_eq!(links.len(), N);
    let is_cut = |link: &PlacedLink| {
        let whole = &text[link.link.range.clone()];
        whole.starts_with(&link.written) && link.written.len() == whole.len().min(Match::MAX_LINE_BYTES)
    };
    assert!(links.iter().all(is_cut));
    assert!(links.iter().all(|link| link.until.column as usize == link.link.range.end + 1));
}

#[test]
fn many_links_may_stand_on_one_line() {
    let line = "见 [[连接池]] 😀 ".repeat(5_000);
    let searcher = searcher(&format!("{NOTEBOOK}//- b.md\n\n{line}\n"));
    let links = searcher.backlinks(&note_path("db/连接池.md")).unwrap();
    assert_eq!(links.len(), 5_000);
    for (link, (at, _)) in links.iter().zip(line.match_indices('[').step_by(2)) {
        assert_eq!((link.start.line, link.start.column as usize), (2, at + 1));
        assert!(link.line_text.len() <= Match::MAX_LINE_BYTES && line.starts_with(&*link.line_text));
    }
    let last = links.last().expect("there are some");
    for place in [last.start, last.until] {
        assert_eq!(place.utf16 as usize, line[..place.column as usize - 1].encode_utf16().count());
    }
}
