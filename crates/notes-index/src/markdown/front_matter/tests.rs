//! Front matter as people write it, and as nobody should.

use std::collections::HashSet;
use std::fmt::Write;

use proptest::proptest;

use super::*;

/// Reads a note's front matter and checks what came out, written a line a field.
#[track_caller]
fn check(source: &str, expected: &str) {
    assert_eq!(describe(source).trim_end(), expected.trim_end(), "{source}");
}

fn describe(source: &str) -> String {
    let Some(range) = find(source) else { return "none".to_owned() };
    let Parsed { front_matter, spans, warnings } = parse(source, range);
    check_spans(source, &front_matter.range, &spans);
    let mut out = String::new();
    let mut line = |name: &str, value: &str| writeln!(out, "{name} = {value}").expect("a string takes all");
    for (name, value) in [
        ("title", &front_matter.title),
        ("created", &front_matter.created),
        ("modified", &front_matter.modified),
    ] {
        value.iter().for_each(|value| line(name, value));
    }
    for (name, values) in [
        ("tags", &front_matter.tags),
        ("categories", &front_matter.categories),
        ("aliases", &front_matter.aliases),
    ] {
        if !values.is_empty() {
            line(name, &values.join(" | "));
        }
    }
    if front_matter.draft {
        line("draft", "true");
    }
    let mut told = HashSet::new();
    for (key, value) in &front_matter.properties {
        let is_told = match key.to_lowercase().trim_start_matches("taxonomies.") {
            "title" => told.insert("title"),
            "date" | "created" => told.insert("created"),
            "lastmod" | "updated" | "modified" => told.insert("modified"),
            "tags" | "tag" | "categories" | "category" | "aliases" | "alias" | "draft" => true,
            _ => false,
        };
        if !is_told {
            line(&format!("[{key}]"), &value.replace('\n', "⏎"));
        }
    }
    warnings.iter().for_each(|warning| line("warning in line", &warning.line.to_string()));
    out
}

/// Spans ascend inside the block, and every letter and digit between the fences is in one.
fn check_spans(source: &str, block: &Range<usize>, spans: &[Span]) {
    let mut end = block.start;
    for span in spans {
        assert!(end <= span.range.start && span.range.start < span.range.end, "{spans:?}");
        assert!(!source[end..span.range.start].contains(char::is_alphanumeric), "lost before {span:?}");
        end = span.range.end;
    }
    assert!(end <= block.end && !source[end..block.end].contains(char::is_alphanumeric), "lost at the end");
}

fn spans(source: &str) -> Vec<(&str, SpanKind, Gap)> {
    let spans = parse(source, find(source).expect("front matter")).spans;
    spans.into_iter().map(|span| (&source[span.range], span.kind, span.gap)).collect()
}

#[test]
fn yaml() {
    check(
        "---\ntitle: 连接池\ntags: [Python, MCP]\ndraft: true\n---\n# x\n",
        "title = 连接池\ntags = Python | MCP\ndraft = true",
    );
    check(
        "\u{feff}---\r\ntitle: \"a: b\"\r\ntags:\r\n  - a\r\n  - b c\r\n---\r\nx",
        "title = a: b\ntags = a | b c",
    );
    check("---\ntitle: a\n...\nx", "title = a");
    check("---\ntags:\n- '#a'\n- b/c\n---", "tags = a | b/c");
    check("---\ntags: Python, MCP\n---\n", "tags = Python | MCP");
    check("---\ntags: 数据库，连接池、锁\n---\n", "tags = 数据库 | 连接池 | 锁");
    check(
        "---\ntags: python async\ntag: machine learning\n---\n",
        "tags = python | async | machine learning",
    );
    check("---\nTags: [a, a, 2024, true]\n---\n", "tags = a | 2024 | true");
    check(
        "---\ncategories: [[数据库, SQL], [后端]]\naliases: 别名 一, b\n---\n",
        "categories = 数据库 | SQL | 后端\naliases = 别名 一 | b",
    );
    check("---\n# only a comment\n---\n", "");
    check("---\n---\n", "");
}

