//! Inline text → spans, links and tags.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::blocks::reading;
use super::inline::{self, Piece};
use super::reader::Reader;
use super::state::LinkMark;
use crate::note::{Gap, Link, Span, SpanKind, Tag};
use crate::text::is_letter;

/// How many links that stand in each other have a text; that of an inner one is part of the outer one's, too.
const MAX_LINKS: usize = 8;

/// A `|` that is none of a table, as it is written.
const ESCAPED_BAR: &str = "\\|";

impl Reader<'_> {
    /// Plain text; longer runs are put together from the parser's pieces.
    pub(super) fn plain(&mut self, text: &str, range: Range<usize>) {
        if self.leaf.code.is_some() {
            return self.code_text(range);
        }
        let Range { start, end } = self.rewritten.map.range(range);
        if start == end {
            // Nothing of it stands in the note.
            return;
        }
        self.ensure_text(start);
        if self.source[start..end] != *text {
            self.flush_run();
            return self.shown_span(start..end, Some(text.into()), SpanKind::Prose);
        }
        if start == self.run.range.end + 1 && self.source[self.run.range.end..].starts_with(ESCAPED_BAR) {
            // The run goes on: it may be a wiki link in a table.
            self.run.escapes.push(self.run.range.end);
        } else if start != self.run.range.end {
            self.flush_run();
            self.run.range.start = start;
        }
        self.run.range.end = end;
    }

    /// Turns the run into spans, links and tags.
    pub(super) fn flush_run(&mut self) {
        let run = self.run.range.start.max(self.joint.from)..self.run.range.end;
        self.run.range.start = self.run.range.end;
        let escapes = std::mem::take(&mut self.run.escapes);
        if run.is_empty() {
            return;
        }
        let source = self.source;
        inline::read(source, run, |piece| match piece {
            Piece::Text(range) => self.unescaped(range, &escapes),
            Piece::WikiLink(link) => self.wiki_link(link, &escapes),
            Piece::Tag(range) => self.tag(range),
            Piece::CommentMark(mark) => self.content.comment_marks.push(mark),
            Piece::Comment(range) | Piece::Mark(range) => self.content.as_written.push(range),
        });
    }

    /// Prose without some backslashes of the note.
    fn unescaped(&mut self, range: Range<usize>, escapes: &[usize]) {
        let mut start = range.start;
        let first = escapes.partition_point(|&at| at < start);
        for &at in escapes[first..].iter().take_while(|&&at| at < range.end) {
            self.span(start..at, SpanKind::Prose);
            start = at + 1;
        }
        self.span(start..range.end, SpanKind::Prose);
    }

    fn wiki_link(&mut self, link: inline::WikiLink, escapes: &[usize]) {
        self.word_border();
        let text = |range: Range<usize>| self.source[range].to_owned();
        let shown = link.text.clone();
        let target = link.target.start..link.fragment.as_ref().unwrap_or(&link.target).end;
        if target != shown {
            self.content.as_written.push(target);
        }
        self.content.links.push(Link {
            range: link.range.clone(),
            target: text(link.target),
            fragment: link.fragment.map(text),
            text: text(link.text),
            embed: link.embed,
            wiki: true,
        });
        self.unescaped(shown, escapes);
        self.word_border();
    }

    fn tag(&mut self, range: Range<usize>) {
        if self.text.as_ref().is_some_and(|text| text.is_heading) {
            return;
        }
        let name = self.source[range.start + 1..range.end].to_owned();
        self.content.tags.push(Tag { name, range });
    }

    /// Inline code, which is no part of a word beside it.
    pub(super) fn inline_code(&mut self, range: Range<usize>) {
        self.word_border();
        self.verbatim(range, "`");
        self.word_border();
    }

    /// Text that is taken as it stands: inline code and formulas, without the marks around it.
    pub(super) fn verbatim(&mut self, range: Range<usize>, mark: &str) {
        self.begin_element();
        self.ensure_text(self.rewritten.map.start(range.start));
        let text = &self.rewritten.text[range.clone()];
        let inner = text.trim_start_matches(mark);
        let n_marks = if mark.is_empty() { 0 } else { (text.len() - inner.len()).min(text.len() / 2) };
        self.source_lines(range.start + n_marks..range.end - n_marks);
        self.end_element();
    }

    /// The lines of a range of the rewritten text, without what they begin with in a block quote.
    fn source_lines(&mut self, range: Range<usize>) {
        let (rewritten, source) = (self.rewritten, self.source);
        for piece in rewritten.map.pieces(range) {
            let mut at = piece.start;
            for line in source[piece].split_inclusive('\n') {
                let prefix = if self.begins_line(at) { self.quote_prefix(line) } else { 0 };
                let text = line[prefix..].trim();
                let start = at + prefix + (line.len() - prefix - line[prefix..].trim_start().len());
                // Space that isn't shown stands between words all the same.
                self.joint.is_apart |= start > at + prefix;
                let escaped = text.match_indices(ESCAPED_BAR).filter(|_| self.leaf.row.is_in_cell);
                let escapes: Vec<usize> = escaped.map(|(at, _)| start + at).collect();
                self.unescaped(start..start + text.len(), &escapes);
                if line.ends_with('\n') {
                    self.joint.gap = self.joint.gap.max(Gap::Line);
                }
                self.joint.is_apart |= start + text.len() < at + line.len();
                at += line.len();
            }
        }
    }

    /// Whether a byte begins a line of the note.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        at == 0 || self.source.as_bytes()[at - 1] == b'\n'
    }

    /// The bytes of the block quote marks that a line of the note begins with.
    pub(super) fn quote_prefix(&self, line: &str) -> usize {
        let mut rest = line;
        for _ in 0..self.nesting.n_quotes {
            match rest.trim_start_matches([' ', '\t']).strip_prefix('>') {
                Some(after) => rest = after,
                None => break,
            }
        }
        line.len() - rest.len()
    }

    pub(super) fn span(&mut self, range: Range<usize>, kind: SpanKind) {
        self.shown_span(range, None, kind);
    }

    pub(super) fn shown_span(&mut self, range: Range<usize>, shown: Option<Box<str>>, kind: SpanKind) {
        let last_end = self.content.spans.last().map_or(0, |last| last.range.end);
        let range = range.start.max(last_end).max(self.joint.from)..range.end;
        if range.is_empty() || self.leaf.html.is_pronunciation {
            return;
        }
        if let Some(text) = self.text.as_mut().filter(|text| !text.is_past_first_line) {
            let is_mark = self.source[range.clone()].trim_matches([' ', ':', '：', '\t']).is_empty();
            text.has_plain |= self.nesting.n_strong == 0 && !is_mark;
        }
        let mut span = Span { range, kind, gap: self.joint.gap, shown };
        let is_apart = self.joint.is_apart || self.joint.is_bordered;
        if is_apart && span.gap == Gap::Joined && self.goes_on_word(&span) {
            span.gap = if self.joint.is_apart { Gap::Line } else { Gap::Apart };
        }
        self.content.spans.push(span);
        self.joint.gap = Gap::Joined;
        (self.joint.is_apart, self.joint.is_bordered, self.joint.follows_element) = (false, false, false);
    }

    /// Whether a word or a name would go on from the last span into the next.
    fn goes_on_word(&self, next: &Span) -> bool {
        let is_of_word = |c: char| is_letter(c) || "_+#".contains(c);
        let last = self.content.spans.last().map_or("", |last| last.shown(self.source));
        last.ends_with(is_of_word) && next.shown(self.source).starts_with(is_of_word)
    }

    /// Code, keys or a wiki link begin or end: no word goes on there.
    pub(super) fn word_border(&mut self) {
        self.flush_run();
        self.joint.is_bordered = true;
    }

    /// A link or another element begins: no word goes on in it from the element that ended right before it, as one does
    /// from plain text.
    pub(super) fn begin_element(&mut self) {
        self.flush_run();
        self.joint.is_apart |= self.joint.follows_element;
    }

    /// An element ends.
    pub(super) fn end_element(&mut self) {
        self.flush_run();
        self.joint.follows_element = true;
    }
}

