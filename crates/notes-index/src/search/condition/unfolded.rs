//! Whether a phrase stands in a text, as far as that is seen without folding the text.

use memchr::memchr2_iter;

use crate::analysis::{PART_BORDER, folded_alone, folded_text, is_plain_han};

/// A phrase of ASCII and Han, as most are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unfolded {
    phrase: String,
    /// The same with a space between Han and letters, as most write it, if there are such.
    spaced: Option<String>,
    /// The longest piece of it without Han and white space: a text without this piece is without the phrase.
    piece: String,
    is_as_typed: bool,
    is_of_signs: bool,
}

impl Unfolded {
    /// A phrase that is [single-spaced](super::exact::single_spaced), folded, or as typed if case and width matter. Nothing if it has other characters.
    pub(super) fn new(phrase: &str, is_as_typed: bool) -> Option<Unfolded> {
        let is_plain = !phrase.is_empty() && phrase.chars().all(|c| c.is_ascii() || is_plain_han(c));
        // Texts are compared with it unfolded, so that it must be its own folded form.
        let is_plain = is_plain && (is_as_typed || folded_text(phrase) == phrase);
        let is_of_signs = phrase.bytes().all(|byte| byte.is_ascii_punctuation());
        let pieces = phrase.split(|c: char| !c.is_ascii() || c.is_ascii_whitespace());
        let piece = pieces.max_by_key(|piece| piece.len()).unwrap_or_default().to_owned();
        is_plain.then(|| {
            let spaced = Some(with_spaces(phrase)).filter(|spaced| spaced != phrase);
            Unfolded { phrase: phrase.to_owned(), spaced, piece, is_as_typed, is_of_signs }
        })
    }

    /// Whether it stands in a text; nothing if that can't be told.
    pub(super) fn tell(&self, text: &str) -> Option<bool> {
        let mut is_there = false;
        for phrase in [Some(&self.phrase), self.spaced.as_ref()].into_iter().flatten() {
            for at in self.places(text, phrase) {
                if self.is_apart(&text[..at], &text[at + phrase.len()..]) {
                    return Some(true);
                }
                is_there = true;
            }
        }
        if is_there || self.piece.is_empty() || self.places(text, &self.piece).next().is_some() {
            return None;
        }
        match self.is_as_typed {
            true => (!text.contains(PART_BORDER)).then_some(false),
            false => self.tell_in_width(text),
        }
    }

    /// Where a part of it stands in a text, letter by letter; in any case if that doesn't matter.
    fn places<'a>(&self, text: &'a str, part: &'a str) -> impl Iterator<Item = usize> {
        let (text, part, is_as_typed) = (text.as_bytes(), part.as_bytes(), self.is_as_typed);
        let first = part.first().copied().unwrap_or_default();
        memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text).filter(move |&at| {
            let there = text.get(at..at + part.len());
            there.is_some_and(|there| there == part || !is_as_typed && there.eq_ignore_ascii_case(part))
        })
    }

    /// The same of a text in which its longest piece is not in ASCII: if each character is folded alone, all that matters
    /// is whether it is there in full width. Of signs, which are no part of a word, that is enough to stand.
    fn tell_in_width(&self, text: &str) -> Option<bool> {
        if text.is_ascii() {
            return Some(false);
        }
        let mut is_wide = false;
        for c in text.chars() {
            let folded = folded_alone(c)?;
            is_wide |= !c.is_ascii() && self.piece.contains(folded.to_ascii_lowercase());
        }
        let folded = || text.chars().filter_map(folded_alone).collect::<String>().to_ascii_lowercase();
        match is_wide && folded().contains(&self.piece) {
            false => Some(false),
            true => self.is_of_signs.then_some(true),
        }
    }

    /// Whether what stands before and behind it changes nothing, and no word goes on there.
    fn is_apart(&self, before: &str, behind: &str) -> bool {
        let is_apart = |edge: Option<&u8>, beside: Option<char>| {
            let is_word = edge.is_some_and(u8::is_ascii_alphanumeric);
            let goes_on = |folded: char| is_word && folded.is_ascii_alphanumeric();
            beside.is_none_or(|c| folded_alone(c).is_some_and(|folded| !goes_on(folded)))
        };
        let phrase = self.phrase.as_bytes();
        is_apart(phrase.first(), before.chars().next_back()) && is_apart(phrase.last(), behind.chars().next())
    }
}

/// A phrase with a space between each character of Han and a letter or digit of ASCII beside it.
fn with_spaces(phrase: &str) -> String {
    let is_border = |a: char, b: char| !a.is_ascii() && b.is_ascii_alphanumeric();
    let mut spaced = String::with_capacity(phrase.len());
    let mut last = None;
    for c in phrase.chars() {
        if last.is_some_and(|last| is_border(last, c) || is_border(c, last)) {
            spaced.push(' ');
        }
        spaced.push(c);
        last = Some(c);
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_is_told() {
        let tell = |phrase: &str, text: &str| Unfolded::new(phrase, false).unwrap().tell(text);
        assert_eq!(tell("of the", "The end (of the day)。"), Some(true));
        assert_eq!(tell("->", "箭头，a -> b"), Some(true));
        assert_eq!(tell("(", "连接池（pool）"), Some(true));
        assert_eq!(tell("->", "连接池：没有箭头（pool）"), Some(false));
        assert_eq!(tell("the end", "THE End"), Some(true));
        assert_eq!(tell("of the", "often"), Some(false));
        assert_eq!(tell("of the", "（ｏｆ　ｔｈｅ）"), None);
        assert_eq!(
            (tell("of the", "of\nthe"), tell("of the", "ofthe"), tell("c++", "cc++")),
            (None, None, None)
        );
        assert_eq!((tell("c++", "C，连接"), tell("c++", "c\u{301}")), (Some(false), None));
        assert_eq!(
            (tell("连接of", "数据库连接 of"), tell("连接of", "数据库连接of")),
            (Some(true), Some(true))
        );
        assert_eq!((Unfolded::new("連接", false), Unfolded::new("ｏｆ", false)), (None, None));
    }
}
