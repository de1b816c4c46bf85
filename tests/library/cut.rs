//! Where a query's Han is cut: by a dictionary, or by the words of the notes.

use notes_index::Glossary;

use crate::fixture::{check, everything, lines, search, searcher};

/// 态 is left over when the query is cut; alone it would make a hit of anything.
#[test]
fn a_left_over_character_makes_no_hit_alone() {
    let notebook = "//- a.md\n# 甲\n\n状态机。\n//- b.md\n# 乙\n\n纠缠的量子。\n";
    check(notebook, "量子纠缠态", &["b.md: (root)"]);
    check(notebook, "态", &["a.md: (root)"]);
}

/// jieba leaves 选 alone, and it goes with 激活. But 选激活 stands nowhere.
#[test]
fn what_was_put_together_and_stands_nowhere_is_cut_by_the_words_of_the_notes() {
    let notebook = "//- a.md\n# 激活函数\n\n如何选择它。\n//- b.md\n# 虚函数\n\n一个函数。\n//- c.md\n# 多行\n\n省略号，省略。\n";
    check(notebook, "怎么选激活函数", &["a.md: (root)", "b.md: (root) -激活"]);
    check(notebook, "虚函数", &["b.md: (root)", "a.md: (root) -虚函数"]);
    check(notebook, "多行省略", &["c.md: (root)"]);
    check(notebook, "虚函数选激活", &["a.md: (root) -虚函数", "b.md: (root) -激活"]);
}

/// 言论自由 is a word of the dictionary; 操作系统 stands somewhere, and 社会主义 is more than the words that stand here.
#[test]
fn a_word_of_the_dictionary_that_stands_nowhere_is_the_words_that_it_is_made_of() {
    let notebook = "//- a.md\n言论，出版，自由\n//- b.md\n自由 自由 自由\n//- c.md\n操作系统，操作，社会\n";
    check(notebook, "言论自由", &["a.md: (root)", "b.md: (root) -言论"]);
    check(notebook, "操作系统", &["c.md: (root)"]);
    check(notebook, "社会主义", &["c.md: (root) -社会主义"]);
}

/// What stands somewhere stays one, whatever is typed beside it.
#[test]
fn a_word_of_the_dictionary_that_stands_somewhere_is_no_two() {
    let notebook = "//- a.md\n操作系统，言论，出版，自由\n//- b.md\n操作和系统\n";
    check(notebook, "操作系统言论自由", &["a.md: (root)"]);
}

/// 做 stands for itself beside 怎么, so that a section is a hit that has it and stands below the rest.
#[test]
fn a_character_beside_function_words_makes_a_hit() {
    let notebook = "//- a.md\n# 红烧肉\n\n五花肉。\n\n## 做法\n\n焯水。\n";
    check(notebook, "红烧肉怎么做", &["a.md: 做法", "a.md: (root) -做"]);
}

#[test]
fn a_letter_and_a_digit_may_stand_apart() {
    let notebook = "//- a.md\n体重 72 kg，iPhone 15 与 Vue 3\n//- b.md\nsha256, 72 个, kg\n";
    for query in ["72kg", "iPhone15", "iphone15", "Vue3", "vue3"] {
        check(notebook, query, &["a.md: (root)"]);
        let hits = search(&searcher(notebook), query, &everything()).hits;
        assert!(hits[0].matches_total > 0, "{query} is lit");
    }
    check(notebook, "sha256", &["b.md: (root)"]);
    check(notebook, "kg15", &[]);
}

/// softwar is the stem of software, and no word.
#[test]
fn a_stem_is_no_near_spelling() {
    let notebook = "//- a.md\nsoftware 很多，possible\n//- b.md\nthe poll, polling\n";
    check(notebook, "softmax", &[]);
    check(notebook, "posible", &["a.md: (root) ~typo:possible"]);
    check(notebook, "polk", &["b.md: (root) ~typo:poll"]);
    let hits = search(&searcher(notebook), "posible", &everything()).hits;
    assert!(hits.iter().all(|hit| hit.matches_total > 0));
}

#[test]
fn a_number_is_found_whether_its_thousands_are_parted_or_not() {
    let notebook = "//- a.md\n每秒 10,000 次\n//- b.md\n每秒 10000 次\n//- c.md\n10 和 000\n";
    for typed in ["10000", "10,000", "10，000 次"] {
        let results = search(&searcher(notebook), typed, &everything());
        let mut first: Vec<_> = results.hits.iter().take(2).collect();
        first.sort_by(|a, b| a.path.cmp(&b.path));
        let shown = |hit: &&notes_index::Hit| {
            let lit = hit.snippet.highlights.first().map(|range| &hit.snippet.text[range.clone()]);
            format!("{} {} {}", hit.path, lit.unwrap_or_default(), hit.missing.join(" "))
        };
        let first: Vec<String> = first.iter().map(shown).collect();
        assert_eq!(first, ["a.md 10,000 ", "b.md 10000 "], "{typed}");
    }
    let notebook = "//- a.md\n单价 $12,345.67，带宽 10,000Mbps\n";
    for typed in ["12345.67", "12345", "12,345.67", "10000Mbps", "10000", "10,000", "\"12,345.67\""] {
        let hits = search(&searcher(notebook), typed, &everything()).hits;
        assert!(hits.len() == 1 && hits[0].missing.is_empty() && hits[0].matches_total > 0, "{typed}");
    }
}

