//! Each term of a plan → its look-ups: what it is, in parts, by its stem, by what stands for it.

use super::ledger::Lookup;
use super::scoring::Scoring;
use super::weight;
use crate::analysis::{TermKind, char_pairs};
use crate::error::Result;
use crate::search::explain::Evidence;
use crate::search::plan::Plan;
use crate::search::term::PlannedTerm;

impl Scoring<'_> {
    /// Scores by one term of the query.
    pub(super) fn term(&mut self, planned: &PlannedTerm, bit: u64) -> Result<()> {
        match &planned.term.kind {
            TermKind::Symbol => {
                self.characters(&Lookup::of(planned, Evidence::Characters, &planned.term.text, 1.0), bit)?;
            }
            TermKind::Cjk { inner } => self.cjk(planned, inner, bit)?,
            TermKind::Word { .. } => self.word(planned, bit)?,
        }
        self.expansions(planned, bit)
    }

    /// Scores by a word of Han and its like, and the words inside it. Its characters in a row count
    /// only where no section has it as a word.
    fn cjk(&mut self, planned: &PlannedTerm, inner: &[String], bit: u64) -> Result<()> {
        let text = planned.term.text.as_str();
        let n_holding = self.words(&Lookup::of(planned, Evidence::Word, text, 1.0), bit)?;
        for word in inner {
            self.words(&Lookup::of(planned, Evidence::Inner, word, weight::INNER), 0)?;
        }
        let weight = if n_holding > 0 { 0.0 } else { 1.0 };
        let lookup = Lookup::of(planned, Evidence::Characters, text, weight);
        let Some(tokens) = planned.phrase() else { return self.characters(&lookup, bit) };
        self.phrase(&tokens, &lookup, bit)?;
        self.named(&tokens, bit)
    }

    /// Scores by the forms of a word or identifier.
    fn word(&mut self, planned: &PlannedTerm, bit: u64) -> Result<()> {
        let TermKind::Word { parts, stem, surface, whole } = &planned.term.kind else { return Ok(()) };
        let name = surface.as_deref().filter(|_| !planned.is_plain);
        for form in name.into_iter().chain(whole.as_deref()) {
            self.words(&Lookup::of(planned, Evidence::Word, form, 1.0), bit)?;
            self.presence(form, bit)?;
        }
        if surface.is_none() && planned.term.text.contains('_') {
            self.words(&Lookup::of(planned, Evidence::Spelled, &planned.term.text, weight::SPELLED), 0)?;
        }
        if let Some(tokens) = planned.phrase().filter(|_| name.is_none()) {
            self.phrase(&tokens, &Lookup::of(planned, Evidence::Characters, "", 0.0), bit)?;
        }
        let is_plain_word = parts.len() == 1 && name.is_none();
        let own_share = if stem.is_some() { 1.0 - weight::STEM } else { 1.0 };
        for part in parts {
            if is_plain_word {
                self.words(&Lookup::of(planned, Evidence::Word, part, own_share), bit)?;
                self.presence(part, bit)?;
            } else {
                self.words(&Lookup::of(planned, Evidence::Part, part, weight::PART * own_share), 0)?;
            }
        }
        if let Some(stem) = stem.as_deref().filter(|_| name.is_none()) {
            self.words(&Lookup::of(planned, Evidence::Stem, stem, weight::STEM), bit)?;
            self.presence(stem, bit)?;
        }
        Ok(())
    }

    /// Scores by the tokens that a term may stand for.
    fn expansions(&mut self, planned: &PlannedTerm, bit: u64) -> Result<()> {
        if planned.expansions.is_empty() {
            return Ok(());
        }
        let lookup = Lookup {
            word: &planned.typed,
            evidence: planned.relation.into(),
            // What was asked for as a beginning is meant as it is found.
            weight: if planned.is_prefix { 1.0 } else { weight::EXPANSION },
            tokens: planned.expansions.iter().map(String::as_str).collect(),
        };
        self.words_instead_of(Some(&planned.term.text), &lookup, bit)?;
        planned.expansions.iter().try_for_each(|token| self.presence(token, bit))
    }

    /// Scores by neighbouring words of the query that are one name in a note.
    pub(super) fn joined(&mut self, plan: &Plan) -> Result<()> {
        for joined in &plan.joined {
            let bits = joined.terms.clone().fold(0, |bits, idx| bits | 1 << idx);
            let typed: Vec<&str> =
                plan.terms[joined.terms.clone()].iter().map(|term| term.typed.as_str()).collect();
            let lookup = Lookup {
                word: &typed.join(" "),
                evidence: Evidence::Joined,
                weight: weight::JOINED,
                tokens: vec![&joined.token],
            };
            self.words(&lookup, bits)?;
            self.presence(&joined.token, bits)?;
        }
        Ok(())
    }

    /// Scores notes by pairs of neighbouring characters, across the borders of words: a name that
    /// the segmenter cuts in pieces is held together by them.
    pub(super) fn pairs(&mut self, plan: &Plan) -> Result<()> {
        for pair in char_pairs(&plan.whole_text) {
            let lookup =
                Lookup { word: &pair, evidence: Evidence::Pair, weight: weight::PAIR, tokens: vec![&pair] };
            self.note_characters(&lookup)?;
        }
        Ok(())
    }
}

impl<'a> Lookup<'a> {
    fn of(planned: &'a PlannedTerm, evidence: Evidence, token: &'a str, weight: f32) -> Lookup<'a> {
        Lookup { word: &planned.typed, evidence, weight, tokens: vec![token] }
    }
}
