//! The lines of a section: what each is, and which part of it a reader reads.

use std::ops::Range;

use super::Source;
use crate::markdown::{property, unspaced_name};
use crate::note::{Gap, Span, SpanKind};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Nothing that is read: empty, a rule, tags.
    Mute,
    FrontMatter,
    /// The section's own name.
    Heading,
    /// A paragraph's or list item's text.
    Text,
    /// A line that is a property: `key:: value`.
    Property,
    /// A row of a table.
    Row,
    Code,
    /// The line that opens or closes a code block.
    Fence,
}

/// A line of a section.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its bytes without indentation, quote marks and line end; a row is without its outer bars.
    pub(super) body: Range<usize>,
    pub(super) kind: LineKind,
    /// Whether it goes on with the sentence of the line before.
    pub(super) continues: bool,
    /// How many characters stand before `body`.
    pub(super) chars_before: usize,
}

/// The lines of what may be shown.
pub(super) struct Layout<'a> {
    pub(super) text: &'a str,
    pub(super) spans: &'a [Span],
    pub(super) lines: Vec<Line>,
    /// The number of the first line, 1-based.
    pub(super) first_line: u32,
}

impl<'a> Layout<'a> {
    pub(super) fn new(source: &Source<'a>) -> Layout<'a> {
        let text = source.text;
        let n_before = text[..source.within.start].bytes().filter(|&byte| byte == b'\n').count();
        let first_line = source.first_line + n_before as u32;
        let mut layout = Layout { text, spans: source.spans, lines: Vec::new(), first_line };
        let mut reader = LineReader { source, spans: source.spans, code: source.code };
        let (mut at, mut n_chars) = (source.within.start, 0);
        for line in text[source.within.clone()].split_inclusive('\n') {
            let whole = at..at + line.trim_end_matches(['\n', '\r']).len();
            let (kind, continues, body) = reader.line(whole);
            let continues = continues && layout.lines.last().is_some_and(|before| before.kind == kind);
            let chars_before = n_chars + text[at..body.start].chars().count();
            layout.lines.push(Line { body, kind, continues, chars_before });
            at += line.len();
            n_chars += line.chars().count();
        }
        layout
    }

    /// The lines of the block around a line: a paragraph, the lines of a code block, else the line alone.
    pub(super) fn block(&self, line: usize) -> Range<usize> {
        let joins = |line: &Line| line.continues || line.kind == LineKind::Code;
        let is_code = self.lines[line].kind == LineKind::Code;
        let belongs =
            |idx: &usize| joins(&self.lines[*idx]) && (self.lines[*idx].kind == LineKind::Code) == is_code;
        let start = (0..=line).rev().take_while(belongs).last();
        // The line that opens a paragraph doesn't continue one.
        let start = match start {
            Some(start) if !is_code => start.saturating_sub(1),
            Some(start) => start,
            None => line,
        };
        let n_more = (line + 1..self.lines.len()).take_while(belongs).count();
        start..line + 1 + n_more
    }

    /// Whether a line tells a reader something: no name, no image, no property, no front matter.
    pub(super) fn is_useful(&self, line: usize) -> bool {
        let kind = self.lines[line].kind;
        let is_read = matches!(kind, LineKind::Text | LineKind::Row | LineKind::Code);
        is_read && !self.is_image(line) && self.says(line)
    }

    /// Whether a line of text begins with an image.
    pub(super) fn is_image(&self, line: usize) -> bool {
        let text = without_bullet(self.body(line));
        self.lines[line].kind == LineKind::Text && (text.starts_with("![") || text.starts_with("[!["))
    }

    /// Whether a line holds a letter or digit.
    pub(super) fn says(&self, line: usize) -> bool {
        self.body(line).contains(char::is_alphanumeric)
    }

    pub(super) fn body(&self, line: usize) -> &'a str {
        &self.text[self.lines[line].body.clone()]
    }

    /// Whether a line of the front matter gives the note's title.
    pub(super) fn is_title(&self, line: usize) -> bool {
        self.lines[line].kind == LineKind::FrontMatter && begins_title(self.body(line))
    }
}

/// Reads lines in order.
struct LineReader<'a, 's> {
    source: &'s Source<'a>,
    /// The spans that do not end before the line.
    spans: &'s [Span],
    /// The code blocks that do not end before the line.
    code: &'s [Range<usize>],
}

