//! Which cells of a line are shown where it is too long: on so many rows, or in a window around what matched.

use std::io::{self, Write};
use std::ops::Range;

use crate::printer::cells::{Cell, indentation, lit, total};
use crate::printer::line_breaks;
use crate::printer::style::{Role, Style};

/// How many cells a row may be shorter than it could be.
const MAX_BACK: usize = 8;

/// What stands for what was cut away; one column.
pub(crate) const ELLIPSIS: &str = "…";

/// The cells of a line that are shown in so many columns: all, or the beginning if that shows the
/// first match, or a window that shows it with some of what stands before.
fn window(cells: &[Cell], columns: usize) -> Range<usize> {
    if total(cells) <= columns {
        return 0..cells.len();
    }
    let first_lit = cells.iter().position(Cell::is_lit).unwrap_or(0);
    let lit = first_lit + cells[first_lit..].iter().take_while(|cell| cell.is_lit()).count();
    if total(&cells[..lit]) < columns {
        return 0..fitting(cells, 0, columns - 1);
    }
    // One column is for the ellipsis before it, one for that behind.
    let start = lead(cells, first_lit, columns / 3);
    match fitting(cells, start, columns.saturating_sub(1)) {
        end if end == cells.len() => lead(cells, end, columns.saturating_sub(1))..end,
        _ => start..fitting(cells, start, columns.saturating_sub(2)),
    }
}

/// The cells of a line that are shown on so many rows: all, else those from the beginning, or from before
/// the first match if that shows more of what matched.
pub(crate) fn of(cells: &[Cell], columns: usize, max_rows: usize) -> Vec<Range<usize>> {
    let Some(first_lit) = cells.iter().position(Cell::is_lit).filter(|_| max_rows > 1) else {
        return if max_rows > 1 {
            wrapped(cells, 0, columns, max_rows)
        } else {
            vec![window(cells, columns)]
        };
    };
    let shown = |rows: &[Range<usize>]| {
        rows.iter().flat_map(|row| &cells[row.clone()]).filter(|cell| cell.is_lit()).count()
    };
    let from_start = wrapped(cells, 0, columns, max_rows);
    let from_match = wrapped(cells, lead(cells, first_lit, columns / 3), columns, max_rows);
    if shown(&from_match) > shown(&from_start) { from_match } else { from_start }
}

/// The rows of a line from a cell on. Where the line goes on before or behind them there is room for `…`.
fn wrapped(cells: &[Cell], start: usize, columns: usize, max_rows: usize) -> Vec<Range<usize>> {
    let (mut rows, mut at) = (Vec::new(), start);
    while rows.len() < max_rows && (at < cells.len() || rows.is_empty()) {
        let room = columns.saturating_sub(usize::from(rows.is_empty() && start > 0));
        let is_last = rows.len() + 1 == max_rows;
        let end = match fitting(cells, at, room) {
            end if end == cells.len() => end,
            _ if is_last => fitting(cells, at, room.saturating_sub(1)),
            end => row_end(cells, at..end),
        };
        // A cell wider than the row is left out.
        let end = if is_last { end } else { end.max(at + 1).min(cells.len()) };
        // Nor does a blank stand where a row breaks.
        let n_blank = cells[at..end].iter().rev().take_while(|cell| cell.is_blank()).count();
        let text_end = if is_last || end == cells.len() { end } else { end - n_blank };
        rows.push(at..if total(&cells[at..end]) <= columns { text_end } else { at });
        at = end + indentation(&cells[end..]);
    }
    rows
}

/// The end of a row, moved to where it may end if that isn't far.
fn row_end(cells: &[Cell], row: Range<usize>) -> usize {
    let wanted = word_border(cells, row.clone());
    let may_end = |&end: &usize| {
        // A row begins behind the blanks where the last one ends.
        let Some(behind) = cells.get(end + indentation(&cells[end..])) else { return true };
        let before = &cells[end - 1];
        let cuts = |is: fn(&Cell) -> bool| is(before) && is(&cells[end]);
        let is_whole = end == wanted || !(cuts(Cell::is_lit) || cuts(Cell::is_of_word));
        is_whole && line_breaks::may_break(&before.text, &behind.text)
    };
    let first = (row.start + row.len() / 3 + 1).max(wanted.saturating_sub(MAX_BACK));
    (first..=wanted).rev().find(may_end).unwrap_or(wanted)
}

