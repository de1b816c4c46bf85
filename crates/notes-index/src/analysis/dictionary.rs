//! jieba's dictionary, embedded, and the segmenters that are made of it.

use std::ops::Range;

use fst::raw::Output;
use fst::{IntoStreamer, Map, Streamer};
use jieba_rs::Jieba;

use super::lattice::Lattice;

/// Word → frequency; the empty word holds the sum of all frequencies. Made by the example
/// `make_dictionary`.
const ASSET: &[u8] = include_bytes!("../../assets/jieba.fst");

/// Cuts Han text into words as jieba does without its hidden Markov model. What is no Han in it is cut character by
/// character.
///
/// The text is to be folded already: simplified characters, no compatibility forms.
pub(crate) struct Segmenter {
    words: Words,
}

/// How words are looked up.
enum Words {
    /// In memory.
    Loaded(Box<Jieba>),
    /// Where they lie in the program.
    Embedded(Map<&'static [u8]>),
}

impl Segmenter {
    /// Loads the whole dictionary: about 100 ms and 30 MB, so for bulk indexing only.
    pub(crate) fn loaded() -> Segmenter {
        let dictionary = dictionary();
        let mut jieba = Jieba::empty();
        let mut words = dictionary.range().gt("").into_stream();
        while let Some((word, frequency)) = words.next() {
            if let Ok(word) = std::str::from_utf8(word) {
                jieba.add_word(word, Some(frequency as usize), None);
            }
        }
        Segmenter { words: Words::Loaded(Box::new(jieba)) }
    }

    /// Loads nothing, and cuts more slowly.
    pub(crate) fn embedded() -> Segmenter {
        Segmenter { words: Words::Embedded(dictionary()) }
    }

    /// Calls back with the byte range of each word, one after another without overlap.
    pub(crate) fn words(&self, han: &str, mut each: impl FnMut(Range<usize>)) {
        match &self.words {
            Words::Loaded(jieba) => {
                jieba.cut(han, false).iter().for_each(|token| each(token.byte_start..token.byte_end));
            }
            Words::Embedded(dictionary) => lattice(dictionary, han).words(each),
        }
    }

    /// Calls back with the byte range of each word and of the words of two and three characters inside
    /// it, each once; a word comes after those inside it.
    pub(crate) fn search_words(&self, han: &str, mut each: impl FnMut(Range<usize>)) {
        match &self.words {
            Words::Loaded(jieba) => {
                let tokens = jieba.cut_for_search(han, false);
                tokens.iter().for_each(|token| each(token.byte_start..token.byte_end));
            }
            Words::Embedded(dictionary) => lattice(dictionary, han).search_words(each),
        }
    }
}

fn lattice(dictionary: &Map<&[u8]>, text: &str) -> Lattice {
    let total = dictionary.get("").unwrap_or_default();
    Lattice::new(text, total, |text, each| for_each_prefix(dictionary, text, each))
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

/// Calls back with every dictionary word that a text begins with: its length in bytes, and its frequency.
fn for_each_prefix(dictionary: &Map<&[u8]>, text: &str, each: &mut dyn FnMut(usize, u64)) {
    let fst = dictionary.as_fst();
    let mut node = fst.root();
    let mut output = Output::zero();
    for (at, byte) in text.bytes().enumerate() {
        let Some(arc) = node.find_input(byte) else { return };
        let transition = node.transition(arc);
        output = output.cat(transition.out);
        node = fst.node(transition.addr);
        if node.is_final() {
            each(at + 1, output.cat(node.final_output()).value());
        }
    }
}

#[cfg(test)]
mod tests;
