//! Links and the notes that they lead to.

use std::collections::HashMap;

use super::LinkEnd;
use super::stored_note::StoredNote;
use crate::analysis::folded_text;
use crate::engine::{Doc, Facet, Snapshot};
use crate::error::Result;
use crate::note::target::{
    FOLDER_NOTES, folder, is_address, is_other_file, is_surely_address, joined, meant, readings,
    without_extension,
};
use crate::note::{Link, NotePath};
use crate::text::squeezed;

/// How many notes are kept for the next link to a place in them.
const MAX_KEPT: usize = 64;

/// Finds where links lead.
pub(super) struct Resolver<'a> {
    snapshot: &'a Snapshot,
    /// Notes that links named places in.
    kept: HashMap<NotePath, StoredNote>,
}

/// Where the part of a link before its `#` leads.
enum Leads {
    To(NotePath),
    Nowhere,
    Elsewhere,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> Resolver<'a> {
        Resolver { snapshot, kept: HashMap::new() }
    }

    /// Where a link of a note leads.
    pub(super) fn end(&mut self, read: &StoredNote, link: &Link) -> Result<LinkEnd> {
        let (note, fragment) = (&read.note, link.fragment.as_deref());
        let from = folder(note.path.as_str());
        let written = link.target_with_fragment();
        let (leads, anchor) = match (link.target.trim(), fragment) {
            ("", None) => (Leads::Elsewhere, None),
            ("", Some(_)) => (Leads::To(note.path.clone()), fragment),
            _ if link.wiki => self.leads_by_name(from, &written)?,
            (target, _) => (self.leads(from, target, false)?, fragment),
        };
        let path = match leads {
            Leads::To(path) => path,
            Leads::Nowhere => return Ok(LinkEnd::NoNote),
            Leads::Elsewhere => return Ok(LinkEnd::Elsewhere),
        };
        let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) else {
            return Ok(LinkEnd::Note { path, line: None });
        };
        let line = if path == note.path { read.line_of(anchor) } else { self.line_in(&path, anchor)? };
        Ok(match line {
            Some(line) => LinkEnd::Note { path, line: Some(line) },
            None => LinkEnd::NoPlace { path },
        })
    }

    /// The note that a wiki link with this target leads to from the root, and what names a place in it.
    pub(super) fn named<'t>(&self, target: &'t str) -> Result<Option<(NotePath, Option<&'t str>)>> {
        Ok(match self.leads_by_name("", target)? {
            (Leads::To(path), anchor) => Some((path, anchor)),
            (Leads::Nowhere | Leads::Elsewhere, _) => None,
        })
    }

    /// Where a wiki link's target leads that is written in a folder, and what names a place there.
    fn leads_by_name<'t>(&self, from: &str, target: &'t str) -> Result<(Leads, Option<&'t str>)> {
        let mut last = (Leads::Nowhere, None);
        for (name, anchor) in readings(target) {
            last = (self.leads(from, name.trim(), true)?, anchor);
            // Of several spaces in a row a page shows one.
            let shown = squeezed(name);
            if !matches!(last.0, Leads::To(_)) && shown != name.trim() {
                last.0 = self.leads(from, &shown, true)?;
            }
            if matches!(last.0, Leads::To(_)) {
                break;
            }
        }
        Ok(last)
    }

    /// The line of another note that an anchor names.
    fn line_in(&mut self, path: &NotePath, anchor: &str) -> Result<Option<u32>> {
        if !self.kept.contains_key(path) {
            if self.kept.len() >= MAX_KEPT {
                self.kept.clear();
            }
            let read = StoredNote::new(self.snapshot, self.snapshot.sections_of(path)?)?;
            self.kept.extend(read.map(|read| (path.clone(), read)));
        }
        Ok(self.kept.get(path).and_then(|read| read.line_of(anchor)))
    }

    /// Where a target leads that is written in a folder.
    fn leads(&self, from: &str, target: &str, is_wiki: bool) -> Result<Leads> {
        if !is_wiki && is_address(target) {
            return Ok(Leads::Elsewhere);
        }
        let target = meant(target, is_wiki);
        let Some(path) = joined(from, &target) else { return Ok(Leads::Elsewhere) };
        let by_path = match self.note_at(&path)? {
            None if is_wiki => self.note_at(target.trim_start_matches('/'))?,
            found => found,
        };
        let is_named = is_wiki || without_extension(&target).is_some();
        let found = match by_path {
            None if is_named => match self.called(from, &target)? {
                None if is_wiki => self.also_called(from, &target)?,
                found => found,
            },
            found => found,
        };
        Ok(match found {
            Some(path) => Leads::To(path),
            None if is_named && !is_other_file(&target) && !is_surely_address(&target) => Leads::Nowhere,
            None => Leads::Elsewhere,
        })
    }

    /// The note at a path from the root; its extension may be missing or be that of a page, a folder stands for what is its
    /// first page.
    fn note_at(&self, path: &str) -> Result<Option<NotePath>> {
        if let Some(note) = self.indexed(path)? {
            return Ok(Some(note));
        }
        let bare = path.strip_suffix(".html").unwrap_or(path);
        let beside = |note: &NotePath| without_extension(note.as_str()) == Some(bare);
        let name = bare.rsplit('/').next().unwrap_or_default();
        if let Some(note) = self.with(&Facet::Stem(name), beside)?.into_iter().min() {
            return Ok(Some(note));
        }
        for name in FOLDER_NOTES {
            let page = if bare.is_empty() { name.to_owned() } else { format!("{bare}/{name}") };
            if let Some(note) = self.indexed(&page)? {
                return Ok(Some(note));
            }
        }
        Ok(None)
    }

    /// The note whose path ends so, whatever the case and extension.
    fn called(&self, from: &str, target: &str) -> Result<Option<NotePath>> {
        let target = folded_text(target);
        let target = target.trim_start_matches("./").trim_matches('/');
        let name = target.rsplit('/').next().unwrap_or_default();
        let ends_so = |note: &NotePath| {
            let path = folded_text(note.as_str());
            let bare = &path[..path.rfind('.').unwrap_or(path.len())];
            [path.as_str(), bare].iter().any(|path| {
                path.strip_suffix(target).is_some_and(|before| before.is_empty() || before.ends_with('/'))
            })
        };
        let mut found = self.with(&Facet::Stem(name), ends_so)?;
        if let Some(stem) = without_extension(name) {
            found.extend(self.with(&Facet::Stem(stem), ends_so)?);
        }
        Ok(nearest(from, found))
    }

    /// The note that has an alias or a title.
    fn also_called(&self, from: &str, name: &str) -> Result<Option<NotePath>> {
        let mut found = Vec::new();
        for key in ["aliases", "alias"] {
            found.extend(self.with(&Facet::Property { name: key, value: name }, |_| true)?);
        }
        if found.is_empty() {
            let folded = folded_text(name);
            let mut docs = Vec::new();
            self.snapshot.with_facet(&Facet::Title(name), |doc| docs.push(doc))?;
            for doc in docs {
                if folded_text(&self.snapshot.record(doc)?.title) == folded {
                    found.push(self.snapshot.note_path(doc)?);
                }
            }
        }
        Ok(nearest(from, found))
    }

    /// The notes with a property that are wanted.
    fn with(&self, facet: &Facet<'_>, wanted: impl Fn(&NotePath) -> bool) -> Result<Vec<NotePath>> {
        let mut docs: Vec<Doc> = Vec::new();
        self.snapshot.with_facet(facet, |doc| docs.push(doc))?;
        let mut notes = Vec::new();
        for doc in docs {
            notes.push(self.snapshot.note_path(doc)?);
        }
        notes.retain(wanted);
        Ok(notes)
    }

    /// The note with just this path.
    fn indexed(&self, path: &str) -> Result<Option<NotePath>> {
        let Ok(path) = NotePath::new(path) else { return Ok(None) };
        Ok((!self.snapshot.sections_of(&path)?.is_empty()).then_some(path))
    }
}

/// The one that is meant: in the same folder, else the one with the fewest folders, else the first by path.
fn nearest(from: &str, notes: Vec<NotePath>) -> Option<NotePath> {
    let is_away = |note: &NotePath| folder(note.as_str()) != from;
    notes.into_iter().min_by_key(|note| (is_away(note), note.as_str().matches('/').count(), note.clone()))
}
