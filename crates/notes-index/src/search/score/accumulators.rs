//! What the sections of a window hold of a query, and what that adds up to (accumulators: Moffat & Zobel 1996).

use std::ops::Range;

use super::contributions::Contributions;
use super::lookup::Lookup;
use super::raise::Raise;
use super::window::Window;
use crate::engine::{Doc, Snapshot};
use crate::search::answer::{Evidence, Scope};
use crate::search::terms::TermSet;

/// See the module.
#[derive(Debug, Default)]
pub(in crate::search) struct Accumulators {
    known: Window<Accumulator>,
    /// Writes down what was added to what, if anybody wants to know.
    contributions: Option<Contributions>,
}

/// What is known of a section, and of its note if it is the first one.
#[derive(Clone, Copy, Debug, Default)]
struct Accumulator {
    /// Terms that stand in the section itself.
    own: TermSet,
    /// Terms that stand in it or in what leads to it.
    context: TermSet,
    /// Terms in the note's names.
    names: TermSet,
    /// What the section's words say.
    section: f32,
    /// What its own heading says, by which the sections of a note are told apart.
    heading: f32,
    /// What the note says.
    note: f32,
    /// How many words the note has; 0 if nobody asked.
    note_length: u32,
    /// What raises the section, and the note.
    raise: Raise,
}

/// Why a score was raised, and by how much.
pub(super) struct Raised {
    pub(super) evidence: Evidence,
    pub(super) scope: Scope,
    /// By what part of what it was.
    pub(super) share: f32,
    pub(super) points: f32,
}

impl Raised {
    /// A reason with the part that it raises a score by.
    fn by((evidence, share): (Evidence, f32), scope: Scope, score: f32) -> Raised {
        Raised { evidence, scope, share, points: score * share }
    }
}

impl Accumulators {
    /// One that writes down what is added to what.
    pub(super) fn recording(contributions: Contributions) -> Accumulators {
        Accumulators { contributions: Some(contributions), ..Accumulators::default() }
    }

    /// Goes on to other sections, of which nothing is known.
    pub(super) fn move_to(&mut self, docs: Range<Doc>) {
        self.known.move_to(docs);
    }

    /// The numbers of the sections that it is about.
    pub(in crate::search) fn docs(&self) -> Range<Doc> {
        self.known.docs()
    }

    /// The one place where something is added to a score. `doc` is a note's first section if the
    /// note is meant.
    #[inline]
    pub(super) fn add(&mut self, scope: Scope, doc: Doc, frequency: u32, points: f32, lookup: &Lookup<'_>) {
        let known = self.known.get_mut(doc);
        let sum = match scope {
            Scope::Section => &mut known.section,
            Scope::Heading => &mut known.heading,
            Scope::Note | Scope::Names => &mut known.note,
        };
        *sum += points;
        if let Some(contributions) = &mut self.contributions {
            contributions.record(scope, doc, frequency, points, lookup);
        }
    }

    /// Notes that a section holds terms itself.
    #[inline]
    pub(super) fn mark_own(&mut self, doc: Doc, terms: TermSet) {
        self.known.get_mut(doc).own |= terms;
    }

    /// Notes that a section or what leads to it holds terms.
    #[inline]
    pub(super) fn mark_context(&mut self, doc: Doc, terms: TermSet) {
        self.known.get_mut(doc).context |= terms;
    }

    /// Notes that the names of a note hold terms.
    pub(super) fn mark_names(&mut self, first: Doc, terms: TermSet) {
        self.known.get_mut(first).names |= terms;
    }

    /// Raises a section, or a note by its first section.
    pub(super) fn raise(&mut self, doc: Doc, by: Raise) {
        self.known.get_mut(doc).raise |= by;
    }

    /// How many words a note has, which is looked up once.
    #[inline]
    pub(super) fn note_length(&mut self, first: Doc, snapshot: &Snapshot) -> u32 {
        let known = self.known.get_mut(first);
        if known.note_length == 0 {
            known.note_length = snapshot.note_length(first);
        }
        known.note_length
    }

    /// Calls back with the sections that hold some terms themselves, all of them, in order.
    pub(super) fn holding(&self, terms: TermSet, mut each: impl FnMut(Doc)) {
        self.known.each(|doc, known| {
            if known.own.has_all(terms) {
                each(doc);
            }
        });
    }

    /// Calls back with the sections that hold one of some terms at least themselves or are the first of a note whose
    /// names do, in order; with whether it is the section itself.
    pub(in crate::search) fn found(&self, terms: TermSet, mut each: impl FnMut(Doc, bool)) {
        self.known.each(|doc, known| {
            if (known.own | known.names).has_any(terms) {
                each(doc, known.own.has_any(terms));
            }
        });
    }

    /// Whether a section holds one of some terms itself.
    pub(in crate::search) fn holds_any(&self, doc: Doc, terms: TermSet) -> bool {
        self.known.get(doc).own.has_any(terms)
    }

    /// The terms that a section of a note, what leads to it, or the note's names hold.
    pub(in crate::search) fn terms(&self, doc: Doc, first: Doc) -> TermSet {
        let known = self.known.get(doc);
        known.own | known.context | self.known.get(first).names
    }

    /// What a section of a note scores, and what it scores among the sections of its note.
    pub(in crate::search) fn scores(&self, doc: Doc, first: Doc) -> (f32, f32) {
        let (known, note) = (self.known.get(doc), self.known.get(first));
        let score = (known.section * known.raise.section_factor() + note.note) * note.raise.note_factor();
        (score, (known.section + known.heading) * known.raise.in_note_factor())
    }

    /// What raised a section of a note.
    pub(super) fn raises(&self, doc: Doc, first: Doc) -> Vec<Raised> {
        let (known, note) = (self.known.get(doc), self.known.get(first));
        let sum = known.section * known.raise.section_factor() + note.note;
        let of_section = known.raise.section();
        let of_section = of_section.map(|reason| Raised::by(reason, Scope::Section, known.section));
        let of_note = note.raise.note().map(|reason| Raised::by(reason, Scope::Note, sum));
        of_section.chain(of_note).collect()
    }

    /// What raised a section among those of its note, beside what raised its own words.
    pub(super) fn raises_in_note(&self, doc: Doc) -> impl Iterator<Item = Raised> {
        let known = self.known.get(doc);
        let sum = known.section + known.heading;
        let of_heading = known.raise.section().filter(move |_| known.heading > 0.0);
        let of_heading = of_heading.map(move |reason| Raised::by(reason, Scope::Heading, known.heading));
        let of_both = known.raise.in_note().map(|reason| Raised::by(reason, Scope::Section, sum));
        of_heading.chain(of_both)
    }

    /// What was recorded, if anybody wanted it.
    pub(super) fn contributions(&self) -> Option<&Contributions> {
        self.contributions.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_to_a_section_counts_where_its_own_text_does_not() {
        let mut accumulators = Accumulators::default();
        accumulators.move_to(10..110);
        accumulators.mark_own(20, TermSet::of(0));
        accumulators.mark_context(20, TermSet::from_iter([0, 1]));
        accumulators.mark_context(21, TermSet::of(0));
        accumulators.mark_names(16, TermSet::of(2));
        let terms = [20, 21, 22].map(|doc| accumulators.terms(doc, 16).iter().collect::<Vec<_>>());
        assert_eq!(terms, [vec![0, 1, 2], vec![0, 2], vec![2]]);
        let mut found = Vec::new();
        accumulators.found(TermSet::from_iter([0, 2]), |doc, is_own| found.push((doc, is_own)));
        assert_eq!(found, [(16, false), (20, true)]);
    }
}
