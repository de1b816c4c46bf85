//! Notes -> outlines, spans, links: what Markdown means, dialect by dialect.

mod contents;
mod formulas;
mod headings;
mod hostile;
mod items;
mod signs;
mod tasks;

use std::fmt::Write;

use notes_index::{Gap, LineIndex, Note, NotePath, SpanKind, parse_note};
use proptest::prelude::*;

fn parse(source: &str) -> Note {
    parse_note(NotePath::new("folder/stem.md").unwrap(), source).note
}

/// A line for every section (`lines level breadcrumb`) and every code block (`lines [language]`).
fn outline(source: &str) -> String {
    let note = parse(source);
    let index = LineIndex::new(source);
    let lines = |start: usize, end: usize| format!("{}-{}", index.line(start), index.line(end.max(1) - 1));
    let mut text = String::new();
    for (at, section) in note.sections.iter().enumerate() {
        if section.range.is_empty() && at == 0 {
            continue;
        }
        let place = lines(section.range.start, section.range.end);
        writeln!(text, "{place} h{} {}", section.level, section.breadcrumb.join(" > ")).unwrap();
        for block in note.code_blocks.iter().filter(|block| block.section == at) {
            let language = block.language.as_deref().unwrap_or("-");
            writeln!(text, "  {} [{language}]", lines(block.range.start, block.range.end)).unwrap();
        }
    }
    text
}

#[track_caller]
fn check(source: &str, expected: &str) {
    let expected: String = expected.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    let actual: String = outline(source).lines().map(|line| format!("{}\n", line.trim_end())).collect();
    assert_eq!(actual, expected, "the outline of:\n{source}\nis:\n{actual}");
}

/// The prose as a reader reads it: `|` between blocks, `/` at line breaks, `^` where code touches a word; then the
/// markup's words.
fn prose(source: &str) -> (String, Vec<String>) {
    let note = parse(source);
    let (mut text, mut markup) = (String::new(), Vec::new());
    for span in note.sections.iter().flat_map(|section| &section.spans) {
        let shown = span.shown.as_deref().unwrap_or(&source[span.range.clone()]);
        if matches!(span.kind, SpanKind::Markup | SpanKind::Aside) {
            markup.push(shown.to_owned());
            continue;
        }
        match span.gap {
            _ if text.is_empty() => {}
            Gap::Joined => {}
            Gap::Line => text.push('/'),
            Gap::Apart => text.push('^'),
            _ => text.push('|'),
        }
        text.push_str(shown);
    }
    (text, markup)
}

#[track_caller]
fn check_prose(source: &str, expected: &str, expected_markup: &[&str]) {
    let (text, markup) = prose(source);
    assert_eq!(
        (text.as_str(), markup.iter().map(String::as_str).collect::<Vec<_>>()),
        (expected, expected_markup.to_vec())
    );
}

mod containers {
    use super::*;

    #[test]
    fn admonitions_keep_their_markdown() {
        check(
            "## 库\n\n!!! note \"要点\"\n    ```python\n    x = 1\n\n    y = 2\n    ```\n    ## 内\n\n    正文\n\n后文\n",
            "1-2 h2 库\n3-8 h2 库 > 要点\n  4-8 [python]\n9-12 h2 库 > 要点 > 内\n13-13 h2 库",
        );
        check_prose("!!! note \"要点\"\n    **正文**\n", "要点|正文", &["note"]);
    }

    #[test]
    fn titles_of_admonitions_are_inline_markdown() {
        check_prose("!!! note \"1. [要**点**](u) `x`\"\n    正文\n", "1. 要点 x|正文", &["note", "u"]);
        check("=== \"# a\"\n    ```c\n    ```\n", "1-3 h0 # a\n  2-3 [c]");
    }

    #[test]
    fn tabs_nest_in_lists_and_admonitions() {
        check(
            "1. 步骤\n\n    === \"C++\"\n\n        ```c++\n        int x;\n        ```\n\n    === \"Python\"\n\n        ```py\n        x\n        ```\n",
            "1-2 h0 步骤\n3-8 h0 步骤 > C++\n  5-7 [cpp]\n9-13 h0 步骤 > Python\n  11-13 [python]",
        );
        check(
            "??? tip \"外\"\n    !!! note \"内\"\n        ### 题\n\n    ### 尾\n",
            "1-1 h0 外\n2-2 h0 外 > 内\n3-4 h3 外 > 内 > 题\n5-5 h3 外 > 尾",
        );
    }

    #[test]
    fn tabs_and_carriage_returns_are_indentation() {
        check("!!! note \"要点\"\r\n\t```js\r\n\tx\r\n\t```\r\n", "1-4 h0 要点\n  2-4 [js]");
    }

