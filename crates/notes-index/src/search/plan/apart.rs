//! A word of several parts that stands nowhere as one: `fine-tuning` where notes have fine and tuning, or `fine-tuned`.

use crate::analysis::{QueryTerm, RowToken, TermKind, part_terms, stem};
use crate::engine::{Snapshot, TextField};
use crate::error::Result;
use crate::search::terms::{AskedAs, PlannedTerm, Relation};

/// The parts of a term as words of their own, if no note holds it in one, nor its parts side by side, be it by stems; else
/// none. Their places are those in the word. Where stems alone hold it together, it is looked up by these.
pub(super) fn apart(planned: &mut PlannedTerm, snapshot: &Snapshot) -> Result<Vec<QueryTerm>> {
    let is_together =
        !may_be_apart(planned) || stands(planned, snapshot)? || stands_by_stems(planned, snapshot)?;
    if is_together {
        return Ok(Vec::new());
    }
    let parts = part_terms(&planned.typed);
    // A near spelling of the whole is more than parts of which one stands nowhere.
    Ok(if planned.expansions.is_none() || stand(&parts, snapshot)? { parts } else { Vec::new() })
}

/// Whether it is made of words: a version, an amount or `m-1` says nothing in pieces.
fn may_be_apart(planned: &PlannedTerm) -> bool {
    let TermKind::Word { parts, surface, .. } = &planned.term.kind else { return false };
    let is_word = |part: &String| part.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let is_number = |name: &String| name.contains('.') && name.contains(|c: char| c.is_ascii_digit());
    let is_found = planned.expansions.as_ref().is_some_and(|found| found.relation != Relation::Typo);
    let is_version = surface.as_ref().is_some_and(is_number);
    planned.asked == AskedAs::Word && parts.len() > 1 && parts.iter().any(is_word) && !is_version && !is_found
}

/// Whether notes hold it as it is.
fn stands(planned: &PlannedTerm, snapshot: &Snapshot) -> Result<bool> {
    let TermKind::Word { whole, .. } = &planned.term.kind else { return Ok(true) };
    if planned.name().is_some() || planned.stands_in(snapshot)? {
        return Ok(true);
    }
    let in_names = whole.as_ref().map_or(Ok(false), |whole| snapshot.has(TextField::Name, whole))?;
    let is_there = |row: &Vec<RowToken>| snapshot.has_side_by_side(TextField::Text, row);
    Ok(in_names || planned.rows_of_parts().iter().try_fold(false, |any, row| Ok(any || is_there(row)?))?)
}

/// Whether notes hold it by its stem or by those of its parts; then it is meant so.
fn stands_by_stems(planned: &mut PlannedTerm, snapshot: &Snapshot) -> Result<bool> {
    let TermKind::Word { parts, whole, stem: own, .. } = &mut planned.term.kind else { return Ok(false) };
    let stem_of = |word: &String| stem(word).map_or_else(|| word.clone(), |stem| stem.to_string());
    *own = match whole.as_ref().map(stem_of) {
        Some(stem) if snapshot.has(TextField::Text, &stem)? => Some(stem),
        _ => None,
    };
    let stems: Vec<String> = parts.iter().map(stem_of).collect();
    let row: Vec<_> = stems.iter().cloned().zip(0..).collect();
    let stand = snapshot.has_side_by_side(TextField::Text, &row)?;
    if stand {
        *parts = stems;
    }
    Ok(stand || own.is_some())
}

/// Whether each of some words stands somewhere.
fn stand(words: &[QueryTerm], snapshot: &Snapshot) -> Result<bool> {
    for word in words {
        let TermKind::Word { stem, .. } = &word.kind else { continue };
        let mut is_there = false;
        for token in [&word.text].into_iter().chain(stem) {
            is_there = is_there || snapshot.has(TextField::Text, token)?;
        }
        if !is_there {
            return Ok(false);
        }
    }
    Ok(true)
}
