//! No string makes a search panic or lead outside: random and mutated queries over hostile notes, on a small
//! stack.
//!
//! `NOTES_FUZZ_RUNS=1000000 cargo test --release -p notes-index --test library -- hostile` asks a million.

use std::thread;

use notes_index::{Hit, Query, SearchOptions, Searcher};

use crate::fixture::{everything, searcher};
use crate::random::Random;

/// How many queries are asked unless `NOTES_FUZZ_RUNS` says another number.
const N_RUNS: usize = 2_000;
/// After how many queries the notes are others.
const N_PER_NOTEBOOK: usize = 250;
/// What a thread gets on the smallest systems; nothing may recurse over its input.
const STACK_BYTES: usize = 512 * 1024;

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

fn notebook(random: &mut Random) -> String {
    let note = |random: &mut Random, name: &str| format!("//- {name}.md\n{}\n", text(random, 120, 3));
    ["甲", "b/C++", "👩‍💻"].map(|name| note(random, name)).concat()
}

/// A piece of a note with a few characters changed, or pieces in a row.
fn query(random: &mut Random, notebook: &str) -> String {
    if random.one_in(2) {
        return text(random, 12, 20);
    }
    let start = notebook.floor_char_boundary(random.within(0..notebook.len()));
    let end = notebook.floor_char_boundary((start + random.within(0..60)).min(notebook.len()));
    let mut chars: Vec<char> = notebook[start..end.max(start)].chars().collect();
    for _ in 0..random.within(0..3) {
        let at = random.within(0..chars.len() + 1);
        let piece: &str = random.of::<&str>(&PIECES);
        chars.splice(at..at, piece.chars());
        let gone = random.within(0..chars.len());
        chars.remove(gone);
    }
    chars.into_iter().collect()
}

fn ask(searcher: &Searcher, query: &str, options: &SearchOptions) {
    let results = searcher.search(&Query::parse(query), options).expect("a sound index can be searched");
    results.hits.iter().for_each(check);
}

/// Panics if a hit leads outside itself or its snippet.
fn check(hit: &Hit) {
    let snippet = &hit.snippet;
    assert!(snippet.text.lines().count() <= 5, "{hit:?}");
    assert!((hit.lines.0..=hit.lines.1.max(hit.lines.0)).contains(&snippet.line), "{hit:?}");
    let mut end = None;
    for lit in &snippet.highlights {
        assert!(snippet.text.get(lit.clone()).is_some_and(|text| !text.is_empty()), "{hit:?}");
        assert!(end.is_none_or(|end| end < lit.start), "{hit:?}");
        end = Some(lit.end);
    }
    let mut end = hit.range.start;
    for found in &hit.matches {
        assert!(end <= found.range.start && found.range.start <= found.range.end, "{hit:?}");
        assert!(found.start <= found.end && found.range.end <= hit.range.end, "{hit:?}");
        end = found.range.end;
    }
}

fn run(n_runs: usize) {
    let mut random = Random::new(0x6675_7a7a);
    let options =
        [SearchOptions::new(), everything(), SearchOptions::new().code(true), everything().strict(true)];
    let mut asked = 0;
    while asked < n_runs {
        let notebook = notebook(&mut random);
        let searcher = searcher(&notebook);
        for _ in 0..N_PER_NOTEBOOK.min(n_runs - asked) {
            ask(&searcher, &query(&mut random, &notebook), random.of(&options));
            asked += 1;
        }
    }
}

#[test]
fn no_query_makes_a_search_panic() {
    let n_runs = std::env::var("NOTES_FUZZ_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(N_RUNS);
    let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || run(n_runs));
    thread.expect("a thread can be started").join().expect("no query panics");
}
