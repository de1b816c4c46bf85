//! What was typed, as a tree that prints.

use std::fmt;
use std::ops::Range;

use super::pattern::{Pattern, PatternKind};
use super::predicate::Predicate;
use super::scan::{is_or, may_follow_sign};

/// What a query asks for. Its `Display` is a query that is read as the same tree.
///
/// ```
/// use notes_index::{Expr, Query};
///
/// let query = Query::parse("连接池　(redis OR tag:db)　－mysql");
/// assert_eq!(query.expr().to_string(), "连接池 redis OR tag:db -mysql");
/// assert!(matches!(query.expr(), Expr::All(items) if items.len() == 3));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expr {
    /// All of these; none of them means everything. Words are wanted, the rest is asked for.
    All(Vec<Expr>),
    /// At least one of these.
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
        /// The bytes of the query that it stands at.
        span: Range<usize>,
    },
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

    /// All of some; one alone is itself, and what all of a part are is told one by one.
    pub(crate) fn all(items: Vec<Expr>) -> Expr {
        let flat = items.into_iter().flat_map(|item| match item {
            Expr::All(items) => items,
            item => vec![item],
        });
        one_or(flat.collect(), Expr::All)
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

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expr::All(items) => joined(f, items, " ", |_| false),
            Expr::Any(items) => joined(f, items, " OR ", |item| matches!(item, Expr::All(_))),
            Expr::Not(inner) => signed(f, '-', inner),
            Expr::Must(inner) => signed(f, '+', inner),
            // Between two others it would be read as what it is not.
            Expr::Text(pattern) if is_or(&pattern.text) && pattern.kind == PatternKind::Words => {
                write!(f, "({pattern})")
            }
            Expr::Text(pattern) => pattern.fmt(f),
            Expr::Is { predicate, .. } => predicate.fmt(f),
        }
    }
}

fn joined(
    f: &mut fmt::Formatter<'_>,
    items: &[Expr],
    between: &str,
    in_parentheses: impl Fn(&Expr) -> bool,
) -> fmt::Result {
    for (idx, item) in items.iter().enumerate() {
        f.write_str(if idx > 0 { between } else { "" })?;
        match in_parentheses(item) {
            true => write!(f, "({item})")?,
            false => write!(f, "{item}")?,
        }
    }
    Ok(())
}

/// Only what is one clause can have a sign as it stands.
fn signed(f: &mut fmt::Formatter<'_>, sign: char, inner: &Expr) -> fmt::Result {
    match inner {
        Expr::Text(Pattern { kind: PatternKind::Phrase, .. }) | Expr::Is { .. } => write!(f, "{sign}{inner}"),
        // A single letter with a sign is an option.
        Expr::Text(pattern) if pattern.text.len() > 1 && pattern.text.starts_with(may_follow_sign) => {
            write!(f, "{sign}{pattern}")
        }
        _ => write!(f, "{sign}({inner})"),
    }
}
