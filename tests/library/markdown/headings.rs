//! Headings, and what they lead to.

use super::*;

#[test]
fn a_level_one_heading_that_opens_the_note_is_its_title() {
    let source = "# 数据库\n\n介绍\n\n## 连接池\n### 回收\n## 锁\n";
    check(source, "1-4 h1 \n5-5 h2 连接池\n6-6 h3 连接池 > 回收\n7-7 h2 锁");
    let note = parse(source);
    assert_eq!((note.title.as_str(), note.sections[1].heading.as_str()), ("数据库", "数据库"));
    assert_eq!(note.sections[1].name, "数据库");
}

#[test]
fn text_before_the_first_heading_is_the_root_section() {
    check("先说\n\n# 甲\n", "1-2 h0 \n3-3 h1 甲");
    assert_eq!(parse("先说\n\n# 甲\n").title, "stem");
}

#[test]
fn setext_headings_and_skipped_levels() {
    check("甲\n===\n\n#### 丁\n\n乙\n---\n", "1-3 h1 \n4-5 h4 丁\n6-7 h2 乙");
}

#[test]
fn a_single_hyphen_underlines_nothing() {
    check("- 甲\n  also:: 乙\n  -\n- 丙\n", "1-3 h0 甲\n4-4 h0");
    check("甲\n-\n乙\n", "1-3 h0");
    check("> 甲\n> 乙\n> - \n", "1-3 h0");
    check("!!! note \"要点\"\n    甲\n    -\n", "1-3 h0");
    check("[TOC]\n甲\n-\n", "1-3 h0");
    check("甲\n=\n\n乙\n--\n\n- 丙\n  --\n", "1-3 h1\n4-6 h2 乙\n7-8 h2 乙 > 丙");
    check_prose("- **甲** #乙 {#丙}\n  -\n  丁\n", "甲 #乙 {#丙}|丁", &[]);
    check_promises("甲\n-\n乙\n").unwrap();
}

#[test]
fn a_heading_may_lack_its_space() {
    check(
        "# 一\n\n正文\n##快捷导航\n正文\n\n###Project Manager\r\n###1、池 ###\n  ##锁##\n",
        "1-3 h1 \n4-6 h2 快捷导航\n7-7 h3 快捷导航 > Project Manager\n8-8 h3 快捷导航 > 1、池\n9-9 h2 锁",
    );
    check("!!! note \"要点\"\n    ##内\n    文\n", "1-1 h0 要点\n2-3 h2 要点 > 内");
    let source = "文\n##连**接**池 {#pool}\n文\n###接`x`\n";
    check(source, "1-1 h0\n2-3 h2 连接池\n4-4 h3 连接池 > 接x");
    let note = parse("文\n##连接池 {#pool}\n文\n");
    assert_eq!((note.sections[1].range.clone(), note.sections[1].anchor.as_str()), (4..28, "pool"));
    assert_eq!(note.sections[1].spans[0].range, 6..16);
    check_promises("##连接池##\n\n> [!note] x\n> ##y\n").unwrap();
    for text in [
        "#连接",
        "####### 连接",
        "#######连接",
        "##12",
        "##__VA__",
        "##甲 ##乙",
        "##甲 #乙",
        "- ##甲",
        "    ##甲",
        "| ##甲 |",
        "a ##甲",
        "\\##甲",
        "$$\n##甲\n$$",
        "<!--\n##甲\n-->",
    ] {
        let note = parse(&format!("{text}\n"));
        assert_eq!(note.sections.len(), 1, "{text}");
    }
    check("```\n##甲\n```\n", "1-3 h0\n  1-3 [-]");
    check("- 一\n\n  ```\n  ##甲\n  ```\n", "1-5 h0 一\n  3-5 [-]");
    assert_eq!(parse("##甲 ##乙\n").tags.len() + parse("##甲\n").tags.len(), 0);
}

#[test]
fn attributes_are_no_text() {
    let note = parse("## 连接池 {#pool .x}\n\n## 连接池\n\n## 连接池\n\n## f() {}\n");
    let names: Vec<_> = note.sections.iter().map(|it| (it.name.as_str(), it.anchor.as_str())).collect();
    assert_eq!(
        names[1..],
        [("连接池", "pool"), ("连接池", "连接池"), ("连接池", "连接池-1"), ("f() {}", "f-")]
    );
}