    #[test]
    fn indented_html_bodies_are_markdown() {
        check(
            "#### 元类\n<summary>\n\n    ### 原理\n    #### 一\n    ```python\n    x\n    ```\n\n</summary>\n\n#### 后\n",
            "1-3 h4 元类\n4-4 h3 元类 > 原理\n5-11 h4 元类 > 原理 > 一\n  6-8 [python]\n12-12 h4 后",
        );
        check(
            "<details>\n<summary>答案</summary>\n\n    ## 解\n    **正文**在这里。\n\n</details>\n\n后文\n",
            "1-1 h0 \n2-3 h0 答案\n4-8 h2 答案 > 解\n9-9 h0 ",
        );
    }

    #[test]
    fn flat_details_hold_their_headings() {
        check(
            "## 题\n<details><summary>答案</summary>\n\n# 解\n\n</details>\n\n后文\n",
            "1-1 h2 题\n2-3 h2 题 > 答案\n4-7 h1 题 > 答案 > 解\n8-8 h2 题",
        );
    }

    #[test]
    fn unclosed_tags_swallow_nothing() {
        check("<details>\n\n## 甲\n\n## 乙\n", "1-2 h0 \n3-4 h2 甲\n5-5 h2 乙");
        check("<details>\n\n    ## 甲\n    - 一\n\n## 乙\n", "1-2 h0 \n3-5 h2 甲\n6-6 h2 乙");
    }

    #[test]
    fn indented_code_stays_code() {
        check("正文\n\n    # 注释\n    x = 1;\n", "1-4 h0 \n  3-4 [-]");
        check("<div>\n\n    int main() {\n        return 0;\n    }\n</div>\n", "1-6 h0 \n  3-5 [-]");
        check("```\n!!! note\n    ## 非标题\n```\n", "1-4 h0 \n  1-4 [-]");
    }

    #[test]
    fn what_only_begins_as_an_element_swallows_nothing() {
        for line in
            ["<prefix> 甲", "<scripts are fun>", "<!-->", "<style></style>", "<textarea>甲</textarea>"]
        {
            check(
                &format!("{line}\n\n!!! note \"要点\"\n    ##内\n"),
                "1-2 h0\n3-3 h0 要点\n4-4 h2 要点 > 内",
            );
        }
        for element in ["<pre>", "<SCRIPT src=\"a\">", "<style", "<textarea>"] {
            check(&format!("{element}\n\n!!! note \"要点\"\n    ##内\n"), "1-4 h0");
        }
    }

    #[test]
    fn callouts_and_quotes() {
        check(
            "## 题\n> [!自定]- 标题\n> 正文\n> ```py\n> x\n> ```\n\n后文\n",
            "1-1 h2 题\n2-7 h2 题 > 标题\n  4-6 [python]\n8-8 h2 题",
        );
        check("## 题\n> [!tip] 短\n> 正文\n", "1-3 h2 题");
        check("## 题\n> # 引\n> 文\n\n后文\n", "1-1 h2 题\n2-4 h1 题 > 引\n5-5 h2 题");
        check_prose("> [!note] 标题\n> 正文\n> 续行\n", "标题|正文/续行", &["note"]);
    }

    #[test]
    fn a_sentence_is_no_title_of_a_callout() {
        let long = "选择架构跟主体的内在机制有关".repeat(5);
        let code = "> ```py\n> x\n> ```\n";
        for text in [long.as_str(), "连接要归还。", "「连接要归还。」", "Give it back."] {
            check(&format!("## 题\n> [!quote] {text}\n{code}"), "1-5 h2 题\n  3-5 [python]");
            check_prose(&format!("> [!quote] {text}\n> 正文\n"), &format!("{text}|正文"), &["quote"]);
            check(
                &format!(
                    "## 题\n> [!quote] {text}\n> > [!note] 生态\n> > 1. 架构：\n> > \t  * 标准\n> > \n> >    说明\n"
                ),
                "1-2 h2 题\n3-3 h2 题 > 生态\n4-7 h2 题 > 生态 > 架构",
            );
        }
        for title in
            ["怎样归还连接？", "What is the difference between a process and a thread in Linux, and why"]
        {
            check(
                &format!("## 题\n> [!note] {title}\n{code}"),
                &format!("1-1 h2 题\n2-5 h2 题 > {title}\n  3-5 [python]"),
            );
        }
    }
}

mod text {
    use super::*;

