//! Code blocks, HTML blocks and the cells of tables.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::blocks::{Block, BlockKind, Line};
use super::html::{self, Element, Piece};
use super::language;
use super::reader::Reader;
use super::references::references;
use super::state::Code;
use crate::note::{CodeBlock, Gap, SpanKind};

/// Code blocks.
impl Reader<'_> {
    pub(super) fn start_code(&mut self, kind: CodeBlockKind<'_>, range: Range<usize>) {
        self.end_text();
        self.joint.gap = Gap::Block;
        let info = match kind {
            CodeBlockKind::Fenced(info) => {
                self.keep_info(range.start);
                info.trim().to_owned()
            }
            CodeBlockKind::Indented => String::new(),
        };
        self.leaf.code = Some(Code { info, range });
    }

    /// Keeps what follows the marks of a fence that begins at an offset of the rewritten text.
    fn keep_info(&mut self, at: usize) {
        let text = &self.rewritten.text[at..];
        let line = text.split(['\n', '\r']).next().unwrap_or_default();
        let fence = line.trim_start();
        let info = fence.trim_start_matches(if fence.starts_with('~') { '~' } else { '`' });
        let written = self.rewritten.map.range(at + line.len() - info.len()..at + line.len());
        self.content.as_written.push(written);
    }

    /// Lines of code. Neighbours become one span; a line end between them belongs to it.
    pub(super) fn code_text(&mut self, range: Range<usize>) {
        let rewritten = self.rewritten;
        for piece in rewritten.map.pieces(range) {
            match self.content.spans.last_mut().filter(|_| self.joint.gap != Gap::Block) {
                Some(last) if last.range.end == piece.start => last.range.end = piece.end,
                _ => self.span(piece, SpanKind::Code),
            }
            self.joint.gap = Gap::Line;
        }
    }

    pub(super) fn end_code(&mut self) {
        let Some(code) = self.leaf.code.take() else { return };
        let text = self.rewritten.text[code.range.clone()].trim_end();
        let first = self.rewritten.map.start(code.range.start);
        let last = self.rewritten.map.end(code.range.start + text.len()).max(first);
        let start = self.lines.start(first);
        let end = self.source[last..].find('\n').map_or(self.source.len(), |newline| last + newline + 1);
        self.content.code_blocks.push(CodeBlock {
            language: language::of_info(&code.info),
            info: code.info,
            range: start..end,
            section: 0,
        });
        self.push(BlockKind::Code, code.range.start);
        self.joint.gap = Gap::Block;
    }
}

/// HTML.
impl Reader<'_> {
    pub(super) fn html_line(&mut self, range: Range<usize>) {
        let mut scanner = std::mem::take(&mut self.leaf.html.scanner);
        let (rewritten, source) = (self.rewritten, self.source);
        for line in rewritten.map.pieces(range) {
            self.leaf.html.line = self.lines.start(line.start);
            scanner.scan(source, line, |piece| self.html_piece(piece));
        }
        self.leaf.html.scanner = scanner;
        self.joint.gap = self.joint.gap.max(Gap::Line);
    }

    fn html_piece(&mut self, piece: Piece) {
        match piece {
            Piece::Text(range) => self.separate_text(range),
            Piece::Hidden(range) => self.content.as_written.push(range),
            Piece::Open(Element::Inline) => self.begin_element(),
            Piece::Close(Element::Inline) => self.end_element(),
            Piece::Open(Element::Code) | Piece::Close(Element::Code) => self.word_border(),
            Piece::Open(Element::Ruby | Element::Pronunciation)
            | Piece::Close(Element::Ruby | Element::Pronunciation) => self.ruby(&piece),
            Piece::Open(element @ (Element::Details | Element::Summary)) => {
                self.html_tag(BlockKind::OpenTag(element));
            }
            Piece::Close(element @ (Element::Details | Element::Summary)) => {
                self.html_tag(BlockKind::CloseTag(element));
            }
            Piece::Open(Element::Block) | Piece::Close(Element::Block) => self.joint.gap = Gap::Block,
        }
    }
}

