//! Query → what is looked up: terms with their forms in this index, and what is demanded.

mod apart;
mod command_options;
mod cut;
mod in_one;
mod joined;
mod needs;
mod remarks;
mod signed;
mod suggestions;
mod texts;

use self::command_options::with_options;
use self::in_one::InOne;
use self::joined::{Joined, joined_neighbours};
pub(super) use self::needs::Lacking;
use self::needs::Needs;
pub(super) use self::signed::Signed;
pub(super) use self::suggestions::suggestions;
use self::texts::Texts;
use super::condition::{Condition, Conditions, LineRegex, Verified};
use super::doc_set::DocSet;
use super::options::SearchOptions;
use super::terms::{Bridge, PlannedTerm, TermSet};
use crate::analysis::{OwnWords, RowToken, char_pairs, phrase_rows};
use crate::date::Clock;
use crate::engine::{Doc, Snapshot};
use crate::error::Result;
use crate::markdown::canonical_language;
use crate::query::{Diagnostic, Expr, Predicate, Query};

/// What is to be looked up.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) terms: Vec<PlannedTerm>,
    /// The clauses of the query and of the options.
    pub(super) clauses: Vec<Expr>,
    /// By which days are told.
    pub(super) clock: Clock,
    /// What a section must be or hold.
    pub(super) condition: Option<Condition>,
    /// Which terms a hit is to have.
    pub(super) needs: Needs,
    /// What may be all that a hit has: the terms of each alternative, and of each text that is demanded.
    pub(super) sufficient: Vec<TermSet>,
    /// Texts that are shown where they stand as a whole.
    pub(super) phrases: Vec<Verified>,
    /// Words that were typed in one and are looked up as several.
    pub(super) in_one: Vec<InOne>,
    /// Lines that match are shown.
    pub(super) lines: Vec<LineRegex>,
    /// Words with signs that no term has.
    pub(super) signed: Signed,
    /// The sections in which these stand as they were typed, if any do.
    pub(super) as_typed: Option<DocSet>,
    /// All terms in a row, as words: what stands side by side.
    pub(super) whole: Vec<RowToken>,
    /// What was typed, without quotes and signs: compared with titles and headings.
    pub(super) whole_text: String,
    /// Its pairs of neighbouring characters, each once.
    pub(super) pairs: Vec<String>,
    /// The neighbouring words that may be one name in the index: `poolsize` for `pool size`.
    pub(super) joined: Vec<Joined>,
    /// What the other language has for words of the query.
    pub(super) bridges: Vec<Bridge>,
    /// Whether only code blocks are asked for: of these languages, of any if there is none.
    pub(super) code: Option<Vec<String>>,
    /// Whether something was typed of which nothing can be looked up.
    pub(super) is_hopeless: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Plan {
    /// Translations, and what stands as it was typed, are not looked up yet.
    pub(super) fn new(
        query: &Query,
        options: &SearchOptions,
        snapshot: &Snapshot,
        own_words: &OwnWords,
    ) -> Result<Plan> {
        let mut diagnostics = query.diagnostics().to_vec();
        let expr = with_options(options.narrowed(query.expr())?, query, snapshot, &mut diagnostics)?;
        let texts = Texts::of(&expr, query, snapshot, own_words, &mut diagnostics)?;
        let Texts { terms, needs, sufficient, phrases, in_one, signed, whole: whole_text } = texts;
        let clock = options.clock.clone();
        let case_sensitive = query.is_case_sensitive();
        let condition = Conditions::new(&expr, case_sensitive, &clock, &mut diagnostics).of(&expr);
        Ok(Plan {
            clauses: expr.clauses().to_vec(),
            clock,
            lines: condition.iter().flat_map(Condition::lines).collect(),
            condition,
            needs,
            sufficient,
            phrases,
            in_one,
            signed,
            as_typed: None,
            whole: phrase_rows(&whole_text).into_iter().next().unwrap_or_default(),
            pairs: char_pairs(&whole_text),
            whole_text,
            joined: joined_neighbours(&terms, query.source()),
            terms,
            bridges: Vec::new(),
            code: code_wanted(&expr),
            is_hopeless: query.is_empty() && !query.diagnostics().is_empty()
                || expr.clauses().iter().any(is_nothing),
            diagnostics,
        })
    }

    /// What a hit lacks of the terms that it is to have.
    pub(super) fn lacking(&self) -> Lacking {
        // Whether a demanded prefix stands somewhere is told by the condition: not all that it begins is scored.
        let told = self.those(|planned| !planned.is_partly_scored());
        match self.telling() {
            TermSet::NONE => self.needs.counting(told & self.those(|planned| !planned.is_fallback())),
            telling => self.needs.counting(told & telling),
        }
    }

    /// The words that tell something, and all of an alternative or a demanded text that has none.
    fn telling(&self) -> TermSet {
        let words = self.those(|planned| !planned.is_fallback());
        let telling = words & self.those(|planned| !planned.term.is_stop_word);
        let others = self.sufficient.iter().filter(|terms| !terms.has_any(telling));
        telling | words & others.copied().collect()
    }

    /// The terms of which a hit must have one. A character that was left over when a longer
    /// text was cut makes no hit alone, nor does a word that says nothing, if there are others beside it.
    pub(super) fn wanted(&self) -> TermSet {
        let all = self.those(|_| true);
        let free = self.those(|planned| !planned.of_field);
        let longer = free & self.those(|planned| !planned.is_fragment());
        let telling = longer & self.those(|planned| !planned.term.is_stop_word);
        let best_of = |terms: TermSet| {
            [telling, longer, free].into_iter().map(|kind| kind & terms).find(|best| !best.is_empty())
        };
        let sufficient: TermSet = self.sufficient.iter().filter_map(|&terms| best_of(terms)).collect();
        best_of(all).unwrap_or(all) | sufficient
    }

    /// The terms by which sections are scored. Beside words that tell something, function words of Chinese are
    /// left out: a hit need not have them, most postings are theirs, and where one of them stands between others, the
    /// pairs of characters say so. English ones have no such pairs, and count.
    pub(super) fn scored(&self) -> TermSet {
        let all = self.those(|_| true);
        if self.telling().is_empty() {
            return all;
        }
        let function_words = self.those(|planned| planned.term.is_stop_word && !planned.term.text.is_ascii());
        // A bridge's words are scored though they say little: what has them all is not scored by their translation.
        all - (function_words - self.wanted() - self.bridged())
    }

    /// The terms that a bridge is made of.
    pub(super) fn bridged(&self) -> TermSet {
        self.bridges.iter().map(|bridge| bridge.terms).collect()
    }

    /// The terms that a predicate holds for.
    pub(super) fn those(&self, are_meant: impl Fn(&PlannedTerm) -> bool) -> TermSet {
        TermSet::those(&self.terms, are_meant)
    }

    /// The words that say little. What was asked for as a beginning or in a field is meant.
    pub(super) fn saying_little(&self) -> TermSet {
        let is_meant = |planned: &PlannedTerm| planned.is_prefix() || planned.of_field;
        self.those(|planned| planned.says_little() && !is_meant(planned))
    }

    /// Whether what is found in a section is what was typed, signs included, as far as that is known.
    pub(super) fn is_as_typed(&self, doc: Doc) -> bool {
        self.as_typed.as_ref().is_none_or(|docs| docs.contains(doc))
    }

    /// Whether a section may be a hit that has none of the terms: nothing but conditions was typed,
    /// conditions are an alternative to all words, or a word that is demanded is not scored.
    pub(super) fn lists(&self) -> bool {
        let is_unscored = self.terms.iter().any(|planned| planned.is_partly_scored() && !planned.of_field);
        self.terms.is_empty() || self.needs.are_met_by_nothing() || is_unscored
    }
}

/// Whether a clause has no alternative at all, so that nothing meets it.
fn is_nothing(clause: &Expr) -> bool {
    matches!(clause, Expr::Any(items) if items.is_empty())
}

/// The languages of code blocks, if nothing but code blocks is asked for.
fn code_wanted(expr: &Expr) -> Option<Vec<String>> {
    let items = expr.clauses();
    let languages: Vec<String> = items.iter().flat_map(languages).collect();
    let is_code = |item: &Expr| matches!(item, Expr::Is { predicate: Predicate::IsCode, .. });
    (!languages.is_empty() || items.iter().any(is_code)).then_some(languages)
}

/// The languages that a clause asks for, by the names that the index knows, if it asks for nothing else.
fn languages(expr: &Expr) -> Vec<String> {
    match expr {
        Expr::Is { predicate: Predicate::Language(language), .. } => vec![canonical_language(language)],
        Expr::Any(items) => {
            let each: Vec<Vec<String>> = items.iter().map(languages).collect();
            if each.iter().any(Vec::is_empty) { Vec::new() } else { each.concat() }
        }
        _ => Vec::new(),
    }
}
