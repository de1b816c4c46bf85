//! Notes and queries made up at random: what people, formats and attackers write, and the whole grammar.

use crate::random::Random;

/// What people, formats and attackers write.
const PIECES: [&str; 64] = [
    "连接池",
    "連接池",
    "锁",
    "的",
    "元类",
    "pool_size=10",
    "poolSize",
    "C++",
    "std::vector",
    "O(n log n)",
    "--force",
    "k8s",
    "3.6.3",
    "ｐｏｏｌ",
    "cafe\u{301}",
    "👩‍💻",
    "👨‍👩‍👧‍👦",
    "🇨🇳",
    "\u{200b}",
    "\u{feff}",
    "\u{202e}",
    "\u{1e}",
    "\0",
    "\u{7f}",
    "한글",
    "データ",
    "ﬁ",
    "㎡",
    "İ",
    "ß",
    "\"",
    "“",
    "」",
    "(",
    ")",
    "（",
    "[",
    "]",
    "-",
    "+",
    "*",
    "~",
    "^",
    ":",
    "：",
    "/",
    "\\",
    "|",
    "&&",
    " OR ",
    " AND ",
    "NOT ",
    "tag:",
    "path:",
    "title:",
    "re:\"",
    "modified:>",
    "..",
    " ",
    "\u{3000}",
    "\t",
    "\n",
    "\r\n",
    "，。",
];

/// Names of fields, whole, full width and mistaken.
const FIELDS: [&str; 24] = [
    "title:",
    "heading:",
    "code:",
    "path:",
    "tag:",
    "lang:",
    "is:",
    "task:",
    "created:",
    "modified:",
    "re:",
    "case:",
    "prop.title:",
    "prop.pool:",
    "prop.a.b:",
    "prop.:",
    "ｔａｇ：",
    "ｐｒｏｐ．ｔｉｔｌｅ：",
    "title：",
    "TAG:",
    "tags:",
    "re::",
    "case:yes ",
    "prop.\u{301}:",
];

/// Values that only some fields read.
const VALUES: [&str; 30] = [
    "yes",
    "no",
    "code",
    "open",
    "done",
    "py",
    "rust",
    "*",
    "x",
    ">2026-01",
    "≤2025",
    "＞＝2026-01-15",
    "2025..2026",
    "..",
    "2026-13-45",
    "99999999999999999999",
    ">NaN",
    "-1e999",
    "**/甲*",
    "[",
    "{a,{b",
    "{{{{{{{{",
    "[!a-",
    "\\",
    "../..",
    "/",
    "b/",
    "甲.md",
    "#db",
    "a/b/c",
];

/// Regular expressions, sound, dear and broken.
const REGEXES: [&str; 24] = [
    "池",
    "(?i)POOL",
    "^",
    "$",
    ".*",
    "(a*)*b",
    "(.*)*$",
    "a{1000}{1000}",
    "(?:.{1,60}){1,60}",
    "\\p{Han}+",
    "\\p{Nope}",
    "[",
    "(",
    ")",
    "a{2,1}",
    "*",
    "(?P<n>a)\\k<n>",
    "(?=a)",
    "\\x{110000}",
    "(?-u:\\xff)",
    "\\b",
    "[\\w--\\d]",
    "(?x) # a",
    "|",
];

/// What stands between clauses.
const JOINTS: [&str; 10] = [" ", " ", " ", "\u{3000}", "\n", " OR ", " ＯＲ ", " OR OR ", "", " or "];
const SIGNS: [&str; 10] = ["", "", "", "", "-", "+", "－", "＋", "--", "+-"];
/// Quotation marks, pairs and others.
const QUOTES: [(&str, &str); 8] =
    [("\"", "\""), ("“", "”"), ("”", "”"), ("「", "」"), ("『", "』"), ("＂", "＂"), ("\"", ""), ("「", "”")];
/// How deep parentheses stand inside each other at most.
const MAX_DEPTH: usize = 2_000;

/// What notes are made of besides.
const MARKUP: [&str; 24] = [
    "# ",
    "## ",
    "- ",
    "1. ",
    "> ",
    "> > ",
    "```py\n",
    "```\n",
    "    ",
    "\t",
    "| a | b |\n|---|---|\n",
    "| ",
    " |\n",
    "<details>\n",
    "</details>\n",
    "<summary>",
    "!!! note\n",
    "---\n",
    "---\ntitle: x\n---\n",
    "![图](a.png)",
    "**",
    "`",
    "$$\n",
    "<!--",
];

/// Pieces in a row, some of them many times.
fn text(random: &mut Random, max_pieces: usize, markup_in: usize) -> String {
    let mut text = String::new();
    for _ in 0..random.within(0..max_pieces) {
        let piece: &str =
            if random.one_in(markup_in) { random.of::<&str>(&MARKUP) } else { random.of::<&str>(&PIECES) };
        text.push_str(piece);
        if random.one_in(8) {
            text.push_str(if random.one_in(2) { "\n" } else { "\n\n" });
        }
        if random.one_in(60) {
            text.push_str(&piece.repeat(random.within(1..300)));
        }
    }
    text
}

