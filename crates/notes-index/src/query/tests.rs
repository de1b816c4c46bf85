//! Tests of the grammar: what was typed, and what it was read as.

use proptest::prelude::*;

use super::*;

/// The tree without places, which printing changes.
fn placeless(expr: &Expr) -> Expr {
    let all = |items: &[Expr]| items.iter().map(placeless).collect();
    let pattern = |pattern: &Pattern| Pattern { span: 0..0, ..pattern.clone() };
    match expr {
        Expr::All(items) => Expr::All(all(items)),
        Expr::Any(items) => Expr::Any(all(items)),
        Expr::Not(inner) => Expr::Not(Box::new(placeless(inner))),
        Expr::Must(inner) => Expr::Must(Box::new(placeless(inner))),
        Expr::Text(text) => Expr::Text(pattern(text)),
        Expr::Is { predicate, .. } => Expr::Is { predicate: placeless_predicate(predicate), span: 0..0 },
    }
}

fn placeless_predicate(predicate: &Predicate) -> Predicate {
    let pattern = |pattern: &Pattern| Pattern { span: 0..0, ..pattern.clone() };
    match predicate {
        Predicate::Title(text) => Predicate::Title(pattern(text)),
        Predicate::Heading(text) => Predicate::Heading(pattern(text)),
        Predicate::Code(text) => Predicate::Code(pattern(text)),
        other => other.clone(),
    }
}

/// A tree as it was read, with every clause told apart: `"phrase"`, `prefix*`, `/regex/`, `[field:value]`.
fn shown(expr: &Expr) -> String {
    let all = |items: &[Expr], between: &str| items.iter().map(shown).collect::<Vec<_>>().join(between);
    match expr {
        Expr::All(items) => format!("({})", all(items, " ")),
        Expr::Any(items) => format!("({})", all(items, " | ")),
        Expr::Not(inner) => format!("-{}", shown(inner)),
        Expr::Must(inner) => format!("+{}", shown(inner)),
        Expr::Text(Pattern { kind, text, .. }) => match kind {
            PatternKind::Words => text.clone(),
            PatternKind::Phrase => format!("{text:?}"),
            PatternKind::Prefix => format!("{text}*"),
            PatternKind::Regex => format!("/{text}/"),
        },
        Expr::Is { predicate, .. } => format!("[{predicate}]"),
    }
}

#[track_caller]
fn check(source: &str, expected: &str) {
    let query = Query::parse(source);
    assert_eq!(shown(query.expr()), expected, "{source}");
    assert!(query.diagnostics().is_empty(), "{:?}", query.diagnostics());
    check_round_trip(source);
}

#[track_caller]
fn check_round_trip(source: &str) {
    let query = Query::parse(source);
    let printed = query.to_string();
    let again = Query::parse(&printed);
    assert_eq!(placeless(query.expr()), placeless(again.expr()), "{source:?} printed as {printed:?}");
    assert_eq!(query.is_case_sensitive(), again.is_case_sensitive(), "{source:?}");
    let read = Query::parse(&query.expr().to_string());
    let made = Query::from(query.expr().clone());
    assert_eq!((made.source(), made.expr()), (read.source(), read.expr()), "{source:?}");
}

/// What something is said about.
#[track_caller]
fn check_odd(source: &str, expected: &str, odd: &[&str]) {
    let query = Query::parse(source);
    let said: Vec<&str> =
        query.diagnostics().iter().map(|diagnostic| &source[diagnostic.span.clone()]).collect();
    assert_eq!((shown(query.expr()).as_str(), said.as_slice()), (expected, odd), "{source}");
    check_round_trip(source);
}

#[test]
fn plain_words_need_no_syntax() {
    check("", "()");
    check("连接池", "连接池");
    check("连接池 管理", "(连接池 管理)");
    check("/etc/nginx/ #tag --force async/await a:b", "(/etc/nginx/ #tag --force async/await a:b)");
    check("std::vector O(n log n) f(x) C++", "(std::vector O n log n f(x) C++)");
    check("http://x.org 3.6.3 a|b", "(http://x.org 3.6.3 a|b)");
    check("OR 连接池 OR", "(OR 连接池 OR)");
}

#[test]
fn phrases_signs_and_groups() {
    check("连接池\u{3000}－redis ＋tcp", "(连接池 -redis +tcp)");
    check("\"pool_size=10\" x“连接 池”y", "(\"pool_size=10\" x \"连接 池\" y)");
    check("-\"a b\" 「\"」 『」』", "(-\"a b\" \"\\\"\" \"」\")");
    check("a OR b c", "((a | b) c)");
    check("a b OR c OR \"d e\" f", "(a (b | c | \"d e\") f)");
    check("(a b) OR （c）", "((a b) | c)");
    check("-(a OR b) +(c d) (e)", "(-(a | b) +(c d) e)");
    check("x (OR) y (a) (b (c))", "(x OR y a b c)");
    check("(prop.a(b:c)）", "prop.a(b:c)");
    check("x (ＯＲ y)", "(x ＯＲ y)");
    check("conn* 连接* title:池* 3x*", "(conn* 连接 [title:池] 3x*)");
}

