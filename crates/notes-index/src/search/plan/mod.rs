//! Query → what is looked up: terms with their forms in this index, and what is demanded.

mod command_options;
mod cut;
mod needs;
mod remarks;
mod signed;
mod suggestions;

use std::ops::Range;

use self::command_options::with_options;
use self::cut::{Cut, cut};
pub(super) use self::needs::Lacking;
use self::needs::Needs;
pub(super) use self::signed::Signed;
pub(super) use self::suggestions::suggestions;
use super::condition::{Condition, Conditions, LineRegex, Verified};
use super::doc_set::DocSet;
use super::options::SearchOptions;
use super::terms::{Asked, Bridge, MAX_SCORED, MAX_TERMS, PlannedTerm, TermSet};
use crate::analysis::{QueryTerm, TermKind, char_pairs, phrase_rows, query_terms};
use crate::date::Clock;
use crate::engine::{Doc, Lane, Snapshot};
use crate::error::Result;
use crate::markdown::canonical_language;
use crate::query::{Diagnostic, Expr, Pattern, PatternKind, Predicate, Query};

/// What is to be looked up.
#[derive(Clone, Debug, Default)]
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
    /// Texts that are shown where they stand as a whole.
    pub(super) phrases: Vec<Verified>,
    /// Lines that match are shown.
    pub(super) lines: Vec<LineRegex>,
    /// Words with signs that no term has.
    pub(super) signed: Signed,
    /// The sections in which these stand as they were typed, if any do.
    pub(super) as_typed: Option<DocSet>,
    /// All terms in a row, as words: what stands side by side.
    pub(super) whole: Vec<(String, u32)>,
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

/// Neighbouring words of the query as one token.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    pub(super) token: String,
    /// As typed, with single spaces.
    pub(super) typed: String,
    /// Indices into [`Plan::terms`].
    pub(super) terms: Range<usize>,
}

impl Plan {
    pub(super) fn new(query: &Query, options: &SearchOptions, snapshot: &Snapshot) -> Result<Plan> {
        let diagnostics = query.diagnostics().to_vec();
        let mut plan = Plan { diagnostics, clock: options.clock.clone(), ..Plan::default() };
        let expr = with_options(options.narrowed(query.expr())?, query, snapshot, &mut plan.diagnostics)?;
        plan.needs = Planning { plan: &mut plan, snapshot, query, is_demanded: false }.expr(&expr)?;
        let case_sensitive = query.is_case_sensitive();
        plan.condition = Conditions::new(&expr, case_sensitive, &plan.clock, &mut plan.diagnostics).of(&expr);
        plan.lines = plan.condition.iter().flat_map(Condition::lines).collect();
        plan.is_hopeless = query.is_empty() && !query.diagnostics().is_empty();
        plan.code = code_wanted(&expr);
        plan.clauses = expr.clauses().to_vec();
        plan.whole = phrase_rows(&plan.whole_text).into_iter().next().unwrap_or_default();
        plan.pairs = char_pairs(&plan.whole_text);
        plan.joined = joined_neighbours(&plan.terms, query.source());
        Ok(plan)
    }

    /// What a hit lacks of the terms that it is to have.
    pub(super) fn lacking(&self) -> Lacking {
        // That it stands there is told by the condition.
        let told = self.those(|planned| !planned.is_partly_scored());
        match self.telling() {
            TermSet::NONE => self.needs.counting(told & self.those(|planned| !planned.is_fallback())),
            telling => self.needs.counting(told & telling),
        }
    }

    /// The words that tell something.
    fn telling(&self) -> TermSet {
        self.those(|planned| !planned.is_fallback() && !planned.term.is_stop_word)
    }

