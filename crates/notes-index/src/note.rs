//! A note as data: its path, its sections and what stands in them.

mod path;
pub(crate) mod target;

use std::collections::HashSet;
use std::ops::Range;

pub(crate) use self::path::EXTENSIONS;
pub use self::path::NotePath;
use crate::text::is_han;

/// A note, and what could not be read as it was meant.
///
/// ```
/// use notes_index::{NotePath, parse_note};
///
/// let parsed = parse_note(NotePath::new("a.md")?, "---\ntitle: Rust: 连接池\n---\n正文\n");
/// assert_eq!(parsed.note.title, "Rust: 连接池");
/// assert_eq!(parsed.warnings[0].line, 2);
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ParsedNote {
    /// The note: parsing never fails.
    pub note: Note,
    /// What could not be read as it was meant, in order.
    pub warnings: Vec<Warning>,
}

/// Something in a note that could not be read as it was meant; nothing of the note is lost by it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The line that it is about, 1-based.
    pub line: u32,
    /// A sentence without a full stop.
    pub message: String,
}

/// One Markdown file, parsed. Every range is in bytes of its text, 0-based and half open.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Note {
    /// Where it stands in the notebook.
    pub path: NotePath,
    /// From the front matter, else from a level-1 heading that opens the note, else the file name; of the first two at
    /// most 200 characters.
    pub title: String,
    /// What the front matter says.
    pub front_matter: FrontMatter,
    /// The sections, in order; they tile the text, and the first is the root section.
    pub sections: Vec<Section>,
    /// The code blocks, in order.
    pub code_blocks: Vec<CodeBlock>,
    /// The links and embeds, in order.
    pub links: Vec<Link>,
    /// Tags in the prose (`#tag/sub`), in order; those of the front matter are in [`FrontMatter::tags`].
    pub tags: Vec<Tag>,
    /// The items of check lists, in order.
    pub tasks: Vec<Task>,
}

impl Note {
    /// All tags, from the front matter and the prose, without `#`, each once, in order of appearance.
    ///
    /// ```
    /// use notes_index::{NotePath, parse_note};
    ///
    /// let source = "---\ntags: [db]\n---\n见 #db 和 #python/async\n";
    /// let note = parse_note(NotePath::new("a.md")?, source).note;
    /// assert_eq!(note.all_tags(), ["db", "python/async"]);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn all_tags(&self) -> Vec<&str> {
        let in_prose = self.tags.iter().map(|tag| tag.name.as_str());
        let mut seen = HashSet::new();
        let all = self.front_matter.tags.iter().map(String::as_str).chain(in_prose);
        all.filter(|tag| seen.insert(*tag)).collect()
    }
}

/// What stands in a note's front matter. Everything is text as written; nothing is interpreted away.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct FrontMatter {
    /// The whole block with its fences; empty if there is none.
    pub range: Range<usize>,
    /// The title, if one is given.
    pub title: Option<String>,
    /// `tags` and `tag`, without `#`.
    pub tags: Vec<String>,
    /// `categories` and `category`.
    pub categories: Vec<String>,
    /// `aliases` and `alias`: other names of the note.
    pub aliases: Vec<String>,
    /// When the note was made: `date` or `created`, as written.
    pub created: Option<String>,
    /// When the note was last changed: `lastmod`, `updated` or `modified`, as written.
    pub modified: Option<String>,
    /// Whether the note calls itself a draft.
    pub draft: bool,
    /// All values, in order, those of the fields above included: dotted key and value as text; a list gives one entry
    /// for each item.
    pub properties: Vec<(String, String)>,
}

/// A heading and its own text, up to the next section: the unit of retrieval.
///
/// The root section holds front matter and what stands before the first heading. A list item or a
/// container that names what it holds is a section as well. Text that goes on after a container has
/// closed is a section with the breadcrumb of the one it returns to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Section {
    /// The section's own name as a reader sees it: a heading's text, or a list item's or container's
    /// label; at most 200 characters. Empty for the root section and where a section only goes on after
    /// a container.
    pub name: String,
    /// The nearest Markdown heading at or above the start, alone; empty if there is none.
    pub heading: String,
    /// The level of [`Section::heading`], 1 to 6; 0 if there is none.
    pub level: u8,
    /// The names that lead here, outermost first, this section's own name last. A level-1 heading that gave the note
    /// its title is no entry.
    pub breadcrumb: Vec<String>,
    /// The anchor of [`Section::heading`], unique in the note: the id that is written with it (`{#id}`),
    /// else as GitHub makes it. Empty if there is no heading.
    pub anchor: String,
    /// The whole lines of the section.
    pub range: Range<usize>,
    /// The searchable text, in order.
    pub spans: Vec<Span>,
}

impl Section {
    /// The names of what the section stands in: its breadcrumb without its own name.
    ///
    /// ```
    /// use notes_index::{NotePath, parse_note};
    ///
    /// let note = parse_note(NotePath::new("a.md")?, "## 连接池\n\n### 大小\n").note;
    /// assert_eq!(note.sections[2].breadcrumb, ["连接池", "大小"]);
    /// assert_eq!(note.sections[2].ancestors(), ["连接池"]);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn ancestors(&self) -> &[String] {
        ancestors(&self.breadcrumb, &self.name)
    }
}

