//! What the sections hold of a query, and what that adds up to.
//!
//! A query pays for the sections that it finds, not for those that there are.

use super::chunks::{CHUNK, Chunks};
use super::raise::Raise;
use crate::engine::{Doc, Snapshot};
use crate::search::explain::{Evidence, Ledger, Scope};

/// See the module.
#[derive(Debug)]
pub(in crate::search) struct Board {
    chunks: Chunks<Chunk>,
    /// How many terms were looked up before the time ran out.
    pub(in crate::search) n_terms: usize,
    /// Whether the time ran out before all terms were looked up.
    pub(in crate::search) partial: bool,
    /// Who wants to know what was added to what.
    ledger: Option<Ledger>,
}

/// What is known of some sections, and of their notes if they are the first ones. A list of postings changes one or two
/// of these of each section, so each stands by itself: what is not changed is not read.
#[derive(Debug, Default)]
struct Chunk {
    /// Terms that stand in any of the sections.
    any: u64,
    /// Terms that stand in the section itself, as bits.
    own: [u64; CHUNK],
    /// Terms that stand in the section or in what leads to it.
    context: [u64; CHUNK],
    /// Terms in a note's names, as bits.
    names: [u64; CHUNK],
    /// What the section's words say.
    section: [f32; CHUNK],
    /// What its own heading says, by which the sections of a note are told apart.
    heading: [f32; CHUNK],
    /// What the note says.
    note: [f32; CHUNK],
    /// What raises a section, and its note.
    raise: [Raise; CHUNK],
}

/// What of a query was looked up, and how it counts.
#[derive(Clone, Debug)]
pub(in crate::search) struct Lookup<'a> {
    /// What it stands for in the query, as typed.
    pub(in crate::search) word: &'a str,
    pub(in crate::search) evidence: Evidence,
    pub(in crate::search) weight: f32,
    pub(in crate::search) tokens: Vec<&'a str>,
}

impl Board {
    /// Nothing found yet.
    pub(super) fn new(snapshot: &Snapshot, ledger: Option<Ledger>) -> Board {
        Board { chunks: Chunks::new(snapshot.max_doc()), n_terms: 0, partial: false, ledger }
    }

    /// The one place where something is added to a score. `doc` is a note's first section if the
    /// note is meant.
    pub(super) fn add(&mut self, scope: Scope, doc: Doc, frequency: u32, points: f32, lookup: &Lookup<'_>) {
        let (chunk, idx) = self.chunks.get_mut(doc);
        match scope {
            Scope::Section => chunk.section[idx] += points,
            Scope::Heading => chunk.heading[idx] += points,
            Scope::Note | Scope::Names => chunk.note[idx] += points,
        }
        if let Some(ledger) = &mut self.ledger {
            ledger.record(scope, doc, frequency, points, lookup);
        }
    }

    /// Notes that a section holds terms itself.
    pub(super) fn mark_own(&mut self, doc: Doc, bits: u64) {
        let (chunk, idx) = self.chunks.get_mut(doc);
        chunk.any |= bits;
        chunk.own[idx] |= bits;
        chunk.context[idx] |= bits;
    }

    /// Notes that a section or what leads to it holds terms.
    pub(super) fn mark_context(&mut self, doc: Doc, bits: u64) {
        let (chunk, idx) = self.chunks.get_mut(doc);
        chunk.context[idx] |= bits;
    }

    /// Notes that the names of a note hold terms.
    pub(super) fn mark_names(&mut self, first: Doc, bits: u64) {
        let (chunk, idx) = self.chunks.get_mut(first);
        chunk.names[idx] |= bits;
    }

    /// Raises a section, or a note by its first section.
    pub(super) fn raise(&mut self, doc: Doc, by: Raise) {
        let (chunk, idx) = self.chunks.get_mut(doc);
        chunk.raise[idx] |= by;
    }

    /// The sections that hold some terms themselves, all of them, in order.
    pub(super) fn holding(&self, terms: u64) -> Vec<Doc> {
        let mut holding = Vec::new();
        for (first, chunk) in self.chunks.iter().filter(|(_, chunk)| chunk.any & terms == terms) {
            for (doc, own) in (first..).zip(&chunk.own) {
                holding.extend((own & terms == terms).then_some(doc));
            }
        }
        holding
    }

    /// Calls back with the sections that hold a term themselves or are the first of a note whose names do, in order:
    /// with the terms of the section and those of the names, as bits.
    pub(in crate::search) fn found(&self, mut each: impl FnMut(Doc, u64, u64)) {
        for (first, chunk) in self.chunks.iter() {
            for ((doc, &own), &names) in (first..).zip(&chunk.own).zip(&chunk.names) {
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
        self.of(doc, |chunk| &chunk.context) | self.of(first, |chunk| &chunk.names)
    }

    /// What a section of a note scores, and what it scores among the sections of its note.
    pub(in crate::search) fn scores(&self, doc: Doc, first: Doc) -> (f32, f32) {
        let (raise, raise_of_note) = (self.raise_of(doc), self.raise_of(first));
        let (section, note) = (self.section_of(doc), self.note_of(first));
        let score = (section * raise.section_factor() + note) * raise_of_note.note_factor();
        (score, (section + self.heading_of(doc)) * raise.in_note_factor())
    }

    /// What raised a section of a note: each piece of evidence with what it adds to the score.
    pub(in crate::search) fn raises(&self, doc: Doc, first: Doc) -> Vec<(Evidence, Scope, f32, f32)> {
        let (own, raise) = (self.section_of(doc), self.raise_of(doc));
        let sum = own * raise.section_factor() + self.note_of(first);
        let of_section = raise.section().map(|(evidence, by)| (evidence, Scope::Section, by, own * by));
        let of_note = self.raise_of(first).note().map(|(evidence, by)| (evidence, Scope::Note, by, sum * by));
        of_section.chain(of_note).collect()
    }

    /// What raised a section among those of its note: the evidence with what it adds there.
    pub(in crate::search) fn raise_in_note(&self, doc: Doc) -> Option<(Evidence, Scope, f32, f32)> {
        let sum = self.section_of(doc) + self.heading_of(doc);
        self.raise_of(doc).in_note().map(|(evidence, by)| (evidence, Scope::Section, by, sum * by))
    }

    fn section_of(&self, doc: Doc) -> f32 {
        self.of(doc, |chunk| &chunk.section)
    }

    fn heading_of(&self, doc: Doc) -> f32 {
        self.of(doc, |chunk| &chunk.heading)
    }

    fn note_of(&self, first: Doc) -> f32 {
        self.of(first, |chunk| &chunk.note)
    }

    fn raise_of(&self, doc: Doc) -> Raise {
        self.of(doc, |chunk| &chunk.raise)
    }

    /// One of the things that are known of a section; the default where nothing is.
    fn of<T: Copy + Default>(&self, doc: Doc, column: impl Fn(&Chunk) -> &[T; CHUNK]) -> T {
        self.chunks.get(doc).map_or_else(T::default, |(chunk, idx)| column(chunk)[idx])
    }

    /// What was recorded, if anybody wanted it.
    pub(in crate::search) fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }
}
