//! A token's postings in one segment, as tantivy has them.

use std::ops::Range;

use tantivy::postings::{BlockSegmentPostings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, Term};

use super::Snapshot;
use crate::error::Result;

impl Snapshot {
    pub(in crate::engine) fn segment_postings(
        &self,
        segment: &SegmentReader,
        field: Field,
        term: &Term,
        option: IndexRecordOption,
    ) -> Result<Option<SegmentPostings>> {
        let inverted = self.inverted(segment, field)?;
        inverted.read_postings(term, option).map_err(|error| self.unusable(error))
    }

    pub(in crate::engine) fn blocks(
        &self,
        segment: &SegmentReader,
        field: Field,
        term: &Term,
        option: IndexRecordOption,
    ) -> Result<Option<BlockSegmentPostings>> {
        let inverted = self.inverted(segment, field)?;
        inverted.read_block_postings(term, option).map_err(|error| self.unusable(error))
    }
}

/// Each of some documents of a list with its frequency. Returns the next document, at whose block the list is left, if
/// there is one.
#[inline]
pub(in crate::engine) fn walk(
    blocks: &mut BlockSegmentPostings,
    docs: Range<u32>,
    mut each: impl FnMut(u32, u32),
) -> Option<u32> {
    walk_blocks(blocks, docs, |blocks, places| {
        for (idx, &doc) in places.clone().zip(&blocks.docs()[places]) {
            each(doc, blocks.freq(idx));
        }
    })
}

/// The same without their frequencies, as many at a time as stand in a block.
#[inline]
pub(in crate::engine) fn walk_docs(
    blocks: &mut BlockSegmentPostings,
    docs: Range<u32>,
    mut each: impl FnMut(&[u32]),
) -> Option<u32> {
    walk_blocks(blocks, docs, |blocks, places| each(&blocks.docs()[places]))
}

/// The blocks of a list that have some of the documents, with the places of these: twice as fast as one by one.
#[inline]
fn walk_blocks(
    blocks: &mut BlockSegmentPostings,
    docs: Range<u32>,
    mut each: impl FnMut(&BlockSegmentPostings, Range<usize>),
) -> Option<u32> {
    while let [first, .., last] | [first @ last] = *blocks.docs() {
        if first >= docs.end {
            return Some(first);
        }
        if last < docs.start {
            blocks.seek(docs.start);
            // Where nothing is left, to seek stays at the last block; one step more ends the list.
            if blocks.docs().last().is_some_and(|&last| last < docs.start) {
                blocks.advance();
            }
            continue;
        }
        let block = blocks.docs();
        let start = if first < docs.start { block.partition_point(|&doc| doc < docs.start) } else { 0 };
        let end = if last < docs.end { block.len() } else { block.partition_point(|&doc| doc < docs.end) };
        each(blocks, start..end);
        if let Some(&next) = blocks.docs().get(end) {
            return Some(next);
        }
        blocks.advance();
    }
    None
}
