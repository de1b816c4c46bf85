//! Whether a phrase stands in a text, as far as that is seen without folding the text.

use memchr::memmem;

use crate::analysis::{folded_alone, folded_text, is_plain_han};

/// A phrase of ASCII and Han, as most are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plain {
    phrase: String,
    is_as_typed: bool,
    is_of_signs: bool,
}

impl Plain {
    /// A phrase, folded, or as typed if case and width matter; with single spaces. Nothing if there is more to it.
    pub(super) fn new(phrase: &str, is_as_typed: bool) -> Option<Plain> {
        let is_plain = !phrase.is_empty() && phrase.chars().all(|c| c.is_ascii() || is_plain_han(c));
        // A folded one could be folded once more.
        let is_plain = is_plain && (is_as_typed || folded_text(phrase) == phrase);
        let is_of_signs = phrase.bytes().all(|byte| byte.is_ascii_punctuation());
        is_plain.then(|| Plain { phrase: phrase.to_owned(), is_as_typed, is_of_signs })
    }

    /// Whether it stands in a text; nothing if that can't be told.
    pub(super) fn tell(&self, text: &str) -> Option<bool> {
        let mut is_there = false;
        for at in memmem::find_iter(text.as_bytes(), &self.phrase) {
            if self.is_apart(&text[..at], &text[at + self.phrase.len()..]) {
                return Some(true);
            }
            is_there = true;
        }
        // Signs are no part of a word, so all that matters is what the text is folded to.
        let is_known = self.is_of_signs && !is_there && text.chars().all(|c| folded_alone(c).is_some());
        is_known.then(|| !self.is_as_typed && self.stands_in_width(text))
    }

    /// Whether signs stand somewhere if those in full width count; a text of which each character is folded alone.
    fn stands_in_width(&self, text: &str) -> bool {
        let is_meant =
            |c: char| !c.is_ascii() && folded_alone(c).is_some_and(|folded| self.phrase.contains(folded));
        text.chars().any(is_meant)
            && text.chars().filter_map(folded_alone).collect::<String>().contains(&self.phrase)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_is_told() {
        let tell = |phrase: &str, text: &str| Plain::new(phrase, false).unwrap().tell(text);
        assert_eq!(tell("of the", "The end (of the day)。"), Some(true));
        assert_eq!(tell("->", "箭头，a -> b"), Some(true));
        assert_eq!(tell("(", "连接池（pool）"), Some(true));
        assert_eq!(tell("->", "连接池：没有箭头（pool）"), Some(false));
        assert_eq!(tell("of the", "often"), None);
        assert_eq!(tell("连接 of", "数据库连接 of"), Some(true));
        assert_eq!((Plain::new("連接", false), Plain::new("ｏｆ", false)), (None, None));
    }
}
