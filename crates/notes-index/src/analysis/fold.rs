//! Folding: width, case, script and invisible characters, with offsets on the text as written.
//!
//! Folding is Unicode's NFKC (UAX #15), lower case, OpenCC's traditional → simplified character
//! table, characters for radicals and straight quotes for curly ones; characters that nobody sees are
//! dropped. The index, the query and the highlighter all see text through this one function, so they
//! can't disagree. What is folded stays as it is when it is folded again.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::char_kind::{ASCII_KINDS, CharKind, PART_BORDER, is_plain_han, is_sign, kind};
use super::clusters::{is_invisible, marks_len};
use super::radicals::unified;
use super::traditional::simplified;

/// From a character of ASCII to the one in full width.
const FULL_WIDTH: u32 = 0xfee0;
/// How far a katakana stands behind its hiragana.
const KATAKANA: u32 = 0x60;

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
        // Invisible characters are left here, not below: each of a long run of them would look through the rest of it.
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
                let folded = straight(lower).unwrap_or_else(|| simplified(unified(hiragana(lower))));
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
/// or simplified, katakana or hiragana), and without characters that nobody sees. A search takes two texts for the same if these forms are
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

/// The hiragana that sounds as a katakana does; any other character is its own.
fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(c as u32 - KATAKANA).unwrap_or(c),
        _ => c,
    }
}

/// How many characters of ASCII a text begins with.
fn ascii_len(text: &[u8]) -> usize {
    let blocks = text.chunks_exact(16).take_while(|block| block.is_ascii()).count() * 16;
    blocks + text[blocks..].iter().take_while(|byte| byte.is_ascii()).count()
}

/// The letters and digits of a text, folded: what stands between them is left out.
pub(crate) fn folded_letters(text: &str) -> String {
    let mut folded = folded_text(text);
    folded.retain(char::is_alphanumeric);
    folded
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
        check("ﾊﾟｿｺﾝ ガード がーど ヶ ヷ", "ぱそこん がーど がーど ゖ ヷ");
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
