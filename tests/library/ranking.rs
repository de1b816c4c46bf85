//! What stands first, and that the score can be accounted for.

use notes_index::{Evidence, Glossary, Hit, Scope, SearchOptions, Searcher};

use crate::fixture::{check, check_with, everything, lines, sample, search, searcher};

/// Every kind of evidence that queries like these bring up.
const QUERIES: [&str; 9] = [
    "连接池",
    "连接池 管理",
    "pool size",
    "pool_size",
    "connections",
    "连接池 上限 的 大小",
    "conn",
    "锁",
    "pytohn decorator",
];

#[test]
fn points_add_up_to_the_score() {
    for query in QUERIES {
        let hits = search(sample(), query, &everything().explain(true)).hits;
        for hit in &hits {
            let explanation = hit.explanation.as_ref().expect("it was asked for");
            let sum: f32 = explanation.contributions.iter().map(|one| one.points).sum();
            assert!((sum - hit.score).abs() <= 0.001 * hit.score.abs(), "{query}: {sum} for {}", hit.score);
        }
    }
}

#[test]
fn explaining_changes_no_answer() {
    for query in QUERIES {
        let plain = search(sample(), query, &everything()).hits;
        let mut explained = search(sample(), query, &everything().explain(true)).hits;
        assert!(plain.iter().all(|hit| hit.explanation.is_none()));
        explained.iter_mut().for_each(|hit| hit.explanation = None);
        assert_eq!(plain, explained, "{query}");
    }
}

#[test]
fn evidence_says_what_was_found_and_where() {
    let notebook = "//- db.md\n# Databases\n\n## Pool size\n\nsee `pool_size` and pooling\n";
    let hits = search(&searcher(notebook), "pool size", &SearchOptions::new().explain(true)).hits;
    for (evidence, scope) in [
        (Evidence::Word, Scope::Section),
        (Evidence::Joined, Scope::Section),
        (Evidence::Prefix, Scope::Note),
        (Evidence::HeadingRow, Scope::Section),
        (Evidence::Heading, Scope::Section),
        (Evidence::Row, Scope::Note),
    ] {
        assert!(has(&hits[0], evidence, scope), "{evidence:?} {scope:?}");
    }
}

#[test]
fn a_row_is_one_of_words_however_they_are_written() {
    let notebook =
        "//- a.md\n# CI\n\n## Use GitHub Actions cache\n\nit is\n//- b.md\n# CI\n\nuse github actions\n";
    for query in ["github actions", "GitHub Actions", "use GITHUB actions"] {
        let hits = search(&searcher(notebook), query, &SearchOptions::new().explain(true)).hits;
        assert_eq!(hits[0].heading, "Use GitHub Actions cache", "{query}");
        assert!(has(&hits[0], Evidence::HeadingRow, Scope::Section), "{query}");
        assert!(hits.iter().all(|hit| has(hit, Evidence::Row, Scope::Note)), "{query}");
    }
}

fn has(hit: &Hit, evidence: Evidence, scope: Scope) -> bool {
    let explanation = hit.explanation.as_ref().expect("it was asked for");
    explanation.contributions.iter().any(|one| one.evidence == evidence && one.scope == scope)
}

#[test]
fn a_heading_that_says_little_else_comes_first_in_its_note() {
    let notebook = "\
//- a.md
## 连接池耗尽时的监控与报警

连接池。

## 连接池的大小

连接池要有上限，否则高峰时每个请求都会再开一条，直到数据库拒绝新的请求为止；这里写怎么估计合适的数目。
";
    check(notebook, "连接池 说明", &["a.md: 连接池的大小 -说明", "a.md: 连接池耗尽时的监控与报警 -说明"]);
}