/// Three notes in the notation of [`crate::fixture::notes`].
pub(super) fn notebook(random: &mut Random) -> String {
    let note = |random: &mut Random, name: &str| format!("//- {name}.md\n{}\n", text(random, 120, 3));
    ["甲", "b/C++", "👩‍💻"].map(|name| note(random, name)).concat()
}

/// Pieces in a row, a piece of a note with a few characters changed, clauses, or clauses with a few characters
/// changed.
pub(super) fn query(random: &mut Random, notebook: &str) -> String {
    match random.within(0..4) {
        0 => text(random, 12, 20),
        1 => {
            let piece = piece(random, notebook, 60);
            mutated(random, piece)
        }
        2 => clauses(random, notebook),
        _ => {
            let clauses = clauses(random, notebook);
            mutated(random, &clauses)
        }
    }
}

/// A piece of a note.
fn piece<'a>(random: &mut Random, notebook: &'a str, max_bytes: usize) -> &'a str {
    let start = notebook.floor_char_boundary(random.within(0..notebook.len()));
    let end = notebook.floor_char_boundary((start + random.within(0..max_bytes)).min(notebook.len()));
    &notebook[start..end.max(start)]
}

/// A text with up to two characters exchanged for pieces.
fn mutated(random: &mut Random, text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..random.within(0..3) {
        let at = random.within(0..chars.len() + 1);
        let piece: &str = random.of::<&str>(&PIECES);
        chars.splice(at..at, piece.chars());
        let gone = random.within(0..chars.len());
        chars.remove(gone);
    }
    chars.into_iter().collect()
}

/// A few clauses, or very many, some of them inside parentheses.
fn clauses(random: &mut Random, notebook: &str) -> String {
    let n_clauses = if random.one_in(200) { random.within(1..300) } else { random.within(1..6) };
    let mut query = String::new();
    let mut open = Vec::new();
    for _ in 0..n_clauses {
        if random.one_in(4) {
            let depth = if random.one_in(20) { random.within(1..MAX_DEPTH) } else { 1 };
            let (left, right): &(&str, &str) = random.of(&[("(", ")"), ("（", "）"), ("(", "）"), ("(", "")]);
            query += &left.repeat(depth);
            open.push(right.repeat(depth));
        }
        query += &clause(random, notebook);
        if random.one_in(3) {
            query += &open.pop().unwrap_or_default();
        }
        query += random.of::<&str>(&JOINTS);
    }
    open.into_iter().rev().fold(query, |query, close| query + &close)
}

/// A sign, and a word, phrase, prefix or field.
fn clause(random: &mut Random, notebook: &str) -> String {
    let sign: &str = random.of::<&str>(&SIGNS);
    let body = match random.within(0..6) {
        0 => value(random, notebook),
        1 => quoted(random, notebook),
        2 => value(random, notebook) + random.of::<&str>(&["*", "＊", "**"]),
        3 => format!("re:\"{}\"", regex(random)),
        _ => field(random, notebook),
    };
    format!("{sign}{body}")
}

fn quoted(random: &mut Random, notebook: &str) -> String {
    let (open, close) = *random.of(&QUOTES);
    format!("{open}{}{close}", value(random, notebook))
}

fn field(random: &mut Random, notebook: &str) -> String {
    let name: &str = random.of::<&str>(&FIELDS);
    let value = match random.within(0..4) {
        _ if random.one_in(20) => nested(random, "{", "}"),
        0 => value(random, notebook),
        1 => quoted(random, notebook),
        2 => random.of::<&str>(&VALUES).to_string(),
        _ => format!("\"{}\"", random.of::<&str>(&VALUES)),
    };
    format!("{name}{value}")
}

/// What stands in a note, or what is written anywhere; now and then a very long word.
fn value(random: &mut Random, notebook: &str) -> String {
    let value = match random.within(0..3) {
        0 => piece(random, notebook, 30).to_owned(),
        1 => random.of::<&str>(&VALUES).to_string(),
        _ => random.of::<&str>(&PIECES).to_string(),
    };
    if random.one_in(200) { value.repeat(random.within(1..600)) } else { value }
}

fn regex(random: &mut Random) -> String {
    let regex = random.of::<&str>(&REGEXES);
    match random.within(0..12) {
        0 => nested(random, "(", ")"),
        1 => format!("{regex}{}", random.of::<&str>(&REGEXES)),
        2 => regex.repeat(random.within(1..40)),
        _ => regex.to_string(),
    }
}

/// Something inside brackets of its kind, deep.
fn nested(random: &mut Random, open: &str, close: &str) -> String {
    let depth = random.within(1..1_000);
    format!("{}{}{}", open.repeat(depth), random.of::<&str>(&REGEXES), close.repeat(depth))
}