#[test]
fn fields() {
    check("title:连接池 heading:\"a b\" code:conn*", "([title:连接池] [heading:\"a b\"] [code:conn*])");
    check("ｔａｇ：db -lang:py path:'a' TAG:x/y", "([tag:db] -[lang:py] [path:'a'] [tag:x/y])");
    check(
        "path:\"a b/c\" is:code task:open task:done",
        "([path:\"a b/c\"] [is:code] [task:open] [task:done])",
    );
    check("modified:>2026-01 created:2025..2026", "([modified:>2026-01] [created:2025..2026])");
    check("created:..2026-01-15 created:＞＝2026年1月", "([created:<=2026-01-15] [created:>=2026年1月])");
    check(
        "prop.状态:完成 prop.a.b:\"x y\" prop.n:* prop.n:<3",
        "([prop.状态:完成] [prop.a.b:\"x y\"] [prop.n:*] [prop.n:<3])",
    );
    check("prop.n:\">3\" prop.n:\"*\"", "([prop.n:\">3\"] [prop.n:\"*\"])");
    check("prop.n:\"》=２０２６\"", "[prop.n:\"》=２０２６\"]");
    check("re:\"pool_\\w+\\s*=\" re:a.b", "(/pool_\\w+\\s*=/ /a.b/)");
    check(
        "modified:》=2026-01 ｍｏｄｉｆｉｅｄ：＞＝２０２６－０１ created:２０２４。。2025",
        "([modified:>=2026-01] [modified:>=2026-01] [created:2024..2025])",
    );
    check("prop.n:《３ prop.书:《活着》 prop.n:＊", "([prop.n:<3] [prop.书:《活着》] [prop.n:*])");
    check("tag:a OR tag:b c", "(([tag:a] | [tag:b]) c)");
    assert!(Query::parse("case:yes Pool").is_case_sensitive());
    check("case:YES 池", "池");
    check("case:yes", "()");
}

#[test]
fn what_is_odd_is_said() {
    check_odd("&& 连接池 \"", "连接池", &["&&", "\""]);
    check_odd("\"open 池", "(open 池)", &["\""]);
    check_odd("()", "()", &["()"]);
    check_odd("ps aux | grep", "(ps aux grep)", &["|"]);
    check_odd("title: x", "(title: x)", &["title:"]);
    check_odd("rm -f x", "(rm -f x)", &["-f"]);
    check_odd("modified:yesterday", "modified:yesterday", &["modified:yesterday"]);
    check_odd("task:later is:prose", "(task:later is:prose)", &["task:later", "is:prose"]);
    let said = |query: Query| query.diagnostics()[0].message.clone();
    let without_days = "modified: wants a date or a range, as 2026-01, >2026-01-15, 2025..2026";
    assert_eq!(said(Query::parse("modified:today")), format!("{without_days}; it is read as words"));
    let on_a_day = said(Query::parse_on("modified:later", &|| "2026-01-15".to_owned()));
    assert_eq!(on_a_day, format!("{without_days}, today or 7d; it is read as words"));
    check_odd("modified:2030..2020", "[modified:2030..2020]", &["modified:2030..2020"]);
    check_odd("x prop.n:9..10 prop.n:3..2.5", "(x [prop.n:9..10] [prop.n:3..2.5])", &["prop.n:3..2.5"]);
    check_odd("case:x", "case:x", &["case:x"]);
    check_odd("A* 算法 a** *.py 连接po*", "(A* 算法 a** *.py 连接po*)", &["A*", "a**", "*.py", "连接po*"]);
    check_odd(
        ":only \\copy g?? T&& -= x; (f[0]); 真的吗？？",
        "(:only \\copy g?? T&& x; (f[0]); 真的吗？？)",
        &[":only", "\\copy", "g??", "T&&", "-="],
    );
    check("case:yes T&& x", "(T&& x)");
    let deep = format!("{}x{}", "(".repeat(40), ")".repeat(40));
    check_odd(&deep, "x", &["("; 24]);
    check_odd("re:a re:b -re:c re:d re:e f", "(/a/ /b/ -/c/ /d/ f)", &["re:e"]);
    let long = Query::parse(&"a ".repeat(3000));
    assert_eq!(long.diagnostics().iter().map(|said| said.span.start).collect::<Vec<_>>(), [256, 4096]);
}