/// A list of links has the whole name in a row; the note that is called so is long and hardly says it.
#[test]
fn a_note_that_is_called_just_so_comes_first() {
    let text = "清早的河边没有人，鞋带系紧，一步一步往前，走得动就走。".repeat(60);
    let others: String =
        (0..60).map(|n| format!("//- {n}.md\n今天说不起，跑来跑去，步子很慢，时候还早。\n")).collect();
    let notebook = format!(
        "{others}//- 说起跑步的时候，我说起什么.md\n{text}\n//- README.md\n## 人生\n\n- [说起跑步的时候，我说起什么](a.md)\n"
    );
    let found = search(&searcher(&notebook), "说起跑步的时候，我说起什么", &everything());
    assert_eq!(found.hits[0].path.as_str(), "说起跑步的时候，我说起什么.md");
}

#[test]
fn an_identifier_is_above_those_that_only_have_its_parts() {
    let notebook = "//- a.md\nnotFound notFound\n//- b.md\nnot_found elsewhere\n";
    check(notebook, "not_found", &["b.md: (root)", "a.md: (root)"]);
    check(notebook, "notFound", &["a.md: (root)", "b.md: (root)"]);
}

#[test]
fn words_side_by_side_count_more_than_words_apart() {
    let notebook = "//- a.md\n函数。生成。\n//- b.md\n生成函数。\n";
    check(notebook, "生成函数 证明", &["b.md: (root) -证明", "a.md: (root) -证明"]);
}

#[test]
fn what_a_question_is_asked_with_does_not_count() {
    let notebook = "\
//- list.md
# 问题

- 缓存是怎样的？为什么？
- 队列是怎样的？为什么？
- 锁是怎样的？为什么？

//- redis.md
# Redis

## 主从

主节点写，从节点读，这是主从架构的要点。
";
    let searcher = searcher(notebook);
    let explained = everything().explain(true);
    for query in ["主从架构是怎样的？", "为什么 主从 是 怎样的"] {
        let hits = search(&searcher, query, &explained).hits;
        assert_eq!(hits[0].path.as_str(), "redis.md", "{query}");
        let words = |hit: &Hit| -> Vec<String> {
            let explanation = hit.explanation.clone().expect("it was asked for");
            explanation.contributions.into_iter().map(|one| one.word).collect()
        };
        assert!(
            hits.iter().flat_map(words).all(|word| !["是", "的", "怎样", "为什么"].contains(&word.as_str()))
        );
        assert!(hits[0].missing.is_empty(), "{query}");
    }
    // Alone they are all that there is to go by.
    for query in ["怎样", "怎样的", "为什么"] {
        let hits = search(&searcher, query, &explained).hits;
        assert_eq!(hits[0].path.as_str(), "list.md", "{query}");
        assert!(hits[0].score > 0.0 && hits[0].missing.is_empty());
    }
}

#[test]
fn a_function_word_inside_a_translated_name_counts_as_a_part_of_it() {
    let notebook = "//- db.md\n# 数据库\n\n锁的升级（lock upgrade）要小心。\n";
    let searcher = searcher(notebook).with_glossary(Glossary::parse("锁的升级 = lock upgrade"));
    let hits = search(&searcher, "锁的升级", &everything().explain(true)).hits;
    assert!(!has(&hits[0], Evidence::Via, Scope::Section), "it has the words themselves");
}

/// A character that is all that a question asks about.
const WHY: &str = "\
//- redis.md
# Redis

简介。

## 为什么快

内存、单线程。

## 安装

apt install redis
//- trees.md
# MySQL 索引

快照。

## B+ 树

叶子在同一层。
";

#[test]
fn a_character_beside_function_words_is_what_is_asked_for() {
    for typed in ["redis 为什么快", "redis为什么快", "Redis快"] {
        check_with(WHY, typed, &everything().strict(true), &["redis.md: 为什么快"]);
    }
    check_with(WHY, "mysql 为什么用树", &everything().strict(true), &["trees.md: B+ 树"]);
}

/// Pieces of a word that stands nowhere.
const PIECES: &str = "\
//- a.md
# 行锁

