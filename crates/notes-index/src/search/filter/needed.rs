//! The sections whose text may have what a regular expression needs, by their tokens.

use crate::analysis::{is_single_char, unbroken_rows};
use crate::engine::{Snapshot, TextField};
use crate::error::Result;
use crate::search::condition::Needed;
use crate::search::doc_set::DocSet;

/// See the module.
pub(super) fn sections(snapshot: &Snapshot, needed: &Needed) -> Result<DocSet> {
    match needed {
        Needed::Letters(letters) => {
            DocSet::collected(snapshot, |each| snapshot.around_letters(letters, each))
        }
        Needed::Han(han) => with_han(snapshot, han),
        Needed::Any(items) => items.iter().try_fold(DocSet::none(snapshot.max_doc()), |mut any, item| {
            any.unite(&sections(snapshot, item)?);
            Ok(any)
        }),
        Needed::All(items) => items.iter().try_fold(DocSet::all(snapshot), |mut all, item| {
            all.intersect(&sections(snapshot, item)?);
            Ok(all)
        }),
    }
}

/// Those that hold some characters of Han side by side.
fn with_han(snapshot: &Snapshot, han: &str) -> Result<DocSet> {
    DocSet::collected(snapshot, |each| match is_single_char(han) {
        true => snapshot.postings(TextField::Chars, han, |doc, _, _| each(doc)),
        false => unbroken_rows(han)
            .iter()
            .try_for_each(|row| snapshot.phrase(TextField::Text, row, |doc, _| each(doc))),
    })
}