    #[test]
    fn marks_do_not_separate() {
        check_prose("**连接**池，[连接](http://u.io/a)池\n", "连接池，连接池", &["http://u.io/a"]);
        check_prose("连接\n池 `a b`c \n`a b`池\n", "连接/池 a b^c/a b池", &[]);
        check_prose("> 连接\n> `池\n> 二` \\*a\\*\n", "连接/池/二 *a*", &[]);
        check_prose("> `a \\| b` c\\|d \\\\|\\\\\\|\n", "a \\| b c|d \\|\\|", &[]);
        check_prose(
            "| a | b |\n|---|---|\n| `p \\|\\| q` | r\\|s [[x\\|y\\|z]] |\n",
            "a|b|p || q|r|s y|z",
            &["x"],
        );
        check_prose("a &amp; b&nbsp;c\n", "a & b\u{a0}c", &[]);
        check_prose("一<br>二<kbd>三</kbd>\n", "一|二三", &["br", "kbd", "kbd"]);
        check_prose("[a](x)[b](y)[，c](z)**d**[[e]]`f` `g`h\n", "a/b，cd^e^f g^h", &["x", "y", "z"]);
        check_prose(
            "<b>a</b><!-- n -->b <i>c</i><u>d</u>[^1]e\n\n[^1]: f\n",
            "ab c/d/e|f",
            &["b", "b><!-- n", "i", "i><u", "u>[^1", "1"],
        );
    }

    #[test]
    fn names_go_on_over_line_breaks_between_han() {
        for (one, next) in [("连", "接"), ("\u{323b0}", "〇"), ("\u{2f00}", "\u{2f06}")] {
            let note = parse(&format!("{one}\n{next}\n---\n"));
            assert_eq!(note.sections.last().map(|last| last.name.as_str()), Some(&*format!("{one}{next}")));
        }
        assert_eq!(parse("a\n接\n---\n").sections[1].name, "a 接");
        let note = parse("# 一\n## 用MySQL`EXPLAIN`看\n");
        assert_eq!(
            (&*note.sections[2].name, &*note.sections[2].anchor),
            ("用MySQLEXPLAIN看", "用mysqlexplain看")
        );
    }

    #[test]
    fn no_cell_is_lost() {
        check_prose("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | **3** | 4 |\n", "甲|乙|1|2|**3**|4", &[]);
    }

    #[test]
    fn html_text_is_prose() {
        check_prose(
            "<table><tr><td class=\"x\">连接<b>池</b></td>\n<td>锁</td></tr></table>\n",
            "连接池|锁",
            &["table><tr><td class=\"x\"", "b", "b></td", "td", "td></tr></table"],
        );
        check_prose("<p>R&amp;D &lt;甲&#62;&x;\n", "R&D <甲>&x;", &["p"]);
        check_prose("<!-- 注 -->\n", "", &["注"]);
    }

    #[test]
    fn markup_has_its_words() {
        check_prose(
            "![图](a.png \"名\")[^x]\n\n[^x]: 脚注\n\n[r]: http://r.io\n",
            "图|脚注",
            &["a.png \"名\")[^x", "x", "r]: http://r.io"],
        );
        check_prose("```python title=\"a.py\"\nx\n```\n", "x\n", &["python title=\"a.py\""]);
        check_prose("见 [[池#回收|连接]]池 %%暗%% 完 ^id\n", "见 连接池  完 ", &["池#回收", "暗", "id"]);
    }

    #[test]
    fn comments_of_several_lines_are_markup() {
        check_prose("甲\n\n%%\n暗\n\n暗\n%%\n\n乙\n", "甲|乙", &["暗", "暗"]);
        check_prose("%% 单元\n\n甲\n\n%% 单元\n", " 单元|甲| 单元", &[]);
        for before in ["\u{feff}", "  ", "> "] {
            check_prose(&format!("{before}%%\n暗\n%%\n\n乙\n"), "乙", &["暗"]);
        }
    }

    #[test]
    fn formulas_and_dollars_are_text() {
        check_prose("（$lookup联表、$bucket分组）\n", "（$lookup联表、$bucket分组）", &[]);
    }

    /// The parser takes white space of the next line for code.
    #[test]
    fn code_in_a_list_ends_where_the_next_item_begins() {
        let source = "- 成员\n    - 状态\n\t\t```java\n\t\t// 注释\n\n\t- 部分\n";
        check_promises(source).unwrap();
        let spans = parse(source).sections.into_iter().flat_map(|section| section.spans);
        let read: Vec<_> = spans.map(|span| &source[span.range]).collect();
        assert_eq!(read, ["成员", "状态", "java", "// 注释\n", "部分"]);
    }

    #[test]
    fn a_formula_in_a_container_has_lines_of_odd_space() {
        for source in ["=== \"\"\n\t$$\n\t\u{c}", "=== \"甲\"\n\t$$\n\t\u{c}\n\t池\n"] {
            check_promises(source).unwrap();
        }
    }
}

mod model {
    use super::*;

