//! Front matter.

use std::ops::Range;

use crate::note::{FrontMatter, Span, Warning};

/// The bytes of the front matter block at the start of `source` (after an optional BOM), with its
/// fences and the line end of the closing one.
pub(super) fn find(source: &str) -> Option<Range<usize>> {
    let start = source.len() - source.trim_start_matches('\u{feff}').len();
    let fence = ["---", "+++"].into_iter().find(|fence| source[start..].starts_with(fence))?;
    let mut at = start;
    for (index, line) in source[start..].split_inclusive('\n').enumerate() {
        at += line.len();
        match (index, line.trim_end() == fence) {
            (0, false) => return None,
            (0, true) | (_, false) => {}
            (_, true) => return Some(start..at),
        }
    }
    None
}

/// What the front matter says.
pub(super) struct Parsed {
    pub(super) front_matter: FrontMatter,
    pub(super) spans: Vec<Span>,
    pub(super) warnings: Vec<Warning>,
}

/// Reads front matter.
pub(super) fn parse(source: &str, range: Range<usize>) -> Parsed {
    let title = source[range.clone()].lines().find_map(|line| {
        let value = line.strip_prefix("title")?.trim_start().trim_start_matches([':', '=']);
        Some(value.trim().trim_matches(['\'', '"']).to_owned())
    });
    let front_matter = FrontMatter { range, title, ..FrontMatter::default() };
    Parsed { front_matter, spans: Vec::new(), warnings: Vec::new() }
}
