//! What of a line as written a reader of its page doesn't see: tags, comments, images, where links lead, the type of a
//! callout.

use std::ops::Range;

use super::html::{self, Element};
use super::texts::callout_marker;

/// A piece of a line that shows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unseen {
    /// Bytes of the line.
    pub(crate) range: Range<usize>,
    /// Whether what stands before and behind it is apart to a reader.
    pub(crate) parts: bool,
}

/// Finds them by their marks alone, in order and apart; whether these are marks there or text is for the caller to know.
/// A tag of no element is none: `Vec<String>`. The line has no quote marks. Linear.
pub(crate) fn unseen(line: &str) -> Vec<Unseen> {
    let callout = callout_marker(line).unwrap_or(0);
    let mut found = Vec::new();
    if callout > 0 {
        found.push(Unseen { range: 0..callout, parts: false });
    }
    let marks = Marks::of(line);
    let mut at = callout;
    while let Some(next) = line[at..].find(['<', '!', ']']).map(|len| at + len) {
        let one = marks.tag(next).or_else(|| marks.image(next)).or_else(|| marks.address(next));
        at = one.as_ref().map_or(next + 1, |one| one.range.end);
        found.extend(one);
    }
    found
}

/// A line, and where the last of each closing mark stands in it: behind that none is looked for.
struct Marks<'a> {
    line: &'a str,
    tag: usize,
    comment: usize,
    /// Of the `](` that a `)` follows.
    text: usize,
    target: usize,
    wiki: usize,
}

impl<'a> Marks<'a> {
    fn of(line: &'a str) -> Marks<'a> {
        let last = |mark: &str| line.rfind(mark).unwrap_or(0);
        let target = last(")");
        let text = line[..target].rfind("](").unwrap_or(0);
        Marks { line, tag: last(">"), comment: last("-->"), text, target, wiki: last("]]") }
    }

    /// The tag or comment that begins at a byte.
    fn tag(&self, at: usize) -> Option<Unseen> {
        let tag = self.line[at..].strip_prefix('<')?;
        if tag.starts_with("!--") {
            return Some(Unseen { range: at..self.end(at, "-->", self.comment)?, parts: false });
        }
        let element = html::known(tag.strip_prefix('/').unwrap_or(tag))?;
        let parts = matches!(element, Element::Block | Element::Details | Element::Summary);
        Some(Unseen { range: at..self.end(at, ">", self.tag)?, parts })
    }

    /// The image that begins at a byte, with the link around it that has no other text.
    fn image(&self, at: usize) -> Option<Unseen> {
        let image = self.line[at..].strip_prefix("![")?;
        if image.starts_with('[') {
            return Some(Unseen { range: at..self.end(at, "]]", self.wiki)?, parts: false });
        }
        let end = self.target(at)?;
        let is_linked = self.line[..at].ends_with('[') && self.line[end..].starts_with("](");
        let linked = if is_linked { self.target(end) } else { None };
        Some(Unseen { range: linked.map_or(at..end, |end| at - 1..end), parts: false })
    }

    /// Where the link leads whose text ends at a byte.
    fn address(&self, at: usize) -> Option<Unseen> {
        let end = self.target(at).filter(|_| self.line[at..].starts_with("]("))?;
        Some(Unseen { range: at + 1..end, parts: false })
    }

    /// The end of the first `](…)` from a byte on. Brackets in it may be closed.
    fn target(&self, from: usize) -> Option<usize> {
        let start = self.end(from, "](", self.text)?;
        let end = self.end(start, ")", self.target)?;
        let inner = self.line[start..end].matches('(');
        Some(inner.fold(end, |end, _| self.end(end, ")", self.target).unwrap_or(end)))
    }

    /// The end of the first mark from a byte on, of which the last is known.
    fn end(&self, from: usize, mark: &str, last: usize) -> Option<usize> {
        let at = self.line.get(from..).filter(|_| from <= last)?.find(mark)?;
        Some(from + at + mark.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let found: Vec<&str> = unseen(line).into_iter().map(|one| &line[one.range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn tags_of_known_elements_are_unseen() {
        check(
            "<td>a</td> <font color=\"red\">b</font><br/>",
            &["<td>", "</td>", "<font color=\"red\">", "</font>", "<br/>"],
        );
        check("a <!-- b --> c", &["<!-- b -->"]);
        check("Vec<String> if a<b, <https://x.y>, <bool>", &[]);
        check("<b <b <b", &[]);
    }

    #[test]
    fn images_are_unseen() {
        check("见 ![甲](a.png) 和 ![[b.png|300]]", &["![甲](a.png)", "![[b.png|300]]"]);
        check("[![build](a.svg)](https://x.y) [a](b)", &["[![build](a.svg)](https://x.y)", "(b)"]);
        check("![甲](a (1).png)。", &["![甲](a (1).png)"]);
        check("![甲](a.png 去！[甲]", &[]);
    }

    #[test]
    fn the_type_of_a_callout_is_unseen() {
        check("[!note]- 标题", &["[!note]- "]);
        check("[!WARNING]", &["[!WARNING]"]);
    }
}
