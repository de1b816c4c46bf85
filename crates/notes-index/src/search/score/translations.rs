//! What holds a word of the query in the other language only.

use super::accumulators::Accumulators;
use super::bm25::{Saturation, average};
use super::doc_freqs::DocFreqs;
use super::kept::Kept;
use super::lookup::Lookup;
use super::note_frequencies::NoteFrequencies;
use super::postings::{Posting, Sums};
use super::scorer::Scorer;
use super::sections_by_term::SectionsByTerm;
use super::worth::Worth;
use super::{Totals, weight};
use crate::analysis::{HEADING_WEIGHT, is_single_char};
use crate::engine::{Doc, Snapshot, Stripe, TextField};
use crate::error::Result;
use crate::search::answer::{Evidence, Scope};
use crate::search::terms::{Bridge, Form};

/// What the translations of a bridge say of sections and notes.
pub(super) struct TranslationScorer<'a> {
    snapshot: &'a Snapshot,
    bridge: &'a Bridge,
    /// How many sections have the words themselves.
    n_holding: u64,
    forms: Vec<Translation<'a>>,
    /// Memory for those of a window.
    scores: Scores,
    /// The notes of a window that have the words themselves, once for each section that does.
    holding: Vec<Doc>,
}

/// Where a translation stands.
struct Translation<'a> {
    lookup: Lookup<'a>,
    sections: Kept<Place>,
    /// Notes, by their names.
    names: Kept<()>,
    doc_freqs: DocFreqs,
    worth: Worth,
}

/// A section with a translation among its words.
#[derive(Clone, Copy, Debug)]
struct Place {
    posting: Posting,
    /// Whether it stands in the section's own text, not only in what leads there.
    is_own: bool,
}

/// What translations say of sections, of notes, and of notes by their names.
#[derive(Default)]
struct Scores {
    sections: Vec<Score>,
    notes: Vec<Score>,
    names: Vec<Score>,
}

/// What a translation adds, and how often it stands there.
#[derive(Clone, Copy)]
struct Score {
    doc: Doc,
    points: f32,
    frequency: u32,
    /// Whether it stands in the own text of a section.
    is_own: bool,
    /// The form's number.
    form: usize,
}

impl<'a> TranslationScorer<'a> {
    /// What marks the words of the bridge is open already.
    pub(super) fn open(
        stripe: &Stripe<'a>,
        totals: &Totals,
        bridge: &'a Bridge,
        by_term: &mut SectionsByTerm,
    ) -> Result<TranslationScorer<'a>> {
        let open = |form| Translation::open(stripe, totals, bridge, form);
        let forms = bridge.forms.iter().map(open).collect::<Result<Vec<_>>>()?;
        let n_holding = by_term.holding(bridge.terms).len() as u64;
        by_term.mark(bridge.terms, |each| {
            let places = forms.iter().flat_map(|form| form.sections.all());
            places.filter(|(_, place)| place.is_own).for_each(|&(doc, _)| each(doc));
        });
        let (snapshot, scores, holding) = (stripe.snapshot(), Scores::default(), Vec::new());
        Ok(TranslationScorer { snapshot, bridge, n_holding, forms, scores, holding })
    }
}

impl Scorer for TranslationScorer<'_> {
    fn doc_freqs(&self) -> Vec<DocFreqs> {
        let holding = DocFreqs { sections: self.n_holding, ..DocFreqs::default() };
        std::iter::once(holding).chain(self.forms.iter().map(|form| form.doc_freqs)).collect()
    }

    /// A translation says no more than the words do.
    fn weigh(&mut self, doc_freqs: &[DocFreqs], totals: &Totals) {
        let [holding, of_forms @ ..] = doc_freqs else { return };
        for (form, doc_freqs) in self.forms.iter_mut().zip(of_forms) {
            form.worth = Worth::new(weight::VIA, *doc_freqs, holding.sections, totals);
            form.worth.name.saturation = Saturation::alone();
        }
    }

    /// Scores what has not the words themselves.
    fn add(&mut self, accumulators: &mut Accumulators, _sums: &mut Sums) {
        let TranslationScorer { snapshot, bridge, ref mut forms, ref mut scores, ref mut holding, .. } =
            *self;
        let docs = accumulators.docs();
        if !forms.iter().any(|form| form.sections.is_left(&docs) || form.names.is_left(&docs)) {
            return;
        }
        holding.clear();
        accumulators.holding(bridge.terms, |doc| holding.push(snapshot.first(doc)));
        scores.clear();
        forms.iter_mut().enumerate().for_each(|(idx, form)| form.score(idx, snapshot, accumulators, scores));
        let add = |accumulators: &mut Accumulators, scope, score: &Score| {
            let Score { doc, points, frequency, form, .. } = *score;
            accumulators.add(scope, doc, frequency, points, &forms[form].lookup);
        };
        for score in best(&mut scores.sections) {
            let has_words = accumulators.terms(score.doc, snapshot.first(score.doc)).has_all(bridge.terms);
            if !has_words {
                add(accumulators, Scope::Section, score);
            }
            match score.is_own {
                true => accumulators.mark_own(score.doc, bridge.terms),
                false => accumulators.mark_context(score.doc, bridge.terms),
            }
        }
        let mut is_new = not_among(holding.iter().copied());
        for score in best(&mut scores.notes).iter().filter(|score| is_new(score.doc)) {
            add(accumulators, Scope::Note, score);
        }
        let mut is_new = not_among(holding.iter().copied());
        for score in best(&mut scores.names) {
            if is_new(score.doc) {
                add(accumulators, Scope::Names, score);
            }
            accumulators.mark_names(score.doc, bridge.terms);
        }
    }
}

