//! Nothing that stands in a note is unfindable: random runs of characters, searched and found in place.

mod corpus;
mod lines;
mod read;

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use notes_index::{Hit, SearchOptions, Searcher};

use crate::fixture::{everything, note_path, sample, sample_root, search, searcher};
use crate::places::{is_han, verify};
use crate::random::Random;

/// How many runs of the sample notebook are searched.
const N_RUNS: usize = 400;
/// How many runs across scripts and signs are searched.
const N_MIXED: usize = 300;
/// Of how many hits of a run every number is counted again.
const N_VERIFIED: usize = 8;
/// How many notes are made up, and how many of each one's runs are searched.
const N_NOTES: usize = 40;
const N_RUNS_EACH: usize = 12;

/// The texts of the notes that a searcher knows, as its hits count in them.
fn texts(searcher: &Searcher) -> BTreeMap<String, String> {
    let all = search(searcher, "", &everything().path("."));
    all.hits.iter().map(|hit| (hit.path.to_string(), decoded(hit))).collect()
}

fn decoded(hit: &Hit) -> String {
    let bytes = fs::read(sample_root().join(hit.path.as_str())).expect("a sample note can be read");
    let Some(name) = &hit.encoding else { return String::from_utf8(bytes).expect("it is UTF-8") };
    let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).expect("the encoding has a name");
    encoding.decode(&bytes).0.into_owned()
}

/// All runs of Han characters, and all runs of ASCII letters and digits that are no part of a longer word.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let class = |c: char| if is_han(c) { 1 } else { 2 * u8::from(c.is_alphanumeric()) };
    let mut before = 0;
    for (at, c) in text.char_indices() {
        let now = class(c);
        match runs.last_mut() {
            Some(last) if now != 0 && now == before => last.end = at + c.len_utf8(),
            _ if now != 0 => runs.push(at..at + c.len_utf8()),
            _ => {}
        }
        before = now;
    }
    runs.retain(|run| text[run.clone()].chars().all(|c| is_han(c) || c.is_ascii()));
    runs
}

/// One to eight characters of a run of Han; a whole word else.
fn part(random: &mut Random, text: &str, run: &Range<usize>) -> Range<usize> {
    let starts: Vec<usize> = text[run.clone()].char_indices().map(|(at, _)| run.start + at).collect();
    if !text[run.clone()].starts_with(is_han) {
        return run.clone();
    }
    let first = random.within(0..starts.len());
    let end = (first + random.within(1..9)).min(starts.len());
    starts[first]..starts.get(end).copied().unwrap_or(run.end)
}

/// Searches what stands at a place, checks all that the hits say, and whether one of them is there.
#[track_caller]
fn check(searcher: &Searcher, texts: &BTreeMap<String, String>, path: &str, place: &Range<usize>) {
    let text = &texts[path];
    let query = &text[place.clone()];
    let results = search(searcher, query, &everything());
    for hit in results.hits.iter().take(N_VERIFIED) {
        verify(hit, &texts[hit.path.as_str()], query);
    }
    let here = results.hits.iter().filter(|hit| hit.path.as_str() == path);
    let line = text[..place.start].matches('\n').count() + 1;
    assert!(here.clone().any(|hit| holds(hit, place)), "{query:?} of {path}:{line} is not found");
}

/// Whether a hit shows a place.
fn holds(hit: &Hit, place: &Range<usize>) -> bool {
    let is_complete = hit.matches.len() == hit.matches_total;
    let is_inside = hit.range.start <= place.start && place.end <= hit.range.end;
    is_inside && hit.missing.is_empty() && (!is_complete || covers(hit, place))
}

/// Whether every byte of a place lies in a match.
fn covers(hit: &Hit, place: &Range<usize>) -> bool {
    place.clone().all(|byte| hit.matches.iter().any(|found| found.range.contains(&byte)))
}

#[test]
fn every_run_of_the_sample_notebook_is_found_in_its_place() {
    let searcher = sample();
    let texts = texts(searcher);
    let runs: Vec<(&str, Vec<Range<usize>>)> =
        texts.iter().map(|(path, text)| (path.as_str(), runs(text))).collect();
    let mut random = Random::new(0x6e6f_7465);
    for round in 0..N_RUNS {
        // Every note has its turn, the long ones no more often than the short ones.
        let (path, runs) = &runs[round % runs.len()];
        let run = random.of(runs).clone();
        check(searcher, &texts, path, &part(&mut random, &texts[*path], &run));
    }
}

/// Signs that stand inside what is typed as one: `pool_size=10`, `C++`, `1.4.0`, and between clauses.
const JOINTS: &str = "_=./+#，。、";

