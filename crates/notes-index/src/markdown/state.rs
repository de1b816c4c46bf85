//! What the reader knows of the place of a note that it is at: what is open there, what was just opened, and how the next text
//! goes on from the last.

use std::collections::HashSet;
use std::ops::Range;

use super::blocks::Line;
use super::html;
use super::rewritten::Container;
use crate::note::Gap;

/// The containers for which block quotes were written, as the parser comes to these.
pub(super) struct Awaited<'a> {
    /// Those that were not met yet.
    next: &'a [Container],
    /// The starts of those that the parser read as something else.
    lost: HashSet<usize>,
}

impl<'a> Awaited<'a> {
    pub(super) fn new(all: &'a [Container]) -> Awaited<'a> {
        Awaited { next: all, lost: HashSet::new() }
    }

    /// The container that a block quote stands for, if any. Those up to its end are met or lost.
    pub(super) fn met_in(&mut self, quote: &Range<usize>) -> Option<&'a Container> {
        while let [container, rest @ ..] = self.next {
            if container.quote >= quote.end {
                break;
            }
            self.next = rest;
            if container.quote == quote.start {
                return Some(container);
            }
            self.lost.insert(container.start);
        }
        None
    }

    /// When all was read: the starts of those that the parser did not take for block quotes.
    pub(super) fn unmet(self) -> HashSet<usize> {
        self.lost.into_iter().chain(self.next.iter().map(|container| container.start)).collect()
    }
}

/// What is open of that which stands in each other.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    pub(super) lists: Vec<List>,
    pub(super) n_quotes: usize,
    /// The links: their places in the content's links, and their first spans.
    pub(super) links: Vec<(usize, usize)>,
    pub(super) n_strong: usize,
}

/// A list that is being read.
#[derive(Debug)]
pub(super) struct List {
    /// The number of the next item, in an ordered list.
    pub(super) next: Option<u64>,
    pub(super) n_items: usize,
    /// How many spans and links there were before it.
    pub(super) n_spans: usize,
    pub(super) n_links: usize,
}

/// What was just opened, whose first line may be more than text.
#[derive(Debug, Default)]
pub(super) struct Fresh {
    /// Whether it is a block quote: its first line may make it a callout.
    pub(super) is_quote: bool,
    /// Where the list item begins: its first line may make it a task.
    pub(super) item: Option<usize>,
    /// Whether it is a container, of which the next text is the title.
    pub(super) has_title: bool,
}

/// A text that is being read: a paragraph, a heading, a cell.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// The first line, as far as it was read; its spans end with it.
    pub(super) line: Line,
    /// Whether the first line is over.
    pub(super) is_past_first_line: bool,
    /// Whether something on the first line is not bold.
    pub(super) has_plain: bool,
    /// Whether it is a heading, which has no tags.
    pub(super) is_heading: bool,
    /// Whether the first line is the title of a callout.
    pub(super) is_title: bool,
    /// Where the first line begins.
    pub(super) start: usize,
    /// Where the list item begins that it opens.
    pub(super) item: Option<usize>,
}

/// What is being read that is no text: code, HTML, a table.
#[derive(Debug, Default)]
pub(super) struct Leaf {
    pub(super) code: Option<Code>,
    pub(super) html: Html,
    pub(super) row: Row,
    /// The first span of the table or HTML block.
    pub(super) first_span: usize,
}

/// A block of code that is being read.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) info: String,
    pub(super) range: Range<usize>,
}

/// The HTML that is being read.
#[derive(Debug, Default)]
pub(super) struct Html {
    pub(super) scanner: html::Scanner,
    /// Where its line begins.
    pub(super) line: usize,
    /// Whether what is read says how the text before it is pronounced.
    pub(super) is_pronunciation: bool,
}

/// The row of a table that is being read.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The end of its last cell, in the rewritten text.
    pub(super) cell_end: usize,
    /// Whether a cell is being read: there a `|` is escaped in code and formulas, too.
    pub(super) is_in_cell: bool,
}

/// What a link is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkMark {
    /// `[…](…)`
    Link,
    /// `![…](…)`, which is shown in place.
    Image,
}

/// Plain text that was read and not yet searched for wiki links and tags.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) range: Range<usize>,
    /// The backslashes in it that only say that a `|` is none of a table.
    pub(super) escapes: Vec<usize>,
}

/// How the next text goes on from what was read last.
#[derive(Debug)]
pub(super) struct Joint {
    /// What stands between the last prose and the next.
    pub(super) gap: Gap,
    /// Whether a link or another element ended, and nothing was read since.
    pub(super) follows_element: bool,
    /// Whether the next text is no part of the word that the last one ends with.
    pub(super) is_apart: bool,
    /// The same where no space is read: code begins or ends there.
    pub(super) is_bordered: bool,
    /// Text before this byte is markup: the type of a callout.
    pub(super) from: usize,
}

/// As a note begins.
impl Default for Joint {
    fn default() -> Joint {
        Joint { gap: Gap::Block, follows_element: false, is_apart: false, is_bordered: false, from: 0 }
    }
}
