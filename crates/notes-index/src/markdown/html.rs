//! HTML as far as a reader of notes needs it: which bytes are text, and where blocks begin and end.

use std::ops::Range;

/// What an HTML element means for the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// `<details>`: a container.
    Details,
    /// `<summary>`: the name of a container, or by abuse a container itself.
    Summary,
    /// `<ruby>`: a word and how it is pronounced.
    Ruby,
    /// `<rt>`: how what stands before it in a ruby is pronounced.
    Pronunciation,
    /// Another block: `<div>`, `<td>`, `<br>`.
    Block,
    /// A piece of a line: `<b>`, `<sub>`.
    Inline,
    /// A piece of a line that is no part of a word beside it: `<code>`, `<kbd>`.
    Code,
}

/// Elements that CommonMark takes for blocks and that may hold Markdown.
const BLOCKS: [&str; 24] = [
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "header",
    "li",
    "main",
    "nav",
    "ol",
    "section",
    "summary",
    "td",
    "ul",
];

/// Elements that do not interrupt a line of text.
const INLINES: [&str; 28] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font", "i", "ins", "label",
    "mark", "q", "rb", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Those of them that hold what somebody types or a program says.
const CODES: [&str; 4] = ["code", "kbd", "samp", "tt"];

/// Other elements that lay out a page.
const LAYOUT: [&str; 25] = [
    "audio", "br", "caption", "col", "colgroup", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "iframe", "img",
    "p", "picture", "pre", "ruby", "source", "table", "tbody", "tfoot", "th", "thead", "tr",
];

/// The rest: they say nothing of the text.
const OTHERS: [&str; 48] = [
    "acronym", "address", "applet", "area", "base", "basefont", "bgsound", "button", "canvas", "dir",
    "embed", "form", "frame", "frameset", "head", "hgroup", "html", "input", "legend", "link", "map",
    "marquee", "math", "menu", "meta", "meter", "nobr", "noframes", "noscript", "object", "optgroup",
    "option", "output", "param", "path", "progress", "script", "search", "select", "slot", "strike", "style",
    "svg", "template", "textarea", "title", "track", "video",
];

/// What stands beside the words of a ruby.
const PRONUNCIATIONS: [&str; 3] = ["rt", "rp", "rtc"];

impl Element {
    fn of(name: &str) -> Element {
        let kinds: [(&[&str], Element); 6] = [
            (&["details"], Element::Details),
            (&["summary"], Element::Summary),
            (&["ruby"], Element::Ruby),
            (&INLINES, Element::Inline),
            (&CODES, Element::Code),
            (&PRONUNCIATIONS, Element::Pronunciation),
        ];
        let is_one_of = |names: &[&str]| names.iter().any(|one| one.eq_ignore_ascii_case(name));
        kinds.iter().find(|(names, _)| is_one_of(names)).map_or(Element::Block, |(_, element)| *element)
    }
}

/// The element that a line opens, if it begins with the opening tag of a block.
pub(super) fn opening_block(line: &str) -> Option<Element> {
    let name = tag_name(line.strip_prefix('<')?);
    BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name)).then(|| Element::of(name))
}

/// The element of an inline tag, with its brackets.
pub(super) fn element(tag: &str) -> Element {
    let name = tag.trim_start_matches(['<', '/']);
    if name.starts_with(['!', '?']) { Element::Inline } else { Element::of(tag_name(name)) }
}

/// The element of a tag, its text without `<` and `/`; none if there is no such element, as for `<String>`.
pub(super) fn known(tag: &str) -> Option<Element> {
    let name = tag_name(tag);
    let is_over = tag[name.len()..].starts_with(['>', '/', ' ', '\t']);
    let others = CODES.iter().chain(&LAYOUT).chain(&OTHERS).chain(&PRONUNCIATIONS);
    let mut names = BLOCKS.iter().chain(&INLINES).chain(others);
    (is_over && names.any(|known| known.eq_ignore_ascii_case(name))).then(|| Element::of(name))
}

/// Whether what looks like a tag is text to its writer: `<String>`, `x<y and z>w`, `List<Data>`. `before` stands before it.
pub(super) fn is_text(before: &str, tag: &str) -> bool {
    let inner = tag.trim_start_matches('<').trim_start_matches('/');
    let name = tag_name(inner);
    let attributes = inner[name.len()..].trim_end_matches('>').trim_matches([' ', '\t', '/']);
    if name.is_empty() || attributes.contains(['=', '\n']) {
        return false;
    }
    // Elements of one letter have no attributes without values, and types begin with a capital.
    let is_variable = name.len() == 1 && !attributes.is_empty();
    let is_type =
        name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_ascii_lowercase());
    known(inner).is_none() || is_variable || is_type && before.ends_with(char::is_alphanumeric)
}

/// The name that a tag, its text without `<` and `/`, begins with.
pub(super) fn tag_name(text: &str) -> &str {
    let end = text.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

/// A piece of an HTML block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text that a reader sees.
    Text(Range<usize>),
    /// What stands in a tag, a comment, a script or a style sheet.
    Hidden(Range<usize>),
    /// An opening tag.
    Open(Element),
    /// A closing tag.
    Close(Element),
}

/// Reads HTML blocks line by line.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    state: State,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Text,
    /// Inside the brackets of a tag.
    Tag,
    /// Inside `<!…>`.
    Declaration,
    /// Inside something that a reader does not see, up to this closing mark.
    Hidden(&'static str),
}

/// What begins, behind a `<`, and ends what no reader sees.
const HIDDEN: [(&str, &str); 3] = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")];

