//! What leads to a section, on one line.

use std::io::{self, Write};
use std::ops::Range;

use crate::escape;
use crate::printer::cells::{Cell, Piece, painted, width};
use crate::printer::rows::{ELLIPSIS, cut};
use crate::printer::style::{Role, Style};

/// What stands between two entries.
const SEPARATOR: &str = " › ";

/// What stands before one that has a line of its own.
const INDENT: &[u8] = b"  ";

/// A breadcrumb, however long it is.
pub(crate) fn in_full(entries: &[String]) -> String {
    escape::line(&entries.join(SEPARATOR)).into_owned()
}

/// Writes one, however long it is, with the highlights of each entry lit.
pub(crate) fn write_in_full(
    entries: &[String],
    highlights: &[Vec<Range<usize>>],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (idx, entry) in entries.iter().enumerate() {
        style.write(Role::Breadcrumb, if idx > 0 { SEPARATOR } else { "" }, out)?;
        style.write_lit((Role::Breadcrumb, entry), highlights.get(idx).map_or(&[], Vec::as_slice), out)?;
    }
    Ok(())
}

/// Writes a breadcrumb that leads to what follows on a line of its own, of so many columns; none if it is empty.
pub(crate) fn write_line(
    entries: &[String],
    columns: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    out.write_all(INDENT)?;
    style.write(Role::Breadcrumb, &fitted(entries, columns.saturating_sub(INDENT.len())), out)?;
    out.write_all(b"\n")
}

/// A breadcrumb in so many columns. Its middle goes first: the first entry says where one is, the last
/// ones what it is about.
pub(crate) fn fitted(entries: &[String], columns: usize) -> String {
    let text = joined(entries, &shown(entries, columns));
    if width(&text) <= columns { escape::line(&text).into_owned() } else { cut(&text, columns) }
}

/// The same with the highlights of each entry lit; what is too wide even so is yet to be cut.
pub(crate) fn lit(entries: &[String], highlights: &[Vec<Range<usize>>], columns: usize) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (idx, entry) in shown(entries, columns).into_iter().enumerate() {
        let separator = if idx > 0 { SEPARATOR } else { "" };
        let (text, lit) = match entry {
            Some(entry) => (entries[entry].as_str(), highlights.get(entry).map_or(&[][..], Vec::as_slice)),
            None => (ELLIPSIS, &[][..]),
        };
        let piece = |text, at| Piece { role: Role::Breadcrumb, text, at };
        cells.extend(painted(&[piece(separator.into(), None), piece(text.into(), Some(0))], lit));
    }
    cells
}

/// The entries that are shown in so many columns, with nothing in place of those that are left out.
fn shown(entries: &[String], columns: usize) -> Vec<Option<usize>> {
    let all = (0..entries.len()).map(Some).collect();
    let rest = |from: usize| (from..entries.len()).map(Some);
    let with_first = (2..entries.len()).map(|from| [Some(0), None].into_iter().chain(rest(from)).collect());
    let without = (1..entries.len()).map(|from| [None].into_iter().chain(rest(from)).collect());
    let mut shorter = [all].into_iter().chain(with_first).chain(without);
    let fits = |shown: &Vec<Option<usize>>| width(&joined(entries, shown)) <= columns;
    shorter.find(fits).unwrap_or_else(|| rest(entries.len().saturating_sub(1)).collect())
}

fn joined(entries: &[String], shown: &[Option<usize>]) -> String {
    let texts = shown.iter().map(|entry| entry.map_or(ELLIPSIS, |idx| entries[idx].as_str()));
    texts.collect::<Vec<_>>().join(SEPARATOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: usize, expected: &str) {
        let entries = ["数据存储与优化", "关系型数据库", "性能优化", "代码示例"].map(str::to_owned);
        let text = fitted(&entries, columns);
        assert_eq!(text, expected);
        assert!(width(&text) <= columns);
    }

    #[test]
    fn the_middle_goes_first_and_the_end_last() {
        check(51, "数据存储与优化 › 关系型数据库 › 性能优化 › 代码示例");
        check(50, "数据存储与优化 › … › 性能优化 › 代码示例");
        check(30, "数据存储与优化 › … › 代码示例");
        check(28, "… › 性能优化 › 代码示例");
        check(22, "… › 代码示例");
        check(7, "代码示…");
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(fitted(&[], 10), "");
    }
}
