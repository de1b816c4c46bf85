//! Something for each of few sections among many.

use crate::engine::Doc;

/// How many sections' numbers stand together: those of a note are mostly found together.
const CHUNK: usize = 16;

/// A `T` for each section that was ever changed, the default for all others. It takes room for those that were
/// changed, wherever they stand; an access is two steps whatever there is.
#[derive(Debug)]
pub(super) struct Slots<T> {
    /// By the section's number divided by [`CHUNK`], one more than the number of its chunk, or 0.
    chunk_of: Vec<u32>,
    /// One more than the number of a section's slot, or 0.
    chunks: Vec<[u32; CHUNK]>,
    slots: Vec<T>,
}

impl<T: Copy + Default> Slots<T> {
    /// For sections below `max_doc`.
    pub(super) fn new(max_doc: Doc) -> Slots<T> {
        let n_chunks = (max_doc as usize).div_ceil(CHUNK);
        Slots { chunk_of: vec![0; n_chunks], chunks: Vec::new(), slots: Vec::new() }
    }

    pub(super) fn get(&self, doc: Doc) -> T {
        let doc = doc as usize;
        let chunk = stored(self.chunk_of[doc / CHUNK]).map(|nth| &self.chunks[nth]);
        let slot = chunk.and_then(|chunk| stored(chunk[doc % CHUNK]));
        slot.map(|nth| self.slots[nth]).unwrap_or_default()
    }

    pub(super) fn get_mut(&mut self, doc: Doc) -> &mut T {
        let doc = doc as usize;
        let chunk = nth_or_pushed(&mut self.chunk_of[doc / CHUNK], &mut self.chunks, [0; CHUNK]);
        nth_or_pushed(&mut chunk[doc % CHUNK], &mut self.slots, T::default())
    }
}

/// Where something stands, if there is anything.
fn stored(number: u32) -> Option<usize> {
    (number as usize).checked_sub(1)
}

/// What a number leads to; if to nothing yet, something new at the end.
fn nth_or_pushed<'a, T>(number: &mut u32, items: &'a mut Vec<T>, new: T) -> &'a mut T {
    if *number == 0 {
        items.push(new);
        *number = items.len() as u32;
    }
    &mut items[*number as usize - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_changed_is_kept_and_nothing_else() {
        let mut slots: Slots<u64> = Slots::new(100);
        for doc in [99, 0, 17, 16, 17] {
            *slots.get_mut(doc) += u64::from(doc) + 1;
        }
        let kept: Vec<(Doc, u64)> =
            (0..100).map(|doc| (doc, slots.get(doc))).filter(|(_, value)| *value > 0).collect();
        assert_eq!(kept, [(0, 1), (16, 17), (17, 36), (99, 100)]);
        assert_eq!((slots.slots.len(), slots.chunks.len()), (4, 3));
    }
}
