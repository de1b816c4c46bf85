//! Finds the right section in Markdown notes written in Chinese and English.
//!
//! ```
//! use std::time::SystemTime;
//!
//! use notes_index::{IndexOptions, NoteIndex, Query, SearchOptions, SyncOptions};
//!
//! # let dir = tempfile::tempdir()?;
//! # let (notes, index_dir) = (dir.path().join("notes"), dir.path().join("index"));
//! # std::fs::create_dir(&notes)?;
//! # std::fs::write(notes.join("db.md"), "# 数据库\n\n## 连接池\n\n### 大小\n\n连接池的上限写在 `pool_size`。\n")?;
//! let index = NoteIndex::open(IndexOptions::new(notes, index_dir))?;
//! index.sync(&SyncOptions::new(SystemTime::now()))?;
//! let results = index.searcher()?.search(&Query::parse("连接池 上限"), &SearchOptions::new())?;
//! for hit in &results.hits {
//!     println!("{}:{}: {}", hit.path, hit.lines.first, hit.breadcrumb.join(" › "));
//! }
//! # let hit = &results.hits[0];
//! # assert_eq!((hit.path.as_str(), hit.lines.to_string()), ("db.md", "5-7".to_owned()));
//! # assert_eq!(hit.breadcrumb, ["连接池", "大小"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This prints `db.md:5: 连接池 › 大小`. Both folders are given, nothing is discovered.
//!
//! # A tour
//!
//! - [`NoteIndex`] is the host: it opens the index of one notebook, [syncs](NoteIndex::sync) it with the
//!   files, takes [unsaved buffers](NoteIndex::put) over them, and hands out snapshots. [`IndexOptions`] say which
//!   notebook, [`SyncOptions`] how to sync; [`SyncEvent`] tells what happens, [`SyncReport`] what happened.
//! - [`Searcher`] is such a snapshot: cheap to clone, `Send + Sync`, never changing.
//! - [`Query`] is what was typed, as a tree ([`Expr`]) that can be printed. Any text is a query; a [`Diagnostic`]
//!   tells of what was read in another way than it may be meant. [`SearchOptions`] hold filters, page and order.
//! - [`SearchResults`] hold [`Hit`]s: a section or code block with what leads to it, its place in the file,
//!   a [`Snippet`] with highlights, and each [`Match`] in the units that editors count in ([`Position`]).
//! - A snapshot tells more: which [notes](Searcher::notes) hold hits, the [tags](Searcher::tags), where
//!   [links](Searcher::links) lead and which [lead to a note](Searcher::backlinks), the [glossary](Searcher::glossary) of words in two languages, and [why](Searcher::why) a section is a hit or is none.
//! - An index is looked after by [`status`](NoteIndex::status) (what it holds), [`pending`](NoteIndex::pending) (what a sync
//!   would do) and [`check`](NoteIndex::check) (whether it is sound).
//! - [`parse_note`] is the Markdown reader alone: a text becomes a [`Note`] of [`Section`]s, [`CodeBlock`]s,
//!   [`Link`]s, [`Tag`]s and [`Task`]s, without any index. [`segment`] cuts a text into words, Chinese and English;
//!   [`tokens`] lists all that a text is found by, and [`folded_text`] is the form in which texts are compared.
//! - [`Error`] is the only error type. Its predicates tell what a caller can act on, as [`Error::is_locked`].
//!
//! The [`guide`] has recipes: a search box, an async server, unsaved buffers, an index in memory, progress and cancelling,
//! and what to do about each error. [`guide_zh`] is the same in Chinese.
//!
//! # Words of a query
//!
//! Plain words need no syntax, and nothing that is typed is an error. The rest is there when it is needed:
//!
//! ```text
//! 连接池 性能               both words are wanted; sections that lack one stand below and say so
//! "连接池 大小"             exactly this, side by side; also “…” and 「…」
//! -redis  -"a b"  +tcp      without it; with it
//! redis OR kafka            either; OR joins the two clauses that it stands between
//! (连接池 泄漏) OR 线程池    what belongs together
//! conn*                     words that begin so
//! tag:db  path:db/**        fields of the note, and of the section: heading:大小  code:pool_size  lang:py
//! ```
//! [`Query`] has the whole grammar. Letter case, full and half width, traditional and simplified characters
//! are the same. A word finds its parts (`pool_size`: pool, size, poolSize) and every run of Han characters
//! is found where it stands, whatever jieba makes of it.
//!
//! # What it does not do
//!
//! It prints nothing, reads no environment variable, knows no home folder and no current time, opens no
//! socket, writes nowhere but into the index folder, and never writes a note. It follows the notes only when asked:
//! call [`NoteIndex::sync`] when you want to know of changes, or [`NoteIndex::watch`]. It doesn't understand meaning: it finds words, not
//! ideas.

mod analysis;
mod date;
mod disk;
mod engine;
mod error;
mod glossary;
mod index;
mod markdown;
mod note;
mod panics;
mod query;
mod search;
mod source;
mod text;
mod threads;

// Each guide links the other as a file, for who reads the files; the definition of a link that comes first counts.
#[cfg(any(doc, doctest))]
#[doc = "[guide_zh]: crate::guide_zh\n"]
#[doc = include_str!("../docs/guide.md")]
pub mod guide {}

#[cfg(any(doc, doctest))]
#[doc = "[guide]: crate::guide\n"]
#[doc = include_str!("../docs/guide.zh.md")]
pub mod guide_zh {}

/// The first lines that a stranger copies.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use crate::analysis::{folded_text, segment, tokens};
pub use crate::error::{Error, Result};
pub use crate::glossary::{Glossary, GlossaryWarning};
pub use crate::index::{
    Check, CheckReport, Fault, IndexOptions, IndexStatus, KnownIndex, NoteIndex, NoteWarning, Pending,
    SyncEvent, SyncOptions, SyncReport, WatchEvent, WatchOptions,
};
pub use crate::markdown::{parse_note, table_cells};
pub use crate::note::{
    CodeBlock, FrontMatter, Gap, Link, Note, NotePath, ParsedNote, Section, Span, SpanKind, Tag, Task,
    Warning,
};
pub use crate::query::{Comparison, Diagnostic, Expr, Pattern, PatternKind, Predicate, Query};
pub use crate::search::{
    Approximation, Contribution, Counts, Evidence, Explanation, Facet, FacetCounts, FacetValue, Field,
    GlossaryEntry, GlossaryPlace, HeldBack, Hit, HitKind, LinkEnd, LitNames, Match, NoteCount, NoteResults,
    PlacedLink, PlannedWord, QueryPlan, Relation, Replacement, Scope, SearchOptions, SearchResults, Searcher,
    Snippet, Sort, TagCount, Why, WordFate, anchor_offset, escaped_glob,
};
pub use crate::source::{SkipReason, Skipped};
pub use crate::text::{LineIndex, Lines, Position};
