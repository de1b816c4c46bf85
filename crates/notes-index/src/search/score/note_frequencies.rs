//! How often something stands in a note, summed up over its sections.

use crate::engine::{Doc, Snapshot};

/// Sections that ascend → the notes that they belong to, with how often something stands there.
pub(super) struct NoteFrequencies<'a> {
    snapshot: &'a Snapshot,
    first: Doc,
    end: Doc,
    sum: u32,
}

impl<'a> NoteFrequencies<'a> {
    /// None yet.
    pub(super) fn of(snapshot: &'a Snapshot) -> NoteFrequencies<'a> {
        NoteFrequencies { snapshot, first: 0, end: 0, sum: 0 }
    }

    /// Whether a section is the first one of its note that comes up.
    #[inline]
    pub(super) fn is_next(&mut self, doc: Doc) -> bool {
        let is_next = doc >= self.end;
        if is_next {
            self.end = self.snapshot.note_end(doc);
        }
        is_next
    }

    /// Takes the next section. If it belongs to another note than the one before: that note's first section, and the sum
    /// of its frequencies.
    #[inline]
    pub(super) fn take(&mut self, doc: Doc, tf: u32) -> Option<(Doc, u32)> {
        if doc < self.end {
            self.sum += tf;
            return None;
        }
        let before = self.last();
        let note = self.snapshot.note(doc);
        (self.first, self.end, self.sum) = (note.start, note.end, tf);
        before
    }

    /// The last note, if there is one.
    pub(super) fn last(&self) -> Option<(Doc, u32)> {
        (self.end > 0).then_some((self.first, self.sum))
    }
}
