//! The sections of which tokens tell that a phrase of one word stands there, so that their texts needn't be looked at.

use crate::analysis::{RowToken, stem};
use crate::engine::{Snapshot, TextField};
use crate::error::Result;
use crate::search::doc_set::DocSet;

/// Sections in whose text the word surely stands: not all of them.
///
/// Its token stands for a word, and a part of one. It stands for a stem as well, `pool` where there is pooling, and for a
/// name of several parts, `btree` where there is B-tree; what may be one of these is left out.
pub(super) fn surely_holding(snapshot: &Snapshot, word: &str) -> Result<DocSet> {
    let mut sure = DocSet::none(snapshot.max_doc());
    snapshot.postings(TextField::Text, word, |doc, _, _| sure.insert(doc))?;
    let mut unsure = DocSet::none(snapshot.max_doc());
    for longer in snapshot.tokens_with_stem(TextField::Text, word)? {
        snapshot.postings(TextField::Text, &longer, |doc, _, _| unsure.insert(doc))?;
    }
    for row in names_of_parts(word) {
        snapshot.phrase(TextField::Text, &row, |doc, _| unsure.insert(doc))?;
    }
    sure.subtract(&unsure);
    Ok(sure)
}

/// One of these rows of tokens stands where a name of several parts is the word: the first part is where the name is. A
/// word alone has its stem there, so behind a part that is the stem the next one must begin.
fn names_of_parts(word: &str) -> Vec<Vec<RowToken>> {
    let own_stem = stem(word);
    let mut rows = Vec::new();
    for (first, rest) in (1..word.len()).map(|at| word.split_at(at)) {
        let row = vec![(word.to_owned(), 0), (first.to_owned(), 0)];
        if own_stem.as_deref() != Some(first) {
            rows.push(row);
            continue;
        }
        let nexts = (1..=rest.len()).map(|len| &rest[..len]);
        rows.extend(nexts.map(|next| [row.as_slice(), &[(next.to_owned(), 1)]].concat()));
    }
    rows
}
