//! What the sections hold of a query, and what that adds up to.
//!
//! Columns as long as the index, zeroed by the system page by page where they are touched: a query
//! pays for the sections that it finds, not for those that there are.

use super::raise::Raise;
use crate::engine::{Doc, Snapshot};
use crate::search::explain::{Evidence, Ledger, Scope};

/// See the module.
#[derive(Debug)]
pub(in crate::search) struct Board {
    /// Terms that stand in the section itself, as bits, by section.
    own: Vec<u64>,
    /// Terms that stand in the section or in what leads to it.
    context: Vec<u64>,
    /// What the section's words say.
    section: Vec<f32>,
    /// What its own heading says, by which the sections of a note are told apart.
    heading: Vec<f32>,
    /// What the note says, at the number of its first section.
    note: Vec<f32>,
    /// What raises a section, and its note at the number of its first section.
    raise: Vec<Raise>,
    /// Terms in a note's names, as bits, by its first section.
    names: Vec<u64>,
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
        let n = snapshot.max_doc() as usize;
        Board {
            own: vec![0; n],
            context: vec![0; n],
            section: vec![0.0; n],
            heading: vec![0.0; n],
            note: vec![0.0; n],
            raise: vec![Raise::default(); n],
            names: vec![0; n],
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
        let column = match scope {
            Scope::Section => &mut self.section,
            Scope::Heading => &mut self.heading,
            Scope::Note | Scope::Names => &mut self.note,
        };
        column[doc as usize] += points;
        if let Some(ledger) = &mut self.ledger {
            ledger.record(scope, doc, frequency, points, lookup);
        }
    }

    /// Notes that a section holds terms itself.
    pub(super) fn mark_own(&mut self, doc: Doc, bits: u64) {
        let own = &mut self.own[doc as usize];
        if *own == 0 && bits != 0 {
            self.holding.push(doc);
        }
        *own |= bits;
        self.context[doc as usize] |= bits;
    }

    /// Notes that a section or what leads to it holds terms.
    pub(super) fn mark_context(&mut self, doc: Doc, bits: u64) {
        self.context[doc as usize] |= bits;
    }

    /// Notes that the names of a note hold terms.
    pub(super) fn mark_names(&mut self, first: Doc, bits: u64) {
        let names = &mut self.names[first as usize];
        if *names == 0 && bits != 0 {
            self.named.push(first);
        }
        *names |= bits;
    }

    /// Raises a section, or a note by its first section.
    pub(super) fn raise(&mut self, doc: Doc, by: Raise) {
        self.raise[doc as usize] |= by;
    }

    /// Puts what was found in order.
    pub(super) fn finish(&mut self) {
        // Each term's postings are in order: few runs, which a stable sort only merges.
        self.holding.sort();
        self.named.sort();
    }

    /// The sections that hold a term themselves, in order, with those terms as bits.
    pub(in crate::search) fn holding(&self) -> impl Iterator<Item = (Doc, u64)> {
        self.holding.iter().map(|&doc| (doc, self.own[doc as usize]))
    }

    /// The first sections of notes whose names hold a term, in order, with those terms as bits.
    pub(in crate::search) fn named(&self) -> impl Iterator<Item = (Doc, u64)> {
        self.named.iter().map(|&first| (first, self.names[first as usize]))
    }

    /// The terms that a section of a note, what leads to it, or the note's names hold, as bits.
    pub(in crate::search) fn terms(&self, doc: Doc, first: Doc) -> u64 {
        self.context[doc as usize] | self.names[first as usize]
    }

    /// What a section of a note scores, and what it scores among the sections of its note.
    pub(in crate::search) fn scores(&self, doc: Doc, first: Doc) -> (f32, f32) {
        let (own, note) = (self.section[doc as usize], self.note[first as usize]);
        let raise = &self.raise[doc as usize];
        let score = (own * raise.section_factor() + note) * self.raise[first as usize].note_factor();
        (score, (own + self.heading[doc as usize]) * raise.in_note_factor())
    }

    /// What raised a section of a note: each piece of evidence with what it adds to the score.
    pub(in crate::search) fn raises(&self, doc: Doc, first: Doc) -> Vec<(Evidence, Scope, f32, f32)> {
        let own = self.section[doc as usize];
        let of_section = &self.raise[doc as usize];
        let of_note = &self.raise[first as usize];
        let sum = own * of_section.section_factor() + self.note[first as usize];
        let section = of_section.section().map(|(evidence, by)| (evidence, Scope::Section, by, own * by));
        let note = of_note.note().map(|(evidence, by)| (evidence, Scope::Note, by, sum * by));
        section.chain(note).collect()
    }

    /// What raised a section among those of its note: the evidence with what it adds there.
    pub(in crate::search) fn raise_in_note(&self, doc: Doc) -> Option<(Evidence, Scope, f32, f32)> {
        let sum = self.section[doc as usize] + self.heading[doc as usize];
        self.raise[doc as usize].in_note().map(|(evidence, by)| (evidence, Scope::Section, by, sum * by))
    }

    /// What was recorded, if anybody wanted it.
    pub(in crate::search) fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }
}
