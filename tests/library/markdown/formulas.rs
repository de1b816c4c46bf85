//! Formulas over several lines: what would be the underline of a heading is a part of them.

use super::{check, check_prose, parse};

#[test]
fn a_formula_makes_no_heading() {
    check("$$\na\n=\nb\n$$\n", "1-5 h0 ");
    check_prose("$$\na\n=\nb\n$$\n", "$$/a/=/b/$$", &[]);
    let source = "# 和\n\n\\[\nI_U(A)\n  =\nx\n-\ny\n\\]\n正文\n";
    check(source, "1-10 h1 ");
    check_prose(source, "和|[/I_U(A)/=/x/-/y/]/正文", &[]);
}

#[test]
fn what_is_never_closed_is_no_formula() {
    let names = |source: &str| -> Vec<String> {
        let sections = parse(source).sections.into_iter().skip(1);
        sections.map(|section| section.name).collect()
    };
    assert_eq!(names("\\[转] 深入理解连接池\n===\n"), ["[转] 深入理解连接池"]);
    assert_eq!(names("\\[1] 引用\n标题己\n===\n\n\\]\n"), ["[1] 引用标题己"]);
    assert_eq!(names("$$ 与价格\n---\n"), ["$$ 与价格"]);
    assert_eq!(names("$$5 元\n标题丁\n===\n\n$$\nb\n=\n$$\n"), ["$$5 元标题丁"]);
    assert_eq!(names("\\[ a\n\\[ b\n=\n\n\\[\nc\n=\n\\]\n\n甲\n===\n"), ["[ a [ b", "甲"]);
}