    /// The terms of which a hit must have one. A character that was left over when a longer
    /// text was cut makes no hit alone, nor does a word that says nothing.
    pub(super) fn wanted(&self) -> TermSet {
        let all = self.those(|_| true);
        let free = self.those(|planned| !planned.of_field);
        let longer = free & self.those(|planned| !planned.is_fragment());
        let telling = longer & self.those(|planned| !planned.term.is_stop_word);
        [telling, longer, free].into_iter().find(|terms| !terms.is_empty()).unwrap_or(all)
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
        // What has all words of a bridge itself is not scored by their translation.
        all - (function_words - self.wanted() - self.bridged())
    }

    /// The terms that a bridge is made of.
    pub(super) fn bridged(&self) -> TermSet {
        self.bridges.iter().map(|bridge| bridge.terms).collect()
    }

    /// The terms that a predicate holds for.
    pub(super) fn those(&self, are_meant: impl Fn(&PlannedTerm) -> bool) -> TermSet {
        let meant = self.terms.iter().enumerate().filter(|(_, planned)| are_meant(planned));
        meant.map(|(idx, _)| idx).collect()
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

/// Walks the tree of a query.
struct Planning<'a> {
    plan: &'a mut Plan,
    snapshot: &'a Snapshot,
    query: &'a Query,
    /// Whether a hit must have what is planned.
    is_demanded: bool,
}

impl Planning<'_> {
    /// Plans the terms of a part of the query; what a hit is to have of them.
    fn expr(&mut self, expr: &Expr) -> Result<Needs> {
        match expr {
            Expr::All(items) => {
                items.iter().try_fold(Needs::default(), |needs, item| Ok(needs.and(self.expr(item)?)))
            }
            Expr::Any(items) => {
                let alternatives = items.iter().map(|item| self.expr(item)).collect::<Result<_>>()?;
                Ok(Needs::any(alternatives))
            }
            Expr::Not(_) => Ok(Needs::default()),
            Expr::Must(inner) => self.demanded(|planning| planning.expr(inner)),
            Expr::Text(pattern) => self.text(pattern),
            Expr::Is {
                predicate: Predicate::Title(text) | Predicate::Heading(text) | Predicate::Code(text),
                ..
            } => self.field(text),
            Expr::Is { .. } => Ok(Needs::default()),
        }
    }

    fn demanded(&mut self, plan: impl FnOnce(&mut Self) -> Result<Needs>) -> Result<Needs> {
        let outside = std::mem::replace(&mut self.is_demanded, true);
        let needs = plan(self);
        self.is_demanded = outside;
        needs
    }

    fn text(&mut self, pattern: &Pattern) -> Result<Needs> {
        if pattern.kind == PatternKind::Regex {
            return Ok(Needs::default());
        }
        if !self.plan.whole_text.is_empty() {
            self.plan.whole_text.push(' ');
        }
        self.plan.whole_text.push_str(&pattern.text);
        self.plan.diagnostics.extend(remarks::on_tag(pattern, self.snapshot)?);
        if pattern.kind == PatternKind::Words && !self.query.is_case_sensitive() {
            self.plan.signed.add(&pattern.text);
        }
        self.words(pattern)
    }

    /// Words of a field are shown where they stand, but a hit need not have them: the field is demanded.
    fn field(&mut self, pattern: &Pattern) -> Result<Needs> {
        let first = self.plan.terms.len();
        self.demanded(|planning| planning.words(pattern))?;
        self.plan.terms[first..].iter_mut().for_each(|planned| planned.of_field = true);
        Ok(Needs::default())
    }