impl LineReader<'_, '_> {
    /// What a line is, whether it goes on with the one before, and its body.
    fn line(&mut self, line: Range<usize>) -> (LineKind, bool, Range<usize>) {
        let text = self.source.text;
        let n_past = self.spans.iter().take_while(|span| span.range.end <= line.start).count();
        self.spans = &self.spans[n_past..];
        let n_past = self.code.iter().take_while(|block| block.end <= line.start).count();
        self.code = &self.code[n_past..];
        if line.start < self.source.front_matter {
            return (LineKind::FrontMatter, false, trimmed(text, line));
        }
        let on_line = self.spans.iter().take_while(|span| span.range.start < line.end);
        let read = on_line.filter(|span| span.kind.is_read());
        let kind = read.clone().next().map(|span| (span.kind, span.gap, span.range.start));
        if self.code.first().is_some_and(|block| block.start <= line.start) {
            return match kind {
                // A line of blanks inside the block: a snippet may go over it, and begins and ends with none.
                _ if text[line.clone()].trim().is_empty() => (LineKind::Code, false, line.end..line.end),
                // What stands before the first code of a line belongs to the list or quote around it.
                Some((SpanKind::Code, _, start)) => (LineKind::Code, false, start.max(line.start)..line.end),
                _ => (LineKind::Fence, false, trimmed(text, line)),
            };
        }
        let body = without_quote_marks(text, line.clone());
        match kind {
            None => (LineKind::Mute, false, body),
            Some((SpanKind::Heading, ..)) => (LineKind::Heading, false, without_marks(text, body)),
            Some((_, gap, _)) => {
                let n_cells = read.filter(|span| span.gap == Gap::Block).count();
                match n_cells > 1 || text[body.clone()].starts_with('|') {
                    true => (LineKind::Row, false, without_bars(text, body)),
                    false if property(without_bullet(&text[body.clone()])).is_some() => {
                        (LineKind::Property, gap == Gap::Line, body)
                    }
                    false => (LineKind::Text, gap == Gap::Line, body),
                }
            }
        }
    }
}

/// Whether a text of the front matter begins with the key of the note's title.
pub(super) fn begins_title(text: &str) -> bool {
    text.trim_start().trim_start_matches('"').starts_with("title")
}

/// A line without the mark of the list item that it opens.
fn without_bullet(line: &str) -> &str {
    line.strip_prefix(['-', '*', '+'])
        .filter(|rest| rest.starts_with([' ', '\t']))
        .unwrap_or(line)
        .trim_start()
}

/// A row without the bars around it.
fn without_bars(text: &str, row: Range<usize>) -> Range<usize> {
    let inner = text[row.clone()].strip_prefix('|').unwrap_or(&text[row.clone()]);
    let start = row.end - inner.len();
    let bare = inner.strip_suffix('|').filter(|bare| !bare.ends_with('\\')).unwrap_or(inner);
    trimmed(text, start..start + bare.len())
}

/// A range without white space around it.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let start = range.end - text[range.clone()].trim_start_matches(['\u{feff}', ' ', '\t', '\u{3000}']).len();
    start..start + text[start..range.end].trim_end().len()
}

/// A line without indentation and the marks of the block quotes around it.
fn without_quote_marks(text: &str, line: Range<usize>) -> Range<usize> {
    let mut body = trimmed(text, line);
    while text[body.clone()].starts_with('>') {
        body = trimmed(text, body.start + 1..body.end);
    }
    body
}

/// A heading without its number signs; `##连接池##` has them, too.
fn without_marks(text: &str, heading: Range<usize>) -> Range<usize> {
    let line = &text[heading.clone()];
    let marks = line.len() - line.trim_start_matches('#').len();
    let is_spaced = marks <= 6 && line[marks..].starts_with([' ', '\t']);
    let Some(name) = unspaced_name(line).or(is_spaced.then_some(marks..line.len())) else { return heading };
    let named = trimmed(text, heading.start + name.start..heading.start + name.end);
    let closed = text[named.clone()].trim_end_matches('#');
    if closed.ends_with([' ', '\t']) { trimmed(text, named.start..named.start + closed.len()) } else { named }
}
