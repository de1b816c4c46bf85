//! What is found: Han runs, identifiers, phrases and the markup's own words, and how it is labelled.

use notes_index::{Field, Query, SearchOptions};

use crate::fixture::{check, check_with, everything, lines, search, searcher};

/// One note for the promise that nothing that stands in a note is unfindable.
const HAN: &str = "\
//- pool.md
# 池

## 大小

向连接池借一条连接，用完归还。

## 标记

**数据**库的`锁`，见[事务](u)隔离，*元*类。
分布
式锁也一样。

| 键 | 值 |
|----|----|
| 死信 | 队列 |
";

#[test]
fn han_runs_are_found_across_word_borders() {
    for run in ["向连接池借一条", "接池借", "池借", "借一", "一条连", "连接池", "用完归", "完"]
    {
        check(HAN, run, &["pool.md: 大小"]);
    }
    for run in ["隔离", "锁", "键", "元"] {
        check(HAN, run, &["pool.md: 标记"]);
    }
}

#[test]
fn marks_and_line_breaks_do_not_separate_han() {
    for run in ["数据库", "据库", "元类", "事务隔离", "分布式锁", "布式"] {
        check_with(HAN, run, &everything().strict(true), &["pool.md: 标记"]);
        check(HAN, &format!("\"{run}\""), &["pool.md: 标记"]);
    }
}

#[test]
fn cells_of_a_table_do_separate() {
    check(HAN, "死信 队列", &["pool.md: 标记"]);
    check(HAN, "\"死信队列\"", &[]);
}

const NAMES: &str = "\
//- a.md
# 名字

## 线程池

用 ThreadPoolExecutor 开线程。

## 引擎

create_engine 和 createEngine 是一回事，`pool_size=2`。

## 符号

C++ 的模板、Node.js、B-tree、3.6.3、@classmethod、__new__、std::vector。
";

#[test]
fn identifiers_are_found_whole_and_by_their_parts() {
    for query in ["ThreadPoolExecutor", "threadpoolexecutor", "thread pool executor", "pool executor"] {
        check_with(NAMES, query, &everything().strict(true), &["a.md: 线程池"]);
    }
    for query in ["create_engine", "createEngine", "createengine", "CREATE_ENGINE", "create engine", "engine"]
    {
        check(NAMES, query, &["a.md: 引擎"]);
    }
    check(NAMES, "pool_size=2", &["a.md: 引擎"]);
}

#[test]
fn surface_forms_are_names() {
    for query in
        ["C++", "Node.js", "B-tree", "3.6.3", "@classmethod", "__new__", "std::vector", "classmethod"]
    {
        check_with(NAMES, query, &everything().strict(true), &["a.md: 符号"]);
    }
}

#[test]
fn the_rest_of_a_name_is_labelled() {
    check(NAMES, "ThreadP", &["a.md: 线程池 ~prefix:threadpoolexecutor"]);
    check(NAMES, "exec", &["a.md: 线程池 ~prefix:executor"]);
    check(NAMES, "dPoolEx", &["a.md: 线程池 ~inside:threadpoolexecutor"]);
    check(NAMES, "ecuto", &["a.md: 线程池 ~inside:executor"]);
    check(NAMES, "exceutor", &["a.md: 线程池 ~typo:executor"]);
}

#[test]
fn inside_counts_only_where_nothing_better_does() {
    let notebook = "//- a.md\n# 甲\n\nthreadpool\n//- b.md\n# 乙\n\nThe pool.\n";
    check(notebook, "pool", &["b.md: (root)"]);
    check(notebook, "adpoo", &["a.md: (root) ~inside:threadpool"]);
}

