//! Notes, paths and arguments are untrusted on a terminal: nothing of them may be a command to it.

use std::borrow::Cow;

/// Whether a character may steer a terminal, turn around the order of text, or break a line for one
/// reader and not for another.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What is shown instead of an unsafe character: the control pictures have one for each of ASCII's.
pub(crate) fn visible(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        c if is_unsafe(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// A text on one line: a path, a line of a note. Tabs stay, they do no harm.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    replaced(text, |c| c == '\t')
}

/// A text that may have several lines: a message.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    replaced(text, |c| matches!(c, '\t' | '\n'))
}

fn replaced(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    match text.contains(|c| is_unsafe(c) && !keep(c)) {
        false => Cow::Borrowed(text),
        true => text.chars().map(|c| if keep(c) { c } else { visible(c) }).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_become_visible() {
        assert_eq!(line("\x1b]0;x\x07 \x7f"), "␛]0;x␇ ␡");
        assert_eq!(line("a\u{9b}31m"), "a\u{fffd}31m");
        assert_eq!(line("a\nb\tc"), "a␊b\tc");
        assert_eq!(text("a\nb\r"), "a\nb␍");
    }

    #[test]
    fn text_cannot_be_turned_around() {
        assert_eq!(line("abc\u{202e}dm.exe"), "abc\u{fffd}dm.exe");
        assert!("\u{61c}\u{200e}\u{200f}\u{2028}\u{202a}\u{2066}\u{2069}".chars().all(is_unsafe));
    }

    #[test]
    fn what_people_write_stays() {
        let text = "连接池 › “é” 👩‍💻 \u{200b}";
        assert!(matches!(line(text), Cow::Borrowed(_)));
    }
}
