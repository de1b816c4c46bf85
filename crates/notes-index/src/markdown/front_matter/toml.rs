//! TOML by its rules.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Entry, Invalid, path};
use crate::text::LineIndex;

/// Reads a block. The parser limits how deep values are nested.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Invalid> {
    let table = DeTable::parse(text).map_err(|error| Invalid {
        line: error.span().map_or(1, |span| LineIndex::new(text).line(span.start)),
        why: error.message().lines().next().unwrap_or_default().to_owned(),
    })?;
    let mut entries = Vec::new();
    let mut rest = Vec::new();
    push_table(&mut rest, "", table.get_ref());
    while let Some((key, in_list, value)) = rest.pop() {
        match value.get_ref() {
            DeValue::Table(table) => push_table(&mut rest, &key, table),
            DeValue::Array(items) => rest.extend(items.iter().rev().map(|item| (key.clone(), true, item))),
            DeValue::String(value) => {
                entries.push(Entry { key, value: value.trim().to_owned(), in_list });
            }
            _ => entries.push(Entry { key, value: text[value.span()].to_owned(), in_list }),
        }
    }
    Ok(entries)
}

/// A value that is still to be read: its key, whether it is an item of a list, itself.
type Pending<'a> = (String, bool, &'a Spanned<DeValue<'a>>);

/// Puts the pairs of a table on the stack, the first in the text on top.
fn push_table<'a>(rest: &mut Vec<Pending<'a>>, parent: &str, table: &'a DeTable<'a>) {
    let mut pairs: Vec<_> = table.iter().collect();
    pairs.sort_by_key(|(key, _)| std::cmp::Reverse(key.span().start));
    rest.extend(pairs.into_iter().map(|(key, value)| (path(parent, key.get_ref()), false, value)));
}
