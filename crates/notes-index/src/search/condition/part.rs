//! A text that a part of a section or of its note is to hold: `title:`, `heading:`, `code:`.

use super::exact::Exact;
use crate::analysis::folded_text;
use crate::query::{Pattern, PatternKind};

/// A part that is asked by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::search) enum Part {
    /// The note's title or one of its aliases.
    Title,
    /// The section's own heading or name.
    Heading,
    /// A code block of the section.
    Code,
}

/// What it is to hold.
#[derive(Clone, Debug)]
pub(in crate::search) enum PartText {
    /// A word that begins so; folded.
    Prefix(String),
    Exact(Exact),
}

impl PartText {
    /// Nothing if nothing is asked for.
    pub(in crate::search) fn new(pattern: &Pattern, case_sensitive: bool) -> Option<PartText> {
        match pattern.kind {
            PatternKind::Prefix => Some(PartText::Prefix(folded_text(&pattern.text))),
            _ => Exact::new(pattern, case_sensitive).map(PartText::Exact),
        }
    }
}