    #[test]
    fn links() {
        let note = parse("[**池**](a.md#x) ![图](b.png) [[c#d|e]] ![[f]] <http://g.io>\n");
        let links: Vec<_> = note
            .links
            .iter()
            .map(|it| (it.target.as_str(), it.fragment.as_deref(), it.text.as_str(), it.embed, it.wiki))
            .collect();
        assert_eq!(
            links,
            [
                ("a.md", Some("x"), "池", false, false),
                ("b.png", None, "图", true, false),
                ("c", Some("d"), "e", false, true),
                ("f", None, "f", true, true),
                ("http://g.io", None, "http://g.io", false, false),
            ]
        );
    }

    #[test]
    fn tags_stand_in_prose_only() {
        let source = "# a #no\n\n#db/池 and `#code` #123\n\n```\n#x\n```\n";
        let note = parse(source);
        assert_eq!(note.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["db/池"]);
        assert_eq!(&source[note.tags[0].range.clone()], "#db/池");
    }
}

/// Pieces that notes are made of, and that break parsers.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: [&str; 62] = [
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "    ",
        "\t",
        "# ",
        "## ",
        "### 题",
        "- ",
        "* ",
        "1. ",
        "2. ",
        "> ",
        "> [!note] ",
        "**",
        "*",
        "_",
        "`",
        "```",
        "```py\n",
        "~~~",
        "$",
        "$$",
        "|",
        "|---|---|\n",
        "| a | b |\n",
        "[",
        "]",
        "(",
        ")",
        "[[",
        "]]",
        "![",
        "](u)",
        "#tag",
        "%%",
        "^id",
        "<details>",
        "</details>",
        "<summary>",
        "</summary>",
        "<div>\n",
        "<!--",
        "-->",
        "<b>",
        "<br>",
        "!!! note\n    ",
        "??? tip \"t\"\n    ",
        "=== \"C\"\n\n    ",
        "&amp;",
        "\\",
        "---\n",
        "===\n",
        "连接池",
        "锁",
        "word",
        "x1",
        "😀",
        "{#id}",
        "[^1]: ",
    ];
    prop::collection::vec(prop::sample::select(PIECES.as_slice()), 0..60).prop_map(|pieces| pieces.concat())
}

/// Lines as they stand in notes that were indented by hand.
fn lines() -> impl Strategy<Value = String> {
    const INDENTS: [&str; 6] = ["", "  ", "    ", "\t", "\t\t", "  \t"];
    const OTHERS: [&str; 11] = [
        "> 甲",
        "> ",
        "$$",
        "!!! note",
        "| a |",
        "|---|",
        "# 题",
        "1. 乙",
        "- [ ] 做",
        "**锁**：",
        "<details>",
    ];
    let text = prop_oneof![
        4 => prop::sample::select(["- 甲", "- ", "* 乙"].as_slice()),
        2 => prop::sample::select(["```", "```java", "~~~"].as_slice()),
        3 => prop::sample::select(["连接池", "// 注释", "`a` b"].as_slice()),
        2 => Just(""),
        2 => prop::sample::select(OTHERS.as_slice()),
    ];
    let line = (prop::sample::select(INDENTS.as_slice()), text);
    prop::collection::vec(line.prop_map(|(indent, text)| format!("{indent}{text}\n")), 0..24)
        .prop_map(|lines| lines.concat())
}

/// What [`Note`] promises of sections and spans.
fn check_promises(source: &str) -> Result<(), TestCaseError> {
    let note = parse(source);
    let mut at = 0;
    let mut covered = vec![false; source.len()];
    for section in &note.sections {
        prop_assert_eq!(section.range.start, at);
        prop_assert!(at == 0 || source[..at].ends_with('\n'), "whole lines");
        at = section.range.end;
        let mut last = section.range.start;
        for span in &section.spans {
            prop_assert!(last <= span.range.start && span.range.start < span.range.end, "{:?}", span);
            prop_assert!(source.get(span.range.clone()).is_some(), "character boundaries");
            last = span.range.end;
            covered[span.range.clone()].fill(true);
        }
        prop_assert!(last <= section.range.end);
    }
    prop_assert_eq!(at, source.len());
    for (at, char) in source.char_indices() {
        prop_assert!(covered[at] || !char.is_alphanumeric(), "{char:?} at {at} is in no span");
    }
    for block in &note.code_blocks {
        let section = &note.sections[block.section].range;
        prop_assert!(section.start <= block.range.start && block.range.start < section.end);
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_word_is_in_one_span(source in pieces()) {
        check_promises(&source)?;
    }

    #[test]
    fn every_word_of_indented_lines_is_in_one_span(source in lines()) {
        check_promises(&source)?;
    }

    #[test]
    fn any_text_is_a_note(source in any::<String>()) {
        check_promises(&source)?;
    }
}
