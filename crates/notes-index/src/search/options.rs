//! What a search is asked for besides its words.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::condition::PathGlob;
use crate::date::Clock;
use crate::error::{Error, ErrorKind, Result};
use crate::query::{Expr, Predicate};

/// How to search: filters, page and order. By value; every option has a default.
///
/// ```
/// use notes_index::{SearchOptions, Sort};
///
/// let options = SearchOptions::new().limit(20).tag("python").sort(Sort::Path);
/// ```
///
/// A hit passes all filters that are set, whichever they are. Of one that is set more than once:
///
/// | filter | a hit has |
/// |---|---|
/// | [`tag`](SearchOptions::tag) | all of them |
/// | [`path`](SearchOptions::path), [`language`](SearchOptions::language), [`task`](SearchOptions::task) | any of them |
///
/// An empty value, or one of white space, filters nothing.
#[derive(Clone, Debug)]
#[must_use = "what is set counts in what is returned"]
pub struct SearchOptions {
    pub(super) limit: usize,
    pub(super) offset: usize,
    pub(super) per_note: usize,
    pub(super) sort: Sort,
    pub(super) code: bool,
    pub(super) languages: Vec<String>,
    pub(super) paths: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) tasks: Vec<bool>,
    pub(super) strict: bool,
    pub(super) expand: bool,
    pub(super) skip_gone: bool,
    pub(super) budget: Option<Duration>,
    pub(super) stop: Option<Arc<AtomicBool>>,
    pub(super) explain: bool,
    pub(super) clock: Clock,
    pub(super) facets: Vec<Facet>,
    pub(super) facet_values: usize,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sort {
    /// Best first.
    #[default]
    Score,
    /// By path, then by place.
    Path,
    /// The note changed last first, then by path and place.
    Modified,
}

/// What hits are counted by: see [`SearchOptions::facets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Facet {
    /// The folder of the note: those right below the innermost one that all hits share.
    Folder,
    /// The note's tags and those above them: a note tagged `python/async` counts for `python` as well.
    Tag,
    /// The languages of the section's code blocks; of the block, if hits are code blocks.
    Language,
    /// The year in which the note was last changed, as [`crate::Predicate::Modified`] tells it.
    Year,
}

impl Facet {
    /// All there are.
    pub const ALL: [Facet; 4] = [Facet::Folder, Facet::Tag, Facet::Language, Facet::Year];

    /// One word for machines: `"folder"`, `"tag"`, `"language"`, `"year"`.
    pub fn name(self) -> &'static str {
        match self {
            Facet::Folder => "folder",
            Facet::Tag => "tag",
            Facet::Language => "language",
            Facet::Year => "year",
        }
    }
}

impl Default for SearchOptions {
    fn default() -> SearchOptions {
        SearchOptions::new()
    }
}

impl SearchOptions {
    /// Ten hits, at most three a note, best first, no filter.
    pub const fn new() -> SearchOptions {
        SearchOptions {
            limit: 10,
            offset: 0,
            per_note: 3,
            sort: Sort::Score,
            code: false,
            languages: Vec::new(),
            paths: Vec::new(),
            tags: Vec::new(),
            tasks: Vec::new(),
            strict: false,
            expand: true,
            skip_gone: false,
            budget: None,
            stop: None,
            explain: false,
            clock: Clock::UTC,
            facets: Vec::new(),
            facet_values: 10,
        }
    }

    /// At most this many hits; 0 for all.
    pub fn limit(mut self, hits: usize) -> SearchOptions {
        self.limit = hits;
        self
    }

    /// Leaves out this many hits first.
    pub fn offset(mut self, hits: usize) -> SearchOptions {
        self.offset = hits;
        self
    }

    /// At most this many hits of one note; 0 for all.
    pub fn per_note(mut self, hits: usize) -> SearchOptions {
        self.per_note = hits;
        self
    }

    /// The order of hits.
    pub fn sort(mut self, sort: Sort) -> SearchOptions {
        self.sort = sort;
        self
    }

    /// Code blocks only.
    pub fn code(mut self, only: bool) -> SearchOptions {
        self.code = only;
        self
    }