/// Links.
impl Reader<'_> {
    pub(super) fn open_link(&mut self, kind: LinkType, target: &str, range: Range<usize>, mark: LinkMark) {
        self.begin_element();
        let embed = mark == LinkMark::Image;
        let range = self.rewritten.map.range(range);
        self.ensure_text(range.start);
        let (target, fragment) = match target.split_once('#') {
            Some((target, fragment)) if kind != LinkType::Email => (target, Some(fragment.to_owned())),
            _ => (target, None),
        };
        let link =
            Link { range, target: target.to_owned(), fragment, text: String::new(), embed, wiki: false };
        self.nesting.links.push((self.content.links.len(), self.content.spans.len()));
        self.content.links.push(link);
    }

    pub(super) fn close_link(&mut self, range: Range<usize>) {
        self.end_element();
        self.keep_target(range);
        if let Some((link, first_span)) =
            self.nesting.links.pop().filter(|_| self.nesting.links.len() < MAX_LINKS)
        {
            let text = reading(self.source, &self.content.spans[first_span..]);
            self.content.links[link].text = text;
        }
    }

    /// Keeps where a link leads, with its title, if both are written with it: what follows its text.
    fn keep_target(&mut self, range: Range<usize>) {
        let Some(tail) = self.rewritten.text.get(self.event_end..range.end) else { return };
        let Some((text, target)) = tail.split_once("](").filter(|_| tail.ends_with(')')) else { return };
        let start = self.event_end + text.len() + "](".len();
        let written = self.rewritten.map.range(start..start + target.len() - 1);
        self.content.as_written.push(written);
    }
}
