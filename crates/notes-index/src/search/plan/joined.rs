//! Neighbouring words of a query that may be one name in the index: `poolsize` for `pool size`.

use std::ops::Range;

use crate::analysis::{TermKind, stem};
use crate::search::terms::PlannedTerm;

/// Neighbouring words of the query as one token.
#[derive(Clone, Debug)]
pub(in crate::search) struct Joined {
    pub(in crate::search) token: String,
    /// Its stem, if that is another word: `eigen value` is eigenvalues as well.
    pub(in crate::search) stem: Option<String>,
    /// As typed, with single spaces.
    pub(in crate::search) typed: String,
    /// Indices into [`super::Plan::terms`].
    pub(in crate::search) terms: Range<usize>,
}

/// Two to four neighbouring plain words, put together; not across signs that stand in no name: `2>&1` is no 21.
pub(super) fn joined_neighbours(terms: &[PlannedTerm], source: &str) -> Vec<Joined> {
    let plain = |planned: &PlannedTerm| match &planned.term.kind {
        TermKind::Word { parts, surface: None, .. } if !planned.is_prefix() => Some(parts.concat()),
        _ => None,
    };
    let mut joined = Vec::new();
    for start in 0..terms.len() {
        let mut token = String::new();
        for (end, term) in terms.iter().enumerate().skip(start).take(4) {
            let Some(word) = plain(term).filter(|_| end == start || goes_on(source, &terms[end - 1], term))
            else {
                break;
            };
            token.push_str(&word);
            if end > start {
                let typed: Vec<&str> = terms[start..=end].iter().map(|term| term.typed.as_str()).collect();
                let stem = stem(&token).map(|stem| stem.to_string());
                let (token, typed) = (token.clone(), typed.join(" "));
                joined.push(Joined { token, stem, typed, terms: start..end + 1 });
            }
        }
    }
    joined
}

/// Whether two terms are side by side, or have nothing between them but what names of several words have there.
fn goes_on(source: &str, before: &PlannedTerm, behind: &PlannedTerm) -> bool {
    let between = source.get(before.term.span.end..behind.term.span.start);
    between.is_some_and(|between| between.chars().all(|c| c.is_whitespace() || "-_./\\:".contains(c)))
}
