//! The texts in a query's tree → terms, and which of them a hit is to have.

use std::ops::Range;

use super::apart::apart;
use super::cut::{CutTerm, cut_terms};
use super::in_one::{InOne, in_one};
use super::needs::Needs;
use super::remarks;
use super::signed::Signed;
use crate::analysis::{OwnWords, QueryTerm, TermKind, is_single_char, leads_to_amount, query_terms};
use crate::engine::{Snapshot, TextField};
use crate::error::Result;
use crate::query::{Diagnostic, Expr, Pattern, PatternKind, Predicate, Query};
use crate::search::condition::Verified;
use crate::search::terms::{AskedAs, MAX_SCORED, MAX_TERMS, PlannedTerm, TermSet};

/// A character is rare if no more than one in so many sections has it.
const ONE_IN: u64 = 32;

/// What the texts of a query come to.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub(super) terms: Vec<PlannedTerm>,
    pub(super) needs: Needs,
    /// The terms of each alternative, and of each text that is demanded.
    pub(super) sufficient: Vec<TermSet>,
    pub(super) phrases: Vec<Verified>,
    /// Words that were typed in one and are looked up as several.
    pub(super) in_one: Vec<InOne>,
    pub(super) signed: Signed,
    /// All that was typed, without quotes and signs.
    pub(super) whole: String,
}

impl Texts {
    pub(super) fn of(
        expr: &Expr,
        query: &Query,
        snapshot: &Snapshot,
        own_words: &OwnWords,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Texts> {
        let mut walk = Walk {
            texts: Texts::default(),
            snapshot,
            own_words,
            query,
            diagnostics,
            is_demanded: false,
            is_in_field: false,
        };
        let needs = walk.expr(expr)?;
        walk.texts.signed.add_free(query);
        say_little_between(&mut walk.texts.terms);
        say_little_before_amounts(&mut walk.texts.terms);
        Ok(Texts { needs, ..walk.texts })
    }
}

/// `vs` between two words asks for no word: `TCP vs UDP`. It is a name beside Code or Studio.
fn say_little_between(terms: &mut [PlannedTerm]) {
    for idx in 1..terms.len().saturating_sub(1) {
        let is_named = ["code", "studio"].contains(&terms[idx + 1].term.text.as_str());
        let term = &terms[idx];
        if matches!(term.term.text.as_str(), "vs" | "versus") && term.asked == AskedAs::Word && !is_named {
            terms[idx].term.is_stop_word = true;
        }
    }
}

/// What leads to a question for an amount, and asks for nothing itself: 内存还剩多少, 试用期最长多久.
fn say_little_before_amounts(terms: &mut [PlannedTerm]) {
    for idx in 2..terms.len() {
        let (others, [before, amount]) = (&terms[..idx - 1], [&terms[idx - 1], &terms[idx]]);
        let is_amount = before.asked == AskedAs::Word
            && before.term.span.end == amount.term.span.start
            && amount.term.asks_for_amount();
        let asks_for_other = || others.iter().any(|other| !other.term.is_stop_word);
        if is_amount && leads_to_amount(&before.term.text) && asks_for_other() {
            terms[idx - 1].term.is_stop_word = true;
        }
    }
}

/// Walks the tree of a query.
struct Walk<'a> {
    texts: Texts,
    snapshot: &'a Snapshot,
    own_words: &'a OwnWords,
    query: &'a Query,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// Whether a hit must have what is under way.
    is_demanded: bool,
    /// Whether that stands in a field.
    is_in_field: bool,
}

