//! The index side: a section's reading → tokens of four fields.

use std::ops::Range;

use super::dictionary::Segmenter;
use super::fold::Folded;
use super::items::{Item, ItemKind, items, script_runs};
use super::latin::{END, Names};
use super::reading::Reading;
use super::signs::sign_pairs;
use super::tokens::TokenBuffer;
use crate::note::{Gap, Span, SpanKind};

/// How often a token of a heading or title counts against one of the body.
pub(crate) const HEADING_WEIGHT: usize = 5;

/// How often a name counts where code defines it: `class Pool` says more of `Pool` than its uses do.
const DEFINITION_WEIGHT: usize = 4;

/// Whether a word of code is one that a defined name follows.
fn is_definer(word: &str) -> bool {
    matches!(
        word,
        "class"
            | "def"
            | "fn"
            | "func"
            | "function"
            | "struct"
            | "enum"
            | "trait"
            | "interface"
            | "type"
            | "union"
            | "module"
            | "namespace"
            | "protocol"
            | "record"
            | "table"
            | "macro"
    )
}

/// The tokens of a section.
#[derive(Clone, Debug, Default)]
pub(crate) struct SectionTokens {
    /// Words as jieba cuts them, identifiers whole and in parts, stems. They give the score. The
    /// markup's own words are not among them.
    pub(crate) words: TokenBuffer,
    /// The words of the section's own name alone, once each time that they stand there.
    pub(crate) heading: TokenBuffer,
    /// Pairs of neighbouring characters, words and stems at their positions: whatever stands in the
    /// section is a phrase here. They give the promise that nothing is unfindable.
    pub(crate) text: TokenBuffer,
    /// Every character of Han and its like, and symbols; pairs of signs, each once. Their positions say nothing.
    pub(crate) chars: TokenBuffer,
}

impl SectionTokens {
    /// Empty ones with room for what a text of so many bytes usually comes to: they needn't grow step by step.
    pub(crate) fn for_text(n_bytes: usize) -> SectionTokens {
        SectionTokens {
            words: TokenBuffer::with_capacity(n_bytes * 2),
            heading: TokenBuffer::default(),
            text: TokenBuffer::with_capacity(n_bytes * 2),
            chars: TokenBuffer::with_capacity(n_bytes),
        }
    }
}

/// Where in the positions of a section its parts lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The section's own name takes the positions up to here.
    pub(crate) heading_end: u32,
    /// The positions of each code block, in order of the blocks.
    pub(crate) code: Vec<Range<u32>>,
}

/// Analyses a section; `code_blocks` are ranges of the source that the reading was made from.
pub(crate) fn section_tokens(
    segmenter: &Segmenter,
    reading: &Reading,
    code_blocks: &[Range<usize>],
    tokens: &mut SectionTokens,
) -> Shape {
    let folded = Folded::new(&reading.text);
    let mut shape = Shape { heading_end: 0, code: vec![0..0; code_blocks.len()] };
    let (mut is_defined, mut last) = (false, 0);
    for item in items(&folded) {
        last = item.position;
        let at = folded.chars[item.chars.start].start;
        let end = item.position + n_positions(&item);
        let names = Names::of(&folded, &item);
        let weight = match reading.kind(at) {
            SpanKind::Heading => {
                shape.heading_end = end;
                words(segmenter, &folded, &item, &names, |word| tokens.heading.push(word, item.position));
                HEADING_WEIGHT
            }
            SpanKind::Prose => 1,
            SpanKind::Code => {
                let source = reading.source(at..at + 1).start;
                widen(&mut shape.code, code_blocks, source, item.position..end);
                if is_defined { DEFINITION_WEIGHT } else { 1 }
            }
            SpanKind::Markup | SpanKind::Aside => 0,
        };
        if weight > 0 {
            words(segmenter, &folded, &item, &names, |word| {
                (0..weight).for_each(|_| tokens.words.push(word, item.position));
            });
        }
        let is_word = matches!(item.kind, ItemKind::Word { .. });
        is_defined = is_word && is_definer(folded.slice(item.chars.clone()));
        grams(&folded, &item, &names, &mut tokens.text);
        chars(&folded, &item, &mut tokens.chars);
    }
    sign_pairs(&folded, |pair| tokens.chars.push(pair, last));
    shape
}

/// What the index holds of a paragraph: each token once, in the order of their bytes.
///
/// Words are there as jieba cuts them, with the words inside them; identifiers whole, as they are spelled and in parts;
/// stems; pairs of neighbouring characters, and each character alone. What a query looks up is among them, so they tell why
/// a text is found or is not. Folded: simplified characters, lower case, half width.
///
/// Linear in the text, which must have less than 4 GiB.
///
/// ```
/// let tokens = notes_index::tokens("連接池 pool_size");
/// assert_eq!(tokens[..4], ["pool", "pool_size", "poolsize", "size"]);
/// assert_eq!(tokens[4..], ["接", "接池", "池", "连", "连接", "连接池"]);
/// ```
pub fn tokens(text: &str) -> Vec<String> {
    let span = Span { range: 0..text.len(), kind: SpanKind::Prose, gap: Gap::Block, shown: None };
    let mut of_fields = SectionTokens::for_text(text.len());
    section_tokens(&Segmenter::embedded(), &Reading::new(text, &[span]), &[], &mut of_fields);
    let all = [&of_fields.words, &of_fields.text, &of_fields.chars].into_iter().flat_map(TokenBuffer::tokens);
    let mut tokens: Vec<&str> = all.map(|(_, token)| token).filter(|token| !token.starts_with(END)).collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens.into_iter().map(str::to_owned).collect()
}

