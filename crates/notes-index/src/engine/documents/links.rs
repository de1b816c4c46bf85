//! By which names links and the notes that they lead to find each other.
//!
//! A link is indexed by the last part of where it leads, whatever it is written like: `../db/C%2B%2B.md`, `db/C\+\+` and
//! `[[C++]]` are one. Whether it does lead to a note that is called so is told when the link is read.

use std::collections::BTreeSet;

use crate::analysis::folded_text;
use crate::note::target::{self, FOLDER_NOTES};
use crate::note::{Link, Note};
use crate::text::squeezed;

/// The names that the links of a note lead to.
pub(super) fn linked_names(note: &Note) -> BTreeSet<String> {
    let folder = target::folder(note.path.as_str());
    note.links.iter().flat_map(|link| names_of(link, folder)).collect()
}

/// The names that a note may be linked to by, as [`super::Facet::Linked`] has them: its file's, its title, its aliases,
/// and that of the folder that it stands for.
pub(crate) fn link_names(note: &Note) -> BTreeSet<String> {
    let (path, matter) = (note.path.as_str(), &note.front_matter);
    let is_alias = |name: &str| matches!(name, "aliases" | "alias");
    let properties = matter.properties.iter().filter(|(name, _)| is_alias(&folded_text(name)));
    let aliases = matter.aliases.iter().chain(properties.map(|(_, value)| value));
    let file = path.rsplit('/').next().unwrap_or_default();
    let folder = FOLDER_NOTES.contains(&file).then(|| target::folder(path));
    let names = [path, note.path.stem(), &note.title].into_iter().chain(folder);
    names.chain(aliases.map(String::as_str)).map(last_name).collect()
}

/// The names that a link in a folder leads to.
fn names_of(link: &Link, folder: &str) -> Vec<String> {
    let written = link.target.trim();
    if written.is_empty() || !link.wiki && target::is_address(written) {
        return Vec::new();
    }
    let names = |written: &str| -> Vec<String> {
        let meant = target::meant(written, link.wiki);
        // What ends in dots may be an alias.
        target::joined(folder, &meant).into_iter().chain([meant]).map(|target| last_name(&target)).collect()
    };
    if !link.wiki {
        return names(written);
    }
    target::readings(&link.target_with_fragment())
        .into_iter()
        .flat_map(|(name, _)| names(name.trim()))
        .collect()
}

/// The last part of a path or name, without the extension of a note or page, as it is compared. It is the same for two of which
/// one may stand for the other.
fn last_name(path: &str) -> String {
    let folded = folded_text(path);
    let last = folded.split('/').rfind(|part| !part.trim().is_empty()).unwrap_or_default();
    let mut bare = last.trim();
    while let Some(stem) = target::without_extension(bare).or_else(|| without_page(bare)) {
        bare = stem;
    }
    squeezed(bare)
}

/// A name without the extension of a page on the web.
fn without_page(name: &str) -> Option<&str> {
    name.strip_suffix(".html").filter(|stem| !stem.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse_note;
    use crate::note::NotePath;

    fn note(path: &str, text: &str) -> Note {
        parse_note(NotePath::new(path).unwrap(), text).note
    }

    #[track_caller]
    fn check_links(text: &str, expected: &[&str]) {
        let names = linked_names(&note("db/sub/a.md", text));
        assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn a_link_is_known_by_the_last_part_of_where_it_leads() {
        check_links("[x](../C%2B%2B.md#y) [[連接池|x]]", &["c++", "连接池"]);
        check_links("[x](..) [y](https://a.b/c.md) [z](#z)", &["..", "db"]);
        check_links("[[C#]] [[x: y]]", &["c", "c#", "x: y"]);
        check_links("[x](R&amp;D.html) ![[db/Fine\u{a0} Tuning.md]]", &["fine tuning", "r&d"]);
    }

    #[test]
    fn a_note_is_known_by_all_that_it_is_called() {
        let names = |path: &str, text: &str| link_names(&note(path, text)).into_iter().collect::<Vec<_>>();
        assert_eq!(names("db/C++.md", "---\nalias: 池/子\n---\n# 指针\n"), ["c++", "子", "指针"]);
        assert_eq!(names("db/README.md", ""), ["db", "readme"]);
        assert_eq!(names("index.md", ""), ["", "index"]);
    }
}
