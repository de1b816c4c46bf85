//! The dictionary of an index: tokens that begin with, hold or resemble another.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::snapshot::{Lane, Snapshot};
use crate::error::Result;

impl Snapshot {
    /// Tokens that begin with a prefix and go on, those of the most sections first, at most `limit`.
    pub(crate) fn tokens_with_prefix(&self, lane: Lane, prefix: &str, limit: usize) -> Result<Vec<String>> {
        let end = prefix_end(prefix);
        self.collect_tokens(lane, Some((prefix.as_bytes(), &end)), limit, |token| token != prefix)
    }

    /// Tokens that hold a text somewhere behind their beginning, those of the most sections first.
    pub(crate) fn tokens_containing(&self, lane: Lane, inside: &str, limit: usize) -> Result<Vec<String>> {
        self.collect_tokens(lane, None, limit, |token| holds(token, inside))
    }

    /// Words that are spelled nearly like another, nearest first: one edit away, two from seven
    /// letters on; the first letter is right.
    pub(crate) fn tokens_near(&self, lane: Lane, word: &str, limit: usize) -> Result<Vec<String>> {
        let Some(first) = word.chars().next() else { return Ok(Vec::new()) };
        let max_edits = if word.chars().count() >= 7 { 2 } else { 1 };
        let prefix = first.to_string();
        let end = prefix_end(&prefix);
        let near = |token: &str| edit_distance(word, token, max_edits).is_some_and(|edits| edits > 0);
        let mut tokens = self.collect_tokens(lane, Some((prefix.as_bytes(), &end)), limit * 4, near)?;
        tokens.sort_by_key(|token| edit_distance(word, token, max_edits));
        tokens.truncate(limit);
        Ok(tokens)
    }

    /// Tokens of a range that are wanted, with those of the most sections first, then by text.
    fn collect_tokens(
        &self,
        lane: Lane,
        range: Option<(&[u8], &[u8])>,
        limit: usize,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>> {
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        for (segment, _) in self.segments() {
            let inverted = segment.inverted_index(self.field(lane)).map_err(|error| self.unusable(error))?;
            let mut builder = inverted.terms().range();
            if let Some((start, end)) = range {
                builder = builder.ge(start).lt(end);
            }
            let mut stream = builder.into_stream().map_err(|error| self.unusable(error))?;
            while stream.advance() {
                let Ok(token) = std::str::from_utf8(stream.key()) else { continue };
                if wanted(token) {
                    *found.entry(token.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                }
            }
        }
        self.commonest(lane, found, limit)
    }

    /// Of tokens those of the most sections, then by text. What is given counts deleted sections, as a dictionary
    /// does: it is the most that there can be, and is looked up only for what may be among the first.
    fn commonest(&self, lane: Lane, at_most: BTreeMap<String, u64>, limit: usize) -> Result<Vec<String>> {
        let mut candidates: Vec<(u64, Reverse<String>)> =
            at_most.into_iter().map(|(token, at_most)| (at_most, Reverse(token))).collect();
        candidates.sort_unstable_by(|a, b| b.cmp(a));
        let has_deleted = self.segments().any(|(segment, _)| segment.has_deletes());
        let mut first = BinaryHeap::new();
        for (at_most, token) in candidates {
            let last = first.peek().filter(|_| first.len() >= limit);
            if last.is_some_and(|Reverse((count, _))| *count > at_most) {
                break;
            }
            let count = if has_deleted { self.count(lane, &token.0)? } else { at_most };
            if count > 0 {
                first.push(Reverse((count, token)));
            }
            if first.len() > limit {
                first.pop();
            }
        }
        Ok(first.into_sorted_vec().into_iter().map(|Reverse((_, Reverse(token)))| token).collect())
    }
}

/// The first byte string behind all that begin with a prefix. UTF-8 has no byte 0xff.
pub(super) fn prefix_end(prefix: &str) -> Vec<u8> {
    let mut end = prefix.as_bytes().to_vec();
    end.push(0xff);
    end
}

/// Whether a token holds another text and more: tokens are so short that a search prepared for each takes longer.
fn holds(token: &str, inside: &str) -> bool {
    let n_bytes = inside.len().max(1);
    token.len() > n_bytes && token.as_bytes().windows(n_bytes).any(|piece| piece == inside.as_bytes())
}

/// How many letters must be put in, taken out, replaced or swapped with the next to make one word
/// of another (Damerau's distance, adjacent swaps only), if at most `max`.
fn edit_distance(a: &str, b: &str, max: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > max {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut next = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = row[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            next[j] = replaced.min(row[j] + 1).min(next[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                next[j] = next[j].min(before[j - 2] + 1);
            }
        }
        if next.iter().all(|&edits| edits > max) {
            return None;
        }
        before = std::mem::replace(&mut row, next);
    }
    Some(row[b.len()]).filter(|&edits| edits <= max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits() {
        assert_eq!(edit_distance("connection", "conection", 2), Some(1));
        assert_eq!(edit_distance("python", "pyhton", 1), Some(1));
        assert_eq!(edit_distance("redis", "kafka", 2), None);
        assert_eq!(edit_distance("pool", "pool", 1), Some(0));
    }
}
