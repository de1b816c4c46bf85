//! A section → the pairs that it holds, by their form.

use std::ops::Range;

use super::section::{Mined, Mining};
use super::shape::{MAX_ENGLISH_BYTES, MAX_HAN, Pair, begins_with, is_chinese, without_leading};
use super::table;
use super::words::{GLOSSARY_NAMES, MEASURES, NUMBERS};
use crate::analysis::{BLOCK_BORDER, PART_BORDER, Reading, Segmenter, folded_text, is_han, without_number};
use crate::note::{Gap, Span, SpanKind};

/// How far before a bracket a Chinese word is looked for, in characters: what leads to it may be longer
/// than the word itself.
const MAX_LOOK_BACK: usize = 4 * MAX_HAN;
/// How long the text in brackets may be, in bytes.
const MAX_BRACKET_BYTES: usize = 120;

impl<'a> Mining<'a> {
    /// `names` are those that lead to the section, its own and its note's title among them.
    pub(crate) fn new<'n>(
        segmenter: &'a Segmenter,
        source: &'a str,
        front_matter: usize,
        reading: &'a Reading,
        mut names: impl Iterator<Item = &'n str>,
    ) -> Mining<'a> {
        let is_glossary = names.any(|name| GLOSSARY_NAMES.stand_in(&folded_text(name)));
        Mining { segmenter, source, front_matter, reading, is_glossary }
    }

    /// The pairs, in order of their places; the same pair may stand in several.
    pub(crate) fn run(&self) -> Vec<Mined> {
        let mut mined = Vec::new();
        let text = self.reading.text.as_str();
        for (open, bracket) in text.match_indices(['(', '（']) {
            if self.is_read(open) {
                mined.extend(self.bracketed(open, open + bracket.len()));
            }
        }
        let mut at = 0;
        for block in text.split(BLOCK_BORDER) {
            mined.extend(self.block(block, at));
            at += block.len() + BLOCK_BORDER.len_utf8();
        }
        mined.extend(table::pairs(self));
        mined.sort_by(|a, b| {
            (a.range.start, a.range.end, &a.pair).cmp(&(b.range.start, b.range.end, &b.pair))
        });
        mined.dedup();
        mined
    }

    /// Whether a place of the reading is neither code nor markup, nor a value of the front matter: what that says of the note
    /// is in its names.
    fn is_read(&self, at: usize) -> bool {
        let at = at as u32;
        matches!(self.reading.kind(at), SpanKind::Prose | SpanKind::Heading)
            && self.reading.source(at..at + 1).start >= self.front_matter
    }

    fn mined(&self, pair: Pair, range: Range<usize>) -> Mined {
        Mined { pair, range: self.reading.source(range.start as u32..range.end as u32) }
    }

    /// A word before a bracket and its translation inside.
    fn bracketed(&self, open: usize, inside: usize) -> Vec<Mined> {
        let text = self.reading.text.as_str();
        let end = text.floor_char_boundary(text.len().min(inside + MAX_BRACKET_BYTES));
        let Some(len) = text[inside..end].find([')', '）', '(', '（', BLOCK_BORDER]) else {
            return Vec::new();
        };
        let close = inside + len;
        if !text[close..].starts_with([')', '）']) {
            return Vec::new();
        }
        let after = close + text[close..].chars().next().map_or(0, char::len_utf8);
        let before = text[..open].strip_suffix(' ').unwrap_or(&text[..open]);
        let content = text[inside..close].trim();
        let word = match before.chars().next_back() {
            Some(last) if is_han(last) => {
                self.chinese_before(before, after).or_else(|| self.behind_number(before, content))
            }
            Some(last) if last.is_ascii_alphabetic() => self.english_before(before, after),
            _ => None,
        };
        let Some(start) = word else { return Vec::new() };
        let translations = translations(content);
        let pairs = translations.filter_map(|translation| self.pair(&before[start..], translation));
        pairs.map(|pair| self.mined(pair, start..after)).collect()
    }

    /// The pair of two texts, whichever of them is Chinese.
    fn pair(&self, one: &str, other: &str) -> Option<Pair> {
        // Nothing but the word itself stands in brackets behind an English one.
        let is_word_itself = is_chinese(other) && other.chars().count() == 1;
        Pair::of(self.segmenter, one, other).filter(|_| !is_word_itself)
    }

    /// Where the Chinese word begins that ends with a text: at a hard border, or behind words that only
    /// lead to a name.
    fn chinese_before(&self, before: &str, after: usize) -> Option<usize> {
        let run: usize = before.chars().rev().take_while(|&c| is_han(c)).map(char::len_utf8).sum();
        let start = before.len() - run;
        if let Some(marked) = self.marked(start, before.len(), after) {
            return Some(marked);
        }
        let han = &before[start..];
        if han.chars().count() > MAX_LOOK_BACK {
            return None;
        }
        let skipped = without_leading(self.segmenter, han);
        let n_left = han[skipped..].chars().count();
        match skipped {
            0 if n_left > 1 && self.is_spaced(before, start) => Some(start),
            0 => (begins_apart(before, start) && n_left > 0).then_some(start),
            _ => (n_left > 1).then_some(start + skipped),
        }
    }

    /// Whether a space is typed between Han and a word of Han, which nothing else asks for: 见 死锁. Beside marks one stands anyway
    /// (`**析构** 函数`), behind a bracket a sentence may go on, and a name in letters may be a part of the word (Tim 排序).
    fn is_spaced(&self, before: &str, start: usize) -> bool {
        let bare = before[..start].trim_end_matches([' ', '\u{3000}']);
        let is_unmarked = (self.reading.run(start as u32).start as usize) < bare.len();
        bare.len() < start && bare.ends_with(is_han) && is_unmarked
    }

    /// Where the English words begin that end with a text.
    fn english_before(&self, before: &str, after: usize) -> Option<usize> {
        let from = before.floor_char_boundary(before.len().saturating_sub(MAX_ENGLISH_BYTES + 1));
        let belongs = |c: char| c.is_ascii_alphabetic() || [' ', '-', PART_BORDER].contains(&c);
        let start = from + before[from..].trim_end_matches(belongs).len();
        let start = start + before[start..].len() - before[start..].trim_start().len();
        if let Some(marked) = self.marked(start, before.len(), after) {
            return Some(marked);
        }
        let is_apart =
            || begins_apart(before, start) || before[..start].trim_end_matches(' ').ends_with(is_han);
        ((from == 0 || start > from) && is_apart()).then_some(start)
    }

    /// Where the Chinese word begins that a heading is behind a number without a sign: `3 排序`. A number counts what is measured
    /// (3 次握手), and what the translation has as well (8 皇后, eight queens).
    fn behind_number(&self, before: &str, translation: &str) -> Option<usize> {
        let line = line_start(before);
        let name = before[line..].trim_start_matches(|c: char| c.is_ascii_digit());
        let n_digits = before.len() - line - name.len();
        let han = name.trim_start();
        let is_number = (1..=2).contains(&n_digits) && han.len() < name.len() && is_chinese(han);
        let is_heading = || self.reading.kind(line as u32) == SpanKind::Heading;
        let counts = || {
            let english = translation.to_ascii_lowercase();
            english.split(|c: char| !c.is_ascii_alphabetic()).any(|word| NUMBERS.has(word))
                || begins_with(self.segmenter, han, &MEASURES)
        };
        (is_number && is_heading() && !counts()).then(|| before.len() - han.len())
    }

    /// Where a word begins that marks set apart (bold, a link), alone or with its brackets.
    fn marked(&self, start: usize, end: usize, after: usize) -> Option<usize> {
        let run = self.reading.run(end as u32 - 1);
        let (first, last) = (run.start as usize, run.end as usize);
        let source = self.reading.source(run).start;
        let is_inside = self.reading.text[..first].ends_with(PART_BORDER);
        let has_marks = || !is_inside && self.source[..source].ends_with(['*', '_', '[', '`', '~']);
        (first >= start && (last == end || last == after) && has_marks()).then_some(first)
    }

    /// A pair that is a whole heading, or a whole entry of a list of terms.
    fn block(&self, block: &str, at: usize) -> Option<Mined> {
        let kind = self.reading.kind(at as u32);
        let pair = match kind {
            SpanKind::Heading => name_pair(self.segmenter, block),
            SpanKind::Prose if self.is_glossary && self.is_read(at) => self.entry(block),
            _ => None,
        }?;
        Some(self.mined(pair, at..at + block.trim_end().len()))
    }

    /// `连接池：connection pool`, with or without a definition behind it.
    fn entry(&self, block: &str) -> Option<Pair> {
        let line = block.split(['。', '，', ',', '；', '\n']).next()?;
        let (one, other) = line.split_once(['：', ':', '=', '＝', '—', '–'])?;
        self.pair(one.trim(), other.trim_matches([' ', '—', '–', '-']))
    }
}

