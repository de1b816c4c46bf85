//! The query language: which sections each kind of clause lets through.

use std::collections::BTreeSet;

use notes_index::{Expr, Pattern, PatternKind, Predicate, Query, SearchOptions};

use crate::fixture::{Folder, check, everything, in_memory, lines, search, searcher};

const NOTEBOOK: &str = "\
//- db/pool.md
---
title: 连接池笔记
aliases: [connection pooling]
tags: [db/pool]
date: 2025-03-01
lastmod: 2026-02-10
状态: 完成
rating: 4
---
连接池要有上限。

## 大小

`pool_size` 的默认值是 5。

```py
engine = create_engine(url, pool_size=10)
```

- [ ] 压测

## 泄漏

Connections that are never returned; poolSize: 10。

- [x] 加上告警
//- db/redis.md
---
title: Redis
tags: [db]
created: 2024-12-31
rating: 10
---
redis 也有连接，用 `maxclients` 限制。

```sh
redis-cli --scan
```
//- misc.md
# 杂记

数据库与缓存；threadpool 与 connector。锁。
";

#[test]
fn words_are_wanted_and_what_has_a_sign_is_demanded() {
    check(NOTEBOOK, "连接 -redis", &["db/pool.md: (root)"]);
    check(NOTEBOOK, "缓存 +锁", &["misc.md: (root)"]);
    check(NOTEBOOK, "连接 +锁", &["misc.md: (root) -连接"]);
    check(NOTEBOOK, "连接 -(上限 OR redis)", &[]);
    check(NOTEBOOK, "-redis -连接池 -connection", &["misc.md: (root)"]);
}

#[test]
fn a_name_of_the_note_counts_for_its_sections() {
    // The note is called so, and none of its sections is meant.
    check(NOTEBOOK, "泄漏 -连接池笔记", &[]);
    check(NOTEBOOK, "+\"connection pooling\" 告警", &["db/pool.md: 泄漏", "db/pool.md: (root) -告警"]);
}

#[test]
fn what_is_typed_twice_counts_the_way_that_asks_for_more() {
    let notebook = "//- r.md\n# Redis\n\n## 甲\n\nredis\n\n## 乙\n\n锁\n//- s.md\n锁 redisson\n";
    for query in
        ["redis 锁 title:redis", "title:redis 锁 redis", "锁 title:redis redis", "title:red* redis 锁"]
    {
        check(notebook, query, &["r.md: 乙", "r.md: (root) -锁", "r.md: 甲 -锁"]);
    }
    for query in ["redis (锁 OR \"redis\") path:s.md", "(\"redis\" OR 锁) redis path:s.md"] {
        check(notebook, query, &["s.md: (root) ~prefix:redisson"]);
    }
}

#[test]
fn in_which_order_a_word_is_asked_for_in_several_ways_is_no_matter() {
    let searcher = searcher(NOTEBOOK);
    let found = |query: &str| {
        // What a hit lacks is told in the order in which it was typed.
        let in_order = |hit: String| hit.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
        let found = lines(&search(&searcher, query, &everything()).hits).into_iter().map(in_order);
        found.collect::<BTreeSet<_>>()
    };
    let ways =
        ["redis", "\"redis\"", "+redis", "redi*", "title:redis", "title:redi*", "code:redis", "Redis-cli"];
    for (first, second) in ways.iter().flat_map(|first| ways.iter().map(move |second| (first, second))) {
        let queries = [format!("{first} {second} 上限"), format!("{second} 上限 {first}")];
        assert_eq!(found(&queries[0]), found(&queries[1]), "{queries:?}");
    }
}

#[test]
fn either_of_two_is_enough() {
    check(NOTEBOOK, "maxclients OR 压测", &["db/pool.md: 大小", "db/redis.md: (root)"]);
    check(NOTEBOOK, "缓存 maxclients OR 数据库", &["misc.md: (root)", "db/redis.md: (root) -缓存"]);
    check(NOTEBOOK, "(泄漏 告警) OR (缓存 锁)", &["db/pool.md: 泄漏", "misc.md: (root)"]);
    check(
        NOTEBOOK,
        "tag:db/pool OR 缓存",
        &["misc.md: (root)", "db/pool.md: (root)", "db/pool.md: 大小", "db/pool.md: 泄漏"],
    );
}

