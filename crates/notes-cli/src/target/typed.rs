//! What was typed, taken apart: a note, a place in it, or a number.

/// A target as typed: `3`, `db/pool.md`, `db/pool.md:20`, `db/pool.md:20:5`, `db/pool.md#大小`, `[[pool#大小|池]]` as it stands in a
/// note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// A hit of the last search, from 1.
    Hit(usize),
    /// A place in a note.
    In(&'a str, Spot<'a>),
    /// Where a wiki link with this target leads.
    Linked(&'a str),
}

/// Which part of a note is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot<'a> {
    /// All of it.
    Whole,
    /// What stands at a line, and a column in bytes; both from 1.
    Line(u32, u32),
    /// The section with this anchor or heading, or the line that ends in `^this`.
    Anchor(&'a str),
}

impl<'a> Spot<'a> {
    /// What stands behind a `#`; nothing means the whole note.
    pub(super) fn behind_hash(anchor: &'a str) -> Spot<'a> {
        if anchor.is_empty() { Spot::Whole } else { Spot::Anchor(anchor) }
    }
}

impl<'a> Target<'a> {
    /// Takes a target apart. A name may hold what else leads to a place in a note: `is_file` tells what is the path of a
    /// file, and the reading that begins with one is meant.
    pub(crate) fn parse(given: &'a str, is_file: impl Fn(&str) -> bool) -> Target<'a> {
        // No note's name is a number alone: it has an extension.
        if let Ok(number) = given.parse() {
            return Target::Hit(number);
        }
        if is_file(given) {
            return Target::In(given, Spot::Whole);
        }
        if let Some(link) = given.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
            return Target::Linked(link.split('|').next().unwrap_or_default());
        }
        // A line of a pipe's output goes on behind a colon.
        let at_line = at_line(given.strip_suffix(':').unwrap_or(given));
        let mut anchors = given.match_indices('#').filter(|&(at, _)| at > 0).map(|(at, _)| {
            let (path, anchor) = (&given[..at], &given[at + 1..]);
            (path, Spot::behind_hash(anchor))
        });
        let first_anchor = anchors.clone().next();
        let of_file = at_line.filter(|(path, _)| is_file(path));
        let read = of_file.or_else(|| anchors.find(|(path, _)| is_file(path))).or(first_anchor).or(at_line);
        let (path, spot) = read.unwrap_or((given, Spot::Whole));
        Target::In(path, spot)
    }
}

/// `db/pool.md:20` or `db/pool.md:20:5`.
fn at_line(given: &str) -> Option<(&str, Spot<'_>)> {
    let (rest, last) = number_behind(given);
    match (number_behind(rest), last?) {
        ((path, Some(line)), column) => Some((path, Spot::Line(line, column))),
        (_, line) => Some((rest, Spot::Line(line, 1))),
    }
}

/// What stands before the last colon and the number behind it.
fn number_behind(given: &str) -> (&str, Option<u32>) {
    match given.rsplit_once(':') {
        Some((before, number)) if !before.is_empty() => match number.parse() {
            Ok(number) => (before, Some(number)),
            Err(_) => (given, None),
        },
        _ => (given, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &str, expected: Target<'_>) {
        let files = ["2024", "a#b.md", "C#/a.md", "a.md"];
        assert_eq!(Target::parse(given, |path| files.contains(&path)), expected);
    }

    #[test]
    fn targets_are_taken_apart() {
        check("3", Target::Hit(3));
        check("db/pool.md", Target::In("db/pool.md", Spot::Whole));
        check("db/pool.md:20", Target::In("db/pool.md", Spot::Line(20, 1)));
        check("db/pool.md:20:5", Target::In("db/pool.md", Spot::Line(20, 5)));
        check("db/pool.md:20:", Target::In("db/pool.md", Spot::Line(20, 1)));
        check("db/pool.md:20:5:", Target::In("db/pool.md", Spot::Line(20, 5)));
        check("db/pool.md:", Target::In("db/pool.md:", Spot::Whole));
        check("pool.md#大小", Target::In("pool.md", Spot::Anchor("大小")));
        check("a:b.md", Target::In("a:b.md", Spot::Whole));
        check("pool.md:0", Target::In("pool.md", Spot::Line(0, 1)));
        check("pool.md#", Target::In("pool.md", Spot::Whole));
        check("[[pool#大小|池]]", Target::Linked("pool#大小"));
        check("[[pool]]", Target::Linked("pool"));
    }

    #[test]
    fn a_file_is_a_file_whatever_its_name() {
        check("2024", Target::Hit(2024));
        check("./2024", Target::In("./2024", Spot::Whole));
        check("a#b.md", Target::In("a#b.md", Spot::Whole));
        check("a#b.md:7", Target::In("a#b.md", Spot::Line(7, 1)));
        check("C#/a.md:7:2", Target::In("C#/a.md", Spot::Line(7, 2)));
        check("C#/a.md#C#", Target::In("C#/a.md", Spot::Anchor("C#")));
        check("a.md#C#:7", Target::In("a.md", Spot::Anchor("C#:7")));
        check("C#/gone.md#C#", Target::In("C", Spot::Anchor("/gone.md#C#")));
    }
}