/// The pairs of a note's title and its other names, and those that stand inside of one of them.
pub(crate) fn named_pairs<'a>(
    segmenter: &Segmenter,
    title: &'a str,
    aliases: impl Iterator<Item = &'a str> + Clone,
) -> Vec<Pair> {
    let of_aliases = aliases.clone().filter_map(|alias| Pair::of(segmenter, title, alias.trim()));
    let names = std::iter::once(title).chain(aliases);
    names.flat_map(|name| inner_pairs(segmenter, name)).chain(of_aliases).collect()
}

/// The pairs in a name that is read like a heading.
fn inner_pairs(segmenter: &Segmenter, name: &str) -> Vec<Pair> {
    let span = Span { range: 0..name.len(), kind: SpanKind::Heading, gap: Gap::Block, shown: None };
    let reading = Reading::new(name, &[span]);
    let mining = Mining { segmenter, source: name, front_matter: 0, reading: &reading, is_glossary: false };
    mining.run().into_iter().map(|mined| mined.pair).collect()
}

/// The pair that a heading or title is: 装饰器 / Decorator. A space says nothing: what is done stands so before
/// what it is done to (合并 branch), and what something is before what it is called (读书笔记 Clean Code).
fn name_pair(segmenter: &Segmenter, name: &str) -> Option<Pair> {
    let (one, other) = without_number(name).split_once(['/', '|', '·', '／', '｜'])?;
    Pair::of(segmenter, one.trim(), other.trim())
}