    fn words(&mut self, pattern: &Pattern) -> Result<Needs> {
        let snapshot = self.snapshot;
        let case_sensitive = self.query.is_case_sensitive();
        if pattern.kind == PatternKind::Phrase || case_sensitive {
            self.plan.phrases.push(Verified::new(&pattern.text, case_sensitive));
            return self.terms(pattern, |term| PlannedTerm::verbatim(term, snapshot)).map(Needs::all_of);
        }
        if pattern.kind == PatternKind::Prefix {
            return self.prefix(pattern);
        }
        let first = self.plan.terms.len();
        let terms = self.terms(pattern, |term| PlannedTerm::new(term, snapshot))?;
        self.add_fallbacks(first)?;
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
            Ok(PlannedTerm { asked: Asked::Beginning { is_partly_scored }, ..planned })
        })?;
        if terms.has_any(self.plan.those(PlannedTerm::begins_many)) {
            let what = if is_demanded { "hits are ranked by" } else { "looked up are" };
            let message = format!("{pattern} begins many words; {what} the {MAX_SCORED} most frequent");
            self.plan.diagnostics.push(Diagnostic::new(pattern.span.clone(), message));
        }
        Ok(Needs::all_of(terms))
    }

    /// Adds the terms of a text, each once; which they are.
    fn terms(
        &mut self,
        pattern: &Pattern,
        plan: impl Fn(QueryTerm) -> Result<PlannedTerm>,
    ) -> Result<TermSet> {
        let mut terms = query_terms(&pattern.text);
        if pattern.kind == PatternKind::Phrase {
            // `_` is a sign there as others are: the text alone tells where it stands.
            terms.retain(|term| !matches!(&term.kind, TermKind::Word { parts, .. } if parts.is_empty()));
        }
        let cuts = match pattern.kind {
            PatternKind::Words => cut(&pattern.text, terms, self.snapshot)?,
            _ => terms.into_iter().map(Cut::unasked).collect(),
        };
        let is_alone = cuts.len() == 1;
        let mut added = TermSet::NONE;
        for cut in cuts {
            let (origin, stands, mut term) = (cut.origin(is_alone), cut.stands(), cut.term);
            let typed = pattern.text[term.span.clone()].to_owned();
            term.span = pattern.span.start + term.span.start..pattern.span.start + term.span.end;
            added |= self.add(PlannedTerm { typed, origin, stands, ..plan(term)? });
        }
        Ok(added)
    }

    /// A term among those that are looked up, if there is room for it.
    fn add(&mut self, planned: PlannedTerm) -> TermSet {
        let terms = &mut self.plan.terms;
        let same = |known: &PlannedTerm| {
            known.term.text == planned.term.text && known.is_prefix() == planned.is_prefix()
        };
        if let Some(idx) = terms.iter().position(same) {
            if planned.is_partly_scored() {
                terms[idx].asked = planned.asked;
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
        if self.plan.diagnostics.iter().all(|said| said.message != message) {
            self.plan.diagnostics.push(Diagnostic::new(start..self.query.source().len(), message));
        }
    }

    /// Where no note holds a word, the words inside it are looked for: 数据 and 仓库 for 数据仓库. What was put
    /// together of a word and a character may be meant as two anyway.
    fn add_fallbacks(&mut self, first: usize) -> Result<()> {
        let mut fallbacks = Vec::new();
        for planned in self.plan.terms.get_mut(first..).unwrap_or_default() {
            let Some(tokens) = planned.phrase().filter(|_| planned.has_inner()) else { continue };
            planned.stands = planned.stands || self.snapshot.has_row(Lane::Text, &tokens)?;
            let TermKind::Cjk { inner, is_compound } = &planned.term.kind else { continue };
            if !planned.stands || *is_compound {
                fallbacks.extend(inner.iter().map(|word| planned.piece(word)));
            }
        }
        for fallback in fallbacks {
            self.add(fallback);
        }
        Ok(())
    }
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

/// Two to four neighbouring plain words, put together; not across signs that stand in no name: `2>&1` is no 21.
fn joined_neighbours(terms: &[PlannedTerm], source: &str) -> Vec<Joined> {
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
                joined.push(Joined { token: token.clone(), typed: typed.join(" "), terms: start..end + 1 });
            }
        }
    }
    joined
}

/// Whether two terms are side by side, or have nothing between them but what names of several words have there.
fn goes_on(source: &str, before: &PlannedTerm, behind: &PlannedTerm) -> bool {
    let between = source.get(before.term.span.end..behind.term.span.start).unwrap_or_default();
    between.chars().all(|c| c.is_whitespace() || "-_./\\:".contains(c))
}
