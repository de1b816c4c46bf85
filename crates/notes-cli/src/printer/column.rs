//! A column of a table: its cells end below each other.

use crate::escape;
use crate::printer::cells::width;

/// A cell wider than this does not push the others away.
const MAX_COLUMNS: usize = 40;

/// How wide a column is.
pub(crate) struct Column(usize);

impl Column {
    /// As wide as the widest of its cells, but for those that are all too wide.
    pub(crate) fn of<'a>(cells: impl IntoIterator<Item = &'a str>) -> Column {
        Column::within(MAX_COLUMNS, cells)
    }

    /// The same, where another width is too much.
    pub(crate) fn within<'a>(most: usize, cells: impl IntoIterator<Item = &'a str>) -> Column {
        let widths = cells.into_iter().map(|cell| width(&escape::line(cell)));
        Column(widths.filter(|&columns| columns <= most).max().unwrap_or(0))
    }

    /// A cell as it may stand on a terminal, with blanks up to the next.
    pub(crate) fn cell(&self, text: &str) -> String {
        let text = escape::line(text);
        let blanks = self.0.saturating_sub(width(&text));
        format!("{text}{:blanks$}", "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_as_wide_as_the_widest_that_is_not_too_wide() {
        let long = "长".repeat(21);
        let column = Column::of(["a", "连接池", &long]);
        assert_eq!([column.cell("a"), column.cell("连接池")], ["a     ", "连接池"]);
        assert_eq!(column.cell(&long), long);
        assert_eq!(Column::of([]).cell("\x1b"), "␛");
    }
}
