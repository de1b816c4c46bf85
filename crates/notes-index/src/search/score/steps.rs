//! A plan → the steps of which its scores are made: each term as it is, in parts, by its stem, by what stands for it.

use super::lookup::Lookup;
use super::weight;
use crate::analysis::{RowToken, TermKind};
use crate::engine::{Snapshot, TextField};
use crate::error::Result;
use crate::search::answer::Evidence;
use crate::search::plan::Plan;
use crate::search::terms::{Bridge, Form, Origin, PlannedTerm, TermSet};

/// Of many tokens that stand for one word the first are the most frequent: so many tell how many postings there are.
const N_TOLD: usize = 8;
/// Beside how many words those that are pairs of characters themselves are looked up as such, too.
const MAX_PAIRED: usize = 2;

/// Something that is looked up, and what is scored or marked by it.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// Sections, their headings, notes and their names, by words. Those that stand in for a token say no more than it
    /// does, however rare they are.
    Words { lookup: Lookup<'a>, terms: TermSet, instead_of: Option<&'a str> },
    /// Sections by characters as they stand.
    Run(Run<'a>),
    /// Sections whose own text holds one of some tokens.
    Presence { tokens: Vec<&'a str>, terms: TermSet },
    /// Notes in whose names something stands in a row, across the borders of words.
    Named { tokens: Vec<RowToken>, term: TermSet },
    /// Notes by two neighbouring characters.
    Pair(Lookup<'a>),
    /// Sections, notes and their names by translations.
    Bridge(&'a Bridge),
    /// Sections and notes by the whole query in a row.
    Row(&'a Plan),
    /// Sections and notes that are named as the query is.
    SameName(&'a Plan),
}

/// Characters that count as they stand.
#[derive(Debug)]
pub(super) struct Run<'a> {
    pub(super) lookup: Lookup<'a>,
    pub(super) term: TermSet,
    /// Whether it counts only where no section has the same as a word.
    pub(super) yields_to_word: bool,
    pub(super) field: TextField,
    /// What must stand at these distances.
    pub(super) tokens: Vec<RowToken>,
}

impl Step<'_> {
    /// How many postings are found, roughly.
    pub(super) fn cost(&self, snapshot: &Snapshot) -> Result<u64> {
        let sum = |field: TextField, tokens: &[&str]| -> Result<u64> {
            tokens
                .iter()
                .take(N_TOLD)
                .try_fold(0, |sum, token| Ok(sum + snapshot.max_doc_freq(field, token)?))
        };
        let row = |field: TextField, tokens: &[RowToken]| -> Result<u64> {
            let most = tokens.iter().map(|(token, _)| snapshot.max_doc_freq(field, token));
            most.reduce(|least, most| Ok(least?.min(most?))).unwrap_or(Ok(0))
        };
        match self {
            Step::Words { lookup, .. } => sum(TextField::Words, &lookup.tokens),
            Step::Run(run) => row(run.field, &run.tokens),
            // They look up the tokens of steps of words, by which their cost is told as well.
            Step::Presence { .. } | Step::Named { .. } | Step::Row(_) | Step::SameName(_) => Ok(0),
            Step::Pair(lookup) => sum(TextField::Text, &lookup.tokens),
            Step::Bridge(bridge) => {
                let form = |form: &Form| row(TextField::Text, &form.tokens);
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
        if scored.contains(idx) {
            steps.term(planned, TermSet::of(idx));
        }
    }
    steps.joined(plan);
    // Behind the words: a section that has these itself is scored by them, not by their translations.
    plan.bridges.iter().for_each(|bridge| steps.push(Step::Bridge(bridge)));
    steps.pairs(plan, scored);
    if !plan.whole.is_empty() {
        steps.push(Step::Row(plan));
    }
    steps.push(Step::SameName(plan));
    steps.steps
}

/// What tells where a term stands itself comes before the words, which also stand in what leads there.
#[derive(Default)]
struct Steps<'a> {
    steps: Vec<Step<'a>>,
}

impl<'a> Steps<'a> {
    fn push(&mut self, step: Step<'a>) {
        self.steps.push(step);
    }

    fn words(&mut self, lookup: Lookup<'a>, terms: TermSet) {
        self.push(Step::Words { lookup, terms, instead_of: None });
    }

    fn presence(&mut self, token: &'a str, terms: TermSet) {
        self.push(Step::Presence { tokens: vec![token], terms });
    }

    fn term(&mut self, planned: &'a PlannedTerm, term: TermSet) {
        match &planned.term.kind {
            TermKind::Symbol => {
                let lookup = Lookup::of(planned, Evidence::Characters, &planned.term.text, 1.0);
                self.push(Step::Run(Run::character(lookup, term, false)));
                self.push(Step::Named { tokens: vec![(planned.term.text.clone(), 0)], term });
            }
            TermKind::Cjk { inner, is_compound } => {
                // Inner words that stand in for the whole word were planned as terms of their own.
                let is_for_them = *is_compound || !planned.stands && !planned.in_phrase();
                self.cjk(planned, if is_for_them { &[] } else { inner }, term);
            }
            TermKind::Word { .. } => self.word(planned, term),
        }
        self.expansions(planned, term);
    }

    /// A word of Han and its like, and the words inside it. Its characters in a row count only where no section has
    /// it as a word.
    fn cjk(&mut self, planned: &'a PlannedTerm, inner: &'a [String], term: TermSet) {
        let text = planned.term.text.as_str();
        let lookup = Lookup::of(planned, Evidence::Characters, text, 1.0);
        match planned.phrase() {
            // One that was left over may be a part of any word: it counts also where sections have it as a word.
            None => self.push(Step::Run(Run::character(lookup, term, !planned.is_fragment()))),
            Some(tokens) => {
                let (field, yields_to_word) = (TextField::Text, true);
                self.push(Step::Run(Run { lookup, term, yields_to_word, field, tokens: tokens.clone() }));
                self.push(Step::Named { tokens, term });
            }
        }
        self.words(Lookup::of(planned, Evidence::Word, text, 1.0), term);
        for word in inner {
            self.words(Lookup::of(planned, Evidence::Inner, word, weight::INNER), TermSet::NONE);
        }
    }

    /// The forms of a word or identifier.
    fn word(&mut self, planned: &'a PlannedTerm, term: TermSet) {
        let TermKind::Word { parts, stem, surface, whole } = &planned.term.kind else { return };
        let name = planned.name();
        for form in name.into_iter().chain(whole.as_deref()) {
            self.presence(form, term);
            self.words(Lookup::of(planned, Evidence::Word, form, 1.0), term);
        }
        if surface.is_none() && planned.term.text.contains('_') {
            self.words(
                Lookup::of(planned, Evidence::Spelled, &planned.term.text, weight::SPELLED),
                TermSet::NONE,
            );
        }
        let rows = planned.rows_of_parts().into_iter();
        for tokens in rows.filter(|row| row.len() > 1 && planned.is_by_parts()) {
            let lookup = Lookup::of(planned, Evidence::Characters, "", 0.0);
            self.push(Step::Run(Run { lookup, term, yields_to_word: false, field: TextField::Text, tokens }));
        }
        let is_plain_word = parts.len() == 1 && name.is_none();
        let own_share = if stem.is_some() { 1.0 - weight::STEM } else { 1.0 };
        if let ([only], true) = (parts.as_slice(), planned.is_by_parts()) {
            self.presence(only, term);
        }
        for part in parts {
            if is_plain_word {
                self.words(Lookup::of(planned, Evidence::Word, part, own_share), term);
            } else {
                self.words(
                    Lookup::of(planned, Evidence::Part, part, weight::PART * own_share),
                    TermSet::NONE,
                );
            }
        }
        if let Some(stem) = stem.as_deref().filter(|_| name.is_none()) {
            self.presence(stem, term);
            self.words(Lookup::of(planned, Evidence::Stem, stem, weight::STEM), term);
        }
    }

    /// The tokens that a term may stand for.
    fn expansions(&mut self, planned: &'a PlannedTerm, term: TermSet) {
        let Some(expansions) = &planned.expansions else { return };
        let texts = |tokens: &'a [String]| tokens.iter().map(String::as_str).collect::<Vec<&str>>();
        self.push(Step::Presence { tokens: texts(&expansions.tokens), terms: term });
        let (near, further) = expansions.by_nearness();
        // Of `conn*` every word that begins so is meant; elsewhere such words are only related.
        let weight = if planned.is_prefix() { 1.0 } else { weight::EXPANSION };
        let nearest = near.first().unwrap_or(&planned.term.text);
        for (tokens, weight, instead_of) in
            [(near, weight, &planned.term.text), (further, weight::FURTHER, nearest)]
        {
            if !tokens.is_empty() {
                let evidence = expansions.relation.into();
                let lookup = Lookup { word: &planned.typed, evidence, weight, tokens: texts(tokens) };
                self.push(Step::Words { lookup, terms: term, instead_of: Some(instead_of) });
            }
        }
    }

    /// Neighbouring words of the query that are one name in a note.
    fn joined(&mut self, plan: &'a Plan) {
        for joined in &plan.joined {
            let terms = joined.terms.clone().collect();
            let own_share = if joined.stem.is_some() { 1.0 - weight::STEM } else { 1.0 };
            let stem = joined.stem.as_ref().map(|stem| (stem, weight::STEM));
            for (token, share) in [(&joined.token, own_share)].into_iter().chain(stem) {
                let weight = weight::JOINED * share;
                let lookup =
                    Lookup { word: &joined.typed, evidence: Evidence::Joined, weight, tokens: vec![token] };
                self.presence(token, terms);
                self.words(lookup, terms);
            }
        }
    }

    /// Pairs of neighbouring characters, across the borders of words: a name that the segmenter cuts in pieces is held
    /// together by them. Those of words that are not scored say nothing either; one that is a word itself holds nothing
    /// together, and beside several words adds nothing to that.
    fn pairs(&mut self, plan: &'a Plan, scored: TermSet) {
        let is_one_of_many = scored.len() > MAX_PAIRED;
        for pair in &plan.pairs {
            let holding = plan.those(|planned| planned.term.text.contains(pair));
            let is_unscored = !holding.is_empty() && !holding.has_any(scored);
            let is_word = || plan.terms.iter().any(|planned| planned.term.text == *pair);
            if is_unscored || is_one_of_many && is_word() {
                continue;
            }
            self.push(Step::Pair(Lookup {
                word: pair,
                evidence: Evidence::Pair,
                weight: weight::PAIR,
                tokens: vec![pair],
            }));
        }
    }
}

impl<'a> Run<'a> {
    /// A single character.
    fn character(lookup: Lookup<'a>, term: TermSet, yields_to_word: bool) -> Run<'a> {
        let tokens = lookup.tokens.iter().map(|&token| (token.to_owned(), 0)).collect();
        Run { lookup, term, yields_to_word, field: TextField::Chars, tokens }
    }
}

impl<'a> Lookup<'a> {
    fn of(planned: &'a PlannedTerm, evidence: Evidence, token: &'a str, weight: f32) -> Lookup<'a> {
        let share = match planned.origin {
            Origin::Typed | Origin::Letter => 1.0,
            Origin::Piece { is_inner: true, .. } => weight::INNER,
            Origin::Piece { .. } | Origin::LeftOver => planned.share_of_typed(),
        };
        Lookup { word: &planned.typed, evidence, weight: weight * share, tokens: vec![token] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::SearchOptions;
    use crate::search::patience::Patience;
    use crate::{IndexOptions, NoteIndex, NotePath, Query};

    #[test]
    fn pairs_hold_together_what_is_cut() {
        let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
        index.put(&NotePath::new("a.md").unwrap(), "数据库连接的管理，死锁").unwrap();
        let searcher = index.searcher().unwrap();
        let pairs = |typed: &str| -> Vec<String> {
            let (query, options) = (Query::parse(typed), SearchOptions::new());
            let plan = searcher.plan(&query, &options, &Patience::default()).unwrap();
            let pairs = steps(&plan).into_iter().filter_map(|step| match step {
                Step::Pair(lookup) => Some(lookup.word.to_owned()),
                _ => None,
            });
            pairs.collect()
        };
        assert_eq!(pairs("连接 管理"), ["连接", "管理"]);
        assert_eq!(pairs("数据库 连接 管理"), ["数据", "据库"]);
        assert_eq!(pairs("因为死锁"), ["为死", "死锁"]);
        assert_eq!(pairs("因为"), ["因为"]);
    }
}
