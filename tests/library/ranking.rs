//! What stands first, and that the score can be accounted for.

use notes_index::{Evidence, Glossary, Hit, Scope, SearchOptions};

use crate::fixture::{check, everything, sample, search, searcher};

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
