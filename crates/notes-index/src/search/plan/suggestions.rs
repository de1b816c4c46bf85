//! What may have been meant by a word that stands nowhere.

use std::ops::RangeInclusive;

use super::Plan;
use crate::analysis::{TermKind, folded_text, has_stem, phrase_tokens};
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
/// it, as it does of a name that sounds the same; but pieces of Han that are found apart are no word.
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
    let is_said = |run: &String| plan.bridges.iter().any(|bridge| folded_text(&bridge.typed) == *run);
    for run in runs(plan).into_iter().filter(|run| nothing_found || !is_said(run)) {
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
    let near = snapshot.tokens_near(TextField::Words, word, MAX_SUGGESTIONS)?.into_iter();
    let mut near: Vec<String> = near.map(|(token, _)| token).collect();
    near.retain(|token| token.chars().count() >= MIN_WORD_CHARS);
    let is_stem = |token: &&String| near.iter().any(|other| other != *token && has_stem(other, token));
    Ok(near.iter().filter(|token| !is_stem(token)).cloned().collect())
}

/// Han as it was typed, however it is cut: terms side by side. One term that is known to stand is none that is missed.
fn runs(plan: &Plan) -> Vec<String> {
    let is_han = |planned: &&PlannedTerm| planned.term.is_cjk();
    // Pieces that stand in for a term are left out: the term is in the plan itself.
    let is_typed = |planned: &&PlannedTerm| !planned.is_fallback() || planned.share_of_typed() >= 1.0;
    let typed: Vec<&PlannedTerm> = plan.terms.iter().filter(is_han).filter(is_typed).collect();
    let together = typed.chunk_by(|one, next| one.term.span.end == next.term.span.start);
    let runs = together.flat_map(without_function_words).filter_map(|run| match run {
        [] => None,
        [only] => (!only.stands).then(|| only.term.text.clone()),
        several => Some(several.iter().map(|planned| planned.term.text.as_str()).collect()),
    });
    runs.filter(|run: &String| RUN_CHARS.contains(&run.chars().count())).collect()
}

/// Terms side by side, parted where a function word stands: who asks 怎么写 means no 怎么办. A single character may be one
/// that was typed by mistake, 分布是系统, but beside such a word it serves, too.
fn without_function_words<'a>(together: &'a [&'a PlannedTerm]) -> Vec<&'a [&'a PlannedTerm]> {
    let serves = |planned: &&PlannedTerm| planned.term.is_stop_word;
    let is_parting = |planned: &&PlannedTerm| serves(planned) && !planned.term.is_single();
    let parted: Vec<_> = together.split(is_parting).collect();
    let last = parted.len() - 1;
    let trimmed = |(idx, mut run): (usize, &'a [&'a PlannedTerm])| {
        while let Some((_, rest)) = run.split_first().filter(|(first, _)| idx > 0 && serves(first)) {
            run = rest;
        }
        while let Some((_, rest)) = run.split_last().filter(|(behind, _)| idx < last && serves(behind)) {
            run = rest;
        }
        run
    };
    parted.into_iter().enumerate().map(trimmed).collect()
}

fn stands_as_run(snapshot: &Snapshot, run: &str) -> Result<bool> {
    snapshot.has_row_or_name(&phrase_tokens(run))
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