#[test]
fn one_edit_stands_above_two_and_the_nearest_is_told() {
    let notebook = "//- a.md\n# 甲\n\nthey communicate\n//- b.md\n# Communication\n\nto communicate, communicating\n\
                    //- c.md\n# 丙\n\ncommunication\n//- d.md\n# 丁\n\ncommunication, communication\n";
    let hits = search(&searcher(notebook), "communicaton", &everything()).hits;
    let told = |hit: &notes_index::Hit| format!("{} {}", hit.path, hit.approximate[0].found);
    let told: Vec<String> = hits.iter().map(told).collect();
    assert_eq!(told.first().map(String::as_str), Some("b.md communication"));
    assert_eq!(told.last().map(String::as_str), Some("a.md communicate"));
}

#[test]
fn the_word_of_a_heading_is_told_before_a_shorter_one() {
    let notebook = "//- a.md\n# Connections\n\nconnect\n";
    check(notebook, "conn", &["a.md: (root) ~prefix:connections"]);
}

#[test]
fn marks_of_the_index_are_no_words() {
    let options = everything().explain(true);
    let results = search(&searcher("//- a.md\nthe unsupervisedTaskLearner\n"), "super vised", &options);
    let words = results.plan.iter().flat_map(|plan| &plan.words);
    let weaker: Vec<&String> = words.flat_map(|word| &word.weaker).collect();
    assert!(!weaker.is_empty() && weaker.iter().all(|word| !word.contains(char::is_control)), "{weaker:?}");
}

/// 疝气 where notes say 腹股沟疝: a rare character says what is meant, a common one doesn't.
#[test]
fn a_word_that_stands_nowhere_is_looked_for_by_its_rare_characters() {
    let others: String = (0..70).map(|n| format!("//- {n}.md\n天气和气体\n")).collect();
    let notebook = format!("//- a.md\n## 腹股沟疝\n\n修补\n{others}");
    check(&notebook, "疝气", &["a.md: 腹股沟疝 -疝气"]);
    check(&notebook, "疝气 修补", &["a.md: 腹股沟疝 -疝气"]);
    check(&notebook, "气氛", &[]);
    check("//- a.md\n腹股沟疝\n//- b.md\n天气\n", "疝气", &[]);
}

/// What is found with a glossary; each query as [`check`] has it.
#[track_caller]
fn check_with_glossary(notebook: &str, glossary: &str, query: &str, expected: &[&str]) {
    let searcher = searcher(notebook).with_glossary(Glossary::parse(glossary));
    assert_eq!(lines(&search(&searcher, query, &everything()).hits), expected, "{query:?}, {glossary:?}");
}

/// 算子下推 is in no dictionary, which cuts it in two, or makes 做算子 of what is typed before it.
#[test]
fn a_query_is_cut_around_the_words_of_the_glossary() {
    let notebook =
        "//- a.md\n算子和下推，下推和算子\n//- b.md\n说到算子下推，它有前提\n//- c.md\n優化算子下推\n";
    let apart = &["a.md: (root)", "c.md: (root)", "b.md: (root)"];
    check(notebook, "算子下推", apart);
    let whole = &["c.md: (root)", "b.md: (root)", "a.md: (root) -算子下推"];
    for glossary in ["算子下推", "算子下推 = pushdown", "Pushdown = 算子下推", "算子下推\n- 算子下推"]
    {
        check_with_glossary(notebook, glossary, "算子下推", whole);
    }
    check_with_glossary(notebook, "- 算子下推 = pushdown", "算子下推", apart);
    let both = &["c.md: (root)", "b.md: (root) -优化", "a.md: (root) -算子下推 -优化"];
    check_with_glossary(notebook, "算子下推", "怎么算子下推的优化", both);
    // The longest counts, and none that is a part of a dictionary's word.
    check_with_glossary(notebook, "算子\n算子下推\n推的", "算子下推的优化", both);
    check_with_glossary("//- a.md\n数据，仓库\n//- b.md\n数据库\n", "数据", "数据库", &["b.md: (root)"]);
}

#[test]
fn a_word_of_the_glossary_that_stands_nowhere_is_looked_for_in_its_parts() {
    let notebook = "//- a.md\n谓词 推算\n//- b.md\n下推\n";
    check_with_glossary(notebook, "谓词下推", "谓词下推", &["b.md: (root) -谓词", "a.md: (root) -下推"]);
}

/// 线代 is in no dictionary, and stands nowhere: what is about 线 or 代 is no answer.
#[test]
fn common_characters_of_a_word_that_stands_nowhere_find_nothing() {
    let others: String = (0..70).map(|n| format!("//- {n}.md\n一条线，三代\n")).collect();
    check(&others, "线代", &[]);
}

#[test]
fn what_leads_to_an_amount_may_be_lacking() {
    let notebook = "//- a.md\n# 内存\n\nfree -h\n//- b.md\n# 钱\n\n剩\n";
    check(notebook, "内存还剩多少", &["a.md: (root)"]);
    check(notebook, "内存占多少", &["a.md: (root)"]);
    check(notebook, "剩多少", &["b.md: (root)"]);
    check(notebook, "内存 剩 多少", &["a.md: (root) -剩", "b.md: (root) -内存"]);
}

#[test]
fn a_number_and_its_unit_are_found_with_a_space_and_without() {
    let notebook = "//- a.md\n药片 25 mg/tab\n//- b.md\n体重 25mg\n//- c.md\n25 片，mg\n";
    check(notebook, "药片 25mg", &["a.md: (root)", "b.md: (root) -药片"]);
}

#[test]
fn katakana_and_hiragana_are_the_same() {
    let notebook = "//- a.md\n「のろま」は遅い\n//- b.md\nガードレール\n";
    check(notebook, "ノロマ", &["a.md: (root)"]);
    check(notebook, "がーど", &["b.md: (root)"]);
    check(notebook, "\"ガードれーる\"", &["b.md: (root)"]);
    let hits = search(&searcher(notebook), "ﾉﾛﾏ", &everything()).hits;
    assert_eq!(hits[0].matches_total, 1);
}
