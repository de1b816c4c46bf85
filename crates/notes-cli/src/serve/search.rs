//! The method `search`: the document that `notes search --json` prints.

use std::sync::Arc;

use notes_index::NoteIndex;

use super::inbox::Waiting;
use super::params::SearchParams;
use crate::failure::Result;
use crate::freshness::Asking;
use crate::places::Places;
use crate::printer::{Answer, json};
use crate::progress::Audience;
use crate::request;

/// A search that is under way.
pub(super) struct Search<'a> {
    pub(super) params: SearchParams,
    pub(super) places: Places<'a>,
    pub(super) waiting: Waiting,
}

impl Search<'_> {
    /// Answers from the notes as they are, as far as the mode has it.
    pub(super) fn answer(&self, index: &NoteIndex) -> Result<Vec<u8>> {
        let options = self.params.options(self.places)?.stop(Arc::clone(&self.waiting.stop));
        let query = request::query(&self.params.query);
        // A newer search needs the same sync: it would begin anew with each key.
        let asking = Asking {
            index,
            mode: self.params.sync,
            audience: Audience::Nobody,
            stop: &self.waiting.is_ending,
        };
        let (view, results) = asking.ask(|view| {
            view.searcher.search(&query, &options.clone().skip_gone(view.freshness.is_behind()))
        })?;
        let answer = Answer {
            query: &self.params.query,
            results: &results,
            offset: self.params.offset,
            counts: view.searcher.counts(),
            freshness: &view.freshness,
            took: self.waiting.received.elapsed(),
            places: self.places,
        };
        let mut document = Vec::new();
        json::write_answer(&answer, &mut document)?;
        Ok(document)
    }
}