/// The end of a row, moved before a match or a word that it would cut if that isn't far.
fn word_border(cells: &[Cell], row: Range<usize>) -> usize {
    if cells[row.end].is_lit() {
        let n_lit = cells[row.clone()].iter().rev().take_while(|cell| cell.is_lit()).count();
        return if n_lit < row.len() / 2 { row.end - n_lit } else { row.end };
    }
    if !cells[row.end].is_of_word() {
        return row.end;
    }
    let before = cells[row.clone()].iter().rposition(|cell| !cell.is_of_word());
    before.filter(|&before| before > row.len() / 2).map_or(row.end, |before| row.start + before + 1)
}

/// All rows of a line.
pub(crate) fn all(cells: &[Cell], columns: usize) -> Vec<Range<usize>> {
    wrapped(cells, 0, columns, usize::MAX)
}

/// Writes a line in so many columns, with `…` where it was cut.
pub(crate) fn write_line(
    cells: &[Cell],
    columns: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let shown = window(cells, columns);
    write(cells, shown.clone(), &shown, style, out)
}

/// Writes a row of a line, with `…` where it is the first or last of what is shown and the line goes on.
pub(crate) fn write(
    cells: &[Cell],
    row: Range<usize>,
    shown: &Range<usize>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if row.start == shown.start && row.start > 0 {
        style.write(Role::Faint, ELLIPSIS, out)?;
    }
    for run in cells[row.clone()].chunk_by(|one, next| one.role == next.role) {
        let text: String = run.iter().map(|cell| &*cell.text).collect();
        style.write(run[0].role, &text, out)?;
    }
    if row.end == shown.end && !cells[row.end..].iter().all(Cell::is_blank) {
        style.write(Role::Faint, ELLIPSIS, out)
    } else {
        Ok(())
    }
}

/// Writes a text in a role on all the rows that it takes, the first behind `indent` columns that are written already, the
/// others below it.
pub(crate) fn write_wrapped(
    (role, text): (Role, &str),
    indent: usize,
    columns: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let cells = lit(role, text, &[]);
    // No cell is wider than two.
    let rows = all(&cells, columns.saturating_sub(indent).max(2));
    for (idx, row) in rows.into_iter().enumerate() {
        if idx > 0 {
            write!(out, "\n{:indent$}", "")?;
        }
        write(&cells, row, &(0..cells.len()), style, out)?;
    }
    writeln!(out)
}

/// A text cut to so many columns, with `…` if it was.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    let cells = lit(Role::Text, text, &[]);
    let shown = window(&cells, columns);
    let kept: String = cells[shown.clone()].iter().map(|cell| &*cell.text).collect();
    if shown.end < cells.len() { kept + ELLIPSIS } else { kept }
}

/// The end of the longest run from `start` that fits.
fn fitting(cells: &[Cell], start: usize, columns: usize) -> usize {
    let mut left = columns;
    let fits = |cell: &&Cell| match left.checked_sub(cell.columns) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    start + cells[start..].iter().take_while(fits).count()
}

