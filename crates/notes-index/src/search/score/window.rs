//! Something for each section of a window: neighbouring notes that are scored together, so few that what is known of
//! them stays in a processor's cache (as in Lucene's `BooleanScorer`, which scores 2,048 documents at a time).

use std::ops::Range;

use crate::engine::Doc;
use crate::search::doc_set::bits_of;

/// How many sections a window has, or a few more, as no note is cut.
pub(super) const WINDOW: Doc = 2048;

/// A `T` for every section of a window; the default, unless it was changed.
#[derive(Debug, Default)]
pub(super) struct Window<T> {
    docs: Range<Doc>,
    values: Vec<T>,
    /// A bit for each section that may have been changed.
    changed: Vec<u64>,
}

impl<T: Copy + Default> Window<T> {
    /// Goes on to other sections, of which nothing is known.
    pub(super) fn move_to(&mut self, docs: Range<Doc>) {
        for (idx, bits) in self.changed.iter_mut().enumerate() {
            bits_of(std::mem::take(bits)).for_each(|bit| self.values[idx * 64 + bit] = T::default());
        }
        if docs.len() > self.values.len() {
            if docs.len() > self.values.capacity() {
                // Later windows may be somewhat longer, and to grow then would take as much memory once more.
                self.values.reserve_exact(docs.len() + docs.len() / 8 - self.values.len());
            }
            self.values.resize(docs.len(), T::default());
            self.changed.resize(docs.len().div_ceil(64), 0);
        }
        self.docs = docs;
    }

    pub(super) fn docs(&self) -> Range<Doc> {
        self.docs.clone()
    }

    /// What is known of a section.
    #[inline]
    pub(super) fn get(&self, doc: Doc) -> &T {
        &self.values[(doc - self.docs.start) as usize]
    }

    /// What is known of a section, to be changed.
    #[inline]
    pub(super) fn get_mut(&mut self, doc: Doc) -> &mut T {
        let idx = (doc - self.docs.start) as usize;
        self.changed[idx / 64] |= 1 << (idx % 64);
        &mut self.values[idx]
    }

    /// Calls back with what may have been changed, in order.
    pub(super) fn each(&self, mut each: impl FnMut(Doc, &T)) {
        for (idx, &bits) in self.changed.iter().enumerate() {
            for bit in bits_of(bits) {
                let place = idx * 64 + bit;
                each(self.docs.start + place as Doc, &self.values[place]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(window: &Window<u32>) -> Vec<(Doc, u32)> {
        let mut changed = Vec::new();
        window.each(|doc, &value| changed.push((doc, value)));
        changed
    }

    #[test]
    fn nothing_is_left_of_the_window_before() {
        let mut window = Window::default();
        window.move_to(3..303);
        for doc in [302, 3, 66, 67, 66] {
            *window.get_mut(doc) += doc;
        }
        assert_eq!(changed(&window), [(3, 3), (66, 132), (67, 67), (302, 302)]);
        assert_eq!((*window.get(66), *window.get(68)), (132, 0));
        for docs in [303..310, 310..900] {
            window.move_to(docs.clone());
            assert_eq!((changed(&window), window.docs()), (vec![], docs.clone()));
            assert!(docs.clone().all(|doc| *window.get(doc) == 0));
            *window.get_mut(docs.end - 1) = 1;
            assert_eq!(changed(&window), [(docs.end - 1, 1)]);
        }
    }
}
