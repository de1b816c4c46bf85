//! Which part of a section's tokens is its own name: it stands first.

use tantivy::columnar::Column;

use super::starts::Doc;
use super::{Snapshot, columns, once};
use crate::error::Result;

/// Where the names of sections end.
#[derive(Clone, Copy)]
pub(crate) struct Headings<'a> {
    snapshot: &'a Snapshot,
    /// The first position behind the name of each section; a column for each segment.
    ends: &'a [Column<u64>],
    /// The highest number in them.
    last_end: u32,
}

impl Snapshot {
    /// Opens the columns that tell it, if nobody has.
    pub(crate) fn headings(&self) -> Result<Headings<'_>> {
        let open = || columns(&self.segments, self.fields.heading_end);
        let ends = once(&self.heading_ends, open).map_err(|error| self.unusable(error))?;
        let last_end = ends.iter().map(|ends| ends.max_value() as u32).max().unwrap_or(0);
        Ok(Headings { snapshot: self, ends, last_end })
    }
}

impl Headings<'_> {
    /// Whether a position of a section lies in its own name.
    #[inline]
    pub(crate) fn hold(&self, doc: Doc, position: u32) -> bool {
        // Most positions lie behind the end of the longest name, so that no column need be asked.
        position < self.last_end && position < self.snapshot.number(self.ends, doc)
    }
}
