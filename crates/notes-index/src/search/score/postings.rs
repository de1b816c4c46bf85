//! Tokens → where they stand.

use std::ops::Range;

use super::kept::Kept;
use super::note_frequencies::NoteFrequencies;
use super::window::Window;
use crate::engine::{Doc, PostingList, Snapshot, Stripe, TextField};
use crate::error::Result;
use crate::search::doc_set::DocSet;

/// How often something stands in a section, and how many tokens the section has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) tf: u32,
    pub(super) length: u32,
}

/// What the sections of a window have of several tokens together.
pub(super) type Sums = Window<Posting>;

/// The postings of tokens any of which may stand in a section of a stripe; read window by window.
pub(super) struct Postings<'a> {
    lists: Vec<PostingList<'a>>,
    /// All of the lists below this number was read.
    next: Doc,
    /// What several rare tokens have of each section together.
    rare: Kept<Posting>,
}

/// How many postings are few: to keep them takes less than to keep a list open.
const FEW: u64 = 128;

impl<'a> Postings<'a> {
    pub(super) fn of(stripe: &Stripe<'a>, field: TextField, tokens: &[&str]) -> Result<Postings<'a>> {
        let (mut lists, mut rare) = (Vec::new(), Vec::new());
        for mut list in stripe.lists(field, tokens)? {
            match list.max_doc_freq() {
                0 => {}
                1..=FEW if tokens.len() > 1 => {
                    list.read(stripe.docs(), |doc, tf, length| {
                        rare.push((doc, Posting { tf, length }));
                    });
                }
                _ => lists.push(list),
            }
        }
        rare.sort_unstable_by_key(|posting| posting.0);
        rare.dedup_by(|(doc, posting), (kept, sum)| {
            let is_same = doc == kept;
            sum.tf += if is_same { posting.tf } else { 0 };
            is_same
        });
        Ok(Postings { next: next(&lists), lists, rare: Kept::new(rare) })
    }

    /// In how many sections the tokens stand, and in how many notes.
    pub(super) fn count(&self, snapshot: &Snapshot) -> (u64, u64) {
        let mut notes = NoteFrequencies::of(snapshot);
        let (mut n_sections, mut n_notes) = (0, 0);
        let mut count = |doc| {
            n_sections += 1;
            n_notes += u64::from(notes.is_next(doc));
        };
        match (self.lists.as_slice(), self.rare.all()) {
            ([], rare) => rare.iter().for_each(|&(doc, _)| count(doc)),
            ([list], []) => list.each_doc(count),
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
            list.each_doc(&mut *each);
        }
        self.rare.all().iter().for_each(|&(doc, _)| each(doc));
    }

    /// Calls back with the sections of a window that hold one of the tokens, in no order.
    pub(super) fn read_each(&mut self, docs: Range<Doc>, mut each: impl FnMut(Doc, u32, u32)) {
        if self.next < docs.end {
            self.lists.iter_mut().for_each(|list| list.read(docs.clone(), &mut each));
            self.next = next(&self.lists);
        }
        self.rare.read(&docs).iter().for_each(|&(doc, Posting { tf, length })| each(doc, tf, length));
    }

    /// Calls back with sections of a window that hold one of the tokens at least, in order: with how often they stand there
    /// together, and the section's length in tokens. `sums` is where that is added up.
    #[inline]
    pub(super) fn read(&mut self, docs: Range<Doc>, sums: &mut Sums, mut each: impl FnMut(Doc, u32, u32)) {
        match self.lists.as_mut_slice() {
            [list] if self.rare.count() == 0 => list.read(docs, each),
            _ if docs.end <= self.next => {
                self.rare.read(&docs).iter().for_each(|&(doc, Posting { tf, length })| each(doc, tf, length));
            }
            _ => {
                sums.move_to(docs.clone());
                self.read_each(docs, |doc, tf, length| {
                    let sum = sums.get_mut(doc);
                    *sum = Posting { tf: sum.tf + tf, length };
                });
                sums.each(|doc, &Posting { tf, length }| each(doc, tf, length));
            }
        }
    }
}

/// Below which number nothing of some lists is left.
fn next(lists: &[PostingList<'_>]) -> Doc {
    lists.iter().map(PostingList::next).min().unwrap_or(Doc::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{IndexOptions, NoteIndex, NotePath};

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
                (snapshot.whole().lists(TextField::Words, &["pool"]).unwrap().remove(0), Vec::new());
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
        assert_eq!(snapshot.whole().lists(TextField::Words, &["nowhere"]).unwrap()[0].next(), Doc::MAX);
    }
}