/// A section's breadcrumb without the section's own name. One that only goes on after a container has none.
pub(crate) fn ancestors<'a>(breadcrumb: &'a [String], name: &str) -> &'a [String] {
    match breadcrumb.split_last() {
        Some((own, ancestors)) if own == name => ancestors,
        _ => breadcrumb,
    }
}

/// A piece of searchable text.
///
/// Spans do not overlap and ascend. Bytes of a section that are in no span are marks that a reader
/// does not see (`**`, `[`, fences, indentation) and hold no letter, digit or Han character.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Span {
    /// Bytes of the note's text.
    pub range: Range<usize>,
    /// What a reader takes it for.
    pub kind: SpanKind,
    /// What stands between the span before (of the same reading flow) and this one.
    pub gap: Gap,
    /// What a reader sees instead of the bytes themselves: a character reference's character.
    pub shown: Option<Box<str>>,
}

impl Span {
    /// What a reader sees of it, as text of the note.
    pub(crate) fn shown<'a>(&'a self, source: &'a str) -> &'a str {
        self.shown.as_deref().unwrap_or(&source[self.range.clone()])
    }

    /// Whether nothing is read between what was read `before` and this span, which follows it.
    pub(crate) fn joins(&self, before: &str, source: &str) -> bool {
        match self.gap {
            Gap::Joined => true,
            Gap::Line if self.kind == SpanKind::Code => false,
            Gap::Line => before.ends_with(is_han) && self.shown(source).starts_with(is_han),
            Gap::Apart | Gap::Block => false,
        }
    }
}

/// What a reader takes a span for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SpanKind {
    /// The section's own name: a heading's or naming list item's text.
    Heading,
    /// Text that a reader reads, inline code included.
    Prose,
    /// The content of a code block.
    Code,
    /// Words of the markup itself: link targets, tag names, info strings, comments, front matter keys. They do not
    /// interrupt the prose around them.
    Markup,
    /// Text of which a reader's page shows nothing, or that says nothing of its own: comments of several lines, lists of nothing
    /// but links to headings of the note. It is read apart from the prose around it.
    Aside,
}

impl SpanKind {
    /// Whether it is part of what a reader reads.
    pub(crate) fn is_read(self) -> bool {
        !matches!(self, SpanKind::Markup | SpanKind::Aside)
    }
}

/// What separates a span from the one that a reader reads before it.
///
/// [`SpanKind::Markup`] and [`SpanKind::Aside`] are flows of their own: `[连接](u)池` is read 连接池, and `u` apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Gap {
    /// Nothing: only marks stand between (`**连接**池`).
    Joined,
    /// Nothing either, but no word goes on: code, keys or a wiki link touch it (``list`append` ``).
    Apart,
    /// A line break inside a paragraph or a code block: nothing between two Han characters of prose,
    /// else a space.
    Line,
    /// The border of a block, list item or table cell: no phrase goes across.
    Block,
}

/// A code block: a hit of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeBlock {
    /// The language's usual short name in lower case (`python` for `py`), if one is given.
    pub language: Option<String>,
    /// The info string as written.
    pub info: String,
    /// The whole lines of the block, with its fences.
    pub range: Range<usize>,
    /// The section that holds it: an index into [`Note::sections`].
    pub section: usize,
}

/// A link or embed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Link {
    /// The link with its marks.
    pub range: Range<usize>,
    /// Where it leads, as written, without the part after `#`.
    pub target: String,
    /// The part after `#`, if there is one.
    pub fragment: Option<String>,
    /// What a reader sees; empty for a link inside of eight others.
    pub text: String,
    /// Whether the target is shown in place (`![[…]]`, `![…](…)`).
    pub embed: bool,
    /// Whether it is written as a wiki link (`[[…]]`).
    pub wiki: bool,
}

impl Link {
    /// Where it leads, as written, with the part after `#`.
    pub(crate) fn target_with_fragment(&self) -> String {
        let fragment = self.fragment.iter().flat_map(|fragment| ["#", fragment]);
        std::iter::once(self.target.as_str()).chain(fragment).collect()
    }
}

/// A tag in the prose.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tag {
    /// The name without `#`: `python/async`.
    pub name: String,
    /// The tag with its `#`.
    pub range: Range<usize>,
}

/// An item of a check list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Task {
    /// Whether it is done.
    pub done: bool,
    /// The item's first line without its marks.
    pub range: Range<usize>,
}

impl Task {
    /// What stands in the box of a task that is open; the `/` of one that is begun is read by Obsidian alone.
    pub(crate) const OPEN: &str = " /";
    /// What stands in the box of one that is done; but for `x` they are read by Obsidian alone. A `-` says that it is dropped,
    /// letters and digits are those of references: `- [1] Lamport 1978`.
    pub(crate) const DONE: &str = "xX!\"#$%&'*+,.:;<=>?@^_{|}~";
}