    /// Code blocks of this language only (`py` counts as `python`); repeated: of any of them.
    pub fn language(mut self, language: impl Into<String>) -> SearchOptions {
        push(&mut self.languages, language.into());
        self
    }

    /// Only notes whose path matches this glob, or that stand below this folder; repeated: any of them. A glob
    /// without a slash is compared with names as well; one with a slash at its end means a folder alone. A note or folder is always found by its own path, whatever
    /// signs of globs that holds: `a [x].md` means itself, and `a x.md` too. A text that is no glob (`a [x.md`) makes
    /// the search fail with [`crate::Error::is_invalid_option`]; written as `a [[]x.md` it is one.
    pub fn path(mut self, glob: impl Into<String>) -> SearchOptions {
        push(&mut self.paths, glob.into());
        self
    }

    /// Only notes with this tag or one below it (`python` covers `python/async`); repeated: all of them.
    pub fn tag(mut self, tag: impl Into<String>) -> SearchOptions {
        push(&mut self.tags, tag.into());
        self
    }

    /// Only sections with such an item of a check list, done or open; repeated: either of them.
    pub fn task(mut self, done: bool) -> SearchOptions {
        self.tasks.push(done);
        self
    }

    /// Leaves out hits that lack a word of the query.
    pub fn strict(mut self, strict: bool) -> SearchOptions {
        self.strict = strict;
        self
    }

    /// Whether a word is also looked for in the other language, where the notes themselves translate it
    /// ([`crate::Searcher::glossary`]), and as anything else that [`Relation::Via`](crate::Relation::Via) names; it is unless this
    /// is switched off. Never in quotes.
    pub fn expand(mut self, expand: bool) -> SearchOptions {
        self.expand = expand;
        self
    }

    /// Leaves out hits whose file is gone: for a searcher that may be behind the notes.
    pub fn skip_gone(mut self, skip: bool) -> SearchOptions {
        self.skip_gone = skip;
        self
    }

    /// Says of each hit of the page what its score is made of ([`crate::Hit::explanation`]): for that, the words are
    /// counted once more, and the notes around these hits scored.
    pub fn explain(mut self, explain: bool) -> SearchOptions {
        self.explain = explain;
        self
    }

    /// The time zone in which `modified:2026-01-15` is a day: by how many seconds its clock is ahead of UTC at an instant,
    /// which is given in seconds since 1970. Without it days are those of UTC.
    ///
    /// ```
    /// use notes_index::SearchOptions;
    ///
    /// let in_china = SearchOptions::new().utc_offset(|_| 8 * 3600);
    /// ```
    pub fn utc_offset(mut self, at: impl Fn(i64) -> i32 + Send + Sync + 'static) -> SearchOptions {
        self.clock = Clock::new(at);
        self
    }