/// Runs across scripts and signs, without signs at their ends: `GO变量`, `pool_size=10`.
fn mixed_runs(text: &str) -> Vec<Range<usize>> {
    let belongs = |c: char| is_han(c) || c.is_ascii_alphanumeric() || JOINTS.contains(c);
    let mut runs = Vec::new();
    let mut at = 0;
    for run in text.split(|c| !belongs(c)) {
        let start = at + run.len() - run.trim_start_matches(|c| JOINTS.contains(c)).len();
        let inner = run.trim_matches(|c| JOINTS.contains(c));
        let is_mixed =
            inner.contains(|c: char| !is_han(c)) && inner.contains(|c| is_han(c) || JOINTS.contains(c));
        let after = text[at + run.len()..].chars().next();
        // Not from the middle of a word: `s` of `µs`.
        let is_whole = !text[..start].ends_with(char::is_alphanumeric)
            && !text[start + inner.len()..].starts_with(char::is_alphanumeric);
        if is_mixed && is_whole && inner.chars().count() <= 40 {
            runs.push(start..start + inner.len());
        }
        at += run.len() + after.map_or(0, char::len_utf8);
    }
    runs
}

/// Those of all notes, by path.
fn all_mixed_runs(texts: &BTreeMap<String, String>) -> Vec<(&str, Range<usize>)> {
    let runs = |(path, text): (_, _)| mixed_runs(text).into_iter().map(move |run| (path, run));
    texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).flat_map(runs).collect()
}

/// Where there is neither a filter nor a phrase to be seen, what stands in a note finds it.
#[test]
fn runs_across_scripts_and_signs_are_found() {
    let searcher = sample();
    let texts = texts(searcher);
    let mut random = Random::new(0x6d69_7865);
    let runs = all_mixed_runs(&texts);
    for _ in 0..N_MIXED {
        let (path, run) = random.of(&runs);
        let query = &texts[*path][run.clone()];
        let hits = search(searcher, query, &everything()).hits;
        let is_there = |hit: &&Hit| hit.path.as_str() == *path && hit.range.start <= run.start;
        let found =
            hits.iter().filter(is_there).any(|hit| run.end <= hit.range.end && hit.missing.is_empty());
        assert!(found, "{query:?} of {path} {run:?} is not found");
    }
}

