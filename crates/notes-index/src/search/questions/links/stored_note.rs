//! A note as a snapshot has it, read anew.

use std::cell::OnceCell;
use std::ops::Range;

use super::anchor::Anchors;
use crate::engine::{Doc, Snapshot};
use crate::error::Result;
use crate::markdown::parse_note;
use crate::note::Note;
use crate::note::target::percent_decoded;
use crate::text::LineIndex;

/// A note with its text.
pub(super) struct StoredNote {
    pub(super) note: Note,
    pub(super) text: String,
    pub(super) lines: LineIndex,
    /// Gathered for the first link to a place in it.
    anchors: OnceCell<Anchors>,
}

impl StoredNote {
    /// Reads a note, given by its sections, from what is stored of them, which is all of its text. Nothing if there are none.
    pub(super) fn new(snapshot: &Snapshot, sections: Range<Doc>) -> Result<Option<StoredNote>> {
        let Some(first) = sections.clone().next() else { return Ok(None) };
        let mut text = String::new();
        for doc in sections {
            snapshot.stored(doc, |section| {
                text.push_str(str::from_utf8(section.source).ok()?);
                Some(())
            })?;
        }
        let note = parse_note(snapshot.note_path(first)?, &text).note;
        Ok(Some(StoredNote { note, lines: LineIndex::new(&text), text, anchors: OnceCell::new() }))
    }

    /// The line that an anchor names, as it is written or percent-decoded.
    pub(super) fn line_of(&self, anchor: &str) -> Option<u32> {
        let anchors = self.anchors.get_or_init(|| Anchors::new(&self.note, &self.text));
        let offset = anchors.offset(anchor).or_else(|| anchors.offset(&percent_decoded(anchor)))?;
        Some(self.lines.line(offset))
    }

    /// What leads to the section that holds a byte.
    pub(super) fn breadcrumb_at(&self, offset: usize) -> Vec<String> {
        let sections = &self.note.sections;
        let behind = sections.partition_point(|section| section.range.start <= offset);
        behind.checked_sub(1).map_or_else(Vec::new, |idx| sections[idx].breadcrumb.clone())
    }
}
