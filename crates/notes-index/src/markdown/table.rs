//! Rows of tables: where their cells stand.

use std::ops::Range;

use crate::text::trimmed;

/// The cells of a row of a table, as GitHub cuts them: their bytes, without the white space around them. The bars at
/// either end of the row part no cells, and neither does `\|`.
///
/// ```
/// let row = r"| `a\|b` | 线程池 | |";
/// let cells: Vec<&str> = notes_index::table_cells(row).into_iter().map(|cell| &row[cell]).collect();
/// assert_eq!(cells, [r"`a\|b`", "线程池", ""]);
/// ```
pub fn table_cells(row: &str) -> Vec<Range<usize>> {
    let end = row.trim_end().len();
    let start = end - row[..end].trim_start().len();
    let start = start + usize::from(row[start..end].starts_with('|'));
    let mut borders: Vec<usize> = Vec::new();
    let mut escaped = false;
    for (at, byte) in row[start..end].bytes().enumerate() {
        if byte == b'|' && !escaped {
            borders.push(start + at);
        }
        escaped = byte == b'\\' && !escaped;
    }
    if borders.last() != Some(&(end.saturating_sub(1))) {
        borders.push(end);
    }
    let starts = std::iter::once(start).chain(borders.iter().map(|border| border + 1));
    starts.zip(&borders).map(|(start, &end)| trimmed(row, start..end.max(start))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(row: &str, expected: &[&str]) {
        let cells: Vec<&str> = table_cells(row).into_iter().map(|cell| &row[cell]).collect();
        assert_eq!(cells, expected, "{row:?}");
    }

    #[test]
    fn bars_part_cells() {
        check("| a | b |", &["a", "b"]);
        check("  a | b\n", &["a", "b"]);
        check("| | b | |", &["", "b", ""]);
        check("|a||", &["a", ""]);
        check(r"| a\|b | c\\| d \|", &[r"a\|b", r"c\\", r"d \|"]);
        check("|", &[""]);
        check("正文", &["正文"]);
    }
}
