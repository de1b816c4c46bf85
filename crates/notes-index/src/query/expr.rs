//! What was typed, as a tree.

use std::ops::Range;

use super::pattern::{Pattern, PatternKind};
use super::predicate::Predicate;

/// What a query asks for.
///
/// A tree that was read can be printed and read again as the same tree, but for spans. Not every tree that is put
/// together by hand can be typed: a word that looks like a field prints as that field, one with a space as two words,
/// and no alternatives at all as nothing. Such a tree becomes a query by [`Query::from`](crate::Query), which doesn't
/// read its print.
///
/// ```
/// use notes_index::{Expr, Pattern, PatternKind, Query};
///
/// let query = Query::parse("连接池　(redis OR tag:db)　－mysql");
/// assert_eq!(query.expr().to_string(), "连接池 redis OR tag:db -mysql");
/// assert!(matches!(query.expr(), Expr::All(items) if items.len() == 3));
///
/// let word = Expr::from(Pattern::new(PatternKind::Words, "tag:db"));
/// assert!(matches!(Query::parse(&word.to_string()).expr(), Expr::Is { .. }));
/// assert!(matches!(Query::from(word).expr(), Expr::Text(_)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expr {
    /// All of these; none of them means everything. Words are wanted, the rest is asked for.
    All(Vec<Expr>),
    /// At least one of these; none of them means nothing.
    Any(Vec<Expr>),
    /// Leaves out what holds this: `-x`.
    Not(Box<Expr>),
    /// Leaves out what lacks this: `+x`.
    Must(Box<Expr>),
    /// A text to be found.
    Text(Pattern),
    /// A property that a section or its note must have: `tag:db`.
    Is {
        /// The property.
        predicate: Predicate,
        /// Where it stands in the query, in bytes.
        span: Range<usize>,
    },
}

impl From<Pattern> for Expr {
    fn from(pattern: Pattern) -> Expr {
        Expr::Text(pattern)
    }
}

impl From<Predicate> for Expr {
    /// Its span is empty until the tree becomes a query.
    fn from(predicate: Predicate) -> Expr {
        Expr::Is { predicate, span: 0..0 }
    }
}

impl Expr {
    /// Everything: what an empty query asks for.
    pub(crate) fn everything() -> Expr {
        Expr::All(Vec::new())
    }

    /// Whether it is demanded, not only wanted. Words are, where case and width matter, and where they are an
    /// alternative to something that is.
    pub(crate) fn is_demanded(&self, case_sensitive: bool) -> bool {
        match self {
            Expr::All(items) | Expr::Any(items) => items.iter().any(|item| item.is_demanded(case_sensitive)),
            Expr::Text(pattern) => match pattern.kind {
                PatternKind::Words => case_sensitive,
                PatternKind::Prefix => false,
                PatternKind::Phrase | PatternKind::Regex => true,
            },
            Expr::Not(_) | Expr::Must(_) | Expr::Is { .. } => true,
        }
    }

    /// What it is all of: its clauses.
    pub(crate) fn clauses(&self) -> &[Expr] {
        match self {
            Expr::All(items) => items,
            other => std::slice::from_ref(other),
        }
    }

    /// What it is all of, as it prints: what all of a part are is told one by one, and a single alternative is none.
    pub(crate) fn flat_clauses(&self) -> Vec<&Expr> {
        let (mut clauses, mut open) = (Vec::new(), vec![self]);
        while let Some(expr) = open.pop() {
            match expr {
                Expr::All(items) => open.extend(items.iter().rev()),
                Expr::Any(items) if items.len() == 1 => open.extend(items),
                clause => clauses.push(clause),
            }
        }
        clauses
    }

    /// All of some; one alone is itself, and what all of a part are is told one by one.
    pub(crate) fn all(items: Vec<Expr>) -> Expr {
        let all = Expr::All(items);
        one_or(all.flat_clauses().into_iter().cloned().collect(), Expr::All)
    }

    /// Any of some; one alone is itself.
    pub(crate) fn any(items: Vec<Expr>) -> Expr {
        let flat = items.into_iter().flat_map(|item| match item {
            Expr::Any(items) => items,
            item => vec![item],
        });
        one_or(flat.collect(), Expr::Any)
    }
}

fn one_or(mut items: Vec<Expr>, many: fn(Vec<Expr>) -> Expr) -> Expr {
    match items.len() {
        1 => items.remove(0),
        _ => many(items),
    }
}
