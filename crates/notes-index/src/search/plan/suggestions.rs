//! What may have been meant by a word that stands nowhere.

use std::ops::RangeInclusive;

use super::Plan;
use crate::analysis::{TermKind, has_stem, phrase_tokens};
use crate::engine::{Snapshot, TextField};
use crate::error::Result;
use crate::search::patience::Patience;
use crate::search::terms::PlannedTerm;

/// How many near spellings are offered.
const MAX_SUGGESTIONS: usize = 3;
/// Shorter words are near everything.
const MIN_WORD_CHARS: usize = 3;
/// Of how many characters a run of Han may be another word: a shorter one is near everything, and few words are longer.
const RUN_CHARS: RangeInclusive<usize> = 3..=6;

/// The nearest spellings of words that stand nowhere. Where something was found, a hit itself says what stands for a word in
/// it; but pieces of Han that are found apart are no word.
///
/// # Errors
/// If nobody waits for them any more.
pub(in crate::search) fn suggestions(
    snapshot: &Snapshot,
    plan: &Plan,
    nothing_found: bool,
    patience: &Patience,
) -> Result<Vec<String>> {
    let mut near = Vec::new();
    for planned in plan.terms.iter().filter(|planned| nothing_found && is_word(planned)) {
        patience.check()?;
        if !stands_as_word(snapshot, planned)? {
            add(&mut near, near_words(snapshot, &planned.term.text)?);
        }
    }
    for run in runs(plan) {
        patience.check()?;
        if !stands_as_run(snapshot, &run)? {
            add(&mut near, near_runs(snapshot, &run)?);
        }
    }
    Ok(near)
}

fn add(near: &mut Vec<String>, more: Vec<String>) {
    for token in more {
        if !near.contains(&token) && near.len() < MAX_SUGGESTIONS {
            near.push(token);
        }
    }
}

fn is_word(planned: &PlannedTerm) -> bool {
    matches!(planned.term.kind, TermKind::Word { .. })
}

fn stands_as_word(snapshot: &Snapshot, planned: &PlannedTerm) -> Result<bool> {
    Ok(planned.stands_in(snapshot)? || snapshot.has(TextField::Name, &planned.term.text)?)
}

/// Words with nearly the same spelling; of a word and its stem only the word.
fn near_words(snapshot: &Snapshot, word: &str) -> Result<Vec<String>> {
    let mut near = snapshot.tokens_near(TextField::Words, word, MAX_SUGGESTIONS)?;
    near.retain(|token| token.chars().count() >= MIN_WORD_CHARS);
    let is_stem = |token: &&String| near.iter().any(|other| other != *token && has_stem(other, token));
    Ok(near.iter().filter(|token| !is_stem(token)).cloned().collect())
}

/// Han as it was typed, however it is cut: terms side by side. One term that is known to stand is none that is missed.
fn runs(plan: &Plan) -> Vec<String> {
    let mut runs: Vec<(String, usize, bool)> = Vec::new();
    let is_han = |planned: &&PlannedTerm| planned.term.is_cjk();
    // Pieces that stand in for a term are left out: the term is in the plan itself.
    let is_typed = |planned: &&PlannedTerm| !planned.is_fallback() || planned.share_of_typed() >= 1.0;
    for planned in plan.terms.iter().filter(is_han).filter(is_typed) {
        let (text, span) = (planned.term.text.as_str(), &planned.term.span);
        match runs.last_mut().filter(|(_, end, _)| *end == span.start) {
            Some(run) => *run = (format!("{}{text}", run.0), span.end, false),
            None => runs.push((text.to_owned(), span.end, planned.stands)),
        }
    }
    let runs = runs.into_iter().filter(|(_, _, stands)| !stands).map(|(run, ..)| run);
    runs.filter(|run| RUN_CHARS.contains(&run.chars().count())).collect()
}

fn stands_as_run(snapshot: &Snapshot, run: &str) -> Result<bool> {
    let tokens = phrase_tokens(run);
    Ok(snapshot.has_row(TextField::Text, &tokens)? || snapshot.has_row(TextField::NameText, &tokens)?)
}

/// Words of which one character is another one. The first one is, too, where the others stand side by side: else no word
/// has them, and a look through the whole dictionary is saved.
fn near_runs(snapshot: &Snapshot, run: &str) -> Result<Vec<String>> {
    let (Some(first), mut rest) = (run.chars().next(), run.chars()) else { return Ok(Vec::new()) };
    rest.next();
    let beginning = match stands_as_run(snapshot, rest.as_str())? {
        true => String::new(),
        false => first.to_string(),
    };
    snapshot.tokens_one_off(TextField::Words, &beginning, run, MAX_SUGGESTIONS)
}
