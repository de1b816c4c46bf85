//! Words of a query in the other language, where the notes themselves translate them.
//!
//! A translation stands for its word inside the same word of the query: what holds both is scored by the
//! word alone, what holds only the translation by a part of that, and lacks nothing.

use std::collections::{BTreeMap, HashMap};

use super::plan::Plan;
use super::score::{Board, Totals, average, idf, saturated, weight};
use super::term::PlannedTerm;
use crate::analysis::{HEADING_WEIGHT, TermKind, is_han, phrase_tokens, stem};
use crate::engine::{Doc, Facet, Lane, Snapshot};
use crate::error::Result;
use crate::glossary::{Glossary, Pair, key};
use crate::query::Query;

/// How many words of a query are looked up as one.
const MAX_WORDS: usize = 4;
/// How many words and runs of words of a query are translated; the longest first.
const MAX_BRIDGES: usize = 16;
/// How many translations of a word are looked for: the most frequent.
const MAX_FORMS: usize = 3;

/// A word of the query, or several in a row, with what may stand for them.
#[derive(Clone, Debug)]
pub(super) struct Bridge {
    /// The terms of the plan that it is made of, as bits.
    pub(super) terms: u64,
    /// As typed.
    pub(super) typed: String,
    pub(super) forms: Vec<Form>,
}

/// A translation.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) text: String,
    /// The tokens that must stand in a row for it to be there; English ones are stems.
    pub(super) tokens: Vec<(String, u32)>,
    pub(super) is_chinese: bool,
}

impl Form {
    fn new(text: String) -> Form {
        let tokens = phrase_tokens(&text).into_iter();
        let stemmed = |(token, position): (String, u32)| (stem(&token).unwrap_or(token), position);
        Form { tokens: tokens.map(stemmed).collect(), is_chinese: text.chars().any(is_han), text }
    }

    /// The token that the lane of words may hold for it.
    fn word(&self) -> Option<&str> {
        match self.tokens.as_slice() {
            _ if self.is_chinese => Some(&self.text),
            [(only, _)] => Some(only),
            _ => None,
        }
    }
}

/// Translates the words of a query that are asked for word by word, longest runs first.
pub(super) fn find(
    query: &Query,
    plan: &Plan,
    snapshot: &Snapshot,
    glossary: &Glossary,
) -> Result<Vec<Bridge>> {
    let mut bridges = Vec::new();
    for n_words in (1..=MAX_WORDS).rev() {
        for (start, window) in plan.terms.windows(n_words).enumerate() {
            let Some(typed) = typed(query.source(), window).filter(|_| bridges.len() < MAX_BRIDGES) else {
                continue;
            };
            let forms = forms(typed, snapshot, glossary)?;
            if !forms.is_empty() {
                let terms = ((1 << n_words) - 1) << start;
                bridges.push(Bridge { terms, typed: typed.to_owned(), forms });
            }
        }
    }
    Ok(bridges)
}

/// What was typed for some terms, if it may be one name: nothing but space between, none of it quoted.
fn typed<'a>(source: &'a str, window: &[PlannedTerm]) -> Option<&'a str> {
    let is_word = |planned: &PlannedTerm| {
        let is_sign = matches!(planned.term.kind, TermKind::Symbol);
        let is_named =
            matches!(planned.term.kind, TermKind::Word { surface: Some(_), .. }) && !planned.is_plain;
        let is_asked_for = planned.in_phrase || planned.of_field || planned.is_prefix;
        !is_asked_for && !planned.is_fallback && !is_sign && !is_named
    };
    let stand_together = window.windows(2).all(|two| {
        let between = source.get(two[0].term.span.end..two[1].term.span.start);
        between.is_some_and(|between| between.trim_matches([' ', '\u{3000}', '-']).is_empty())
    });
    let (first, last) = (window.first()?, window.last()?);
    let says_enough = window.len() > 1 || !(first.term.is_stop_word || first.is_fragment);
    let fits = window.iter().all(is_word) && stand_together && says_enough;
    fits.then(|| source.get(first.term.span.start..last.term.span.end)).flatten()
}

