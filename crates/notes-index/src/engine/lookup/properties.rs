//! What notes say of themselves: the values of a property, tags, days.

use std::collections::BTreeMap;

use tantivy::SegmentReader;
use tantivy::schema::IndexRecordOption;

use crate::date::{Clock, Day};
use crate::engine::documents::{TAG_PREFIX, property_prefix};
use crate::engine::snapshot::{Doc, Snapshot};
use crate::error::Result;

/// Where a tag stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TagDocs {
    /// How many notes have it.
    pub(crate) n_notes: usize,
    /// A section of the one whose path comes first, whatever segment it stands in.
    pub(crate) example: Doc,
    /// The first section of the note that was counted last.
    last: Doc,
}

impl Snapshot {
    /// The first sections of the notes that have a wanted value of a property, as folded.
    pub(crate) fn with_property(
        &self,
        name: &str,
        wanted: impl Fn(&str) -> bool,
        mut each: impl FnMut(Doc),
    ) -> Result<()> {
        self.with_value(&property_prefix(name), |value, doc| {
            if wanted(value) {
                each(doc);
            }
        })
    }

    /// The folded tags of all notes, with those above them.
    pub(crate) fn tag_counts(&self) -> Result<BTreeMap<String, TagDocs>> {
        let mut counts: BTreeMap<String, TagDocs> = BTreeMap::new();
        let mut failed = None;
        self.with_value(TAG_PREFIX, |tag, doc| {
            let first = self.first(doc);
            let Some(docs) = counts.get_mut(tag) else {
                counts.insert(tag.to_owned(), TagDocs { n_notes: 1, example: doc, last: first });
                return;
            };
            // The sections of a note stand side by side.
            if docs.last == first {
                return;
            }
            (docs.n_notes, docs.last) = (docs.n_notes + 1, first);
            match self.is_path_before(doc, docs.example) {
                Ok(true) => docs.example = doc,
                Ok(false) => {}
                Err(error) => failed = Some(error),
            }
        })?;
        failed.map_or(Ok(counts), Err)
    }

    /// The sections that have a facet with this beginning, and the rest of the facet.
    fn with_value(&self, prefix: &str, mut each: impl FnMut(&str, Doc)) -> Result<()> {
        let option = IndexRecordOption::Basic;
        self.postings_beginning(self.facet_field(), prefix, option, |term, doc, _| {
            each(term.strip_prefix(prefix).unwrap_or_default(), doc);
        })
    }

    /// The first sections of the notes that were made on wanted days, as they say themselves.
    pub(crate) fn with_created(&self, wanted: impl Fn(Day) -> bool, mut each: impl FnMut(Doc)) -> Result<()> {
        for (segment, base) in self.segments() {
            let created = self.numbers(segment, self.fields.created)?;
            let is_meant = |doc: &Doc| created.first(*doc).is_some_and(&wanted);
            alive(segment).filter(is_meant).for_each(|doc| each(base + doc));
        }
        Ok(())
    }

    /// The first sections of the notes that were last changed on wanted days: as they say themselves, else as
    /// their files do by a clock.
    pub(crate) fn with_modified(
        &self,
        clock: &Clock,
        wanted: impl Fn(Day) -> bool,
        mut each: impl FnMut(Doc),
    ) -> Result<()> {
        for (segment, base) in self.segments() {
            let revised = self.numbers(segment, self.fields.revised)?;
            let modified = self.numbers(segment, self.fields.modified)?;
            let day =
                |doc: Doc| revised.first(doc).or_else(|| modified.first(doc).map(|ns| clock.day_at(ns)));
            let is_first = |doc: Doc| self.first(base + doc) == base + doc;
            let is_meant = |doc: &Doc| is_first(*doc) && day(*doc).is_some_and(&wanted);
            alive(segment).filter(is_meant).for_each(|doc| each(base + doc));
        }
        Ok(())
    }
}

fn alive(segment: &SegmentReader) -> impl Iterator<Item = Doc> {
    (0..segment.max_doc()).filter(|&doc| !segment.is_deleted(doc))
}
