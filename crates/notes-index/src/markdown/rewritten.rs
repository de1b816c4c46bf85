//! A note's text as the parser is to read it, and the way back to the note.

use std::borrow::Cow;

use super::headers::ContainerKind;
use super::line_map::LineMap;

/// A container that was rewritten as a block quote.
#[derive(Clone, Debug)]
pub(super) struct Container {
    /// Where its block quote begins in the rewritten text.
    pub(super) quote: usize,
    /// Where its first line begins in the note, after the indentation.
    pub(super) start: usize,
    /// What opened it.
    pub(super) kind: ContainerKind,
    /// Whether its first paragraph is its title.
    pub(super) has_title: bool,
}

/// A note's text as the parser is to read it.
#[derive(Debug)]
pub(super) struct Rewritten<'a> {
    /// The text.
    pub(super) text: Cow<'a, str>,
    /// The way back to the note.
    pub(super) map: LineMap,
    /// The containers, in order.
    pub(super) containers: Vec<Container>,
}

impl Rewritten<'_> {
    /// The text from a byte on, as it is.
    pub(super) fn untouched(source: &str, body: usize) -> Rewritten<'_> {
        let mut map = LineMap::default();
        map.push(0, body..source.len());
        Rewritten { text: Cow::Borrowed(&source[body..]), map, containers: Vec::new() }
    }
}