    /// Counts all hits, not only the page's, by what they are narrowed by next: [`crate::SearchResults::facets`] has the
    /// counts, in this order. That takes about as long again as the search, and by folder, where tens of thousands of hits are
    /// counted, as long once more.
    ///
    /// ```
    /// use notes_index::{Facet, IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// index.put(&NotePath::new("a.md")?, "---\ntags: [java/jvm]\n---\n# 线程池\n")?;
    /// index.put(&NotePath::new("b.md")?, "线程池的大小 #java\n")?;
    /// let options = SearchOptions::new().facets([Facet::Tag]);
    /// let results = index.searcher()?.search(&Query::parse("线程池"), &options)?;
    /// let tags = results.facets[0].values.iter();
    /// let told: Vec<_> = tags.map(|tag| (tag.value.as_str(), tag.hits, tag.filter.to_string())).collect();
    /// assert_eq!(told, [("java", 2, "tag:java".to_owned()), ("java/jvm", 1, "tag:java/jvm".to_owned())]);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn facets(mut self, facets: impl IntoIterator<Item = Facet>) -> SearchOptions {
        self.facets.clear();
        for facet in facets {
            if !self.facets.contains(&facet) {
                self.facets.push(facet);
            }
        }
        self
    }

    /// At most this many values of each facet, those of the most hits; 0 for all. 10 if it isn't said.
    pub fn facet_values(mut self, values: usize) -> SearchOptions {
        self.facet_values = values;
        self
    }

    /// Stops looking after this long and answers with what was found until then: by all words in the notes that were
    /// reached, or by the first words in all notes. The first hits of the page, some dozens, are made however late it
    /// is; if others are left out, [`crate::SearchResults::partial`] says so.
    ///
    /// However late it is, the search still finds out what a word may stand for, and which notes hold a phrase or
    /// have a property: with 100,000 notes a few milliseconds each.
    pub fn budget(mut self, budget: Duration) -> SearchOptions {
        self.budget = Some(budget);
        self
    }

    /// Stops the search when this is set to true: it then fails with [`crate::Error::is_cancelled`]. For an answer
    /// that nobody waits for any more. The search looks at it every few milliseconds.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicBool, Ordering};
    ///
    /// use notes_index::{IndexOptions, NoteIndex, Query, SearchOptions};
    ///
    /// let searcher = NoteIndex::open(IndexOptions::in_memory())?.searcher()?;
    /// let stop = Arc::new(AtomicBool::new(false));
    /// let options = SearchOptions::new().stop(Arc::clone(&stop));
    /// assert!(searcher.search(&Query::parse("连接池"), &options).is_ok());
    ///
    /// stop.store(true, Ordering::Relaxed); // from any thread, at any time
    /// assert!(searcher.search(&Query::parse("连接池"), &options).unwrap_err().is_cancelled());
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn stop(mut self, when_true: Arc<AtomicBool>) -> SearchOptions {
        self.stop = Some(when_true);
        self
    }
}

/// What a search makes of them.
impl SearchOptions {
    /// How many hits there are up to the end of the page.
    pub(super) fn last_of_page(&self) -> usize {
        if self.limit == 0 { usize::MAX } else { self.offset.saturating_add(self.limit) }
    }

    /// How many hits of a note pages have at most.
    pub(super) fn most_of_note(&self) -> usize {
        if self.per_note == 0 { usize::MAX } else { self.per_note }
    }

    /// The query with the filters of these options. Languages of the query that stand side by side with those of the
    /// options are alternatives, and so are paths.
    ///
    /// # Errors
    /// If a path is no glob.
    pub(super) fn narrowed(&self, expr: &Expr) -> Result<Expr> {
        for path in &self.paths {
            PathGlob::new(path).map_err(|what| Error::new(ErrorKind::InvalidOption { what }))?;
        }
        let mut items: Vec<Expr> = expr.flat_clauses().into_iter().cloned().collect();
        for is_one in [is_language, is_path] {
            let (alike, others): (Vec<Expr>, Vec<Expr>) = items.into_iter().partition(is_one);
            items = others;
            items.extend((!alike.is_empty()).then(|| Expr::any(alike)));
        }
        let of =
            |predicates: Vec<Predicate>| -> Vec<Expr> { predicates.into_iter().map(Expr::from).collect() };
        items.extend(of(self.tags.iter().cloned().map(Predicate::Tag).collect()));
        items.extend(of(self.code.then_some(Predicate::IsCode).into_iter().collect()));
        for predicates in [
            self.paths.iter().cloned().map(Predicate::Path).collect::<Vec<_>>(),
            self.languages.iter().cloned().map(Predicate::Language).collect(),
            self.tasks.iter().map(|&done| Predicate::Task { done }).collect(),
        ] {
            items.extend((!predicates.is_empty()).then(|| Expr::any(of(predicates))));
        }
        Ok(Expr::all(items))
    }
}

/// Adds a value of a filter. One that is empty filters nothing, as a field of a form that nobody has filled in.
fn push(values: &mut Vec<String>, value: String) {
    if !value.trim().is_empty() {
        values.push(value);
    }
}

fn is_language(expr: &Expr) -> bool {
    matches!(expr, Expr::Is { predicate: Predicate::Language(_), .. })
}

fn is_path(expr: &Expr) -> bool {
    matches!(expr, Expr::Is { predicate: Predicate::Path(_), .. })
}