impl Scores {
    fn clear(&mut self) {
        [&mut self.sections, &mut self.notes, &mut self.names].into_iter().for_each(Vec::clear);
    }
}

impl<'a> Translation<'a> {
    fn open(
        stripe: &Stripe<'a>,
        totals: &Totals,
        bridge: &'a Bridge,
        form: &'a Form,
    ) -> Result<Translation<'a>> {
        let sections = places(stripe, totals, form)?;
        let mut notes = NoteFrequencies::of(stripe.snapshot());
        let n_notes = sections.iter().filter(|(doc, _)| notes.is_next(*doc)).count() as u64;
        let mut names = Vec::new();
        stripe.rows(TextField::NameText, &form.tokens, |first, _| names.push((first, ())))?;
        let (sections, names) = (Kept::new(sections), Kept::new(names));
        let doc_freqs = DocFreqs { sections: sections.count(), notes: n_notes, names: names.count() };
        let lookup = Lookup {
            word: &bridge.typed,
            evidence: Evidence::Via,
            weight: weight::VIA,
            tokens: vec![&form.text],
        };
        Ok(Translation { lookup, sections, names, doc_freqs, worth: Worth::default() })
    }

    /// What it says of the sections and notes of a window, as the form of this number.
    fn score(
        &mut self,
        form: usize,
        snapshot: &Snapshot,
        accumulators: &mut Accumulators,
        scores: &mut Scores,
    ) {
        let worth = &self.worth;
        let score = |doc, points, frequency| Score { doc, points, frequency, form, is_own: false };
        let mut of_notes = NoteFrequencies::of(snapshot);
        let mut add_note = |accumulators: &mut Accumulators, (first, tf)| {
            let length = accumulators.note_length(first, snapshot);
            scores.notes.push(score(first, worth.note.of(tf, length), tf));
        };
        for &(doc, Place { posting, is_own }) in self.sections.read(&accumulators.docs()) {
            let Posting { tf, length } = posting;
            scores.sections.push(Score { is_own, ..score(doc, worth.section.of(tf, length), tf) });
            if let Some(note) = of_notes.take(doc, tf) {
                add_note(accumulators, note);
            }
        }
        if let Some(note) = of_notes.last() {
            add_note(accumulators, note);
        }
        let of_names = self.names.read(&accumulators.docs()).iter();
        scores.names.extend(of_names.map(|&(first, ())| score(first, worth.name.of(1, 0), 1)));
    }
}

/// The sections that hold a translation or to which one leads, in order. A single character is a word only where the
/// segmenter says so, as are forms that are words.
fn places(stripe: &Stripe<'_>, totals: &Totals, form: &Form) -> Result<Vec<(Doc, Place)>> {
    let mut found: Vec<(Doc, Place)> = Vec::new();
    let mean = average(totals.words, totals.sections) as u32;
    if form.is_sign {
        stripe.rows(TextField::Chars, &form.tokens, |doc, tf| {
            found.push((doc, Place { posting: Posting { tf, length: mean }, is_own: true }));
        })?;
    }
    if let Some(word) = form.word() {
        stripe.postings(TextField::Words, word, |doc, tf, length| {
            found.push((doc, Place { posting: Posting { tf, length }, is_own: false }));
        })?;
    }
    let n_words = found.len();
    if n_words > 0 {
        let mut is_absent = not_among(own_places(stripe, form)?.into_iter());
        found.iter_mut().for_each(|(doc, place)| place.is_own = !is_absent(*doc));
    }
    if form.text.chars().nth(1).is_some() && !form.is_word {
        let words: Vec<Doc> = found.iter().map(|(doc, _)| *doc).collect();
        let headings = stripe.snapshot().headings()?;
        stripe.phrase_where(TextField::Text, &form.tokens, not_among(words.into_iter()), |doc, starts| {
            let in_heading = |start: &&u32| headings.hold(doc, **start);
            let in_heading = starts.iter().take_while(in_heading).count();
            let tf = (starts.len() + in_heading * (HEADING_WEIGHT - 1)) as u32;
            found.push((doc, Place { posting: Posting { tf, length: mean }, is_own: true }));
        })?;
        if found.len() > n_words {
            // Two runs in order, which this sort only merges.
            found.sort_by_key(|place| place.0);
        }
    }
    Ok(found)
}

/// The sections whose own text holds a translation, whether it is a word there or not, in order.
fn own_places(stripe: &Stripe<'_>, form: &Form) -> Result<Vec<Doc>> {
    let mut docs = Vec::new();
    // A single character is in no pair where it stands alone: the field of characters has them all.
    let field = if is_single_char(&form.text) { TextField::Chars } else { TextField::Text };
    stripe.rows(field, &form.tokens, |doc, _| docs.push(doc))?;
    Ok(docs)
}

/// Whether something is not among sections that ascend, as do those that it is asked of.
fn not_among(docs: impl Iterator<Item = Doc>) -> impl FnMut(Doc) -> bool {
    let mut docs = docs.peekable();
    move |doc| {
        while docs.next_if(|&other| other < doc).is_some() {}
        docs.peek() != Some(&doc)
    }
}

/// The best score of each place, in order; of equal ones the first. Where any of them is of its own text, it is.
fn best(scores: &mut Vec<Score>) -> &[Score] {
    scores.sort_by(|a, b| a.doc.cmp(&b.doc).then(b.points.total_cmp(&a.points)));
    scores.dedup_by(|next, best| {
        let is_same = next.doc == best.doc;
        best.is_own |= is_same && next.is_own;
        is_same
    });
    scores
}
