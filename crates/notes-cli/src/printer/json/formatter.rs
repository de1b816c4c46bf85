//! JSON whose strings hold no character that a terminal or a line reader would act on.

use std::io::{self, Write};

use serde_json::ser::Formatter;

use crate::escape::is_unsafe;

/// Compact JSON with [`is_unsafe`] characters as `\uXXXX`.
pub(crate) struct Escaping;

impl Formatter for Escaping {
    /// JSON itself escapes what is below U+0020; this is given what lies between such characters.
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_unsafe) {
            let (safe, from) = rest.split_at(at);
            let c = from.chars().next().unwrap_or_default();
            // All of them have four hexadecimal digits.
            write!(writer, "{safe}\\u{:04x}", c as u32)?;
            rest = &from[c.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    fn json(text: &str) -> String {
        let mut out = Vec::new();
        text.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Escaping)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn commands_are_escaped() {
        assert_eq!(json("a\x1b[0m\"\n\t"), r#""a\u001b[0m\"\n\t""#);
        assert_eq!(json("\x7f\u{9b}池\u{202e}\u{2028}"), r#""\u007f\u009b池\u202e\u2028""#);
        assert_eq!(json("连接池 👩‍💻"), "\"连接池 👩‍💻\"");
    }

    #[test]
    fn every_unsafe_character_comes_back() {
        let all: String = ('\0'..='\u{ffff}').filter(|&c| is_unsafe(c)).collect();
        let written = json(&all);
        assert!(!written.contains(is_unsafe));
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), all);
    }
}
