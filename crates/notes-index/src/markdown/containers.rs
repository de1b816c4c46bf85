//! Containers with an indented body, rewritten as block quotes so that the parser sees their Markdown; headings without a
//! space, with one.
//!
//! CommonMark reads the body of `!!! note`, of `=== "Tab"` or of an indented `<details>` as indented
//! code, or as one paragraph with its header. One forward scan of the lines finds such bodies and
//! writes `> ` in the place of their indentation.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::contents;
use super::evidence::looks_like_markdown;
use super::headers::{ContainerKind, Header};
use super::line_map::Rewriter;
use super::lines::{
    Fence, Indent, MAX_COLUMN, deep_mark, indent, is_blank, is_underlined, list_marker, rules, skip_columns,
    unspaced_name,
};
use super::opaque::{Close, FORMULAS};
use super::rewritten::{Container, Rewritten};

/// How deep containers nest; every level adds two bytes to every line.
const MAX_DEPTH: usize = 8;

/// Rewrites the containers of `source` from the byte `body` on, except those that start at a byte of
/// `banned`.
pub(super) fn rewrite<'a>(source: &'a str, body: usize, banned: &HashSet<usize>) -> Rewritten<'a> {
    let mut scanner = Scanner::new(source, body, banned);
    let mut at = body;
    while at < source.len() {
        let end = source[at..].find('\n').map_or(source.len(), |newline| at + newline + 1);
        scanner.line(at..end);
        at = end;
    }
    scanner.finish(body)
}

/// A container whose body is being read.
#[derive(Debug)]
struct Open {
    /// The column of the body: lines that are indented by less end it.
    body_column: usize,
    /// The length of the line prefix outside.
    outer_prefix: usize,
    /// How many list items were open outside.
    outer_items: usize,
}

/// A stretch of lines that hold no structure.
#[derive(Clone, Copy, Debug)]
struct Opaque {
    close: Close,
    /// The column of its context: a line that is indented by less ends it.
    column: usize,
    /// Lines that begin before this byte belong to it whatever their indentation.
    until: usize,
}

struct Scanner<'a, 'b> {
    source: &'a str,
    banned: &'b HashSet<usize>,
    out: Rewriter<'a>,
    containers: Vec<Container>,
    open: Vec<Open>,
    /// The content columns of the open list items.
    items: Vec<usize>,
    /// What a line of the innermost container begins with.
    prefix: String,
    opaque: Option<Opaque>,
    /// Blank lines that were read and not yet written.
    blanks: Vec<Range<usize>>,
    /// Whether the last line was not blank.
    follows_text: bool,
    /// What [`Scanner::closes`] has found of each of [`FORMULAS`], and up to which byte that holds.
    closed: [(usize, bool); FORMULAS.len()],
}

impl<'a, 'b> Scanner<'a, 'b> {
    fn new(source: &'a str, body: usize, banned: &'b HashSet<usize>) -> Scanner<'a, 'b> {
        Scanner {
            source,
            banned,
            out: Rewriter::new(source, body),
            containers: Vec::new(),
            open: Vec::new(),
            items: Vec::new(),
            prefix: String::new(),
            opaque: None,
            blanks: Vec::new(),
            follows_text: false,
            closed: [(0, false); FORMULAS.len()],
        }
    }