impl Reader<'_> {
    /// Text whose white space at either end separates it from its neighbours.
    fn separate_text(&mut self, range: Range<usize>) {
        let text = &self.source[range.clone()];
        let trimmed = text.trim();
        let leading = text.len() - text.trim_start().len();
        if leading > 0 {
            self.joint.gap = self.joint.gap.max(Gap::Line);
        }
        if trimmed.is_empty() {
            return;
        }
        let mut start = range.start + leading;
        let end = start + trimmed.len();
        for (written, shown) in references(trimmed) {
            let written = range.start + leading + written.start..range.start + leading + written.end;
            self.span(start..written.start, SpanKind::Prose);
            start = written.end;
            self.shown_span(written, Some(shown), SpanKind::Prose);
        }
        self.span(start..end, SpanKind::Prose);
        if leading + trimmed.len() < text.len() {
            self.joint.gap = self.joint.gap.max(Gap::Line);
        }
    }

    /// A tag that opens or closes a container. `<summary>…</summary>` inside one block is a title.
    fn html_tag(&mut self, kind: BlockKind) {
        if let (BlockKind::CloseTag(Element::Summary), Some(BlockKind::OpenTag(Element::Summary))) =
            (&kind, self.content.blocks.last().map(|block| &block.kind))
        {
            let spans = self.leaf.first_span..self.content.spans.len();
            if let Some(block) = self.content.blocks.last_mut() {
                block.kind = BlockKind::Summary { spans };
            }
        } else {
            self.end_spans();
            self.content.blocks.push(Block { kind, line: self.leaf.html.line });
        }
        self.leaf.first_span = self.content.spans.len();
        self.joint.gap = Gap::Block;
    }

    /// Ends a table or a piece of HTML: if it had text, the outline is told.
    pub(super) fn end_spans(&mut self) {
        self.joint.gap = Gap::Block;
        let n_spans = self.content.spans.len();
        let Some(first) = self.content.spans.get(self.leaf.first_span) else { return };
        let line = self.lines.start(first.range.start);
        let text = Line { spans: n_spans..n_spans, has_more: true, ..Line::default() };
        self.content.blocks.push(Block { kind: BlockKind::Text(text), line });
        self.leaf.first_span = n_spans;
    }

    /// A tag of a word with its pronunciation, which does not interrupt the word: it is left to the markup.
    fn ruby(&mut self, tag: &Piece) {
        self.flush_run();
        self.leaf.html.is_pronunciation = *tag == Piece::Open(Element::Pronunciation);
    }

    /// Keeps what stands in a tag or a comment between other text, line by line.
    fn keep_hidden(&mut self, range: Range<usize>) {
        let (rewritten, source) = (self.rewritten, self.source);
        let mut scanner = html::Scanner::default();
        for piece in rewritten.map.pieces(range) {
            let mut at = piece.start;
            for line in source[piece].split_inclusive('\n') {
                let prefix = if self.begins_line(at) { self.quote_prefix(line) } else { 0 };
                scanner.scan(source, at + prefix..at + line.len(), |piece| {
                    if let Piece::Hidden(range) = piece {
                        self.content.as_written.push(range);
                    }
                });
                at += line.len();
            }
        }
    }

    pub(super) fn inline_html(&mut self, range: Range<usize>) {
        self.flush_run();
        self.keep_hidden(range.clone());
        let rewritten = self.rewritten;
        let tag = &rewritten.text[range];
        match html::element(tag) {
            Element::Inline if tag.starts_with("</") => self.end_element(),
            // A comment separates nothing.
            Element::Inline if tag.starts_with("<!") => {}
            Element::Inline => self.begin_element(),
            Element::Code => self.word_border(),
            element @ (Element::Ruby | Element::Pronunciation) => {
                let is_end = tag.starts_with("</");
                self.ruby(&if is_end { Piece::Close(element) } else { Piece::Open(element) });
            }
            _ => self.joint.gap = Gap::Block,
        }
    }
}

/// Tables.
impl Reader<'_> {
    pub(super) fn end_cell(&mut self, range: Range<usize>) {
        self.flush_run();
        self.text = None;
        self.leaf.row.is_in_cell = false;
        self.leaf.row.cell_end = range.end;
        self.joint.gap = Gap::Block;
    }

    /// Keeps the cells that the parser drops because the header has fewer.
    pub(super) fn keep_lost_cells(&mut self, row: Range<usize>) {
        let Some(rest) = self.rewritten.text.get(self.leaf.row.cell_end..row.end) else { return };
        if !rest.contains(char::is_alphanumeric) {
            return;
        }
        let (rewritten, source) = (self.rewritten, self.source);
        for piece in rewritten.map.pieces(self.leaf.row.cell_end..row.end) {
            let mut at = piece.start;
            for cell in source[piece].split('|') {
                self.joint.gap = Gap::Block;
                self.separate_text(at..at + cell.len());
                at += cell.len() + 1;
            }
        }
        self.joint.gap = Gap::Block;
    }
}
