//! The piece of a hit that shows most of what was asked.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::results::Snippet;

/// How long a line of prose may be before it is cut, in characters.
const MAX_LINE_CHARS: usize = 160;
/// How many characters before a match are kept where a line is cut.
const CONTEXT_CHARS: usize = 40;
/// Lines of code before and after the best one.
const CODE_CONTEXT_LINES: usize = 1;

/// A place to show: bytes of the hit's source, the terms there, and whether it is the hit's name.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) range: Range<usize>,
    pub(super) terms: u64,
    pub(super) is_heading: bool,
}

/// Cuts a snippet out of a source that begins on line `first_line`, 1-based. Places ascend.
pub(super) fn snippet(
    source: &str,
    within: Range<usize>,
    first_line: u32,
    places: &[Place],
    is_code: bool,
) -> Snippet {
    let lines = lines(source, without_mark(source, within));
    let Some(best) = best_line(source, &lines, places) else {
        return Snippet { line: first_line, ..Snippet::default() };
    };
    let chosen = if is_code { around(source, &lines, best) } else { best..best + 1 };
    let newlines = source[..lines[chosen.start].start].bytes().filter(|&byte| byte == b'\n').count();
    let mut snippet =
        Snippet { text: String::new(), line: first_line + newlines as u32, highlights: Vec::new() };
    let indent = chosen.clone().filter_map(|idx| indent(&source[lines[idx].clone()])).min().unwrap_or(0);
    for idx in chosen.clone() {
        if idx > chosen.start {
            snippet.text.push('\n');
        }
        let line = lines[idx].start + indent.min(lines[idx].len())..lines[idx].end;
        let line = if is_code { line } else { cut(source, line, places) };
        push_line(&mut snippet, source, line, places);
    }
    snippet
}

/// A range without a byte-order mark at its start, which no editor shows.
fn without_mark(source: &str, within: Range<usize>) -> Range<usize> {
    let text = &source[within.clone()];
    within.end - text.strip_prefix('\u{feff}').unwrap_or(text).len()..within.end
}

/// The lines of a source inside a range, without their ends.
fn lines(source: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut at = within.start;
    for line in source[within].split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        lines.push(at..at + body.len());
        at += line.len();
    }
    lines
}

/// The line with the most different terms; of equals one that isn't the heading, then the first.
/// Without any place the first line that says something beyond the heading.
fn best_line(source: &str, lines: &[Range<usize>], places: &[Place]) -> Option<usize> {
    let worth = |line: &Range<usize>| {
        let on_line =
            places.iter().filter(|place| place.range.start < line.end && line.start < place.range.end);
        let (mut terms, mut heading) = (0u64, false);
        on_line.for_each(|place| {
            terms |= place.terms | 1 << 63;
            heading |= place.is_heading;
        });
        (terms.count_ones(), !heading)
    };
    let best = (0..lines.len()).max_by_key(|&idx| (worth(&lines[idx]), std::cmp::Reverse(idx)))?;
    if worth(&lines[best]).0 > 0 {
        return Some(best);
    }
    let says = |line: &Range<usize>| source[line.clone()].chars().any(char::is_alphanumeric);
    let body = lines.iter().skip(1).position(says).map(|idx| idx + 1);
    body.or_else(|| lines.iter().position(says)).or(Some(0))
}

/// The lines next to a line of code that are not empty.
fn around(source: &str, lines: &[Range<usize>], best: usize) -> Range<usize> {
    let empty = |idx: usize| source[lines[idx].clone()].trim().is_empty();
    let is_fence = |idx: usize| {
        let line = source[lines[idx].clone()].trim_start();
        line.starts_with("```") || line.starts_with("~~~")
    };
    let (mut start, mut end) = (best, best + 1);
    for _ in 0..CODE_CONTEXT_LINES {
        if start > 0 && !empty(start - 1) && !is_fence(start - 1) {
            start -= 1;
        }
        if end < lines.len() && !empty(end) && !is_fence(end) {
            end += 1;
        }
    }
    start..end
}

/// Bytes of white space a line begins with; none for an empty line, which has no say.
fn indent(line: &str) -> Option<usize> {
    let rest = line.trim_start();
    (!rest.is_empty()).then_some(line.len() - rest.len())
}

/// The part of a long line around its first match, from the start of a sentence if one is near.
fn cut(source: &str, line: Range<usize>, places: &[Place]) -> Range<usize> {
    let text = &source[line.clone()];
    if text.chars().count() <= MAX_LINE_CHARS {
        return line;
    }
    let first = places.iter().find(|place| place.range.start < line.end && line.start < place.range.end);
    let focus = first.map_or(0, |place| place.range.start.max(line.start) - line.start);
    let start = match text[..focus].char_indices().rev().nth(CONTEXT_CHARS) {
        None => 0,
        Some((far, _)) => sentence_start(&text[..focus], far),
    };
    let start = grapheme_floor(text, start);
    let end = text[start..].char_indices().nth(MAX_LINE_CHARS).map_or(text.len(), |(len, _)| start + len);
    line.start + start..line.start + grapheme_floor(text, end)
}

/// The start of the last sentence that begins behind `far`; `far` itself if none does.
fn sentence_start(text: &str, far: usize) -> usize {
    let ends = |&(_, c): &(usize, char)| matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';');
    let end = text[far..].char_indices().rfind(ends);
    end.map_or(far, |(at, c)| far + at + c.len_utf8())
}

fn grapheme_floor(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    let near = text[..at].char_indices().rev().nth(16).map_or(0, |(near, _)| near);
    let borders = text[near..].grapheme_indices(true).map(|(offset, _)| near + offset);
    borders.take_while(|&border| border <= at).last().unwrap_or(at)
}

/// Appends a line with its highlights.
fn push_line(snippet: &mut Snippet, source: &str, line: Range<usize>, places: &[Place]) {
    let base = snippet.text.len();
    snippet.text.push_str(&source[line.clone()]);
    for place in places.iter().filter(|place| place.range.start < line.end && line.start < place.range.end) {
        let start = place.range.start.max(line.start) - line.start + base;
        let end = place.range.end.min(line.end) - line.start + base;
        match snippet.highlights.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => snippet.highlights.push(start..end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(source: &str, text: &str, terms: u64) -> Place {
        let start = source.find(text).unwrap();
        Place { range: start..start + text.len(), terms, is_heading: false }
    }

    #[test]
    fn the_line_with_most_terms_is_shown_and_painted() {
        let source = "# 池\n一 连接\n  二 连接 池化\n";
        let places = [place(source, "连接", 1), place(source, "连接 池化", 1), place(source, "池化", 2)];
        let snippet = snippet(source, 0..source.len(), 7, &places, false);
        assert_eq!((snippet.text.as_str(), snippet.line), ("二 连接 池化", 9));
        assert_eq!(snippet.highlights.first(), Some(&(4..17)));
        assert_eq!(snippet.highlights.len(), 1);
    }

    #[test]
    fn a_long_line_is_cut_at_a_sentence() {
        let source = format!("{}。后面是连接池。{}", "前".repeat(300), "后".repeat(300));
        let places = [place(&source, "连接池", 1)];
        let snippet = snippet(&source, 0..source.len(), 1, &places, false);
        assert!(snippet.text.starts_with("后面是连接池。后"));
        assert_eq!(snippet.text.chars().count(), MAX_LINE_CHARS);
        assert_eq!(&snippet.text[snippet.highlights[0].clone()], "连接池");
    }
}
