//! The head of a note on a terminal: its title and path, above its hits, tasks or links.

use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use notes_index::NotePath;

use crate::places::Places;
use crate::printer::style::{Role, Style};
use crate::printer::{cells, rows};

/// Writes a note's title and path, as those above hits are written.
pub(crate) fn write(
    title: &str,
    note: &NotePath,
    places: Places<'_>,
    columns: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (shown, path) = (places.shown(note), places.absolute(note));
    Head { title, shown: &shown, path: &path, lit_in_title: &[], lit_in_path: &[] }.write(columns, style, out)
}

/// A note's title and path, and what is lit in them.
pub(super) struct Head<'a> {
    pub(super) title: &'a str,
    /// The path as it is shown.
    pub(super) shown: &'a str,
    /// As it is.
    pub(super) path: &'a Path,
    pub(super) lit_in_title: &'a [Range<usize>],
    pub(super) lit_in_path: &'a [Range<usize>],
}

impl Head<'_> {
    /// Writes them on one line if they fit, else on two: a path is never cut, it may be copied.
    pub(super) fn write(&self, columns: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let (title, shown) = (self.title, self.shown);
        if !title.is_empty() {
            let fits = cells::width(title) + 2 + cells::width(shown) <= columns;
            let cells = cells::lit(Role::Title, title, self.lit_in_title);
            rows::write_line(&cells, columns, style, out)?;
            out.write_all(if fits { b"  " } else { b"\n" })?;
        }
        let path = (Role::Path, shown);
        style.write_link(self.path, out, |out| style.write_lit(path, self.lit_in_path, out))?;
        writeln!(out)
    }
}