#[test]
fn long_runs_are_found_by_their_first_64_characters() {
    let run = "a1b2c3d4".repeat(12);
    let notebook = format!("//- a.md\n# 甲\n\n## 乙\n\n{run}\n");
    check(&notebook, &run, &["a.md: 乙"]);
    let results = search(&searcher(&notebook), &run[..64], &everything());
    assert_eq!(results.hits[0].breadcrumb, ["乙"]);
    assert_eq!((results.hits[0].matches_total, results.hits[0].matches[0].start.line), (1, 5));
    let results = search(&searcher(&notebook), &run[..9], &everything());
    assert_eq!((results.hits[0].matches_total, results.hits[0].matches[0].start.line), (1, 5));
    let han = "甲乙丙丁戊己庚辛壬癸".repeat(10);
    check(&format!("//- a.md\n# 题\n\n## 乙\n\n{han}\n"), &han, &["a.md: 乙"]);
}

const MARKUP: &str = "\
//- a.md
---
reviewer: lin
---
# 标题

## 正文

[看这里](https://example.org/kubernetes) <!-- redacted --> %%obsidian%%
<kbd class=\"shortcut\">Esc</kbd>

```python title=\"listing\"
pass
```
//- b.md
# 另一篇

## 正文

kubernetes
";

#[test]
fn the_words_of_markup_are_found() {
    for query in ["redacted", "obsidian", "shortcut", "kbd", "example", "https"] {
        check(MARKUP, query, &["a.md: 正文"]);
    }
    check(MARKUP, "listing", &["a.md: 正文 (python)"]);
    check(MARKUP, "reviewer", &["a.md: (root)"]);
    check(MARKUP, "lin", &["a.md: (root)"]);
}

#[test]
fn a_comment_of_several_lines_is_read_as_text_is() {
    let comment =
        "%%\n连**接**池 [见](u.io/x)后 &lt;甲\n\n`pool_size` 参数\n\n```py\n变量 = 1\n```\n%%\n\n乙\n";
    let notebook = format!("//- a.md\n# 题\n\n## 正文\n\n{comment}");
    for query in ["连接池", "\"pool_size 参数\"", "\"<甲\"", "&lt", "\"u.io/x\"", "\"接池 见\""] {
        check(&notebook, query, &["a.md: 正文"]);
    }
    check(&notebook, "code:变量", &["a.md: 正文 (python)"]);
    for query in ["\"参数 乙\"", "\"甲 pool\"", "\"x后\""] {
        check(&notebook, query, &[]);
    }
}

#[test]
fn the_words_of_markup_count_less() {
    check(MARKUP, "kubernetes", &["b.md: 正文", "a.md: 正文"]);
    let results = search(&searcher(MARKUP), "kubernetes", &everything());
    let fields: Vec<&[Field]> = results.hits.iter().map(|hit| hit.matched_in.as_slice()).collect();
    assert_eq!(fields, [[Field::Body], [Field::Markup]]);
}

const FOLDED: &str = "\
//- s.md
# 连接池

## 上限

连接池的上限写在 pool_size。
//- t.md
# 連線

## 連接池

連接池的上限寫在 ＰＯＯＬ＿ＳＩＺＥ。
";

/// Queries that differ only in what folding takes away.
#[track_caller]
fn same_hits(notebook: &str, queries: &[&str]) {
    let searcher = searcher(notebook);
    let results = |query: &str| search(&searcher, query, &everything());
    let first = results(queries[0]);
    assert!(!first.hits.is_empty(), "{:?} finds nothing", queries[0]);
    for query in &queries[1..] {
        assert_eq!(results(query).hits, first.hits, "{query:?} and {:?}", queries[0]);
    }
}

#[test]
fn script_width_and_case_make_no_difference() {
    same_hits(FOLDED, &["连接池", "連接池", "连接池？", "，连接池", "连\u{200b}接池"]);
    same_hits(FOLDED, &["pool_size", "ｐｏｏｌ＿ｓｉｚｅ", "POOL_SIZE", "Pool_Size"]);
    same_hits(FOLDED, &["\"连接池的上限\"", "“連接池的上限”", "「连接池的上限」"]);
    same_hits(FOLDED, &["连接池 pool_size", "连接池\u{3000}pool_size", "  连接池\tpool_size "]);
}

#[test]
fn what_may_be_written_in_two_ways_is_found_in_both() {
    let kana = "//- a.md\n# 甲\n\nﾊﾟｿｺﾝ を買う ｶﾞｰﾄﾞ\n";
    same_hits(kana, &["ﾊﾟｿｺﾝ", "パソコン"]);
    same_hits(kana, &["\"ﾊﾟｿｺﾝ を\"", "\"パソコン を\""]);
    same_hits(kana, &["ガード", "ｶﾞｰﾄﾞ"]);
    same_hits("//- a.md\n# 甲\n\n数组⻓度 ⾸⻚\n", &["长度 首页", "⻓度 首⻚", "長度 ⾸頁"]);
    same_hits("//- a.md\n# 甲\n\nㄴㅏ x\n", &["ㄴㅏ", "나", "ﾤￂ"]);
    same_hits("//- a.md\n# 甲\n\nক\u{9c7}\u{9be}\n", &["ক\u{9c7}\u{9be}", "ক\u{9cb}"]);
}

#[test]
fn a_key_hides_no_digit() {
    let notebook = "//- a.md\n# 甲\n\n1️⃣ 第一步 v2⃣x\n";
    for query in ["1", "\"1\"", "1️⃣", "\"1️⃣ 第一步\"", "v2", "\"v2⃣x\""] {
        check(notebook, query, &["a.md: (root)"]);
    }
}

#[test]
fn phrases_are_compared_with_the_text() {
    let notebook = "//- a.md\n# 甲\n\n`pool_size=10` 很小\n//- b.md\n# 乙\n\npoolSize: 10\n";
    check(notebook, "\"pool_size=10\"", &["a.md: (root)"]);
    check(notebook, "\"POOL_SIZE=10\"", &["a.md: (root)"]);
    check(notebook, "\"poolSize: 10\"", &["b.md: (root)"]);
    check(notebook, "\"size=10 很小\"", &["a.md: (root)"]);
    check(notebook, "\"很小 pool\"", &[]);
}

const REDIS: &str = "\
//- a.md
# 甲

## 一

连接池和 redis

## 二

连接池
//- b.md
# 乙

## 三

redis
";

#[test]
fn words_can_be_excluded_and_required() {
    check(REDIS, "连接池 -redis", &["a.md: 二"]);
    check(REDIS, "redis -\"连接池\"", &["b.md: 三"]);
    check(REDIS, "连接池 +redis", &["a.md: 一", "b.md: 三 -连接池"]);
    check(REDIS, "-redis", &["a.md: (root)", "a.md: 二", "b.md: (root)"]);
}

#[test]
fn relaxed_hits_stand_below_and_say_what_they_lack() {
    check(REDIS, "连接池 redis", &["a.md: 一", "a.md: 二 -redis", "b.md: 三 -连接池"]);
    check_with(REDIS, "连接池 redis", &everything().strict(true), &["a.md: 一"]);
    check(REDIS, "连接池 幻觉", &["a.md: 二 -幻觉", "a.md: 一 -幻觉"]);
}

#[test]
fn what_leads_to_a_section_lends_its_words() {
    let notebook =
        "//- db.md\n# MySQL\n\n## 死锁\n\n### 日志\n\n怎么看。\n## 别的\n\n日志\n//- c.md\n# 无关\n\n日志\n";
    let strict = everything().strict(true);
    check_with(notebook, "MySQL 死锁 日志", &strict, &["db.md: 死锁 › 日志"]);
    let results = search(&searcher(notebook), "MySQL 死锁 日志", &strict);
    assert_eq!(results.hits[0].matched_in, [Field::Title, Field::Ancestors, Field::Heading]);
}

const CODE: &str = "\
//- a.md
# 甲

## 写法

先说 engine 的来历。

```py
engine = create(pool_size=2)
```

```sh
echo pool
```
";

#[test]
fn a_match_is_shown_once() {
    check(CODE, "pool_size", &["a.md: 写法 (python)"]);
    check(CODE, "echo pool", &["a.md: 写法 (bash)"]);
    check(CODE, "engine", &["a.md: 写法"]);
    check(CODE, "engine 来历 pool_size", &["a.md: 写法"]);
    let hits = search(&searcher(CODE), "pool_size", &everything()).hits;
    let (lines, language) = (hits[0].lines.to_string(), hits[0].language.as_deref());
    assert_eq!((lines.as_str(), language), ("7-9", Some("python")));
    assert_eq!(hits[0].matched_in, [Field::Code]);
}

#[test]
fn a_title_alone_leads_to_the_first_section() {
    let notebook =
        "//- kafka.md\n---\ntitle: 消息中间件\ntags: [mq/kafka]\n---\n前言。\n\n## 分区\n\n顺序。\n";
    check(notebook, "消息中间件", &["kafka.md: (root)"]);
    let hits = search(&searcher(notebook), "kafka", &everything()).hits;
    assert_eq!(lines(&hits), ["kafka.md: (root)"]);
    assert!(hits[0].matched_in.contains(&Field::Path) && hits[0].matched_in.contains(&Field::Tags));
    let notebook = "//- 消息中间件.md\n前言。\n\n## 分区\n\n顺序。\n";
    let hits = search(&searcher(notebook), "消息中间件", &everything()).hits;
    assert_eq!(lines(&hits), ["消息中间件.md: (root)"]);
    assert_eq!(hits[0].matches_total, 0);
}

#[test]
fn a_name_is_found_across_word_borders() {
    let notebook = "//- 元类与锁.md\n前言。\n";
    for query in ["元类", "类与", "类与锁", "锁"] {
        check(notebook, query, &["元类与锁.md: (root)"]);
    }
}

#[test]
fn nothing_found_offers_the_nearest() {
    let results = search(&searcher(NAMES), "clasmethods", &everything());
    assert_eq!(lines(&results.hits), ["a.md: 符号 ~typo:classmethod"]);
    let searcher = searcher("//- a.md\nserver closed\n");
    let results = search(&searcher, "sever -closed", &everything());
    assert_eq!((results.total, results.suggestions), (0, vec!["server".to_owned()]));
    assert!(search(&searcher, "closed", &everything()).suggestions.is_empty());
}

#[test]
fn a_word_of_han_that_stands_nowhere_may_have_one_other_character() {
    let searcher = searcher(
        "//- a.md\n连接池有上限。\n\n## 乙\n\n锁上，量级和区分，链接\n//- b.md\n连接池 量 区 水池 kubernetes d\n",
    );
    let offered = |query: &str| search(&searcher, query, &everything()).suggestions;
    for query in ["连结池", "链接池", "连接地", "redis 链接池", "kubernetes \"链接池\""] {
        assert_eq!(offered(query), ["连接池"], "{query}");
    }
    // Pieces of it are found apart.
    assert_ne!(search(&searcher, "链接池", &everything()).total, 0);
    for query in
        ["量子力学", "区块链 钱包", "path:none 锁", "path:none 连接池", "连接池 链接", "连接 水池", "池"]
    {
        assert!(offered(query).is_empty(), "{query}: {:?}", offered(query));
    }
    // What is found by a near spelling is told with the hit.
    assert!(offered("kuberntes").is_empty());
    assert_eq!(offered("path:none kuberntes"), ["kubernetes"]);
    assert!(offered("db").is_empty(), "a letter is near every word of two");
}

#[test]
fn function_words_are_offered_for_nothing() {
    let searcher = searcher("//- a.md\n怎么办，sql\n//- b.md\n分布式系统\n");
    let offered = |query: &str| search(&searcher, query, &everything()).suggestions;
    assert!(offered("sql where 怎么写").is_empty());
    assert!(offered("分布是什么").is_empty());
    assert_eq!(offered("分布是 怎么写"), ["分布式"]);
}

#[test]
fn any_text_is_a_query() {
    let searcher = searcher(NAMES);
    for query in
        ["", " ", "\"", "(((", "O(n log n)", "C# AND", "-", "+", "\u{3000}", "，。", "\0", "a:b^2~[x TO y]"]
    {
        let results = search(&searcher, query, &everything());
        assert!(results.hits.len() <= 4, "{query:?}");
    }
    let many = (0..100).map(|n| format!("w{n} ")).collect();
    for query in ["(".repeat(5000), "连".repeat(5000), "a ".repeat(3000), many] {
        let results = search(&searcher, &query, &SearchOptions::new());
        assert!(!results.diagnostics.is_empty(), "{}… is cut without a word", &query[..3]);
    }
}

#[test]
fn the_same_question_has_the_same_answer() {
    let ask = || search(&searcher(REDIS), "连接池 redis", &everything());
    let first = ask();
    assert!((0..5).all(|_| ask() == first));
    assert_eq!(Query::parse("连接池 redis").source(), "连接池 redis");
}

#[test]
fn an_underscore_beside_han_says_nothing() {
    let notebook = "//- a.md\n# 甲\n\n_张三_ 李四\n";
    check(notebook, "_张三_", &["a.md: (root)"]);
    check(notebook, "__李四__", &["a.md: (root)"]);
}

#[test]
fn words_that_touch_are_one_place() {
    let results = search(&searcher("//- a.md\n# 甲\n\n一个死信队列。\n"), "死信队列", &everything());
    let places: Vec<_> = results.hits[0].matches.iter().map(|found| found.range.clone()).collect();
    assert_eq!((places.len(), &places[0]), (1, &(13..25)));
}

#[test]
fn another_letter_inside_makes_another_word_of_a_short_one() {
    let notebook = "//- a.md\nbind poll\n";
    check(notebook, "bird", &[]);
    for (typed, found) in
        [("binb", "bind"), ("bnid", "bind"), ("bidn", "bind"), ("binnd", "bind"), ("plol", "poll")]
    {
        check(notebook, typed, &[&format!("a.md: (root) ~typo:{found}")]);
    }
    let suggestions = search(&searcher(notebook), "bird", &everything()).suggestions;
    assert_eq!(suggestions.len(), 1, "{suggestions:?}");
}

#[test]
fn a_weaker_match_keeps_its_label_beside_an_exact_one() {
    check("//- a.md\n# 甲\n\n设 pool_size。\n", "pool siez", &["a.md: (root) ~typo:size"]);
}

#[test]
fn a_word_begins_the_name_of_a_note() {
    check("//- threadpool.md\n# 甲\n\n正文。\n", "thread", &["threadpool.md: (root) ~prefix:threadpool"]);
}

/// A definition says more of a name than its uses do, wherever they stand.
#[test]
fn the_definition_of_a_name_comes_first() {
    let block = |code: &str| format!("```py\n{code}\n```\n");
    let uses = block("class Model(metaclass=Meta):\n    pass");
    let defines = block("class Meta(type):\n    registry = {}");
    let notebook = format!("//- a.md\n## 一\n\n{uses}\n## 二\n\n{defines}");
    check(&notebook, "Meta", &["a.md: 二 (python)", "a.md: 一 (python)"]);
}

#[test]
fn vs_between_two_words_asks_for_none() {
    let notebook = "//- a.md\ntcp 和 udp\n//- b.md\nVS Code 的 tcp\n";
    check(notebook, "TCP vs UDP", &["a.md: (root)", "b.md: (root) -UDP"]);
    check(notebook, "tcp vs. udp", &["a.md: (root)", "b.md: (root) -udp"]);
    check(notebook, "tcp vs code", &["b.md: (root)", "a.md: (root) -vs -code"]);
    check(notebook, "vs", &["b.md: (root)"]);
}
