//! Answers as plain data.

use std::ops::Range;

use super::explanation::Explanation;
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
    /// The page that was asked for, in the order that was asked for: see [`crate::Sort`].
    pub hits: Vec<Hit>,
    /// How many hits there are in all, on every page, before the cap of hits a note.
    pub total: usize,
    /// How many of them are on a page: those that the cap of hits a note lets through. Pages behind them are empty.
    pub paged: usize,
    /// How many hits a note of this page has beyond those that the cap a note let through, in page
    /// order; notes with none are left out.
    pub more: Vec<HeldBack>,
    /// What was odd about the query.
    pub diagnostics: Vec<Diagnostic>,
    /// What may have been meant by words that stand nowhere: the nearest spellings that do occur, nearest first; for Han
    /// words of the same length that are written with one other character, the most frequent first.
    pub suggestions: Vec<String>,
    /// Whether something was left out: the [budget](crate::SearchOptions::budget) ended before everything was looked at, or
    /// before all hits of the page were made; or the query would have more than 256 MiB of stored text read, as `re:` or
    /// signs in quotes may.
    pub partial: bool,
    /// What was looked up, if [`crate::SearchOptions::explain`] asked for it.
    pub plan: Option<QueryPlan>,
}

/// Hits of a note that the cap of hits a note let not through.
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
    /// Comparable inside one result only.
    pub score: f32,
    /// What was found.
    pub kind: HitKind,
    /// The note that holds it.
    pub path: NotePath,
    /// The note's title.
    pub title: String,
    /// The nearest Markdown heading, alone; empty if there is none.
    pub heading: String,
    /// What leads to the section, outermost first.
    pub breadcrumb: Vec<String>,
    /// The heading's anchor, unique in the note; empty if there is none.
    pub anchor: String,
    /// A code block's language.
    pub language: Option<String>,
    /// The note's tags.
    pub tags: Vec<String>,
    /// The words of the query that neither the section nor what leads to it holds, as typed.
    pub missing: Vec<String>,
    /// Words of the query that were found only inside a longer word, by a near spelling or in the other
    /// language, with what was found.
    pub approximate: Vec<Approximation>,
    /// Where the words stand, each place once, in the order of [`Field`].
    pub matched_in: Vec<Field>,
    /// From the first to the last line; empty ones at the end don't count.
    pub lines: Lines,
    /// The bytes, 0-based and half open, to where what follows begins: with empty lines. They are those of the note's text
    /// as [`crate::NoteIndex::read_note`] has it, and so the file's (a byte-order mark counts) unless [`Hit::encoding`] says
    /// that it was decoded. [`crate::Searcher::hit_text`] has what stands there.
    pub range: Range<usize>,
    /// The file's encoding if it is not UTF-8: `gb18030`, `utf-16le`, `utf-16be`; or `utf-8-lossy` where bytes are broken,
    /// which are read as U+FFFD, three bytes of the text.
    pub encoding: Option<String>,
    /// The piece to show.
    pub snippet: Snippet,
    /// Where the words stand inside the hit, in order; at most [`Hit::MAX_MATCHES`]. Where one tells something, those that
    /// say little (的, the) are left out, but beside another word.
    pub matches: Vec<Match>,
    /// How many matches there are in all.
    pub matches_total: usize,
    /// What the score is made of, if [`crate::SearchOptions::explain`] asked for it.
    pub explanation: Option<Explanation>,
}

impl Hit {
    /// How many matches of a hit are listed.
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
    /// The words of the markup itself.
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

/// A word that was found only in a weaker way than as typed.
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
    /// What stands in the note.
    pub found: String,
    /// How the two hang together.
    pub relation: Relation,
}

/// The piece of a hit that shows what was asked: whole sentences, rows or lines of code where they fit, at
/// most 240 characters on at most five lines.
///
/// Words that stand only in what leads to a hit are not in it; then it is the beginning of the hit's text.
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
    /// Lines of the note that follow each other, or parts of them, as written, joined by `\n`. Left out are
    /// indentation that all lines of code share, block quote marks, and a heading's or row's outer marks.
    pub text: String,
    /// The line of the note that the text starts in, 1-based.
    pub line: u32,
    /// Bytes of [`Snippet::text`] that matched, whole graphemes; ascending, apart from each other. One may go
    /// over a line break.
    pub highlights: Vec<Range<usize>>,
    /// Where the text begins with a row of a table: the cells of that table's header; else empty.
    pub header: Vec<String>,
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
    /// The bytes, counted as [`Hit::range`] is, and as the columns of the two places are.
    pub range: Range<usize>,
    /// Where it begins.
    pub start: Position,
    /// Where it ends: the place after the last character.
    pub end: Position,
    /// The line that it starts in, whole, without its end; cut after [`Match::MAX_LINE_BYTES`].
    pub line_text: String,
}

impl Match {
    /// How much of a line is kept with a match, in bytes.
    pub const MAX_LINE_BYTES: usize = 4096;
}
