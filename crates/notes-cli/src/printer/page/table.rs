//! Tables with their columns below each other, whatever mix of wide and narrow characters they hold.

use std::ops::Range;

use notes_index::table_cells;

use crate::printer::cells::{Piece, width};
use crate::printer::style::Role;

/// How wide a column is at least: its part of the delimiter row is to be seen.
const MIN_WIDTH: usize = 3;

/// How the cells of a column are put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alignment {
    Left,
    Right,
    Center,
}

/// A table of several lines.
pub(super) struct Table<'a> {
    lines: Vec<&'a str>,
    cells: Vec<Vec<Range<usize>>>,
    alignments: Vec<Alignment>,
    widths: Vec<usize>,
}

impl<'a> Table<'a> {
    /// The table that begins with the first of these lines, if one does: a header, a delimiter row and the rows
    /// up to the first line without a `|`.
    pub(super) fn at(lines: &[&'a str]) -> Option<Table<'a>> {
        let alignments = alignments(lines.get(1)?).filter(|_| lines[0].contains('|'))?;
        // Before any row is read: each line of a long text may look like the header of all below it.
        if table_cells(lines[0]).len() != alignments.len() {
            return None;
        }
        let is_row = |line: &&&str| line.contains('|');
        let lines: Vec<&str> = lines.iter().take_while(is_row).copied().collect();
        let cells: Vec<Vec<Range<usize>>> = lines.iter().map(|line| table_cells(line)).collect();
        let n_columns = cells.iter().map(Vec::len).max().unwrap_or(0);
        let mut widths = vec![MIN_WIDTH; n_columns];
        for (line, cells) in rows_of(&lines).zip(rows_of(&cells)) {
            for (own, cell) in widths.iter_mut().zip(cells) {
                *own = width(&line[cell.clone()]).max(*own);
            }
        }
        Some(Table { lines, cells, alignments, widths })
    }

    /// How many lines it has.
    pub(super) fn n_lines(&self) -> usize {
        self.lines.len()
    }

    /// How many columns of a terminal it takes.
    pub(super) fn columns(&self) -> usize {
        self.widths.iter().map(|width| width + "| ".len() + " ".len()).sum::<usize>() + "|".len()
    }

    /// The pieces of one of its lines.
    pub(super) fn line(&self, row: usize) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        for (column, width) in self.widths.iter().enumerate() {
            pieces.push(put_in(Role::Faint, "|"));
            match row {
                1 => pieces.push(self.rule(column, *width)),
                _ => self.cell(row, column, *width, &mut pieces),
            }
        }
        pieces.push(put_in(Role::Faint, "|"));
        pieces
    }

    fn cell(&self, row: usize, column: usize, room: usize, pieces: &mut Vec<Piece<'a>>) {
        let range = self.cells[row].get(column).cloned().unwrap_or(0..0);
        let text = &self.lines[row][range.clone()];
        let left = room.saturating_sub(width(text));
        let before = match self.alignment(column) {
            Alignment::Left => 0,
            Alignment::Right => left,
            Alignment::Center => left / 2,
        };
        let role = if row == 0 { Role::Title } else { Role::Text };
        pieces.push(put_in(Role::Text, format!("{:1$} ", "", before)));
        pieces.push(Piece { role, text: text.into(), at: Some(range.start) });
        pieces.push(put_in(Role::Text, format!("{:1$} ", "", left - before)));
    }

    /// A column's part of the delimiter row.
    fn rule(&self, column: usize, width: usize) -> Piece<'a> {
        let (before, behind) = match self.alignments.get(column) {
            Some(Alignment::Right) => ("-", ":"),
            Some(Alignment::Center) => (":", ":"),
            _ => ("-", "-"),
        };
        put_in(Role::Faint, format!("{before}{}{behind}", "-".repeat(width)))
    }

    fn alignment(&self, column: usize) -> Alignment {
        self.alignments.get(column).copied().unwrap_or(Alignment::Left)
    }
}

/// What stands in the lines of a table, but for its delimiter row.
fn rows_of<T>(lines: &[T]) -> impl Iterator<Item = &T> {
    lines.iter().take(1).chain(lines.iter().skip(2))
}

fn put_in<'a>(role: Role, text: impl Into<std::borrow::Cow<'a, str>>) -> Piece<'a> {
    Piece { role, text: text.into(), at: None }
}

/// What a delimiter row says, if a line is one.
fn alignments(line: &str) -> Option<Vec<Alignment>> {
    let alignment = |cell: &str| {
        let dashes = cell.trim_matches(':');
        let is_rule =
            !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-') && cell.len() <= dashes.len() + 2;
        is_rule.then_some(match (cell.starts_with(':'), cell.ends_with(':')) {
            (true, true) => Alignment::Center,
            (false, true) => Alignment::Right,
            _ => Alignment::Left,
        })
    };
    if !line.contains('|') {
        return None;
    }
    table_cells(line).into_iter().map(|cell| alignment(&line[cell])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], expected: &[&str]) {
        let table = Table::at(lines).expect("it is a table");
        let shown: Vec<String> = (0..table.n_lines())
            .map(|row| table.line(row).iter().map(|piece| &*piece.text).collect())
            .collect();
        assert_eq!(shown, expected);
        assert!(shown.iter().all(|line| width(line) == table.columns()));
    }

    #[test]
    fn wide_characters_are_counted() {
        check(
            &["| 参数 | 默认值 |", "|---|--:|", "| `pool_size` | 5 |", "| 上限 | 10 |", "正文"],
            &[
                "| 参数        | 默认值 |",
                "|-------------|-------:|",
                "| `pool_size` |      5 |",
                "| 上限        |     10 |",
            ],
        );
    }

    #[test]
    fn rows_may_be_short_long_or_escaped() {
        check(
            &["a | b", ":-:|---", r"x \| y", "1 | 2 | 3"],
            &[
                "|   a    | b   |     |",
                "|:------:|-----|-----|",
                r"| x \| y |     |     |",
                "|   1    | 2   | 3   |",
            ],
        );
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        assert!(Table::at(&["a | b", "正文"]).is_none());
        assert!(Table::at(&["a | b", "|---|---|---|"]).is_none());
        assert!(Table::at(&["a", "---"]).is_none());
    }
}
