//! Query → what is looked up: terms with their forms in this index.

use crate::analysis::{QueryTerm, TermKind, folded_text, phrase_tokens, query_terms};
use crate::engine::{Lane, Snapshot};
use crate::error::Result;
use crate::query::{Clause, ClauseKind, Diagnostic, Occur, Query};
use crate::search::results::Relation;

/// How many terms of a query are looked up; of more the first ones.
pub(super) const MAX_TERMS: usize = 64;
/// How many tokens of the index a prefix, an inside or a near spelling stands for.
const MAX_EXPANSIONS: usize = 64;
/// Shorter ones are inside everything.
const MIN_INSIDE_CHARS: usize = 3;
/// Shorter ones are near everything.
const MIN_TYPO_CHARS: usize = 4;

/// What is to be looked up.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) terms: Vec<PlannedTerm>,
    /// What a section must hold exactly.
    pub(super) required: Vec<Exact>,
    /// What a section must not hold.
    pub(super) excluded: Vec<Exact>,
    /// Folded phrases with single spaces, to be shown where they stand.
    pub(super) phrases: Vec<String>,
    /// All terms in a row; empty if there is but one word to a lane.
    pub(super) whole: Vec<(String, u32)>,
    /// What was typed, without quotes and signs: compared with titles and headings.
    pub(super) whole_text: String,
    /// The neighbouring words that may be one name in the index: `poolsize` for `pool size`.
    pub(super) joined: Vec<Joined>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A term and what it stands for in this index.
#[derive(Clone, Debug)]
pub(super) struct PlannedTerm {
    pub(super) term: QueryTerm,
    /// As typed.
    pub(super) typed: String,
    /// Tokens that count for less than the term itself.
    pub(super) expansions: Vec<String>,
    /// How expansions hang together with the term.
    pub(super) relation: Relation,
    /// Whether it is a part of a phrase, found only where the phrase stands.
    pub(super) in_phrase: bool,
    /// Whether it stands for a part of a term that no note holds; a hit need not have it.
    pub(super) is_fallback: bool,
    /// Whether it is a single character that was cut off a longer text.
    pub(super) is_fragment: bool,
    /// Whether the index holds no such name, so that its plain parts stand for it: `c` for `c++`.
    pub(super) is_plain: bool,
}

/// A clause that is matched as a whole.
#[derive(Clone, Debug)]
pub(super) struct Exact {
    pub(super) tokens: Vec<(String, u32)>,
    /// The text to be found on what is stored, if the tokens alone don't decide; as typed.
    pub(super) verify: Option<String>,
}

/// Neighbouring words of the query as one token.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    pub(super) token: String,
    /// Indices into [`Plan::terms`].
    pub(super) terms: std::ops::Range<usize>,
}

impl Plan {
    pub(super) fn new(query: &Query, snapshot: &Snapshot) -> Result<Plan> {
        let mut plan = Plan { diagnostics: query.diagnostics().to_vec(), ..Plan::default() };
        for clause in query.clauses() {
            if query_terms(&clause.text).is_empty() {
                let message = "punctuation alone is not searched for".to_owned();
                plan.diagnostics.push(Diagnostic { message, span: clause.span.clone() });
            }
            match (clause.kind, clause.occur) {
                (_, Occur::Excluded) => plan.excluded.extend(Exact::new(clause)),
                (ClauseKind::Words, _) => plan.words(clause, snapshot)?,
                (ClauseKind::Phrase, _) => plan.phrase(clause, snapshot)?,
            }
        }
        if plan.terms.len() > MAX_TERMS {
            let span = plan.terms[MAX_TERMS].term.span.start..query.source().len();
            let message = format!("only the first {MAX_TERMS} words of the query are looked up");
            plan.diagnostics.push(Diagnostic { message, span });
            plan.terms.truncate(MAX_TERMS);
        }
        let wanted = query.clauses().iter().filter(|clause| clause.occur != Occur::Excluded);
        let texts: Vec<&str> = wanted.map(|clause| clause.text.as_str()).collect();
        plan.whole_text = texts.join(" ");
        plan.whole = phrase_tokens(&plan.whole_text);
        plan.joined = joined_neighbours(&plan.terms);
        Ok(plan)
    }

    /// The terms that a hit must have to lack nothing, as bits.
    pub(super) fn needed(&self) -> u64 {
        match self.bits(|planned| !planned.term.is_stop_word && !planned.is_fallback) {
            0 => self.bits(|planned| !planned.is_fallback),
            needed => needed,
        }
    }

    /// The terms of which a hit must have one, as bits. A character that was left over when a longer
    /// text was cut makes no hit alone.
    pub(super) fn wanted(&self) -> u64 {
        let all = self.needed() | self.bits(|planned| planned.is_fallback);
        match all & !self.bits(|planned| planned.is_fragment) {
            0 => all,
            longer => longer,
        }
    }