impl Walk<'_> {
    /// Takes in the texts of a part of the query; what a hit is to have of them.
    fn expr(&mut self, expr: &Expr) -> Result<Needs> {
        match expr {
            Expr::All(items) => {
                items.iter().try_fold(Needs::default(), |needs, item| Ok(needs.and(self.expr(item)?)))
            }
            Expr::Any(items) => {
                let alternatives = items.iter().map(|item| self.expr(item)).collect::<Result<Vec<_>>>()?;
                self.texts.sufficient.extend(alternatives.iter().map(Needs::terms));
                Ok(Needs::any(alternatives))
            }
            Expr::Not(_) => Ok(Needs::default()),
            Expr::Must(inner) => self.demanded(|walk| walk.expr(inner)),
            Expr::Text(pattern) => self.text(pattern),
            Expr::Is {
                predicate: Predicate::Title(text) | Predicate::Heading(text) | Predicate::Code(text),
                ..
            } => self.field(text),
            Expr::Is { .. } => Ok(Needs::default()),
        }
    }

    fn demanded(&mut self, walk: impl FnOnce(&mut Self) -> Result<Needs>) -> Result<Needs> {
        let outside = std::mem::replace(&mut self.is_demanded, true);
        let needs = walk(self);
        self.is_demanded = outside;
        needs
    }

    fn text(&mut self, pattern: &Pattern) -> Result<Needs> {
        if pattern.kind == PatternKind::Regex {
            return Ok(Needs::default());
        }
        if !self.texts.whole.is_empty() {
            self.texts.whole.push(' ');
        }
        self.texts.whole.push_str(&pattern.text);
        self.remark(pattern)?;
        if pattern.kind == PatternKind::Words && !self.query.is_case_sensitive() {
            self.texts.signed.add(&pattern.text);
        }
        let needs = self.words(pattern)?;
        if self.is_demanded || self.is_as_typed(pattern) {
            self.texts.sufficient.push(needs.terms());
        }
        Ok(needs)
    }

    /// Says what may be meant otherwise.
    fn remark(&mut self, pattern: &Pattern) -> Result<()> {
        self.diagnostics.extend(remarks::on_tag(pattern, self.snapshot)?);
        if self.diagnostics.iter().all(|said| said.span != pattern.span) {
            self.diagnostics.extend(remarks::on_field(pattern, self.query, self.snapshot)?);
        }
        Ok(())
    }

    /// Words of a field are shown where they stand, but a hit need not have them: the field is demanded.
    fn field(&mut self, pattern: &Pattern) -> Result<Needs> {
        self.is_in_field = true;
        let needs = self.demanded(|walk| walk.words(pattern));
        self.is_in_field = false;
        needs.map(|_| Needs::default())
    }

    /// Whether a text must stand just as it was typed. What words begin with has no other form.
    fn is_as_typed(&self, pattern: &Pattern) -> bool {
        match pattern.kind {
            PatternKind::Words => self.query.is_case_sensitive(),
            PatternKind::Prefix => false,
            PatternKind::Phrase | PatternKind::Regex => true,
        }
    }

    fn words(&mut self, pattern: &Pattern) -> Result<Needs> {
        let snapshot = self.snapshot;
        if pattern.kind == PatternKind::Prefix {
            return self.prefix(pattern);
        }
        if self.is_as_typed(pattern) {
            self.texts.phrases.push(Verified::new(&pattern.text, self.query.is_case_sensitive()));
            return self.terms(pattern, |term| PlannedTerm::verbatim(term, snapshot)).map(Needs::all_of);
        }
        let terms = self.terms(pattern, |term| PlannedTerm::new(term, snapshot))?;
        self.add_fallbacks(terms)?;
        Ok(Needs::all_of(terms))
    }

    /// The words that begin so. A Han character begins nothing that it isn't in.
    fn prefix(&mut self, pattern: &Pattern) -> Result<Needs> {
        let snapshot = self.snapshot;
        if !pattern.text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return self.terms(pattern, |term| PlannedTerm::new(term, snapshot)).map(Needs::all_of);
        }
        let is_demanded = self.is_demanded;
        let terms = self.terms(pattern, |term| {
            let planned = PlannedTerm::prefix(term, snapshot)?;
            let is_partly_scored = is_demanded && planned.begins_many();
            Ok(PlannedTerm { asked: AskedAs::Beginning { is_partly_scored }, ..planned })
        })?;
        if terms.iter().any(|idx| self.texts.terms[idx].begins_many()) {
            let what = if is_demanded { "hits are ranked by" } else { "looked up are" };
            let message = format!("{pattern} begins many words; {what} the {MAX_SCORED} most frequent");
            self.diagnostics.push(Diagnostic::new(pattern.span.clone(), message));
        }
        Ok(Needs::all_of(terms))
    }

    /// Adds the terms of a text, each once; which they are.
    fn terms(
        &mut self,
        pattern: &Pattern,
        plan: impl Fn(QueryTerm) -> Result<PlannedTerm>,
    ) -> Result<TermSet> {
        let cuts = self.cuts(pattern)?;
        let is_alone = cuts.len() == 1;
        let (mut added, mut words) = (TermSet::NONE, Vec::new());
        for cut in cuts {
            for (span, planned) in self.planned_or_parts(cut, is_alone, pattern, &plan)? {
                let is_cjk = planned.term.is_cjk();
                let terms = self.add(planned);
                added |= terms;
                words.extend((!is_cjk).then_some((span, terms)));
            }
        }
        self.texts.in_one.extend(in_one(&pattern.text, &words));
        Ok(added)
    }

    /// The terms that a text is cut into.
    fn cuts(&self, pattern: &Pattern) -> Result<Vec<CutTerm>> {
        let mut terms = query_terms(&pattern.text, self.own_words);
        if pattern.kind == PatternKind::Phrase {
            // `_` is a sign there as others are: the text alone tells where it stands.
            terms.retain(|term| !matches!(&term.kind, TermKind::Word { parts, .. } if parts.is_empty()));
        }
        match pattern.kind {
            PatternKind::Words => cut_terms(&pattern.text, terms, self.snapshot),
            _ => Ok(terms.into_iter().map(CutTerm::unasked).collect()),
        }
    }

    /// What is looked up for a term: for its parts, if it stands in one nowhere; with their places in the text. What is demanded
    /// must stand as it was typed.
    fn planned_or_parts(
        &self,
        cut: CutTerm,
        is_alone: bool,
        pattern: &Pattern,
        plan: impl Fn(QueryTerm) -> Result<PlannedTerm>,
    ) -> Result<Vec<(Range<usize>, PlannedTerm)>> {
        let may_be_apart = pattern.kind == PatternKind::Words && !self.is_demanded;
        let mut whole = self.planned(&cut, is_alone, pattern, &plan)?;
        let parts = if may_be_apart { apart(&mut whole, self.snapshot)? } else { Vec::new() };
        if parts.is_empty() {
            return Ok(vec![(cut.term.span, whole)]);
        }
        let start = cut.term.span.start;
        let part = |part: QueryTerm| {
            let cut = CutTerm::unasked(part.moved(start));
            Ok((cut.term.span.clone(), self.planned(&cut, false, pattern, &plan)?))
        };
        parts.into_iter().map(part).collect()
    }

    /// What is looked up for a term.
    fn planned(
        &self,
        cut: &CutTerm,
        is_alone: bool,
        pattern: &Pattern,
        plan: impl Fn(QueryTerm) -> Result<PlannedTerm>,
    ) -> Result<PlannedTerm> {
        let (origin, stands) = (cut.origin(is_alone), cut.stands());
        let typed = pattern.text[cut.term.span.clone()].to_owned();
        let of_field = self.is_in_field;
        Ok(PlannedTerm {
            typed,
            origin,
            stands,
            of_field,
            ..plan(cut.term.clone().moved(pattern.span.start))?
        })
    }

    /// A term among those that are looked up, if there is room for it. Of one that was typed twice the way counts that says
    /// most, wherever it stands: `title:redis redis` asks for redis outside of titles as well.
    fn add(&mut self, planned: PlannedTerm) -> TermSet {
        let terms = &mut self.texts.terms;
        let same = |known: &PlannedTerm| {
            known.term.text == planned.term.text && known.is_prefix() == planned.is_prefix()
        };
        if let Some(idx) = terms.iter().position(same) {
            let known = &mut terms[idx];
            if planned.says_more_than(known) {
                *known = planned;
            } else if planned.is_partly_scored() && planned.of_field == known.of_field {
                known.asked = planned.asked;
            }
            return TermSet::of(idx);
        }
        if terms.len() == MAX_TERMS {
            self.too_many(planned.term.span.start);
            return TermSet::NONE;
        }
        terms.push(planned);
        TermSet::of(terms.len() - 1)
    }

    fn too_many(&mut self, start: usize) {
        let message = format!("only the first {MAX_TERMS} words of the query are looked up");
        if self.diagnostics.iter().all(|said| said.message != message) {
            self.diagnostics.push(Diagnostic::new(start..self.query.source().len(), message));
        }
    }

    /// Where no note holds a word, the words inside it are looked for: 数据 and 仓库 for 数据仓库; if there are none, its
    /// rare characters: 疝 for 疝气. What was put together of a word and a character may be meant as two anyway.
    fn add_fallbacks(&mut self, terms: TermSet) -> Result<()> {
        let mut fallbacks = Vec::new();
        for idx in terms.iter() {
            let planned = &mut self.texts.terms[idx];
            let Some(tokens) = planned.phrase().filter(|_| !planned.in_phrase()) else { continue };
            planned.stands = planned.stands || self.snapshot.has_row(TextField::Text, &tokens)?;
            let TermKind::Cjk { inner, is_compound } = &planned.term.kind else { continue };
            // Characters alone say nothing, unless they are rare: 线代 is not what is about 线.
            let is_of_words = inner.iter().any(|word| !is_single_char(word));
            if is_of_words && (!planned.stands || *is_compound) {
                fallbacks.extend(inner.iter().map(|word| planned.piece(word)));
            }
            if !is_of_words && !planned.stands {
                let rare = rare_chars(&planned.term.text, self.snapshot)?;
                fallbacks.extend(rare.into_iter().map(|char| planned.piece(char)));
            }
        }
        for fallback in fallbacks {
            self.add(fallback);
        }
        Ok(())
    }
}

/// The characters of a word that few sections have.
fn rare_chars<'a>(word: &'a str, snapshot: &Snapshot) -> Result<Vec<&'a str>> {
    let max = snapshot.n_sections() / ONE_IN;
    let mut rare = Vec::new();
    for (at, c) in word.char_indices() {
        let char = &word[at..at + c.len_utf8()];
        let doc_freq = snapshot.doc_freq(TextField::Chars, char)?;
        rare.extend((1..=max).contains(&doc_freq).then_some(char));
    }
    Ok(rare)
}
