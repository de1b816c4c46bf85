//! The lines that open a container whose body is indented: admonitions, tabs, HTML block tags.

use std::ops::Range;

use super::html::{self, Element};

/// A container's first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// What it opens.
    pub(super) kind: ContainerKind,
    /// The bytes of its title, without quotes; empty if it has none.
    pub(super) title: Range<usize>,
    /// Whether the syntax alone says that the body is Markdown.
    pub(super) is_certain: bool,
}

/// What opens a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContainerKind {
    /// `!!! note`, `??? tip`, `=== "Tab"`: the header line is all mark-up.
    Admonition,
    /// An HTML block tag, which the parser reads itself.
    Html(Element),
}

/// The types that Material for MkDocs knows, and their older names.
const TYPES: [&str; 27] = [
    "abstract",
    "attention",
    "bug",
    "caution",
    "check",
    "cite",
    "danger",
    "done",
    "error",
    "example",
    "fail",
    "failure",
    "faq",
    "hint",
    "important",
    "info",
    "missing",
    "note",
    "question",
    "quote",
    "seealso",
    "success",
    "summary",
    "tip",
    "tldr",
    "todo",
    "warning",
];

impl Header {
    /// Reads the header that begins at the byte `at` of the note, if `text` (a line without its
    /// indentation) is one.
    pub(super) fn parse(text: &str, at: usize) -> Option<Header> {
        match text.as_bytes().first()? {
            b'!' | b'?' | b'=' => admonition(text, at),
            b'<' => html::opening_block(text).map(|element| Header {
                kind: ContainerKind::Html(element),
                title: at..at,
                is_certain: false,
            }),
            _ => None,
        }
    }
}

/// `!!! type "title"`, `???+ type`, `=== "title"`.
fn admonition(text: &str, at: usize) -> Option<Header> {
    let mark =
        ["!!!", "???+", "???", "===!", "===+", "==="].into_iter().find(|mark| text.starts_with(mark))?;
    let rest = text[mark.len()..].trim_end();
    if !rest.starts_with([' ', '\t']) && !rest.is_empty() {
        return None;
    }
    let quoted = quoted(rest);
    let words = quoted.as_ref().map_or(rest, |title| &rest[..title.start - 1]).trim();
    let is_tab = mark.starts_with('=');
    let has_type = words.chars().next().is_some_and(char::is_alphabetic);
    if is_tab != words.is_empty() || (!is_tab && !has_type) || (is_tab && quoted.is_none()) {
        return None;
    }
    let kind = words.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    let base = at + mark.len();
    Some(Header {
        kind: ContainerKind::Admonition,
        is_certain: quoted.is_some() || TYPES.contains(&kind.as_str()),
        title: quoted.map_or(base..base, |title| base + title.start..base + title.end),
    })
}

/// What stands between the first quote and the one that ends the line.
fn quoted(text: &str) -> Option<Range<usize>> {
    let quote = text.chars().last().filter(|quote| matches!(quote, '"' | '\''))?;
    let open = text.find(quote)?;
    let close = text.len() - 1;
    (open < close).then_some(open + 1..close)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Option<(&str, bool)> {
        Header::parse(text, 0).map(|header| (&text[header.title], header.is_certain))
    }

    #[test]
    fn headers_are_recognised() {
        assert_eq!(title("!!! note"), Some(("", true)));
        assert_eq!(title("???+ tip inline \"连接 \"池\"\""), Some(("连接 \"池\"", true)));
        assert_eq!(title("=== \"C++\""), Some(("C++", true)));
        assert_eq!(title("!!! 自定"), Some(("", false)));
        assert_eq!(title("<details open>"), Some(("", false)));
    }

    #[test]
    fn other_lines_are_no_headers() {
        for text in
            ["!!!note", "!!! ", "====", "=== C++", "???", "</details>", "<b>x</b>", "!!! \"only\"", "<"]
        {
            assert_eq!(title(text), None, "{text}");
        }
    }
}
