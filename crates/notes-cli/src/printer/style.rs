//! Colours and links, or none of them. Colour never says what the words don't.

use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use crate::escape;
use crate::places::file_url;
use crate::terminal::Terminal;

/// Whether text is dressed up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// With colours.
    pub(crate) color: bool,
    /// With links.
    pub(crate) links: bool,
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A note's title.
    Title,
    /// A path.
    Path,
    /// What leads to a section.
    Breadcrumb,
    /// A word that matched.
    Match,
    /// The number of a hit.
    Number,
    /// A line number, a rule, a remark.
    Faint,
    /// Something that a hit lacks.
    Lack,
    /// Text of a note.
    Text,
    /// In code: a keyword.
    Keyword,
    /// In code: a string.
    Literal,
    /// In code: a number or another constant.
    Constant,
    /// In code: a name where it is defined or called.
    Name,
}

impl Role {
    /// The parameters of its "select graphic rendition" sequence.
    fn sgr(self) -> &'static str {
        match self {
            Role::Title => "1",
            Role::Path => "35",
            Role::Breadcrumb => "36",
            Role::Match => "1;31",
            Role::Number => "1;33",
            Role::Faint => "2",
            Role::Lack => "33",
            Role::Text => "",
            Role::Keyword => "34",
            Role::Literal => "32",
            Role::Constant => "36",
            Role::Name => "33",
        }
    }
}

impl Style {
    /// As a terminal may have it.
    pub(crate) fn of(terminal: Terminal) -> Style {
        Style { color: terminal.color, links: terminal.links }
    }

    /// Writes a text that is safe already.
    pub(crate) fn write(self, role: Role, text: &str, out: &mut dyn Write) -> io::Result<()> {
        match role.sgr() {
            sgr if self.color && !sgr.is_empty() && !text.is_empty() => {
                write!(out, "\x1b[{sgr}m{text}\x1b[0m")
            }
            _ => out.write_all(text.as_bytes()),
        }
    }

    /// Writes a whole text with its highlights lit; tabs stay, it may be copied.
    pub(crate) fn write_lit(
        self,
        (role, text): (Role, &str),
        highlights: &[Range<usize>],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut at = 0;
        for highlight in highlights {
            self.write(role, &escape::line(&text[at..highlight.start]), out)?;
            self.write(Role::Match, &escape::line(&text[highlight.clone()]), out)?;
            at = highlight.end;
        }
        self.write(role, &escape::line(&text[at..]), out)
    }

    /// Writes a path that leads to its file when it is clicked.
    pub(crate) fn write_path(self, shown: &str, absolute: &Path, out: &mut dyn Write) -> io::Result<()> {
        self.write_link(absolute, out, |out| self.write(Role::Path, shown, out))
    }

    /// Writes something that leads to a file when it is clicked.
    pub(crate) fn write_link(
        self,
        absolute: &Path,
        out: &mut dyn Write,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        if !self.links {
            return write(out);
        }
        write!(out, "\x1b]8;;{}\x1b\\", file_url(absolute))?;
        write(out)?;
        out.write_all(b"\x1b]8;;\x1b\\")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(style: Style) -> String {
        let mut out = Vec::new();
        style.write_path("池.md", Path::new("/n/池.md"), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_path_is_dressed_as_it_is_asked() {
        assert_eq!(written(Style { color: false, links: false }), "池.md");
        assert_eq!(written(Style { color: true, links: false }), "\x1b[35m池.md\x1b[0m");
        let linked = written(Style { color: true, links: true });
        assert_eq!(linked, "\x1b]8;;file:///n/%E6%B1%A0.md\x1b\\\x1b[35m池.md\x1b[0m\x1b]8;;\x1b\\");
    }
}
