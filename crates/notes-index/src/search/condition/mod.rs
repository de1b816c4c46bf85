//! What a section must be or hold to be a hit at all: the part of a query that is demanded, not wanted.

mod exact;
mod line_regex;
mod needed;
mod part;
mod path_glob;
mod property;
mod unfolded;

use std::ops::Range;

pub(super) use self::exact::{Exact, Verified};
pub(super) use self::line_regex::LineRegex;
pub(super) use self::needed::Needed;
pub(super) use self::part::{Part, PartText};
pub(super) use self::path_glob::PathGlob;
pub use self::path_glob::escaped_glob;
pub(super) use self::property::Property;
use crate::analysis::folded_text;
use crate::date::Clock;
use crate::query::{Diagnostic, Expr, Pattern, PatternKind, Predicate};

/// How large all regular expressions of a query may be together once they are compiled for lines, in bytes, each as large
/// as the others. To compile so much takes some milliseconds.
const MAX_REGEX_BYTES: usize = 1 << 20;

/// A condition on a section.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    /// All of these; an empty list is no condition.
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// Its text or a name of its note holds this.
    Holds(Exact),
    /// A part of it or of its note's names holds this.
    Part(Part, PartText),
    /// Its text or a name of its note has a word with this beginning, which is folded.
    Prefix(String),
    /// A line of it matches.
    Line(LineRegex),
    /// Its note's path is one of these.
    Under(PathGlob),
    /// It or its note has this property.
    Is(Property),
    /// What can't be read matches nothing.
    Never,
}

impl Condition {
    /// The texts with tokens that every section holds which meets the condition.
    pub(super) fn demanded(&self) -> Vec<&Exact> {
        match self {
            Condition::All(items) => items.iter().flat_map(Condition::demanded).collect(),
            Condition::Holds(exact) if !exact.rows.is_empty() => vec![exact],
            _ => Vec::new(),
        }
    }

    /// Whether it says what a section must be or hold, not only what it mustn't.
    pub(super) fn asks_for_something(&self) -> bool {
        match self {
            Condition::All(items) => items.iter().any(Condition::asks_for_something),
            Condition::Any(items) => items.iter().all(Condition::asks_for_something),
            Condition::Not(_) => false,
            _ => true,
        }
    }

    /// What lines of a hit match: regular expressions, items of check lists. What a hit is not to match shows
    /// nowhere.
    pub(super) fn lines(&self) -> Vec<LineRegex> {
        match self {
            Condition::All(items) | Condition::Any(items) => {
                items.iter().flat_map(Condition::lines).collect()
            }
            Condition::Line(regex) => vec![regex.clone()],
            Condition::Is(Property::Task { done }) => LineRegex::of_tasks(*done).into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

/// Makes conditions of a query, and says what can't be read of it.
pub(super) struct Conditions<'a> {
    case_sensitive: bool,
    clock: &'a Clock,
    /// How large one regular expression may be.
    max_regex_bytes: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Conditions<'_> {
    /// For a query, or a part of one that is asked for alone.
    pub(super) fn new<'a>(
        expr: &Expr,
        case_sensitive: bool,
        clock: &'a Clock,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Conditions<'a> {
        let max_regex_bytes = MAX_REGEX_BYTES / n_regexes(expr).max(1);
        Conditions { case_sensitive, clock, max_regex_bytes, diagnostics }
    }

    /// What a query demands; nothing if all of it is only wanted.
    pub(super) fn of(&mut self, expr: &Expr) -> Option<Condition> {
        match expr {
            Expr::All(items) => {
                let items: Vec<Condition> = items.iter().filter_map(|item| self.of(item)).collect();
                (!items.is_empty()).then_some(Condition::All(items))
            }
            _ => expr.is_demanded(self.case_sensitive).then(|| self.demand(expr)),
        }
    }

    /// The condition that all of it holds, words included.
    fn demand(&mut self, expr: &Expr) -> Condition {
        match expr {
            Expr::All(items) => Condition::All(items.iter().map(|item| self.demand(item)).collect()),
            Expr::Any(items) => Condition::Any(items.iter().map(|item| self.demand(item)).collect()),
            Expr::Not(inner) => Condition::Not(Box::new(self.demand(inner))),
            Expr::Must(inner) => self.demand(inner),
            Expr::Text(pattern) => self.text(pattern),
            Expr::Is { predicate, span } => self.is(predicate, span),
        }
    }

    fn is(&mut self, predicate: &Predicate, span: &Range<usize>) -> Condition {
        let property = match predicate.clone() {
            Predicate::Path(glob) => {
                return PathGlob::new(&glob).map_or_else(|why| self.never(span, why), Condition::Under);
            }
            Predicate::Title(text) => return self.part(Part::Title, &text),
            Predicate::Heading(text) => return self.part(Part::Heading, &text),
            Predicate::Code(text) => return self.part(Part::Code, &text),
            Predicate::Tag(tag) => Property::Tag(tag),
            Predicate::Language(language) => Property::Language(language),
            Predicate::IsCode => Property::IsCode,
            Predicate::Task { done } => Property::Task { done },
            Predicate::Property { name, test } => Property::Value { name, test },
            Predicate::Created(days) => Property::Created(days),
            Predicate::Modified(days) => Property::Modified(days, self.clock.clone()),
        };
        Condition::Is(property)
    }

    fn part(&self, part: Part, pattern: &Pattern) -> Condition {
        let text = PartText::new(pattern, self.case_sensitive);
        text.map_or(Condition::Never, |text| Condition::Part(part, text))
    }

    fn text(&mut self, pattern: &Pattern) -> Condition {
        match pattern.kind {
            PatternKind::Prefix => Condition::Prefix(folded_text(&pattern.text)),
            PatternKind::Regex => {
                match LineRegex::new(&pattern.text, self.case_sensitive, self.max_regex_bytes) {
                    Ok(regex) => Condition::Line(regex),
                    Err(why) => self.never(&pattern.span, why),
                }
            }
            PatternKind::Words | PatternKind::Phrase => {
                Exact::new(pattern, self.case_sensitive).map_or(Condition::Never, Condition::Holds)
            }
        }
    }

    fn never(&mut self, span: &Range<usize>, why: String) -> Condition {
        let message = format!("{why}, so nothing matches it");
        self.diagnostics.push(Diagnostic::new(span.clone(), message));
        Condition::Never
    }
}

/// How many regular expressions there are in a query.
fn n_regexes(expr: &Expr) -> usize {
    match expr {
        Expr::All(items) | Expr::Any(items) => items.iter().map(n_regexes).sum(),
        Expr::Not(inner) | Expr::Must(inner) => n_regexes(inner),
        Expr::Text(pattern) => usize::from(pattern.kind == PatternKind::Regex),
        Expr::Is { .. } => 0,
    }
}
