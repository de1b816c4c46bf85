//! What a section or its note may be asked to be: `tag:db`, `modified:>2026-01`.

use std::fmt;

use super::comparison::Comparison;
use super::pattern::{Pattern, bare};

/// A property of a section or of its note.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Predicate {
    /// `title:`: the note's title or one of its aliases holds the text.
    Title(Pattern),
    /// `heading:`: the section's own heading or name holds the text.
    Heading(Pattern),
    /// `code:`: a code block of the section holds the text.
    Code(Pattern),
    /// `path:`: the note's path matches the glob, or stands below the folder; with a slash at the end, only below it.
    Path(String),
    /// `tag:`: the note has the tag or one below it.
    Tag(String),
    /// `lang:`: code in this language, as [`crate::SearchOptions::language`] has it.
    Language(String),
    /// `is:code`: code blocks only.
    IsCode,
    /// `task:`: the section holds an item of a check list that is done, or one that is open.
    Task {
        /// Whether a done one is meant.
        done: bool,
    },
    /// `prop.NAME:`: a value of the front matter.
    Property {
        /// The key, dotted where it stands inside another one; case doesn't matter.
        name: String,
        /// What the value must be. Numbers are compared as numbers, dates as dates, the rest as folded text.
        test: Comparison,
    },
    /// `created:`: the day that the front matter gives; a note without one never matches.
    Created(Comparison),
    /// `modified:`: the day that the front matter gives, else that of the file, by the clock of [`crate::SearchOptions::utc_offset`].
    Modified(Comparison),
}

impl Predicate {
    /// The text that is looked for, if one is.
    pub(super) fn pattern_mut(&mut self) -> Option<&mut Pattern> {
        match self {
            Predicate::Title(pattern) | Predicate::Heading(pattern) | Predicate::Code(pattern) => {
                Some(pattern)
            }
            _ => None,
        }
    }
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Predicate::Title(pattern) => write!(f, "title:{pattern}"),
            Predicate::Heading(pattern) => write!(f, "heading:{pattern}"),
            Predicate::Code(pattern) => write!(f, "code:{pattern}"),
            Predicate::Path(glob) => named(f, "path:", glob),
            Predicate::Tag(tag) => named(f, "tag:", tag),
            Predicate::Language(language) => named(f, "lang:", language),
            Predicate::IsCode => f.write_str("is:code"),
            Predicate::Task { done } => f.write_str(if *done { "task:done" } else { "task:open" }),
            Predicate::Property { name, test } => write!(f, "prop.{name}:{test}"),
            Predicate::Created(test) => write!(f, "created:{test}"),
            Predicate::Modified(test) => write!(f, "modified:{test}"),
        }
    }
}

fn named(f: &mut fmt::Formatter<'_>, name: &str, value: &str) -> fmt::Result {
    f.write_str(name)?;
    bare(f, value)
}
