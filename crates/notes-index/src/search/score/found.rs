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

/// Frequencies of sections of a window, and their lengths.
pub(super) type Sums = Window<(u32, u32)>;

/// The postings of tokens any of which may stand in a section of a stripe; read window by window.
pub(super) struct Postings<'a> {
    lists: Vec<List<'a>>,
    /// All of the lists below this number was read.
    next: Doc,
    /// What several rare tokens have of each section together.
    rare: Kept<(u32, u32)>,
}

/// How many postings are few: to keep them takes less than to keep a list open.
const FEW: u64 = 128;

impl<'a> Postings<'a> {
    pub(super) fn of(stripe: &Stripe<'a>, lane: Lane, tokens: &[&str]) -> Result<Postings<'a>> {
        let (mut lists, mut rare) = (Vec::new(), Vec::new());
        for mut list in stripe.lists(lane, tokens)? {
            match list.most() {
                0 => {}
                1..=FEW if tokens.len() > 1 => {
                    list.read(stripe.docs(), |doc, tf, length| rare.push((doc, (tf, length))));
                }
                _ => lists.push(list),
            }
        }
        rare.sort_unstable_by_key(|posting| posting.0);
        rare.dedup_by(|(doc, (tf, _)), (kept, (sum, _))| {
            let is_same = doc == kept;
            *sum += if is_same { *tf } else { 0 };
            is_same
        });
        Ok(Postings { next: next(&lists), lists, rare: Kept::new(rare) })
    }

    /// In how many sections the tokens stand, and in how many notes.
    pub(super) fn count(&self, snapshot: &Snapshot) -> (u64, u64) {
        let mut notes = Notes::of(snapshot);
        let (mut n_sections, mut n_notes) = (0, 0);
        let mut count = |doc| {
            n_sections += 1;
            n_notes += u64::from(notes.is_next(doc));
        };
        match (self.lists.as_slice(), self.rare.all()) {
            ([], rare) => rare.iter().for_each(|&(doc, _)| count(doc)),
            ([list], []) => list.clone().read(0..Doc::MAX, |doc, _, _| count(doc)),
            _ => {
                let mut docs = DocSet::none(snapshot.max_doc());
                self.each(&mut |doc| docs.insert(doc));
                docs.iter().for_each(count);
            }
        }
        (n_sections, n_notes)
    }

    /// Calls back with all sections that hold one of the tokens, in no order.
    pub(super) fn each(&self, each: &mut dyn FnMut(Doc)) {
        for list in &self.lists {
            list.clone().read(0..Doc::MAX, |doc, _, _| each(doc));
        }
        self.rare.all().iter().for_each(|&(doc, _)| each(doc));
    }

    /// Calls back with the sections of a window that hold one of the tokens, in no order.
    pub(super) fn read_each(&mut self, docs: Range<Doc>, mut each: impl FnMut(Doc, u32, u32)) {
        if self.next < docs.end {
            self.lists.iter_mut().for_each(|list| list.read(docs.clone(), &mut each));
            self.next = next(&self.lists);
        }
        self.rare.read(&docs).iter().for_each(|&(doc, (tf, length))| each(doc, tf, length));
    }

    /// Calls back with sections of a window that hold one of the tokens at least, in order: with how often they stand there
    /// together, and the section's length in tokens. `sums` is where that is added up.
    #[inline]
    pub(super) fn read(&mut self, docs: Range<Doc>, sums: &mut Sums, mut each: impl FnMut(Doc, u32, u32)) {
        match self.lists.as_mut_slice() {
            [list] if self.rare.count() == 0 => list.read(docs, each),
            _ if docs.end <= self.next => {
                self.rare.read(&docs).iter().for_each(|&(doc, (tf, length))| each(doc, tf, length));
            }
            _ => {
                sums.move_to(docs.clone());
                self.read_each(docs, |doc, tf, length| {
                    let sum = sums.get_mut(doc);
                    *sum = (sum.0 + tf, length);
                });
                sums.each(|doc, &(tf, length)| each(doc, tf, length));
            }
        }
    }
}

/// Below which number nothing of some lists is left.
fn next(lists: &[List<'_>]) -> Doc {
    lists.iter().map(List::next).min().unwrap_or(Doc::MAX)
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
    use crate::{IndexOptions, NoteIndex, NotePath};

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

    #[test]
    fn what_is_read_piece_by_piece_is_read_once() {
        let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
        let text = |n: usize| format!("{}# {n}\n", "# pool\n\nx\n\n".repeat(n));
        for n in [300, 1, 2, 140] {
            index.put(&NotePath::new(&format!("{n}.md")).unwrap(), &text(n)).unwrap();
        }
        index.remove(&NotePath::new("2.md").unwrap()).unwrap();
        let searcher = index.searcher().unwrap();
        let snapshot = &*searcher.snapshot;
        let read = |pieces: &mut dyn Iterator<Item = Range<Doc>>| {
            let (mut list, mut postings) =
                (snapshot.whole().lists(Lane::Words, &["pool"]).unwrap().remove(0), Vec::new());
            for docs in pieces {
                list.read(docs.clone(), |doc, tf, length| {
                    assert!(docs.contains(&doc));
                    postings.push((doc, tf, length));
                });
                assert!(list.next() >= docs.end);
            }
            (postings, list.next())
        };
        let (whole, end) = read(&mut std::iter::once(0..Doc::MAX));
        // The title is a word of each section, that of the last heading, too.
        assert_eq!((whole.len(), end), (444, Doc::MAX));
        assert!(whole.is_sorted() && whole.iter().all(|&(_, tf, length)| tf > 0 && length > 0));
        for n in [1, 7, 127, 128, 129] {
            let starts = (0..snapshot.max_doc()).step_by(n as usize);
            assert_eq!(read(&mut starts.map(|start| start..start + n)).0, whole, "{n} at a time");
        }
        // What is between is passed over.
        let (some, _) = read(&mut [3..5, 250..260, 400..401].into_iter());
        let meant = |doc: &Doc| [3..5, 250..260, 400..401].iter().any(|docs| docs.contains(doc));
        assert_eq!(some, whole.iter().copied().filter(|(doc, ..)| meant(doc)).collect::<Vec<_>>());
        assert!(read(&mut std::iter::once(5000..6000)).0.is_empty());
        assert_eq!(snapshot.whole().lists(Lane::Words, &["nowhere"]).unwrap()[0].next(), Doc::MAX);
    }
}
