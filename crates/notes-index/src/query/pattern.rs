//! A text that is looked for, and how texts stand in a query.

use std::fmt;
use std::ops::Range;

/// A text that is looked for, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pattern {
    /// How it is compared.
    pub kind: PatternKind,
    /// The text, as typed, without quotes and signs.
    pub text: String,
    /// Where the text stands in the query, in bytes.
    pub span: Range<usize>,
}

/// How a text is compared with what stands in a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PatternKind {
    /// Word by word.
    Words,
    /// Exactly as it stands, but for folding.
    Phrase,
    /// The beginning of a word.
    Prefix,
    /// A regular expression, on each line as it is written.
    Regex,
}

impl Pattern {
    /// A text to be looked for. Its span is empty until it stands in a query.
    pub fn new(kind: PatternKind, text: impl Into<String>) -> Pattern {
        Pattern { kind, text: text.into(), span: 0..0 }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            PatternKind::Words => f.write_str(&self.text),
            PatternKind::Phrase => quoted(f, &self.text),
            PatternKind::Prefix => write!(f, "{}*", self.text),
            PatternKind::Regex => {
                f.write_str("re:")?;
                quoted(f, &self.text)
            }
        }
    }
}

/// A text in quotes that don't stand in it.
pub(super) fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    match text {
        _ if !text.contains(['"', '“', '”', '＂']) => write!(f, "\"{text}\""),
        _ if !text.contains('」') => write!(f, "「{text}」"),
        _ => write!(f, "『{text}』"),
    }
}

/// A value, in quotes where it holds what ends a clause.
pub(super) fn bare(f: &mut fmt::Formatter<'_>, value: &str) -> fmt::Result {
    let is_bare = |c: char| !c.is_whitespace() && !"\"“”＂「」『』()（）".contains(c);
    if value.chars().all(is_bare) && !value.starts_with([':', '：']) {
        f.write_str(value)
    } else {
        quoted(f, value)
    }
}
