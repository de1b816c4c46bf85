//! What is stored of a section, unpacked.

use std::ops::Range;

use crate::analysis::Reading;
use crate::engine::{CodeRecord, SectionRecord};
use crate::note::Span;

/// A section with what a reader reads of it. All ranges are bytes of its source.
pub(super) struct Unpacked<'a> {
    pub(super) record: &'a SectionRecord,
    pub(super) spans: Vec<Span>,
    pub(super) reading: Reading,
    /// The lines of the code blocks, with their fences, in order.
    pub(super) blocks: Vec<Range<usize>>,
}

impl<'a> Unpacked<'a> {
    pub(super) fn new(record: &'a SectionRecord) -> Unpacked<'a> {
        let spans = record.spans.unpack(&record.source);
        let reading = Reading::new(&record.source, &spans);
        Unpacked { record, spans, reading, blocks: code_ranges(record) }
    }

    /// The code block that a byte of the section is in.
    pub(super) fn block_at(&self, at: usize) -> Option<usize> {
        let idx = self.blocks.partition_point(|block| block.end <= at);
        self.blocks.get(idx).filter(|block| block.start <= at).map(|_| idx)
    }
}

/// The lines of the code blocks, cut to character borders: a damaged index must not lead outside.
fn code_ranges(record: &SectionRecord) -> Vec<Range<usize>> {
    let source = &record.source;
    let sound = |block: &CodeRecord| {
        let end = source.floor_char_boundary((block.range.end as usize).min(source.len()));
        source.floor_char_boundary((block.range.start as usize).min(end))..end
    };
    record.code_blocks.iter().map(sound).collect()
}
