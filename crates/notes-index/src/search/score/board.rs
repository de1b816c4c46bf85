//! What the sections hold of a query, and what that adds up to.
//!
//! A query pays for the sections that it finds, not for those that there are.

use super::raise::Raise;
use super::slots::Slots;
use crate::engine::{Doc, Snapshot};
use crate::search::explain::{Evidence, Ledger, Scope};

/// See the module.
#[derive(Debug)]
pub(in crate::search) struct Board {
    slots: Slots<Slot>,
    /// The sections that hold a term themselves, each once.
    holding: Vec<Doc>,
    /// The first sections of notes whose names hold a term, each once.
    named: Vec<Doc>,
    /// How many terms were looked up before the time ran out.
    pub(in crate::search) n_terms: usize,
    /// Whether the time ran out before all terms were looked up.
    pub(in crate::search) partial: bool,
    /// Who wants to know what was added to what.
    ledger: Option<Ledger>,
}

/// What is known of a section, and of its note if it is the first one.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// Terms that stand in the section itself, as bits.
    own: u64,
    /// Terms that stand in the section or in what leads to it.
    context: u64,
    /// Terms in a note's names, as bits.
    names: u64,
    /// What the section's words say.
    section: f32,
    /// What its own heading says, by which the sections of a note are told apart.
    heading: f32,
    /// What the note says.
    note: f32,
    /// What raises a section, and its note.
    raise: Raise,
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
        Board {
            slots: Slots::new(snapshot.max_doc()),
            holding: Vec::new(),
            named: Vec::new(),
            n_terms: 0,
            partial: false,
            ledger,
        }
    }

    /// The one place where something is added to a score. `doc` is a note's first section if the
    /// note is meant.
    pub(super) fn add(&mut self, scope: Scope, doc: Doc, frequency: u32, points: f32, lookup: &Lookup<'_>) {
        let slot = self.slots.get_mut(doc);
        match scope {
            Scope::Section => slot.section += points,
            Scope::Heading => slot.heading += points,
            Scope::Note | Scope::Names => slot.note += points,
        }
        if let Some(ledger) = &mut self.ledger {
            ledger.record(scope, doc, frequency, points, lookup);
        }
    }

    /// Notes that a section holds terms itself.
    pub(super) fn mark_own(&mut self, doc: Doc, bits: u64) {
        let slot = self.slots.get_mut(doc);
        let is_new = slot.own == 0 && bits != 0;
        slot.own |= bits;
        slot.context |= bits;
        self.holding.extend(is_new.then_some(doc));
    }

    /// Notes that a section or what leads to it holds terms.
    pub(super) fn mark_context(&mut self, doc: Doc, bits: u64) {
        self.slots.get_mut(doc).context |= bits;
    }

    /// Notes that the names of a note hold terms.
    pub(super) fn mark_names(&mut self, first: Doc, bits: u64) {
        let slot = self.slots.get_mut(first);
        let is_new = slot.names == 0 && bits != 0;
        slot.names |= bits;
        self.named.extend(is_new.then_some(first));
    }

    /// Raises a section, or a note by its first section.
    pub(super) fn raise(&mut self, doc: Doc, by: Raise) {
        self.slots.get_mut(doc).raise |= by;
    }

    /// Puts what was found in order.
    pub(super) fn finish(&mut self) {
        // Each term's postings are in order: few runs, which a stable sort only merges.
        self.holding.sort();
        self.named.sort();
    }

    /// The sections that hold a term themselves, in order, with those terms as bits.
    pub(in crate::search) fn holding(&self) -> impl Iterator<Item = (Doc, u64)> {
        self.holding.iter().map(|&doc| (doc, self.slots.get(doc).own))
    }

    /// The first sections of notes whose names hold a term, in order, with those terms as bits.
    pub(in crate::search) fn named(&self) -> impl Iterator<Item = (Doc, u64)> {
        self.named.iter().map(|&first| (first, self.slots.get(first).names))
    }

    /// The terms that a section of a note, what leads to it, or the note's names hold, as bits.
    pub(in crate::search) fn terms(&self, doc: Doc, first: Doc) -> u64 {
        self.slots.get(doc).context | self.slots.get(first).names
    }

    /// What a section of a note scores, and what it scores among the sections of its note.
    pub(in crate::search) fn scores(&self, doc: Doc, first: Doc) -> (f32, f32) {
        let (section, note) = (self.slots.get(doc), self.slots.get(first));
        let raise = section.raise;
        let score = (section.section * raise.section_factor() + note.note) * note.raise.note_factor();
        (score, (section.section + section.heading) * raise.in_note_factor())
    }

    /// What raised a section of a note: each piece of evidence with what it adds to the score.
    pub(in crate::search) fn raises(&self, doc: Doc, first: Doc) -> Vec<(Evidence, Scope, f32, f32)> {
        let (section, note) = (self.slots.get(doc), self.slots.get(first));
        let own = section.section;
        let sum = own * section.raise.section_factor() + note.note;
        let of_section = section.raise.section();
        let of_section = of_section.map(|(evidence, by)| (evidence, Scope::Section, by, own * by));
        let of_note = note.raise.note().map(|(evidence, by)| (evidence, Scope::Note, by, sum * by));
        of_section.chain(of_note).collect()
    }

    /// What raised a section among those of its note: the evidence with what it adds there.
    pub(in crate::search) fn raise_in_note(&self, doc: Doc) -> Option<(Evidence, Scope, f32, f32)> {
        let slot = self.slots.get(doc);
        let sum = slot.section + slot.heading;
        slot.raise.in_note().map(|(evidence, by)| (evidence, Scope::Section, by, sum * by))
    }

    /// What was recorded, if anybody wanted it.
    pub(in crate::search) fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }
}
