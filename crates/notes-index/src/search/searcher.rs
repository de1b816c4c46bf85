//! A snapshot that answers queries.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use super::answer::{Explanation, FacetCounts, HeldBack, Hit, QueryPlan, SearchResults};
use super::doc_set::DocSet;
use super::facets::Counting;
use super::filter::{Demanded, as_typed};
use super::hits::hit;
use super::options::{SearchOptions, Sort};
use super::patience::Patience;
use super::plan::{Plan, suggestions};
use super::rank::{Finding, Found, IsThere, Narrowable, Page, Ranked, Ranking, Wanted};
use super::score::{Scoring, ScratchPool, Totals};
use super::terms::bridges;
use crate::engine::{Doc, Snapshot};
use crate::error::Result;
use crate::glossary::Glossary;
use crate::note::NotePath;
use crate::panics::of_host;
use crate::query::Query;
use crate::source::Reader;
use crate::threads::{at_most_n_threads, each_of};

/// How many hits a thread makes at once: starting a thread takes as long as making two hits.
const N_TOGETHER: usize = 16;

/// An immutable snapshot of an index that answers queries. Cheap to clone, and it never changes. Many searches can run at
/// once; one of a large notebook may begin a few threads of its own.
///
/// ```
/// use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
///
/// let index = NoteIndex::open(IndexOptions::in_memory())?;
/// index.put(&NotePath::new("db.md")?, "# 数据库\n\n## 連接池\n\n连接池要有上限。\n")?;
/// let results = index.searcher()?.search(&Query::parse("连接池"), &SearchOptions::new())?;
/// assert_eq!(results.hits[0].breadcrumb, ["連接池"]);
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Searcher {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) totals: Totals,
    root: Option<PathBuf>,
    /// Notes that need no file to be there.
    buffers: Arc<BTreeSet<NotePath>>,
    pub(super) glossary: Arc<Glossary>,
    /// Memory that searches hand on.
    pub(super) pool: Arc<ScratchPool>,
}

/// How much a snapshot holds.
///
/// ```
/// use notes_index::{IndexOptions, NoteIndex, NotePath};
///
/// let index = NoteIndex::open(IndexOptions::in_memory())?;
/// index.put(&NotePath::new("db.md")?, "# 数据库\n\n## 连接池\n\n```py\npool_size = 2\n```\n")?;
/// let counts = index.searcher()?.counts();
/// assert_eq!((counts.notes, counts.sections, counts.code_blocks), (1, 2, 1));
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Notes.
    pub notes: usize,
    /// Their sections, without code blocks.
    pub sections: usize,
    /// Code blocks, which are hits of their own.
    pub code_blocks: usize,
}

impl Searcher {
    pub(crate) fn new(snapshot: Snapshot, totals: Totals, root: Option<PathBuf>) -> Searcher {
        Searcher {
            snapshot: Arc::new(snapshot),
            totals,
            root,
            buffers: Arc::default(),
            glossary: Arc::default(),
            pool: Arc::default(),
        }
    }

    /// The same snapshot, where notes in buffers need no file.
    pub(crate) fn with_buffers(mut self, buffers: BTreeSet<NotePath>) -> Searcher {
        self.buffers = Arc::new(buffers);
        self
    }

    /// The same snapshot with this glossary in place of the notebook's file.
    ///
    /// ```
    /// use notes_index::{Glossary, IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// index.put(&NotePath::new("db.md")?, "连接池要有上限。\n")?;
    /// let searcher = index.searcher()?.with_glossary(Glossary::parse("连接池 = connection pool"));
    /// let results = searcher.search(&Query::parse("connection pool"), &SearchOptions::new())?;
    /// assert_eq!(results.hits[0].approximate[0].found, "连接池");
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn with_glossary(mut self, glossary: Glossary) -> Searcher {
        self.glossary = Arc::new(glossary);
        self
    }

    /// How many notes, sections and code blocks the snapshot holds.
    pub fn counts(&self) -> Counts {
        let Totals { notes, sections, code_blocks, .. } = self.totals;
        Counts { notes: notes as usize, sections: sections as usize, code_blocks: code_blocks as usize }
    }

    /// Answers a query; an empty one with a filter lists everything that the filter lets through.
    ///
    /// # Errors
    /// [`crate::Error::is_invalid_option`] if a path filter is no glob, [`crate::Error::is_cancelled`] if it was
    /// [stopped](SearchOptions::stop), [`crate::Error::is_unusable`] if the index turns out to be damaged:
    /// a sync rebuilds it.
    pub fn search(&self, query: &Query, options: &SearchOptions) -> Result<SearchResults> {
        let mut hits = Vec::new();
        let results = self.stream(query, options, &mut |_, hit| {
            hits.push(hit);
            ControlFlow::Continue(())
        })?;
        Ok(SearchResults { hits, ..results })
    }

