//! What the sections of a stripe hold of a query, and what that adds up to.
//!
//! A query pays for the sections that it finds, not for those that there are. A list of postings changes one or two of
//! the things that are known of each section, so they stand apart: what is not changed is not read.

use std::ops::Range;
use std::sync::{Arc, Mutex};

use super::chunks::{CHUNK, Chunks};
use super::found::Scratch;
use super::ledger::{Ledger, Lookup};
use super::raise::Raise;
use crate::engine::Doc;
use crate::search::explain::{Evidence, Scope};

/// See the module.
#[derive(Debug)]
pub(in crate::search) struct Board {
    memory: Memory,
    spare: Arc<Spare>,
    /// Who wants to know what was added to what.
    ledger: Option<Ledger>,
}

/// What is known of sections and notes.
#[derive(Debug)]
struct Memory {
    docs: Range<Doc>,
    scratch: Scratch,
    chunks: Chunks<Chunk>,
    /// Terms, as bits, that stand in what leads to a section; its own may be left out.
    context: Chunks<[u64; CHUNK]>,
    /// Terms in a note's names.
    names: Chunks<[u64; CHUNK]>,
    /// What a section's own heading says, by which the sections of a note are told apart.
    heading: Chunks<[f32; CHUNK]>,
    /// What raises a section, and its note.
    raise: Chunks<[Raise; CHUNK]>,
}

impl Memory {
    fn new(docs: Range<Doc>) -> Memory {
        Memory {
            chunks: Chunks::for_many(docs.clone()),
            context: Chunks::new(docs.clone()),
            names: Chunks::new(docs.clone()),
            heading: Chunks::new(docs.clone()),
            raise: Chunks::new(docs.clone()),
            scratch: Scratch::new(docs.clone()),
            docs,
        }
    }

    fn clear(&mut self) {
        self.chunks.clear();
        self.context.clear();
        self.names.clear();
        self.heading.clear();
        self.raise.clear();
    }
}

/// The memory of boards over a snapshot that are gone, for the next ones: to get as much anew from the system takes as
/// long as a search does.
#[derive(Debug, Default)]
pub(in crate::search) struct Spare(Mutex<Vec<Memory>>);

/// As much is kept as searches with few and with many stripes need.
const MAX_SPARE: usize = 16;

impl Spare {
    /// Whether no board over the snapshot is gone yet.
    pub(super) fn is_empty(&self) -> bool {
        self.0.lock().map_or(true, |spare| spare.is_empty())
    }

    fn take(&self, docs: &Range<Doc>) -> Option<Memory> {
        let mut spare = self.0.lock().ok()?;
        let idx = spare.iter().position(|memory| memory.docs == *docs)?;
        Some(spare.swap_remove(idx))
    }

    fn give(&self, memory: Memory) {
        if let Ok(mut spare) = self.0.lock()
            && spare.len() < MAX_SPARE
        {
            spare.push(memory);
        }
    }
}

impl Drop for Board {
    fn drop(&mut self) {
        let mut memory = std::mem::replace(&mut self.memory, Memory::new(0..0));
        memory.clear();
        self.spare.give(memory);
    }
}

/// What is known of many of the sections that are found, and of their notes if they are the first ones.
#[derive(Debug, Default)]
struct Chunk {
    /// Terms that stand in the section itself, as bits.
    own: [u64; CHUNK],
    /// What the section's words say.
    section: [f32; CHUNK],
    /// What the note says.
    note: [f32; CHUNK],
}

impl Board {
    /// Nothing found yet among some sections.
    pub(super) fn new(docs: Range<Doc>, spare: &Arc<Spare>, ledger: Option<Ledger>) -> Board {
        let memory = spare.take(&docs).unwrap_or_else(|| Memory::new(docs));
        Board { memory, spare: Arc::clone(spare), ledger }
    }

    /// Memory to find things in that are put on it.
    pub(super) fn scratch(&mut self) -> &mut Scratch {
        &mut self.memory.scratch
    }

    /// The numbers of the sections that it is about.
    pub(super) fn docs(&self) -> Range<Doc> {
        self.memory.docs.clone()
    }

    /// The one place where something is added to a score. `doc` is a note's first section if the
    /// note is meant.
    #[inline]
    pub(super) fn add(&mut self, scope: Scope, doc: Doc, frequency: u32, points: f32, lookup: &Lookup<'_>) {
        let (points_of, idx) = match scope {
            Scope::Heading => self.memory.heading.get_mut(doc),
            _ => {
                let (chunk, idx) = self.memory.chunks.get_mut(doc);
                (if scope == Scope::Section { &mut chunk.section } else { &mut chunk.note }, idx)
            }
        };
        points_of[idx] += points;
        if let Some(ledger) = &mut self.ledger {
            ledger.record(scope, doc, frequency, points, lookup);
        }
    }

    /// Notes that a section holds terms itself.
    #[inline]
    pub(super) fn mark_own(&mut self, doc: Doc, bits: u64) {
        let (chunk, idx) = self.memory.chunks.get_mut(doc);
        chunk.own[idx] |= bits;
    }

    /// Notes that a section or what leads to it holds terms. Where they are known to be its own, that says it all.
    #[inline]
    pub(super) fn mark_context(&mut self, doc: Doc, bits: u64) {
        let (chunk, idx) = self.memory.chunks.get_mut(doc);
        if chunk.own[idx] & bits != bits {
            let (context, idx) = self.memory.context.get_mut(doc);
            context[idx] |= bits;
        }
    }

