//! Answers as plain data.

use std::ops::Range;

use super::explanation::Explanation;
use super::facets::FacetCounts;
use super::query_plan::QueryPlan;
use crate::note::NotePath;
use crate::query::Diagnostic;
use crate::search::terms::Relation;
use crate::text::{Lines, Position};

/// What a search found.
///
/// ```
/// use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
///
/// let index = NoteIndex::open(IndexOptions::in_memory())?;
/// index.put(&NotePath::new("db.md")?, "# 数据库\n\n连接池要有上限。\n")?;
/// let searcher = index.searcher()?;
///
/// let results = searcher.search(&Query::parse("连接池"), &SearchOptions::new())?;
/// assert_eq!((results.total, results.hits.len()), (1, 1));
/// let results = searcher.search(&Query::parse("死信队列"), &SearchOptions::new())?;
/// assert!(results.hits.is_empty());
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SearchResults {
    /// The hits of the page that was asked for, in the order of [`crate::SearchOptions::sort`].
    pub hits: Vec<Hit>,
    /// How many hits there are on all pages, those that the per-note cap leaves out included.
    pub total: usize,
    /// How many hits all pages have together: those that the per-note cap lets through. Pages behind them are empty.
    pub paged: usize,
    /// The notes of this page that have more hits than the per-note cap lets through, in page order.
    pub more: Vec<HeldBack>,
    /// What was left out of the query, or read in another way than it may be meant.
    pub diagnostics: Vec<Diagnostic>,
    /// For words that stand nowhere: the nearest spellings that occur, nearest first. For words of Han: those of the
    /// same length that differ in one character, the most frequent first.
    pub suggestions: Vec<String>,
    /// Whether something was left out: the [budget](crate::SearchOptions::budget) ended before everything was looked at, or
    /// before all hits of the page were made; or the query would have more than 256 MiB of stored text read, as `re:` or
    /// signs in quotes may.
    pub partial: bool,
    /// What was looked up, if [`crate::SearchOptions::explain`] asked for it.
    pub plan: Option<QueryPlan>,
    /// How many of all hits have what, for each facet that [`crate::SearchOptions::facets`] asked for.
    pub facets: Vec<FacetCounts>,
}

/// Hits of one note that the per-note cap left out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeldBack {
    /// The note.
    pub path: NotePath,
    /// How many of its hits are on no page; 1 or more.
    pub hits: usize,
}

/// A section or code block that was found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Hit {
    /// How well it matches. Comparable with other hits of the same answer only.
    pub score: f32,
    /// What was found.
    pub kind: HitKind,
    /// The note that holds it.
    pub path: NotePath,
    /// The note's title.
    pub title: String,
    /// The nearest Markdown heading, alone; empty if there is none.
    pub heading: String,
    /// What leads to the section, outermost first, its own name last.
    pub breadcrumb: Vec<String>,
    /// The heading's anchor, unique in the note; empty if there is none.
    pub anchor: String,
    /// A code block's language.
    pub language: Option<String>,
    /// The note's tags.
    pub tags: Vec<String>,
    /// The words of the query that neither the section nor what leads to it holds, as typed.
    pub missing: Vec<String>,
    /// Words of the query that were not found as typed, only inside a longer word, by a near spelling or in the other
    /// language; with what was found.
    pub approximate: Vec<Approximation>,
    /// The parts of the note in which the words stand, each once, in the order of [`Field`].
    pub matched_in: Vec<Field>,
    /// From the first to the last line; empty ones at the end don't count.
    pub lines: Lines,
    /// The bytes of the hit, 0-based and half open, empty lines at its end included. They count in the note's text as
    /// [`crate::NoteIndex::read_note`] has it: that is the file, its byte-order mark included, unless
    /// [`Hit::encoding`] says that it was decoded. [`crate::Searcher::hit_text`] has what stands there.
    pub range: Range<usize>,
    /// The file's encoding if it is not valid UTF-8: `gb18030`, `utf-16le`, `utf-16be`; or `utf-8-lossy`, where each
    /// broken piece is read as U+FFFD, which takes three bytes of the text.
    pub encoding: Option<String>,
    /// Where the words stand in what leads to the hit.
    pub names: LitNames,
    /// The piece to show.
    pub snippet: Snippet,
    /// Where the words stand in the hit, in order; at most [`Hit::MAX_MATCHES`]. Words that say little (的, the) are
    /// listed only with another word that they are part of or stand beside, unless nothing else was found.
    pub matches: Vec<Match>,
    /// How many matches there are in all.
    pub matches_total: usize,
    /// What the score is made of, if [`crate::SearchOptions::explain`] asked for it.
    pub explanation: Option<Explanation>,
}

impl Hit {
    /// The most matches of a hit that are listed.
    pub const MAX_MATCHES: usize = 100;
}

/// What a hit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum HitKind {
    /// A section of a note.
    Section,
    /// A code block of a note.
    Code,
}

impl HitKind {
    /// One word for machines: `"section"`, `"code"`.
    pub fn name(self) -> &'static str {
        match self {
            HitKind::Section => "section",
            HitKind::Code => "code",
        }
    }
}

