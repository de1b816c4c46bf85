//! Which characters belong to the one before them, and are folded together with it.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::char_kind::is_plain_han;

/// Characters that a reader does not see and that take no part in any comparison.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// The bytes of the characters at the start of a text that belong to the one before it, invisible ones between them
/// included.
pub(super) fn marks_len(text: &str) -> usize {
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
    use std::iter::once;

    use unicode_normalization::UnicodeNormalization;

    use super::*;

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
}