    /// Notes that the names of a note hold terms.
    pub(super) fn mark_names(&mut self, first: Doc, bits: u64) {
        let (chunk, idx) = self.memory.names.get_mut(first);
        chunk[idx] |= bits;
        // What is found is looked for in the others' chunks.
        self.memory.chunks.get_mut(first);
    }

    /// Raises a section, or a note by its first section.
    pub(super) fn raise(&mut self, doc: Doc, by: Raise) {
        let (chunk, idx) = self.memory.raise.get_mut(doc);
        chunk[idx] |= by;
    }

    /// Calls back with the sections that hold some terms themselves, all of them, in order.
    pub(super) fn holding(&self, terms: u64, mut each: impl FnMut(Doc)) {
        self.memory.chunks.each(|first, chunk| {
            docs_of(first, chunk.own.map(|own| own & terms == terms)).for_each(&mut each);
        });
    }

    /// Calls back with the sections that hold one of some terms at least themselves or are the first of a note whose
    /// names do, in order: with the terms of the section and those of the names, as bits.
    pub(in crate::search) fn found(&self, terms: u64, mut each: impl FnMut(Doc, u64, u64)) {
        self.memory.chunks.each(|first, chunk| {
            let names = self.memory.names.get(first).map_or(&[0; CHUNK], |(names, _)| names);
            let own = &chunk.own;
            let is_found = std::array::from_fn(|idx| (own[idx] | names[idx]) & terms != 0);
            for doc in docs_of(first, is_found) {
                let idx = (doc - first) as usize;
                each(doc, own[idx], names[idx]);
            }
        });
    }

    /// The terms that a section of a note, what leads to it, or the note's names hold, as bits.
    pub(in crate::search) fn terms(&self, doc: Doc, first: Doc) -> u64 {
        let own = self.memory.chunks.get(doc).map_or(0, |(chunk, idx)| chunk.own[idx]);
        own | of(&self.memory.context, doc) | of(&self.memory.names, first)
    }

    /// What a section of a note scores, and what it scores among the sections of its note.
    pub(in crate::search) fn scores(&self, doc: Doc, first: Doc) -> (f32, f32) {
        let (raise, raise_of_note) = (of(&self.memory.raise, doc), of(&self.memory.raise, first));
        let section = self.section(doc);
        let score = (section * raise.section_factor() + self.note(first)) * raise_of_note.note_factor();
        (score, (section + of(&self.memory.heading, doc)) * raise.in_note_factor())
    }

    /// What raised a section of a note: each piece of evidence with what it adds to the score.
    pub(in crate::search) fn raises(&self, doc: Doc, first: Doc) -> Vec<(Evidence, Scope, f32, f32)> {
        let (own, raise) = (self.section(doc), of(&self.memory.raise, doc));
        let sum = own * raise.section_factor() + self.note(first);
        let of_section = raise.section().map(|(evidence, by)| (evidence, Scope::Section, by, own * by));
        let of_note = of(&self.memory.raise, first).note();
        let of_note = of_note.map(|(evidence, by)| (evidence, Scope::Note, by, sum * by));
        of_section.chain(of_note).collect()
    }

    /// What raised a section among those of its note: the evidence with what it adds there.
    pub(in crate::search) fn raise_in_note(&self, doc: Doc) -> Option<(Evidence, Scope, f32, f32)> {
        let sum = self.section(doc) + of(&self.memory.heading, doc);
        of(&self.memory.raise, doc).in_note().map(|(evidence, by)| (evidence, Scope::Section, by, sum * by))
    }

    fn section(&self, doc: Doc) -> f32 {
        self.memory.chunks.get(doc).map_or(0.0, |(chunk, idx)| chunk.section[idx])
    }

    fn note(&self, first: Doc) -> f32 {
        self.memory.chunks.get(first).map_or(0.0, |(chunk, idx)| chunk.note[idx])
    }

    /// What was recorded, if anybody wanted it.
    pub(in crate::search) fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }
}

/// What is known of a section; the default if nothing is.
fn of<T: Copy + Default>(chunks: &Chunks<[T; CHUNK]>, doc: Doc) -> T {
    chunks.get(doc).map_or_else(T::default, |(chunk, idx)| chunk[idx])
}

/// Those of the sections of a chunk that are meant; most are not.
fn docs_of(first: Doc, is_meant: [bool; CHUNK]) -> impl Iterator<Item = Doc> {
    let mut rest = (0..CHUNK).fold(0u8, |bits, idx| bits | u8::from(is_meant[idx]) << idx);
    std::iter::from_fn(move || {
        let idx = (rest != 0).then(|| rest.trailing_zeros())?;
        rest &= rest - 1;
        Some(first + idx)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_to_a_section_counts_where_its_own_text_does_not() {
        let mut board = Board::new(0..100, &Arc::default(), None);
        board.mark_own(20, 0b01);
        board.mark_context(20, 0b01);
        assert!(board.memory.context.get(20).is_none());
        board.mark_context(20, 0b11);
        board.mark_context(21, 0b01);
        board.mark_names(16, 0b100);
        assert_eq!([20, 21, 22].map(|doc| board.terms(doc, 16)), [0b111, 0b101, 0b100]);
        let mut found = Vec::new();
        board.found(0b101, |doc, own, names| found.push((doc, own, names)));
        assert_eq!(found, [(16, 0, 0b100), (20, 0b01, 0)]);
    }
}
