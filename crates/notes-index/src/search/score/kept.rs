//! What was found before the windows are gone through.

use std::ops::Range;

use crate::engine::Doc;

/// What was found beforehand, by section, to be read window by window.
#[derive(Debug)]
pub(super) struct Kept<T> {
    all: Vec<(Doc, T)>,
    n_read: usize,
}

impl<T> Kept<T> {
    /// Sections that ascend, with something for each.
    pub(super) fn new(all: Vec<(Doc, T)>) -> Kept<T> {
        Kept { all, n_read: 0 }
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.all.len() as u64
    }

    /// All of them.
    pub(super) fn all(&self) -> &[(Doc, T)] {
        &self.all
    }

    /// Whether there may be any to read up to the end of some sections.
    pub(super) fn is_left(&self, docs: &Range<Doc>) -> bool {
        self.all.get(self.n_read).is_some_and(|one| one.0 < docs.end)
    }

    /// Those of some sections, which stand behind all that were read before.
    pub(super) fn read(&mut self, docs: &Range<Doc>) -> &[(Doc, T)] {
        if !self.is_left(docs) {
            return &[];
        }
        let rest = &self.all[self.n_read..];
        let start = self.n_read + rest.partition_point(|one| one.0 < docs.start);
        let n = self.all[start..].partition_point(|one| one.0 < docs.end);
        self.n_read = start + n;
        &self.all[start..self.n_read]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_once() {
        let mut kept = Kept::new(vec![(1, 'a'), (5, 'b'), (6, 'c'), (20, 'd')]);
        assert_eq!(kept.count(), 4);
        assert_eq!(kept.read(&(0..6)), [(1, 'a'), (5, 'b')]);
        assert!(kept.is_left(&(6..7)) && !kept.is_left(&(6..6)));
        assert_eq!(kept.read(&(6..6)), []);
        assert_eq!(kept.read(&(7..30)), [(20, 'd')]);
        assert_eq!(kept.read(&(30..40)), []);
    }
}
