//! The sections whose text may have what a regular expression needs, by their tokens.

use super::demanded::with_row_in_text;
use crate::analysis::unbroken_rows;
use crate::engine::Snapshot;
use crate::error::Result;
use crate::search::condition::Needed;
use crate::search::doc_set::DocSet;

/// See the module.
pub(super) fn sections(snapshot: &Snapshot, needed: &Needed) -> Result<DocSet> {
    let mut clipped = DocSet::none(snapshot.max_doc());
    if needed.has_letters() {
        snapshot.with_clipped_words(|doc| clipped.insert(doc))?;
    }
    NeededFilter { snapshot, clipped }.having(needed)
}

/// Finds sections that may have what is needed.
struct NeededFilter<'a> {
    snapshot: &'a Snapshot,
    /// Those with a word of which not all is indexed: it may hold any letters.
    clipped: DocSet,
}

impl NeededFilter<'_> {
    fn having(&self, needed: &Needed) -> Result<DocSet> {
        let snapshot = self.snapshot;
        match needed {
            Needed::Letters(letters) => {
                let mut docs = self.clipped.clone();
                snapshot.around_letters(letters, |doc| docs.insert(doc))?;
                Ok(docs)
            }
            Needed::Han(han) => DocSet::collected(snapshot, |each| {
                unbroken_rows(han).iter().try_for_each(|row| with_row_in_text(snapshot, row, &mut *each))
            }),
            Needed::Any(items) => items.iter().try_fold(DocSet::none(snapshot.max_doc()), |mut any, item| {
                any.unite(&self.having(item)?);
                Ok(any)
            }),
            Needed::All(items) => items.iter().try_fold(DocSet::all(snapshot), |mut all, item| {
                all.intersect(&self.having(item)?);
                Ok(all)
            }),
        }
    }
}
