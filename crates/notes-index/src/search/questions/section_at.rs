//! Which section of a note stands at a place. Sections are in order, so a binary search unpacks few of them.

use std::ops::Range;

use crate::engine::{Doc, SectionRecord, Snapshot};
use crate::error::Result;

/// The last section of a note for which a predicate holds, by binary search: it must hold for all sections up to some
/// place and for none behind it.
pub(super) fn last_section(
    snapshot: &Snapshot,
    mut note: Range<Doc>,
    begins_before: impl Fn(&SectionRecord) -> bool,
) -> Result<Option<(Doc, SectionRecord)>> {
    let mut last = None;
    while !note.is_empty() {
        let middle = note.start + (note.end - note.start) / 2;
        let record = snapshot.record(middle)?;
        if begins_before(&record) {
            note.start = middle + 1;
            last = Some((middle, record));
        } else {
            note.end = middle;
        }
    }
    Ok(last)
}

/// The section of a note that holds a line, 1-based. A line between two sections has nothing that could be found; it
/// counts as one of the section before. Nothing for lines behind the last section.
pub(super) fn section_at(snapshot: &Snapshot, note: Range<Doc>, line: u32) -> Result<Option<Doc>> {
    let Some((doc, record)) = last_section(snapshot, note.clone(), |record| record.line <= line)? else {
        return Ok(None);
    };
    let n_lines = record.source.lines().count().max(1) as u32;
    let is_over = doc + 1 == note.end && line - record.line >= n_lines;
    Ok((!is_over).then_some(doc))
}
