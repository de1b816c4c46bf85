//! List items: which of them name what they hold, and which name what follows them.

use super::{check, check_promises, check_prose};

#[test]
fn short_items_name_what_they_hold() {
    check(
        "## 库\n- 连接池\n  ### 要点\n  正文\n- 锁\n- 事务\n  说明\n\n收尾\n",
        "1-1 h2 库\n2-2 h2 库 > 连接池\n3-4 h3 库 > 连接池 > 要点\n5-5 h2 库\n6-8 h2 库 > 事务\n9-9 h2 库",
    );
}

#[test]
fn text_that_goes_on_is_one_section() {
    check("## 库\n1. 甲\n\n   说明\n\n2. 乙\n\n3. 丙\n\n正文\n", "1-1 h2 库\n2-5 h2 库 > 甲\n6-10 h2 库");
}

#[test]
fn plain_nested_lists_and_tasks_stay() {
    check("## 库\n- 甲\n  - 乙\n  - 丙\n- 丁\n", "1-5 h2 库");
    check("## 库\n- [ ] **甲**\n  - [x] 乙\n\n  说明\n", "1-5 h2 库");
}

#[test]
fn long_items_name_nothing() {
    let long = "一二三四五六七八九十".repeat(5);
    check(&format!("## 库\n- {long}\n\n  ```py\n  x\n  ```\n"), "1-6 h2 库\n  4-6 [python]");
    check(
        &format!("## 库\n- **{long}**\n\n  ```py\n  x\n  ```\n"),
        &format!("1-1 h2 库\n2-6 h2 库 > {long}\n  4-6 [python]"),
    );
}

#[test]
fn a_broken_sentence_names_nothing() {
    check("## Pool\n- Follow the steps in\n  [the manual](u).\n- 先连接，\n  再查询\n", "1-5 h2 Pool");
}

#[test]
fn marks_of_bold_text_are_no_part_of_a_name() {
    check(
        "## **第一章：**开端\n- **标题：**为什么\n\n  文字\n",
        "1-1 h2 第一章：开端\n2-4 h2 第一章：开端 > 标题：为什么",
    );
    check_prose("**连接：**池\\*\\*（一）\\*\\*二\n", "连接：池**（一）**二", &["**", "**"]);
    check_promises("**连接：**池\n").unwrap();
}

#[test]
fn what_something_comes_to_names_nothing() {
    for calculation in ["(750 - 700) / 700 × 100% = 7.14%", "x = -1,000", "面积＝3.5 亩"] {
        check(&format!("## 库\n- {calculation}\n\n  再查询\n- 锁\n"), "1-5 h2 库");
    }
    check("## 库\n- pool = QueuePool\n\n  再查询\n", "1-1 h2 库\n2-4 h2 库 > pool = QueuePool");
}

#[test]
fn a_sentence_names_nothing() {
    for sentence in ["先加锁。", "**先加锁。**", "先加锁；", "lock it;", "**先加锁。**：", "他说“先加锁。”"]
    {
        check(&format!("## 库\n- {sentence}\n\n  再查询\n- 锁\n"), "1-5 h2 库");
        check(&format!("## 库\n1. {sentence}\n再查询\n"), "1-3 h2 库");
    }
    for name in ["怎样加锁？", "**先加锁！**", "etc.", "**甲。乙**", "a&nbsp;"] {
        let expected =
            format!("1-1 h2 库\n2-4 h2 库 > {}", name.trim_end_matches("&nbsp;").trim_matches('*'));
        check(&format!("## 库\n- {name}\n\n  再查询\n"), &expected);
    }
}

#[test]
fn what_only_logseq_reads_names_nothing() {
    for line in [
        "#+BEGIN_NOTE",
        "((64214c33-fd07-4108-8613-fa606cfd9fda))",
        "{{query [[锁]]}}",
        "collapsed:: true",
        "name::",
        "标签:: 锁",
    ] {
        check(&format!("## 库\n- {line}\n  说明\n  - 乙\n"), "1-4 h2 库");
        check_promises(&format!("- {line}\n  说明\n")).unwrap();
    }
    check("- collapsed:: true\n  ---\n  - 乙\n", "1-3 h0");
    check("> 锁\n> id:: 1\n> ---\n", "1-3 h0");
    for (line, name) in [
        ("((锁))", "((锁))"),
        ("std::vector", "std::vector"),
        ("锁 a:: b", "锁 a:: b"),
        ("title:: `锁`", "锁"),
        ("name:: 锁", "锁"),
    ] {
        check(&format!("## 库\n- {line}\n  说明\n"), &format!("1-1 h2 库\n2-3 h2 库 > {name}"));
    }
}

#[test]
fn a_line_that_is_not_indented_is_no_text_of_an_item() {
    check("## 库\n- 锁\n用图表示为：\n- 甲\n![](a.png)\n\n正文\n", "1-7 h2 库");
    check("## 库\n1. 先求导：\n$$\nx\n$$\n2. 再代入\n得到\n", "1-7 h2 库");
    check("## 库\n- 甲\n  - 乙\n  文字\n", "1-4 h2 库");
    check("> - 锁\n> 用图\n", "1-2 h0");
    check("!!! note \"要点\"\n    - 锁\n    用图\n", "1-3 h0");
    check("## 库\n- **锁**\n用图\n", "1-1 h2 库\n2-3 h2 库 > 锁");
}

#[test]
fn a_line_that_is_indented_deeper_than_its_item_is_a_text_of_it() {
    for (item, next) in [("- 锁", "  "), ("10. 锁", "   "), ("- 锁", "\t"), ("- 锁", " ")] {
        check(&format!("## 库\n{item}\n{next}用图\n"), "1-1 h2 库\n2-3 h2 库 > 锁");
    }
    check("- 甲\n  - 乙\n    文字\n", "1-1 h0 甲\n2-3 h0 甲 > 乙");
    check("- - 乙\n    文字\n- - 乙\n  文字\n", "1-2 h0 乙\n3-4 h0");
    check("> - 锁\n>   用图\n", "1-2 h0 锁");
    check("!!! note \"要点\"\n    - 锁\n      用图\n", "1-1 h0 要点\n2-3 h0 要点 > 锁");
}

#[test]
fn bold_items_name_what_follows() {
    check(
        "### 一\n1. **甲：**\n#### 子\n2. **乙**：\n- 丙\n  文字\n### 二\n",
        "1-1 h3 一\n2-2 h3 一 > 甲\n3-3 h4 一 > 甲 > 子\n4-4 h3 一 > 乙\n5-6 h3 一 > 乙 > 丙\n7-7 h3 二",
    );
}

#[test]
fn bold_items_in_a_list_name_nothing_below() {
    check("## 库\n- **甲**\n- **乙**\n\n正文\n", "1-5 h2 库");
    check("## 库\n- **甲**\n\n## 二\n", "1-3 h2 库\n4-4 h2 二");
}

#[test]
fn a_rule_ends_what_a_bold_item_names() {
    check(
        "## 库\n1. **甲**\n```sh\nx\n```\n\n---\n\n收尾\n",
        "1-1 h2 库\n2-8 h2 库 > 甲\n  3-5 [bash]\n9-9 h2 库",
    );
}

#[test]
fn a_numbered_label_names_the_list_after_it() {
    check("## 库\n1. **甲**\n- 一\n- 二\n2. **乙**\n- 三\n", "1-1 h2 库\n2-4 h2 库 > 甲\n5-6 h2 库 > 乙");
}
