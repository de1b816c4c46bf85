//! The words of an index that begin with a prefix.

use crate::engine::{Doc, Snapshot, TextField};
use crate::error::Result;

/// How many words a prefix is scored by. Where one is demanded, all that it begins count.
pub(in crate::search) const MAX_SCORED: usize = 256;

/// Tokens of a field that begin with a folded text and go on, the most frequent ones: at most [`MAX_SCORED`], and as
/// many identifiers spelled with `_`.
pub(super) fn tokens_beginning(snapshot: &Snapshot, field: TextField, prefix: &str) -> Result<Vec<String>> {
    let mut tokens = snapshot.tokens_with_prefix(field, prefix, MAX_SCORED)?;
    if let Some(words) = spelled_in(field, prefix) {
        let spelled = snapshot.tokens_with_prefix(words, prefix, MAX_SCORED)?;
        for token in spelled.iter().filter_map(|word| joined(word)) {
            if !tokens.contains(&token) {
                tokens.push(token);
            }
        }
    }
    Ok(tokens)
}

/// The sections that hold a word that begins with a folded text, however many words do; a section may be reported
/// more than once.
pub(in crate::search) fn with_beginning(
    snapshot: &Snapshot,
    field: TextField,
    prefix: &str,
    mut each: impl FnMut(Doc),
) -> Result<()> {
    snapshot.with_prefix(field, prefix, &mut each)?;
    each_spelled(snapshot, field, prefix, |token| snapshot.postings(field, token, |doc, _, _| each(doc)))
}

/// The same with the positions where these words begin, in a field that has some.
pub(in crate::search) fn positions_of_beginning(
    snapshot: &Snapshot,
    field: TextField,
    prefix: &str,
    mut each: impl FnMut(Doc, &[u32]),
) -> Result<()> {
    snapshot.positions_of_prefix(field, prefix, &mut each)?;
    each_spelled(snapshot, field, prefix, |token| snapshot.phrase(field, &[(token.to_owned(), 0)], &mut each))
}

/// Calls back with the tokens of identifiers that begin with a prefix as they are spelled.
fn each_spelled(
    snapshot: &Snapshot,
    field: TextField,
    prefix: &str,
    mut each: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let Some(words) = spelled_in(field, prefix) else { return Ok(()) };
    snapshot.each_beginning(words, prefix, |word| joined(word).map_or(Ok(()), |token| each(&token)))
}

/// The field that holds identifiers as they are spelled, beside one that has them without what separates their parts; only
/// for a prefix with `_`, which needs it.
fn spelled_in(field: TextField, prefix: &str) -> Option<TextField> {
    let is_name = matches!(field, TextField::Name | TextField::NameText);
    prefix.trim_matches('_').contains('_').then_some(if is_name { TextField::Name } else { TextField::Words })
}

/// An identifier as one token. One that begins or ends with `_` has only that name.
fn joined(word: &str) -> Option<String> {
    (word.trim_matches('_') == word).then(|| word.replace('_', ""))
}
