//! Folding: width, case, script and invisible characters, with offsets on the text as written.
//!
//! Folding is Unicode's NFKC (UAX #15), lower case, OpenCC's traditional → simplified character
//! table, characters for radicals and straight quotes for curly ones; characters that nobody sees are
//! dropped. The index, the query and the highlighter all see text through this one function, so they
//! can't disagree. What is folded stays as it is when it is folded again.

use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};

use super::radicals::unified;
use super::traditional::simplified;
pub(crate) use crate::text::is_han;
use crate::text::is_syllable;

/// What a folded character is to the analysis.
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

/// From a character of ASCII to the one in full width.
const FULL_WIDTH: u32 = 0xfee0;

/// A folded character.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoldedChar {
    /// Where it begins in [`Folded::text`], in bytes.
    pub(crate) at: u32,
    /// The bytes of the text as written that it stands for.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: CharKind,
    /// Whether it was a capital letter.
    pub(crate) upper: bool,
    /// Whether it is a letter or digit of a sign, as both of ㎡ are, which is a word of its own to a reader.
    pub(crate) of_sign: bool,
    /// Whether it stands behind a [`PART_BORDER`].
    pub(crate) begins_part: bool,
}

/// A text and how it is compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    /// The folded text.
    pub(crate) text: String,
    /// Its characters, and one more that marks the end.
    pub(crate) chars: Vec<FoldedChar>,
}

impl Folded {
    /// Folds a text of less than 4 GiB.
    pub(crate) fn new(text: &str) -> Folded {
        let mut folded = Folded {
            text: String::with_capacity(text.len()),
            chars: Vec::with_capacity(text.chars().count() + 1),
        };
        folded.fold(text);
        let (at, end) = (folded.text.len() as u32, text.len() as u32);
        let kind = CharKind::Border;
        let (upper, of_sign, begins_part) = (false, false, false);
        folded.chars.push(FoldedChar { at, start: end, end, kind, upper, of_sign, begins_part });
        folded
    }

    /// How many characters there are.
    pub(crate) fn len(&self) -> usize {
        self.chars.len() - 1
    }

    /// The folded text of some of its characters.
    pub(crate) fn slice(&self, chars: Range<usize>) -> &str {
        &self.text[self.chars[chars.start].at as usize..self.chars[chars.end].at as usize]
    }

    /// The character at an index; a space past the end.
    pub(crate) fn char(&self, idx: usize) -> char {
        let at = self.chars.get(idx).map_or(self.text.len(), |c| c.at as usize);
        match self.text.as_bytes().get(at) {
            Some(&byte) if byte.is_ascii() => char::from(byte),
            _ => self.text[at..].chars().next().unwrap_or(' '),
        }
    }

    fn fold(&mut self, text: &str) {
        let (mut at, mut parts) = (0, Vec::new());
        while at < text.len() {
            let n_ascii = ascii_len(&text.as_bytes()[at..]);
            // What follows the last one may belong to it.
            let n_alone = if at + n_ascii < text.len() { n_ascii.saturating_sub(1) } else { n_ascii };
            self.push_ascii(text, at..at + n_alone);
            at += n_alone;
            if at < text.len() {
                parts.extend(text[at..].starts_with(PART_BORDER).then_some(self.chars.len()));
                at = self.fold_cluster(text, at);
            }
        }
        for first in parts {
            self.chars.get_mut(first).into_iter().for_each(|c| c.begins_part = true);
        }
    }

    /// Folds a character with those that belong to it; returns where they end.
    fn fold_cluster(&mut self, text: &str, start: usize) -> usize {
        let mut chars = text[start..].chars();
        let Some(c) = chars.next() else { return text.len() };
        let end = start + c.len_utf8();
        // Before what follows is looked at: each character of a run that nobody sees would look at the rest of it.
        if !is_plain_han(c) && is_invisible(c) {
            return end;
        }
        match marks_len(chars.as_str()) {
            0 if is_plain_han(c) => self.push(simplified(c), start, end, CharKind::Han, false),
            0 if c.is_ascii() => self.push_ascii(text, start..end),
            marks => {
                self.push_cluster(&text[start..end + marks], start, end + marks);
                return end + marks;
            }
        }
        end
    }

    /// Most of a note that isn't Han: one byte in, one byte out.
    fn push_ascii(&mut self, text: &str, bytes: Range<usize>) {
        let ascii = &text[bytes.clone()];
        let (first, start) = (self.text.len(), bytes.start);
        self.text.push_str(ascii);
        self.text[first..].make_ascii_lowercase();
        self.chars.extend(ascii.bytes().enumerate().map(|(idx, byte)| FoldedChar {
            at: (first + idx) as u32,
            start: (start + idx) as u32,
            end: (start + idx + 1) as u32,
            kind: ASCII_KINDS[usize::from(byte & 0x7f)],
            upper: byte.is_ascii_uppercase(),
            of_sign: false,
            begins_part: false,
        }));
    }

