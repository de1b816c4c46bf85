//! What holds the tokens that every hit must have: looked up before anything is scored, and known when the filter asks
//! for it. No other look-up of a filter is as dear as that of rows, which reads positions in the whole index.

use std::collections::HashMap;

use crate::analysis::{RowToken, is_single_char};
use crate::engine::{Doc, Snapshot, TextField};
use crate::error::Result;
use crate::search::condition::Condition;
use crate::search::doc_set::DocSet;
use crate::search::patience::Patience;

/// Tokens side by side: see [`crate::analysis::phrase_rows`].
type Row = Vec<RowToken>;

/// See the module.
#[derive(Default)]
pub(in crate::search) struct Demanded<'a> {
    /// The sections that hold one of some rows.
    holding: HashMap<&'a [Row], DocSet>,
    /// The notes in which all of it stands, if anything is demanded: what the condition lets through is among their
    /// sections.
    pub(in crate::search) notes: Option<DocSet>,
}

impl<'a> Demanded<'a> {
    /// Looks up what a condition demands.
    ///
    /// # Errors
    /// If nobody waits for the answer any more.
    pub(in crate::search) fn new(
        snapshot: &Snapshot,
        condition: Option<&'a Condition>,
        patience: &Patience,
    ) -> Result<Demanded<'a>> {
        let (mut holding, mut all) = (HashMap::new(), None::<DocSet>);
        for exact in condition.into_iter().flat_map(Condition::demanded) {
            patience.check()?;
            let one = with_rows(snapshot, &exact.rows)?;
            DocSet::narrow(&mut all, &one);
            holding.insert(exact.rows.as_slice(), one);
        }
        let notes = all.map(|all| DocSet::notes_of(snapshot, all.iter()));
        Ok(Demanded { holding, notes })
    }

    /// Keeps those of some sections that hold one of some rows of tokens, or in whose notes' names one stands.
    pub(super) fn retain(&self, snapshot: &Snapshot, rows: &[Row], docs: &mut DocSet) -> Result<()> {
        match self.holding.get(rows) {
            Some(holding) => docs.intersect(holding),
            None => docs.intersect(&with_rows(snapshot, rows)?),
        }
        Ok(())
    }
}

fn with_rows(snapshot: &Snapshot, rows: &[Row]) -> Result<DocSet> {
    DocSet::collected(snapshot, |each| rows.iter().try_for_each(|row| with_row(snapshot, row, each)))
}

fn with_row(snapshot: &Snapshot, row: &Row, each: &mut dyn FnMut(Doc)) -> Result<()> {
    with_row_in_text(snapshot, row, &mut *each)?;
    snapshot.rows(TextField::NameText, row, |first, _| snapshot.note(first).for_each(&mut *each))
}

/// The sections whose own text holds a row.
pub(super) fn with_row_in_text(
    snapshot: &Snapshot,
    row: &[RowToken],
    mut each: impl FnMut(Doc),
) -> Result<()> {
    match row {
        // A single character is in no pair where it stands alone: the field of characters has them all.
        [(only, _)] if is_single_char(only) => {
            snapshot.postings(TextField::Chars, only, |doc, _, _| each(doc))
        }
        row => snapshot.rows(TextField::Text, row, |doc, _| each(doc)),
    }
}