/// The text in brackets up to the first comma; behind it, letters that stand for the same words. Several
/// names in brackets are examples: 测试（pytest, unittest）.
fn translations(content: &str) -> impl Iterator<Item = &str> {
    let named = ["英语", "英文", "英"].into_iter().find_map(|language| content.strip_prefix(language));
    let content = named.and_then(|rest| rest.strip_prefix(['：', ':'])).unwrap_or(content);
    let mut parts = content.split([',', '，', ';', '；', '、']).map(str::trim);
    let first = parts.next().unwrap_or_default();
    let names: Vec<&str> = parts.filter(|part| part.starts_with(|c: char| c.is_ascii_alphabetic())).collect();
    let initials: String = first.split([' ', '-']).filter_map(|word| word.chars().next()).collect();
    let is_initials = |name: &&str| name.len() > 1 && name.eq_ignore_ascii_case(&initials);
    let are_examples = !names.iter().all(is_initials);
    std::iter::once(first).chain(names).filter(move |_| !are_examples)
}

/// Whether a word that begins here is apart from what stands before it: behind a border, or behind nothing but the number of
/// its line.
fn begins_apart(before: &str, start: usize) -> bool {
    let line = line_start(&before[..start]);
    let name = without_number(&before[line..]);
    is_hard_border(before[..start].trim_end_matches(' ')) || (start > line && name == &before[start..])
}

/// Where the last line of a text begins.
fn line_start(text: &str) -> usize {
    text.rfind([BLOCK_BORDER, '\n']).map_or(0, |border| border + 1)
}

/// Whether nothing that ends here can belong to what begins after it.
fn is_hard_border(before: &str) -> bool {
    let bare = before.trim_end_matches([' ', '\u{3000}']);
    let borders = "，。：；！？、…,;:!?“‘\"「『《（([【|\n";
    bare.is_empty() || bare.ends_with(|c| c == BLOCK_BORDER || borders.contains(c))
}

#[cfg(test)]
mod tests;
