//! Parser events → a note's content: flat blocks and spans, in bytes of the note.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::blocks::{Block, BlockKind, Content, Scope};
use super::contents;
use super::headers::ContainerKind;
use super::html::{self, Element};
use super::lines::LineStarts;
use super::logseq::property;
use super::rewritten::{Container, Rewritten};
use super::state::{Awaited, Fresh, Joint, Leaf, LinkMark, List, Nesting, Run, Text};
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
    let unmet = reader.awaited.unmet();
    if unmet.is_empty() { Ok(reader.content) } else { Err(unmet) }
}

/// Reads events; what it does with spans and with leaves is in modules of their own.
pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) rewritten: &'a Rewritten<'a>,
    pub(super) content: Content,
    pub(super) lines: LineStarts<'a>,
    awaited: Awaited<'a>,
    pub(super) nesting: Nesting,
    pub(super) fresh: Fresh,
    pub(super) leaf: Leaf,
    pub(super) text: Option<Text>,
    pub(super) run: Run,
    pub(super) joint: Joint,
    /// Where that began or ended in the rewritten text which the parser told of last.
    pub(super) event_end: usize,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, rewritten: &'a Rewritten<'a>) -> Reader<'a> {
        Reader {
            source,
            rewritten,
            content: Content::default(),
            lines: LineStarts::new(source),
            awaited: Awaited::new(&rewritten.containers),
            nesting: Nesting::default(),
            fresh: Fresh::default(),
            leaf: Leaf::default(),
            text: None,
            run: Run::default(),
            joint: Joint::default(),
            event_end: 0,
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
                self.leaf.row.is_in_cell = true;
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
                self.leaf.first_span = self.content.spans.len();
                self.leaf.html.scanner = html::Scanner::default();
            }
            Tag::TableRow | Tag::TableHead => self.leaf.row.cell_end = range.start,
            Tag::Link { link_type, dest_url, .. } => {
                self.open_link(link_type, &dest_url, range, LinkMark::Link)
            }
            Tag::Image { link_type, dest_url, .. } => {
                self.open_link(link_type, &dest_url, range, LinkMark::Image)
            }
            Tag::Strong => {
                self.flush_run();
                self.nesting.n_strong += 1;
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
                self.nesting.n_quotes = self.nesting.n_quotes.saturating_sub(1);
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
                self.nesting.n_strong = self.nesting.n_strong.saturating_sub(1);
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
        self.nesting.lists.push(List { next, n_items: 0, n_spans, n_links });
    }

    fn close_list(&mut self, at: usize) {
        let Some(list) = self.nesting.lists.pop() else { return };
        // A list in another is a part of it.
        if self.nesting.lists.is_empty() {
            let Content { spans, links, .. } = &mut self.content;
            contents::hide(self.source, &mut spans[list.n_spans..], &links[list.n_links..]);
        }
        self.push(BlockKind::ListEnd { n_items: list.n_items }, at);
    }

    fn open_item(&mut self, range: Range<usize>) {
        let ordinal = self.nesting.lists.last_mut().and_then(|list| {
            list.n_items += 1;
            list.next.replace(list.next? + 1)
        });
        self.open(Scope::Item { ordinal }, range.start);
        self.fresh.item = Some(self.rewritten.map.start(range.start));
    }

    fn open_quote(&mut self, range: Range<usize>) {
        self.nesting.n_quotes += 1;
        if let Some(container) = self.awaited.met_in(&range) {
            return self.open_container(container, range);
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