#[test]
fn what_says_little_is_enough_where_nothing_else_is_asked_for() {
    let notebook = "//- a.md\n# 记\n\n## 甲\n\n复杂度是 O(n)，为什么？读写都是 I/O。\n\n## 乙\n\nredis\n";
    for little in ["\"O(n)\"", "I/O", "为什么", "\"为什么\"", "(为什么 I/O)"] {
        let found = |query: &str, expected: &[&str]| check(notebook, &query.replace('@', little), expected);
        found("@", &["a.md: 甲"]);
        found("@ OR kafka", &["a.md: 甲"]);
        found("(@ OR kafka) -redis", &["a.md: 甲"]);
        found("+@ kafka", &["a.md: 甲 -kafka"]);
    }
    check(notebook, "\"O(n)\" kafka", &["a.md: 甲 -kafka"]);
    check(notebook, "为什么 kafka", &[]);
}

#[test]
fn phrases_stand_as_they_are_typed() {
    check(NOTEBOOK, "\"pool_size=10\"", &["db/pool.md: 大小 (python)"]);
    check(NOTEBOOK, "\"poolSize: 10\"", &["db/pool.md: 泄漏"]);
    // It stands in an alias; Connections is another word.
    check(NOTEBOOK, "\"connection\"", &["db/pool.md: (root)"]);
    check(NOTEBOOK, "连接 -\"连接池\" -锁", &["db/redis.md: (root)"]);
    check(NOTEBOOK, "“默认值是 ５”", &["db/pool.md: 大小"]);
}

#[test]
fn case_and_width_matter_where_they_are_to() {
    check(NOTEBOOK, "case:yes Redis", &["db/redis.md: (root)"]);
    check(NOTEBOOK, "case:yes poolsize", &[]);
    check(NOTEBOOK, "case:yes \"poolSize\"", &["db/pool.md: 泄漏"]);
    check(NOTEBOOK, "case:yes ｐｏｏｌＳｉｚｅ", &[]);
    // What words begin with is compared folded.
    check(NOTEBOOK, "case:yes Maxc*", &["db/redis.md: (root)"]);
    check(NOTEBOOK, "case:yes +Maxc* 连接", &["db/redis.md: (root)"]);
    check(NOTEBOOK, "case:yes Maxc* 锁", &["misc.md: (root) -Maxc"]);
}

#[test]
fn prefixes_begin_words() {
    check(NOTEBOOK, "conn*", &["db/pool.md: 泄漏", "db/pool.md: (root)", "misc.md: (root)"]);
    check(NOTEBOOK, "maxc*", &["db/redis.md: (root)"]);
    check(NOTEBOOK, "数据库 -thread*", &[]);
}

#[test]
fn a_prefix_that_is_demanded_is_any_of_its_words() {
    let note = |n: usize| format!("//- {n}.md\n# sx{n}t\n\npool sx{n} a_b{n}\n\n```\nsx{n}c\n```\n");
    let folder = Folder::new(&((0..1100).map(note).collect::<String>() + "//- other.md\npool\n"));
    folder.sync();
    let searcher = folder.index().searcher().unwrap();
    let found = |query: &str| search(&searcher, query, &everything());
    for query in ["+sx*", "pool +sx*", "pool +a_b*", "+sx* is:code", "title:sx*", "heading:sx*", "code:sx*"] {
        let results = found(query);
        assert_eq!(results.total, 1100, "{query}");
        assert!(results.hits.iter().all(|hit| hit.missing.is_empty()), "{query}");
        let said = &results.diagnostics[0].message;
        assert!(said.ends_with("begins many words; hits are ranked by the 256 most frequent"), "{said}");
    }
    assert_eq!(lines(&found("pool -sx*").hits), ["other.md: (root)"]);
    assert_eq!(lines(&found("-title:sx* -a_b*").hits), ["other.md: (root)"]);
    let wanted = found("sx*");
    assert!(wanted.diagnostics[0].message.ends_with("looked up are the 256 most frequent"));
    assert!(wanted.total < 1100);
}