/// Where in a note a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Field {
    /// The note's title.
    Title,
    /// The note's path.
    Path,
    /// The note's tags, categories and aliases.
    Tags,
    /// The headings that lead to the section.
    Ancestors,
    /// The section's own heading or name.
    Heading,
    /// The section's prose.
    Body,
    /// The section's code blocks.
    Code,
    /// Words of the markup itself: link targets, comments, front matter keys.
    Markup,
}

impl Field {
    /// One word for machines: `"title"`, `"path"`, …
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Path => "path",
            Field::Tags => "tags",
            Field::Ancestors => "ancestors",
            Field::Heading => "heading",
            Field::Body => "body",
            Field::Code => "code",
            Field::Markup => "markup",
        }
    }
}

/// A word of the query that was found, but not as typed.
///
/// ```
/// use notes_index::{IndexOptions, NoteIndex, NotePath, Query, Relation, SearchOptions};
///
/// let index = NoteIndex::open(IndexOptions::in_memory())?;
/// index.put(&NotePath::new("db.md")?, "the database has a pool\n")?;
/// let results = index.searcher()?.search(&Query::parse("databsae"), &SearchOptions::new())?;
/// let near = &results.hits[0].approximate[0];
/// assert_eq!((near.found.as_str(), near.relation), ("database", Relation::Typo));
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Approximation {
    /// The word of the query, as typed.
    pub word: String,
    /// What stands in the note instead.
    pub found: String,
    /// How the two are related.
    pub relation: Relation,
}

/// Where the words stand in what leads to a hit: bytes in ascending ranges that stand apart. Words that say little (的, the)
/// are left out.
///
/// ```
/// use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
///
/// let index = NoteIndex::open(IndexOptions::in_memory())?;
/// index.put(&NotePath::new("db/pool.md")?, "# 连接池\n\n## 大小\n\n要量。\n")?;
/// let results = index.searcher()?.search(&Query::parse("pool 大小"), &SearchOptions::new())?;
/// let names = &results.hits[0].names;
/// assert_eq!((&names.title[..], &names.path[..], &names.breadcrumb[..]), (&[][..], &[3..7][..], &[vec![0..6]][..]));
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LitNames {
    /// In [`Hit::title`].
    pub title: Vec<Range<usize>>,
    /// In [`Hit::path`].
    pub path: Vec<Range<usize>>,
    /// In each entry of [`Hit::breadcrumb`].
    pub breadcrumb: Vec<Vec<Range<usize>>>,
}

/// The piece of a hit that shows the words of the query: whole sentences, rows or lines of code where they fit, at
/// most 240 characters on at most five lines.
///
/// Where the words stand only in what leads to the hit, it is the beginning of the hit's text.
///
/// ```
/// use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
///
/// let index = NoteIndex::open(IndexOptions::in_memory())?;
/// index.put(&NotePath::new("db.md")?, "# 数据库\n\n用完**连接**池要归还。\n")?;
/// let results = index.searcher()?.search(&Query::parse("归还"), &SearchOptions::new())?;
/// let snippet = &results.hits[0].snippet;
/// assert_eq!(snippet.line, 3);
/// assert_eq!(&snippet.text[snippet.highlights[0].clone()], "归还");
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Snippet {
    /// Lines of the note that follow each other, or parts of them, as written, joined by `\n`. Indentation that all
    /// lines of code share, block quote marks, and a heading's or row's outer marks are left out.
    pub text: String,
    /// The line of the note that the text starts in, 1-based.
    pub line: u32,
    /// Bytes of [`Snippet::text`] that matched: whole graphemes, in ascending ranges that neither overlap nor touch.
    /// A range may go over a line break.
    pub highlights: Vec<Range<usize>>,
    /// What a reader of the page sees in place of some bytes; in ascending ranges that don't overlap. What a highlight begins
    /// or ends in stays as it is written.
    pub replacements: Vec<Replacement>,
    /// The cells of the table's header, if the text begins with a row of a table; else empty.
    pub header: Vec<String>,
}

/// Bytes of a snippet for which a reader of the page sees something else: nothing for a tag, an image or the type of a callout, a
/// blank for `<br>`, the sign for `&deg;`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replacement {
    /// Bytes of [`Snippet::text`].
    pub range: Range<usize>,
    /// What is seen there.
    pub text: String,
}

/// One place where a word of the query stands, from its first to its last character.
///
/// ```
/// use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
///
/// let index = NoteIndex::open(IndexOptions::in_memory())?;
/// let source = "# 数据库\n\n用完**连接**池要归还。\n";
/// index.put(&NotePath::new("db.md")?, source)?;
/// let results = index.searcher()?.search(&Query::parse("连接池"), &SearchOptions::new())?;
/// let place = &results.hits[0].matches[0];
/// assert_eq!(&source[place.range.clone()], "连接**池");
/// assert_eq!((place.start.line, place.start.column, place.start.utf16), (3, 9, 4));
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Match {
    /// The bytes, in the same text as [`Hit::range`]; the columns of start and end count in it as well.
    pub range: Range<usize>,
    /// Where it begins.
    pub start: Position,
    /// Where it ends: the place after the last character.
    pub end: Position,
    /// The whole line that it starts in, without the line end; cut after [`Match::MAX_LINE_BYTES`].
    pub line_text: String,
}

impl Match {
    /// How much of a line is kept with a match, in bytes.
    pub const MAX_LINE_BYTES: usize = 4096;
}
