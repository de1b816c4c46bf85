//! Query in, ranked hits out.
//!
//! ```text
//! query ─plan→ terms ─────────score→ board ─rank→ page ─hits→ results
//!       └─────→ condition ─filter→ sections ─┘
//! ```

mod bridge;
mod code;
mod condition;
mod doc_set;
mod exact;
mod explain;
mod filter;
mod glob;
mod glossary;
mod hits;
mod matches;
mod matching;
mod needs;
mod notes;
mod options;
mod patience;
mod plan;
mod predicates;
mod query_plan;
mod rank;
mod results;
mod score;
mod snippet;
mod tags;
mod term;
mod why;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::explain::Ledger;
pub use self::explain::{Contribution, Evidence, Explanation, Scope};
use self::filter::Filter;
pub use self::glossary::GlossaryEntry;
pub use self::notes::NoteCount;
pub use self::options::{SearchOptions, Sort};
use self::patience::Patience;
use self::plan::Plan;
pub use self::query_plan::{PlannedWord, QueryPlan};
use self::rank::{Ranked, Ranking};
pub use self::results::{Approximation, Field, Hit, HitKind, Match, Relation, SearchResults, Snippet};
use self::score::Board;
pub(crate) use self::score::Totals;
pub use self::tags::TagCount;
pub use self::why::{Why, WordFate};
use crate::engine::{Lane, Snapshot};
use crate::error::Result;
use crate::glossary::Glossary;
use crate::note::NotePath;
use crate::query::Query;

/// How many near spellings are offered where nothing was found.
const MAX_SUGGESTIONS: usize = 3;

/// An immutable snapshot of an index that answers queries. Cheap to clone, and it never changes.
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
    snapshot: Arc<Snapshot>,
    totals: Totals,
    root: Option<PathBuf>,
    /// Notes that need no file to be there.
    buffers: Arc<BTreeSet<NotePath>>,
    glossary: Arc<Glossary>,
}

impl Searcher {
    pub(crate) fn new(snapshot: Snapshot, totals: Totals, root: Option<PathBuf>) -> Searcher {
        Searcher {
            snapshot: Arc::new(snapshot),
            totals,
            root,
            buffers: Arc::default(),
            glossary: Arc::default(),
        }
    }

    /// Of notes in buffers nobody asks for a file.
    pub(crate) fn with_buffers(mut self, buffers: BTreeSet<NotePath>) -> Searcher {
        self.buffers = Arc::new(buffers);
        self
    }

    /// The same snapshot with other pairs added and forbidden than the notebook's own file has it.
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
    pub fn counts(&self) -> (usize, usize, usize) {
        (self.totals.notes as usize, self.totals.sections as usize, self.totals.code_blocks as usize)
    }

    /// Answers a query; an empty one with a filter lists everything that the filter lets through.
    ///
    /// # Errors
    /// [`crate::Error::is_invalid_option`] if a path filter is no glob, [`crate::Error::is_cancelled`] if it was
    /// [stopped](SearchOptions::stop), [`crate::Error::is_unusable`] if the index turns out to be damaged:
    /// a sync rebuilds it.
    pub fn search(&self, query: &Query, options: &SearchOptions) -> Result<SearchResults> {
        self.snapshot.guarded(|_| self.answer(query, options))
    }

    fn answer(&self, query: &Query, options: &SearchOptions) -> Result<SearchResults> {
        let snapshot = &*self.snapshot;
        let asked = self.ask(query, options)?;
        let page = asked.ranking.page(options);
        let mut results = SearchResults {
            hits: self.hits(&asked, &page.hits)?,
            total: asked.ranking.hits.len(),
            more: Vec::new(),
            diagnostics: asked.plan.diagnostics.clone(),
            suggestions: Vec::new(),
            partial: asked.is_partial,
            plan: None,
        };
        if options.explain {
            self.explain(&asked, &page.hits, &mut results.hits)?;
            results.plan = Some(QueryPlan::new(&asked.plan, query));
        }
        for (first, count) in page.more {
            results.more.push((NotePath::new(&snapshot.path(first)?)?, count));
        }
        if results.total == 0 {
            results.suggestions = suggestions(snapshot, &asked.plan)?;
        }
        Ok(results)
    }

    /// Ranks everything that a query finds.
    fn ask(&self, query: &Query, options: &SearchOptions) -> Result<Asked> {
        let snapshot = &*self.snapshot;
        let patience = Patience::of(options);
        let mut plan = Plan::new(query, options, snapshot)?;
        if options.expand {
            plan.bridges = bridge::find(query, &plan, snapshot, &self.glossary)?;
        }
        let filter = Filter::new(snapshot, plan.condition.as_ref(), &patience)?;
        let board = score::score(snapshot, &self.totals, &plan, &patience)?;
        patience.check()?;
        let mut ranking = Ranking::new(snapshot, options, &plan, &filter, &board)?;
        if options.skip_gone {
            self.drop_gone(&mut ranking)?;
        }
        let is_partial = board.partial || filter.is_partial;
        Ok(Asked { plan, board, ranking, is_partial })
    }

    /// What is shown of some of what was found.
    fn hits(&self, asked: &Asked, page: &[&Ranked]) -> Result<Vec<Hit>> {
        page.iter().map(|ranked| hits::hit(&asked.plan, ranked, &self.snapshot.record(ranked.doc)?)).collect()
    }

    /// Says of some hits what their scores are made of.
    fn explain(&self, asked: &Asked, page: &[&Ranked], hits: &mut [Hit]) -> Result<()> {
        let docs = page.iter().flat_map(|ranked| [ranked.doc, ranked.first]);
        let board =
            score::account(&self.snapshot, &self.totals, &asked.plan, &asked.board, Ledger::of(docs))?;
        for (hit, ranked) in hits.iter_mut().zip(page) {
            let whole = &asked.plan.whole_text;
            hit.explanation = Some(explain::explanation(&board, ranked.doc, ranked.first, whole));
        }
        Ok(())
    }

    fn drop_gone(&self, ranking: &mut Ranking) -> Result<()> {
        let Some(root) = &self.root else { return Ok(()) };
        let is_buffer = |path: &str| NotePath::new(path).is_ok_and(|path| self.buffers.contains(&path));
        let exists = |path: &str| Path::new(root).join(path).exists() || is_buffer(path);
        let mut failed = None;
        ranking.hits.retain(|hit| match self.snapshot.path(hit.doc) {
            Ok(path) => exists(&path),
            Err(error) => {
                failed = Some(error);
                false
            }
        });
        failed.map_or(Ok(()), Err)
    }
}

/// A query with everything that it found.
struct Asked {
    plan: Plan,
    board: Board,
    ranking: Ranking,
    is_partial: bool,
}

/// The nearest spellings of the query's words that do occur.
fn suggestions(snapshot: &Snapshot, plan: &Plan) -> Result<Vec<String>> {
    let mut near = Vec::new();
    for planned in &plan.terms {
        for token in snapshot.tokens_near(Lane::Words, &planned.term.text, MAX_SUGGESTIONS)? {
            if !near.contains(&token) && near.len() < MAX_SUGGESTIONS {
                near.push(token);
            }
        }
    }
    Ok(near)
}
