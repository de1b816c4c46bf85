//! Tables of contents: what says nothing of its own is a word of the markup.

use super::{check, check_prose, parse};

#[test]
fn lists_of_links_to_headings_are_no_prose() {
    let nested = "## 目录\n* [一、冒泡](#一冒泡)\n  * [二、`快速`排序](#二快速排序)\n\n正文\n";
    check_prose(nested, "目录|正文", &["一、冒泡", "#一冒泡", "二、", "快速", "排序", "#二快速排序"]);
    check_prose("- [[#甲]]\n- [[#乙|丙]]\n", "", &["#甲", "#乙", "丙"]);
    check_prose("- [甲](#a) [乙](#b)\n- [丙](#c)\n", "", &["甲", "#a", " ", "乙", "#b", "丙", "#c"]);
}

#[test]
fn lists_that_say_more_or_lead_elsewhere_are_prose() {
    check_prose("- [甲](#a)\n\n见[乙](#b)和[丙](#c)\n", "甲|见乙和丙", &["#a", "#b", "#c"]);
    check_prose("- [甲](#a)：一\n- [乙](#b)\n", "甲：一|乙", &["#a", "#b"]);
    check_prose("- [甲](a.md#a)\n- [乙](b.md#b)\n", "甲|乙", &["a.md#a", "b.md#b"]);
    check_prose("- [甲](#a)\n- [乙](#b)\n\n  ```\n  池\n  ```\n", "甲|乙|池\n", &["#a", "#b"]);
}

#[test]
fn the_sign_of_one_is_no_part_of_a_heading() {
    for sign in ["[TOC]", "[toc] ", "[[toc]]", "@[toc]", "@[TOC](目录)", "[[_TOC_]]", "{:toc}"] {
        check(&format!("## 甲\n\n{sign}\n十、应用\n---\n正文\n"), "1-3 h2 甲\n4-6 h2 十、应用");
        check(&format!("甲\n{sign}\r\n===\n正文\n"), "1-4 h0");
    }
    check("!!! note \"要点\"\n    [TOC]\n    甲\n    ---\n", "1-2 h0 要点\n3-4 h2 要点 > 甲");
    check("[TOC] 甲\n---\n", "1-2 h2 [TOC] 甲");
    check("```\n[TOC]\n甲\n---\n```\n", "1-5 h0\n  1-5 [-]");
    check("## 库\n- [TOC]\n  ```c\n  ```\n", "1-4 h2 库\n  3-4 [c]");
    check_prose("[TOC]\n甲\n---\n正文\n", "[TOC]|甲|正文", &[]);
    check_prose("[TOC]\n正文\n", "[TOC]/正文", &[]);
}

#[test]
fn the_title_of_a_note_may_stand_below_one() {
    for sign in ["[TOC]", "\u{feff}[toc]", "@[toc](目录)", "[[toc]]"] {
        for title in ["# 数据库", "数据库\n==="] {
            let note = parse(&format!("{sign}\n\n{title}\n\n## 锁\n"));
            assert_eq!(
                (note.title.as_str(), note.sections[2].breadcrumb.join(" ")),
                ("数据库", "锁".to_owned())
            );
        }
    }
    for text in ["[TOC] 正文", "[TOC]\n正文", "[TOC]\n\n正文", "正文"] {
        assert_eq!(parse(&format!("{text}\n\n# 数据库\n")).title, "stem");
    }
}
