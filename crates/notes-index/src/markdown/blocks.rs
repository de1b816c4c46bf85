//! What a note is made of, in order: blocks for the outline, spans of text, links, tags, tasks.

use std::ops::Range;

use super::comments::CommentMark;
use super::html::Element;
use crate::note::{CodeBlock, Gap, Link, Span, Tag, Task};

/// A note's content, flat and in order. Every range is in bytes of the note.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// What the outline is made of.
    pub(super) blocks: Vec<Block>,
    /// The prose and the code, without the words of the markup.
    pub(super) spans: Vec<Span>,
    /// The code blocks; they don't know their sections yet.
    pub(super) code_blocks: Vec<CodeBlock>,
    /// The links.
    pub(super) links: Vec<Link>,
    /// The tags in the prose.
    pub(super) tags: Vec<Tag>,
    /// The items of check lists.
    pub(super) tasks: Vec<Task>,
    /// The `%%` that have no counterpart on their lines.
    pub(super) comment_marks: Vec<CommentMark>,
    /// Texts of the markup whose signs are no marks: addresses, attributes, comments, scripts.
    pub(super) as_written: Vec<Range<usize>>,
}

/// A step of the outline.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// What it is.
    pub(super) kind: BlockKind,
    /// Where its first line begins.
    pub(super) line: usize,
}

/// What a block is for the outline.
#[derive(Clone, Debug)]
pub(super) enum BlockKind {
    /// Something begins in which headings start anew.
    Open(Scope),
    /// What was opened last ends.
    Close,
    /// A list of so many items ends.
    ListEnd {
        /// How many items it has.
        n_items: usize,
    },
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The id that is written with it (`{#id}`); empty if none is.
        id: Range<usize>,
        /// Its text.
        spans: Range<usize>,
    },
    /// The title of the scope that was opened last.
    Title {
        /// Its text.
        spans: Range<usize>,
    },
    /// The text of a `<summary>`: the title of the `<details>` that it stands in.
    Summary {
        /// Its text.
        spans: Range<usize>,
    },
    /// Text that a reader reads.
    Text(Line),
    /// A block of code.
    Code,
    /// A thematic break.
    Rule,
    /// The opening tag of a `<details>` or a bare `<summary>` that stands between other blocks.
    OpenTag(Element),
    /// The closing tag of one.
    CloseTag(Element),
}

/// Something in which headings start anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// An item of a list.
    Item {
        /// Its number, in an ordered list.
        ordinal: Option<u64>,
    },
    /// A block quote or callout, an admonition, a tab.
    Container,
    /// A `<details>` or a bare `<summary>`.
    Details,
    /// An HTML block that means nothing for the outline (`<div>`), or a footnote.
    Transparent,
}

/// The first line of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Its spans.
    pub(super) spans: Range<usize>,
    /// Where it ends in the note, before white space.
    pub(super) end: usize,
    /// Whether all of it is bold, but for a closing colon.
    pub(super) is_bold: bool,
    /// Whether it is the line of a task.
    pub(super) is_task: bool,
    /// Whether the text has more lines; where it opens a list item and isn't bold, whether these are indented as parts of it.
    pub(super) has_more: bool,
}

/// What a reader reads in a row of spans.
pub(super) fn reading(source: &str, spans: &[Span]) -> String {
    let mut text = String::new();
    for span in spans {
        let is_spaced = span.gap != Gap::Apart && !span.joins(&text, source);
        if is_spaced && !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        text.push_str(span.shown(source));
    }
    text
}
