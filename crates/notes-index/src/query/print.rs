//! A tree as text, and where its clauses stand in it.

use std::fmt::{self, Write};

use super::expr::Expr;
use super::pattern::{Pattern, PatternKind};
use super::scan::{is_or, may_follow_sign};

/// A tree's print, and the tree with spans that are places of what it stands in behind so many bytes.
pub(super) fn placed(mut expr: Expr, before: usize) -> (String, Expr) {
    let mut print = Print::default();
    // A text takes all that is written.
    let _ = write(&expr, &mut print);
    place(&mut expr, &print.text, before, &mut print.starts.into_iter());
    (print.text, expr)
}

/// What takes a print.
trait Out: Write {
    /// Is told that a clause begins here.
    fn begin_clause(&mut self) {}
}

impl Out for fmt::Formatter<'_> {}

/// A print that knows where its clauses begin.
#[derive(Default)]
struct Print {
    text: String,
    starts: Vec<usize>,
}

impl Write for Print {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.write_str(text)
    }
}

impl Out for Print {
    fn begin_clause(&mut self) {
        self.starts.push(self.text.len());
    }
}

/// Sets the spans of clauses, which begin at `starts`, in order.
fn place(expr: &mut Expr, print: &str, before: usize, starts: &mut impl Iterator<Item = usize>) {
    let mut start_of = |clause: &dyn fmt::Display| {
        let start = starts.next().unwrap_or_default();
        start..(start + clause.to_string().len()).min(print.len())
    };
    let (pattern, clause) = match expr {
        Expr::All(items) | Expr::Any(items) => {
            return items.iter_mut().for_each(|item| place(item, print, before, starts));
        }
        Expr::Not(inner) | Expr::Must(inner) => return place(inner, print, before, starts),
        Expr::Text(pattern) => {
            let clause = start_of(pattern);
            (Some(pattern), clause)
        }
        Expr::Is { predicate, span } => {
            let clause = start_of(predicate);
            *span = before + clause.start..before + clause.end;
            (predicate.pattern_mut(), clause)
        }
    };
    if let Some(pattern) = pattern {
        // What stands before a text may hold it as well: re:"e".
        let start = before + clause.start + print[clause].rfind(&pattern.text).unwrap_or_default();
        pattern.span = start..start + pattern.text.len();
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self, f)
    }
}

fn write(expr: &Expr, out: &mut dyn Out) -> fmt::Result {
    match expr {
        Expr::All(items) => joined(out, items, " ", |_| false),
        Expr::Any(items) => joined(out, items, " OR ", |item| matches!(item, Expr::All(_))),
        Expr::Not(inner) => signed(out, '-', inner),
        Expr::Must(inner) => signed(out, '+', inner),
        // Between two others it would be read as what it is not.
        Expr::Text(pattern) if is_or(&pattern.text) && pattern.kind == PatternKind::Words => {
            in_parentheses(out, |out| clause(out, pattern))
        }
        Expr::Text(pattern) => clause(out, pattern),
        Expr::Is { predicate, .. } => clause(out, predicate),
    }
}

fn clause(out: &mut dyn Out, clause: &dyn fmt::Display) -> fmt::Result {
    out.begin_clause();
    write!(out, "{clause}")
}

fn in_parentheses(out: &mut dyn Out, write: impl FnOnce(&mut dyn Out) -> fmt::Result) -> fmt::Result {
    out.write_char('(')?;
    write(out)?;
    out.write_char(')')
}

fn joined(out: &mut dyn Out, items: &[Expr], between: &str, is_group: impl Fn(&Expr) -> bool) -> fmt::Result {
    for (idx, item) in items.iter().enumerate() {
        out.write_str(if idx > 0 { between } else { "" })?;
        match is_group(item) {
            true => in_parentheses(out, |out| write(item, out))?,
            false => write(item, out)?,
        }
    }
    Ok(())
}

/// Only what is one clause can have a sign as it stands.
fn signed(out: &mut dyn Out, sign: char, inner: &Expr) -> fmt::Result {
    out.write_char(sign)?;
    match inner {
        Expr::Text(Pattern { kind: PatternKind::Phrase, .. }) | Expr::Is { .. } => write(inner, out),
        // A single letter with a sign is an option.
        Expr::Text(pattern) if pattern.text.len() > 1 && pattern.text.starts_with(may_follow_sign) => {
            clause(out, pattern)
        }
        _ => in_parentheses(out, |out| write(inner, out)),
    }
}
