//! The net under the parser: whatever holds a word and was read by nobody is a word of the markup, and so are signs in a
//! script or a comment.
//!
//! What stands around such a word is mostly marks; where it is known not to be, in an address or a comment, it is kept.

use std::ops::Range;

use crate::note::{Gap, Span, SpanKind};
use crate::text::{trimmed, trimmed_of};

/// Marks at either end of a leftover that belong to no word.
const MARKS: &[char] = &[
    ' ', '\t', '\r', '\n', '[', ']', '(', ')', '{', '}', '<', '>', '!', '"', '\'', '`', '*', '~', '|', '\\',
    '/', ':', ';', ',', '=', '&', '?', '-', '^', '%', '\u{feff}',
];

/// What stands before the label of a link's definition, which may be in a quote or a list.
const BEFORE_LABEL: &[char] = &[' ', '\t', '\r', '\n', '>', '-', '*', '+'];

/// Adds a span for every leftover of `source` between spans that ascend. What stands in one of the texts `as_written`,
/// which ascend as well, has its signs.
pub(super) fn keep(source: &str, spans: Vec<Span>, as_written: &[Range<usize>]) -> Vec<Span> {
    let mut net = Net { source, as_written, spans: Vec::with_capacity(spans.len() * 2) };
    let mut at = 0;
    for mut span in spans {
        let n_before = net.spans.len();
        net.keep_words(at..span.range.start);
        if span.kind == SpanKind::Markup && net.spans.len() > n_before {
            // In a comment these words would stand in the middle of its text.
            span.gap = Gap::Block;
        }
        at = span.range.end;
        net.spans.push(span);
    }
    net.keep_words(at..source.len());
    net.spans
}

struct Net<'a> {
    source: &'a str,
    /// Those that don't end before what is looked at.
    as_written: &'a [Range<usize>],
    spans: Vec<Span>,
}

impl<'a> Net<'a> {
    /// A leftover a line.
    fn keep_words(&mut self, range: Range<usize>) {
        let mut at = range.start;
        let mut is_definition = false;
        for line in self.source[range].split_inclusive('\n') {
            let source = self.source;
            let label = label(source, at, line);
            is_definition = !line.trim().is_empty() && (is_definition || label.is_some());
            let defined = label.unwrap_or(line.trim_start_matches([' ', '\t', '>']));
            let defined = at + line.len() - defined.len()..at + line.trim_end().len();
            let defined = Some(defined).filter(|text| is_definition && !text.is_empty());
            let mut texts = self.texts(at..at + line.len()).chain(defined);
            let left = if line.contains(is_word) {
                let words = trimmed_of(source, at..at + line.len(), |c| MARKS.contains(&c));
                Some(texts.filter(|text| source[text.clone()].contains(is_word)).fold(words, around))
            } else {
                texts.next().map(|first| texts.fold(first, around))
            };
            let span = |range| Span { range, kind: SpanKind::Markup, gap: Gap::Block, shown: None };
            self.spans.extend(left.map(span));
            at += line.len();
        }
    }

    /// The texts on a line that are kept as they are written. Lines ascend.
    fn texts(&mut self, line: Range<usize>) -> impl Iterator<Item = Range<usize>> + use<'a> {
        let n_before = self.as_written.partition_point(|text| text.end <= line.start);
        self.as_written = &self.as_written[n_before..];
        let (source, texts) = (self.source, self.as_written);
        let texts = texts.iter().take_while(move |text| text.start < line.end);
        let here = texts.map(move |text| text.start.max(line.start)..text.end.min(line.end));
        here.map(move |text| trimmed(source, text)).filter(|text| !text.is_empty())
    }
}

/// What a line at a byte, of which nobody read anything, holds from the label on if it begins the definition of a link:
/// `[x]: u "title"`. Label, target and title are a text with signs; a footnote's text is read.
fn label<'a>(source: &str, at: usize, line: &'a str) -> Option<&'a str> {
    let begins_line = at == 0 || source[..at].ends_with('\n');
    let label = line.trim_start_matches(BEFORE_LABEL).strip_prefix('[').filter(|_| begins_line)?;
    (!label.starts_with(['^', ']']) && label.contains("]:")).then_some(label)
}

/// From where the first of two ranges begins to where the last one ends.
fn around(one: Range<usize>, next: Range<usize>) -> Range<usize> {
    one.start.min(next.start)..one.end.max(next.end)
}

/// A letter, a digit, or a symbol that somebody may look for.
fn is_word(char: char) -> bool {
    char.is_alphanumeric() || (!char.is_ascii() && !char.is_whitespace() && char != '\u{feff}')
}
