//! How many hits have what, as the clauses that narrow a search to them: `tag:  java 180 · mysql 75`.

use std::io::{self, Write};

use notes_index::FacetCounts;

use crate::printer::style::{Role, Style};
use crate::printer::{cells, rows};

/// Prints a line of each facet that a hit has a value of; on a narrow terminal several rows.
pub(super) fn print(
    facets: &[FacetCounts],
    columns: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lines: Vec<(String, Vec<String>)> = facets.iter().filter_map(line).collect();
    let indent = lines.iter().map(|(name, _)| cells::width(name)).max().unwrap_or(0) + 2;
    for (name, values) in lines {
        let mut before = name.as_str();
        for row in rows(values, columns.saturating_sub(indent)) {
            style.write(Role::Faint, &format!("{before:<indent$}"), out)?;
            rows::write_wrapped((Role::Faint, &row), indent, columns, style, out)?;
            before = "";
        }
    }
    Ok(())
}

/// Values in rows of so many columns, none of them parted.
fn rows(values: Vec<String>, columns: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for value in values {
        match rows.last_mut() {
            Some(row) if cells::width(row) + cells::width(&value) + 5 <= columns => {
                *row += &format!(" · {value}");
            }
            Some(row) => {
                *row += " ·";
                rows.push(value);
            }
            None => rows.push(value),
        }
    }
    rows
}

/// What the clauses of a facet begin with, and what follows in each with how many hits that leaves.
fn line(counts: &FacetCounts) -> Option<(String, Vec<String>)> {
    let mut clauses = counts.values.iter().map(|value| (value.filter.to_string(), value.hits));
    let (first, _) = clauses.clone().next()?;
    let name = &first[..=first.find(':')?];
    let value =
        |(clause, hits): (String, usize)| format!("{} {hits}", clause.strip_prefix(name).unwrap_or(&clause));
    let mut values: Vec<String> = clauses.by_ref().map(value).collect();
    values.extend((counts.more > 0).then(|| format!("{} more", counts.more)));
    Some((name.to_owned(), values))
}

#[cfg(test)]
mod tests {
    use notes_index::{Facet, IndexOptions, NoteIndex, NotePath, Query, SearchOptions};

    use super::*;

    #[test]
    fn values_are_parted_between_rows() {
        let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
        let notes = [
            (
                "后端/a b/池.md",
                "---\ntags: [数据库, 读书 笔记, java, mysql, redis]\nmodified: 2025-01-02\n---\n# 池\n",
            ),
            ("前端/池.md", "# 池\n\n```js\n池\n```\n"),
        ];
        for (path, source) in notes {
            index.put(&NotePath::new(path).unwrap(), source).unwrap();
        }
        let options = SearchOptions::new().facets(Facet::ALL).facet_values(4);
        let results = index.searcher().unwrap().search(&Query::parse("池"), &options).unwrap();
        let printed = |facets: &[FacetCounts], columns: usize| {
            let mut out = Vec::new();
            print(facets, columns, Style { color: false, links: false }, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let facets = &results.facets[..3];
        assert_eq!(
            printed(facets, 80),
            "path:   前端/ 1 · 后端/ 1\n\
             tag:    java 1 · mysql 1 · redis 1 · 数据库 1 · 1 more\n\
             +lang:  js 1\n"
        );
        assert_eq!(
            printed(facets, 27),
            "path:   前端/ 1 · 后端/ 1\n\
             tag:    java 1 · mysql 1 ·\n        redis 1 ·\n        数据库 1 · 1 more\n\
             +lang:  js 1\n"
        );
        for columns in 1..60 {
            let printed = printed(facets, columns);
            assert!(printed.lines().all(|line| line.trim_end() == line), "{printed:?}");
            let is_wide = |line: &str| cells::width(line) > columns.max(10);
            assert!(!printed.lines().any(is_wide), "{columns}: {printed}");
        }
        assert_eq!(printed(&[], 80), "");
    }
}
