//! What the sections hold of a query, and what that adds up to.
//!
//! A query pays for the sections that it finds, not for those that there are. A list of postings changes one or two of
//! the things that are known of each section, so they stand apart: what is not changed is not read.

use std::sync::{Arc, Mutex};

use super::chunks::{CHUNK, Chunks};
use super::ledger::{Ledger, Lookup};
use super::raise::Raise;
use crate::engine::{Doc, Snapshot};
use crate::search::explain::{Evidence, Scope};

/// See the module.
#[derive(Debug)]
pub(in crate::search) struct Board {
    memory: Memory,
    spare: Arc<Spare>,
    /// How many terms were looked up before the time ran out.
    pub(in crate::search) n_terms: usize,
    /// Whether the time ran out before all terms were looked up.
    pub(in crate::search) partial: bool,
    /// Who wants to know what was added to what.
    ledger: Option<Ledger>,
}

/// What is known of sections and notes.
#[derive(Debug)]
struct Memory {
    chunks: Chunks<Chunk>,
    /// Terms in a note's names, as bits.
    names: Chunks<[u64; CHUNK]>,
    /// What a section's own heading says, by which the sections of a note are told apart.
    heading: Chunks<[f32; CHUNK]>,
    /// What raises a section, and its note.
    raise: Chunks<[Raise; CHUNK]>,
}

impl Memory {
    fn new(max_doc: Doc) -> Memory {
        Memory {
            chunks: Chunks::for_many(max_doc),
            names: Chunks::new(max_doc),
            heading: Chunks::new(max_doc),
            raise: Chunks::new(max_doc),
        }
    }

    fn clear(&mut self) {
        self.chunks.clear();
        self.names.clear();
        self.heading.clear();
        self.raise.clear();
    }
}

/// The memory of the last board over a snapshot, for the next one: to get as much anew from the system takes as long as a
/// search does.
#[derive(Debug, Default)]
pub(in crate::search) struct Spare(Mutex<Option<Memory>>);

impl Spare {
    fn take(&self) -> Option<Memory> {
        self.0.lock().ok()?.take()
    }

    fn give(&self, memory: Memory) {
        if let Ok(mut spare) = self.0.lock() {
            *spare = Some(memory);
        }
    }
}

impl Drop for Board {
    fn drop(&mut self) {
        let mut memory = std::mem::replace(&mut self.memory, Memory::new(0));
        memory.clear();
        self.spare.give(memory);
    }
}

/// What is known of many of the sections that are found, and of their notes if they are the first ones.
#[derive(Debug, Default)]
struct Chunk {
    /// Terms that stand in any of the sections.
    any: u64,
    /// Terms that stand in the section itself, as bits.
    own: [u64; CHUNK],
    /// Terms that stand in the section or in what leads to it.
    context: [u64; CHUNK],
    /// What the section's words say.
    section: [f32; CHUNK],
    /// What the note says.
    note: [f32; CHUNK],
}

impl Board {
    /// Nothing found yet.
    pub(super) fn new(snapshot: &Snapshot, spare: &Arc<Spare>, ledger: Option<Ledger>) -> Board {
        let memory = spare.take().unwrap_or_else(|| Memory::new(snapshot.max_doc()));
        Board { memory, spare: Arc::clone(spare), n_terms: 0, partial: false, ledger }
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
        chunk.any |= bits;
        chunk.own[idx] |= bits;
        chunk.context[idx] |= bits;
    }

    /// Notes that a section or what leads to it holds terms.
    #[inline]
    pub(super) fn mark_context(&mut self, doc: Doc, bits: u64) {
        let (chunk, idx) = self.memory.chunks.get_mut(doc);
        chunk.context[idx] |= bits;
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

    /// The sections that hold some terms themselves, all of them, in order.
    pub(super) fn holding(&self, terms: u64) -> Vec<Doc> {
        let mut holding = Vec::new();
        for (first, chunk) in self.memory.chunks.iter().filter(|(_, chunk)| chunk.any & terms == terms) {
            for (doc, own) in (first..).zip(chunk.own) {
                holding.extend((own & terms == terms).then_some(doc));
            }
        }
        holding
    }

    /// Calls back with the sections that hold a term themselves or are the first of a note whose names do, in order:
    /// with the terms of the section and those of the names, as bits.
    pub(in crate::search) fn found(&self, mut each: impl FnMut(Doc, u64, u64)) {
        for (first, chunk) in self.memory.chunks.iter() {
            let names = self.memory.names.get(first).map_or(&[0; CHUNK], |(names, _)| names);
            for ((doc, &own), &names) in (first..).zip(&chunk.own).zip(names) {
                if own | names != 0 {
                    each(doc, own, names);
                }
            }
        }
    }

    /// Those of them with one of some terms at least.
    pub(in crate::search) fn found_with(&self, terms: u64) -> Vec<Doc> {
        let mut docs = Vec::new();
        self.found(|doc, own, names| docs.extend(((own | names) & terms != 0).then_some(doc)));
        docs
    }

    /// The terms that a section of a note, what leads to it, or the note's names hold, as bits.
    pub(in crate::search) fn terms(&self, doc: Doc, first: Doc) -> u64 {
        let context = self.memory.chunks.get(doc).map_or(0, |(chunk, idx)| chunk.context[idx]);
        context | of(&self.memory.names, first)
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
