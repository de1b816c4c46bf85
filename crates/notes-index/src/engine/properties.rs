//! What the front matter says of notes: the values of a property, days.

use std::ops::Range;

use tantivy::columnar::Column;
use tantivy::{DocSet, SegmentReader, TERMINATED};

use super::facet::property_prefix;
use super::snapshot::{Doc, Snapshot};
use super::terms::prefix_end;
use crate::date::{Day, day_at};
use crate::error::Result;

impl Snapshot {
    /// The sections of the note that begins with a section.
    pub(crate) fn sections_of(&self, first: Doc) -> Range<Doc> {
        let of_another = |doc: &Doc| *doc >= self.max_doc() || self.first(*doc) != first;
        let end = (first + 1..).find(of_another).unwrap_or(first + 1);
        first..end
    }

    /// The first sections of the notes that have a wanted value of a property, as folded.
    pub(crate) fn with_property(
        &self,
        name: &str,
        wanted: impl Fn(&str) -> bool,
        mut each: impl FnMut(Doc),
    ) -> Result<()> {
        let prefix = property_prefix(name);
        for (segment, base) in self.segments() {
            let inverted =
                segment.inverted_index(self.facet_field()).map_err(|error| self.unusable(error))?;
            let range = inverted.terms().range().ge(prefix.as_bytes()).lt(prefix_end(&prefix));
            let mut stream = range.into_stream().map_err(|error| self.unusable(error))?;
            while stream.advance() {
                let value = stream.key().get(prefix.len()..).unwrap_or_default();
                if !std::str::from_utf8(value).is_ok_and(&wanted) {
                    continue;
                }
                let option = tantivy::schema::IndexRecordOption::Basic;
                let postings = inverted.read_postings_from_terminfo(stream.value(), option);
                let mut postings = postings.map_err(|error| self.unusable(error))?;
                while postings.doc() != TERMINATED {
                    if !segment.is_deleted(postings.doc()) {
                        each(base + postings.doc());
                    }
                    postings.advance();
                }
            }
        }
        Ok(())
    }

    /// The first sections of the notes that were made on wanted days, as they say themselves.
    pub(crate) fn with_created(&self, wanted: impl Fn(Day) -> bool, mut each: impl FnMut(Doc)) -> Result<()> {
        for (segment, base) in self.segments() {
            let created = self.days(segment, "created")?;
            let is_meant = |doc: &Doc| created.first(*doc).is_some_and(&wanted);
            alive(segment).filter(is_meant).for_each(|doc| each(base + doc));
        }
        Ok(())
    }

    /// The first sections of the notes that were last changed on wanted days: as they say themselves, else as
    /// their files do.
    pub(crate) fn with_modified(
        &self,
        wanted: impl Fn(Day) -> bool,
        mut each: impl FnMut(Doc),
    ) -> Result<()> {
        for (segment, base) in self.segments() {
            let (revised, modified) = (self.days(segment, "revised")?, self.days(segment, "modified")?);
            let day = |doc: Doc| revised.first(doc).or_else(|| modified.first(doc).map(day_at));
            let is_first = |doc: Doc| self.first(base + doc) == base + doc;
            let is_meant = |doc: &Doc| is_first(*doc) && day(*doc).is_some_and(&wanted);
            alive(segment).filter(is_meant).for_each(|doc| each(base + doc));
        }
        Ok(())
    }

    fn days(&self, segment: &SegmentReader, column: &str) -> Result<Column<i64>> {
        segment.fast_fields().i64(column).map_err(|error| self.unusable(error))
    }
}

fn alive(segment: &SegmentReader) -> impl Iterator<Item = Doc> {
    (0..segment.max_doc()).filter(|&doc| !segment.is_deleted(doc))
}
