//! What holds the whole query in a row, and what is named just so.

use super::board::Board;
use super::found::{Kept, Sums};
use super::raise::Raise;
use super::source::Source;
use crate::analysis::TermKind;
use crate::engine::{Facet, Lane, List, Snapshot, Stripe};
use crate::error::Result;
use crate::search::plan::Plan;
use crate::search::term::PlannedTerm;

/// How many words of Han are a name, whose pairs of characters say already that it stands in a row.
const MAX_NAME_WORDS: usize = 2;

/// The whole query in a row raises what holds it. A name of one or two words of Han is held together by
/// the pairs of its characters: there it only tells the sections of a note apart.
pub(super) struct Row<'a> {
    snapshot: &'a Snapshot,
    says_more: bool,
    /// Sections, with whether it stands in their heading.
    sections: Kept<bool>,
    /// Notes, by their names.
    names: Kept<()>,
}

impl<'a> Row<'a> {
    pub(super) fn open(stripe: &Stripe<'a>, plan: &Plan) -> Result<Row<'a>> {
        let snapshot = stripe.snapshot();
        let is_word = |planned: &PlannedTerm| matches!(planned.term.kind, TermKind::Word { .. });
        let says_more = plan.terms.len() > MAX_NAME_WORDS || plan.terms.iter().any(is_word);
        let (mut sections, mut names) = (Vec::new(), Vec::new());
        match plan.whole.as_slice() {
            // The lane of headings knows a word of its own, without positions.
            [(word, 0)] if plan.terms.iter().all(is_word) => {
                let mut headings = Vec::new();
                stripe.postings(Lane::Heading, word, |doc, _, _| headings.push(doc))?;
                stripe.postings(Lane::Text, word, |doc, _, _| {
                    sections.push((doc, headings.binary_search(&doc).is_ok()));
                })?;
            }
            whole => stripe.phrase_where(
                Lane::Text,
                whole,
                |_| true,
                |doc, starts| {
                    let in_heading = starts.first().is_some_and(|&start| start < snapshot.heading_end(doc));
                    sections.push((doc, in_heading));
                },
            )?,
        }
        stripe.rows(Lane::NameText, &plan.whole, |first, _| names.push((first, ())))?;
        Ok(Row { snapshot, says_more, sections: Kept::new(sections), names: Kept::new(names) })
    }
}

impl Source for Row<'_> {
    fn add(&mut self, board: &mut Board, _sums: &mut Sums) {
        for &(doc, in_heading) in self.sections.read(&board.docs()) {
            let first = self.snapshot.first(doc);
            if self.says_more {
                board.raise(doc, Raise::ROW);
                board.raise(first, Raise::NOTE_ROW);
            } else {
                board.raise(doc, Raise::ROW_IN_NOTE);
            }
            if in_heading {
                if self.says_more {
                    board.raise(doc, Raise::HEADING_ROW);
                }
                board.raise(first, Raise::NOTE_HEADING_ROW);
            }
        }
        self.names.read(&board.docs()).iter().for_each(|&(first, ())| board.raise(first, Raise::NAME_ROW));
    }
}

/// Sections and notes whose name is the query are raised.
pub(super) struct SameName<'a> {
    snapshot: &'a Snapshot,
    headings: List<'a>,
    titles: [List<'a>; 2],
}

impl<'a> SameName<'a> {
    pub(super) fn open(stripe: &Stripe<'a>, query: &str) -> Result<SameName<'a>> {
        let list = |facet: Facet<'_>| stripe.facet_list(&facet);
        let titles = [list(Facet::Title(query))?, list(Facet::Stem(query))?];
        Ok(SameName { snapshot: stripe.snapshot(), headings: list(Facet::Heading(query))?, titles })
    }
}

impl Source for SameName<'_> {
    fn add(&mut self, board: &mut Board, _sums: &mut Sums) {
        let snapshot = self.snapshot;
        self.headings.read(board.docs(), |doc, _, _| {
            board.raise(doc, Raise::HEADING);
            board.raise(snapshot.first(doc), Raise::NOTE_HEADING);
        });
        for titles in &mut self.titles {
            titles.read(board.docs(), |doc, _, _| board.raise(snapshot.first(doc), Raise::TITLE));
        }
    }
}