    /// Answers as [`Searcher::search`] does, but hands over the hits in order as they are made, some dozens at a
    /// time: where all hits of a common word are asked for, the first come long before the last. `on_hit` is also
    /// given the results without hits, and ends the search with `Break`. The results are returned as well: only what
    /// is returned can say whether the time ended while hits were made ([`SearchResults::partial`]).
    ///
    /// # Errors
    /// As [`Searcher::search`]; hits may have been handed over before.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    ///
    /// use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// index.put(&NotePath::new("db.md")?, "# 连接池\n\n## 大小\n\n连接池的上限。\n")?;
    /// let (query, options) = (Query::parse("连接池"), SearchOptions::new().limit(0));
    /// let mut first = None;
    /// let results = index.searcher()?.stream(&query, &options, &mut |results, hit| {
    ///     assert_eq!((results.total, results.hits.len()), (2, 0));
    ///     first = Some(hit);
    ///     ControlFlow::Break(())
    /// })?;
    /// assert_eq!((first.unwrap().path.as_str(), results.total), ("db.md", 2));
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn stream(
        &self,
        query: &Query,
        options: &SearchOptions,
        on_hit: &mut dyn FnMut(&SearchResults, Hit) -> ControlFlow<()>,
    ) -> Result<SearchResults> {
        self.snapshot.guarded(|_| self.answer(query, options, on_hit))
    }

    fn answer(
        &self,
        query: &Query,
        options: &SearchOptions,
        on_hit: &mut dyn FnMut(&SearchResults, Hit) -> ControlFlow<()>,
    ) -> Result<SearchResults> {
        let matched = self.find(query, options)?;
        let page = matched.ranking.page(options);
        let mut results = self.head(&matched, &page, query, options)?;
        let explanations = options.explain.then(|| self.explain(&matched, &page.hits)).transpose()?;
        let mut explanations = explanations.into_iter().flatten();
        let n_threads = at_most_n_threads(page.hits.len().div_ceil(N_TOGETHER));
        for (idx, some) in page.hits.chunks(N_TOGETHER * n_threads).enumerate() {
            // Where the time ended before, the first of what was found are made nevertheless.
            if idx > 0 && matched.patience.is_late() {
                results.partial = true;
                break;
            }
            for hit in self.hits(&matched, some)? {
                matched.patience.check()?;
                let hit = Hit { explanation: explanations.next(), ..hit };
                if of_host(|| on_hit(&results, hit)).is_break() {
                    return Ok(results);
                }
            }
        }
        Ok(results)
    }

    /// The results without the hits.
    pub(super) fn head(
        &self,
        matched: &Matched,
        page: &Page<'_>,
        query: &Query,
        options: &SearchOptions,
    ) -> Result<SearchResults> {
        let snapshot = &*self.snapshot;
        let more = page.more.iter();
        let more = more.map(|&(first, hits)| Ok(HeldBack { path: snapshot.note_path(first)?, hits }));
        let total = matched.ranking.total;
        Ok(SearchResults {
            hits: Vec::new(),
            total,
            paged: matched.ranking.paged,
            more: more.collect::<Result<_>>()?,
            diagnostics: matched.plan.diagnostics.clone(),
            suggestions: suggestions(snapshot, &matched.plan, total == 0, &matched.patience)?,
            partial: matched.is_partial,
            plan: options.explain.then(|| QueryPlan::new(&matched.plan, query)),
            facets: self.facets(matched, query, options)?,
        })
    }

    fn facets(&self, matched: &Matched, query: &Query, options: &SearchOptions) -> Result<Vec<FacetCounts>> {
        if options.facets.is_empty() {
            return Ok(Vec::new());
        }
        let Matched { plan, narrowable, patience, .. } = matched;
        Counting { snapshot: &self.snapshot, query, options, plan, narrowable }.counts(patience)
    }

    /// Ranks everything that a query finds.
    pub(super) fn find(&self, query: &Query, options: &SearchOptions) -> Result<Matched> {
        let snapshot = &*self.snapshot;
        let patience = Patience::of(options);
        let plan = self.plan(query, options, &patience)?;
        let demanded = Demanded::new(snapshot, plan.condition.as_ref(), &patience)?;
        let is_there = || self.is_there();
        let wanted = Wanted {
            n_notes: if options.sort == Sort::Score { options.last_of_page() } else { usize::MAX },
            per_note: options.most_of_note(),
            strict: options.strict,
            is_there: options.skip_gone.then_some(&is_there),
        };
        let scoring = self.scoring(&plan, demanded.notes.as_ref());
        let narrows = !options.facets.is_empty();
        let found = Finding::new(scoring, &demanded, wanted, &patience).narrowing(narrows).find()?;
        patience.check()?;
        let Found { collected, n_steps, is_partial, narrowable } = found;
        Ok(Matched {
            ranking: Ranking::new(snapshot, options, collected)?,
            plan,
            narrowable: narrowable.unwrap_or_default(),
            n_steps,
            is_partial,
            patience,
        })
    }

