//! Where words with signs stand just as they were typed, as far as it takes little to know.

use super::demanded::Demanded;
use super::{Filtering, Scan};
use crate::engine::Snapshot;
use crate::error::Result;
use crate::search::doc_set::DocSet;
use crate::search::patience::Patience;
use crate::search::plan::Signed;

/// To look at the texts of so many sections takes some milliseconds. A word of which more hold the tokens is asked for by
/// these alone.
const MAX_LOOKED_AT: usize = 2048;

/// The sections in which all such words stand, but for those that stand nowhere so; nothing if there are none.
///
/// # Errors
/// If nobody waits for the answer any more.
pub(in crate::search) fn as_typed(
    snapshot: &Snapshot,
    signed: &Signed,
    patience: &Patience,
) -> Result<Option<DocSet>> {
    if signed.words.is_empty() {
        return Ok(None);
    }
    let demanded = Demanded::default();
    let filtering =
        Filtering { snapshot, demanded: &demanded, patience, scan: Scan::new(snapshot, patience) };
    let (everything, mut all) = (DocSet::all(snapshot), None::<DocSet>);
    for word in &signed.words {
        patience.check()?;
        let holding = filtering.with_tokens(word, &everything)?;
        if holding.len() > MAX_LOOKED_AT {
            continue;
        }
        let standing = filtering.verified(word, holding)?;
        if standing.len() > 0 {
            DocSet::narrow(&mut all, &standing);
        }
    }
    Ok(all.filter(|all| all.len() > 0))
}
