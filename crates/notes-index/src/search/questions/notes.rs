//! The notes that hold hits, without the hits.

use std::collections::HashMap;

use crate::engine::{Doc, Snapshot};
use crate::error::Result;
use crate::note::NotePath;
use crate::query::{Diagnostic, Query};
use crate::search::Searcher;
use crate::search::answer::{FacetCounts, QueryPlan, SearchResults};
use crate::search::options::SearchOptions;
use crate::search::rank::{Page, Ranked};

/// The notes that hold hits of a query: see [`Searcher::notes`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NoteResults {
    /// The page that was asked for, in the order of their first hits.
    pub notes: Vec<NoteCount>,
    /// How many notes there are, on all pages.
    pub total_notes: usize,
    /// How many hits all notes hold together, those that the per-note cap leaves out included.
    pub total_hits: usize,
    /// What was left out of the query, or read in another way than it may be meant.
    pub diagnostics: Vec<Diagnostic>,
    /// Near spellings, as [`SearchResults::suggestions`] has them.
    pub suggestions: Vec<String>,
    /// Whether something was left out, as [`SearchResults::partial`] has it.
    pub partial: bool,
    /// What was looked up, if [`SearchOptions::explain`] asked for it.
    pub plan: Option<QueryPlan>,
    /// How many of all hits have what, as [`SearchResults::facets`] has it.
    pub facets: Vec<FacetCounts>,
}

/// A note that holds hits of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoteCount {
    /// The note.
    pub path: NotePath,
    /// How many hits it holds, those that the per-note cap leaves out included.
    pub hits: usize,
}

impl Searcher {
    /// The notes that hold hits of a query, and what a search says besides its hits. Limit and offset of the options
    /// count notes here. No section is read, so listing all notes with a common word takes no longer than one search.
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
    /// let results = index.searcher()?.notes(&Query::parse("连接池"), &SearchOptions::new().limit(0))?;
    /// let told: Vec<_> = results.notes.iter().map(|note| (note.path.as_str(), note.hits)).collect();
    /// assert_eq!(told, [("db.md", 2), ("web.md", 1)]);
    /// assert_eq!((results.total_notes, results.total_hits), (2, 3));
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn notes(&self, query: &Query, options: &SearchOptions) -> Result<NoteResults> {
        self.snapshot.guarded(|snapshot| {
            let matched = self.find(query, &options.clone().limit(0))?;
            let limit = if options.limit == 0 { usize::MAX } else { options.limit };
            let of_all = by_note(&matched.ranking.hits);
            let page = of_all.iter().skip(options.offset).take(limit);
            let notes =
                page.map(|&(first, hits)| note_count(snapshot, first, hits)).collect::<Result<_>>()?;
            let head = self.head(&matched, &Page::default(), query, options)?;
            let SearchResults { total, diagnostics, suggestions, partial, plan, facets, .. } = head;
            let (total_notes, total_hits) = (of_all.len(), total);
            Ok(NoteResults {
                notes,
                total_notes,
                total_hits,
                diagnostics,
                suggestions,
                partial,
                plan,
                facets,
            })
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
