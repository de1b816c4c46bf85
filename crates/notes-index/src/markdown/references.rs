//! Character references in HTML blocks, which the parser hands on as they are written: `&amp;`.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

/// How long one may be, in bytes.
const MAX_LEN: usize = 40;

/// The character references in a text, and what a reader sees instead.
pub(super) fn references(text: &str) -> impl Iterator<Item = (Range<usize>, Box<str>)> {
    text.match_indices('&').filter_map(|(at, _)| {
        let inner = text.as_bytes()[at + 1..].iter().take(MAX_LEN);
        let len = inner.take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
        let range = at..at + 1 + len + 1;
        let written = text.get(range.clone()).filter(|written| written.ends_with(';'))?;
        let mut events = Parser::new(written);
        let shown =
            events.find_map(|event| if let Event::Text(shown) = event { Some(shown) } else { None })?;
        (*shown != *written).then(|| (range, Box::from(&*shown)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_told_from_other_signs() {
        let text = "R&amp;D &lt &x; &#x4e2d;&#100; &; &nbsp;&amp";
        let found: Vec<_> =
            references(text).map(|(range, shown)| (&text[range], shown.into_string())).collect();
        let expected = [("&amp;", "&"), ("&#x4e2d;", "中"), ("&#100;", "d"), ("&nbsp;", "\u{a0}")];
        assert_eq!(found, expected.map(|(written, shown)| (written, shown.to_owned())));
    }
}
