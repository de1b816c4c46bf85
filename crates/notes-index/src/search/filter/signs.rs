//! The sections that hold signs, which have no positions.

use crate::engine::{Doc, Snapshot, TextField};
use crate::error::Result;
use crate::search::doc_set::DocSet;

/// Keeps those of some sections that hold all of some signs and pairs of them, or in whose notes' names they stand.
pub(super) fn retain(snapshot: &Snapshot, signs: &[String], docs: &mut DocSet) -> Result<()> {
    for sign in signs {
        docs.intersect(&DocSet::collected(snapshot, |each| with_sign(snapshot, sign, each))?);
    }
    Ok(())
}

fn with_sign(snapshot: &Snapshot, sign: &str, each: &mut dyn FnMut(Doc)) -> Result<()> {
    snapshot.postings(TextField::Chars, sign, |doc, _, _| each(doc))?;
    snapshot.postings(TextField::NameText, sign, |first, _, _| snapshot.note(first).for_each(&mut *each))
}
