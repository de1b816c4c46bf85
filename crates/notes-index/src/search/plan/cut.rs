//! Where a query's words are cut: as a dictionary has it, or else as this notebook does.

use crate::analysis::{QueryTerm, TermKind, phrase_tokens, recut};
use crate::engine::{Lane, Snapshot};
use crate::error::Result;
use crate::search::terms::Origin;

/// A term of a query.
pub(super) struct Cut {
    pub(super) term: QueryTerm,
    /// Whether it is a character that was left over: a hit need not have it.
    pub(super) is_left_over: bool,
}

impl Cut {
    /// What it is of the text that was cut, which it is all of if it is alone.
    pub(super) fn origin(&self, is_alone: bool) -> Origin {
        match &self.term {
            _ if self.is_left_over => Origin::LeftOver,
            term if term.is_single() && !term.is_cjk() && !is_alone => Origin::Letter,
            _ => Origin::Typed,
        }
    }
}

/// The terms of a text. Where one that was put together of a word and a character stands nowhere, it and what is typed beside
/// it are cut by words that do.
pub(super) fn cut(text: &str, terms: Vec<QueryTerm>, snapshot: &Snapshot) -> Result<Vec<Cut>> {
    let mut all = Vec::new();
    let goes_on = |one: &QueryTerm, next: &QueryTerm| {
        is_telling(one) && is_telling(next) && one.span.end == next.span.start
    };
    for run in terms.chunk_by(goes_on) {
        match anew(text, run, snapshot)? {
            Some(pieces) => all.extend(pieces),
            None => all.extend(run.iter().map(|term| Cut { term: term.clone(), is_left_over: false })),
        }
    }
    Ok(all)
}

fn is_telling(term: &QueryTerm) -> bool {
    term.is_cjk() && !term.is_stop_word
}

/// Whether a term stands anywhere, unless it is a dictionary's word: that is one wherever it stands.
fn stands(term: &QueryTerm, snapshot: &Snapshot) -> Result<bool> {
    if !matches!(term.kind, TermKind::Cjk { is_compound: true, .. }) {
        return Ok(true);
    }
    let row = phrase_tokens(&term.text);
    Ok(snapshot.has_row(Lane::Text, &row)? || snapshot.has_row(Lane::NameText, &row)?)
}

/// A run of terms of which one stands nowhere, cut by those that do and by words of the notes, if that finds others.
fn anew(text: &str, run: &[QueryTerm], snapshot: &Snapshot) -> Result<Option<Vec<Cut>>> {
    let ([first, .., last] | [first @ last]) = run else { return Ok(None) };
    let mut standing: Vec<&str> = Vec::new();
    for term in run {
        standing.extend(stands(term, snapshot)?.then_some(term.text.as_str()));
    }
    if standing.len() == run.len() {
        return Ok(None);
    }
    let is_known = |word: &str| Ok(standing.contains(&word) || snapshot.has(Lane::Words, word)?);
    let start = first.span.start;
    let Some(pieces) = recut(&text[start..last.span.end], is_known)? else { return Ok(None) };
    let others = pieces.iter().filter(|piece| !piece.is_single() && !standing.contains(&piece.text.as_str()));
    let are_known = others.map(|piece| is_known(&piece.text)).collect::<Result<Vec<bool>>>()?;
    let piece = |mut term: QueryTerm| {
        term.span = start + term.span.start..start + term.span.end;
        Cut { is_left_over: term.is_single() && !term.is_stop_word, term }
    };
    Ok(are_known.contains(&true).then(|| pieces.into_iter().map(piece).collect()))
}
