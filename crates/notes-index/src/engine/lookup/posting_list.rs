//! The postings of a token, read in order, some sections at a time.

use std::ops::Range;
use std::slice;
use std::sync::OnceLock;

use tantivy::fastfield::AliveBitSet;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, Term};

use crate::engine::documents::Facet;
use crate::engine::snapshot::{Doc, Snapshot, Stripe, TextField, once, walk, walk_docs};
use crate::error::Result;

/// A token's postings in a stripe, each once.
#[derive(Clone)]
pub(crate) struct PostingList<'a> {
    parts: Vec<Part<'a>>,
    /// See [`PostingList::next`].
    next: Doc,
}

/// A token's postings in a segment.
#[derive(Clone)]
struct Part<'a> {
    /// The blocks, from the first one on that may hold what was not read yet.
    blocks: BlockSegmentPostings,
    /// The number of the segment's first section.
    base: Doc,
    /// The numbers of its sections that are meant.
    docs: Range<Doc>,
    alive: Option<&'a AliveBitSet>,
    lengths: Option<FieldNormReader>,
}

impl<'a> Stripe<'a> {
    /// The postings of some tokens, a list each.
    pub(crate) fn lists(&self, field: TextField, tokens: &[&str]) -> Result<Vec<PostingList<'a>>> {
        let field = self.snapshot().field(field);
        let terms: Vec<Term> = tokens.iter().map(|token| Term::from_field_text(field, token)).collect();
        self.lists_of(field, &terms, IndexRecordOption::WithFreqs)
    }

    /// The sections that have a property.
    pub(crate) fn facet_list(&self, facet: &Facet<'_>) -> Result<PostingList<'a>> {
        let field = self.snapshot().fields.facet;
        self.list_of(field, &Term::from_field_text(field, &facet.term()), IndexRecordOption::Basic)
    }

    pub(super) fn list_of(
        &self,
        field: Field,
        term: &Term,
        option: IndexRecordOption,
    ) -> Result<PostingList<'a>> {
        Ok(self.lists_of(field, slice::from_ref(term), option)?.pop().unwrap_or_default())
    }

    fn lists_of(
        &self,
        field: Field,
        terms: &[Term],
        option: IndexRecordOption,
    ) -> Result<Vec<PostingList<'a>>> {
        let (snapshot, mut lists) = (self.snapshot(), vec![PostingList::default(); terms.len()]);
        for (segment, base, own) in self.segments() {
            let inverted = snapshot.inverted(segment, field)?;
            let lengths = OnceLock::new();
            for (list, term) in lists.iter_mut().zip(terms) {
                let blocks = inverted.read_block_postings(term, option);
                let Some(blocks) = blocks.map_err(|error| snapshot.unusable(error))? else { continue };
                list.next = 0;
                list.parts.push(Part {
                    blocks,
                    base,
                    docs: base + own.start..base + own.end,
                    alive: segment.alive_bitset(),
                    lengths: once(&lengths, || snapshot.lengths(segment, field))?.clone(),
                });
            }
        }
        Ok(lists)
    }
}

/// Nothing.
impl Default for PostingList<'_> {
    fn default() -> Self {
        PostingList { parts: Vec::new(), next: Doc::MAX }
    }
}

impl Snapshot {
    fn lengths(&self, segment: &SegmentReader, field: Field) -> Result<Option<FieldNormReader>> {
        if ![self.fields.words, self.fields.heading, self.fields.name].contains(&field) {
            return Ok(None);
        }
        segment.fieldnorms_readers().get_field(field).map_err(|error| self.unusable(error))
    }
}

impl PostingList<'_> {
    /// Calls back with some sections that hold the token, its frequency, and the section's length in tokens; the length is
    /// 0 in fields that keep none. What is read must stand behind all that was read before.
    #[inline]
    pub(crate) fn read(&mut self, docs: Range<Doc>, each: impl FnMut(Doc, u32, u32)) {
        if self.next < docs.end {
            self.read_on(docs, each);
        }
    }

    fn read_on(&mut self, docs: Range<Doc>, mut each: impl FnMut(Doc, u32, u32)) {
        self.next = Doc::MAX;
        for Part { blocks, base, docs: all, alive, lengths } in &mut self.parts {
            let base = *base;
            let own = docs.start.max(all.start)..docs.end.min(all.end);
            if own.is_empty() {
                self.next = self.next.min(if docs.end <= all.start { all.start } else { Doc::MAX });
                continue;
            }
            let own = own.start - base..own.end - base;
            let length = |doc: u32| lengths.as_ref().map_or(0, |lengths| lengths.fieldnorm(doc));
            let left = match alive {
                None => walk(blocks, own, |doc, frequency| each(base + doc, frequency, length(doc))),
                Some(alive) => walk(blocks, own, |doc, frequency| {
                    if alive.is_alive(doc) {
                        each(base + doc, frequency, length(doc));
                    }
                }),
            };
            self.next = self.next.min(left.map_or(Doc::MAX, |doc| base + doc));
        }
    }

    /// Calls back with all sections that hold the token, in order; wherever it was read to, it is left there.
    pub(crate) fn each_doc(&self, mut each: impl FnMut(Doc)) {
        for Part { blocks, base, docs, alive, .. } in &self.parts {
            walk_docs(&mut blocks.clone(), docs.start - base..docs.end - base, |docs| match alive {
                None => docs.iter().for_each(|&doc| each(base + doc)),
                Some(alive) => {
                    docs.iter().filter(|&&doc| alive.is_alive(doc)).for_each(|&doc| each(base + doc));
                }
            });
        }
    }

    /// In how many sections the token stands at most: deleted sections count, and so do those of the same segments in
    /// other stripes.
    pub(crate) fn max_doc_freq(&self) -> u64 {
        self.parts.iter().map(|part| u64::from(part.blocks.doc_freq())).sum()
    }

    /// Nothing below this number is left; [`Doc::MAX`] if nothing is left at all.
    pub(crate) fn next(&self) -> Doc {
        self.next
    }
}