锁 锁 锁

## 快恢复

锁住了，volatile。
//- b.md
# 单例

双重检查，字段加 volatile。
";

/// Among many others, so that the pieces are rare.
fn with_pieces() -> Searcher {
    let others: String = (0..120).map(|n| format!("//- {n}.md\n别的\n")).collect();
    searcher(&(PIECES.to_owned() + &others))
}

#[test]
fn what_has_a_word_stands_above_what_has_pieces_alone() {
    let hits = search(&with_pieces(), "双检锁 volatile", &everything()).hits;
    let expected = ["a.md: 快恢复 -双检锁", "b.md: (root) -双检锁", "a.md: (root) -双检锁 -volatile"];
    assert_eq!(lines(&hits), expected);
}

#[test]
fn pieces_count_once_and_by_their_share() {
    let options = everything().explain(true);
    let hits = search(&with_pieces(), "双检锁", &options).hits;
    let hit = hits.iter().find(|hit| hit.path.as_str() == "b.md").expect("it has two of the pieces");
    let explanation = hit.explanation.as_ref().expect("it was asked for");
    let of_text = explanation.contributions.iter().filter(|one| one.scope == Scope::Section);
    let pieces: Vec<(String, f32)> = of_text.map(|one| (one.found.concat(), one.weight)).collect();
    assert_eq!(pieces, [("双".to_owned(), 1.0 / 3.0), ("检".to_owned(), 1.0 / 3.0)]);
}

#[test]
fn a_short_number_is_found_as_it_is_where_it_stands() {
    const NUMBERS: &str = "//- a.md\n# 2025 年 3 月\n\n2025\n//- b.md\n# 房租\n\n20 元，1 月 7 日\n";
    check(NUMBERS, "20", &["b.md: (root)"]);
    check(NUMBERS, "202", &["a.md: (root) ~prefix:2025"]);
    check_with(NUMBERS, "1 月 7 日", &everything().strict(true), &["b.md: (root)"]);
}

#[test]
fn two_characters_that_were_typed_alone_are_a_word() {
    const MEETINGS: &str = "//- a.md\n# 生命周期\n\n会。\n//- b.md\n# 周会\n\n进度\n";
    check_with(MEETINGS, "周会", &everything().strict(true), &["b.md: (root)"]);
    check(MEETINGS, "周会", &["b.md: (root)"]);
}

#[test]
fn hits_that_hardly_mention_it_stand_for_themselves() {
    let others = "很多别的事情，说了又说。".repeat(9);
    let notebook = format!(
        "//- a.md\n# 甲\n\n穿透、击穿、击穿、雪崩、雪崩。\n\n## 一\n\n{others}穿透。\n//- b.md\n# 乙\n\n击穿，雪崩。\n"
    );
    check(
        &notebook,
        "穿透 击穿 雪崩 熔断",
        &["a.md: (root) -熔断", "b.md: (root) -穿透 -熔断", "a.md: 一 -击穿 -雪崩 -熔断"],
    );
}

/// A note that begins with links to its own sections.
const CONTENTS: &str = "\
//- sort.md
# 排序

* [一、冒泡排序](#一冒泡排序)
* [二、快速排序](#二快速排序)

## 一、冒泡排序

相邻的两个比较，逆序就交换，平均要 n² 次比较和交换。

## 二、快速排序

挑一个基准，一趟把小的放在左边、大的放在右边，再递归，平均要 n log n 次。
";

#[test]
fn a_table_of_contents_is_found_and_adds_no_words() {
    let hits = search(&searcher(CONTENTS), "冒泡", &everything().explain(true)).hits;
    assert_eq!(lines(&hits), ["sort.md: 一、冒泡排序", "sort.md: (root)"]);
    assert!(!has(&hits[1], Evidence::Word, Scope::Section) && hits[1].matches_total == 2, "{:?}", hits[1]);
}
