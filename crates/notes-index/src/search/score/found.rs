//! Tokens → where they stand, and in how many places that is.

use std::ops::{AddAssign, Range};

use super::window::Window;
use crate::engine::{Doc, Lane, List, Snapshot, Stripe};
use crate::error::Result;
use crate::search::doc_set::DocSet;

/// In how many sections, notes and names of notes something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) sections: u64,
    pub(super) notes: u64,
    pub(super) names: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.sections += other.sections;
        self.notes += other.notes;
        self.names += other.names;
    }
}

/// The postings of tokens any of which may stand in a section; read window by window.
pub(super) struct Postings<'a> {
    lists: Vec<List<'a>>,
    sums: Window<(u32, u32)>,
}

impl<'a> Postings<'a> {
    pub(super) fn of(snapshot: &'a Snapshot, lane: Lane, tokens: &[&str]) -> Result<Postings<'a>> {
        let mut lists = tokens.iter().map(|token| snapshot.list(lane, token)).collect::<Result<Vec<_>>>()?;
        lists.retain(|list| !list.is_over());
        Ok(Postings { lists, sums: Window::default() })
    }

    /// In how many sections of a stripe the tokens stand, and in how many notes.
    pub(super) fn count(&self, stripe: &Stripe<'_>) -> (u64, u64) {
        let mut notes = Notes::of(stripe.snapshot());
        let (mut n_sections, mut n_notes) = (0, 0);
        let mut count = |doc| {
            n_sections += 1;
            n_notes += u64::from(notes.is_next(doc));
        };
        if let [list] = self.lists.as_slice() {
            list.clone().read(stripe.docs(), |doc, _, _| count(doc));
        } else {
            let mut docs = DocSet::none(stripe.snapshot().max_doc());
            for list in &self.lists {
                list.clone().read(stripe.docs(), |doc, _, _| docs.insert(doc));
            }
            docs.iter().for_each(count);
        }
        (n_sections, n_notes)
    }

    /// Calls back with all sections of a stripe that hold one of the tokens, for each in order.
    pub(super) fn each(&self, stripe: &Stripe<'_>, each: &mut dyn FnMut(Doc)) {
        for list in &self.lists {
            list.clone().read(stripe.docs(), |doc, _, _| each(doc));
        }
    }

    /// Calls back with sections of a window that hold one of the tokens at least, in order: with how often they stand there
    /// together, and the section's length in tokens.
    #[inline]
    pub(super) fn read(&mut self, docs: Range<Doc>, mut each: impl FnMut(Doc, u32, u32)) {
        match self.lists.as_mut_slice() {
            [] => return,
            [list] => return list.read(docs, each),
            _ => {}
        }
        self.sums.move_to(docs.clone());
        for list in &mut self.lists {
            list.read(docs.clone(), |doc, tf, length| {
                let sum = self.sums.get_mut(doc);
                *sum = (sum.0 + tf, length);
            });
        }
        self.sums.each(|doc, &(tf, length)| each(doc, tf, length));
    }
}

/// Sections that ascend → the notes that they belong to, with how often something stands there.
pub(super) struct Notes<'a> {
    snapshot: &'a Snapshot,
    first: Doc,
    end: Doc,
    sum: u32,
}

impl<'a> Notes<'a> {
    /// None yet.
    pub(super) fn of(snapshot: &'a Snapshot) -> Notes<'a> {
        Notes { snapshot, first: 0, end: 0, sum: 0 }
    }

    /// Whether a section is the first one of its note that comes up.
    #[inline]
    pub(super) fn is_next(&mut self, doc: Doc) -> bool {
        let is_next = doc >= self.end;
        if is_next {
            self.end = self.snapshot.note_end(doc);
        }
        is_next
    }

    /// Takes the next section. If it belongs to another note than the one before: that note's first section, and the sum
    /// of its frequencies.
    #[inline]
    pub(super) fn take(&mut self, doc: Doc, tf: u32) -> Option<(Doc, u32)> {
        if doc < self.end {
            self.sum += tf;
            return None;
        }
        let before = self.last();
        let note = self.snapshot.note(doc);
        (self.first, self.end, self.sum) = (note.start, note.end, tf);
        before
    }

    /// The last note, if there is one.
    pub(super) fn last(&self) -> Option<(Doc, u32)> {
        (self.end > 0).then_some((self.first, self.sum))
    }
}

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
