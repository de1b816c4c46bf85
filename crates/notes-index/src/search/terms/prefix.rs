//! The words of an index that begin with a prefix.

use crate::engine::{Doc, Lane, Snapshot};
use crate::error::Result;

/// How many words a prefix is scored by. Where one is demanded, all that it begins count.
pub(in crate::search) const MAX_SCORED: usize = 256;

/// Tokens of a lane that begin with a folded text and go on, the most frequent ones: at most [`MAX_SCORED`], and as
/// many identifiers spelled with `_`.
pub(super) fn tokens_beginning(snapshot: &Snapshot, lane: Lane, prefix: &str) -> Result<Vec<String>> {
    let mut tokens = snapshot.tokens_with_prefix(lane, prefix, MAX_SCORED)?;
    if let Some(words) = lane_of_spellings(lane, prefix) {
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
    lane: Lane,
    prefix: &str,
    mut each: impl FnMut(Doc),
) -> Result<()> {
    snapshot.with_prefix(lane, prefix, &mut each)?;
    each_spelled(snapshot, lane, prefix, |token| snapshot.postings(lane, token, |doc, _, _| each(doc)))
}

/// The same with the positions where these words begin, in a lane that has some.
pub(in crate::search) fn positions_of_beginning(
    snapshot: &Snapshot,
    lane: Lane,
    prefix: &str,
    mut each: impl FnMut(Doc, &[u32]),
) -> Result<()> {
    snapshot.positions_of_prefix(lane, prefix, &mut each)?;
    each_spelled(snapshot, lane, prefix, |token| snapshot.phrase(lane, &[(token.to_owned(), 0)], &mut each))
}

/// Calls back with the tokens of identifiers that begin with a prefix as they are spelled.
fn each_spelled(
    snapshot: &Snapshot,
    lane: Lane,
    prefix: &str,
    mut each: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let Some(words) = lane_of_spellings(lane, prefix) else { return Ok(()) };
    snapshot.each_beginning(words, prefix, |word| joined(word).map_or(Ok(()), |token| each(&token)))
}

/// The lane to look a prefix with `_` up in: only there identifiers stand as they are spelled, elsewhere without what
/// separates their parts.
fn lane_of_spellings(lane: Lane, prefix: &str) -> Option<Lane> {
    let is_name = matches!(lane, Lane::Name | Lane::NameText);
    prefix.trim_matches('_').contains('_').then_some(if is_name { Lane::Name } else { Lane::Words })
}

/// An identifier as one token. One that begins or ends with `_` has only that name.
fn joined(word: &str) -> Option<String> {
    (word.trim_matches('_') == word).then(|| word.replace('_', ""))
}
