//! Names that are typed in pinyin: below every word that stands somewhere, and only what notes and sections are called.

use crate::fixture::{check, check_with, everything, search, searcher};

const NOTEBOOK: &str = "\
//- db/pool.md
# 数据库

## 连接池

用完要归还。
//- zh.md
# 甲

连接池满了，线程就等着。
//- tagged.md
---
tags: [重置]
aliases: [动态规划入门]
---
# 乙

别的东西。
//- 绿色.md
颜色。
//- other.md
# Notes

Nothing is redundant here.
";

#[test]
fn a_name_is_found_by_its_syllables() {
    let hits = ["db/pool.md: 连接池 ~via:连接池", "zh.md: (root) ~via:连接池"];
    for query in ["lianjiechi", "LianJieChi", "lian jie chi", "lianjiec"] {
        check(NOTEBOOK, query, &hits);
    }
    // As 数据库 itself: what stands below the name is no hit of its own.
    check(NOTEBOOK, "shujuku", &["db/pool.md: (root) ~via:数据库"]);
    check(NOTEBOOK, "lüse", &["绿色.md: (root) ~via:绿色"]);
}

#[test]
fn so_are_tags_aliases_and_file_names() {
    check(NOTEBOOK, "chongzhi", &["tagged.md: (root) ~via:重置"]);
    check(NOTEBOOK, "dongtaiguihua", &["tagged.md: (root) ~via:动态规划"]);
    check(NOTEBOOK, "lvse", &["绿色.md: (root) ~via:绿色"]);
}

#[test]
fn initials_are_those_of_a_name() {
    check(NOTEBOOK, "ljc", &["db/pool.md: 连接池 ~via:连接池", "zh.md: (root) ~via:连接池"]);
    check(NOTEBOOK, "dtgh", &["tagged.md: (root) ~via:动态规划"]);
    check(NOTEBOOK, "LJC", &[]);
}

#[test]
fn what_stands_in_texts_alone_is_not_meant() {
    check(NOTEBOOK, "guihuan", &[]);
    check(NOTEBOOK, "xiancheng", &[]);
}

#[test]
fn a_word_that_stands_somewhere_is_itself() {
    let notebook = format!("{NOTEBOOK}//- py.md\n# P\n\nlianjiechi\n//- shujuku.md\n丙\n");
    check(&notebook, "lianjiechi", &["py.md: (root)"]);
    check(&notebook, "shujuku", &["shujuku.md: (root)"]);
}

#[test]
fn quotes_and_the_switch_mean_the_letters() {
    check(NOTEBOOK, "\"lianjiechi\"", &[]);
    check(NOTEBOOK, "+lianjiechi", &[]);
    check(NOTEBOOK, "归还 -lianjiechi", &["db/pool.md: 连接池"]);
    check_with(NOTEBOOK, "lianjiechi", &everything().expand(false), &[]);
}

#[test]
fn what_is_spelled_so_lacks_nothing() {
    check(
        NOTEBOOK,
        "lianjiechi 归还",
        &["db/pool.md: 连接池 ~via:连接池", "zh.md: (root) -归还 ~via:连接池"],
    );
}

#[test]
fn a_misspelled_word_is_no_initials() {
    let notebook = format!("{NOTEBOOK}//- en.md\n# E\n\nthe ljcq here\n");
    check(&notebook, "ljcx", &["en.md: (root) ~typo:ljcq"]);
    check(&notebook.replace("连接池", "连接池谢"), "ljcx", &["en.md: (root) ~typo:ljcq"]);
    check(
        &notebook.replace("连接池", "连接池谢").replace("ljcq", "other"),
        "ljcx",
        &["db/pool.md: 连接池谢 ~via:连接池谢", "zh.md: (root) ~via:连接池谢"],
    );
}

/// 立 and 里, 滨 and 宾 are read the same; 尔 is not read as 里.
#[test]
fn a_name_is_found_by_another_that_sounds_the_same() {
    let notebook = "\
//- a.md
# 傅里叶变换

把信号分开。

## 艾宾浩斯曲线

记得多少。
//- b.md
---
aliases: [西班牙]
---
# 国家

一个国家，傅 和 叶。
//- c.md
# 里叶

拉格朗日，别的变换。
";
    check(notebook, "傅立叶", &["a.md: (root) ~via:傅里叶"]);
    check(notebook, "付里葉 信号", &["a.md: (root) ~via:傅里叶"]);
    check(notebook, "艾滨浩斯曲线", &["a.md: 艾宾浩斯曲线 ~via:艾宾浩斯"]);
    check(notebook, "西班亚", &["b.md: (root) ~via:西班牙"]);
    assert!(search(&searcher(notebook), "傅立叶 信号", &everything()).suggestions.is_empty());
    for typed in ["付立叶", "傅尔叶", "拉格郎日", "\"傅立叶\"", "+傅立叶"] {
        let hits = search(&searcher(notebook), typed, &everything()).hits;
        assert!(hits.iter().all(|hit| hit.approximate.is_empty()), "{typed}: {hits:?}");
    }
    // What stands somewhere is meant.
    check(&(notebook.to_owned() + "//- d.md\n傅立叶\n"), "傅立叶", &["d.md: (root)"]);
}