/// The translations of a word: those of the notebook's owner, then those of the most sections.
fn forms(typed: &str, snapshot: &Snapshot, glossary: &Glossary) -> Result<Vec<Form>> {
    let key_of_word = key(typed);
    if key_of_word.is_empty() {
        return Ok(Vec::new());
    }
    let mut texts: Vec<String> = glossary.added(&key_of_word).map(str::to_owned).collect();
    texts.extend(mined(&key_of_word, typed, snapshot, glossary)?);
    let mut keys: Vec<String> = Vec::new();
    texts.retain(|text| {
        let key = key(text);
        let is_new = !keys.contains(&key) && !glossary.forbids(&key_of_word, &key);
        keys.push(key);
        is_new
    });
    Ok(texts.into_iter().take(MAX_FORMS).map(Form::new).collect())
}

/// The translations that notes have for a word, those of the most sections first.
fn mined(key_of_word: &str, typed: &str, snapshot: &Snapshot, glossary: &Glossary) -> Result<Vec<String>> {
    let pairs = snapshot.pairs_of(key_of_word)?;
    // Words that share no more than a stem stand back: operator is not operation.
    let has_same = pairs.keys().any(|pair| is_same(&pair.english, typed));
    let mut counts: BTreeMap<String, (u32, String)> = BTreeMap::new();
    for (pair, count) in pairs {
        let Pair { chinese, english } = pair;
        if glossary.forbids(&chinese, &key(&english)) {
            continue;
        }
        let text = match chinese == key_of_word {
            true => english,
            false if has_same && !is_same(&english, typed) => continue,
            false => chinese,
        };
        let entry = counts.entry(key(&text)).or_insert((0, text));
        entry.0 += count;
    }
    let mut all: Vec<(u32, String)> = counts.into_values().collect();
    all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(all.into_iter().map(|(_, text)| text).collect())
}

/// Whether two English words are the same but for case, what separates them, and an s.
fn is_same(english: &str, typed: &str) -> bool {
    let bare = |text: &str| {
        let letters = text.chars().filter(char::is_ascii_alphabetic);
        let lower: String = letters.map(|c| c.to_ascii_lowercase()).collect();
        lower.strip_suffix('s').map(str::to_owned).unwrap_or(lower)
    };
    bare(english) == bare(typed)
}

/// Scores what holds translations of the query's words.
pub(super) fn score(snapshot: &Snapshot, totals: &Totals, plan: &Plan, board: &mut Board) -> Result<()> {
    plan.bridges.iter().try_for_each(|bridge| Via { snapshot, totals, plan, bridge }.score(board))
}

/// One bridge on its way to the board.
struct Via<'a> {
    snapshot: &'a Snapshot,
    totals: &'a Totals,
    plan: &'a Plan,
    bridge: &'a Bridge,
}

/// What a translation says of sections and notes.
#[derive(Default)]
struct Scores {
    sections: HashMap<Doc, f32>,
    notes: HashMap<Doc, f32>,
    /// Notes by whose names it was found.
    names: HashMap<Doc, f32>,
}

