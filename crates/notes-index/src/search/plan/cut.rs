//! Where a query's words are cut: as a dictionary has it, or else as this notebook does.

use crate::analysis::{QueryTerm, phrase_tokens, recut};
use crate::engine::{Snapshot, TextField};
use crate::error::Result;
use crate::search::terms::{Origin, is_partly_said_elsewhere, is_said_elsewhere};

/// How many characters a dictionary's word has that may be two.
const MIN_SPLIT_CHARS: usize = 4;

/// A term of a query.
#[derive(Clone)]
pub(super) struct CutTerm {
    pub(super) term: QueryTerm,
    /// Whether it is a character that was left over: a hit need not have it.
    is_left_over: bool,
    /// Where it is known to stand.
    standing: Standing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Nobody has asked.
    Unasked,
    InTexts,
    /// In names of notes alone.
    InNames,
    /// What is said for it on the other side of the strait stands somewhere.
    Elsewhere,
    Nowhere,
}

impl CutTerm {
    pub(super) fn unasked(term: QueryTerm) -> CutTerm {
        CutTerm { term, is_left_over: false, standing: Standing::Unasked }
    }

    /// What it is of the text that was cut, which it is all of if it is alone.
    pub(super) fn origin(&self, is_alone: bool) -> Origin {
        match &self.term {
            _ if self.is_left_over => Origin::LeftOver,
            term if term.is_single() && !term.is_cjk() && !is_alone => Origin::Letter,
            _ => Origin::Typed,
        }
    }

    /// Whether it is known that a text holds it.
    pub(super) fn stands(&self) -> bool {
        self.standing == Standing::InTexts
    }
}

/// The terms of a text. Where one that was put together of a word and a character stands nowhere, it and what is typed beside
/// it are cut by words that do; a dictionary's word that stands nowhere is cut if it is nothing but such words.
pub(super) fn cut_terms(text: &str, terms: Vec<QueryTerm>, snapshot: &Snapshot) -> Result<Vec<CutTerm>> {
    let goes_on = |one: &CutTerm, next: &CutTerm| {
        is_telling(&one.term) && is_telling(&next.term) && one.term.span.end == next.term.span.start
    };
    let mut cuts = Vec::new();
    for term in terms {
        let standing = standing(&term, snapshot)?;
        cuts.push(CutTerm { standing, ..CutTerm::unasked(term) });
    }
    if cuts.iter().all(|cut| cut.standing != Standing::Nowhere) {
        return Ok(cuts);
    }
    let mut all = Vec::new();
    for run in cuts.chunk_by(goes_on) {
        if let Some(pieces) = recut_run(text, run, snapshot)? {
            all.extend(pieces);
            continue;
        }
        for cut in run {
            match split_word(text, cut, snapshot)? {
                Some(pieces) => all.extend(pieces),
                None => all.push(cut.clone()),
            }
        }
    }
    Ok(all)
}

/// The words that a dictionary's word is made of, if it stands nowhere and each of them does: 言论 and 自由 for 言论自由.
fn split_word(text: &str, cut: &CutTerm, snapshot: &Snapshot) -> Result<Option<Vec<CutTerm>>> {
    if cut.standing != Standing::Nowhere || cut.term.is_compound() {
        return Ok(None);
    }
    let span = cut.term.span.clone();
    let is_known = |word: &str| Ok(word != cut.term.text && snapshot.has(TextField::Words, word)?);
    let Some(pieces) = recut(&text[span.clone()], &cut.term.text, is_known)? else { return Ok(None) };
    // What stands nowhere is left over as single characters.
    if pieces.iter().any(QueryTerm::is_single) {
        return Ok(None);
    }
    Ok(Some(pieces.into_iter().map(|piece| CutTerm::unasked(piece.moved(span.start))).collect()))
}

fn is_telling(term: &QueryTerm) -> bool {
    term.is_cjk() && !term.is_stop_word
}

/// Where a term stands that may be cut: one that was put together, or a dictionary's that may be several words.
fn standing(term: &QueryTerm, snapshot: &Snapshot) -> Result<Standing> {
    let may_be_cut = term.is_compound() || term.text.chars().nth(MIN_SPLIT_CHARS - 1).is_some();
    if !is_telling(term) || !may_be_cut {
        return Ok(Standing::Unasked);
    }
    let row = phrase_tokens(&term.text);
    Ok(if snapshot.has_row(TextField::Text, &row)? {
        Standing::InTexts
    } else if snapshot.has_row(TextField::NameText, &row)? {
        Standing::InNames
    } else if is_partly_said_elsewhere(&term.text, snapshot)? {
        Standing::Elsewhere
    } else {
        Standing::Nowhere
    })
}

/// A run of terms of which one stands nowhere, cut by those that do and by words of the notes, if that finds others.
fn recut_run(text: &str, run: &[CutTerm], snapshot: &Snapshot) -> Result<Option<Vec<CutTerm>>> {
    let ([first, .., last] | [first @ last]) = run else { return Ok(None) };
    let is_standing = |cut: &&CutTerm| cut.standing != Standing::Nowhere || !cut.term.is_compound();
    let are_standing = run.iter().filter(is_standing);
    let standing: Vec<&str> = are_standing.map(|cut| cut.term.text.as_str()).collect();
    if standing.len() == run.len() {
        return Ok(None);
    }
    let is_known = |word: &str| {
        let is_standing = standing.contains(&word) || snapshot.has(TextField::Words, word)?;
        Ok(is_standing || is_said_elsewhere(word, snapshot)?)
    };
    let start = first.term.span.start;
    let Some(pieces) = recut(&text[start..last.term.span.end], "", is_known)? else { return Ok(None) };
    let others = pieces.iter().filter(|piece| !piece.is_single() && !standing.contains(&piece.text.as_str()));
    let are_known = others.map(|piece| is_known(&piece.text)).collect::<Result<Vec<bool>>>()?;
    let piece = |term: QueryTerm| {
        let is_left_over = term.is_single() && !term.is_stop_word;
        CutTerm { is_left_over, ..CutTerm::unasked(term.moved(start)) }
    };
    Ok(are_known.contains(&true).then(|| pieces.into_iter().map(piece).collect()))
}
