//! What a typical query finds first in the sample notebook, line by line of `notebook.tsv`.

use notes_index::{Hit, HitKind, SearchOptions};

use crate::fixture::{sample, search};

const LINES: &str = include_str!("notebook.tsv");

/// A line of the data.
struct Expected<'a> {
    query: &'a str,
    path: &'a str,
    /// The last name of the breadcrumb, `code:LANGUAGE`, or `(root)`.
    place: &'a str,
}

fn expected(line: &str) -> Expected<'_> {
    let mut columns = line.split('\t');
    let mut column = || columns.next().expect("a line has four columns");
    let (query, path, place, _kind) = (column(), column(), column(), column());
    Expected { query, path, place }
}

/// The first hit, as the data names it.
fn place(hit: &Hit) -> String {
    match (hit.kind, hit.breadcrumb.last()) {
        (HitKind::Code, _) => format!("code:{}", hit.language.as_deref().unwrap_or_default()),
        (_, Some(name)) => name.clone(),
        (_, None) => "(root)".to_owned(),
    }
}

#[test]
fn the_first_hit_is_the_right_one() {
    let mut failures = Vec::new();
    let mut report = String::new();
    for line in LINES.lines() {
        let expected = expected(line);
        let results = search(sample(), expected.query, &SearchOptions::new());
        let first = results.hits.first().map(|hit| (hit.path.as_str(), place(hit)));
        if first != Some((expected.path, expected.place.to_owned())) {
            failures.push(expected.query);
            report += &format!("{}: {} {} but {first:?}\n", expected.query, expected.path, expected.place);
        }
    }
    assert!(failures.is_empty(), "\n{report}");
}
