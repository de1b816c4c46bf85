//! What is looked up, and an account of what that adds to scores.

use std::collections::HashMap;

use crate::engine::Doc;
use crate::search::answer::{Contribution, Evidence, Scope};

/// What of a query was looked up, and how it counts.
#[derive(Clone, Debug)]
pub(super) struct Lookup<'a> {
    /// What it stands for in the query, as typed.
    pub(super) word: &'a str,
    pub(super) evidence: Evidence,
    pub(super) weight: f32,
    pub(super) tokens: Vec<&'a str>,
}

/// What was added to the scores of some sections and their notes.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    entries: HashMap<Doc, Vec<Contribution>>,
}

impl Ledger {
    /// For some sections; a note is watched by its first.
    pub(super) fn of(docs: impl Iterator<Item = Doc>) -> Ledger {
        Ledger { entries: docs.map(|doc| (doc, Vec::new())).collect() }
    }

    pub(super) fn record(
        &mut self,
        scope: Scope,
        doc: Doc,
        frequency: u32,
        points: f32,
        lookup: &Lookup<'_>,
    ) {
        if let Some(entries) = self.entries.get_mut(&doc) {
            entries.push(Contribution {
                word: lookup.word.to_owned(),
                found: lookup.tokens.iter().map(|&token| token.to_owned()).collect(),
                evidence: lookup.evidence,
                scope,
                frequency,
                weight: lookup.weight,
                points,
            });
        }
    }

    pub(super) fn entries(&self, doc: Doc) -> &[Contribution] {
        self.entries.get(&doc).map_or(&[], Vec::as_slice)
    }
}
