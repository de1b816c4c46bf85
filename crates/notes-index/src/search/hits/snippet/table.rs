//! Rows of tables: the header that names their cells.

use super::layout::{Layout, LineKind};
use crate::markdown::table_cells;

/// The cells of the header of the table that a line is a row of; none if it is no row of one, or
/// above all rows.
pub(super) fn header(layout: &Layout<'_>, line: usize) -> Vec<String> {
    let is_row = |line: &usize| layout.lines[*line].kind == LineKind::Row;
    let first = (0..=line).rev().take_while(is_row).last();
    let Some([header, rule]) = first.and_then(|first| Some([first.checked_sub(2)?, first - 1])) else {
        return Vec::new();
    };
    let is_rule = is_rule(&layout.text[layout.lines[rule].body.clone()]);
    if is_rule && is_row(&header) { names(row(layout, header)) } else { Vec::new() }
}

/// Whether a line stands between a table's header and its rows.
fn is_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// A row with the bars around it.
fn row<'a>(layout: &Layout<'a>, line: usize) -> &'a str {
    let (text, body) = (layout.text, &layout.lines[line].body);
    let before = text[..body.start].trim_end_matches([' ', '\t']);
    let start = if before.ends_with('|') { before.len() - 1 } else { body.start };
    text[start..].lines().next().unwrap_or_default()
}

/// What the cells of a header say; `\|` stands for a bar.
fn names(header: &str) -> Vec<String> {
    table_cells(header).into_iter().map(|cell| header[cell].replace("\\|", "|")).collect()
}
