//! Something for each of few sections among many.

use std::ops::Range;

use crate::engine::Doc;

/// How many sections stand together: those of a note are mostly found together, and as many numbers of four bytes fill
/// the piece of memory that a processor reads at once.
pub(super) const CHUNK: usize = 8;

/// How many chunks are many.
const MANY: usize = 4096;

/// A `T` for every [`CHUNK`] sections, once one of them was changed; all others are the default.
#[derive(Debug)]
pub(super) struct Chunks<T> {
    docs: Range<Doc>,
    /// By the section's place among `docs` divided by [`CHUNK`], one more than the place of its chunk, or 0. Empty before
    /// anything was changed.
    number_of: Vec<u32>,
    chunks: Vec<T>,
    /// Where the number of each chunk stands.
    places: Vec<u32>,
}

impl<T: Default> Chunks<T> {
    /// For some sections.
    pub(super) fn new(docs: Range<Doc>) -> Chunks<T> {
        Chunks { docs, number_of: Vec::new(), chunks: Vec::new(), places: Vec::new() }
    }

    /// The same for thousands of sections: what is there need not move so soon. What is reserved and never written takes
    /// no memory, unless it is so much that a kernel gives pages of 2 MiB for it.
    pub(super) fn for_many(docs: Range<Doc>) -> Chunks<T> {
        let mut chunks = Chunks::new(docs);
        chunks.chunks.reserve(chunks.docs.len().div_ceil(CHUNK).min(MANY));
        chunks
    }

    /// Forgets everything but the memory that it took.
    pub(super) fn clear(&mut self) {
        match self.are_few() {
            true => self.places.iter().for_each(|&place| self.number_of[place as usize] = 0),
            false => self.number_of.fill(0),
        }
        self.chunks.clear();
        self.places.clear();
    }

    /// The chunk of a section, if there is one, and the section's place in it.
    pub(super) fn get(&self, doc: Doc) -> Option<(&T, usize)> {
        let place = (doc - self.docs.start) as usize;
        let number = *self.number_of.get(place / CHUNK)?;
        Some((self.numbered(number)?, place % CHUNK))
    }

    /// The chunk of a section, and the section's place in it.
    pub(super) fn get_mut(&mut self, doc: Doc) -> (&mut T, usize) {
        if self.number_of.is_empty() {
            self.number_of = vec![0; self.docs.len().div_ceil(CHUNK)];
        }
        let place = (doc - self.docs.start) as usize;
        let number = &mut self.number_of[place / CHUNK];
        if *number == 0 {
            self.chunks.push(T::default());
            self.places.push((place / CHUNK) as u32);
            *number = self.chunks.len() as u32;
        }
        (&mut self.chunks[*number as usize - 1], place % CHUNK)
    }

    /// Calls back with all chunks that are there, in the order of their sections: with the first section of each, which
    /// need not have been changed itself.
    pub(super) fn each(&self, mut each: impl FnMut(Doc, &T)) {
        if self.are_few() {
            let mut places = self.places.clone();
            places.sort_unstable();
            for place in places {
                if let Some(chunk) = self.numbered(self.number_of[place as usize]) {
                    each(self.docs.start + place * CHUNK as Doc, chunk);
                }
            }
            return;
        }
        let mut first = self.docs.start;
        for numbers in self.number_of.chunks(STEP) {
            // Many that are 0 are passed over at once.
            if !any(numbers) {
                first += (CHUNK * STEP) as Doc;
                continue;
            }
            for &number in numbers {
                if let Some(chunk) = self.numbered(number) {
                    each(first, chunk);
                }
                first += CHUNK as Doc;
            }
        }
    }

    /// Whether it takes less to look at the place of each chunk than at all places.
    fn are_few(&self) -> bool {
        self.places.len() < self.number_of.len() / STEP
    }

    fn numbered(&self, number: u32) -> Option<&T> {
        (number as usize).checked_sub(1).map(|place| &self.chunks[place])
    }
}

/// How many numbers are passed over at once.
const STEP: usize = 64;

/// Whether any number leads to a chunk. Without an early end, so that it is done in a few instructions.
fn any(numbers: &[u32]) -> bool {
    numbers.iter().fold(0, |all, number| all | number) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firsts(chunks: &Chunks<[u64; CHUNK]>) -> Vec<Doc> {
        let mut firsts = Vec::new();
        chunks.each(|first, _| firsts.push(first));
        firsts
    }

    #[test]
    fn what_was_changed_is_kept_and_nothing_else() {
        let mut chunks: Chunks<[u64; CHUNK]> = Chunks::new(3..5003);
        assert!(chunks.get(5002).is_none() && firsts(&chunks).is_empty());
        for place in [4999, 0, 17, 16, 17] {
            let (chunk, idx) = chunks.get_mut(3 + place);
            chunk[idx] += u64::from(place) + 1;
        }
        let value = |place: Doc| chunks.get(3 + place).map_or(0, |(chunk, idx)| chunk[idx]);
        let kept: Vec<(Doc, u64)> =
            (0..5000).map(|place| (place, value(place))).filter(|(_, value)| *value > 0).collect();
        assert_eq!(kept, [(0, 1), (16, 17), (17, 36), (4999, 5000)]);
        let chunk_of = |place: usize| (3 + place / CHUNK * CHUNK) as Doc;
        assert_eq!(firsts(&chunks), [3, chunk_of(16), chunk_of(4999)]);
        assert_eq!(chunks.chunks.len(), 3);
        chunks.clear();
        assert!(chunks.get(20).is_none() && chunks.get_mut(20).0 == &[0; CHUNK]);
        // So many that all places are looked at.
        for place in (0..5000).step_by(2 * CHUNK).rev() {
            chunks.get_mut(3 + place).0[0] = 1;
        }
        assert_eq!(firsts(&chunks), (3..5003).step_by(2 * CHUNK).collect::<Vec<_>>());
        chunks.clear();
        assert!(firsts(&chunks).is_empty() && chunks.get(3).is_none());
    }
}
