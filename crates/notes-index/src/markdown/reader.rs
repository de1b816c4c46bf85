//! Parser events -> a note's content: flat blocks and spans, in bytes of the note.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::blocks::{Block, BlockKind, Content, Line, Scope};
use super::contents;
use super::headers::ContainerKind;
use super::html::{self, Element};
use super::lines::LineStarts;
use super::logseq::property;
use super::rewritten::{Container, Rewritten};
use crate::note::Gap;

/// What the parser may recognise. The other extensions lose text: metadata blocks are found anywhere,
/// heading attributes eat `f() {}`, definition lists eat colons.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH);

/// Reads a note's content.
///
/// # Errors
/// The starts of the containers that the parser did not take for block quotes.
pub(super) fn read(source: &str, rewritten: &Rewritten<'_>) -> Result<Content, HashSet<usize>> {
    let mut reader = Reader::new(source, rewritten);
    for (event, range) in Parser::new_ext(&rewritten.text, OPTIONS).into_offset_iter() {
        let end = if matches!(event, Event::Start(_)) { range.start } else { range.end };
        reader.event(event, range);
        reader.event_end = end;
    }
    let unconfirmed: HashSet<usize> = reader.containers.iter().map(|container| container.start).collect();
    if !reader.lost.is_empty() || !unconfirmed.is_empty() {
        return Err(reader.lost.into_iter().chain(unconfirmed).collect());
    }
    Ok(reader.content)
}

/// A list that is being read.
#[derive(Debug)]
struct List {
    /// The number of the next item, in an ordered list.
    next: Option<u64>,
    n_items: usize,
    /// How many spans and links there were before it.
    n_spans: usize,
    n_links: usize,
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

/// A block of code that is being read.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) info: String,
    pub(super) range: Range<usize>,
}

/// What a link is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkMark {
    /// `[…](…)`
    Link,
    /// `![…](…)`, which is shown in place.
    Image,
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
}

/// Plain text that was read and not yet searched for wiki links and tags.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) range: Range<usize>,
    /// The backslashes in it that only say that a `|` is none of a table.
    pub(super) escapes: Vec<usize>,
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

/// The row of a table that is being read.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The end of its last cell, in the rewritten text.
    pub(super) cell_end: usize,
    /// Whether a cell is being read: there a `|` is escaped in code and formulas, too.
    pub(super) is_in_cell: bool,
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

/// Reads events; what it does with spans and with leaves is in modules of their own.
pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) rewritten: &'a Rewritten<'a>,
    pub(super) content: Content,
    /// The containers that were not met yet.
    containers: &'a [Container],
    /// The starts of containers that the parser read as something else.
    lost: Vec<usize>,
    pub(super) lines: LineStarts<'a>,
    pub(super) joint: Joint,
    pub(super) run: Run,
    /// Text before this byte is markup: the type of a callout.
    pub(super) skip_before: usize,
    pub(super) text: Option<Text>,
    lists: Vec<List>,
    pub(super) code: Option<Code>,
    pub(super) html: Html,
    pub(super) row: Row,
    /// The first span of the table or HTML block that is being read.
    pub(super) first_span: usize,
    /// Where that began or ended in the rewritten text which the parser told of last.
    pub(super) event_end: usize,
    /// The links that are open: their places in the content's links, and their first spans.
    pub(super) links: Vec<(usize, usize)>,
    pub(super) strong_depth: usize,
    pub(super) quote_depth: usize,
    pub(super) fresh: Fresh,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, rewritten: &'a Rewritten<'a>) -> Reader<'a> {
        let gap = Gap::Block;
        Reader {
            source,
            rewritten,
            content: Content::default(),
            containers: &rewritten.containers,
            lost: Vec::new(),
            lines: LineStarts::new(source),
            joint: Joint { gap, follows_element: false, is_apart: false, is_bordered: false },
            run: Run::default(),
            skip_before: 0,
            text: None,
            lists: Vec::new(),
            code: None,
            html: Html::default(),
            row: Row::default(),
            first_span: 0,
            event_end: 0,
            links: Vec::new(),
            strong_depth: 0,
            quote_depth: 0,
            fresh: Fresh::default(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.plain(&text, range),
            Event::Code(_) => self.inline_code(range),
            Event::InlineMath(_) | Event::DisplayMath(_) => self.verbatim(range, ""),
            Event::Html(_) => self.html_line(range),
            Event::InlineHtml(tag) if html::is_text(&self.rewritten.text[..range.start], &tag) => {
                self.plain(&tag, range);
            }
            Event::InlineHtml(_) => self.inline_html(range),
            Event::FootnoteReference(_) => {
                self.flush_run();
                self.joint.is_apart = true;
            }
            Event::SoftBreak => self.line_break(Gap::Line),
            Event::HardBreak => self.line_break(Gap::Block),
            Event::Rule => {
                self.end_text();
                self.push(BlockKind::Rule, range.start);
            }
            Event::TaskListMarker(done) => self.task(done, range),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.start_text(range, false),
            Tag::TableCell => {
                self.start_text(range, false);
                self.row.is_in_cell = true;
            }
            Tag::Heading { .. } => {
                let is_heading = !is_underlined_text(&self.rewritten.text[range.clone()]);
                self.start_text(range, is_heading);
            }
            Tag::BlockQuote(_) => self.open_quote(range),
            Tag::List(next) => self.open_list(next),
            Tag::Item => self.open_item(range),
            Tag::FootnoteDefinition(_) => self.open(Scope::Transparent, range.start),
            Tag::CodeBlock(kind) => self.start_code(kind, range),
            Tag::HtmlBlock | Tag::Table(_) => {
                self.end_text();
                self.joint.gap = Gap::Block;
                self.first_span = self.content.spans.len();
                self.html.scanner = html::Scanner::default();
            }
            Tag::TableRow | Tag::TableHead => self.row.cell_end = range.start,
            Tag::Link { link_type, dest_url, .. } => {
                self.open_link(link_type, &dest_url, range, LinkMark::Link)
            }
            Tag::Image { link_type, dest_url, .. } => {
                self.open_link(link_type, &dest_url, range, LinkMark::Image)
            }
            Tag::Strong => {
                self.flush_run();
                self.strong_depth += 1;
            }
            _ => self.flush_run(),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.end_text(),
            TagEnd::Heading(level) if self.text.as_ref().is_some_and(|text| text.is_heading) => {
                self.end_heading(level);
            }
            TagEnd::Heading(_) => self.end_text(),
            TagEnd::BlockQuote(_) => {
                self.quote_depth = self.quote_depth.saturating_sub(1);
                self.close(range.end);
            }
            TagEnd::List(_) => self.close_list(range.end),
            TagEnd::Item | TagEnd::FootnoteDefinition => self.close(range.end),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock | TagEnd::Table => self.end_spans(),
            TagEnd::TableCell => self.end_cell(range),
            TagEnd::TableRow => self.keep_lost_cells(range),
            TagEnd::Link | TagEnd::Image => self.close_link(range),
            TagEnd::Strong => {
                self.flush_run();
                self.strong_depth = self.strong_depth.saturating_sub(1);
            }
            _ => self.flush_run(),
        }
    }

    pub(super) fn push(&mut self, kind: BlockKind, at: usize) {
        let line = self.line_start(at);
        self.content.blocks.push(Block { kind, line });
    }

    /// The start of the line of the note that holds an offset of the rewritten text.
    pub(super) fn line_start(&mut self, at: usize) -> usize {
        self.lines.start(self.rewritten.map.start(at))
    }
}

