//! The words of an index that begin so.

use crate::engine::{Lane, Snapshot};
use crate::error::Result;

/// Tokens of a lane that begin with a folded text, at most `limit` and as many that are spelled so.
///
/// An identifier stands there without what separates its parts: as it is spelled it is looked up among the words.
pub(super) fn tokens_beginning(
    snapshot: &Snapshot,
    lane: Lane,
    prefix: &str,
    limit: usize,
) -> Result<Vec<String>> {
    let mut tokens = snapshot.tokens_with_prefix(lane, prefix, limit)?;
    if prefix.trim_matches('_').contains('_') {
        let words = if matches!(lane, Lane::Name | Lane::NameText) { Lane::Name } else { Lane::Words };
        let spelled = snapshot.tokens_with_prefix(words, prefix, limit)?.into_iter();
        // One that begins or ends with it has only that name.
        let spelled = spelled.filter(|token| token.trim_matches('_') == token);
        for token in spelled.map(|token| token.replace('_', "")) {
            if !tokens.contains(&token) {
                tokens.push(token);
            }
        }
    }
    Ok(tokens)
}