#[test]
fn what_is_a_field_or_an_operator_elsewhere_is_told() {
    check_odd("tags:db date:2024", "(tags:db date:2024)", &["tags:db", "date:2024"]);
    check_odd(
        "file:redis before:2024 author:x",
        "(file:redis before:2024 author:x)",
        &["file:redis", "before:2024", "author:x"],
    );
    check_odd("连接池 NOT redis AND x", "(连接池 NOT redis AND x)", &["NOT", "AND"]);
    check("AND a NOT", "(AND a NOT)");
    check("#include tags: date::x and not x", "(#include tags: date::x and not x)");
}

/// Pieces that queries are made of, the odd ones more often than people type them.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: [&str; 42] = [
        " ",
        " ",
        " ",
        "\u{3000}",
        "(",
        ")",
        "（",
        "）",
        "\"",
        "“",
        "”",
        "「",
        "」",
        "『",
        "』",
        "-",
        "+",
        "－",
        "＋",
        "》=２０２６",
        "*",
        "OR",
        " OR ",
        "ＯＲ ",
        "a",
        "连接池",
        "C++",
        "#x",
        ":",
        "：",
        "tag:",
        "title:",
        "re:",
        "case:yes",
        "prop.a:",
        "modified:",
        ">2026",
        "..",
        "is:code",
        "😀",
        "\\",
        "\u{301}",
    ];
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

#[track_caller]
fn assert_spans(query: &Query) {
    let mut open = vec![query.expr().clone()];
    while let Some(expr) = open.pop() {
        match expr {
            Expr::All(items) | Expr::Any(items) => open.extend(items),
            Expr::Not(inner) | Expr::Must(inner) => open.push(*inner),
            Expr::Text(pattern) => assert_eq!(query.source().get(pattern.span), Some(pattern.text.as_str())),
            Expr::Is { span, .. } => assert!(query.source().get(span).is_some()),
        }
    }
}

#[test]
fn a_tree_stays_as_it_was_made() {
    use PatternKind::{Phrase, Prefix, Regex, Words};
    let text = |kind, text: &str| Expr::from(Pattern::new(kind, text));
    let title = |text| Expr::from(Predicate::Title(Pattern::new(Phrase, text)));
    for tree in [
        text(Words, "tag:x"),
        text(Words, "a b"),
        text(Words, "OR"),
        text(Words, ""),
        text(Phrase, "“」』"),
        text(Prefix, "*"),
        text(Regex, "re:"),
        Expr::Any(Vec::new()),
        Expr::Not(Box::new(text(Words, "-"))),
        Expr::All(vec![title("title:"), text(Words, "池"), Expr::Any(vec![text(Words, "池"), title("池")])]),
    ] {
        let query = Query::from(tree.clone());
        assert_eq!((placeless(query.expr()), query.source()), (tree.clone(), tree.to_string().as_str()));
        assert_spans(&query);
    }
}

#[test]
fn a_clause_more_is_the_clause_that_it_is() {
    let db = || Expr::from(Predicate::Tag("db".to_owned()));
    for (typed, expected) in [
        ("", "[tag:db]"),
        ("连接池 OR", "(连接池 OR [tag:db])"),
        ("a OR b", "((a | b) [tag:db])"),
        ("path:x a", "([path:x] a [tag:db])"),
        ("\"连接", "(连接 [tag:db])"),
    ] {
        let query = Query::parse(typed).and(db());
        assert_eq!(shown(query.expr()), expected, "{typed}");
        assert_eq!(shown(Query::parse(&query.to_string()).expr()), expected, "{typed}");
        assert_spans(&query);
    }
    let both = Expr::All(vec![Pattern::new(PatternKind::Words, "池").into(), Expr::All(vec![db()])]);
    let query = Query::parse("case:yes Pool 1 / 0").and(both);
    assert_eq!(shown(query.expr()), "(Pool 1 0 池 [tag:db])");
    assert_eq!((query.source(), query.is_case_sensitive()), ("case:yes Pool 1 / 0 池 tag:db", true));
    assert_spans(&query);
}

proptest! {
    #[test]
    fn in_front_of_a_query_in_parentheses_a_clause_is_itself(source in pieces()) {
        let source = source.replace(['(', ')', '（', '）'], "");
        let joined = Query::parse(&format!("path:\"a b/\" ({source})"));
        let clause = Query::from(Expr::from(Predicate::Path("a b/".to_owned())));
        let expected = clause.and(Query::parse(&source).expr().clone());
        prop_assert_eq!(placeless(joined.expr()), placeless(expected.expr()));
    }

    #[test]
    fn a_printed_query_is_read_as_the_same_tree(source in pieces()) {
        check_round_trip(&source);
    }

    #[test]
    fn spans_are_places_of_the_source(source in pieces()) {
        let query = Query::parse(&source);
        for diagnostic in query.diagnostics() {
            prop_assert!(source.get(diagnostic.span.clone()).is_some());
        }
        assert_spans(&query);
    }
}
