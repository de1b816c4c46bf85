//! Headings that are written as HTML: they make no sections, but links name them.

use std::ops::Range;

use super::html::{Piece, Scanner, find_ignore_case, tag_name};
use super::references::references;

/// How many bytes of one are read, tags included: so no text is read again for each `<`.
const MAX_LEN: usize = 512;

/// The headings of a text, `<h2>…</h2>`: the byte that each begins at, and what a reader sees of it.
pub(crate) fn html_headings(text: &str) -> impl Iterator<Item = (usize, String)> {
    text.match_indices('<').filter_map(|(at, _)| {
        let html = &text[at..text.floor_char_boundary(text.len().min(at + MAX_LEN))];
        let is_heading = matches!(tag_name(&html[1..]).as_bytes(), [b'h' | b'H', b'1'..=b'6']);
        let end = if is_heading { find_ignore_case(html, "</h")? } else { return None };
        Some((at, reading(&html[..end])))
    })
}

/// What a reader sees of a piece of HTML.
fn reading(html: &str) -> String {
    let mut seen = String::new();
    Scanner::default().scan(html, 0..html.len(), |piece| {
        let Piece::Text(Range { start, end }) = piece else { return };
        let mut at = start;
        for (written, shown) in references(&html[start..end]) {
            seen.push_str(&html[at..start + written.start]);
            seen.push_str(&shown);
            at = start + written.end;
        }
        seen.push_str(&html[at..end]);
    });
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_read_as_they_are_seen() {
        let text = "<h1>一</h1>\n<H2 class=\"a\" title=\"x>y\">A &amp; <i>B</i></H2>\n<h3\nid=c>C<!-- d --> x</h3>\
                    <h4>never closed\n<hr><h7>e</h7></h>";
        let found: Vec<_> = html_headings(text).collect();
        let names = ["一", "A & B", "C x", "never closed\n<h7>e"];
        let starts = ["<h1", "<H2", "<h3", "<h4"].map(|tag| text.find(tag).unwrap());
        assert_eq!(found, starts.into_iter().zip(names.map(str::to_owned)).collect::<Vec<_>>());
    }
}
