//! The place in a note that a link names.

use crate::analysis::{folded_letters, folded_text};
use crate::note::{Note, Section};

/// The byte of a note's text that the part of a link behind its `#` leads to.
///
/// It may be the anchor of a heading, as GitHub makes it or as it is written (`{#id}`, `id="…"`), its text, the last of several
/// headings (`#数据库#连接池`), or a block (`^id`). Letter case, width, and what is no letter or digit count only where
/// more than one place would do.
///
/// ```
/// use notes_index::{NotePath, anchor_offset, parse_note};
///
/// let text = "# 数据库\n\n## 1. 连接池（Pool）\n\n要有上限。 ^limit\n";
/// let note = parse_note(NotePath::new("db.md")?, text).note;
/// let heading = text.find("## 1.");
/// assert_eq!(anchor_offset(&note, text, "1-连接池pool"), heading);
/// assert_eq!(anchor_offset(&note, text, "1. 连接池（Pool）"), heading);
/// assert_eq!(anchor_offset(&note, text, "^limit"), text.find("要有"));
/// assert_eq!(anchor_offset(&note, text, "大小"), None);
/// # Ok::<(), notes_index::Error>(())
/// ```
pub fn anchor_offset(note: &Note, text: &str, anchor: &str) -> Option<usize> {
    let last = anchor.rsplit_once('#').map(|(_, last)| last);
    [Some(anchor), last].into_iter().flatten().find_map(|anchor| place_of(note, text, anchor.trim()))
}

/// How many bytes of a tag, or of a heading of HTML, are looked at.
const MAX_TAG: usize = 512;

fn place_of(note: &Note, text: &str, anchor: &str) -> Option<usize> {
    if anchor.is_empty() {
        return None;
    }
    if anchor.starts_with('^') {
        return block_offset(text, anchor);
    }
    let section = |is_meant: &dyn Fn(&Section) -> bool| {
        note.sections.iter().find(|section| is_meant(section)).map(|section| section.range.start)
    };
    // All ways to make an anchor of a heading keep its letters.
    let (folded, letters) = (folded_text(anchor), folded_letters(anchor));
    let is_it = |name: &str| name.eq_ignore_ascii_case(anchor);
    let is_alike = |name: &str| folded_text(name) == folded;
    let has_letters = |name: &str| !letters.is_empty() && folded_letters(name) == letters;
    section(&|section| is_it(&section.anchor) || section.name.trim() == anchor)
        .or_else(|| section(&|section| is_alike(&section.anchor) || is_alike(section.name.trim())))
        .or_else(|| element_offset(text, anchor))
        .or_else(|| section(&|section| has_letters(&section.name)))
        .or_else(|| heading_offset(text, &letters).filter(|_| !letters.is_empty()))
}

/// The line that ends with a block's id.
fn block_offset(text: &str, id: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_end().strip_suffix(id);
        if rest.is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '\t'])) {
            return Some(start);
        }
        start += line.len();
    }
    None
}

/// The element of HTML that has an id, or an anchor's name.
fn element_offset(text: &str, id: &str) -> Option<usize> {
    text.match_indices(id).map(|(at, _)| at).find(|&at| {
        let (before, behind) = (&text[..at], &text[at + id.len()..]);
        let quoted = |quote| before.strip_suffix(quote).filter(|_| behind.starts_with(quote));
        let bare = || Some(before).filter(|before| behind.starts_with(ends_value) && is_in_tag(before));
        let key = quoted('"').or_else(|| quoted('\'')).or_else(bare);
        let key = key.and_then(|before| before.strip_suffix('='));
        key.is_some_and(|key| {
            ["id", "name"].iter().any(|name| {
                let before = key.len().checked_sub(name.len()).and_then(|at| key.split_at_checked(at));
                before.is_some_and(|(before, key)| {
                    key.eq_ignore_ascii_case(name) && before.ends_with(char::is_whitespace)
                })
            })
        })
    })
}

/// Whether a character ends a value without quotes.
fn ends_value(c: char) -> bool {
    c.is_whitespace() || c == '>' || c == '/'
}

/// Whether what follows a text stands in a tag.
fn is_in_tag(before: &str) -> bool {
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(MAX_TAG))..];
    near.rfind(['<', '>']).is_some_and(|at| near[at..].starts_with('<'))
}

/// The heading of HTML, `<h2>…</h2>`, that has these letters.
fn heading_offset(text: &str, letters: &str) -> Option<usize> {
    text.match_indices("<").map(|(at, _)| at).find(|&at| {
        let tag = &text[at + 1..text.floor_char_boundary(text.len().min(at + MAX_TAG))];
        let is_heading =
            matches!(tag.as_bytes(), [b'h' | b'H', b'1'..=b'6', b'>' | b' ' | b'\t' | b'\n', ..]);
        is_heading && html_heading(tag).is_some_and(|name| folded_letters(&name) == letters)
    })
}

/// What a reader sees of a heading of HTML that begins in its tag.
fn html_heading(tag: &str) -> Option<String> {
    let inner = tag.split_once('>')?.1;
    let closed = inner.find("</h").or_else(|| inner.find("</H"))?;
    let tags = inner[..closed].split('<');
    Some(
        tags.enumerate()
            .map(|(n, piece)| piece.split_once('>').filter(|_| n > 0).map_or(piece, |(_, text)| text))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse_note;
    use crate::note::NotePath;

    #[track_caller]
    fn check(text: &str, anchor: &str, expected: Option<&str>) {
        let note = parse_note(NotePath::new("a.md").unwrap(), text).note;
        let found =
            anchor_offset(&note, text, anchor).map(|at| text[at..].lines().next().unwrap_or_default());
        assert_eq!(found, expected, "#{anchor}");
    }

    #[test]
    fn places_are_named_in_many_ways() {
        let text = "# A\n\n## B c\n\n## B-c {#own}\n\n- x ^id1\n\n<a name=\"here\"></a>\n\n## 連接池！\n";
        check(text, "B c", Some("## B c"));
        check(text, "A#B c", Some("## B c"));
        check("## C\n\n## C#\n", "C#", Some("## C#"));
        check(text, "b-c", Some("## B c"));
        check(text, "OWN", Some("## B-c {#own}"));
        check(text, "bc", Some("## B c"));
        check(text, "^id1", Some("- x ^id1"));
        check(text, "^id", None);
        check(text, "here", Some("here\"></a>"));
        check(text, "连接池", Some("## 連接池！"));
        check(text, "", None);
        check(text, "!", None);
        let html = "id=x\n\n<h2 id=unq>A</h2>\n\n<h3 class=\"b\">Html <i>Head</i></h3>\n\n<a\nNAME='n'>\n";
        check(html, "unq", Some("unq>A</h2>"));
        check(html, "x", None);
        check(html, "html-head", Some("<h3 class=\"b\">Html <i>Head</i></h3>"));
        check(html, "n", Some("n'>"));
    }
}
