//! What stands before the lines of a note on a terminal: their numbers, and a bar.

use std::fmt::Display;
use std::io::{self, Write};

use crate::printer::style::{Role, Style};
use crate::printer::{cells, rows};

/// What stands before a number.
const INDENT: &str = "  ";
/// What stands behind it, and how many columns that takes.
const BAR: &str = " │ ";
const BAR_COLUMNS: usize = 3;

/// The gutter of some lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gutter {
    digits: usize,
    style: Style,
}

impl Gutter {
    /// With room for the numbers of lines up to this one.
    pub(crate) fn up_to(last_line: u32, style: Style) -> Gutter {
        Gutter { digits: last_line.to_string().len(), style }
    }

    /// Writes a text behind a number and a mark, on all the rows that it takes: those that go on begin below it, behind the
    /// bar.
    pub(crate) fn write_text(
        self,
        (number, mark): (u32, &str),
        (role, text): (Role, &str),
        columns: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let cells = cells::lit(role, text, &[]);
        let indent = mark.len();
        // No cell is wider than two.
        let room = self.room(columns).saturating_sub(indent).max(2);
        for (idx, row) in rows::all(&cells, room).into_iter().enumerate() {
            let (number, mark) = if idx == 0 { (Some(number), mark) } else { (None, "") };
            self.write(number, out)?;
            write!(out, "{mark:indent$}")?;
            rows::write(&cells, row, &(0..cells.len()), self.style, out)?;
            writeln!(out)?;
        }
        Ok(())
    }

    /// How many columns it takes.
    pub(crate) fn width(self) -> usize {
        INDENT.len() + self.digits + BAR_COLUMNS
    }

    /// How many of so many columns are left beside it.
    pub(crate) fn room(self, columns: usize) -> usize {
        columns.saturating_sub(self.width()).max(1)
    }

    /// A number as it stands there.
    pub(crate) fn aligned(self, number: impl Display) -> String {
        let text = number.to_string();
        format!("{INDENT}{text:>0$}", self.digits)
    }

    /// Writes it before a row; nothing is the number of one that goes on with a line, or is none.
    pub(crate) fn write(self, number: Option<u32>, out: &mut dyn Write) -> io::Result<()> {
        let number = number.map_or(String::new(), |number| number.to_string());
        self.style.write(Role::Faint, &(self.aligned(number) + BAR), out)
    }
}
