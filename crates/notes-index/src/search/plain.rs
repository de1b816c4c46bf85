//! Whether a phrase stands in a text, as far as that is seen without folding the text.

use memchr::memmem;

/// From a character in full width to the one in ASCII.
const WIDTH: u32 = 0xfee0;

/// A phrase in ASCII, as most are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plain {
    phrase: String,
    /// The same in full width, if it is nothing but signs and may be written so.
    wide: Option<String>,
    is_of_signs: bool,
}

impl Plain {
    /// A phrase, folded, or as typed if case and width matter; with single spaces. Nothing if there is more to it than
    /// ASCII.
    pub(super) fn new(phrase: &str, is_as_typed: bool) -> Option<Plain> {
        let is_of_signs = phrase.bytes().all(|byte| byte.is_ascii_punctuation());
        let in_width = |c: char| char::from_u32(c as u32 + WIDTH).unwrap_or(c);
        let wide = (is_of_signs && !is_as_typed).then(|| phrase.chars().map(in_width).collect());
        let is_plain = !phrase.is_empty() && phrase.is_ascii();
        is_plain.then(|| Plain { phrase: phrase.to_owned(), wide, is_of_signs })
    }

    /// Whether it stands in a text; nothing if that can't be told.
    pub(super) fn tell(&self, text: &str) -> Option<bool> {
        let wide = self.wide.as_ref().filter(|_| !text.is_ascii());
        let mut is_there = false;
        for written in [&self.phrase].into_iter().chain(wide) {
            for at in memmem::find_iter(text.as_bytes(), written) {
                if self.is_apart(&text[..at], &text[at + written.len()..]) {
                    return Some(true);
                }
                is_there = true;
            }
        }
        let may_be = |c: char| alone(c).is_none_or(|folded| folded != c && self.phrase.contains(folded));
        (self.is_of_signs && !is_there && !text.chars().any(may_be)).then_some(false)
    }

    /// Whether what stands before and behind it changes nothing, and no word goes on there.
    fn is_apart(&self, before: &str, behind: &str) -> bool {
        let is_apart = |edge: Option<&u8>, beside: Option<char>| {
            let is_word = edge.is_some_and(u8::is_ascii_alphanumeric);
            let goes_on = |folded: char| is_word && folded.is_ascii_alphanumeric();
            beside.is_none_or(|c| alone(c).is_some_and(|folded| !goes_on(folded)))
        };
        let phrase = self.phrase.as_bytes();
        is_apart(phrase.first(), before.chars().next_back()) && is_apart(phrase.last(), behind.chars().next())
    }
}

/// What a character is folded to, whatever stands beside it: of those that a note is full of. Nothing for others.
fn alone(c: char) -> Option<char> {
    match c {
        '\0'..='\x7f' => Some(c),
        // Han may be another character's traditional form, which makes no ASCII of it.
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Some(c),
        '、' | '。' | '《'..='】' | '“' | '”' | '‘' | '’' | '—' => Some(c),
        '！'..='～' => char::from_u32(c as u32 - WIDTH),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::exact::Verified;
    use super::*;
    use crate::analysis::Folded;

    /// What may stand beside each other in a text.
    const PIECES: [&str; 24] = [
        "->", "-", ">", "-\u{338}", "of the", "of", " ", "\n", "The", "_", "(", "（", "－＞", "Ａ", "连",
        "接。", "é", "\u{301}", "\u{ad}", "\u{1e}", "…", "．", "\u{3000}", "x",
    ];
    const PHRASES: [&str; 14] =
        ["->", "-", ">", "of the", "of", "the", "The", "(", ".", "...", "_", "x", "x (", "- >"];

    #[test]
    fn what_is_told_is_so() {
        let (mut n_told, mut n_there) = (0, 0);
        for phrase in PHRASES {
            for is_as_typed in [false, true] {
                let verified = Verified::new(phrase, is_as_typed);
                let wanted = if is_as_typed { phrase.to_owned() } else { phrase.to_ascii_lowercase() };
                let plain = Plain::new(&wanted, is_as_typed).unwrap();
                for (first, second, third) in triples() {
                    let text = [first, second, third].concat();
                    let Some(told) = plain.tell(&text) else { continue };
                    let is_there = !verified.places(&text, &Folded::new(&text)).is_empty();
                    assert_eq!(told, is_there, "{phrase:?} {is_as_typed} {text:?}");
                    (n_told, n_there) = (n_told + 1, n_there + u32::from(told));
                }
            }
        }
        assert!(n_told > 60_000 && n_there > 30_000, "{n_told} {n_there}");
    }

    fn triples() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        let pairs = || PIECES.iter().flat_map(|&first| PIECES.iter().map(move |&second| (first, second)));
        pairs().flat_map(|(first, second)| PIECES.iter().map(move |&third| (first, second, third)))
    }

    #[test]
    fn most_is_told() {
        let tell = |phrase: &str, text: &str| Plain::new(phrase, false).unwrap().tell(text);
        assert_eq!(tell("of the", "The end (of the day)。"), Some(true));
        assert_eq!(tell("->", "箭头，a -> b"), Some(true));
        assert_eq!(tell("(", "连接池（pool）"), Some(true));
        assert_eq!(tell("->", "连接池：没有箭头（pool）"), Some(false));
        assert_eq!(tell("of the", "often"), None);
        assert_eq!(Plain::new("连接 of", false), None);
    }
}