    fn bits(&self, wanted: impl Fn(&PlannedTerm) -> bool) -> u64 {
        let chosen = self.terms.iter().enumerate().filter(|(_, planned)| wanted(planned));
        chosen.fold(0, |bits, (idx, _)| bits | 1 << idx)
    }

    /// Whether something was typed of which nothing can be looked up.
    pub(super) fn is_hopeless(&self) -> bool {
        self.terms.is_empty() && !self.diagnostics.is_empty() && self.excluded.is_empty()
    }

    /// Whether nothing is asked for but what filters ask.
    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    fn words(&mut self, clause: &Clause, snapshot: &Snapshot) -> Result<()> {
        if clause.occur == Occur::Required {
            self.required.extend(Exact::new(clause));
        }
        let first = self.terms.len();
        self.add_terms(clause, |term| PlannedTerm::new(term, snapshot))?;
        self.add_fallbacks(first, snapshot)
    }

    /// Where no note holds a word, the words inside it are looked for: 数据 and 仓库 for 数据仓库.
    fn add_fallbacks(&mut self, first: usize, snapshot: &Snapshot) -> Result<()> {
        let mut fallbacks = Vec::new();
        for planned in &self.terms[first..] {
            let (TermKind::Cjk { inner }, Some(tokens)) = (&planned.term.kind, planned.phrase()) else {
                continue;
            };
            let mut found = false;
            snapshot.phrase(Lane::Text, &tokens, |_, _| found = true)?;
            if !found {
                fallbacks.extend(
                    inner.iter().map(|word| PlannedTerm { is_fallback: true, ..planned.inner(word) }),
                );
            }
        }
        let is_new = |plan: &Plan, text: &str| plan.terms.iter().all(|known| known.term.text != text);
        for fallback in fallbacks {
            if is_new(self, &fallback.term.text) {
                self.terms.push(fallback);
            }
        }
        Ok(())
    }

    fn phrase(&mut self, clause: &Clause, snapshot: &Snapshot) -> Result<()> {
        self.required.extend(Exact::new(clause));
        self.phrases.push(single_spaced(&folded_text(&clause.text)));
        self.add_terms(clause, |term| PlannedTerm::verbatim(term, snapshot))
    }

    fn add_terms(
        &mut self,
        clause: &Clause,
        mut plan: impl FnMut(QueryTerm) -> Result<PlannedTerm>,
    ) -> Result<()> {
        let terms = query_terms(&clause.text);
        let is_cut = terms.len() > 1;
        for mut term in terms {
            let is_fragment = is_cut && term.text.chars().nth(1).is_none();
            let typed = clause.text[term.span.clone()].to_owned();
            term.span = clause.span.start + term.span.start..clause.span.start + term.span.end;
            if self.terms.iter().all(|known| known.term.text != term.text) {
                self.terms.push(PlannedTerm { typed, is_fragment, ..plan(term)? });
            }
        }
        Ok(())
    }
}

impl PlannedTerm {
    /// A term as it was typed, and nothing else.
    fn verbatim(term: QueryTerm, snapshot: &Snapshot) -> Result<PlannedTerm> {
        let mut planned = PlannedTerm {
            term,
            typed: String::new(),
            expansions: Vec::new(),
            relation: Relation::Prefix,
            in_phrase: true,
            is_fallback: false,
            is_fragment: false,
            is_plain: false,
        };
        planned.is_plain = match planned.term.kind {
            TermKind::Word { surface: Some(ref surface), .. } => !holds(snapshot, surface)?,
            _ => true,
        };
        Ok(planned)
    }

    /// A term with the tokens that it may stand for: what it begins; if nothing holds the term
    /// itself and nothing begins with it, what it stands inside of; else what is spelled nearly so.
    fn new(term: QueryTerm, snapshot: &Snapshot) -> Result<PlannedTerm> {
        let mut planned = PlannedTerm { in_phrase: false, ..PlannedTerm::verbatim(term, snapshot)? };
        let TermKind::Word { ref parts, ref whole, .. } = planned.term.kind else { return Ok(planned) };
        let (Some(plain), true) = (whole.as_ref().or(parts.first()).cloned(), planned.is_plain) else {
            return Ok(planned);
        };
        let n_chars = plain.chars().count();
        if n_chars >= 2 {
            planned.expand(|lane| snapshot.tokens_with_prefix(lane, &plain, MAX_EXPANSIONS))?;
        }
        if !planned.expansions.is_empty() || planned.stands_in(snapshot)? {
            return Ok(planned);
        }
        if n_chars >= MIN_INSIDE_CHARS {
            planned.relation = Relation::Inside;
            planned.expand(|lane| snapshot.tokens_containing(lane, &plain, MAX_EXPANSIONS))?;
        }
        if planned.expansions.is_empty()
            && n_chars >= MIN_TYPO_CHARS
            && plain.chars().all(char::is_alphabetic)
        {
            planned.relation = Relation::Typo;
            planned.expansions = snapshot.tokens_near(Lane::Words, &plain, MAX_EXPANSIONS)?;
        }
        Ok(planned)
    }

