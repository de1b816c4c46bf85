//! The links of notes: where they lead, and which lead to a note.

mod anchor;
mod resolver;
mod stored_note;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

pub use self::anchor::anchor_offset;
use self::resolver::Resolver;
use self::stored_note::StoredNote;
use crate::engine::{Doc, Facet, Snapshot, link_names};
use crate::error::Result;
use crate::note::{Link, NotePath};
use crate::search::Searcher;
use crate::search::answer::Match;
use crate::text::{LineIndex, Position, PositionCounter, byte_order_mark};
use crate::threads::{each_of, n_threads};

/// A link, where it stands and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlacedLink {
    /// The note that it stands in.
    pub path: NotePath,
    /// That note's title.
    pub title: String,
    /// What leads to the section that it stands in, outermost first.
    pub breadcrumb: Vec<String>,
    /// The link as it is read; its range is in bytes of the note's text.
    pub link: Link,
    /// As it is written, with its marks; cut after [`Match::MAX_LINE_BYTES`]: images may stand in images.
    pub written: String,
    /// The line that it begins on, without space at its ends; cut after [`Match::MAX_LINE_BYTES`]. The links of a line
    /// share it.
    pub line_text: Arc<str>,
    /// Where it begins.
    pub start: Position,
    /// Where what follows it begins.
    pub until: Position,
    /// Where it leads.
    pub end: LinkEnd,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkEnd {
    /// To a note, or to a place in one.
    Note {
        /// The note.
        path: NotePath,
        /// The line of the heading, block or anchor that is named, 1-based; nothing if the whole note is meant.
        line: Option<u32>,
    },
    /// To a note that is there, and in it to a place that is not.
    NoPlace {
        /// The note.
        path: NotePath,
    },
    /// To a note that is not there.
    NoNote,
    /// Out of the notes: an address, or a file that is no note. Nobody looks whether it is there.
    Elsewhere,
}

impl LinkEnd {
    /// The note that it leads to, if that is there.
    pub fn path(&self) -> Option<&NotePath> {
        match self {
            LinkEnd::Note { path, .. } | LinkEnd::NoPlace { path } => Some(path),
            LinkEnd::NoNote | LinkEnd::Elsewhere => None,
        }
    }

    /// Whether it leads to something of the notes that is not there.
    pub fn is_broken(&self) -> bool {
        matches!(self, LinkEnd::NoPlace { .. } | LinkEnd::NoNote)
    }
}

impl Searcher {
    /// The links and embeds of a note, in order, with where they lead. Nothing if it is not indexed.
    ///
    /// A wiki link (`[[连接池]]`) names a note by its file's name, with or without folders before it, by one of its
    /// aliases or by its title; of several the one in the same folder is meant, else the one with the fewest folders. Any other
    /// link is a path from the note's folder, or from the root if it begins with `/`; one that leads nowhere may
    /// be the name of a note as well. The part after `#` is a heading or its anchor, `^id` a block.
    ///
    /// # Errors
    /// If the index turns out to be damaged.
    ///
    /// ```
    /// use notes_index::{IndexOptions, LinkEnd, NoteIndex, NotePath};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// let (web, pool) = (NotePath::new("web.md")?, NotePath::new("db/连接池.md")?);
    /// index.put(&pool, "# 连接池\n\n## 大小\n\n有上限。\n")?;
    /// index.put(&web, "见 [[连接池#大小]]、[配置](conf.md) 和 [Rust](https://rust-lang.org)。\n")?;
    /// let ends: Vec<LinkEnd> =
    ///     index.searcher()?.links(&web)?.expect("it is indexed").into_iter().map(|link| link.end).collect();
    /// assert_eq!(ends[0], LinkEnd::Note { path: pool, line: Some(3) });
    /// assert_eq!(ends[1..], [LinkEnd::NoNote, LinkEnd::Elsewhere]);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn links(&self, path: &NotePath) -> Result<Option<Vec<PlacedLink>>> {
        self.snapshot.guarded(|snapshot| {
            let sections = snapshot.sections_of(path)?;
            if sections.is_empty() {
                return Ok(None);
            }
            let mut resolver = Resolver::new(snapshot);
            Ok(Some(links_of(snapshot, sections, &mut resolver, |_| true)?))
        })
    }

    /// The note that a wiki link with this target leads to from the root of the notes, and what stands behind the `#` of a
    /// target that names a place in it: see [`Searcher::links`]. A name may hold that mark, too.
    ///
    /// # Errors
    /// If the index turns out to be damaged.
    ///
    /// ```
    /// use notes_index::{IndexOptions, NoteIndex, NotePath};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// index.put(&NotePath::new("db/连接池.md")?, "---\naliases: [DB pool]\n---\n要有上限。\n")?;
    /// let searcher = index.searcher()?;
    /// let pool = NotePath::new("db/连接池.md")?;
    /// assert_eq!(searcher.note_named("db pool")?, Some((pool.clone(), None)));
    /// assert_eq!(searcher.note_named("连接池#大小")?, Some((pool, Some("大小"))));
    /// assert_eq!(searcher.note_named("pool")?, None);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn note_named<'t>(&self, target: &'t str) -> Result<Option<(NotePath, Option<&'t str>)>> {
        self.snapshot.guarded(|snapshot| Resolver::new(snapshot).named(target))
    }

    /// The links of other notes that lead to a note or into it, in the order of their notes' paths.
    ///
    /// Only notes with a link that may be meant so are read.
    ///
    /// # Errors
    /// If the index turns out to be damaged.
    ///
    /// ```
    /// use notes_index::{IndexOptions, NoteIndex, NotePath};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// let pool = NotePath::new("db/连接池.md")?;
    /// index.put(&pool, "---\naliases: [DB pool]\n---\n连接池要有上限。\n")?;
    /// index.put(&NotePath::new("web/a.md")?, "# 部署\n\n先看 [[DB pool|池]]。\n")?;
    /// index.put(&NotePath::new("web/b.md")?, "[池](../db/%E8%BF%9E%E6%8E%A5%E6%B1%A0.md)；连接池。\n")?;
    /// let links = index.searcher()?.backlinks(&pool)?;
    /// let told: Vec<_> = links.iter().map(|link| (link.path.as_str(), link.link.text.as_str())).collect();
    /// assert_eq!(told, [("web/a.md", "池"), ("web/b.md", "池")]);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn backlinks(&self, path: &NotePath) -> Result<Vec<PlacedLink>> {
        self.snapshot.guarded(|snapshot| {
            let Some(read) = StoredNote::new(snapshot, snapshot.sections_of(path)?)? else {
                return Ok(Vec::new());
            };
            let mut firsts: BTreeMap<NotePath, Doc> = BTreeMap::new();
            let mut docs = BTreeSet::new();
            for name in link_names(&read.note) {
                snapshot.with_facet(&Facet::Linked(&name), |doc| {
                    docs.insert(doc);
                })?;
            }
            for doc in docs {
                firsts.insert(snapshot.note_path(doc)?, doc);
            }
            firsts.remove(path);
            let notes: Vec<Range<Doc>> = firsts.into_values().map(|doc| snapshot.note(doc)).collect();
            links_of_all(snapshot, &notes, |end| end.path() == Some(path))
        })
    }

    /// The links that lead to something of the notes that is not there, in the order of their notes' paths. Every note is
    /// read.
    ///
    /// # Errors
    /// If the index turns out to be damaged.
    ///
    /// ```
    /// use notes_index::{IndexOptions, NoteIndex, NotePath};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// index.put(&NotePath::new("a.md")?, "# 一\n\n[[b]]、[[c]] 和 [一](#一)\n")?;
    /// index.put(&NotePath::new("b.md")?, "[[a#二]]\n")?;
    /// let links = index.searcher()?.broken_links()?;
    /// let told: Vec<_> = links.iter().map(|link| link.written.as_str()).collect();
    /// assert_eq!(told, ["[[c]]", "[[a#二]]"]);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn broken_links(&self) -> Result<Vec<PlacedLink>> {
        self.snapshot.guarded(|snapshot| {
            let mut notes: Vec<Range<Doc>> = Vec::new();
            snapshot.all(|doc| {
                if notes.last().is_none_or(|last| last.end <= doc) {
                    notes.push(snapshot.note(doc));
                }
            });
            let mut links = links_of_all(snapshot, &notes, LinkEnd::is_broken)?;
            links.sort_by(|one, other| one.path.cmp(&other.path));
            Ok(links)
        })
    }
}

