//! What some sections or notes have, by the terms and columns that say so: for counts.

use tantivy::schema::IndexRecordOption;
use tantivy_fst::automaton::AlwaysMatch;

use crate::date::{Clock, Day};
use crate::engine::documents::{LANGUAGE_PREFIX, TAG_PREFIX};
use crate::engine::snapshot::{Doc, Snapshot, walk_docs};
use crate::error::Result;

impl Snapshot {
    /// Calls back with each tag as folded, and the sections that tell it, those that were removed included; a tag of several
    /// segments comes once for each. A note's first section tells all its tags.
    pub(crate) fn each_tag(&self, each: impl FnMut(&str, &[Doc])) -> Result<()> {
        self.each_facet(TAG_PREFIX, each)
    }

    /// The same with languages and the sections that hold code in them.
    pub(crate) fn each_language(&self, each: impl FnMut(&str, &[Doc])) -> Result<()> {
        self.each_facet(LANGUAGE_PREFIX, each)
    }

    fn each_facet(&self, prefix: &str, mut each: impl FnMut(&str, &[Doc])) -> Result<()> {
        let (option, mut docs) = (IndexRecordOption::Basic, Vec::new());
        self.terms_beginning(self.facet_field(), prefix, &AlwaysMatch, |within, term, info| {
            let blocks = within.inverted.read_block_postings_from_terminfo(info, option);
            let mut blocks = blocks.map_err(|error| self.unusable(error))?;
            docs.clear();
            walk_docs(&mut blocks, 0..within.segment.max_doc(), |own| {
                docs.extend(own.iter().map(|&doc| within.base + doc));
            });
            each(term.strip_prefix(prefix).unwrap_or_default(), &docs);
            Ok(())
        })
    }

    /// Calls back with the day on which each of some notes was last changed, in their order: as it says itself, else as its
    /// file does by a clock. Notes are given by their first sections, which ascend.
    pub(crate) fn each_modified(
        &self,
        firsts: &[Doc],
        clock: &Clock,
        mut each: impl FnMut(Doc, Option<Day>),
    ) -> Result<()> {
        let mut firsts = firsts;
        for (segment, base) in self.segments() {
            let own;
            (own, firsts) = firsts.split_at(firsts.partition_point(|&doc| doc < base + segment.max_doc()));
            if own.is_empty() {
                continue;
            }
            let revised = self.numbers(segment, self.fields.revised)?;
            let modified = self.numbers(segment, self.fields.modified)?;
            for &doc in own {
                let day = || modified.first(doc - base).map(|ns| clock.day_at(ns));
                each(doc, revised.first(doc - base).or_else(day));
            }
        }
        Ok(())
    }
}