/// Scopes: what headings start anew in.
impl Reader<'_> {
    fn open(&mut self, scope: Scope, at: usize) {
        self.end_text();
        self.joint.gap = Gap::Block;
        self.push(BlockKind::Open(scope), at);
    }

    fn close(&mut self, at: usize) {
        self.end_text();
        self.joint.gap = Gap::Block;
        self.push(BlockKind::Close, at);
    }

    fn open_list(&mut self, next: Option<u64>) {
        self.end_text();
        let (n_spans, n_links) = (self.content.spans.len(), self.content.links.len());
        self.lists.push(List { next, n_items: 0, n_spans, n_links });
    }

    fn close_list(&mut self, at: usize) {
        let Some(list) = self.lists.pop() else { return };
        // A list in another is a part of it.
        if self.lists.is_empty() {
            let Content { spans, links, .. } = &mut self.content;
            contents::hide(self.source, &mut spans[list.n_spans..], &links[list.n_links..]);
        }
        self.push(BlockKind::ListEnd { n_items: list.n_items }, at);
    }

    fn open_item(&mut self, range: Range<usize>) {
        let ordinal = self.lists.last_mut().and_then(|list| {
            list.n_items += 1;
            list.next.replace(list.next? + 1)
        });
        self.open(Scope::Item { ordinal }, range.start);
        self.fresh.item = Some(self.rewritten.map.start(range.start));
    }

    fn open_quote(&mut self, range: Range<usize>) {
        self.quote_depth += 1;
        while let [container, rest @ ..] = self.containers {
            if container.quote >= range.end {
                break;
            }
            self.containers = rest;
            if container.quote == range.start {
                return self.open_container(container, range);
            }
            self.lost.push(container.start);
        }
        self.open(Scope::Container, range.start);
        self.fresh.is_quote = true;
    }

    /// A block quote that stands for a container; its quote marks are not in the note.
    fn open_container(&mut self, container: &Container, range: Range<usize>) {
        let scope = match container.kind {
            ContainerKind::Admonition => Scope::Container,
            ContainerKind::Html(Element::Details | Element::Summary) => Scope::Details,
            ContainerKind::Html(_) => Scope::Transparent,
        };
        self.open(scope, range.start);
        self.fresh.has_title = container.has_title;
    }
}

/// Whether what the parser takes for a heading is none. A single `-` below a text is an empty item in notes written as lists,
/// and a rule below properties underlines nothing.
fn is_underlined_text(heading: &str) -> bool {
    const BEFORE: [char; 3] = [' ', '\t', '>'];
    let Some((text, underline)) = heading.trim_end().rsplit_once('\n') else { return false };
    underline.trim_start_matches(BEFORE) == "-"
        || text.lines().last().is_some_and(|line| property(line.trim_start_matches(BEFORE)).is_some())
}