/// The start of the longest run up to `end` that fits.
fn lead(cells: &[Cell], end: usize, columns: usize) -> usize {
    let mut used = 0;
    let fits = |cell: &&Cell| {
        used += cell.columns;
        used <= columns
    };
    end - cells[..end].iter().rev().take_while(fits).count()
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::printer::cells::width;

    fn check(line: &str, highlight: &str, columns: usize, expected: &str) {
        let highlight = line.find(highlight).map(|at| at..at + highlight.len());
        let cells = lit(Role::Text, line, highlight.as_slice());
        let mut out = Vec::new();
        write_line(&cells, columns, Style { color: false, links: false }, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out, expected);
        assert!(out.width() <= columns, "{out} takes {} columns", out.width());
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        check("连接池的大小", "大小", 12, "连接池的大小");
    }

    #[test]
    fn a_long_line_keeps_its_beginning_if_that_shows_the_match() {
        check("连接池的大小要合适", "连接池", 11, "连接池的大…");
        check("连接池的大小要合适", "连接池", 10, "连接池的…");
    }

    #[test]
    fn a_match_far_along_is_shown_with_what_stands_around_it() {
        check("一二三四五六七八九十连接池一二三四五六七八九十", "连接池", 20, "…八九十连接池一二三…");
        check("一二三四五六七八九十连接池", "连接池", 14, "…八九十连接池");
    }

    fn check_rows(line: &str, highlight: &str, columns: usize, expected: &[&str]) {
        let highlight = line.find(highlight).map(|at| at..at + highlight.len());
        let cells = lit(Role::Text, line, highlight.as_slice());
        let rows = of(&cells, columns, 2);
        let shown = rows[0].start..rows[rows.len() - 1].end;
        let written = rows.iter().map(|row| {
            let mut out = Vec::new();
            write(&cells, row.clone(), &shown, Style { color: false, links: false }, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        });
        let written: Vec<String> = written.collect();
        assert_eq!(written, expected);
        assert!(written.iter().all(|row| row.width() <= columns), "{written:?}");
    }

    #[test]
    fn a_long_line_goes_on_in_the_next_row() {
        check_rows("连接池的大小要合适", "合适", 10, &["连接池的大", "小要合适"]);
        check_rows("the size of a pool", "pool", 11, &["the size of", "a pool"]);
        check_rows("the size of a pool", "", 10, &["the size", "of a pool"]);
        check_rows("the size   ", "", 8, &["the size"]);
        check_rows("1 hit · 12.5 ms", "", 11, &["1 hit ·", "12.5 ms"]);
        check_rows("found 1,234", "", 8, &["found", "1,234"]);
        check_rows("这里任意多个`&mut`值", "", 14, &["这里任意多个", "`&mut`值"]);
        check_rows("连接池的大小要合适，一二三", "连接", 10, &["连接池的大", "小要合适…"]);
        check_rows("一二三四五六七八九十连接池一二三四五六七八", "连接池", 10, &["…十连接池", "一二三四…"]);
        check_rows("", "", 10, &[""]);
    }

    #[test]
    fn no_row_begins_with_a_comma_or_ends_with_a_bracket() {
        check_rows("连接池的大小，要合适", "", 12, &["连接池的大", "小，要合适"]);
        check_rows("连接池的（大小）", "", 10, &["连接池的", "（大小）"]);
        check_rows("连接池的大（小）了", "", 14, &["连接池的大", "（小）了"]);
        check_rows("一二三四 pool，要", "", 13, &["一二三四", "pool，要"]);
        check_rows("一二三四五”）。六", "", 10, &["一二三四", "五”）。六"]);
        check_rows("。。。。。。。。", "", 8, &["。。。。", "。。。。"]);
    }

    #[test]
    fn graphemes_stay_whole() {
        check("👩‍💻👩‍💻👩‍💻👩‍💻", "", 6, "👩‍💻👩‍💻…");
        check("e\u{301}e\u{301}e\u{301}e\u{301}", "", 3, "e\u{301}e\u{301}…");
    }

    #[test]
    fn narrow_columns_do_no_harm() {
        for columns in 1..6 {
            let cells = lit(Role::Text, "连接池 pool 连接池", from_ref(&(10..14)));
            let shown = window(&cells, columns);
            assert!(total(&cells[shown]) <= columns);
            assert!(of(&cells, columns, 3).into_iter().all(|row| total(&cells[row]) <= columns));
        }
    }

    #[test]
    fn tabs_and_commands_are_shown_as_what_they_are() {
        check("\ta\x1b[2J", "a", 20, "    a␛[2J");
        assert_eq!((width("连a\x1b"), cut("连接池", 5)), (4, "连接…".to_owned()));
    }
}