impl Via<'_> {
    fn score(&self, board: &mut Board) -> Result<()> {
        let terms = self.bridge.terms;
        // What has the words themselves is scored by them.
        let holding = (0..).zip(&board.context).filter(|(_, bits)| **bits & terms == terms);
        let holding_notes: Vec<Doc> = holding.map(|(doc, _)| self.snapshot.first(doc)).collect();
        let n_holding = holding_notes.len() as u64;
        let mut scores = Scores::default();
        for form in &self.bridge.forms {
            self.form(form, n_holding, &mut scores)?;
        }
        for (doc, score) in scores.sections {
            if board.context[doc as usize] & terms != terms {
                board.section[doc as usize] += score;
            }
            board.own[doc as usize] |= terms;
            board.context[doc as usize] |= terms;
        }
        for (&first, score) in scores.notes.iter().chain(&scores.names) {
            if holding_notes.binary_search(&first).is_err() {
                board.note[first as usize] += score;
            }
        }
        for first in scores.names.into_keys() {
            *board.names.entry(first).or_default() |= terms;
        }
        if self.plan.missing(terms) == 0 {
            self.bridge.forms.iter().try_for_each(|form| self.named_so(form, board))?;
        }
        Ok(())
    }

    /// Scores a translation; of several in one place the best counts.
    fn form(&self, form: &Form, n_holding: u64, scores: &mut Scores) -> Result<()> {
        let found = self.places(form)?;
        let factor = weight::VIA * idf(self.totals.sections, found.len() as u64 + n_holding);
        let length = average(self.totals.words, self.totals.sections);
        for &(doc, tf, n_words) in &found {
            let score = factor * saturated(tf, n_words, length);
            scores.sections.entry(doc).and_modify(|best| *best = best.max(score)).or_insert(score);
        }
        let mut notes: BTreeMap<Doc, u32> = BTreeMap::new();
        found.iter().for_each(|&(doc, tf, _)| *notes.entry(self.snapshot.first(doc)).or_default() += tf);
        let factor = weight::NOTE * weight::VIA * idf(self.totals.notes, notes.len() as u64);
        let length = average(self.totals.words, self.totals.notes);
        for (first, tf) in notes {
            let score = factor * saturated(tf, self.snapshot.note_length(first), length);
            scores.notes.entry(first).and_modify(|best| *best = best.max(score)).or_insert(score);
        }
        self.names(form, scores)
    }

    /// The sections that hold a translation, with its frequency and their length.
    fn places(&self, form: &Form) -> Result<Vec<(Doc, u32, u32)>> {
        let mut found: BTreeMap<Doc, (u32, u32)> = BTreeMap::new();
        if let Some(word) = form.word() {
            self.snapshot.postings(Lane::Words, word, |doc, tf, n_words| {
                found.insert(doc, (tf, n_words));
            })?;
        }
        // A single character is a word only where the segmenter says so.
        if form.text.chars().nth(1).is_some() {
            let length = average(self.totals.words, self.totals.sections) as u32;
            self.snapshot.phrase(Lane::Text, &form.tokens, |doc, starts| {
                let heading_end = self.snapshot.heading_end(doc);
                let in_heading = starts.iter().filter(|&&start| start < heading_end).count();
                let tf = starts.len() + in_heading * (HEADING_WEIGHT - 1);
                found.entry(doc).or_insert((tf as u32, length));
            })?;
        }
        Ok(found.into_iter().map(|(doc, (tf, n_words))| (doc, tf, n_words)).collect())
    }

    /// Notes whose names hold a translation.
    fn names(&self, form: &Form, scores: &mut Scores) -> Result<()> {
        let mut found = Vec::new();
        self.snapshot.phrase(Lane::NameText, &form.tokens, |doc, _| found.push(doc))?;
        let factor = weight::NAME * weight::VIA * idf(self.totals.notes, found.len() as u64);
        for doc in found {
            scores.names.entry(doc).and_modify(|best| *best = best.max(factor)).or_insert(factor);
        }
        Ok(())
    }

    /// Raises what is named by a translation of the whole query.
    fn named_so(&self, form: &Form, board: &mut Board) -> Result<()> {
        let snapshot = self.snapshot;
        snapshot.with_facet(&Facet::Heading(&form.text), |doc| {
            board.bonus.entry(doc).or_default().section += weight::VIA;
            board.bonus.entry(snapshot.first(doc)).or_default().note += 0.3 * weight::VIA;
        })?;
        for facet in [Facet::Title(&form.text), Facet::Stem(&form.text)] {
            snapshot.with_facet(&facet, |doc| {
                let bonus = board.bonus.entry(snapshot.first(doc)).or_default();
                bonus.note = bonus.note.max(weight::VIA);
            })?;
        }
        Ok(())
    }
}
