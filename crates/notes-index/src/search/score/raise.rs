//! What raises a section and its note beyond their words: the query in a row, or as a name.

use std::ops::BitOrAssign;

use super::weight;
use crate::search::answer::Evidence;

/// A set of reasons. Those of a note stand at its first section, beside that section's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Raise(u16);

impl Raise {
    /// The section holds the whole query in a row.
    pub(super) const ROW: Raise = Raise(1);
    /// Its heading does.
    pub(super) const HEADING_ROW: Raise = Raise(1 << 1);
    /// Its heading is the query.
    pub(super) const HEADING: Raise = Raise(1 << 2);
    /// A section of the note holds the whole query in a row.
    pub(super) const NOTE_ROW: Raise = Raise(1 << 3);
    /// A heading of the note does.
    pub(super) const NOTE_HEADING_ROW: Raise = Raise(1 << 4);
    /// The title, file name or an alias does.
    pub(super) const NAME_ROW: Raise = Raise(1 << 5);
    /// A heading of the note is the query.
    pub(super) const NOTE_HEADING: Raise = Raise(1 << 6);
    /// The title or file name is.
    pub(super) const TITLE: Raise = Raise(1 << 7);
    /// The section holds the whole query in a row, which raises it among those of its note alone.
    pub(super) const ROW_IN_NOTE: Raise = Raise(1 << 8);
    /// The section holds words of the query with the signs that were typed.
    pub(super) const AS_TYPED: Raise = Raise(1 << 9);
    /// A section of the note does.
    pub(super) const NOTE_AS_TYPED: Raise = Raise(1 << 10);

    /// By what part of its score a section is raised, and why.
    pub(super) fn section(self) -> impl Iterator<Item = (Evidence, f32)> {
        let row = self.first(&[
            (Self::HEADING_ROW, Evidence::HeadingRow, weight::HEADING_ROW),
            (Self::ROW, Evidence::Row, weight::ROW),
        ]);
        let name = self.first(&[(Self::HEADING, Evidence::Heading, weight::HEADING)]);
        let as_typed = self.first(&[(Self::AS_TYPED, Evidence::AsTyped, weight::AS_TYPED)]);
        row.into_iter().chain(name).chain(as_typed)
    }

    /// By what part of its score a note is raised, and why: once for its text, once for its names.
    pub(super) fn note(self) -> impl Iterator<Item = (Evidence, f32)> {
        let row = self.first(&[(Self::NOTE_ROW, Evidence::Row, weight::NOTE_ROW)]);
        let name = self.first(&[
            (Self::TITLE, Evidence::Title, weight::TITLE),
            (Self::NOTE_HEADING, Evidence::Heading, weight::NOTE_HEADING),
            (Self::NAME_ROW, Evidence::NameRow, weight::NAME_ROW),
            (Self::NOTE_HEADING_ROW, Evidence::HeadingRow, weight::NOTE_HEADING_ROW),
        ]);
        let as_typed = self.first(&[(Self::NOTE_AS_TYPED, Evidence::AsTyped, weight::NOTE_AS_TYPED)]);
        row.into_iter().chain(name).chain(as_typed)
    }

    /// By what part of its score a section is raised among those of its note, and why.
    pub(super) fn in_note(self) -> Option<(Evidence, f32)> {
        self.first(&[(Self::ROW_IN_NOTE, Evidence::Row, weight::ROW_IN_NOTE)])
    }

    /// What a section's own score is multiplied by.
    pub(super) fn section_factor(self) -> f32 {
        if self.is_none() { 1.0 } else { 1.0 + self.section().map(|(_, by)| by).sum::<f32>() }
    }

    /// What a section's own score is multiplied by among those of its note.
    pub(super) fn in_note_factor(self) -> f32 {
        self.section_factor() + self.in_note().map_or(0.0, |(_, by)| by)
    }

    /// What the score of a note and its section is multiplied by.
    pub(super) fn note_factor(self) -> f32 {
        if self.is_none() { 1.0 } else { 1.0 + self.note().map(|(_, by)| by).sum::<f32>() }
    }

    /// Whether there is no reason at all, as for almost all sections.
    fn is_none(self) -> bool {
        self.0 == 0
    }

    /// The first of several reasons that is among these.
    fn first(self, reasons: &[(Raise, Evidence, f32)]) -> Option<(Evidence, f32)> {
        let found = reasons.iter().find(|(reason, ..)| self.0 & reason.0 != 0);
        found.map(|&(_, evidence, by)| (evidence, by))
    }
}

impl BitOrAssign for Raise {
    fn bitor_assign(&mut self, other: Raise) {
        self.0 |= other.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_names_the_strongest_counts() {
        let mut raise = Raise::ROW;
        assert_eq!((raise.section_factor(), raise.note_factor()), (1.3, 1.0));
        raise |= Raise::HEADING_ROW;
        raise |= Raise::TITLE;
        raise |= Raise::NAME_ROW;
        assert_eq!((raise.section_factor(), raise.note_factor()), (1.6, 3.5));
        assert_eq!((Raise::ROW_IN_NOTE.section_factor(), Raise::ROW_IN_NOTE.in_note_factor()), (1.0, 1.3));
    }
}
