//! A plan → the steps of which its scores are made: each term as it is, in parts, by its stem, by what stands for it.

use super::ledger::Lookup;
use super::weight;
use crate::analysis::TermKind;
use crate::engine::{Lane, Snapshot};
use crate::error::Result;
use crate::search::bridge::{Bridge, Form};
use crate::search::explain::Evidence;
use crate::search::plan::Plan;
use crate::search::term::PlannedTerm;

/// Of many tokens that stand for one word the first are the most frequent: so many tell how many postings there are.
const N_TOLD: usize = 8;

/// Something that is looked up, and what is scored or marked by it.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// Sections, their headings, notes and their names, by words. Those that stand in for a token say no more than it
    /// does, however rare they are.
    Words { lookup: Lookup<'a>, bits: u64, instead_of: Option<&'a str> },
    /// Sections by what stands in a row.
    Phrase { run: Run<'a>, tokens: Vec<(String, u32)> },
    /// Sections by a single character.
    Character(Run<'a>),
    /// Sections whose own text holds a token.
    Presence { token: &'a str, bits: u64 },
    /// Notes in whose names something stands in a row, across the borders of words.
    Named { tokens: Vec<(String, u32)>, bit: u64 },
    /// Notes by two neighbouring characters.
    Pair(Lookup<'a>),
    /// Sections, notes and their names by translations.
    Bridge(&'a Bridge),
}

/// Characters that count as they stand.
#[derive(Debug)]
pub(super) struct Run<'a> {
    pub(super) lookup: Lookup<'a>,
    pub(super) bit: u64,
    /// Where any section has the same as a word, that counts instead: the number of what is found for the word.
    pub(super) word: Option<usize>,
}

impl Step<'_> {
    /// How many things it looks up that are counted.
    pub(super) fn n_found(&self) -> usize {
        match self {
            Step::Words { .. } | Step::Phrase { .. } | Step::Character(_) | Step::Pair(_) => 1,
            Step::Presence { .. } | Step::Named { .. } => 0,
            // What has the words themselves, and each translation.
            Step::Bridge(bridge) => 1 + bridge.forms.len(),
        }
    }

    /// How many postings are found, roughly.
    pub(super) fn cost(&self, snapshot: &Snapshot) -> Result<u64> {
        let sum = |lane: Lane, tokens: &[&str]| -> Result<u64> {
            tokens.iter().take(N_TOLD).try_fold(0, |sum, token| Ok(sum + snapshot.most(lane, token)?))
        };
        let row = |tokens: &[(String, u32)]| -> Result<u64> {
            tokens
                .iter()
                .try_fold(u64::MAX, |least, (token, _)| Ok(least.min(snapshot.most(Lane::Text, token)?)))
        };
        match self {
            Step::Words { lookup, .. } => sum(Lane::Words, &lookup.tokens),
            Step::Phrase { tokens, .. } => row(tokens),
            Step::Character(run) => sum(Lane::Chars, &run.lookup.tokens),
            // What words are asked for costs as much as to ask for them again.
            Step::Presence { .. } | Step::Named { .. } => Ok(0),
            Step::Pair(lookup) => sum(Lane::Text, &lookup.tokens),
            Step::Bridge(bridge) => {
                let form = |form: &Form| row(&form.tokens);
                bridge.forms.iter().try_fold(0u64, |sum, one| Ok(sum.saturating_add(form(one)?)))
            }
        }
    }
}

/// The steps of a plan, in order.
pub(super) fn steps(plan: &Plan) -> Vec<Step<'_>> {
    let mut steps = Steps::default();
    let scored = plan.scored();
    for (idx, planned) in plan.terms.iter().enumerate() {
        if scored >> idx & 1 == 1 {
            steps.term(planned, 1 << idx);
        }
    }
    steps.joined(plan);
    // What has the words themselves is scored by them.
    plan.bridges.iter().for_each(|bridge| steps.push(Step::Bridge(bridge)));
    steps.pairs(plan);
    steps.steps
}

#[derive(Default)]
struct Steps<'a> {
    steps: Vec<Step<'a>>,
    /// How many things all of them look up that are counted.
    n_found: usize,
}

impl<'a> Steps<'a> {
    fn push(&mut self, step: Step<'a>) {
        self.n_found += step.n_found();
        self.steps.push(step);
    }

    fn words(&mut self, lookup: Lookup<'a>, bits: u64) {
        self.push(Step::Words { lookup, bits, instead_of: None });
    }

    fn presence(&mut self, token: &'a str, bits: u64) {
        self.push(Step::Presence { token, bits });
    }

