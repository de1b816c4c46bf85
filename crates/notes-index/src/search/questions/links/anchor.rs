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
        ['"', '\''].iter().any(|quote| {
            let key = before.strip_suffix(*quote).and_then(|before| before.strip_suffix('='));
            behind.starts_with(*quote)
                && key.is_some_and(|key| key.ends_with(" id") || key.ends_with(" name"))
        })
    })
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
    }
}
