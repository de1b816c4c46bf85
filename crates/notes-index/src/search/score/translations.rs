//! What holds a word of the query in the other language only.

use std::collections::BTreeMap;

use super::bm25::{average, idf, saturated, saturated_alone};
use super::scoring::{Posting, Scoring};
use super::{Lookup, weight};
use crate::analysis::HEADING_WEIGHT;
use crate::engine::{Doc, Lane};
use crate::error::Result;
use crate::search::bridge::{Bridge, Form};
use crate::search::explain::{Evidence, Scope};
use crate::search::plan::Plan;

/// What translations of a word say of sections and notes: of several in one place the best.
#[derive(Default)]
struct Scores<'a> {
    sections: BTreeMap<Doc, Score<'a>>,
    notes: BTreeMap<Doc, Score<'a>>,
    /// Notes by whose names one was found.
    names: BTreeMap<Doc, Score<'a>>,
}

/// What a translation adds, and how often it stands there.
struct Score<'a> {
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
        let holding = self.board.holding().filter(|(_, own)| own & terms == terms);
        let mut notes: Vec<Doc> = holding.map(|(doc, _)| self.snapshot.first(doc)).collect();
        let n_holding = notes.len() as u64;
        notes.sort_unstable();
        let mut scores = Scores::default();
        for form in &bridge.forms {
            self.form(form, n_holding, &mut scores)?;
        }
        let is_new = |doc: &Doc| notes.binary_search(doc).is_err();
        for (&doc, score) in &scores.sections {
            let has_words = self.board.terms(doc, self.snapshot.first(doc)) & terms == terms;
            if !has_words {
                self.add(Scope::Section, doc, score, bridge);
            }
            self.board.mark_own(doc, terms);
        }
        for (&first, score) in scores.notes.iter().filter(|(first, _)| is_new(first)) {
            self.add(Scope::Note, first, score, bridge);
        }
        for (&first, score) in &scores.names {
            if is_new(&first) {
                self.add(Scope::Names, first, score, bridge);
            }
            self.board.mark_names(first, terms);
        }
        Ok(())
    }

    fn add(&mut self, scope: Scope, doc: Doc, score: &Score<'_>, bridge: &Bridge) {
        let lookup = Lookup {
            word: &bridge.typed,
            evidence: Evidence::Via,
            weight: weight::VIA,
            tokens: vec![&score.form.text],
        };
        self.board.add(scope, doc, score.frequency, score.points, &lookup);
    }

    /// Scores a translation; it says no more than the word in `n_holding` sections does.
    fn form<'a>(&self, form: &'a Form, n_holding: u64, scores: &mut Scores<'a>) -> Result<()> {
        let found = self.places(form)?;
        let factor = weight::VIA * idf(self.totals.sections, found.len() as u64 + n_holding);
        let mean = average(self.totals.words, self.totals.sections);
        for &(doc, frequency, length) in &found {
            let points = factor * saturated(frequency, length, mean);
            keep(&mut scores.sections, doc, Score { points, frequency, form });
        }
        let notes = self.by_note(&found);
        let factor = weight::NOTE * weight::VIA * idf(self.totals.notes, notes.len() as u64);
        let mean = average(self.totals.words, self.totals.notes);
        for (first, frequency) in notes {
            let points = factor * saturated(frequency, self.snapshot.note_length(first), mean);
            keep(&mut scores.notes, first, Score { points, frequency, form });
        }
        let mut named = Vec::new();
        self.snapshot.phrase(Lane::NameText, &form.tokens, |first, _| named.push(first))?;
        let factor = weight::NAME * weight::VIA * idf(self.totals.notes, named.len() as u64);
        for first in named {
            let points = factor * saturated_alone(1);
            keep(&mut scores.names, first, Score { points, frequency: 1, form });
        }
        Ok(())
    }

    /// The sections that hold a translation, in order. A single character is a word only where the
    /// segmenter says so.
    fn places(&self, form: &Form) -> Result<Vec<Posting>> {
        let mut found: BTreeMap<Doc, (u32, u32)> = BTreeMap::new();
        if let Some(word) = form.word() {
            self.snapshot.postings(Lane::Words, word, |doc, tf, length| {
                found.insert(doc, (tf, length));
            })?;
        }
        if form.text.chars().nth(1).is_some() {
            let mean = average(self.totals.words, self.totals.sections) as u32;
            self.snapshot.phrase(Lane::Text, &form.tokens, |doc, starts| {
                let heading_end = self.snapshot.heading_end(doc);
                let in_heading = starts.iter().filter(|&&start| start < heading_end).count();
                let tf = starts.len() + in_heading * (HEADING_WEIGHT - 1);
                found.entry(doc).or_insert((tf as u32, mean));
            })?;
        }
        Ok(found.into_iter().map(|(doc, (tf, length))| (doc, tf, length)).collect())
    }
}

/// Keeps the better of two scores.
fn keep<'a>(scores: &mut BTreeMap<Doc, Score<'a>>, doc: Doc, score: Score<'a>) {
    let is_better = scores.get(&doc).is_none_or(|known| score.points > known.points);
    if is_better {
        scores.insert(doc, score);
    }
}
