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