#[test]
fn values_stay_as_they_are_written() {
    check(
        "---\ndate: 2024-01-02 03:04:05 +0800\nupdated: 2024-01-03\nversion: 1.10\nid: 007\nn: 1_000\nx: 0x1F\ny: yes\nf: .inf\n---\n",
        "created = 2024-01-02 03:04:05 +0800\nmodified = 2024-01-03\n[version] = 1.10\n[id] = 007\n[n] = 1_000\n[x] = 0x1F\n[y] = yes\n[f] = .inf",
    );
    check(
        "+++\ndate = 2024-01-02T03:04:05+08:00\nn = 1_000\nf = 1.50\n+++\n",
        "created = 2024-01-02T03:04:05+08:00\n[n] = 1_000\n[f] = 1.50",
    );
    check("---\n标签: 值\n1: one\ntrue: t\n'a b': c\n---\n", "[标签] = 值\n[1] = one\n[true] = t\n[a b] = c");
}

#[test]
fn everything_else_is_a_property() {
    check(
        "---\nauthor:\n  name: 张三\n  links: [a, b]\nempty:\nlist:\n  - k: v\n  - k: w\n---\n",
        "[author.name] = 张三\n[author.links] = a\n[author.links] = b\n[empty] = \n[list.k] = v\n[list.k] = w",
    );
    check(
        "---\ntitle: a\ntitle: b\ndate: x\ncreated: y\n---\n",
        "title = a\ncreated = x\n[title] = b\n[created] = y",
    );
    check("---\ntext: |\n  一\n  二\nfolded: >-\n  a\n  b\n---\n", "[text] = 一⏎二\n[folded] = a b");
    check("---\nbase: &b 连接\nsame: *b\n---\n", "[base] = 连接\n[same] = 连接");
}

#[test]
fn what_means_something_is_a_property_as_well() {
    let source = "---\ntitle: a\nupdated: 2025-01-02\nTags: [x, y]\ndraft: no\n---\n";
    let properties = parse(source, find(source).expect("front matter")).front_matter.properties;
    let written: Vec<String> = properties.iter().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(written, ["title=a", "updated=2025-01-02", "Tags=x", "Tags=y", "draft=no"]);
}

#[test]
fn hash_values_are_no_comments() {
    check("---\ntags: #python #async\ncolor: #fff\n---\n", "tags = python | async\n[color] = #fff");
    check("---\ntags:\n  - #python\n  - b\n---\n", "tags = python | b");
    check("---\ntitle: C# 入门 # a comment\n---\n", "title = C# 入门");
}

#[test]
fn toml() {
    check(
        "+++\ndate = '2026-01-22'\ndraft = false\ntitle = '路线图'\nseries = ['进阶']\ntags = [\n  'Python', # first\n  \"MCP\",\n]\n[extra]\ntoc = true\n[taxonomies]\ncategories = ['计划']\n+++\n",
        "title = 路线图\ncreated = 2026-01-22\ntags = Python | MCP\ncategories = 计划\n[series] = 进阶\n[extra.toc] = true",
    );
    check(
        "+++\ntitle = 连接池\ntags = ['a', 'b']\n[x]\ny = 1\n+++\n",
        "title = 连接池\ntags = a | b\n[x.y] = 1\nwarning in line = 2",
    );
    check("+++\ns = \"\"\"\n一\n二\"\"\"\nt = 1\n+++\n", "[s] = 一⏎二\n[t] = 1");
    check("+++\n+++\n", "");
}

#[test]
fn json() {
    check(
        "{\n  \"title\": \"连接池\",\n  \"tags\": [\"a\", \"b}\"],\n  \"x\": {\"y\": 1}\n}\n\n# x",
        "title = 连接池\ntags = a | b}\n[x.y] = 1",
    );
    check("{\"title\": \"a\"} text", "none");
    check("{% include x %}\n", "none");
    check("{\"title\": \"a\"", "none");
}

