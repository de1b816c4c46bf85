//! Text on a terminal's grid: its graphemes, of which a Han character takes two columns, each in a role.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::escape;
use crate::printer::style::Role;

/// What is shown for a tab.
const TAB: &str = "    ";

/// A grapheme as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(super) text: Box<str>,
    pub(super) columns: usize,
    pub(super) role: Role,
}

/// A run of text of one role, and where it stands in the line as written; nothing for what was put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    pub(crate) role: Role,
    pub(crate) text: Cow<'a, str>,
    pub(crate) at: Option<usize>,
}

/// How many columns a text takes once it is safe.
pub(crate) fn width(text: &str) -> usize {
    escape::line(text).width()
}

/// The graphemes of a text, those that touch a highlight lit. Highlights ascend.
pub(crate) fn lit(role: Role, text: &str, highlights: &[Range<usize>]) -> Vec<Cell> {
    painted(&[Piece { role, text: text.into(), at: Some(0) }], highlights)
}

/// The same of a line in pieces. Highlights are bytes of the line as written; they and the pieces ascend.
pub(crate) fn painted(pieces: &[Piece<'_>], highlights: &[Range<usize>]) -> Vec<Cell> {
    let mut highlights = highlights.iter().peekable();
    let mut cells = Vec::new();
    for piece in pieces {
        for (idx, grapheme) in piece.text.grapheme_indices(true) {
            let lit = piece.at.map(|at| at + idx).is_some_and(|at| {
                while highlights.next_if(|highlight| highlight.end <= at).is_some() {}
                highlights.peek().is_some_and(|highlight| highlight.start < at + grapheme.len())
            });
            let role = if lit { Role::Match } else { piece.role };
            match grapheme {
                "\t" => cells.extend(TAB.chars().map(|space| Cell::new(space.to_string(), role))),
                _ => cells.push(Cell::new(escape::line(grapheme), role)),
            }
        }
    }
    cells
}

impl Cell {
    fn new(text: impl Into<Box<str>>, role: Role) -> Cell {
        let text = text.into();
        Cell { columns: text.width(), text, role }
    }

    pub(super) fn is_lit(&self) -> bool {
        self.role == Role::Match
    }

    /// Whether it is of a word that is parted by blanks, with its signs: 12.5, `&mut`.
    pub(super) fn is_of_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_graphic())
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// How many columns some cells take.
pub(super) fn total(cells: &[Cell]) -> usize {
    cells.iter().map(|cell| cell.columns).sum()
}

/// How many cells a line is indented by.
pub(super) fn indentation(cells: &[Cell]) -> usize {
    cells.iter().take_while(|cell| cell.is_blank()).count()
}

/// A line without the blanks around it.
pub(crate) fn trimmed(cells: &[Cell]) -> &[Cell] {
    let n_behind = cells.iter().rev().take_while(|cell| cell.is_blank()).count();
    let cells = &cells[..cells.len() - n_behind];
    &cells[indentation(cells)..]
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    #[test]
    fn what_touches_a_highlight_is_lit() {
        let lit = |line, highlights: &[Range<usize>]| {
            lit(Role::Text, line, highlights).iter().map(Cell::is_lit).collect::<Vec<_>>()
        };
        assert_eq!(lit("a池b", from_ref(&(1..4))), [false, true, false]);
        assert_eq!(lit("abcd", &[0..1, 2..3]), [true, false, true, false]);
        assert_eq!(lit("e\u{301}x", from_ref(&(0..1))), [true, false]);
    }
}