/// The links of some notes, each given by its sections, that lead where it is wanted; several notes at once.
fn links_of_all(
    snapshot: &Snapshot,
    notes: &[Range<Doc>],
    wanted: impl Fn(&LinkEnd) -> bool + Sync,
) -> Result<Vec<PlacedLink>> {
    let some = notes.len().div_ceil(n_threads()).max(1);
    let mut pieces: Vec<(&[Range<Doc>], Vec<PlacedLink>)> =
        notes.chunks(some).map(|piece| (piece, Vec::new())).collect();
    each_of(&mut pieces, |(piece, links)| {
        let mut resolver = Resolver::new(snapshot);
        piece.iter().try_for_each(|sections| {
            links.extend(links_of(snapshot, sections.clone(), &mut resolver, &wanted)?);
            Ok(())
        })
    })?;
    Ok(pieces.into_iter().flat_map(|(_, links)| links).collect())
}

/// The links of a note, given by its sections, that lead where it is wanted.
fn links_of(
    snapshot: &Snapshot,
    sections: Range<Doc>,
    resolver: &mut Resolver<'_>,
    wanted: impl Fn(&LinkEnd) -> bool,
) -> Result<Vec<PlacedLink>> {
    let mut links = Vec::new();
    let Some(read) = StoredNote::new(snapshot, sections)? else { return Ok(links) };
    let StoredNote { note, text, lines, .. } = &read;
    let mut counter = PositionCounter::new(text, lines, byte_order_mark(text));
    let mut last_line: Option<(u32, Arc<str>)> = None;
    for link in &note.links {
        let end = resolver.end(&read, link)?;
        if wanted(&end) {
            let start = counter.position(link.range.start);
            let of_line = last_line.take().filter(|(line, _)| *line == start.line);
            let (_, line_text) =
                last_line.insert(of_line.unwrap_or_else(|| (start.line, line_text(text, lines, start.line))));
            links.push(PlacedLink {
                path: note.path.clone(),
                title: note.title.clone(),
                breadcrumb: read.breadcrumb_at(link.range.start),
                written: beginning(&text[link.range.clone()]).to_owned(),
                line_text: Arc::clone(line_text),
                start,
                until: start,
                link: link.clone(),
                end,
            });
        }
    }
    // Links may stand in links: their ends are counted in the order in which they come.
    let mut by_end: Vec<&mut PlacedLink> = links.iter_mut().collect();
    by_end.sort_unstable_by_key(|link| link.link.range.end);
    let mut counter = PositionCounter::new(text, lines, byte_order_mark(text));
    by_end.into_iter().for_each(|link| link.until = counter.position(link.link.range.end));
    Ok(links)
}

/// See [`PlacedLink::line_text`].
fn line_text(text: &str, lines: &LineIndex, line: u32) -> Arc<str> {
    beginning(text[lines.range(text, line)].trim()).into()
}

/// As much of a text as is kept with a link.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(Match::MAX_LINE_BYTES)]
}