/// The words of a text that is no part of a section: a title, a path, a tag.
pub(crate) fn name_words(segmenter: &Segmenter, text: &str, mut each: impl FnMut(&str)) {
    let folded = Folded::new(text);
    items(&folded).for_each(|item| words(segmenter, &folded, &item, &Names::of(&folded, &item), &mut each));
}

/// The tokens of a text with their positions, moved up by `first`, and its signs; returns the position after them.
pub(crate) fn name_grams(text: &str, first: u32, buffer: &mut TokenBuffer) -> u32 {
    let folded = Folded::new(text);
    let mut next = first;
    for mut item in items(&folded) {
        item.position += first;
        next = item.position + n_positions(&item);
        match item.kind {
            ItemKind::Symbol => buffer.push(folded.slice(item.chars), item.position),
            _ => grams(&folded, &item, &Names::of(&folded, &item), buffer),
        }
    }
    sign_pairs(&folded, |pair| buffer.push(pair, next));
    next
}

/// Adds positions to the code block that holds a place of the source.
fn widen(zones: &mut [Range<u32>], code_blocks: &[Range<usize>], source: usize, positions: Range<u32>) {
    let idx = code_blocks.partition_point(|block| block.end <= source);
    if let Some(zone) = zones.get_mut(idx).filter(|_| code_blocks[idx].contains(&source)) {
        *zone = if zone.start == zone.end { positions } else { zone.start..positions.end };
    }
}

fn n_positions(item: &Item) -> u32 {
    match &item.kind {
        ItemKind::Cjk => item.chars.len() as u32,
        ItemKind::Word { parts } => parts.len().max(1) as u32,
        ItemKind::Symbol => 0,
    }
}

/// The words of an item: jieba's overlapping ones; an identifier's parts, its names, and stems.
fn words(segmenter: &Segmenter, folded: &Folded, item: &Item, names: &Names<'_>, mut each: impl FnMut(&str)) {
    match &item.kind {
        ItemKind::Symbol => {}
        ItemKind::Cjk => {
            for (run, _) in script_runs(folded, item.chars.clone()).filter(|(_, is_han)| *is_han) {
                let text = folded.slice(run);
                segmenter.search_words(text, |range| each(&text[range]));
            }
        }
        ItemKind::Word { .. } => {
            for (part, stem) in &names.parts {
                each(part);
                stem.iter().for_each(|stem| each(stem));
            }
            names.joined.iter().for_each(|name| each(name));
            names.underscored.iter().for_each(|name| each(name));
            names.surface.iter().for_each(|name| each(name));
            names.version.iter().for_each(|name| each(name));
            names.catenated.iter().for_each(|name| each(name));
        }
    }
}

/// The tokens of an item that phrases are made of.
///
/// Single characters only at the edges of a run: there a phrase may go on in another script.
fn grams(folded: &Folded, item: &Item, names: &Names<'_>, buffer: &mut TokenBuffer) {
    match &item.kind {
        ItemKind::Symbol => {}
        ItemKind::Cjk => {
            let (start, end) = (item.chars.start, item.chars.end);
            for idx in start..end {
                let position = item.position + (idx - start) as u32;
                if idx == start || idx + 1 == end {
                    buffer.push(folded.slice(idx..idx + 1), position);
                }
                if idx + 1 < end {
                    buffer.push(folded.slice(idx..idx + 2), position);
                }
            }
        }
        ItemKind::Word { .. } => word_grams(names, item.position, buffer),
    }
}

fn word_grams(names: &Names<'_>, first: u32, buffer: &mut TokenBuffer) {
    let whole = names.joined.iter().chain(&names.surface).chain(&names.version).chain(&names.catenated);
    whole.for_each(|name| buffer.push(name, first));
    for ((part, stem), position) in names.parts.iter().zip(first..) {
        buffer.push(part, position);
        stem.iter().for_each(|stem| buffer.push(stem, position));
    }
    // A phrase goes on behind the last part, whoever writes GitHub as one.
    let last = first + (names.parts.len() as u32).saturating_sub(1);
    names.end.iter().for_each(|end| buffer.push(end, last));
}

fn chars(folded: &Folded, item: &Item, buffer: &mut TokenBuffer) {
    if !matches!(item.kind, ItemKind::Word { .. }) {
        item.chars.clone().for_each(|idx| buffer.push(folded.slice(idx..idx + 1), item.position));
    }
}