    /// Takes tokens that stand in sections or in the names of notes.
    fn expand(&mut self, tokens: impl Fn(Lane) -> Result<Vec<String>>) -> Result<()> {
        self.expansions = tokens(Lane::Text)?;
        for token in tokens(Lane::Name)? {
            if !self.expansions.contains(&token) {
                self.expansions.push(token);
            }
        }
        Ok(())
    }

    /// A word inside this one.
    fn inner(&self, word: &str) -> PlannedTerm {
        let kind = TermKind::Cjk { inner: Vec::new() };
        PlannedTerm { term: QueryTerm { text: word.to_owned(), kind, ..self.term.clone() }, ..self.clone() }
    }

    /// Whether the index holds the term, exactly or by its stem.
    fn stands_in(&self, snapshot: &Snapshot) -> Result<bool> {
        let TermKind::Word { parts, stem, whole, .. } = &self.term.kind else { return Ok(true) };
        for token in whole.iter().chain(stem) {
            if holds(snapshot, token)? {
                return Ok(true);
            }
        }
        let tokens: Vec<_> = parts.iter().cloned().zip(0..).collect();
        let mut found = false;
        snapshot.phrase(Lane::Text, &tokens, |_, _| found = true)?;
        Ok(found)
    }

    /// Everything that the term stands for, as tokens at distances.
    pub(super) fn alternatives(&self) -> Vec<Vec<(String, u32)>> {
        let single = |token: &String| vec![(token.clone(), 0)];
        let mut all: Vec<Vec<(String, u32)>> = self.expansions.iter().map(single).collect();
        match &self.term.kind {
            TermKind::Symbol => {}
            TermKind::Cjk { .. } => all.extend(self.phrase()),
            TermKind::Word { surface: Some(surface), .. } if !self.is_plain => all.push(single(surface)),
            TermKind::Word { parts, stem, whole, .. } => {
                all.push(parts.iter().cloned().zip(0..).collect());
                all.extend(stem.iter().chain(whole).map(single));
            }
        }
        all
    }

    /// Whether it is one Han character.
    pub(super) fn is_single_char(&self) -> bool {
        matches!(self.term.kind, TermKind::Cjk { .. }) && self.term.text.chars().nth(1).is_none()
    }

    /// What must stand next to each other for the term to be there, if it is not one token.
    pub(super) fn phrase(&self) -> Option<Vec<(String, u32)>> {
        match &self.term.kind {
            TermKind::Cjk { .. } if self.term.text.chars().nth(1).is_some() => {
                Some(phrase_tokens(&self.term.text))
            }
            TermKind::Word { parts, .. } if parts.len() > 1 => Some(parts.iter().cloned().zip(0..).collect()),
            _ => None,
        }
    }
}

impl Exact {
    fn new(clause: &Clause) -> Option<Exact> {
        let tokens = phrase_tokens(&clause.text);
        let is_cjk_run = |c: char| !c.is_ascii() && c.is_alphanumeric();
        let is_word = |c: char| c.is_ascii_alphanumeric();
        let decided = clause.text.chars().all(is_cjk_run) || clause.text.chars().all(is_word);
        let verify = (clause.kind == ClauseKind::Phrase && !decided).then(|| clause.text.clone());
        (!tokens.is_empty()).then_some(Exact { tokens, verify })
    }
}

fn holds(snapshot: &Snapshot, token: &str) -> Result<bool> {
    Ok(snapshot.count(Lane::Text, token)? > 0)
}

/// Two to four neighbouring plain words, put together.
fn joined_neighbours(terms: &[PlannedTerm]) -> Vec<Joined> {
    let plain = |planned: &PlannedTerm| match &planned.term.kind {
        TermKind::Word { parts, surface: None, .. } => Some(parts.concat()),
        _ => None,
    };
    let mut joined = Vec::new();
    for start in 0..terms.len() {
        let mut token = String::new();
        for (end, term) in terms.iter().enumerate().skip(start).take(4) {
            let Some(word) = plain(term) else { break };
            token.push_str(&word);
            if end > start {
                joined.push(Joined { token: token.clone(), terms: start..end + 1 });
            }
        }
    }
    joined
}

/// A text with one space for each run of white space and borders.
pub(super) fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
