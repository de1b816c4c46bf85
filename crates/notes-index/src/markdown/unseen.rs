//! What of a line as written a reader of its page doesn't see: tags, comments, images, where links lead, the type of a
//! callout.

use std::collections::HashMap;
use std::ops::Range;

use super::html::{self, Element};
use super::texts::callout_marker;

/// A piece of a line that shows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unseen {
    /// Bytes of the line.
    pub(crate) range: Range<usize>,
    /// Whether what stands before and behind it is apart to a reader.
    pub(crate) separates: bool,
    /// Where what it is a mark of begins: marks of one thing are unseen together or not at all.
    pub(crate) of: usize,
}

/// Finds them by their marks alone, in order and apart; whether these are marks there or text is for the caller to know.
/// What looks like a tag and may be text is none: `Vec<String>`, `a<b>c`, `<title>` without its other one. The line has
/// no quote marks. Linear: nothing looks far ahead and then begins again behind its own mark.
pub(crate) fn unseen(line: &str) -> Vec<Unseen> {
    let callout = callout_marker(line).unwrap_or(0);
    let mut found: Vec<Found> = Vec::new();
    if callout > 0 {
        found.push(Found::all_of(0..callout));
    }
    let marks = Marks::of(line);
    let mut at = callout;
    while let Some(next) = line[at..].find(['<', '!', ']']).map(|len| at + len) {
        let one = marks.tag(next).or_else(|| marks.image(next)).or_else(|| marks.address(next));
        at = one.as_ref().map_or(next + 1, |one| one.range.end);
        found.extend(one);
    }
    // An image among words says what it shows; one alone shows it.
    let says_more = says_more(line, &found);
    found.into_iter().flat_map(|one| one.pieces(says_more)).collect()
}

/// Whether a line has words beside what was found.
fn says_more(line: &str, found: &[Found]) -> bool {
    let starts = std::iter::once(0).chain(found.iter().map(|one| one.range.end));
    let ends = found.iter().map(|one| one.range.start).chain([line.len()]);
    starts.zip(ends).any(|(start, end)| line[start..end].contains(char::is_alphanumeric))
}

/// A tag, comment, image or address.
struct Found {
    range: Range<usize>,
    separates: bool,
    /// Of an image what it shows; empty for what has no such text.
    alt: Range<usize>,
}

impl Found {
    fn all_of(range: Range<usize>) -> Found {
        Found { alt: range.end..range.end, range, separates: false }
    }

    /// What is unseen of it.
    fn pieces(self, says_more: bool) -> impl Iterator<Item = Unseen> {
        let Found { range, separates, alt } = self;
        let of = range.start;
        let pieces = match says_more && !alt.is_empty() {
            true => vec![range.start..alt.start, alt.end..range.end],
            false => vec![range],
        };
        pieces.into_iter().map(move |range| Unseen { range, separates, of })
    }
}

/// Elements whose tags stand alone, or on lines of their own.
const ALONE: [&str; 18] = [
    "br", "hr", "img", "wbr", "div", "p", "center", "details", "summary", "table", "thead", "tbody", "tr",
    "th", "td", "ul", "ol", "li",
];

/// Elements that say what their text means: 2<sup>10</sup> is no 210.
const TELLING: [&str; 2] = ["sup", "sub"];

/// What embeds a picture in a note, by the ends of its name.
const PICTURES: [&str; 8] = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".avif"];

/// A line, and where the last of each closing mark stands in it: behind that none is looked for.
struct Marks<'a> {
    line: &'a str,
    tag: usize,
    comment: usize,
    /// Of the `](` that a `)` follows.
    text: usize,
    target: usize,
    /// Where the first tag that opens an element and the last one that closes it stand.
    pairs: HashMap<&'a str, (Option<usize>, Option<usize>)>,
}

