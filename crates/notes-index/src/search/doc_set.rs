//! A set of sections.

use std::ops::Range;

use crate::engine::{Doc, Snapshot};
use crate::error::Result;

/// Sections of a snapshot, a bit each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DocSet {
    bits: Vec<u64>,
}

impl DocSet {
    /// None of the sections below `max_doc`.
    pub(super) fn none(max_doc: Doc) -> DocSet {
        DocSet { bits: vec![0; (max_doc as usize).div_ceil(64)] }
    }

    /// Some sections of a snapshot.
    pub(super) fn of(snapshot: &Snapshot, some: &[Doc]) -> DocSet {
        let mut docs = DocSet::none(snapshot.max_doc());
        some.iter().for_each(|&doc| docs.insert(doc));
        docs
    }

    /// All sections of a snapshot.
    pub(super) fn all(snapshot: &Snapshot) -> DocSet {
        let mut docs = DocSet::none(snapshot.max_doc());
        snapshot.all(|doc| docs.insert(doc));
        docs
    }

    /// The sections that something calls back with.
    pub(super) fn collected(
        snapshot: &Snapshot,
        fill: impl FnOnce(&mut dyn FnMut(Doc)) -> Result<()>,
    ) -> Result<DocSet> {
        let mut docs = DocSet::none(snapshot.max_doc());
        fill(&mut |doc| docs.insert(doc))?;
        Ok(docs)
    }

    /// All sections of the notes that some sections belong to, which ascend.
    pub(super) fn notes_of(snapshot: &Snapshot, docs: impl Iterator<Item = Doc>) -> DocSet {
        let mut all = DocSet::none(snapshot.max_doc());
        notes(snapshot, docs).flatten().for_each(|doc| all.insert(doc));
        all
    }

    /// The first sections of the notes that some sections belong to, which ascend.
    pub(super) fn firsts_of(snapshot: &Snapshot, docs: impl Iterator<Item = Doc>) -> DocSet {
        let mut firsts = DocSet::none(snapshot.max_doc());
        notes(snapshot, docs).for_each(|note| firsts.insert(note.start));
        firsts
    }

    pub(super) fn insert(&mut self, doc: Doc) {
        if let Some(word) = self.bits.get_mut(doc as usize / 64) {
            *word |= 1 << (doc % 64);
        }
    }

    pub(super) fn contains(&self, doc: Doc) -> bool {
        self.bits.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }

    /// Whether any of some sections is among them.
    pub(super) fn meets(&self, docs: &Range<Doc>) -> bool {
        let (first, last) = (docs.start as usize / 64, (docs.end as usize).div_ceil(64));
        let words = self.bits.get(first..last.min(self.bits.len())).unwrap_or_default();
        let is_inner = |idx: usize| first < idx && idx + 1 < last;
        words.iter().enumerate().any(|(idx, &word)| match is_inner(first + idx) {
            true => word != 0,
            false => word != 0 && docs_of(first + idx, word).any(|doc| docs.contains(&doc)),
        })
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.bits.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Keeps what is in the other set, too.
    pub(super) fn intersect(&mut self, other: &DocSet) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(word, other)| *word &= other);
    }

    /// Keeps of some sections, which are all of them as long as none are named, those that are in a set.
    pub(super) fn narrow(some: &mut Option<DocSet>, set: &DocSet) {
        match some {
            Some(some) => some.intersect(set),
            None => *some = Some(set.clone()),
        }
    }

    /// Takes in what is in the other set.
    pub(super) fn unite(&mut self, other: &DocSet) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(word, other)| *word |= other);
    }

    /// Leaves out what is in the other set.
    pub(super) fn subtract(&mut self, other: &DocSet) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(word, other)| *word &= !other);
    }

    /// The sections, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = Doc> {
        self.bits.iter().enumerate().flat_map(|(idx, &word)| docs_of(idx, word))
    }
}

/// The notes that some sections belong to, which ascend: the sections of each.
fn notes(snapshot: &Snapshot, docs: impl Iterator<Item = Doc>) -> impl Iterator<Item = Range<Doc>> {
    let mut end = 0;
    docs.filter_map(move |doc| {
        let note = (doc >= end).then(|| snapshot.note(doc))?;
        end = note.end;
        Some(note)
    })
}

/// The sections of a word of bits.
fn docs_of(idx: usize, word: u64) -> impl Iterator<Item = Doc> {
    bits_of(word).map(move |bit| (idx * 64 + bit) as Doc)
}

/// The places of the bits of a word that are set, ascending.
#[inline]
pub(super) fn bits_of(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros())?;
        word &= word - 1;
        Some(bit as usize)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(docs: &[Doc]) -> DocSet {
        let mut set = DocSet::none(200);
        docs.iter().for_each(|&doc| set.insert(doc));
        set
    }

    #[test]
    fn sets() {
        let mut docs = set(&[0, 63, 64, 199]);
        assert!(docs.contains(63) && !docs.contains(62) && !docs.contains(10_000));
        assert_eq!(docs.iter().collect::<Vec<_>>(), [0, 63, 64, 199]);
        docs.intersect(&set(&[63, 64, 65]));
        docs.unite(&set(&[1]));
        docs.subtract(&set(&[64]));
        assert_eq!(docs, set(&[1, 63]));
        let meets = |range: Range<Doc>| set(&[70, 150]).meets(&range);
        assert!(meets(70..71) && meets(0..200) && meets(71..151) && meets(100..10_000) && meets(64..128));
        assert!(!meets(0..70) && !meets(71..150) && !meets(151..500) && !meets(70..70) && !meets(300..400));
    }
}
