//! The net under the parser: whatever holds a word and was read by nobody is a word of the markup.

use std::ops::Range;

use crate::note::{Gap, Span, SpanKind};

/// Marks at either end of a leftover that belong to no word.
const MARKS: &[char] = &[
    ' ', '\t', '\r', '\n', '[', ']', '(', ')', '{', '}', '<', '>', '!', '"', '\'', '`', '*', '~', '|', '\\',
    '/', ':', ';', ',', '=', '&', '?', '-', '^', '%', '\u{feff}',
];

/// Adds a span for every leftover of `source` between spans that ascend.
pub(super) fn keep(source: &str, spans: Vec<Span>) -> Vec<Span> {
    let mut all = Vec::with_capacity(spans.len() * 2);
    let mut at = 0;
    for span in spans {
        keep_words(source, at..span.range.start, &mut all);
        at = span.range.end;
        all.push(span);
    }
    keep_words(source, at..source.len(), &mut all);
    all
}

/// A leftover a line.
fn keep_words(source: &str, range: Range<usize>, spans: &mut Vec<Span>) {
    let mut at = range.start;
    for line in source[range].split_inclusive('\n') {
        if line.bytes().any(|byte| byte.is_ascii_alphanumeric() || byte >= 0x80) {
            let text = line.trim_start_matches(MARKS);
            let start = at + line.len() - text.len();
            let text = text.trim_end_matches(MARKS);
            if text.contains(is_word) {
                let range = start..start + text.len();
                spans.push(Span { range, kind: SpanKind::Markup, gap: Gap::Block, shown: None });
            }
        }
        at += line.len();
    }
}

/// A letter, a digit, or a symbol that somebody may look for.
fn is_word(char: char) -> bool {
    char.is_alphanumeric() || (!char.is_ascii() && !char.is_whitespace() && char != '\u{feff}')
}