#[test]
fn words_that_have_the_stem_of_a_prefix_do_not_begin_with_it() {
    let notebook = "//- a.md\na cache ran in a run, connected\n//- b.md\ncaches, runs and insets connect\n";
    for query in ["caches*", "runs*", "ins*"] {
        check(notebook, query, &["b.md: (root)"]);
    }
    check(notebook, "connected*", &["a.md: (root)"]);
}

#[test]
fn lines_match_regular_expressions() {
    check(NOTEBOOK, r#"re:"pool_\w+=\d+""#, &["db/pool.md: 大小 (python)"]);
    check(NOTEBOOK, r"re:^.*--SCAN$", &["db/redis.md: (root) (bash)"]);
    check(NOTEBOOK, r"case:yes re:--SCAN", &[]);
    check(NOTEBOOK, r"连接 -re:maxclients", &["db/pool.md: (root)"]);
    let results = search(&searcher(NOTEBOOK), "re:\"(\"", &everything());
    assert!(results.hits.is_empty());
    assert_eq!((results.diagnostics[0].span.clone(), results.diagnostics.len()), (4..5, 1));
    let snippet = &search(&searcher(NOTEBOOK), "re:max[a-z]+", &everything()).hits[0].snippet;
    assert_eq!(&snippet.text[snippet.highlights[0].clone()], "maxclients");
}

#[test]
fn fields_of_the_note() {
    let pool = ["db/pool.md: (root)", "db/pool.md: 大小", "db/pool.md: 泄漏"];
    check(NOTEBOOK, "path:db -path:redis.md", &pool);
    check(NOTEBOOK, "path:misc.md path:redis.md", &["db/redis.md: (root)", "misc.md: (root)"]);
    check(NOTEBOOK, "tag:db -tag:db/pool", &["db/redis.md: (root)"]);
    check(NOTEBOOK, "title:redis", &["db/redis.md: (root)"]);
    check(NOTEBOOK, "title:pooling 上限", &["db/pool.md: (root)"]);
    check(NOTEBOOK, "title:杂", &["misc.md: (root)"]);
    check(NOTEBOOK, "title:red* maxclients", &["db/redis.md: (root)"]);
    // A file's name is no title.
    check(NOTEBOOK, "title:misc", &[]);
    check(NOTEBOOK, "prop.状态:完成", &pool);
    check(NOTEBOOK, "prop.rating:>4", &["db/redis.md: (root)"]);
    check(NOTEBOOK, "prop.rating:* -prop.rating:4", &["db/redis.md: (root)"]);
    // What means something besides is a value, too.
    check(NOTEBOOK, "prop.title:连接池笔记", &pool);
    check(NOTEBOOK, "prop.lastmod:2026 prop.lastmod:* prop.date:>2025-02", &pool);
    check(NOTEBOOK, "prop.tags:db/pool prop.aliases:\"connection pooling\"", &pool);
    check(NOTEBOOK, "prop.created:* -prop.date:*", &["db/redis.md: (root)"]);
    check(NOTEBOOK, "created:2024", &["db/redis.md: (root)"]);
    check(NOTEBOOK, "created:>2024-12", &pool);
    check(NOTEBOOK, "created:2024..2025 modified:>=2026-02-10 上限", &["db/pool.md: (root)"]);
    check(NOTEBOOK, "created:<2024", &[]);
}

#[test]
fn a_tag_that_is_read_as_a_word_is_told() {
    let said = |query: &str| -> Vec<String> {
        let results = search(&searcher(NOTEBOOK), query, &everything());
        results.diagnostics.into_iter().map(|said| said.message).collect()
    };
    for query in ["#db", "redis +#db/pool", "＃db"] {
        assert!(said(query)[0].contains("those of tag:db"), "{query}: {:?}", said(query));
    }
    assert_eq!(said("#include \"#db\" db #redis"), [""; 0]);
}

#[test]
fn a_field_that_is_misspelt_is_told() {
    let searcher = searcher("//- a.md\n# 池 Node\n\nnode:fs 与 pool\n");
    let said = |query: &str| -> Vec<String> {
        let results = search(&searcher, query, &everything());
        results.diagnostics.into_iter().map(|said| said.message).collect()
    };
    let told =
        |name: &str, field: &str| format!("{name}: is no field and is read as words; did you mean {field}:");
    assert_eq!(said("titel:redis"), [told("titel", "title")]);
    assert_eq!(said("池 Tga：db"), [told("tga", "tag")]);
    assert_eq!(said("haeding:\"连接 池\""), [told("haeding", "heading")]);
    assert_eq!(said("moddified:2025"), [told("moddified", "modified")]);
    for query in
        ["https:x", "note:x", "std::vector", "http://a.b", "foo:bar", "node:fs", "titel:", "titel: x"]
    {
        assert!(said(query).iter().all(|said| !said.contains("did you mean")), "{query}: {:?}", said(query));
    }
    assert_eq!(said("tags:x").len(), 1);
}

#[test]
fn fields_of_the_section() {
    check(NOTEBOOK, "heading:大小", &["db/pool.md: 大小"]);
    check(NOTEBOOK, "heading:漏", &["db/pool.md: 泄漏"]);
    check(NOTEBOOK, "heading:上限", &[]);
    check(NOTEBOOK, "code:pool_size", &["db/pool.md: 大小"]);
    check(NOTEBOOK, "code:默认值", &[]);
    check(NOTEBOOK, "code:creat*", &["db/pool.md: 大小 (python)"]);
    check(NOTEBOOK, "task:open", &["db/pool.md: 大小"]);
    check(NOTEBOOK, "task:done", &["db/pool.md: 泄漏"]);
    check(NOTEBOOK, "is:code", &["db/pool.md: 大小 (python)", "db/redis.md: (root) (bash)"]);
    check(NOTEBOOK, "lang:py lang:sh -path:redis.md", &["db/pool.md: 大小 (python)"]);
    check(NOTEBOOK, "redis lang:shell", &["db/redis.md: (root) (bash)"]);
    check(NOTEBOOK, "path:db -lang:py -heading:泄漏 maxclients OR 告警", &["db/redis.md: (root)"]);
}

#[test]
fn options_and_fields_go_together() {
    let searcher = searcher(NOTEBOOK);
    let paths = |query: &str, options: &SearchOptions| -> Vec<String> {
        search(&searcher, query, options).hits.iter().map(|hit| hit.path.to_string()).collect()
    };
    assert_eq!(paths("连接 tag:db", &SearchOptions::new().path("db/redis.md")), ["db/redis.md"]);
    assert!(paths("path:misc.md", &SearchOptions::new().path("db")).is_empty());
    assert_eq!(paths("", &SearchOptions::new().path("misc.md")), ["misc.md"]);
}

#[test]
fn a_glob_that_is_none_matches_nothing_and_is_told() {
    let results = search(&searcher(NOTEBOOK), "连接 path:[", &everything());
    assert!(results.hits.is_empty());
    assert!(results.diagnostics[0].message.contains("no glob"), "{:?}", results.diagnostics);
    let options = SearchOptions::new().path("[");
    assert!(in_memory(NOTEBOOK).searcher().unwrap().search(&Query::parse("x"), &options).is_err());
}

#[test]
fn what_is_looked_through_is_found_wherever_it_stands() {
    let word = |n: usize| if n.is_multiple_of(7) { "lock(pool) => free" } else { "lock(pool), free" };
    let notes: String = (0..700).map(|n| format!("//- {n}.md\n{}\n", word(n))).collect();
    let folder = Folder::new(&notes);
    folder.sync();
    let searcher = folder.index().searcher().unwrap();
    for query in [r"re:pool.\s=>", "\"pool) => free\""] {
        let results = search(&searcher, query, &SearchOptions::new().limit(0));
        let mut found: Vec<usize> =
            results.hits.iter().filter_map(|hit| hit.path.stem().parse().ok()).collect();
        found.sort_unstable();
        assert_eq!(found, (0..700).step_by(7).collect::<Vec<_>>(), "{query}");
    }
}

#[test]
fn regular_expressions_of_a_query_share_the_room_that_there_is() {
    let searcher = searcher("//- a.md\nthreadpool 线程池\n");
    let said = |n: usize| {
        let query = Query::parse(&[r"re:\w{8}"; 64][..n].join(" "));
        let results = searcher.search(&query, &SearchOptions::new()).unwrap();
        (results.total, results.diagnostics.iter().any(|said| said.message.contains("is too large")))
    };
    assert_eq!((said(1), said(64)), ((1, false), (0, true)));
}

#[test]
fn an_option_that_notes_have_is_a_word() {
    let notebook = "//- tar.md\n# 压缩\n\n`tar -zxvf a.tar.gz`\n\nzxvf\n//- b.md\n# 别的\n\ntar redis\n";
    let tar = searcher(notebook);
    let first = |typed: &str| -> (String, usize, Vec<String>) {
        let results = search(&tar, typed, &everything());
        let said = results.diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect();
        (results.hits[0].path.to_string(), results.total, said)
    };
    let said = "-zxvf is read as a word, as notes have it; leave zxvf out with -\"zxvf\"";
    for typed in ["tar -zxvf b.tar.gz", "压缩 －zxvf", "-zxvf 压缩 tar", "-zxvf"] {
        let (path, _, diagnostics) = first(typed);
        assert_eq!((path.as_str(), diagnostics), ("tar.md", vec![said.to_owned()]), "{typed}");
    }
    assert_eq!(first("tar -\"redis\""), ("tar.md".to_owned(), 1, vec![]));
    for typed in ["tar -\"zxvf\"", "redis -zxvf"] {
        assert_eq!(first(typed), ("b.md".to_owned(), 1, vec![]), "{typed}");
    }
    let (path, _, diagnostics) = first("压缩 tar -redis");
    assert_eq!(path, "tar.md");
    assert_eq!(diagnostics, ["-redis leaves out what holds redis; it is looked for in quotes: \"-redis\""]);
    let message = "-redis alone lists all that lacks redis; \"-redis\" in quotes looks for it";
    assert_eq!(first("-redis"), ("tar.md".to_owned(), 1, vec![message.to_owned()]));
    // Who puts a tree together means it.
    let without = Expr::Not(Box::new(Pattern::new(PatternKind::Words, "zxvf").into()));
    let query = Query::from(Expr::All(vec![Pattern::new(PatternKind::Words, "tar").into(), without]));
    assert_eq!(tar.search(&query, &everything()).unwrap().total, 1);
    // A year is left out, a number is one.
    let weekly = searcher("//- a.md\n周报 2023 128\n//- b.md\n周报\n");
    let total = |typed: &str| search(&weekly, typed, &everything()).total;
    assert_eq!((total("周报 -128%"), total("周报 -128.0℃")), (2, 2));
    assert_eq!((total("周报 -2023"), total("周报 -128"), total("周报 -\"128\"")), (1, 2, 1));
}

#[test]
fn an_option_may_be_several_words() {
    let notebook = "//- jvm.md\n# JVM\n\n`java -Xlog:gc -XX:+UseZGC -XX:MaxHeap=1g -dump-all`\n\n\
                    //- b.md\n# 别的\n\nXlog gc，XX UseZGC，redis 6379，dump all\n\n## 再一节\n\n`-redis`\n";
    let searcher = searcher(notebook);
    for option in ["Xlog:gc", "XX:+UseZGC", "XX:MaxHeap", "dump-all"] {
        for typed in [format!("-{option}"), format!("jvm -{option}")] {
            let results = search(&searcher, &typed, &everything());
            let said: Vec<String> = results.diagnostics.into_iter().map(|said| said.message).collect();
            let is_read = format!(
                "-{option} is read as a word, as notes have it; leave {option} out with -\"{option}\""
            );
            assert!(said.contains(&is_read), "{typed}: {said:?}");
            assert_eq!(results.hits[0].path, "jvm.md", "{typed}");
        }
    }
    // A row of its words elsewhere is no such option.
    for typed in ["-redis:6379", "-连接"] {
        let said = &search(&searcher, typed, &everything()).diagnostics;
        assert!(said.len() == 1 && said[0].message.contains("alone lists"), "{typed}: {said:?}");
    }
}

#[test]
fn trees_that_print_alike_find_alike() {
    let searcher = searcher("//- a/x.md\n连接池\n//- b/y.md\n连接池\n//- c/z.md\n连接池\n");
    let found =
        |query: &Query| searcher.search(query, &everything()).expect("an index can be searched").total;
    let typed = Query::parse("连接池 path:a path:b");
    let path = |path: &str| Expr::from(Predicate::Path(path.to_owned()));
    let rest = || Query::parse("连接池 path:a").expr().clone();
    for expr in [
        Expr::All(vec![rest(), path("b")]),
        Expr::All(vec![Expr::All(vec![Expr::All(vec![rest()])]), path("b")]),
        Expr::All(vec![rest(), Expr::Any(vec![path("b")])]),
        Expr::Any(vec![Expr::All(vec![rest(), path("b")])]),
    ] {
        let query = Query::from(expr);
        let printed = query.to_string();
        assert_eq!(Query::parse(&printed).to_string(), typed.to_string(), "{query:?}");
        assert_eq!((found(&query), found(&Query::parse(&printed))), (2, 2), "{query:?}");
    }
    assert_eq!((found(&typed), found(&Query::parse("连接池 path:a").and(path("b")))), (2, 2));
    let nothing = |query: &Query| (query.expr().to_string(), found(query));
    assert_eq!(nothing(&Query::parse("\"")), (String::new(), 0));
    assert_eq!(nothing(&Query::parse("")), (String::new(), 3));
}

#[test]
fn what_has_the_signs_that_were_typed_comes_first() {
    let notebook = "//- head.md\n# HEAD\n\nHEAD HEAD head 1 tail\n\n## HEAD~1\n\nHEAD~1 HEAD 2 1\n\n\
                    ## 回退\n\n一步一步看：先 git log，再 git reset HEAD@{1}，或者 HEAD^，日志 2>&1\n//- 21.md\n# 21\n\n2 1 21\n\
                    //- tree.md\n# B-Tree\n\nB-Tree B-Tree\n\n## 变体\n\n数据库里常见的是 B＋Tree，叶子连成一串\n";
    let searcher = searcher(notebook);
    let first = |typed: &str| search(&searcher, typed, &everything()).hits[0].heading.clone();
    for typed in ["HEAD@{1}", "HEAD^", "2>&1", "head^，"] {
        assert_eq!(first(typed), "回退", "{typed}");
    }
    assert_eq!((first("B+Tree"), first("B-Tree")), ("变体".to_owned(), "B-Tree".to_owned()));
    let free = "//- a.md\n# 0 1\n\n1 0，1，0，select all\n\n## 除法\n\n很久以前，除法 1 / 0 得到无穷大；取全部列用 `select *`，取反用 !!x\n";
    let free = self::searcher(free);
    for typed in ["1 / 0", "select *", "取反 !!"] {
        assert_eq!(search(&free, typed, &everything()).hits[0].heading, "除法", "{typed}");
    }
    // Where nothing has them the words are found as ever.
    assert_eq!(first("HEAD!=1"), "HEAD~1");
}

#[test]
fn operators_of_a_word_are_told_of() {
    let is_told = |typed: &str| {
        let query = notes_index::Query::parse(typed);
        query.diagnostics().iter().any(|said| said.message.starts_with("signs beside a word"))
    };
    for typed in ["2>&1", "x->y", "a==b", "连接->池", "5%", "连接\u{301}!=池"] {
        assert!(is_told(typed), "{typed}");
    }
    for typed in ["ctrl+r", "a/b", "https://x.com", "std::move", "C++", "wait-for", "x=1"] {
        assert!(!is_told(typed), "{typed}");
    }
}

#[test]
fn signs_are_told_of_once() {
    let query = notes_index::Query::parse("*/5 * * * *");
    let said = query.diagnostics().iter().filter(|said| said.message.starts_with("signs beside words"));
    assert_eq!(said.count(), 1);
}