impl<'a> Marks<'a> {
    fn of(line: &'a str) -> Marks<'a> {
        let last = |mark: &str| line.rfind(mark).unwrap_or(0);
        let target = last(")");
        let text = line[..target].rfind("](").unwrap_or(0);
        let mut pairs: HashMap<&str, (Option<usize>, Option<usize>)> = HashMap::new();
        for (at, _) in line.match_indices('<') {
            let tag = &line[at + 1..];
            match tag.strip_prefix('/') {
                Some(closing) => pairs.entry(html::tag_name(closing)).or_default().1 = Some(at),
                None => {
                    pairs.entry(html::tag_name(tag)).or_default().0.get_or_insert(at);
                }
            }
        }
        Marks { line, tag: last(">"), comment: last("-->"), text, target, pairs }
    }

    /// The tag or comment that begins at a byte.
    fn tag(&self, at: usize) -> Option<Found> {
        let tag = self.line[at..].strip_prefix('<')?;
        if tag.starts_with("!--") {
            return Some(Found::all_of(at..self.end(at, "-->", self.comment)?));
        }
        let inner = tag.strip_prefix('/').unwrap_or(tag);
        let (element, name) = (html::known(inner)?, html::tag_name(inner));
        let separates = matches!(element, Element::Block | Element::Details | Element::Summary);
        let is_among = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let is_surely = is_among(&ALONE) || self.is_paired(at, name, inner.len() < tag.len());
        if !is_surely || is_among(&TELLING) {
            return None;
        }
        let end = self.tag_end(at)?;
        let is_tag = !html::is_text(&self.line[..at], &self.line[at..end]);
        is_tag.then(|| Found { separates, ..Found::all_of(at..end) })
    }

    /// The end of the tag that begins at a byte. Only an attribute's value may hold another `<`.
    fn tag_end(&self, at: usize) -> Option<usize> {
        let inner = &self.line[at + 1..];
        let next = inner.find(['<', '>'])?;
        let is_in_value = || inner[..next].contains('=');
        match inner[next..].starts_with('>') {
            true => Some(at + 1 + next + 1),
            false if is_in_value() => self.end(at, ">", self.tag),
            false => None,
        }
    }

    /// Whether the tag at a byte has its other one in the line.
    fn is_paired(&self, at: usize, name: &str, closes: bool) -> bool {
        let (first_open, last_close) = self.pairs.get(name).copied().unwrap_or_default();
        if closes {
            first_open.is_some_and(|open| open < at)
        } else {
            last_close.is_some_and(|close| at < close)
        }
    }

    /// The image that begins at a byte, with the link around it that has no other text.
    fn image(&self, at: usize) -> Option<Found> {
        let image = self.line[at..].strip_prefix("![")?;
        if let Some(embed) = image.strip_prefix('[') {
            return embedded_picture(embed).map(|len| Found::all_of(at..at + "![[".len() + len));
        }
        let end = self.target(at)?;
        let alt = at + 2..self.end(at, "](", self.text)? - 2;
        let is_linked = self.line[..at].ends_with('[') && self.line[end..].starts_with("](");
        let linked = if is_linked { self.target(end) } else { None };
        Some(Found { alt, ..Found::all_of(linked.map_or(at..end, |end| at - 1..end)) })
    }

    /// Where the link leads whose text ends at a byte.
    fn address(&self, at: usize) -> Option<Found> {
        let is_linked = self.line[at..].starts_with("](");
        let end = if is_linked { self.target(at) } else { None };
        Some(Found::all_of(at + 1..end?))
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

/// How many bytes the name of a picture takes that a text begins with, the brackets that close it included.
fn embedded_picture(text: &str) -> Option<usize> {
    let before_next = &text[..text.find("[[").unwrap_or(text.len())];
    let len = before_next.find("]]")?;
    let name = text[..len].split('|').next().unwrap_or_default().to_ascii_lowercase();
    PICTURES.iter().any(|end| name.ends_with(end)).then_some(len + "]]".len())
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
        check("a<b>c, List<a>, <title> <b></b>", &["<b>", "<b>", "</b>"]);
        check("x<b and y>z, <title>, <b>, List<a>", &[]);
        check("2<sup>33</sup>, H<sub>2</sub>O", &[]);
        check("<p>a</P> <B>b</B>", &["<p>", "</P>", "<B>", "</B>"]);
        check("<b title=\"1<2\">a</b> <i and <b>c</b>", &["<b title=\"1<2\">", "</b>", "<b>", "</b>"]);
    }

    /// Each would take hours if each of its marks looked for the end of the line.
    #[test]
    fn a_long_line_of_marks_takes_no_longer_than_others() {
        let n = 100_000;
        for (mark, end) in
            [("<b ", "></b>"), ("</i <i ", ">"), ("<font ", ">"), ("] ", "](x)"), ("![[ ", "]]")]
        {
            // The last of them and the one that closes it, at most.
            assert!(unseen(&(mark.repeat(n) + end)).len() <= 2, "{mark}");
        }
        assert_eq!(unseen(&"<b a=".repeat(n)).len(), 0);
    }

    #[test]
    fn images_are_unseen() {
        check("见 ![甲](a.png) 和 ![[b.png|300]]", &["![", "](a.png)", "![[b.png|300]]"]);
        check("![甲](a.png) ![](b.png)", &["![甲](a.png)", "![](b.png)"]);
        check("![[Note#Section]]", &[]);
        check("[![build](a.svg)](https://x.y) [a](b)", &["[![", "](a.svg)](https://x.y)", "(b)"]);
        check("![甲](a (1).png)。", &["![甲](a (1).png)"]);
        check("![甲](a.png 去！[甲]", &[]);
    }

    #[test]
    fn the_type_of_a_callout_is_unseen() {
        check("[!note]- 标题", &["[!note]- "]);
        check("[!WARNING]", &["[!WARNING]"]);
    }
}
