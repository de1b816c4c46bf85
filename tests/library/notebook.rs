//! What a typical query finds first in the sample notebook, and which line of it is shown.
//!
//! `notebook.tsv` has a query a line: what is typed, the note, the last name of the breadcrumb
//! (`code:LANGUAGE` for a code block, `(root)` for none), the kind of query, and a piece of text that the
//! snippet must show on the line where it stands in the file.

use std::collections::BTreeMap;
use std::fs;

use notes_index::{Hit, HitKind, SearchOptions};

use crate::fixture::{sample, sample_root, search};

const LINES: &str = include_str!("notebook.tsv");

/// How many queries of a kind may miss; of kinds that are not named none. `getQueueOffset` finds the line of
/// a check list before the sentence that explains it.
/// 法定人数 doesn't find quorums, only quorum; and idempotent finds `idempotence` before the 幂等 that is meant.
const MISSES: [(&str, usize); 2] = [("code", 2), ("bilingual", 2)];

/// A line of the data.
struct Expected<'a> {
    query: &'a str,
    path: &'a str,
    place: &'a str,
    kind: &'a str,
    shown: &'a str,
}

fn expected(line: &str) -> Expected<'_> {
    match line.split('\t').collect::<Vec<_>>()[..] {
        [query, path, place, kind, shown] => Expected { query, path, place, kind, shown },
        _ => panic!("{line:?} has not five columns"),
    }
}

/// The first hit, as the data names it.
fn place(hit: &Hit) -> String {
    match (hit.kind, hit.breadcrumb.last()) {
        (HitKind::Code, _) => format!("code:{}", hit.language.as_deref().unwrap_or_default()),
        (_, Some(name)) => name.clone(),
        (_, None) => "(root)".to_owned(),
    }
}

/// Whether a snippet shows a text on a line where the file has it.
fn shows(hit: &Hit, text: &str) -> bool {
    let bytes = fs::read(sample_root().join(hit.path.as_str())).expect("a sample note can be read");
    let encoding = hit.encoding.as_deref().unwrap_or("utf-8");
    let encoding = encoding_rs::Encoding::for_label(encoding.as_bytes()).expect("the encoding has a name");
    let file = encoding.decode(&bytes).0;
    let mut shown = hit.snippet.text.split('\n').zip(hit.snippet.line..);
    shown.any(|(line, number)| {
        let of_file = file.lines().nth(number as usize - 1).unwrap_or_default();
        line.contains(text) && of_file.contains(line)
    })
}

/// Of how many queries of a kind the first hit is right, and of how many its snippet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Score {
    queries: usize,
    first: usize,
    shown: usize,
}

#[test]
fn the_first_hit_and_its_snippet_are_the_right_ones() {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let mut failures = String::new();
    for expected in LINES.lines().map(expected) {
        let results = search(sample(), expected.query, &SearchOptions::new());
        let first = results.hits.first();
        let found = first.map(|hit| (hit.path.as_str(), place(hit)));
        let is_first = found == Some((expected.path, expected.place.to_owned()));
        let is_shown = is_first && first.is_some_and(|hit| shows(hit, expected.shown));
        let score = scores.entry(expected.kind).or_default();
        score.queries += 1;
        score.first += usize::from(is_first);
        score.shown += usize::from(is_shown);
        if !is_shown {
            let snippet = first.map(|hit| (hit.snippet.line, hit.snippet.text.as_str()));
            failures += &format!("{}: {found:?} {snippet:?}\n", expected.query);
        }
    }
    let misses = |kind: &str| MISSES.iter().find(|(of, _)| *of == kind).map_or(0, |(_, misses)| *misses);
    let holds = |(kind, score): (&&str, &Score)| score.queries - score.shown <= misses(kind);
    assert!(scores.iter().all(holds), "{scores:#?}\n{failures}");
    assert!(scores.values().map(|score| score.queries).sum::<usize>() >= 190, "{scores:#?}");
}
