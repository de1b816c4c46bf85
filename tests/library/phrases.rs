//! Texts in quotes, words that are demanded and words that are not wanted: what stands there is found, whoever wrote it how.

use notes_index::{Match, Sort};

use crate::fixture::{everything, search, searcher};

/// What the matches of a query are, as written, hit by hit.
fn shown(notebook: &str, query: &str) -> Vec<String> {
    let hits = search(&searcher(notebook), query, &everything().sort(Sort::Path)).hits;
    let matches = hits.iter().flat_map(|hit| &hit.matches);
    let columns = |found: &Match| found.start.column as usize - 1..found.end.column as usize - 1;
    matches.map(|found| found.line_text[columns(found)].to_owned()).collect()
}

/// The notes that a query finds, by path.
fn found(notebook: &str, query: &str) -> Vec<String> {
    let hits = search(&searcher(notebook), query, &everything().sort(Sort::Path)).hits;
    let mut paths: Vec<String> = hits.iter().map(|hit| hit.path.to_string()).collect();
    paths.dedup();
    paths
}

#[track_caller]
fn check(notebook: &str, queries: &[&str], expected: &[&str]) {
    for query in queries {
        assert_eq!(found(notebook, query), expected, "{query}");
    }
}

const CAPITALS: &str = "\
//- a.md
GitHub Actions run

MySQL索引 URLs are good

```
let fooBar = newThing(x);
let offset = getQueueOffset();
```
//- b.md
# github 笔记

the github actions, mysql索引 urls are good

foobar = newthing
//- c.md
# MySQL索引优化

other
";

#[test]
fn capitals_inside_a_word_are_no_matter() {
    let both = ["a.md", "b.md"];
    check(
        CAPITALS,
        &["\"github actions\"", "\"GitHub Actions\"", "\"GITHUB ACTIONS\"", "\"GitHub\"", "+GITHUB"],
        &both,
    );
    check(CAPITALS, &["\"mysql索引 urls are\"", "\"MySQL索引 URLs are\"", "\"foobar = newthing\""], &both);
    check(CAPITALS, &["\"the GitHub Actions, MySQL索引 urls\"", "heading:GitHub", "title:GITHUB"], &["b.md"]);
    check(CAPITALS, &["heading:mysql索引", "title:\"mysql索引优化\""], &["c.md"]);
    check(
        CAPITALS,
        &["code:\"foobar = newthing\"", "\"QueueOffset(\"", "\"queue_offset\" OR code:newThing"],
        &["a.md"],
    );
    check(CAPITALS, &["actions -GitHub", "actions -\"Github Actions\"", "\"hub mysql\""], &[]);
    check(CAPITALS, &["\"hub actions\""], &["a.md"]);
}

#[test]
fn curly_quotes_are_straight_ones() {
    let notebook = "//- a.md\nit’s “good”, he said\n//- b.md\nIt's \"good\", he said\n";
    for query in ["\"it's\"", "\"it’s\"", "「s \"good\", he」", "「s “good”, he」", "\"’s\""] {
        check(notebook, &[query], &["a.md", "b.md"]);
    }
    check("//- a.md\nit’s\n", &["\"its\"", "\"it‘ s\""], &[]);
}

#[test]
fn words_are_side_by_side_and_nowhere_else() {
    let notebook = "\
//- a.md
# git commit and commit hook

```
let x = 2; x = 1
```

see src/main and main/java here
//- b.md
x FooBarBarX bar baz, id 00_00_00 00 end
";
    check(notebook, &["title:\"git commit hook\"", "code:\"let x = 1\"", "+src/main/java"], &[]);
    check(
        notebook,
        &["here -src/main/java", "title:\"and commit\"", "code:\"x = 1\"", "+main/java"],
        &["a.md"],
    );
    check(
        notebook,
        &["\"x FooBarBarX bar baz\"", "\"x foobarbarx BAR baz\"", "\"id 00_00_00 00 end\""],
        &["b.md"],
    );
}

#[test]
fn words_of_any_length_stand_in_phrases() {
    let (long, parts) = ("aB3".repeat(120), ["a"; 70].join("_"));
    let notebook = format!("//- a.md\nssh-rsa {long} bob@host, x {parts} y\n");
    check(&notebook, &[&format!("\"rsa {long} bob\""), &format!("\"x {parts} y\"")], &["a.md"]);
}