    pub(super) fn plan(&self, query: &Query, options: &SearchOptions, patience: &Patience) -> Result<Plan> {
        let snapshot = &*self.snapshot;
        let plan = Plan::new(query, options, snapshot, self.glossary.words())?;
        patience.check()?;
        let bridges = match options.expand {
            true => bridges(query, &plan.terms, snapshot, &self.glossary)?,
            false => Vec::new(),
        };
        let as_typed = as_typed(snapshot, &plan.signed, patience)?;
        Ok(Plan { bridges, as_typed, ..plan })
    }

    pub(super) fn scoring<'a>(&'a self, plan: &'a Plan, within: Option<&'a DocSet>) -> Scoring<'a> {
        Scoring { snapshot: &self.snapshot, totals: &self.totals, plan, within, pool: &self.pool }
    }

    /// What is shown of something that was found.
    pub(super) fn hit(&self, matched: &Matched, ranked: &Ranked) -> Result<Hit> {
        hit(&matched.plan, ranked, &self.snapshot.record(ranked.doc)?)
    }

    /// The same of several, in the same order.
    fn hits(&self, matched: &Matched, some: &[&Ranked]) -> Result<Vec<Hit>> {
        let mut pieces: Vec<(&[&Ranked], Vec<Hit>)> =
            some.chunks(N_TOGETHER).map(|piece| (piece, Vec::with_capacity(piece.len()))).collect();
        each_of(&mut pieces, |(piece, made)| {
            piece.iter().try_for_each(|ranked| {
                made.push(self.hit(matched, ranked)?);
                Ok(())
            })
        })?;
        Ok(pieces.into_iter().flat_map(|(_, made)| made).collect())
    }

    /// What the scores of some hits are made of.
    pub(super) fn explain(&self, matched: &Matched, hits: &[&Ranked]) -> Result<Vec<Explanation>> {
        let docs: Vec<(Doc, Doc)> = hits.iter().map(|hit| (hit.doc, hit.first)).collect();
        self.scoring(&matched.plan, None).explain(&docs, matched.n_steps, &matched.patience)
    }

    /// Tells whether a note, named by its first section, still has its file or needs none.
    fn is_there(&self) -> IsThere<'_> {
        let mut reader = self.root.as_deref().map(|root| Reader::new(root, 0));
        Box::new(move |first| {
            let Some(reader) = &mut reader else { return Ok(true) };
            let path = self.snapshot.note_path(first)?;
            Ok(self.buffers.contains(&path) || reader.has(&path))
        })
    }
}

/// A query with everything that matches it.
pub(super) struct Matched {
    pub(super) plan: Plan,
    pub(super) ranking: Ranking,
    /// What may be a hit with a filter more, where facets are asked for.
    narrowable: Narrowable,
    /// How many steps its scores are made of.
    pub(super) n_steps: usize,
    pub(super) is_partial: bool,
    /// Until when its hits are made.
    patience: Patience,
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::search::filter::Filter;
    use crate::{IndexOptions, NoteIndex};

    #[test]
    fn whatever_a_search_is_at_can_be_stopped() {
        let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
        index.put(&NotePath::new("a.md").unwrap(), "连接池要有上限。\n").unwrap();
        let (searcher, query) = (index.searcher().unwrap(), Query::parse("\"连接池\" conection"));
        let snapshot = &*searcher.snapshot;
        let stopped = Patience::of(&SearchOptions::new().stop(Arc::new(AtomicBool::new(true))));
        let plan = searcher.plan(&query, &SearchOptions::new(), &Patience::default()).unwrap();
        let (condition, unknown) = (plan.condition.as_ref(), Demanded::default());
        for (what, done) in [
            ("demanded", Demanded::new(snapshot, condition, &stopped).map(drop)),
            ("filter", Filter::new(snapshot, condition, None, &unknown, &stopped).map(drop)),
            ("suggestions", suggestions(snapshot, &plan, true, &stopped).map(drop)),
            ("explanations", searcher.scoring(&plan, None).explain(&[(0, 0)], 1, &stopped).map(drop)),
        ] {
            assert!(done.is_err_and(|error| error.is_cancelled()), "{what}");
        }
    }
}