#[test]
fn yaml_in_braces() {
    check(
        "---\n{\"dg-publish\":true,\"title\":\"連接: 池\",\"tags\":[\"📝數位\",\"a,b\"],\"created\":\"2025-05-26T16:37:47.512+08:00\",\"aliases\":[\"池\"]}\n---\n# x",
        "title = 連接: 池\ncreated = 2025-05-26T16:37:47.512+08:00\ntags = 📝數位 | a,b\naliases = 池\n[dg-publish] = true",
    );
    check("---\r\n{\r\n  title: a,\r\n  tags: [b,\r\n  c]\r\n}\r\n---\r\n", "title = a\ntags = b | c");
    check(
        "---\n{\"title\": \"a\" \"b\", \"tags\": [\"c\"]}\n---\n",
        "title = \"a\" \"b\"\ntags = c\nwarning in line = 2",
    );
    for source in [
        "---\n{{ title }}\n---\n",
        "---\n{% include a: b %}\n---\n",
        "---\n{: .no_toc }\n---\n",
        "---\n{a}: a sentence\n---\n",
        "---\n{a} b\n---\n",
        "---\n{\"title\": \"a\"}\n",
    ] {
        check(source, "none");
    }
    assert_eq!(
        spans("---\n{\"a\":true,\"b\":[\"x y\", z]}\n---\n")
            .iter()
            .map(|span| (span.0, span.1))
            .collect::<Vec<_>>(),
        [
            ("a", SpanKind::Markup),
            ("true", SpanKind::Prose),
            ("b", SpanKind::Markup),
            ("x y", SpanKind::Prose),
            ("z", SpanKind::Prose),
        ]
    );
}

#[test]
fn yaml_behind_empty_lines() {
    check("\n---\ntitle: 连接池\n---\n# x\n", "title = 连接池");
    check(
        "\u{feff}\r\n \t\r\n---\r\ntitle: a\r\n# note\r\ntags:\r\n- b\r\n---\r\n\r\n",
        "title = a\ntags = b",
    );
    check("\n\n---\ntitle: x: y\n---\n", "title = x: y\nwarning in line = 4");
    assert_eq!(find("\n\n---\na: b\n---\n\ntext"), Some(2..15));
    for source in [
        "\n---\n\na: b\n---\n",
        "\n---\na: b\n",
        "\n---\n---\n",
        "\n---\n一段文字。\n---\n",
        "\n---\n注意：这是一段\n---\n",
        "\n---\na: b\n一段文字。\n---\n",
        "\n---\na: b\n\nc: d\n---\n",
        "\n---\nof a sentence: the end\n---\n",
        "\n---\n- a: b\n---\n",
        "x\n\n---\na: b\n---\n",
        "  ---\na: b\n---\n",
        "\n+++\na = 1\n+++\n",
    ] {
        check(source, "none");
    }
}

#[test]
fn invalid_blocks_are_read_line_by_line() {
    check(
        "---\ntitle: Rust: 连接池\ntags: [a, b]\ndate: 2024\n---\n",
        "title = Rust: 连接池\ncreated = 2024\ntags = a | b\nwarning in line = 2",
    );
    check("---\ntags:\n\t- a\n\t- b\ntitle: x: y\n---\n", "title = x: y\ntags = a | b\nwarning in line = 3");
    check("---\ntitle: \"a\" b\ntags: [#x, #y]\n---\n", "title = \"a\" b\ntags = x | y\nwarning in line = 2");
    check("---\ntitle：连接池\nauthor: a\n---\n", "none");
    check("---\nauthor: a\ntitle：连接池\n---\n", "title = 连接池\n[author] = a\nwarning in line = 3");
    check("---\na: [b, c\nd: e: f\n---\n", "[a] = b\n[a] = c\n[d] = e: f\nwarning in line = 3");
    check(
        "---\na:\n  b: c: d\n  e:\n  - f\ntext: |\n  g\n  h\n---\n",
        "[a.b] = c: d\n[a.e] = f\n[text] = g h\nwarning in line = 3",
    );
    check(
        "---\ntitle: {{ title }}\ndate: {{date}}\n---\n",
        "title = {{ title }}\ncreated = {{date}}\nwarning in line = 2",
    );
}

