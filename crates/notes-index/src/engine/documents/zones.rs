//! Where code stands in a section, as one value of a column: for filters, which ask for positions and languages.

use std::ops::Range;

use super::facet::hash;
use super::record::CodeRecord;
use crate::analysis::Shape;

/// The positions of code blocks with a hash of each one's language, for filters.
pub(super) fn encode_zones(shape: &Shape, blocks: &[CodeRecord]) -> Vec<u8> {
    let zone = |(positions, block): (&Range<u32>, &CodeRecord)| {
        [positions.start, positions.end, hash(block.language.as_deref().unwrap_or_default())]
    };
    let numbers = shape.code.iter().zip(blocks).flat_map(zone);
    numbers.flat_map(u32::to_le_bytes).collect()
}

/// The positions of a section's code blocks that are of one of some languages; of any if none is named.
pub(in crate::engine) fn decode_zones<'a>(
    bytes: &'a [u8],
    languages: &'a [String],
) -> impl Iterator<Item = (usize, Range<u32>)> + 'a {
    bytes.chunks_exact(12).enumerate().filter_map(move |(idx, zone)| {
        let number = |at: usize| u32::from_le_bytes([zone[at], zone[at + 1], zone[at + 2], zone[at + 3]]);
        let wanted = languages.is_empty() || languages.iter().any(|language| hash(language) == number(8));
        wanted.then(|| (idx, number(0)..number(4)))
    })
}
