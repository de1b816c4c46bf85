//! What holds a word of the query in the other language only.

use super::bm25::{Saturation, average, idf};
use super::found::{Counts, Found, Posting};
use super::ledger::Lookup;
use super::scoring::Scoring;
use super::weight;
use crate::analysis::HEADING_WEIGHT;
use crate::engine::{Doc, Lane};
use crate::error::Result;
use crate::search::bridge::{Bridge, Form};
use crate::search::explain::{Evidence, Scope};

/// What translations of a word say of sections and notes.
#[derive(Default)]
struct Scores<'a> {
    sections: Vec<Score<'a>>,
    notes: Vec<Score<'a>>,
    /// Notes by whose names one was found.
    names: Vec<Score<'a>>,
}

/// What a translation adds, and how often it stands there.
struct Score<'a> {
    doc: Doc,
    points: f32,
    frequency: u32,
    form: &'a Form,
}

impl Scoring<'_> {
    /// Finds what has all words of a bridge itself, by the first sections of their notes, and what has each translation.
    pub(super) fn find_bridge(&mut self, bridge: &Bridge) -> Result<()> {
        let mut holding = self.board.scratch().found();
        let snapshot = self.stripe.snapshot();
        self.board.holding(bridge.terms, |doc| holding.sections.push((snapshot.first(doc), 0, 0)));
        self.found.push(holding);
        for form in &bridge.forms {
            let mut found = self.board.scratch().found();
            self.places(form, &mut found.sections)?;
            found.find_notes(self.stripe.snapshot());
            let each = |first, _| found.names.push((first, 1, 0));
            self.stripe.rows(Lane::NameText, &form.tokens, each)?;
            self.found.push(found);
        }
        Ok(())
    }

    /// Scores by the translations of a bridge what has not the words themselves.
    pub(super) fn bridge(&mut self, bridge: &Bridge, found: &[Found], counts: &[Counts]) {
        let terms = bridge.terms;
        let holding = || found[0].sections.iter().map(|&(first, ..)| first);
        let mut scores = Scores::default();
        for (idx, form) in bridge.forms.iter().enumerate() {
            self.form(form, &found[idx + 1], counts[idx + 1], counts[0].sections, &mut scores);
        }
        for score in best(scores.sections) {
            let first = self.stripe.snapshot().first(score.doc);
            let has_words = self.board.terms(score.doc, first) & terms == terms;
            if !has_words {
                self.add_score(Scope::Section, &score, bridge);
            }
            self.board.mark_own(score.doc, terms);
        }
        let mut is_new = not_among(holding());
        for score in best(scores.notes).iter().filter(|score| is_new(score.doc)) {
            self.add_score(Scope::Note, score, bridge);
        }
        let mut is_new = not_among(holding());
        for score in best(scores.names) {
            if is_new(score.doc) {
                self.add_score(Scope::Names, &score, bridge);
            }
            self.board.mark_names(score.doc, terms);
        }
    }

    fn add_score(&mut self, scope: Scope, score: &Score<'_>, bridge: &Bridge) {
        let lookup = Lookup {
            word: &bridge.typed,
            evidence: Evidence::Via,
            weight: weight::VIA,
            tokens: vec![&score.form.text],
        };
        self.board.add(scope, score.doc, score.frequency, score.points, &lookup);
    }

    /// Scores a translation; it says no more than the words in `n_holding` sections do.
    fn form<'a>(
        &self,
        form: &'a Form,
        found: &Found,
        counts: Counts,
        n_holding: u64,
        scores: &mut Scores<'a>,
    ) {
        let totals = self.totals;
        let factor = weight::VIA * idf(totals.sections, counts.sections + n_holding);
        let saturation = Saturation::new(average(totals.words, totals.sections));
        scores.sections.extend(found.sections.iter().map(|&(doc, frequency, length)| Score {
            doc,
            points: factor * saturation.of(frequency, length),
            frequency,
            form,
        }));
        let factor = weight::NOTE * weight::VIA * idf(totals.notes, counts.notes);
        let saturation = Saturation::new(average(totals.words, totals.notes));
        scores.notes.extend(found.notes.iter().map(|&(doc, frequency)| {
            let points = factor * saturation.of(frequency, self.stripe.snapshot().note_length(doc));
            Score { doc, points, frequency, form }
        }));
        let factor = weight::NAME * weight::VIA * idf(totals.notes, counts.names);
        let points = factor * Saturation::alone().of(1, 0);
        let names = found.names.iter().map(|&(doc, frequency, _)| Score { doc, points, frequency, form });
        scores.names.extend(names);
    }

    /// The sections that hold a translation, in order. A single character is a word only where the
    /// segmenter says so.
    fn places(&self, form: &Form, found: &mut Vec<Posting>) -> Result<()> {
        if let Some(word) = form.word() {
            self.stripe.postings(Lane::Words, word, |doc, tf, length| found.push((doc, tf, length)))?;
        }
        if form.text.chars().nth(1).is_some() {
            let mean = average(self.totals.words, self.totals.sections) as u32;
            let words = found.clone();
            let is_new = not_among(words.iter().map(|posting| posting.0));
            self.stripe.phrase_where(Lane::Text, &form.tokens, is_new, |doc, starts| {
                let heading_end = self.stripe.snapshot().heading_end(doc);
                let in_heading = starts.iter().filter(|&&start| start < heading_end).count();
                let tf = starts.len() + in_heading * (HEADING_WEIGHT - 1);
                found.push((doc, tf as u32, mean));
            })?;
            if found.len() > words.len() {
                // Two runs in order, which this sort only merges.
                found.sort_by_key(|posting| posting.0);
            }
        }
        Ok(())
    }
}

/// Whether something is not among sections that ascend, as do those that it is asked of.
fn not_among(docs: impl Iterator<Item = Doc>) -> impl FnMut(Doc) -> bool {
    let mut docs = docs.peekable();
    move |doc| {
        while docs.next_if(|&other| other < doc).is_some() {}
        docs.peek() != Some(&doc)
    }
}

/// The best score of each place, in order; of equal ones the first.
fn best(mut scores: Vec<Score<'_>>) -> Vec<Score<'_>> {
    scores.sort_by(|a, b| a.doc.cmp(&b.doc).then(b.points.total_cmp(&a.points)));
    scores.dedup_by_key(|score| score.doc);
    scores
}