    fn term(&mut self, planned: &'a PlannedTerm, bit: u64) {
        match &planned.term.kind {
            TermKind::Symbol => {
                let lookup = Lookup::of(planned, Evidence::Characters, &planned.term.text, 1.0);
                self.push(Step::Character(Run { lookup, bit, word: None }));
            }
            TermKind::Cjk { inner } => self.cjk(planned, inner, bit),
            TermKind::Word { .. } => self.word(planned, bit),
        }
        self.expansions(planned, bit);
    }

    /// A word of Han and its like, and the words inside it. Its characters in a row count only where no section has
    /// it as a word.
    fn cjk(&mut self, planned: &'a PlannedTerm, inner: &'a [String], bit: u64) {
        let text = planned.term.text.as_str();
        let word = Some(self.n_found);
        self.words(Lookup::of(planned, Evidence::Word, text, 1.0), bit);
        for word in inner {
            self.words(Lookup::of(planned, Evidence::Inner, word, weight::INNER), 0);
        }
        let run = Run { lookup: Lookup::of(planned, Evidence::Characters, text, 1.0), bit, word };
        let Some(tokens) = planned.phrase() else { return self.push(Step::Character(run)) };
        self.push(Step::Phrase { run, tokens: tokens.clone() });
        self.push(Step::Named { tokens, bit });
    }

    /// The forms of a word or identifier.
    fn word(&mut self, planned: &'a PlannedTerm, bit: u64) {
        let TermKind::Word { parts, stem, surface, whole } = &planned.term.kind else { return };
        let name = surface.as_deref().filter(|_| !planned.is_plain);
        for form in name.into_iter().chain(whole.as_deref()) {
            self.words(Lookup::of(planned, Evidence::Word, form, 1.0), bit);
            self.presence(form, bit);
        }
        if surface.is_none() && planned.term.text.contains('_') {
            self.words(Lookup::of(planned, Evidence::Spelled, &planned.term.text, weight::SPELLED), 0);
        }
        if let Some(tokens) = planned.phrase().filter(|_| name.is_none()) {
            let lookup = Lookup::of(planned, Evidence::Characters, "", 0.0);
            self.push(Step::Phrase { run: Run { lookup, bit, word: None }, tokens });
        }
        let is_plain_word = parts.len() == 1 && name.is_none();
        let own_share = if stem.is_some() { 1.0 - weight::STEM } else { 1.0 };
        for part in parts {
            if is_plain_word {
                self.words(Lookup::of(planned, Evidence::Word, part, own_share), bit);
                self.presence(part, bit);
            } else {
                self.words(Lookup::of(planned, Evidence::Part, part, weight::PART * own_share), 0);
            }
        }
        if let Some(stem) = stem.as_deref().filter(|_| name.is_none()) {
            self.words(Lookup::of(planned, Evidence::Stem, stem, weight::STEM), bit);
            self.presence(stem, bit);
        }
    }

    /// The tokens that a term may stand for.
    fn expansions(&mut self, planned: &'a PlannedTerm, bit: u64) {
        if planned.expansions.is_empty() {
            return;
        }
        let lookup = Lookup {
            word: &planned.typed,
            evidence: planned.relation.into(),
            // What was asked for as a beginning is meant as it is found.
            weight: if planned.is_prefix { 1.0 } else { weight::EXPANSION },
            tokens: planned.expansions.iter().map(String::as_str).collect(),
        };
        self.push(Step::Words { lookup, bits: bit, instead_of: Some(&planned.term.text) });
        planned.expansions.iter().for_each(|token| self.presence(token, bit));
    }

    /// Neighbouring words of the query that are one name in a note.
    fn joined(&mut self, plan: &'a Plan) {
        for joined in &plan.joined {
            let bits = joined.terms.clone().fold(0, |bits, idx| bits | 1 << idx);
            let lookup = Lookup {
                word: &joined.typed,
                evidence: Evidence::Joined,
                weight: weight::JOINED,
                tokens: vec![&joined.token],
            };
            self.words(lookup, bits);
            self.presence(&joined.token, bits);
        }
    }

    /// Pairs of neighbouring characters, across the borders of words: a name that the segmenter cuts in pieces is held
    /// together by them.
    fn pairs(&mut self, plan: &'a Plan) {
        for pair in &plan.pairs {
            self.push(Step::Pair(Lookup {
                word: pair,
                evidence: Evidence::Pair,
                weight: weight::PAIR,
                tokens: vec![pair],
            }));
        }
    }
}

impl<'a> Lookup<'a> {
    fn of(planned: &'a PlannedTerm, evidence: Evidence, token: &'a str, weight: f32) -> Lookup<'a> {
        Lookup { word: &planned.typed, evidence, weight, tokens: vec![token] }
    }
}
