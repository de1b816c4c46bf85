//! jieba's dictionary, embedded, and the segmenters that are made of it.

use std::collections::HashSet;
use std::ops::Range;

use fst::raw::Output;
use fst::{IntoStreamer, Map, Streamer};
use jieba_rs::Jieba;

/// Word → frequency; the empty word holds the sum of all frequencies. Made by the example
/// `make_dictionary`.
const ASSET: &[u8] = include_bytes!("../../assets/jieba.fst");

/// A word that is in no Han text: it stands for all words that a text doesn't hold.
const FILLER: &str = "\u{e000}";

/// Cuts Han text into words as jieba does without its hidden Markov model.
///
/// The text is to be folded already: simplified characters, no compatibility forms.
pub(crate) struct Segmenter {
    jieba: Jieba,
}

impl Segmenter {
    /// Knows the whole dictionary: about 100 ms and 30 MB, so for bulk indexing only.
    pub(crate) fn full() -> Segmenter {
        let dictionary = dictionary();
        let mut jieba = Jieba::empty();
        let mut words = dictionary.range().gt("").into_stream();
        while let Some((word, frequency)) = words.next() {
            if let Ok(word) = std::str::from_utf8(word) {
                jieba.add_word(word, Some(frequency as usize), None);
            }
        }
        Segmenter { jieba }
    }

    /// Knows only the words that occur in these texts: cuts them exactly as [`Segmenter::full`] does, at a
    /// fraction of a millisecond for a query. Linear in the texts.
    ///
    /// How jieba cuts a text depends on nothing but the dictionary words inside it, their frequencies, and
    /// the sum of all frequencies, which a filler word brings to what it is for the whole dictionary.
    pub(crate) fn for_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Segmenter {
        let dictionary = dictionary();
        let mut jieba = Jieba::empty();
        let mut seen = HashSet::new();
        let mut others = dictionary.get("").unwrap_or_default();
        for text in texts {
            for (start, _) in text.char_indices() {
                for_each_prefix(&dictionary, &text[start..], |word, frequency| {
                    if seen.insert(word) {
                        jieba.add_word(word, Some(frequency as usize), None);
                        others -= frequency;
                    }
                });
            }
        }
        jieba.add_word(FILLER, Some(others as usize), None);
        Segmenter { jieba }
    }

    /// Calls back with the byte range of each word, one after another without overlap.
    pub(crate) fn words(&self, han: &str, mut each: impl FnMut(Range<usize>)) {
        for token in self.jieba.cut(han, false) {
            each(token.byte_start..token.byte_end);
        }
    }

    /// Calls back with the byte range of each word and of the words of two and three characters inside
    /// it, each once; a word comes after those inside it.
    pub(crate) fn search_words(&self, han: &str, mut each: impl FnMut(Range<usize>)) {
        for token in self.jieba.cut_for_search(han, false) {
            each(token.byte_start..token.byte_end);
        }
    }
}

/// What tells this dictionary from another one: part of the index's format.
pub(crate) fn version() -> String {
    // An FST ends in the checksum of all that stands before it.
    let checksum = ASSET.last_chunk().copied().map_or(0, u32::from_le_bytes);
    format!("jieba-{checksum:08x}")
}

fn dictionary() -> Map<&'static [u8]> {
    Map::new(ASSET).expect("the embedded dictionary is a finite-state transducer")
}

/// Calls back with every dictionary word that the text begins with, and its frequency.
fn for_each_prefix<'a>(dictionary: &Map<&[u8]>, text: &'a str, mut each: impl FnMut(&'a str, u64)) {
    let fst = dictionary.as_fst();
    let mut node = fst.root();
    let mut output = Output::zero();
    for (at, byte) in text.bytes().enumerate() {
        let Some(arc) = node.find_input(byte) else { return };
        let transition = node.transition(arc);
        output = output.cat(transition.out);
        node = fst.node(transition.addr);
        if node.is_final() {
            each(&text[..=at], output.cat(node.final_output()).value());
        }
    }
}

#[cfg(test)]
mod tests;
