//! What holds the whole query in a row, and what is named just so.

use super::raise::Raise;
use super::scoring::Scoring;
use crate::engine::{Facet, Lane};
use crate::error::Result;
use crate::search::plan::Plan;

impl Scoring<'_> {
    /// Raises what holds the whole query in a row.
    pub(super) fn row(&mut self, plan: &Plan) -> Result<()> {
        if plan.whole.is_empty() {
            return Ok(());
        }
        let (snapshot, board) = (self.snapshot, &mut *self.board);
        snapshot.phrase(Lane::Text, &plan.whole, |doc, starts| {
            let first = snapshot.first(doc);
            board.raise(doc, Raise::ROW);
            board.raise(first, Raise::NOTE_ROW);
            if starts.first().is_some_and(|&start| start < snapshot.heading_end(doc)) {
                board.raise(doc, Raise::HEADING_ROW);
                board.raise(first, Raise::NOTE_HEADING_ROW);
            }
        })?;
        snapshot.phrase(Lane::NameText, &plan.whole, |first, _| board.raise(first, Raise::NAME_ROW))
    }

    /// Raises sections and notes whose name is the query.
    pub(super) fn exact_names(&mut self, plan: &Plan) -> Result<()> {
        let (snapshot, board) = (self.snapshot, &mut *self.board);
        let query = plan.whole_text.as_str();
        snapshot.with_facet(&Facet::Heading(query), |doc| {
            board.raise(doc, Raise::HEADING);
            board.raise(snapshot.first(doc), Raise::NOTE_HEADING);
        })?;
        for facet in [Facet::Title(query), Facet::Stem(query)] {
            snapshot.with_facet(&facet, |doc| board.raise(snapshot.first(doc), Raise::TITLE))?;
        }
        Ok(())
    }
}
