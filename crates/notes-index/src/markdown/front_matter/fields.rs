//! What the keys mean that Obsidian, Hugo, Jekyll, Hexo and Zola agree on.

use std::collections::HashSet;
use std::ops::Range;

use super::Entry;
use crate::note::FrontMatter;

/// Gives each value its place. Of several titles or dates the first counts. All are properties as well.
pub(super) fn assign(entries: Vec<Entry>, range: Range<usize>) -> FrontMatter {
    let mut front_matter = FrontMatter { range, ..FrontMatter::default() };
    for entry in entries {
        place(&mut front_matter, &entry);
        front_matter.properties.push((entry.key, entry.value));
    }
    for names in [&mut front_matter.tags, &mut front_matter.categories, &mut front_matter.aliases] {
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(name.clone()));
    }
    front_matter
}

fn place(front_matter: &mut FrontMatter, entry: &Entry) {
    let key = entry.key.to_lowercase();
    // Zola keeps its lists of names in a table.
    let key = key.strip_prefix("taxonomies.").unwrap_or(&key);
    let text = match key {
        "title" => &mut front_matter.title,
        "date" | "created" => &mut front_matter.created,
        "lastmod" | "updated" | "modified" => &mut front_matter.modified,
        "tags" | "tag" => return front_matter.tags.extend(names(entry, key == "tags")),
        "categories" | "category" => {
            return front_matter.categories.extend(names(entry, key == "categories"));
        }
        "aliases" | "alias" => return front_matter.aliases.extend(names(entry, false)),
        "draft" => {
            front_matter.draft = is_true(&entry.value);
            return;
        }
        _ => return,
    };
    if text.is_none() && !entry.value.is_empty() {
        *text = Some(entry.value.clone());
    }
}

/// The names in a value: an item of a list is one, a text is cut at commas, else (if asked to) at spaces.
fn names(entry: &Entry, at_spaces: bool) -> Vec<String> {
    let is_comma = |c: char| matches!(c, ',' | '，' | '、');
    let name = |name: &str| {
        let name = name.trim().trim_start_matches('#').trim();
        (!name.is_empty()).then(|| name.to_owned())
    };
    if entry.in_list {
        name(&entry.value).into_iter().collect()
    } else if at_spaces && !entry.value.contains(is_comma) {
        entry.value.split_whitespace().filter_map(name).collect()
    } else {
        entry.value.split(is_comma).filter_map(name).collect()
    }
}

fn is_true(value: &str) -> bool {
    ["true", "yes", "on"].iter().any(|word| value.eq_ignore_ascii_case(word))
}
