//! What holds a word of the query in the other language only.

use super::bm25::{Saturation, average, idf};
use super::found::{Posting, by_note};
use super::ledger::Lookup;
use super::scoring::Scoring;
use super::weight;
use crate::analysis::HEADING_WEIGHT;
use crate::engine::{Doc, Lane};
use crate::error::Result;
use crate::search::bridge::{Bridge, Form};
use crate::search::explain::{Evidence, Scope};
use crate::search::plan::Plan;

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
    /// Scores by translations of the query's words, the longest runs of words first. What has the words
    /// themselves is scored by them.
    pub(super) fn translations(&mut self, plan: &Plan) -> Result<()> {
        plan.bridges.iter().try_for_each(|bridge| self.bridge(bridge))
    }

    fn bridge(&mut self, bridge: &Bridge) -> Result<()> {
        let terms = bridge.terms;
        let mut holding = self.board.holding(terms);
        holding.iter_mut().for_each(|doc| *doc = self.snapshot.first(*doc));
        let mut scores = Scores::default();
        for form in &bridge.forms {
            self.form(form, holding.len() as u64, &mut scores)?;
        }
        let is_new = |score: &Score<'_>| holding.binary_search(&score.doc).is_err();
        for score in best(scores.sections) {
            let has_words = self.board.terms(score.doc, self.snapshot.first(score.doc)) & terms == terms;
            if !has_words {
                self.add(Scope::Section, &score, bridge);
            }
            self.board.mark_own(score.doc, terms);
        }
        for score in best(scores.notes).iter().filter(|score| is_new(score)) {
            self.add(Scope::Note, score, bridge);
        }
        for score in best(scores.names) {
            if is_new(&score) {
                self.add(Scope::Names, &score, bridge);
            }
            self.board.mark_names(score.doc, terms);
        }
        Ok(())
    }

    fn add(&mut self, scope: Scope, score: &Score<'_>, bridge: &Bridge) {
        let lookup = Lookup {
            word: &bridge.typed,
            evidence: Evidence::Via,
            weight: weight::VIA,
            tokens: vec![&score.form.text],
        };
        self.board.add(scope, score.doc, score.frequency, score.points, &lookup);
    }

    /// Scores a translation; it says no more than the word in `n_holding` sections does.
    fn form<'a>(&self, form: &'a Form, n_holding: u64, scores: &mut Scores<'a>) -> Result<()> {
        let found = self.places(form)?;
        let factor = weight::VIA * idf(self.totals.sections, found.len() as u64 + n_holding);
        let saturation = Saturation::new(average(self.totals.words, self.totals.sections));
        scores.sections.extend(found.iter().map(|&(doc, frequency, length)| Score {
            doc,
            points: factor * saturation.of(frequency, length),
            frequency,
            form,
        }));
        let notes = by_note(self.snapshot, &found);
        let factor = weight::NOTE * weight::VIA * idf(self.totals.notes, notes.len() as u64);
        let saturation = Saturation::new(average(self.totals.words, self.totals.notes));
        scores.notes.extend(notes.into_iter().map(|(doc, frequency)| {
            let points = factor * saturation.of(frequency, self.snapshot.note_length(doc));
            Score { doc, points, frequency, form }
        }));
        let mut named = Vec::new();
        self.snapshot.rows(Lane::NameText, &form.tokens, |first, _| named.push(first))?;
        let factor = weight::NAME * weight::VIA * idf(self.totals.notes, named.len() as u64);
        let points = factor * Saturation::alone().of(1, 0);
        scores.names.extend(named.into_iter().map(|doc| Score { doc, points, frequency: 1, form }));
        Ok(())
    }

    /// The sections that hold a translation, in order. A single character is a word only where the
    /// segmenter says so.
    fn places(&self, form: &Form) -> Result<Vec<Posting>> {
        let mut found: Vec<Posting> = Vec::new();
        if let Some(word) = form.word() {
            self.snapshot.postings(Lane::Words, word, |doc, tf, length| found.push((doc, tf, length)))?;
        }
        if form.text.chars().nth(1).is_some() {
            let mean = average(self.totals.words, self.totals.sections) as u32;
            let words = found.clone();
            let mut known = words.iter().map(|posting| posting.0).peekable();
            let is_new = |doc: Doc| {
                while known.next_if(|&word| word < doc).is_some() {}
                known.peek() != Some(&doc)
            };
            self.snapshot.phrase_where(Lane::Text, &form.tokens, is_new, |doc, starts| {
                let heading_end = self.snapshot.heading_end(doc);
                let in_heading = starts.iter().filter(|&&start| start < heading_end).count();
                let tf = starts.len() + in_heading * (HEADING_WEIGHT - 1);
                found.push((doc, tf as u32, mean));
            })?;
            if found.len() > words.len() {
                found.sort_unstable_by_key(|posting| posting.0);
            }
        }
        Ok(found)
    }
}

/// The best score of each place, in order; of equal ones the first.
fn best(mut scores: Vec<Score<'_>>) -> Vec<Score<'_>> {
    scores.sort_by(|a, b| a.doc.cmp(&b.doc).then(b.points.total_cmp(&a.points)));
    scores.dedup_by_key(|score| score.doc);
    scores
}
