//! The notes that hold hits, without the hits.

use std::collections::HashMap;

use crate::engine::{Doc, Snapshot};
use crate::error::Result;
use crate::note::NotePath;
use crate::query::Query;
use crate::search::Searcher;
use crate::search::answer::SearchResults;
use crate::search::options::SearchOptions;
use crate::search::rank::{Page, Ranked};

/// A note that holds hits of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoteCount {
    /// The note.
    pub path: NotePath,
    /// How many hits it holds, whatever the cap of hits a note.
    pub hits: usize,
}

impl Searcher {
    /// The notes that hold hits of a query, in the order of their first hits, and what a search says besides its hits.
    /// Limit and offset of the options count notes here, and so does [`SearchResults::paged`]. No section is read, so
    /// all notes of a common word are told in the time of one search.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    ///
    /// ```
    /// use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// index.put(&NotePath::new("db.md")?, "# 连接池\n\n连接池要有上限。\n\n## 关闭\n\n连接池也要关。\n")?;
    /// index.put(&NotePath::new("web.md")?, "# 缓存\n\n它也有连接池。\n")?;
    /// let (notes, results) = index.searcher()?.notes(&Query::parse("连接池"), &SearchOptions::new().limit(0))?;
    /// let told: Vec<_> = notes.iter().map(|note| (note.path.as_str(), note.hits)).collect();
    /// assert_eq!(told, [("db.md", 2), ("web.md", 1)]);
    /// assert_eq!((results.total, results.paged), (3, 2));
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn notes(&self, query: &Query, options: &SearchOptions) -> Result<(Vec<NoteCount>, SearchResults)> {
        self.snapshot.guarded(|snapshot| {
            let asked = self.ask(query, &options.clone().limit(0))?;
            let limit = if options.limit == 0 { usize::MAX } else { options.limit };
            let notes = by_note(&asked.ranking.hits);
            let page = notes.iter().skip(options.offset).take(limit);
            let counts =
                page.map(|&(first, hits)| note_count(snapshot, first, hits)).collect::<Result<_>>()?;
            let results = self.head(&asked, &Page::default(), query, options)?;
            Ok((counts, SearchResults { paged: notes.len(), ..results }))
        })
    }
}

fn note_count(snapshot: &Snapshot, first: Doc, hits: usize) -> Result<NoteCount> {
    Ok(NoteCount { path: snapshot.note_path(first)?, hits })
}

/// The first sections of notes, in the order of their first hits, with how many hits each has.
fn by_note(hits: &[Ranked]) -> Vec<(Doc, usize)> {
    let mut places: HashMap<Doc, usize> = HashMap::new();
    let mut notes: Vec<(Doc, usize)> = Vec::new();
    for hit in hits {
        let place = *places.entry(hit.first).or_insert(notes.len());
        match notes.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => notes.push((hit.first, 1)),
        }
    }
    notes
}
