//! Rows of tables: the header that names their cells.

use super::layout::{Layout, LineKind};

/// The cells of the header of the table that a line is a row of; none if it is no row of one, or
/// above all rows.
pub(super) fn header(layout: &Layout<'_>, line: usize) -> Vec<String> {
    let is_row = |line: &usize| layout.lines[*line].kind == LineKind::Row;
    let first = (0..=line).rev().take_while(is_row).last();
    let Some([header, rule]) = first.and_then(|first| Some([first.checked_sub(2)?, first - 1])) else {
        return Vec::new();
    };
    let is_rule = is_rule(&layout.text[layout.lines[rule].body.clone()]);
    if is_rule && is_row(&header) {
        cells(&layout.text[layout.lines[header].body.clone()])
    } else {
        Vec::new()
    }
}

/// Whether a line stands between a table's header and its rows.
fn is_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// The cells of a row without outer bars; `\|` stands for a bar.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut chars = row.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '|' => cells.push(String::new()),
            _ => {
                let c = if c == '\\' { chars.next_if_eq(&'|').unwrap_or(c) } else { c };
                cells.iter_mut().next_back().into_iter().for_each(|cell| cell.push(c));
            }
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}
