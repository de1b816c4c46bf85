//! `name:value` → what it asks for. A name that is none makes a word: `std::vector`, `a:b`.

use std::ops::Range;

use super::comparison::Comparison;
use super::expr::Expr;
use super::pattern::{Pattern, PatternKind};
use super::predicate::Predicate;
use super::scan::{says_something, starred};
use crate::analysis::folded_text;

/// The names of the fields, but for those of properties.
pub(crate) const NAMES: [&str; 12] =
    ["title", "heading", "code", "path", "tag", "lang", "is", "task", "created", "modified", "re", "case"];

/// What a field was read as.
#[derive(Debug)]
pub(super) enum Read {
    /// A condition, and where it ends.
    Is { expr: Expr, end: usize },
    /// Whether case and width matter, and where it ends.
    Case { yes: bool, end: usize },
    /// It looks like a field, but its value can't be read: it is a word, and this is said.
    Odd { message: String },
}

/// What stands behind a field's colon.
struct Value<'a> {
    text: &'a str,
    span: Range<usize>,
    is_quoted: bool,
}

/// Reads a word of the source as a field; `quoted` is the quotation right behind it, with its end.
///
/// Nothing if it is none. Which day it is, if anybody knows, is asked only where a value depends on it.
pub(super) fn read(
    source: &str,
    word: Range<usize>,
    quoted: Option<(Range<usize>, usize)>,
    today: Option<&dyn Fn() -> String>,
) -> Option<Read> {
    let (typed, bare) = source[word.clone()].split_once([':', '：'])?;
    let name = folded_text(typed);
    // Quotes can't hold a key, so one with parentheses could not be printed.
    let is_property =
        name.strip_prefix("prop.").is_some_and(|key| !key.is_empty() && !key.contains(['(', ')']));
    if bare.starts_with([':', '：']) {
        return None;
    }
    if !(is_property || NAMES.contains(&name.as_str())) {
        return usual(&name).filter(|_| !bare.is_empty()).map(|fields| Read::Odd {
            message: format!("{name}: is no field and is read as words; there is {fields}"),
        });
    }
    let (value, end) = match quoted.filter(|_| bare.is_empty()) {
        Some((inner, end)) => (Value { text: &source[inner.clone()], span: inner, is_quoted: true }, end),
        None => (Value { text: bare, span: word.end - bare.len()..word.end, is_quoted: false }, word.end),
    };
    let key = typed.split_once(['.', '．']).map_or("", |(_, key)| key);
    Some(match is(&name, key, &value, word.start..end, today) {
        Some(expr) => Read::Is { expr, end },
        None => match (name.as_str(), folded_text(value.text).as_str()) {
            ("case", "yes") => Read::Case { yes: true, end },
            ("case", "no") => Read::Case { yes: false, end },
            _ => Read::Odd {
                message: format!("{name}: wants {}; it is read as words", wants(&name, today.is_some())),
            },
        },
    })
}

/// What a field and its value ask for.
fn is(
    name: &str,
    key: &str,
    value: &Value<'_>,
    span: Range<usize>,
    today: Option<&dyn Fn() -> String>,
) -> Option<Expr> {
    let text = || (!value.text.trim().is_empty()).then(|| value.text.trim().to_owned());
    let dates = || Some(value.comparison()?.of_days(today)).filter(Comparison::is_of_dates);
    let predicate = match name {
        "title" => Predicate::Title(value.pattern()?),
        "heading" => Predicate::Heading(value.pattern()?),
        "code" => Predicate::Code(value.pattern()?),
        "re" => {
            let (text, span) = (value.text.to_owned(), value.span.clone());
            return (!text.is_empty()).then_some(Expr::Text(Pattern {
                kind: PatternKind::Regex,
                text,
                span,
            }));
        }
        "path" => Predicate::Path(text()?),
        "tag" => Predicate::Tag(text()?),
        "lang" => Predicate::Language(text()?),
        "is" if folded_text(value.text) == "code" => Predicate::IsCode,
        "task" => match folded_text(value.text).as_str() {
            "open" => Predicate::Task { done: false },
            "done" => Predicate::Task { done: true },
            _ => return None,
        },
        "created" => Predicate::Created(dates()?),
        "modified" => Predicate::Modified(dates()?),
        _ if !key.is_empty() => Predicate::Property { name: key.to_owned(), test: value.comparison()? },
        _ => return None,
    };
    Some(Expr::Is { predicate, span })
}

impl Value<'_> {
    /// A text to be found in a field.
    fn pattern(&self) -> Option<Pattern> {
        let (kind, len) = match starred(self.text).filter(|_| !self.is_quoted) {
            Some(starred) => starred,
            None if self.is_quoted => (PatternKind::Phrase, self.text.len()),
            None => (PatternKind::Words, self.text.len()),
        };
        let span = self.span.start..self.span.start + len;
        let is_any = if self.is_quoted { !self.text.trim().is_empty() } else { says_something(self.text) };
        is_any.then(|| Pattern { kind, text: self.text[..len].to_owned(), span })
    }

    /// What a value is compared with; in quotes it is just that.
    fn comparison(&self) -> Option<Comparison> {
        match self.is_quoted {
            true => (!self.text.is_empty()).then(|| Comparison::Is(self.text.to_owned())),
            false => Comparison::typed(self.text),
        }
    }
}

/// What may be meant by a name that is none here, but one elsewhere.
fn usual(name: &str) -> Option<&'static str> {
    Some(match name {
        "tags" | "label" | "labels" => "tag:",
        "titles" | "alias" | "aliases" => "title:",
        "headings" | "section" => "heading:",
        "file" | "files" | "filename" | "folder" | "dir" => "path:",
        "date" => "created:, modified: and prop.date:",
        "before" => "created:<… and modified:<…",
        "after" | "since" => "created:>=… and modified:>=…",
        "language" => "lang:",
        "tasks" | "todo" => "task:open and task:done",
        "regex" => "re:",
        "author" => "prop.author:",
        "status" => "prop.status:",
        _ => return None,
    })
}

/// What a field's value may be.
fn wants(name: &str, is_day_known: bool) -> &'static str {
    match name {
        "is" => "code",
        "task" => "open or done",
        "case" => "yes or no",
        "created" | "modified" if is_day_known => {
            "a date or a range, as 2026-01, >2026-01-15, 2025..2026, today or 7d"
        }
        "created" | "modified" => "a date or a range, as 2026-01, >2026-01-15, 2025..2026",
        "path" => "a folder or a glob",
        "tag" => "a tag",
        "lang" => "a language",
        "re" => "a regular expression",
        _ => "a text",
    }
}
