//! What each look-up adds to scores, written down where somebody wants them explained.

use std::collections::HashMap;

use super::lookup::Lookup;
use crate::engine::Doc;
use crate::search::answer::{Contribution, Scope};

/// What was added to the scores of some sections and their notes.
#[derive(Debug, Default)]
pub(super) struct Contributions {
    of_docs: HashMap<Doc, Vec<Contribution>>,
}

impl Contributions {
    /// For some sections; a note is watched by its first.
    pub(super) fn of(docs: impl Iterator<Item = Doc>) -> Contributions {
        Contributions { of_docs: docs.map(|doc| (doc, Vec::new())).collect() }
    }

    /// Cold, so that where nothing is written down adding costs nothing more.
    #[cold]
    pub(super) fn record(
        &mut self,
        scope: Scope,
        doc: Doc,
        frequency: u32,
        points: f32,
        lookup: &Lookup<'_>,
    ) {
        if let Some(of_doc) = self.of_docs.get_mut(&doc) {
            of_doc.push(Contribution {
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

    pub(super) fn to(&self, doc: Doc) -> &[Contribution] {
        self.of_docs.get(&doc).map_or(&[], Vec::as_slice)
    }
}