    fn push_cluster(&mut self, cluster: &str, start: usize, end: usize) {
        let (first, at) = (self.chars.len(), self.text.len());
        for c in cluster.chars().filter(|&c| !is_invisible(c)).nfkc() {
            let upper = c.is_uppercase();
            for lower in c.to_lowercase() {
                let folded = straight(lower).unwrap_or_else(|| simplified(unified(lower)));
                self.push(folded, start, end, kind(folded), upper);
            }
        }
        if self.chars.len() > first + 1 && !is_nfc(&self.text[at..]) {
            self.compose(first, at);
        }
        let is_word = |c: &FoldedChar| c.kind == CharKind::Word;
        if self.chars[first..].iter().any(is_word) && cluster.starts_with(is_sign) {
            self.chars[first..].iter_mut().for_each(|c| c.of_sign = true);
        }
    }

    /// Composes the last cluster once more: a small letter may be one with a mark that its capital isn't, as ẗ is.
    fn compose(&mut self, first: usize, at: usize) {
        let FoldedChar { start, end, upper, .. } = self.chars[first];
        let composed: String = self.text[at..].nfc().collect();
        self.chars.truncate(first);
        self.text.truncate(at);
        for c in composed.chars() {
            self.push(c, start as usize, end as usize, kind(c), upper);
        }
    }

    fn push(&mut self, c: char, start: usize, end: usize, kind: CharKind, upper: bool) {
        let at = self.text.len() as u32;
        let (start, end) = (start as u32, end as u32);
        self.chars.push(FoldedChar { at, start, end, kind, upper, of_sign: false, begins_part: false });
        self.text.push(c);
    }
}

/// A text in the form in which texts are compared: without differences of letter case, width and script (traditional
/// or simplified), and without characters that nobody sees. A search takes two texts for the same if these forms are
/// the same.
///
/// ```
/// use notes_index::folded_text;
///
/// assert_eq!(folded_text("連接池 Ｐｏｏｌ"), "连接池 pool");
/// ```
pub fn folded_text(text: &str) -> String {
    Folded::new(text).text
}

/// What a character is folded to, whatever stands beside it, but for its case and its traditional form. Only for
/// characters that a note is full of; nothing for others.
pub(crate) fn folded_alone(c: char) -> Option<char> {
    match c {
        '\0'..='\x7f' => Some(c),
        _ if is_plain_han(c) => Some(c),
        '、' | '。' | '《'..='】' | '—' => Some(c),
        '‘' | '’' | '“' | '”' => straight(c),
        '！'..='～' => char::from_u32(c as u32 - FULL_WIDTH),
        _ => None,
    }
}

