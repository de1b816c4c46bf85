//! Texts that are read line by line: paragraphs, headings, cells, the lines of tight list items.

use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::blocks::{Block, BlockKind, Line, reading};
use super::inline;
use super::lines::columns;
use super::reader::Reader;
use super::state::Text;
use crate::note::{Gap, Task};

/// How wide the title of a callout may be; a character that is not ASCII takes two columns.
const MAX_TITLE_COLUMNS: usize = 120;

impl Reader<'_> {
    pub(super) fn start_text(&mut self, range: Range<usize>, is_heading: bool) {
        let (is_quote_fresh, item) = (self.fresh.is_quote, self.fresh.item.filter(|_| !is_heading));
        let is_title = std::mem::take(&mut self.fresh.has_title);
        self.end_text();
        self.joint.gap = Gap::Block;
        let start = self.rewritten.map.start(range.start);
        let callout = is_quote_fresh.then(|| callout_marker(&self.source[start..])).flatten();
        if let Some(len) = callout {
            self.joint.from = start + len;
        }
        self.text = Some(Text { is_heading, item, ..self.new_text(start, is_title || callout.is_some()) });
        if item.is_some() {
            self.read_box(start);
        }
    }

    fn new_text(&self, start: usize, is_title: bool) -> Text {
        let n_spans = self.content.spans.len();
        let line = Line { spans: n_spans..n_spans, end: start, ..Line::default() };
        Text { line, is_title, start, ..Text::default() }
    }

    /// Begins the text of a tight list item, which has no paragraph.
    pub(super) fn ensure_text(&mut self, at: usize) {
        if self.text.is_none() {
            self.joint.gap = Gap::Block;
            let item = self.fresh.item.take();
            self.text = Some(Text { item, ..self.new_text(at, false) });
            if item.is_some() {
                self.read_box(at);
            }
        }
    }

    pub(super) fn end_text(&mut self) {
        self.flush_run();
        self.end_first_line();
        self.leaf.html.is_pronunciation = false;
        self.fresh.is_quote = false;
        self.fresh.item = None;
        self.nesting.n_strong = 0;
        let Some(mut text) = self.text.take() else { return };
        let has_more = self.content.spans.len() > text.line.spans.end;
        text.line.has_more = has_more && (text.line.is_bold || !self.is_lazy(&text));
        if has_more || !text.line.spans.is_empty() || text.line.is_task {
            let line = self.lines.start(text.start);
            self.content.blocks.push(Block { kind: BlockKind::Text(text.line), line });
        }
    }

    /// Whether the second line of a text that opens a list item is more of it only to the parser: it is indented no deeper
    /// than the item.
    fn is_lazy(&mut self, text: &Text) -> bool {
        let next = self.source[text.line.end..].split_once('\n').map(|(_, next)| next);
        let Some((item, next)) = text.item.zip(next) else { return false };
        let words = next.trim_start_matches([' ', '\t', '>']);
        let line = self.lines.start(item);
        columns(&next[..next.len() - words.len()]) <= columns(&self.source[line..item])
    }

    pub(super) fn end_heading(&mut self, level: HeadingLevel) {
        let id = self.end_name();
        let Some(text) = self.text.take() else { return };
        let spans = text.line.spans.start..self.content.spans.len();
        let line = self.lines.start(text.start);
        let kind = BlockKind::Heading { level: level as u8, id, spans };
        self.content.blocks.push(Block { kind, line });
    }

    /// Reads the run that ends a heading, but for its `{#id .class}`, which is kept as it is written.
    fn end_name(&mut self) -> Range<usize> {
        let attributes = inline::heading_attributes(self.source, self.run.range.clone());
        let end = self.source[..self.run.range.end].trim_end().len();
        self.run.range.end = attributes.as_ref().map_or(self.run.range.end, |(start, _)| *start);
        self.flush_run();
        let Some((start, id)) = attributes else { return 0..0 };
        self.content.as_written.push(start + 1..end - 1);
        id
    }

    /// Marks where the first line of a text is over. The title of a callout is a block of its own, and
    /// a sentence in its place is text.
    fn end_first_line(&mut self) {
        let n_spans = self.content.spans.len();
        let Some(text) = self.text.as_mut().filter(|text| !text.is_past_first_line) else { return };
        text.is_past_first_line = true;
        text.line.spans.end = n_spans;
        text.line.is_bold = !text.has_plain && !text.line.spans.is_empty();
        if let [first, .., last] | [first @ last] = &self.content.spans[text.line.spans.clone()] {
            text.line.end = last.range.end;
            if let Some(task) = self.content.tasks.last_mut().filter(|_| text.line.is_task) {
                let start = task.range.start.max(first.range.start);
                task.range = start..last.range.end.max(start);
            }
        }
        if !text.is_title {
            return;
        }
        let (spans, start) = (text.line.spans.clone(), text.start);
        text.line = Line { spans: n_spans..n_spans, ..Line::default() };
        self.joint.gap = Gap::Block;
        if !spans.is_empty() {
            let line = self.lines.start(start);
            let is_text = is_sentence(&reading(self.source, &self.content.spans[spans.clone()]));
            let text = Line { spans: spans.clone(), ..Line::default() };
            let kind = if is_text { BlockKind::Text(text) } else { BlockKind::Title { spans } };
            self.content.blocks.push(Block { kind, line });
        }
    }

    pub(super) fn line_break(&mut self, gap: Gap) {
        self.flush_run();
        self.joint.gap = self.joint.gap.max(gap);
        self.end_first_line();
    }

    pub(super) fn task(&mut self, done: bool, range: Range<usize>) {
        let at = self.rewritten.map.end(range.end);
        self.ensure_text(at);
        self.begin_task(done, at);
    }

    /// Makes a task of the text that an item begins with, if it has a box that the parser knows nothing of. That is text as well:
    /// who looks for its sign finds it.
    fn read_box(&mut self, at: usize) {
        if let Some((done, len)) = other_box(&self.source[at..]) {
            self.begin_task(done, at + len);
        }
    }

    fn begin_task(&mut self, done: bool, at: usize) {
        if let Some(text) = &mut self.text {
            text.line.is_task = true;
        }
        self.content.tasks.push(Task { done, range: at..at });
    }
}