    fn finish(mut self, body: usize) -> Rewritten<'a> {
        self.write_blanks();
        if self.containers.is_empty() && self.out.len() == self.source.len() - body {
            return Rewritten::untouched(self.source, body);
        }
        let (text, map) = self.out.finish();
        Rewritten { text: Cow::Owned(text), map, containers: self.containers }
    }

    fn line(&mut self, line: Range<usize>) {
        let text = &self.source[line.clone()];
        if is_blank(text) {
            self.blanks.push(line);
            if matches!(self.opaque, Some(Opaque { close: Close::Formula(_), .. })) {
                self.opaque = None;
            }
            return;
        }
        let indent = indent(text);
        self.close_dedented(line.start, indent.columns);
        self.write_blanks();
        match self.opaque {
            Some(opaque) => self.opaque_line(line, opaque),
            None => self.open_line(line, indent),
        }
        self.follows_text = true;
    }

    /// Ends the containers and stretches that a line indented by `columns` does not belong to.
    fn close_dedented(&mut self, start: usize, columns: usize) {
        if self.opaque.is_some_and(|opaque| start < opaque.until) {
            return;
        }
        self.opaque = self.opaque.filter(|opaque| columns >= opaque.column);
        let keep = self.open.iter().take_while(|open| open.body_column <= columns).count();
        if let Some(closed) = self.open.get(keep) {
            self.prefix.truncate(closed.outer_prefix);
            self.items.truncate(closed.outer_items);
            self.open.truncate(keep);
            if self.blanks.is_empty() {
                self.write_synthetic_blank();
            }
        }
    }

    /// A line inside a fence, a comment or a formula.
    fn opaque_line(&mut self, line: Range<usize>, opaque: Opaque) {
        let text = self.source[line.clone()].trim();
        let is_formula = matches!(opaque.close, Close::Formula(_));
        if opaque.close.is_in(text) {
            self.opaque = None;
        }
        self.write_prefix();
        // In a formula a line of `=` is no underline of a heading.
        if is_formula && !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'=' | b'-')) {
            let at = line.start + indent(&self.source[line.clone()]).bytes;
            self.write_content(line.start..at);
            self.out.insert("\\");
            self.out.copy(at..line.end);
        } else {
            self.write_content(line);
        }
    }

    /// A line that may hold structure.
    fn open_line(&mut self, line: Range<usize>, indent: Indent) {
        while self.items.last().is_some_and(|&column| column > indent.columns) {
            self.items.pop();
        }
        if indent.columns >= self.context() + 4 {
            self.write_line(line);
            return;
        }
        let (at, column) = self.list_items(line.start + indent.bytes..line.end, indent.columns);
        let content = self.source[at..line.end].trim_end();
        let starts_line = at == line.start + indent.bytes;
        match self.header(content, at, line.end, column) {
            Some(header) => self.write_header(line, at, column, header),
            None => {
                self.opaque = self.stretch(content, line.end);
                self.write_text(line, content, starts_line);
            }
        }
    }

    /// The column that the contents of the innermost list item or container begin at.
    fn context(&self) -> usize {
        let body = self.open.last().map_or(0, |open| open.body_column);
        self.items.last().map_or(body, |&column| column.max(body))
    }

    /// Opens the list items that a line begins with: gives the byte and the column after their marks.
    fn list_items(&mut self, content: Range<usize>, column: usize) -> (usize, usize) {
        let (mut at, mut column) = (content.start, column);
        let rules = rules(&self.source[content.clone()]);
        while !rules.contains(&(at - content.start))
            && let Some(marker) = list_marker(&self.source[at..content.end], column)
        {
            at += marker.bytes;
            column += marker.columns;
            self.items.push(column);
        }
        (at.min(content.end), column)
    }

    /// The stretch without structure that a line begins.
    fn stretch(&mut self, content: &str, line_end: usize) -> Option<Opaque> {
        let close = Close::of_opened(content)?;
        let until = match close {
            Close::Fence(fence) => self.fence_end(fence, line_end),
            Close::Formula(mark) if !self.closes(mark, line_end) => return None,
            Close::Formula(_) | Close::Mark(_) => 0,
        };
        Some(Opaque { close, column: self.context(), until })
    }

    /// Whether a formula is closed before the next blank line: `\[1] a` is none, and what looks like a heading below is one.
    fn closes(&mut self, mark: &str, from: usize) -> bool {
        let Some(idx) = FORMULAS.iter().position(|(_, close)| *close == mark) else { return false };
        let (last, is_closed) = self.closed[idx];
        if from <= last {
            return is_closed;
        }
        let mut last = from;
        let mut lines = self.source[from..].split_inclusive('\n').take_while(|line| !is_blank(line));
        let is_closed = lines.any(|line| {
            let closes = line.contains(mark);
            last += if closes { 0 } else { line.len() };
            closes
        });
        self.closed[idx] = (last, is_closed);
        is_closed
    }

    /// Code inside a container may stand left of the container's body: where the fence is closed, if
    /// that comes before anything else opens, else 0.
    fn fence_end(&self, fence: Fence, from: usize) -> usize {
        if self.open.is_empty() {
            return 0;
        }
        let mut at = from;
        for line in self.source[from..].split_inclusive('\n') {
            at += line.len();
            let content = line.trim();
            match Fence::parse(content) {
                Some(close) if fence.is_closed_by(close) => return at,
                Some(_) => return 0,
                None if content.starts_with(['!', '?']) && Header::parse(content, 0).is_some() => return 0,
                None => {}
            }
        }
        0
    }

    /// The header that a line is, if an indented body follows and is Markdown.
    fn header(&self, content: &str, at: usize, line_end: usize, column: usize) -> Option<Header> {
        let header = Header::parse(content, at)?;
        if self.open.len() >= MAX_DEPTH || column > MAX_COLUMN || self.banned.contains(&at) {
            return None;
        }
        let body = &self.source[line_end..];
        let next = body.lines().find(|line| !is_blank(line))?;
        let is_indented = indent(next).columns >= column + 4;
        (is_indented && (header.is_certain || looks_like_markdown(body, column + 4))).then_some(header)
    }

    /// Opens a container.
    fn write_header(&mut self, line: Range<usize>, at: usize, column: usize, header: Header) {
        if self.follows_text {
            self.write_synthetic_blank();
        }
        self.write_prefix();
        self.write_content(line.start..at);
        self.containers.push(Container {
            quote: self.out.len(),
            start: at,
            kind: header.kind,
            has_title: !header.title.is_empty(),
        });
        let newline = line.end - usize::from(self.source[line.clone()].ends_with('\n'));
        self.out.insert("> ");
        match header.kind {
            // The tag keeps a title like `1. …` from being read as more than a line of text.
            ContainerKind::Admonition if !header.title.is_empty() => {
                self.out.insert("<b>");
                self.out.copy(header.title);
                self.out.copy(newline..line.end);
            }
            ContainerKind::Admonition => self.out.copy(newline..line.end),
            ContainerKind::Html(_) => self.out.copy(at..line.end),
        }
        self.enter(column);
        self.write_synthetic_blank();
    }

    /// Makes the lines indented by four columns more than `column` the innermost container's body.
    fn enter(&mut self, column: usize) {
        let outer_body = self.open.last().map_or(0, |open| open.body_column);
        let outer_prefix = self.prefix.len();
        let context = self.context();
        self.prefix.extend(std::iter::repeat_n(' ', context - outer_body));
        self.prefix.push_str("> ");
        self.open.push(Open { body_column: column + 4, outer_prefix, outer_items: self.items.len() });
    }

    fn write_blanks(&mut self) {
        if !self.blanks.is_empty() {
            self.follows_text = false;
        }
        for line in std::mem::take(&mut self.blanks) {
            if !self.prefix.is_empty() {
                self.out.insert(self.prefix.trim_end());
            }
            self.out.copy(line);
        }
    }

    /// A blank line that is not in the note, so that nothing is continued into or out of a container.
    fn write_synthetic_blank(&mut self) {
        self.out.insert(self.prefix.trim_end());
        self.out.insert("\n");
        self.follows_text = false;
    }

    /// A line that opens nothing. The sign for a table of contents is no part of the heading that is underlined below it.
    fn write_text(&mut self, line: Range<usize>, content: &str, starts_line: bool) {
        let is_apart = contents::is_sign(content) && is_underlined(&self.source[line.end..]);
        if is_apart && self.follows_text {
            self.write_synthetic_blank();
        }
        match unspaced_name(content) {
            Some(name) if starts_line => self.write_heading(line, name),
            _ => self.write_line(line),
        }
        if is_apart {
            self.write_synthetic_blank();
        }
    }

    /// Writes the space that a heading lacks around its name; `##连接池##` lacks one more.
    fn write_heading(&mut self, line: Range<usize>, name: Range<usize>) {
        let start = line.start + indent(&self.source[line.clone()]).bytes;
        let (begin, end) = (start + name.start, start + name.end);
        self.write_prefix();
        self.write_content(line.start..begin);
        self.out.insert(" ");
        self.out.copy(begin..end);
        if self.source[end..line.end].starts_with('#') {
            self.out.insert(" ");
        }
        self.out.copy(end..line.end);
    }

    fn write_line(&mut self, line: Range<usize>) {
        self.write_prefix();
        self.write_content(line);
    }

    fn write_prefix(&mut self) {
        if !self.prefix.is_empty() {
            self.out.insert(&self.prefix);
        }
    }

    /// Copies a line without the indentation that the innermost container's prefix stands for. What would nest too deep
    /// becomes text.
    fn write_content(&mut self, line: Range<usize>) {
        let body_column = self.open.last().map_or(0, |open| open.body_column);
        let text = &self.source[line.clone()];
        let (skipped, spare) = skip_columns(text, body_column);
        if spare > 0 {
            self.out.insert(&"    "[..spare.min(4)]);
        }
        let mut start = line.start + skipped;
        if let Some(mark) = deep_mark(text).filter(|&mark| mark >= skipped) {
            self.out.copy(start..line.start + mark);
            self.out.insert("\\");
            start = line.start + mark;
        }
        self.out.copy(start..line.end);
    }
}
