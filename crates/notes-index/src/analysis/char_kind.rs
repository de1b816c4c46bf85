//! What a folded character is to the analysis: which runs are cut, and how.

use unicode_normalization::char::is_combining_mark;

use crate::text::{is_han, is_syllable};

/// See the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CharKind {
    /// A Han character: jieba cuts runs of these.
    Han,
    /// Kana, Hangul or Bopomofo: written without spaces as Han is, but unknown to jieba.
    Syllable,
    /// A letter, mark or digit of any other script, or `_`.
    Word,
    /// Something that is seen and is no punctuation: an emoji, an arrow.
    Symbol,
    /// Punctuation and spaces.
    Separator,
    /// The border of a block: no phrase goes across ([`BLOCK_BORDER`]).
    Border,
}

/// Stands between two blocks in text that is analysed as one.
pub(crate) const BLOCK_BORDER: char = '\u{1e}';

/// Stands where a part of a word begins though no letter tells: behind the marks in `re**dis**`. Nobody sees it.
pub(crate) const PART_BORDER: char = '\u{2063}';

/// Whether a folded token is a word of an alphabetic script, or a part of one; not Han and its like, nor a sign.
pub(crate) fn is_word(token: &str) -> bool {
    token.chars().next().is_some_and(|c| kind(c) == CharKind::Word)
}

/// Whether a folded token is one character and no word: the index has pairs of such, and each alone among its characters.
pub(crate) fn is_single_char(token: &str) -> bool {
    token.chars().nth(1).is_none() && !is_word(token)
}

/// Han characters that NFKC leaves alone.
pub(crate) fn is_plain_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// The kinds of the characters of ASCII.
pub(super) static ASCII_KINDS: [CharKind; 128] = {
    let mut kinds = [CharKind::Separator; 128];
    let mut byte = 0;
    while byte < kinds.len() {
        kinds[byte] = ascii_kind(byte as u8 as char);
        byte += 1;
    }
    kinds
};

const fn ascii_kind(c: char) -> CharKind {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => CharKind::Word,
        BLOCK_BORDER => CharKind::Border,
        _ => CharKind::Separator,
    }
}

pub(super) fn kind(c: char) -> CharKind {
    match c {
        _ if c.is_ascii() => ascii_kind(c),
        _ if is_han(c) => CharKind::Han,
        _ if is_syllable(c) => CharKind::Syllable,
        // What encloses the character before it, as the key does in 1️⃣, is no part of a word.
        '\u{20dd}'..='\u{20e0}' | '\u{20e2}'..='\u{20e4}' => CharKind::Separator,
        _ if c.is_alphanumeric() || is_combining_mark(c) => CharKind::Word,
        _ if c.is_whitespace() || c.is_control() => CharKind::Separator,
        // Latin-1, general and CJK punctuation.
        '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' => CharKind::Separator,
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' => CharKind::Separator,
        '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{fe10}'..='\u{fe6f}' => CharKind::Separator,
        _ => CharKind::Symbol,
    }
}

/// Whether a character is a sign to a reader though it may be folded to letters or digits: ㎡, ™, ½, ①. Raised and lowered
/// digits belong to the word before them: x², CO₂.
pub(super) fn is_sign(c: char) -> bool {
    match c {
        '¼'..='¾' | '\u{2150}'..='\u{215f}' | '\u{2189}' => true,
        '\u{2460}'..='\u{24ff}' | '\u{3200}'..='\u{32ff}' | '\u{1f100}'..='\u{1f1ff}' => true,
        _ => kind(c) == CharKind::Symbol,
    }
}