/// A text with capitals where it has none, and none where it has.
fn with_other_capitals(random: &mut Random, text: &str) -> String {
    let other = |c: char| if random.one_in(2) { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    text.chars().map(other).collect()
}

/// The same as a phrase, whoever writes its words how.
#[test]
fn what_is_quoted_is_found_in_any_case() {
    let searcher = sample();
    let texts = texts(searcher);
    let mut random = Random::new(0x7175_6f74);
    let runs = all_mixed_runs(&texts);
    for _ in 0..N_MIXED {
        let (path, run) = random.of(&runs);
        let quoted = &texts[*path][run.clone()];
        let query = format!("\"{}\"", with_other_capitals(&mut random, quoted));
        let hits = search(searcher, &query, &everything()).hits;
        let is_there = |hit: &&Hit| hit.path.as_str() == *path && hit.range.start <= run.start;
        assert!(
            hits.iter().any(|hit| is_there(&hit) && run.end <= hit.range.end),
            "{query} of {path} {run:?}"
        );
    }
}

#[test]
fn words_are_found_by_their_beginning() {
    let searcher = sample();
    let texts = texts(searcher);
    let mut random = Random::new(7);
    let words: Vec<(&str, Range<usize>)> = texts
        .iter()
        .flat_map(|(path, text)| runs(text).into_iter().map(|run| (path.as_str(), run)))
        .filter(|(path, run)| run.len() > 6 && texts[*path].is_char_boundary(run.start + 5))
        .filter(|(path, run)| texts[*path][run.clone()].is_ascii())
        .collect();
    for _ in 0..100 {
        let (path, run) = random.of(&words);
        let query = &texts[*path][run.start..run.start + 5];
        let results = search(searcher, query, &everything());
        let found = results.hits.iter().any(|hit| {
            let is_there = |found: &notes_index::Match| found.range.contains(&run.start);
            hit.path.as_str() == *path && hit.matches.iter().any(is_there)
        });
        assert!(found, "{query:?} of {path} {run:?}");
    }
}

/// A note made up of everything that a note may hold.
fn made_up(random: &mut Random) -> String {
    let mut text = String::new();
    if random.one_in(3) {
        let (title, key, tag) = (han(random), word(random), word(random));
        text += &format!("---\ntitle: {title}\n{key}: {}\ntags: [{tag}]\n---\n", word(random));
    }
    for _ in 0..random.within(3..12) {
        text += &block(random);
        text += if random.one_in(6) { "\r\n\r\n" } else { "\n\n" };
    }
    text
}

fn block(random: &mut Random) -> String {
    let (a, b, c, w, v) = (han(random), han(random), han(random), word(random), word(random));
    let forms = [
        format!("## {a} {w}"),
        format!("{a}**{b}**{c}，{w}。\n{b}`{v}`{a}"),
        format!("[{a}](https://{w}.org/{v}#{w})和[[{b}|{c}]]，![{v}]({w}.png)"),
        format!("| {a} | {w} |\n|---|:-:|\n| {b} | {v} |\n| {c} | | 多余{a} |"),
        format!("```{w}\n{v} = {w}({a})\n# {b}\n```"),
        format!("- {a}\n  - [ ] {w} {b}\n\n    ~~~\n    {v}\n    ~~~\n- {c}"),
        format!("1. **{a}**\n\n   {b} {w}\n2. **{c}**\n\n```\n{v}\n```"),
        format!("!!! note \"{a}\"\n    {b}\n    ```py\n    {v}\n    ```"),
        format!("> [!tip] {a}\n> {b} {w}\n> > {c}"),
        format!("<details>\n<summary>{a}</summary>\n\n### {b}\n\n{w}\n\n</details>\n\n{c}"),
        format!("<!-- {w} {a} --> {b} %%{c}%% {v}"),
        format!("{a}[^{w}]\n\n[^{w}]: {b} {v}\n\n[{w}]: https://{v}.com/{a}"),
        format!("{a}\n===\n\n{b} $x_{{{w}}}$ {c}\n\n$$\n{v}\n$$"),
        format!("    {v} {a}\n\n<div class=\"{w}\">{b}<br>{c}</div>"),
        format!("{w}㎡{a}，™{v} 12½{b}"),
        format!("{w}`{v}`{a}，{v}<kbd>{w}</kbd>{b}，{w}**{v}**{c}[[{w}]]"),
        format!("{a}Vec<{w}> {b} {v}<y and z>{w}"),
        format!("- [{w}<b>{v}</b>{a}](#x)\n- [{b}](#y)[{c}](#z)"),
    ];
    random.of(&forms).clone()
}

/// One to nine Han characters.
fn han(random: &mut Random) -> String {
    const CHARS: &str = "连接池数据库事务锁表索引元类协程分布式缓存雪崩穿透的了在一个不是我们可以用和";
    let chars: Vec<char> = CHARS.chars().collect();
    (0..random.within(1..10)).map(|_| *random.of(&chars)).collect()
}

/// An identifier.
fn word(random: &mut Random) -> String {
    const PARTS: [&str; 16] = [
        "pool", "Size", "engine", "k8s", "X", "http2", "MySQL", "get", "URL", "v3", "redis", "Thread",
        "lock", "async", "io", "Queue",
    ];
    let parts: Vec<&str> = (0..random.within(1..4)).map(|_| *random.of(&PARTS)).collect();
    let joint: &str = random.of::<&str>(&["", "_", "-", "."]);
    parts.join(joint)
}

#[test]
fn every_run_of_a_made_up_note_is_found_in_its_place() {
    let mut random = Random::new(42);
    for _ in 0..N_NOTES {
        let text = made_up(&mut random);
        // `//- ` can't stand in it: the fixture's notation is safe.
        let searcher = searcher(&format!("//- 甲.md\n{text}"));
        let texts = BTreeMap::from([("甲.md".to_owned(), text.clone())]);
        let runs = runs(&text);
        for _ in 0..N_RUNS_EACH {
            let run = random.of(&runs).clone();
            let place = part(&mut random, &text, &run);
            let check = || check(&searcher, &texts, "甲.md", &place);
            let caught = catch_unwind(AssertUnwindSafe(check));
            assert!(caught.is_ok(), "in this note:\n{text}");
        }
    }
}

#[test]
fn a_note_of_nothing_but_one_character() {
    for text in ["锁", "a", "#", "\u{feff}", "\n", "```", "---\n---", "\u{200b}"] {
        let searcher = searcher(&format!("//- 甲.md\n{text}"));
        let texts = BTreeMap::from([("甲.md".to_owned(), text.to_owned())]);
        for hit in search(&searcher, "", &SearchOptions::new().path(".")).hits {
            verify(&hit, text, "");
        }
        for run in runs(text) {
            check(&searcher, &texts, "甲.md", &run);
        }
    }
    assert_eq!(note_path("甲.md").stem(), "甲");
}
