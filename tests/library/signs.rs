//! Punctuation and other signs: found as they stand.

use crate::fixture::{check, everything, lines, search, searcher};

#[test]
fn nothing_to_look_for_finds_nothing_and_says_so() {
    for query in ["(", "）", "\"\"", "() (“”)", "\" \""] {
        let results = search(&searcher(SIGNS), query, &everything());
        assert!(results.hits.is_empty(), "{query}");
        assert!(!results.diagnostics.is_empty(), "{query}");
    }
}

const SIGNS: &str = "\
//- a.md
# 甲

let f = |x| => x；a！！
//- b.md
# 乙

x = > y ＝＞ z
//- c.md
---
title: 丙 !=
---
x
";

#[test]
fn punctuation_alone_is_found_where_it_stands() {
    check(SIGNS, "=>", &["a.md: (root)", "b.md: (root)"]);
    check(SIGNS, "= >", &["a.md: (root)", "b.md: (root)"]);
    check(SIGNS, "=> path:b.md", &["b.md: (root)"]);
    check(SIGNS, "！！", &["a.md: (root)"]);
    check(SIGNS, "!=", &["c.md: (root)"]);
    check(SIGNS, "=> |", &["a.md: (root)"]);
    check(SIGNS, "&&", &[]);
}

#[test]
fn punctuation_beside_words_is_left_out_and_said() {
    let results = search(&searcher(SIGNS), "x -> => y", &everything());
    assert_eq!(lines(&results.hits), ["b.md: (root)", "a.md: (root) -y", "c.md: (root) -y"]);
    let said: Vec<String> = results.diagnostics.iter().map(|said| said.message.clone()).collect();
    assert_eq!(said, ["signs beside words only raise what has them; in quotes they are demanded"]);
}

/// In quotes it is just that.
#[test]
fn punctuation_in_quotes_is_found_where_it_stands() {
    check(SIGNS, "\"=>\"", &["a.md: (root)", "b.md: (root)"]);
    check(SIGNS, "x -\"=>\"", &["c.md: (root)"]);
    check(SIGNS, "\"丙 !=\"", &["c.md: (root)"]);
    check(SIGNS, "\"= >\"", &["b.md: (root)"]);
}

#[test]
fn an_underscore_is_a_sign_as_others_are() {
    let notebook = "//- a.md\n# 甲\n\npool_size\n# 乙\n\n张_三 x\n# 丙\n\nx\n";
    let with = ["a.md: (root)", "a.md: 乙"];
    check(notebook, "\"_\"", &with);
    check(notebook, "_", &with);
    check(notebook, "x \"_\"", &with[1..]);
    check(notebook, "path:a.md -\"_\"", &["a.md: 丙"]);
    check(notebook, "\"_三 x\"", &with[1..]);
}

#[test]
fn a_sign_in_the_name_of_a_file_is_found() {
    let notebook = "//- 🎉party.md\n正文\n//- b!=c.md\n正文\n";
    check(notebook, "🎉", &["🎉party.md: (root)"]);
    check(notebook, "\"🎉party\"", &["🎉party.md: (root)"]);
    check(notebook, "!=", &["b!=c.md: (root)"]);
}

#[test]
fn signs_in_markup_are_found_as_they_are_written() {
    let found = |text: &str, query: &str| {
        let hits = search(&searcher(&format!("//- a.md\n{text}\n")), query, &everything()).hits;
        assert_eq!(lines(&hits).len(), 1, "{query} in {text}");
    };
    found("[//]: # (TODO: fix it!)", "\"fix it!\"");
    found("[//]: # (a)\n[//]: # (b!)", "\"b!\"");
    found("> - [x]: http://a.b/c/", "\"http://a.b/c/\"");
    found("[x]: 50%", "\"50%\"");
    found("[x]: f(1)", "\"f(1)\"");
    found("[x]: u \"Title (2nd ed.)\"", "\"Title (2nd ed.)\"");
    found("[x]: u \"->\"", "\"->\"");
    found("[x]:\n  u\n  'a!'", "\"a!\"");
    found("[x!]: u", "\"x!\"");
    found("[--go]: u", "\"--go\"");
    found("> [x]:\n> ->", "\"->\"");
    found("```~/x\na\n```", "\"~/x\"");
    found("# a %%b!%% {#50%}", "\"50%\"");
    found("# a %%b!%% {#50%}", "\"b!\"");
    found("<div class=\"x->y\">", "\"x->y\"");
    found("<img alt=\"x->y\">", "\"->\"");
    found("a <span data-x='x->y'>b</span>", "\"x->y\"");
    found("<div onclick=\"a => b\">", "\"=>\"");
    found("<?php $this->db ?>", "\"this->db\"");
    found("<!DOCTYPE x->y>", "\"x->y\"");
    found("<![CDATA[x->y]]>", "\"x->y\"");
}

#[test]
fn a_letter_typed_to_a_character_is_looked_for_beside_it() {
    const DISKS: &str = "\
//- cloud.md
# 网盘

网盘的盘很多，盘符 c 也有，清理网盘，再清理盘。
//- disk.md
# 电脑

清理了一次 C 盘，腾出不少空间，之后的几个月里都没有再满过，也没有再收到提示。
";
    check(DISKS, "C盘 清理", &["disk.md: (root)", "cloud.md: (root)"]);
    check(DISKS, "C盘还是清理", &["disk.md: (root)", "cloud.md: (root)"]);
}
