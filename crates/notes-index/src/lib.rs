//! Finds the right section in Markdown notes written in Chinese and English.

mod analysis;
mod engine;
mod error;
mod index;
mod markdown;
mod note;
mod query;
mod search;
mod source;
mod text;

pub use crate::error::{Error, Result};
pub use crate::index::{IndexOptions, IndexStatus, NoteIndex, SyncEvent, SyncOptions, SyncReport};
pub use crate::markdown::parse_note;
pub use crate::note::{
    CodeBlock, FrontMatter, Gap, Link, Note, NotePath, ParsedNote, Section, Span, SpanKind, Tag, Task,
    Warning,
};
pub use crate::query::{Diagnostic, Query};
pub use crate::search::{
    Approximation, Field, Hit, HitKind, Match, Relation, SearchOptions, SearchResults, Searcher, Snippet,
    Sort,
};
pub use crate::source::{SkipReason, Skipped};
pub use crate::text::{LineIndex, Position};
