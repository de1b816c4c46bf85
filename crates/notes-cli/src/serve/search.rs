//! The method `search`: the document that `notes search --json` prints.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use notes_index::{NoteIndex, Query};

use super::params::SearchParams;
use crate::failure::Result;
use crate::freshness;
use crate::places::Places;
use crate::printer::{Answer, json};
use crate::ui::Ui;

/// A search that is under way.
pub(super) struct Search<'a> {
    pub(super) params: SearchParams,
    pub(super) places: Places<'a>,
    /// When it was asked for.
    pub(super) received: Instant,
    /// Set when nobody waits for it.
    pub(super) stop: Arc<AtomicBool>,
}

impl Search<'_> {
    /// Answers from the notes as they are, as far as the mode has it.
    pub(super) fn answer(&self, index: &NoteIndex, ui: &Ui<'_>) -> Result<Vec<u8>> {
        let options = self.params.options(self.places)?.stop(Arc::clone(&self.stop));
        let query = Query::parse(&self.params.query);
        let (view, results) = freshness::ask(index, self.params.sync, ui.remarks(), |view| {
            view.searcher.search(&query, &options.clone().skip_gone(view.freshness.is_behind()))
        })?;
        let answer = Answer {
            query: &self.params.query,
            results: &results,
            offset: self.params.offset,
            counts: view.searcher.counts(),
            freshness: &view.freshness,
            took: self.received.elapsed(),
            places: self.places,
        };
        let mut document = Vec::new();
        json::write_answer(&answer, &mut document)?;
        Ok(document)
    }
}