#[test]
fn other_beginnings_are_no_front_matter() {
    for source in [
        "",
        "---",
        "---\n",
        "---\ntitle: a\n",
        "----\ntitle: a\n---\n",
        "text\n---\na: b\n---\n",
        "---\n一段文字。\n\n---\n",
        "---\n\n## 标题\n\n一段文字\n\n---\n",
        "---\n- a: b\n---\n",
        "---\nhttp://a.b\n---\n",
        "---\n注意：这是一段\n---\n",
        "---\nNote: a sentence\n\nAnd one more.\n---\n",
        "***\na: b\n***\n",
        "+++\nprose\n+++\n",
        "---\n> a: b\n---\n",
    ] {
        check(source, "none");
    }
}

#[test]
fn block_ends_with_its_closing_line() {
    assert_eq!(find("---\na: b\n---\n\ntext"), Some(0..13));
    assert_eq!(find("\u{feff}---\r\na: b\r\n--- \r\ntext"), Some(3..20));
    assert_eq!(find("{\"a\": 1}"), Some(0..8));
}

#[test]
fn spans_are_keys_and_values() {
    use Gap::{Block, Line};
    use SpanKind::{Markup, Prose};
    assert_eq!(
        spans("---\ntitle: \"a: b\" # note\ntags: [x, 'y z']\n---\n"),
        [
            ("title", Markup, Block),
            ("a: b", Prose, Block),
            ("# note", Markup, Block),
            ("tags", Markup, Block),
            ("x", Prose, Block),
            ("y z", Prose, Block),
        ]
    );
    assert_eq!(
        spans("---\ntext: |\n  一\n  k: 二\nlist:\n- a\n- k: v\n---\n"),
        [
            ("text", Markup, Block),
            ("|", Markup, Block),
            ("一", Prose, Block),
            ("k: 二", Prose, Line),
            ("list", Markup, Block),
            ("a", Prose, Block),
            ("k", Markup, Block),
            ("v", Prose, Block),
        ]
    );
    assert_eq!(
        spans("+++\n[a.b]\nc = 'd'\n+++\n").iter().map(|span| span.0).collect::<Vec<_>>(),
        ["a.b", "c", "d"]
    );
}

#[test]
fn hostile_blocks_are_bounded() {
    let many = |text: &str, n: usize| text.repeat(n);
    let bomb: String =
        (1..40).map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}, *a{0}, *a{0}]\n", n - 1)).collect();
    let deep: String = (0..300).map(|n| format!("{}k:\n", " ".repeat(n))).collect();
    for content in [
        format!("a: {}", many("[", 200_000)),
        format!("a: {}", many("[", 60_000)),
        format!("a: {}", many("{", 60_000)),
        format!("a: {}", many("[a,", 20_000)),
        format!("a0: &a0 x\n{bomb}"),
        format!("a:\n{deep}"),
        format!("a: {}", many("- ", 30_000)),
        format!("a: {}", many("'", 60_000)),
        format!("a: {}", many("\"", 60_000)),
        format!("a: {}", many("&a ", 20_000)),
        format!("a: {}", many("!!a ", 15_000)),
        format!("a: {}", many("x: ", 20_000)),
        format!("{}: b\n{}", many("k", 30_000), many(" c:\n", 8_000)),
        many("a: #b\n", 10_000),
        many("? ", 30_000),
        many("a:\n", 20_000),
        many("<<: *a\n", 9_000),
    ] {
        for source in [
            format!("---\na: b\n{content}\n---\n"),
            format!("+++\na = 1\n{}\n+++\n", content.replace(':', "=")),
        ] {
            let start = std::time::Instant::now();
            describe(&source);
            let took = start.elapsed();
            assert!(took.as_secs() < 5, "{took:?} for {}…", &source[..40]);
        }
    }
}

proptest! {
    /// Nothing panics, and no letter is lost: `describe` checks the spans.
    #[test]
    fn any_block_is_read(content in "[ab1中：: \\-#'\"\\[\\]{},=\n\r\t|>+&*\\\\.]{0,80}") {
        for source in [
            format!("---\na: {content}\n---\n"),
            format!("---\na: b\n{content}\n---\n"),
            format!("---\n{{a: {content}\n}}\n---\n"),
            format!("+++\na = {content}\n+++"),
            format!("{{\"a\": {content}}}"),
        ] {
            describe(&source);
        }
    }
}
