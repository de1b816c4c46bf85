//! What a snippet is put together from: sentences, rows and lines of code.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, GraphemeIncomplete};

use super::layout::{Layout, LineKind, begins_title};
use super::links::links;
use crate::search::hits::places::Place;
use crate::search::terms::TermSet;

/// A longer sentence is cut into pieces, in characters.
const MAX_UNIT_CHARS: usize = 80;

/// A piece that is shown or not. The units of a block tile it.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) range: Range<usize>,
    /// Its lines, as indices into the layout.
    pub(super) lines: Range<usize>,
    /// Where it stands in the text, counted in characters.
    pub(super) chars: Range<usize>,
    pub(super) kind: LineKind,
    /// The first line of its block.
    pub(super) block: usize,
    /// Whether a sentence begins or ends with it.
    pub(super) begins: bool,
    pub(super) ends: bool,
    /// What stands in it.
    pub(super) holds: Holds,
}

/// The terms of a unit.
#[derive(Clone, Debug, Default)]
pub(super) struct Holds {
    /// As asked for, in what a reader reads.
    pub(super) full: TermSet,
    /// In a weaker form, in a name or in markup.
    pub(super) weak: TermSet,
    /// The terms of each place that has several in a row.
    pub(super) rows: TermSet,
    pub(super) is_any: bool,
}

/// The units of all blocks that hold a place.
pub(super) fn units(layout: &Layout<'_>, places: &[Place]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut rest = places;
    let mut line = 0;
    while let (Some(place), true) = (rest.first(), line < layout.lines.len()) {
        let found = layout.lines[line..].partition_point(|line| line.body.end <= place.range.start) + line;
        let Some(next) = layout.lines.get(found) else { break };
        let block = layout.block(found);
        let end = layout.lines[block.end - 1].body.end;
        let n_inside = rest.partition_point(|place| place.range.start < end.max(next.body.start + 1));
        units.append(&mut block_units(layout, block.clone(), &rest[..n_inside]));
        rest = &rest[n_inside..];
        line = block.end;
    }
    units
}

/// The units of one block, with its places.
pub(super) fn block_units(layout: &Layout<'_>, block: Range<usize>, places: &[Place]) -> Vec<Unit> {
    let mut units = Vec::new();
    match layout.lines[block.start].kind {
        LineKind::Text => push_sentences(layout, block, places, &mut units),
        _ => block.clone().for_each(|line| {
            let from = units.len();
            push_sentences(layout, line..line + 1, places, &mut units);
            // A line of code or a row is one thing, however many full stops it has.
            let pieces = &mut units[from..];
            let n_pieces = pieces.len();
            for (idx, unit) in pieces.iter_mut().enumerate() {
                (unit.begins, unit.ends) = (idx == 0, idx + 1 == n_pieces);
                unit.block = block.start;
            }
        }),
    }
    let mut rest = places;
    for unit in &mut units {
        let n_inside = rest.partition_point(|place| place.range.start < unit.range.end);
        unit.holds = Holds::of(layout, unit, &rest[..n_inside]);
        rest = &rest[n_inside..];
    }
    units
}

impl Holds {
    fn of(layout: &Layout<'_>, unit: &Unit, places: &[Place]) -> Holds {
        let mut holds = Holds::default();
        let is_name = matches!(unit.kind, LineKind::Heading | LineKind::FrontMatter);
        // The note's title stands above its hits already.
        let is_title = unit.kind == LineKind::FrontMatter && begins_title(&layout.text[unit.range.clone()]);
        for place in places.iter().filter(|_| !is_title) {
            let full = if is_name || !place.kind.is_read() { TermSet::NONE } else { place.exact };
            holds.full |= full;
            holds.weak |= place.terms;
            // 的 beside a word tells which of two places is meant, but makes no row of a name.
            let in_row = if is_name { place.telling } else { place.terms };
            holds.rows |= if in_row.len() > 1 { place.terms } else { TermSet::NONE };
            holds.is_any = true;
        }
        holds
    }
}

