//! The places in a note that links name.

use std::collections::HashMap;

use crate::analysis::{folded_letters, folded_text};
use crate::markdown::html_headings;
use crate::note::Note;
use crate::text::lines_from;

/// How many bytes of a tag are looked at.
const MAX_TAG: usize = 512;

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
    Anchors::new(note, text).offset(anchor)
}

/// The places of a note that links name, each with the byte that it begins at. They are gathered once for all links to a
/// note: it may have as many links as headings.
pub(super) struct Anchors {
    /// By a heading's anchor, letters of ASCII in lower case.
    by_anchor: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
    /// By anchor and name, folded.
    by_folded: HashMap<String, usize>,
    /// By the letters and digits of the name, which all ways to make an anchor of it keep.
    by_letters: HashMap<String, usize>,
    /// By the id of an HTML element.
    by_id: HashMap<String, usize>,
    /// By the letters and digits of a heading of HTML.
    by_html: HashMap<String, usize>,
    /// The lines that end in a block's id, which begins with `^`.
    by_block: HashMap<String, usize>,
}

impl Anchors {
    pub(super) fn new(note: &Note, text: &str) -> Anchors {
        let names = || note.sections.iter().map(|section| (section.name.trim(), section.range.start));
        let anchors = || note.sections.iter().map(|section| (section.anchor.as_str(), section.range.start));
        let folded = anchors().chain(names()).map(|(name, at)| (folded_text(name), at));
        let letters = names().map(|(name, at)| (folded_letters(name), at));
        let html = html_headings(text).map(|(at, name)| (folded_letters(&name), at));
        Anchors {
            by_anchor: firsts(anchors().map(|(anchor, at)| (anchor.to_ascii_lowercase(), at))),
            by_name: firsts(names().map(|(name, at)| (name.to_owned(), at))),
            by_folded: firsts(folded),
            by_letters: firsts(letters.filter(|(letters, _)| !letters.is_empty())),
            by_id: firsts(element_ids(text).map(|(id, at)| (id.to_owned(), at))),
            by_html: firsts(html.filter(|(letters, _)| !letters.is_empty())),
            by_block: firsts(block_ids(text).map(|(id, at)| (id.to_owned(), at))),
        }
    }

    /// See [`anchor_offset`].
    pub(super) fn offset(&self, anchor: &str) -> Option<usize> {
        let last = anchor.rsplit_once('#').map(|(_, last)| last);
        [Some(anchor), last].into_iter().flatten().find_map(|anchor| self.place(anchor.trim()))
    }

    fn place(&self, anchor: &str) -> Option<usize> {
        if anchor.is_empty() {
            return None;
        }
        if anchor.starts_with('^') {
            return self.by_block.get(anchor).copied();
        }
        let as_written = [self.by_anchor.get(&anchor.to_ascii_lowercase()), self.by_name.get(anchor)];
        let place = as_written.into_iter().flatten().min();
        let place = place.or_else(|| self.by_folded.get(&folded_text(anchor)));
        let place = place.or_else(|| self.by_id.get(anchor));
        let letters = folded_letters(anchor);
        place.or_else(|| self.by_letters.get(&letters)).or_else(|| self.by_html.get(&letters)).copied()
    }
}

/// The first place of each name.
fn firsts(places: impl Iterator<Item = (String, usize)>) -> HashMap<String, usize> {
    let mut firsts = HashMap::new();
    for (name, at) in places {
        firsts.entry(name).and_modify(|first: &mut usize| *first = at.min(*first)).or_insert(at);
    }
    firsts
}

/// What lines end in that may be a block's id, with the start of the line.
fn block_ids(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let last_words = lines_from(text, 0).filter_map(|(start, line)| {
        let last = line.trim_end().rsplit([' ', '\t']).next()?;
        Some((last, start))
    });
    last_words.filter(|(last, _)| last.starts_with('^'))
}

/// The ids of elements of HTML, and the names of anchors, with the place of each.
fn element_ids(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.match_indices('=').filter_map(|(at, _)| {
        let (key, value) = (&text[..at], &text[at + 1..]);
        if !names_an_element(key) {
            return None;
        }
        match value.chars().next()? {
            // Each value ends at the next quote, which is that of the next one at the latest: no text is read twice.
            quote @ ('"' | '\'') => Some((value[1..].split_once(quote)?.0, at + 2)),
            _ => is_in_tag(key).then(|| (value.split(ends_value).next().unwrap_or_default(), at + 1)),
        }
    })
}

/// Whether a text ends in the name of an attribute that names its element.
fn names_an_element(key: &str) -> bool {
    ["id", "name"].iter().any(|name| {
        let parts = key.len().checked_sub(name.len()).and_then(|at| key.split_at_checked(at));
        parts.is_some_and(|(before, key)| {
            key.eq_ignore_ascii_case(name) && before.ends_with(char::is_whitespace)
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
        check("x=\"a\" <b id='c' name=\"d\">\n", "d", Some("d\">"));
        check("x=\"a\" <b id='c' name=\"d\">\n", "a", None);
        check(text, "连接池", Some("## 連接池！"));
        check(text, "", None);
        check(text, "!", None);
        let html = "id=x\n\n<h2 id=unq>A</h2>\n\n<h3 class=\"b\">Html <i>Head</i></h3>\n\n<a\nNAME='n'>\n";
        check(html, "unq", Some("unq>A</h2>"));
        check(html, "x", None);
        check(html, "html-head", Some("<h3 class=\"b\">Html <i>Head</i></h3>"));
        check(html, "n", Some("n'>"));
        let html = "<h2>A &amp; B</h2>\n\n<h2 title=\"a>b\">Xy Z</h2>\n";
        check(html, "a--b", Some("<h2>A &amp; B</h2>"));
        check(html, "xy-z", Some("<h2 title=\"a>b\">Xy Z</h2>"));
    }
}
