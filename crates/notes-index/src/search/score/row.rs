//! What holds the whole query in a row, and what is named just so.

use super::raise::Raise;
use super::scoring::Scoring;
use crate::analysis::TermKind;
use crate::engine::{Facet, Lane};
use crate::error::Result;
use crate::search::plan::Plan;
use crate::search::term::PlannedTerm;

/// How many words of Han are a name, whose pairs of characters say already that it stands in a row.
const MAX_NAME_WORDS: usize = 2;

impl Scoring<'_> {
    /// Raises what holds the whole query in a row. A name of one or two words of Han is held together by
    /// the pairs of its characters: there it only tells the sections of a note apart.
    pub(super) fn row(&mut self, plan: &Plan) -> Result<()> {
        if plan.whole.is_empty() {
            return Ok(());
        }
        let is_word = |planned: &PlannedTerm| matches!(planned.term.kind, TermKind::Word { .. });
        let says_more = plan.terms.len() > MAX_NAME_WORDS || plan.terms.iter().any(is_word);
        let Scoring { stripe, board, .. } = self;
        let snapshot = stripe.snapshot();
        stripe.phrase_where(
            Lane::Text,
            &plan.whole,
            |_| true,
            |doc, starts| {
                let first = snapshot.first(doc);
                if says_more {
                    board.raise(doc, Raise::ROW);
                    board.raise(first, Raise::NOTE_ROW);
                } else {
                    board.raise(doc, Raise::ROW_IN_NOTE);
                }
                if starts.first().is_some_and(|&start| start < snapshot.heading_end(doc)) {
                    if says_more {
                        board.raise(doc, Raise::HEADING_ROW);
                    }
                    board.raise(first, Raise::NOTE_HEADING_ROW);
                }
            },
        )?;
        stripe.rows(Lane::NameText, &plan.whole, |first, _| board.raise(first, Raise::NAME_ROW))
    }

    /// Raises sections and notes whose name is the query.
    pub(super) fn exact_names(&mut self, plan: &Plan) -> Result<()> {
        let Scoring { stripe, board, .. } = self;
        let snapshot = stripe.snapshot();
        let query = plan.whole_text.as_str();
        stripe.with_facet(&Facet::Heading(query), |doc| {
            board.raise(doc, Raise::HEADING);
            board.raise(snapshot.first(doc), Raise::NOTE_HEADING);
        })?;
        for facet in [Facet::Title(query), Facet::Stem(query)] {
            stripe.with_facet(&facet, |doc| board.raise(snapshot.first(doc), Raise::TITLE))?;
        }
        Ok(())
    }
}