/// The sign on the keys for one that programs put in its place as somebody types: it’s.
fn straight(c: char) -> Option<char> {
    match c {
        '‘' | '’' => Some('\''),
        '“' | '”' => Some('"'),
        _ => None,
    }
}

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
static ASCII_KINDS: [CharKind; 128] = {
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

fn kind(c: char) -> CharKind {
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
fn is_sign(c: char) -> bool {
    match c {
        '¼'..='¾' | '\u{2150}'..='\u{215f}' | '\u{2189}' => true,
        '\u{2460}'..='\u{24ff}' | '\u{3200}'..='\u{32ff}' | '\u{1f100}'..='\u{1f1ff}' => true,
        _ => kind(c) == CharKind::Symbol,
    }
}

/// Characters that a reader does not see and that take no part in any comparison.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// How many characters of ASCII a text begins with.
fn ascii_len(text: &[u8]) -> usize {
    let blocks = text.chunks_exact(16).take_while(|block| block.is_ascii()).count() * 16;
    blocks + text[blocks..].iter().take_while(|byte| byte.is_ascii()).count()
}

/// The bytes of the characters at the start of a text that belong to the one before it, invisible ones between them
/// included.
fn marks_len(text: &str) -> usize {
    // What a note is full of is told by its first byte: ASCII, and Han from U+4000 on.
    if matches!(text.as_bytes().first(), None | Some(..=0x7f | 0xe4..=0xe9)) {
        return 0;
    }
    let belongs = text.char_indices().take_while(|&(_, c)| continues(c) || is_invisible(c));
    belongs.filter(|&(_, c)| continues(c)).last().map_or(0, |(at, c)| at + c.len_utf8())
}

/// Whether a character belongs to the one before it: a variation selector, a conjoining jamo, a mark, a character
/// that may become one with it, or one that is folded to something that begins with such.
fn continues(c: char) -> bool {
    match c {
        '\0'..='\u{2ff}' => false,
        _ if is_plain_han(c) || begins_anew(c) => false,
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{1160}'..='\u{11ff}' => true,
        _ => {
            let mut first = None;
            decompose_compatible(c, |part| first = first.or(Some(part)));
            let first = first.unwrap_or(c);
            canonical_combining_class(first) != 0
                || is_nfc_quick(std::iter::once(first)) == IsNormalized::Maybe
        }
    }
}

/// Whether it is a sign, kana, Hangul or in full width, and begins something new: none of these belongs to what
/// stands before it, and a note may be full of them.
fn begins_anew(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3098}'
        | '\u{309b}'..='\u{3130}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff9d}')
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};
    use std::iter::{Once, once};

    use unicode_normalization::Decompositions;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(folded_text(text), expected);
    }

    #[test]
    fn width_case_script_and_invisible_characters_fold_away() {
        check("ｐｏｏｌ＿ｓｉｚｅ", "pool_size");
        check("連接池", "连接池");
        check("Conn\u{200b}ection\u{ad}", "connection");
        check("ＡＢＣ①㎡", "abc1m2");
        check("e\u{301}tude ÉTUDE", "étude étude");
        check("한\u{1112}\u{1161}", "한하");
        check("漢\u{fe00}字\u{e0100}", "汉字");
        check("it’s “好”", "it's \"好\"");
        check("⻓度⾸⻚", "长度首页");
        check("ﾊﾟｿｺﾝ ｶﾞｰﾄﾞ", "パソコン ガード");
        check("ㄴㅏ ﾤￂ", "나 나");
        check("e\u{200b}\u{301} H\u{331} \u{9c7}\u{9be}", "é ẖ \u{9cb}");
    }

    /// All characters that are made of others, by one of these.
    fn by_part(part: impl Fn(Decompositions<Once<char>>) -> Option<char>) -> HashMap<char, Vec<char>> {
        let mut by_part: HashMap<char, Vec<char>> = HashMap::new();
        for c in '\0'..=char::MAX {
            by_part.entry(part(once(c).nfkd()).unwrap_or(c)).or_default().push(c);
        }
        by_part
    }

    /// The parts beside each other of which characters are composed, in small letters and in capitals.
    fn pairs() -> HashSet<(char, char)> {
        let mut pairs = HashSet::new();
        for c in '\0'..=char::MAX {
            let parts: Vec<char> = once(c).nfd().collect();
            for pair in parts.windows(2) {
                pairs.extend(once(pair[0]).chain(pair[0].to_uppercase()).map(|first| (first, pair[1])));
            }
        }
        pairs
    }

    #[test]
    fn what_is_folded_stays_so_when_it_is_folded_again() {
        let again = |text: &str| check(&folded_text(text), &folded_text(text));
        ('\0'..=char::MAX).for_each(|c| again(&c.to_string()));
        let (ends, begins) = (by_part(Iterator::last), by_part(|mut parts| parts.next()));
        for (first, second) in pairs() {
            for end in ends.get(&first).into_iter().flatten() {
                for begin in begins.get(&second).into_iter().flatten() {
                    again(&format!("{end}{begin}"));
                }
            }
        }
    }

    #[test]
    fn what_begins_anew_is_told_apart_at_once() {
        let may_continue = |c: char| {
            let first = once(c).nfkd().next().unwrap_or(c);
            canonical_combining_class(first) != 0 || is_nfc_quick(once(first)) == IsNormalized::Maybe
        };
        for c in ('\0'..=char::MAX).filter(|&c| may_continue(c)) {
            assert!(continues(c), "{c:?}");
        }
    }

    #[test]
    fn what_is_folded_alone_is_folded_so_beside_anything() {
        for c in '\0'..=char::MAX {
            let Some(alone) = folded_alone(c) else { continue };
            let folded = simplified(alone.to_ascii_lowercase());
            for (before, after) in [("", ""), ("x", "x"), ("连", "接"), ("e\u{301}", "。")] {
                check(&format!("{before}{c}{after}"), &format!("{}{folded}{after}", folded_text(before)));
            }
        }
    }

    #[test]
    fn offsets_are_those_of_the_text_as_written() {
        let folded = Folded::new("a\u{200b}連㎡");
        let ranges: Vec<_> = folded.chars.iter().map(|c| (c.start, c.end)).collect();
        assert_eq!(ranges, [(0, 1), (4, 7), (7, 10), (7, 10), (10, 10)]);
        assert_eq!(folded.slice(1..3), "连m");
    }
}