/// Whether the first line of a callout is what it says, and no title.
fn is_sentence(text: &str) -> bool {
    let columns: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let end = text.trim_end_matches([' ', '"', '\'', '”', '’', '」', '』', '）', ')']);
    let stops = end.ends_with(['。', '．']) || (end.ends_with('.') && !end.ends_with(".."));
    columns > MAX_TITLE_COLUMNS || stops
}

/// The box that a text begins with, `[/] `: whether its task is done, and how many bytes it takes with the space behind it.
fn other_box(text: &str) -> Option<(bool, usize)> {
    let mut inside = text.strip_prefix('[')?.chars();
    let sign = inside.next()?;
    let behind = inside.as_str().strip_prefix(']').filter(|behind| behind.starts_with([' ', '\t']))?;
    let done =
        [(Task::OPEN, false), (Task::DONE, true)].into_iter().find(|(signs, _)| signs.contains(sign))?.1;
    Some((done, text.len() - behind.trim_start_matches([' ', '\t']).len()))
}

/// The bytes of the type that makes a block quote a callout: `[!note]-`.
pub(super) fn callout_marker(text: &str) -> Option<usize> {
    let kind = text.strip_prefix("[!")?;
    let len = kind.find(|char: char| !char.is_alphanumeric() && !"-_|+ ".contains(char))?;
    let after = kind[len..].strip_prefix(']').filter(|_| len > 0)?;
    let title = after.strip_prefix(['+', '-']).unwrap_or(after).trim_start_matches([' ', '\t']);
    Some(text.len() - title.len())
}