impl Scanner {
    /// Reads on in `source[range]`.
    pub(super) fn scan(&mut self, source: &str, range: Range<usize>, mut on_piece: impl FnMut(Piece)) {
        let (mut at, end) = (range.start, range.end);
        while at < end {
            let rest = &source[at..end];
            match self.state {
                State::Tag => at += self.leave(at, rest, (tag_len(rest), ">"), &mut on_piece),
                State::Declaration => at += self.leave(at, rest, (declaration_len(rest), ">"), &mut on_piece),
                State::Hidden(close) => {
                    at += self.leave(at, rest, (find_ignore_case(rest, close), close), &mut on_piece);
                }
                State::Text => {
                    let text = next_tag(rest).unwrap_or(rest.len());
                    if text > 0 {
                        on_piece(Piece::Text(at..at + text));
                    }
                    at += text;
                    at += self.enter(&source[at..end], &mut on_piece);
                }
            }
        }
    }

    /// Ends what a reader does not see at its closing mark, where that is found; gives the bytes up to its end, or all there
    /// are.
    fn leave(
        &mut self,
        at: usize,
        rest: &str,
        (found, close): (Option<usize>, &str),
        on_piece: &mut impl FnMut(Piece),
    ) -> usize {
        on_piece(Piece::Hidden(at..at + found.unwrap_or(rest.len())));
        let Some(len) = found else { return rest.len() };
        self.state = State::Text;
        len + close.len()
    }

    /// Reads the head of the tag or comment that `rest` begins with; gives its length in bytes.
    fn enter(&mut self, rest: &str, on_piece: &mut impl FnMut(Piece)) -> usize {
        let Some(inner) = rest.strip_prefix('<') else { return 0 };
        for (open, close) in HIDDEN {
            if inner.starts_with(open) {
                self.state = State::Hidden(close);
                return 1 + open.len();
            }
        }
        if inner.starts_with('!') {
            self.state = State::Declaration;
            return 2;
        }
        self.state = State::Tag;
        let is_closing = inner.starts_with('/');
        let name = tag_name(inner.trim_start_matches('/'));
        let element = Element::of(name);
        on_piece(if is_closing { Piece::Close(element) } else { Piece::Open(element) });
        for (hidden, close) in [("script", "</script>"), ("style", "</style>")] {
            if !is_closing && name.eq_ignore_ascii_case(hidden) {
                self.state = State::Hidden(close);
            }
        }
        1 + usize::from(is_closing) + name.len()
    }
}

/// Where the next tag or comment begins.
fn next_tag(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find('<').map(|found| from + found) {
        let after = text.as_bytes().get(at + 1).copied().unwrap_or(b' ');
        let begins = after.is_ascii_alphabetic() || matches!(after, b'/' | b'!' | b'?');
        // Without an end it is a tag that goes on.
        let end = if begins { tag_len(&text[at..]).map(|len| at + len + 1) } else { Some(at + 1) };
        match end {
            Some(end) if !begins || is_text(&text[..at], &text[at..end]) => from = end,
            _ => return Some(at),
        }
    }
    None
}

/// How much stands before the `>` that ends a tag: one in the quotes of a value doesn't, if these are closed.
fn tag_len(tag: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let mark = at + tag[at..].find(['>', '"', '\''])?;
        at = mark + 1;
        match &tag[mark..at] {
            ">" => return Some(mark),
            quote if tag[..mark].trim_end().ends_with('=') => {
                at = tag[at..].find(quote).map_or(at, |len| at + len + 1);
            }
            _ => {}
        }
    }
}

/// The same of a declaration, which has no quotes: its last `>` before another `<`, as in `<!DOCTYPE a->b>`.
fn declaration_len(text: &str) -> Option<usize> {
    text[..text.find('<').unwrap_or(text.len())].rfind('>')
}

/// Finds an ASCII mark whatever its case.
pub(super) fn find_ignore_case(text: &str, mark: &str) -> Option<usize> {
    text.as_bytes().windows(mark.len()).position(|window| window.eq_ignore_ascii_case(mark.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<&str> {
        let mut texts = Vec::new();
        Scanner::default().scan(html, 0..html.len(), |piece| {
            if let Piece::Text(range) = piece {
                texts.push(&html[range]);
            }
        });
        texts
    }

    #[test]
    fn text_stands_between_tags() {
        assert_eq!(texts("<td class=\"x\">连接<b>池</b></td>"), ["连接", "池"]);
        assert_eq!(texts("a < b <!-- no > no --> c"), ["a < b ", " c"]);
        assert_eq!(texts("<script>let x = '<b>';</script>y"), ["y"]);
        assert_eq!(texts("<unclosed a=1"), [""; 0]);
        assert_eq!(
            texts("<p>Vec<String>, List<Data>, <p>x<y and z>w <T"),
            ["Vec<String>, List<Data>, ", "x<y and z>w "]
        );
        assert_eq!(texts("<td title=\"a->b\" x='c>d'>e</td> <p x=\"y>z</p>"), ["e", " ", "z"]);
        assert_eq!(texts("<?php $this->db ?>a<![CDATA[x->y]]>b<!DOCTYPE x->y>c"), ["a", "b", "c"]);
        assert_eq!(texts("<!DOCTYPE x->y><p>c</p>"), ["c"]);
        assert_eq!(texts("<td nowrap>a<tab x=y>b <Data>c"), ["a", "b ", "c"]);
    }

    #[test]
    fn only_block_tags_open_containers() {
        assert_eq!(opening_block("<DETAILS open>"), Some(Element::Details));
        assert_eq!(opening_block("<div>"), Some(Element::Block));
        assert_eq!(opening_block("</div>"), None);
        assert_eq!(opening_block("<br>"), None);
    }
}
