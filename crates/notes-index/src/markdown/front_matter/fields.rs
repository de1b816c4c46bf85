//! What the keys mean that Obsidian, Hugo, Jekyll, Hexo and Zola agree on.

use std::collections::HashSet;
use std::ops::Range;

use super::Entry;
use crate::note::FrontMatter;

/// What stands between names.
const COMMAS: [char; 3] = [',', '，', '、'];

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
        "tags" => return front_matter.tags.extend(words(entry)),
        "tag" => return front_matter.tags.extend(names(entry)),
        "categories" => return front_matter.categories.extend(words(entry)),
        "category" => return front_matter.categories.extend(names(entry)),
        "aliases" | "alias" => return front_matter.aliases.extend(names(entry)),
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

/// The names in a value: an item of a list is one, a text is cut at commas.
fn names(entry: &Entry) -> Vec<String> {
    match entry.in_list {
        true => name(&entry.value).into_iter().collect(),
        false => entry.value.split(COMMAS).filter_map(name).collect(),
    }
}

/// The same of names that are words: a text without commas is cut at spaces.
fn words(entry: &Entry) -> Vec<String> {
    match entry.in_list || entry.value.contains(COMMAS) {
        true => names(entry),
        false => entry.value.split_whitespace().filter_map(name).collect(),
    }
}

fn name(text: &str) -> Option<String> {
    let name = text.trim().trim_start_matches('#').trim();
    (!name.is_empty()).then(|| name.to_owned())
}

fn is_true(value: &str) -> bool {
    ["true", "yes", "on"].iter().any(|word| value.eq_ignore_ascii_case(word))
}
