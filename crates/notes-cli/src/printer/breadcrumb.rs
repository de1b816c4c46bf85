//! What leads to a section, on one line.

use crate::escape;
use crate::printer::columns::{ELLIPSIS, cut, width};

/// What stands between two entries.
const SEPARATOR: &str = " › ";

/// The whole breadcrumb.
pub(crate) fn whole(entries: &[String]) -> String {
    escape::line(&entries.join(SEPARATOR)).into_owned()
}

/// A breadcrumb in so many columns. Its middle goes first: the first entry says where one is, the last
/// ones what it is about.
pub(crate) fn fitted(entries: &[String], columns: usize) -> String {
    let all = whole(entries);
    if width(&all) <= columns {
        return all;
    }
    let with_first = (2..entries.len()).map(|from| elided(&entries[..1], &entries[from..]));
    let without = (1..entries.len()).map(|from| elided(&[], &entries[from..]));
    let mut shorter = with_first.chain(without);
    shorter.find(|text| width(text) <= columns).unwrap_or_else(|| {
        let last = entries.last().map_or("", String::as_str);
        cut(last, columns)
    })
}

fn elided(first: &[String], last: &[String]) -> String {
    let entries = first.iter().map(String::as_str).chain([ELLIPSIS]).chain(last.iter().map(String::as_str));
    escape::line(&entries.collect::<Vec<_>>().join(SEPARATOR)).into_owned()
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