/// Cuts the text of some lines into sentences, long ones into pieces.
fn push_sentences(layout: &Layout<'_>, lines: Range<usize>, places: &[Place], units: &mut Vec<Unit>) {
    let (first, last) = (&layout.lines[lines.start], &layout.lines[lines.end - 1]);
    let range = first.body.start..last.body.end.max(first.body.start);
    let links = match first.kind {
        LineKind::Code | LineKind::Fence | LineKind::FrontMatter => Vec::new(),
        _ => links(&layout.text[range.clone()]),
    };
    let at_place = |link: &Range<usize>| range.start + link.start..range.start + link.end;
    let links: Vec<Range<usize>> = links.iter().map(at_place).collect();
    let mut cutter = Cutter { text: layout.text, at: range.start, end: range.end, places, links: &links };
    let (mut line, mut n_chars, mut begins) = (lines.start, first.chars_before, true);
    loop {
        let (piece, ends) = cutter.next();
        let first_line = line;
        while line + 1 < lines.end && layout.lines[line + 1].body.start < piece.end {
            line += 1;
        }
        let chars = n_chars..n_chars + layout.text[piece.clone()].chars().count();
        n_chars = chars.end;
        units.push(Unit {
            lines: first_line..line + 1,
            chars,
            kind: first.kind,
            block: lines.start,
            begins,
            ends,
            holds: Holds::default(),
            range: piece.clone(),
        });
        begins = ends;
        if piece.end >= range.end {
            break;
        }
        // What comes next may begin on the next line.
        if line + 1 < lines.end && layout.lines[line].body.end <= piece.end {
            line += 1;
        }
    }
}

/// Cuts a text at the ends of sentences, never inside a place or a link.
struct Cutter<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    /// The places that do not end before `at`.
    places: &'a [Place],
    /// The links that do not end before `at`.
    links: &'a [Range<usize>],
}

impl Cutter<'_> {
    /// The next piece, and whether a sentence ends with it.
    fn next(&mut self) -> (Range<usize>, bool) {
        let start = self.at;
        let (mut in_code, mut in_bold, mut n_chars) = (false, false, 0);
        let (mut word_start, mut closers) = (start, Closers::default());
        let mut soft = None;
        let mut chars = self.text[start..self.end].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let after = start + offset + c.len_utf8();
            n_chars += 1;
            in_code ^= c == '`';
            in_bold ^= c == '*' && chars.peek().is_none_or(|&(_, next)| next != '*');
            let word = &self.text[word_start..start + offset];
            if !in_code && is_end(&self.text[after..self.end], c, word) {
                let end = self.end_of_link(closers.end(&self.text[..self.end], after, in_bold));
                if self.is_free(end) {
                    return (self.take(end), true);
                }
            }
            word_start = if c.is_alphanumeric() { word_start } else { after };
            if n_chars > MAX_UNIT_CHARS / 2 && is_soft_end(c) && self.is_free(after) {
                soft = Some(after);
            }
            if n_chars >= MAX_UNIT_CHARS {
                let hard =
                    || Some(grapheme_floor(self.text, after)).filter(|&end| end > start && self.is_free(end));
                if let Some(end) = soft.or_else(hard).filter(|&end| end < self.end) {
                    return (self.take(end), false);
                }
            }
        }
        (self.take(self.end), true)
    }

    fn take(&mut self, end: usize) -> Range<usize> {
        let n_past = self.places.partition_point(|place| place.range.end <= end);
        self.places = &self.places[n_past..];
        let n_past = self.links.partition_point(|link| link.end <= end);
        self.links = &self.links[n_past..];
        std::mem::replace(&mut self.at, end)..end
    }

    /// Whether no place and no link would be cut here.
    fn is_free(&self, at: usize) -> bool {
        let next = self.places.partition_point(|place| place.range.end <= at);
        self.places.get(next).is_none_or(|place| at <= place.range.start) && self.link_around(at).is_none()
    }

    fn link_around(&self, at: usize) -> Option<&Range<usize>> {
        let next = self.links.partition_point(|link| link.end <= at);
        self.links.get(next).filter(|link| link.start < at)
    }

    /// Where the sentence ends that ends with the text of a link: behind the link.
    fn end_of_link(&self, at: usize) -> usize {
        let is_target = self.text[..at].ends_with(']') && self.text[at..].starts_with('(');
        self.link_around(at).filter(|_| is_target).map_or(at, |link| link.end)
    }
}