#[test]
fn capitals_in_names_of_several_words_are_no_matter() {
    let notebook = "//- a.md\nuse foo-github-actions-bar\n//- b.md\nuse foo-GitHub-Actions-bar\n";
    check(
        notebook,
        &["\"github-actions\"", "\"GitHub-Actions\"", "\"gitHub-actIons-bar\""],
        &["a.md", "b.md"],
    );
}

#[test]
fn a_word_of_another_case_is_shown_as_it_stands() {
    assert_eq!(shown(CAPITALS, "GitHub"), ["GitHub", "github", "github"]);
}

#[test]
fn a_phrase_is_found_whatever_other_notes_hold() {
    let notebook = "\
//- a.md
C++ 语言，redis 3.6 版，.NET 平台，--force
//- b.md
C++Builder，看和 C++，redis 3.6.3 版，ASP.NET 平台，foo--force
//- c.md
其它
";
    check(notebook, &["\"C++\"", "\"redis 3.6\"", "\"3.6\"", "\".NET\"", "\"--force\""], &["a.md", "b.md"]);
    check(notebook, &["\"和 C++\"", "\"ASP.NET\""], &["b.md"]);
    check(notebook, &["-\"C++\"", "-\"3.6\""], &["c.md"]);
}

#[test]
fn names_with_signs_end_where_han_begins() {
    let notebook = "\
//- a.md
升级到3.6.3版本，写C++17标准，用redis-连接池
//- b.md
升级到 3.6.3 版本，写 C++ 标准，用 redis
";
    check(notebook, &["3.6.3", "\"3.6.3\"", "C++", "\"C++\"", "3.6", "版本 3.6.3"], &["a.md", "b.md"]);
    let hits = search(&searcher(notebook), "redis-连接池", &everything()).hits;
    assert_eq!(hits.iter().map(|hit| hit.missing.len()).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn letters_of_any_script_are_asked_for_alone() {
    let notebook = "\
//- a.md
λ 演算，go语言，pool
//- b.md
π 演算，go，语言，pools
";
    check(
        notebook,
        &["λ", "\"λ\"", "+λ", "演算 -π", "title:λ OR λ", "\"ｇｏ语言\"", "\"go语言\"", "\"ｐｏｏｌ\""],
        &["a.md"],
    );
    check(notebook, &["演算 -λ", "\"ｐｏｏｌｓ\""], &["b.md"]);
}

#[test]
fn a_place_that_is_none_hides_no_other() {
    let notebook = "\
//- a.md
ran an an, ab,b,b and 10 0 0
";
    check(notebook, &["\"an an\"", "\"b,b\"", "\"b,b\" case:yes", "\"0 0\""], &["a.md"]);
    check(notebook, &["ran -\"an an\"", "\"n an\""], &[]);
}

#[test]
fn white_space_between_han_says_nothing() {
    let notebook = "\
//- a.md
数据库的连接
池子
//- b.md
数据库的连接池子
//- c.md
数据库的连接，池子
";
    check(notebook, &["\"连接 池子\"", "\"的连接\n池子\""], &["a.md", "b.md"]);
}

#[test]
fn highlights_are_no_borders() {
    let notebook = "//- a.md\n==线性==代数，para ==12== x\n//- b.md\n线性，代数 a==b\n";
    check(notebook, &["\"线性代数\"", "\"para 12 x\""], &["a.md"]);
    check(notebook, &["\"a==b\""], &["b.md"]);
}

#[test]
fn a_space_between_han_and_letters_says_nothing() {
    let notebook = "\
//- a.md
用了 B+ 树，Python 环境
//- b.md
用了B+树，Python环境
//- c.md
B + 树，Python 的环境
";
    let queries = ["\"b+树\"", "\"B+ 树\"", "\"python环境\"", "\"Python 环境\"", "\"Python环境\" case:yes"];
    check(notebook, &queries, &["a.md", "b.md"]);
}

/// In quotes a sign stands between, wherever the characters are cut into pairs.
#[test]
fn han_in_quotes_has_no_sign_between() {
    let notebook = "//- a.md\n不操作。系统坏了，翡翠，湖鳄鱼\n//- b.md\n操作系统，翡翠湖鳄鱼\n";
    for query in ["操作系统", "翡翠湖鳄鱼", "作系统", "翠湖"] {
        check(notebook, &[&format!("\"{query}\"")], &["b.md"]);
    }
    check(notebook, &["坏 -\"操作系统\""], &["a.md"]);
}

const PARTS: &str = "\
//- a.md
---
title: 连接池 Pool-Size
aliases: [Max Conn]
---
## 操作系统：a b &amp; c

```
let Foo = [1];
```

> ```
> if x {
>     y -> z
> ```
//- b.md
# 连接，池 pool size, max-conn

## 不操作。系统 a-b c

> 见 `let Foo = [1]`，`y -> z`

```
let foo = {1} if x, { y z -> }
```
";

#[test]
fn a_part_holds_just_what_is_typed() {
    check(
        PARTS,
        &["heading:\"a b\"", "heading:\"操作系统\"", "heading:\"操作系统：a\"", "heading:\"b & c\""],
        &["a.md"],
    );
    check(PARTS, &["heading:\"a-b\"", "heading:\"。系统\"", "heading:\"b c\""], &["b.md"]);
    check(PARTS, &["title:\"连接池 pool\"", "title:\"pool-size\"", "title:\"max conn\""], &["a.md"]);
    check(PARTS, &["title:\"池 pool size\"", "title:\"max-conn\"", "title:\"连接，池\""], &["b.md"]);
    check(PARTS, &["code:\"foo = [1]\"", "code:\"if x { y -> z\"", "code:\"y ->\""], &["a.md"]);
    check(PARTS, &["code:\"foo = {1}\"", "code:\"if x,\"", "code:\"z ->\""], &["b.md"]);
    // Signs alone leave no word, and stand where they stand.
    check(PARTS, &["heading:\"&\"", "code:\"= [\"", "code:\"];\""], &["a.md"]);
    check(PARTS, &["heading:\"系统 c\"", "title:\"size max\"", "code:\"[1] if\"", "code:见"], &[]);
    check(
        PARTS,
        &["heading:操作系统", "heading:a_b", "title:pool_size", "title:max_conn"],
        &["a.md", "b.md"],
    );
    check(PARTS, &["连接 -title:\"连接池\"", "系统 -heading:\"a b\""], &["b.md"]);
}

#[test]
fn case_and_width_matter_in_parts_too() {
    check(
        PARTS,
        &["case:yes title:Pool", "case:yes title:\"Pool-Size\"", "case:yes title:Conn", "case:yes code:Foo"],
        &["a.md"],
    );
    check(
        PARTS,
        &["case:yes title:pool", "case:yes title:conn", "case:yes code:foo", "case:yes -title:Pool"],
        &["b.md"],
    );
    check(PARTS, &["case:yes heading:操作系统", "case:yes heading:\"a b\""], &["a.md"]);
    check(PARTS, &["case:yes heading:A", "case:yes title:連接池", "case:yes code:ｆｏｏ"], &[]);
    check(PARTS, &["heading:A", "title:連接", "code:ｆｏｏ"], &["a.md", "b.md"]);
}

#[test]
fn what_signs_stand_in_is_shown_as_it_was_found() {
    let notebook = "//- a.md\n# 买卖\n\n无关的一段。\n\n昨天买了内存，价格不高。\n\n==线性==代数\n";
    assert_eq!(shown(notebook, "内存价格"), ["内存，价格"]);
    assert_eq!(shown(notebook, "线性代数"), ["线性==代数"]);
}

#[test]
fn a_beginning_may_be_spelled_with_an_underscore() {
    let notebook = "\
//- a.md
pool_size get_queue_offset

```
max_connections = 3
```
//- b.md
pools, getaway
";
    check(
        notebook,
        &["pool_s*", "get_q*", "max_conn*", "code:max_c*", "pool_s* max_c*", "+pool_s*"],
        &["a.md"],
    );
    assert_eq!(shown(notebook, "get_q*"), ["get_queue_offset"]);
}

#[test]
fn a_name_with_hyphens_is_shown_whole() {
    let notebook = "\
//- a.md
A B-tree is an e-mail-address of wi-fi-card, wi-fi
";
    assert_eq!(shown(notebook, "btre*"), ["B-tree"]);
    assert_eq!(shown(notebook, "email"), ["e-mail-address"]);
    assert_eq!(shown(notebook, "wifi"), ["wi-fi-card", "wi-fi"]);
}

#[test]
fn the_parts_of_a_name_are_shown_where_they_stand_side_by_side() {
    let notebook = "\
//- a.md
the pool 是一个很大的东西。

新的一段，size 不同，pool 的 size。

| size | pool |
|---|---|
| pool size | x |

pool_size, pool _ size, pool → size
";
    let stands = ["pool size", "pool_size", "pool → size"];
    assert_eq!(shown(notebook, "pool_size"), stands);
    assert_eq!(shown(notebook, "\"pool_size\""), ["pool_size"]);
    let notebook = "//- a.md\npool_size\n\n| pool |\n|---|\n//- b.md\nsize_pool\n";
    assert_eq!(shown(notebook, "size_pool"), ["size_pool"]);
}

#[test]
fn a_version_needs_no_letter() {
    let notebook = "\
//- a.md
Go v1.22.3 与 Python 3.12
//- b.md
Go 1.22.3，v3.12.1
//- c.md
1 22 3 12
";
    check(notebook, &["1.22.3"], &["a.md", "b.md"]);
    check(notebook, &["v1.22.3"], &["a.md"]);
    assert_eq!(shown(notebook, "1.22.3"), ["1.22.3", "1.22.3"]);
    assert_eq!(shown(notebook, "3.12"), ["3.12", "3.12.1"]);
    assert_eq!(
        (shown(notebook, "3.1"), shown(notebook, "1.22")),
        (vec![], ["1.22.3", "1.22.3", "1 22"].map(str::to_owned).to_vec())
    );
}

#[test]
fn items_of_check_lists_are_shown_where_they_are_asked_for() {
    let notebook = "\
//- a.md
# 周报

先说明，写了很多字。

- [x] 备份完成
- 不是
  1. [ ] 切换演练
- [X] 监控
- [/] 回滚
- [>] 扩容
- [-] 缩容

写成 - [ ] 这样。

<!-- 以后
- [ ] 看不见的
- [x] 也看不见
-->

```
- [ ] 代码
```
";
    assert_eq!(shown(notebook, "task:open"), ["  1. [ ] 切换演练", "- [/] 回滚"]);
    assert_eq!(shown(notebook, "task:done"), ["- [x] 备份完成", "- [X] 监控", "- [>] 扩容"]);
    assert_eq!(shown(notebook, "-task:open 备份"), [""; 0]);
    assert_eq!(shown(notebook, "task:open 备份"), ["备份", "  1. [ ] 切换演练", "- [/] 回滚"]);
    for text in ["[/]", "[>] 扩容", "[-] 缩容"] {
        assert_eq!(shown(notebook, &format!("\"{text}\"")), [text], "{text}");
    }
}

/// What may stand beside each other and be a word, its stem, a part of a name or only look so.
const PIECES: [&str; 20] = [
    "pool", "pools", "pooling", "Pool", "btree", "b-tree", "bTree", "B_tree", "die", "dying", "poo", "l",
    "b", "tree", "-", "_", " ", "\n", "池", "é",
];

#[test]
fn one_word_is_told_by_tokens_as_by_the_text() {
    let sections = |first: &str| {
        let pairs =
            PIECES.iter().flat_map(|second| PIECES.iter().map(move |third| [*second, *third].concat()));
        pairs.map(|rest| format!("# 语\n\n语 {first}{rest} 语\n")).collect::<String>()
    };
    let notebook: String =
        (0..).zip(PIECES).map(|(n, first)| format!("//- {n}.md\n{}", sections(first))).collect();
    let searcher = searcher(&notebook);
    let found = |query: &str| {
        let hits = search(&searcher, query, &everything().sort(Sort::Path)).hits;
        hits.into_iter().map(|hit| (hit.path.to_string(), hit.lines.first)).collect::<Vec<_>>()
    };
    // In full width nothing is told by tokens alone.
    for (word, wide) in
        [("pool", "ｐｏｏｌ"), ("btree", "ｂｔｒｅｅ"), ("die", "ｄｉｅ"), ("tree", "ｔｒｅｅ"), ("b", "ｂ")]
    {
        let told = found(&format!("\"{word}\""));
        assert_eq!(told, found(&format!("\"{wide}\"")), "{word}");
        assert!(told.len() > 200, "{word} {}", told.len());
    }
}