/// Whether a sentence ends with a character behind a word. A full stop ends none inside a number, a name or behind
/// one letter (`e.g.`, `J. Doe`), nor behind a number, which is mostly an item's (`105. 二叉树`, `v12.`).
fn is_end(after: &str, c: char, word: &str) -> bool {
    let rest = || after.trim_start_matches(is_closer);
    let is_apart = || rest().chars().next().is_none_or(char::is_whitespace);
    let goes_on = || rest().trim_start().starts_with(char::is_lowercase);
    match c {
        '。' | '！' | '？' | '；' => true,
        '!' | '?' | ';' => is_apart(),
        '.' => word.chars().nth(1).is_some() && !is_number(word) && is_apart() && !goes_on(),
        _ => false,
    }
}

fn is_number(word: &str) -> bool {
    word.strip_prefix(['v', 'V']).unwrap_or(word).chars().all(|c| c.is_ascii_digit())
}

/// What belongs to the sentence that ends before it: brackets and quotes, more ends, marks of bold text. A long row of them is
/// read once, though a sentence may end with each.
#[derive(Default)]
struct Closers {
    /// Where the last row ends, outside and inside of bold text.
    ends: [usize; 2],
}

impl Closers {
    /// Where the row ends that begins at a byte.
    fn end(&mut self, text: &str, at: usize, in_bold: bool) -> usize {
        let end = &mut self.ends[usize::from(in_bold)];
        if *end <= at {
            let is_mark = |c: char| is_closer(c) && (in_bold || !matches!(c, '*' | '_' | '~'));
            let is_end = |c: char| matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | '.');
            *end = text.len() - text[at..].trim_start_matches(|c| is_mark(c) || is_end(c)).len();
        }
        *end
    }
}

fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | '】' | '》' | ')' | ']' | '"' | '\'' | '*' | '_' | '~')
}

/// Where a long sentence may be cut.
fn is_soft_end(c: char) -> bool {
    matches!(c, '，' | '、' | '：' | ',' | '|' | '/') || c.is_whitespace()
}

/// The nearest border between graphemes at or before an offset.
pub(super) fn grapheme_floor(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    // What has more than 16 characters is no grapheme of any text, and may be cut.
    let near = text[..at].char_indices().rev().nth(16).map_or(0, |(near, _)| near);
    let far = text[at..].char_indices().nth(1).map_or(text.len(), |(len, _)| at + len);
    near + grapheme_border(&text[near..far], at - near, GraphemeCursor::prev_boundary)
}

/// An offset if it is a border between graphemes, else the one that `next` finds from there, before it or behind.
pub(super) fn grapheme_border(
    text: &str,
    at: usize,
    next: impl FnOnce(&mut GraphemeCursor, &str, usize) -> Result<Option<usize>, GraphemeIncomplete>,
) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => next(&mut cursor, text, 0).ok().flatten().unwrap_or(at),
        _ => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_ends_that_is_read_once_ends_where_it_did() {
        let text = "甲。”。**乙！？**）。丙。";
        for bold in [false, true] {
            let mut closers = Closers::default();
            for (at, _) in text.char_indices() {
                assert_eq!(closers.end(text, at, bold), Closers::default().end(text, at, bold), "{at}");
            }
            assert_eq!(
                &text[..Closers::default().end(text, 3, bold)],
                if bold { "甲。”。**" } else { "甲。”。" }
            );
        }
    }
}
