//! How many hits have what: for whoever narrows a search.

use crate::query::Expr;
use crate::search::options::Facet;

/// How many hits of a search have each value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FacetCounts {
    /// What is counted by.
    pub facet: Facet,
    /// The values that hits have, those of the most hits first, then by value; at most
    /// [`crate::SearchOptions::facet_values`]. A hit may have several, or none.
    pub values: Vec<FacetValue>,
    /// How many values are left off.
    pub more: usize,
}

/// A value, and what has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FacetValue {
    /// The folder's path in the notebook; the tag without `#`, as the first note with hits by path spells it; the language's
    /// name; the year.
    pub value: String,
    /// How many hits there are with [`FacetValue::filter`] beside the query. Where a word stands only in a note's names or
    /// above a section, a filter may leave a section in place of another, and then these are more than there were without it.
    pub hits: usize,
    /// How many notes have these hits.
    pub notes: usize,
    /// The clause that narrows the search to these hits: [`Query::and`](crate::Query::and) adds it. One of a language stands in place of those that the search already
    /// asks for.
    ///
    /// ```
    /// use notes_index::{Facet, IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// index.put(&NotePath::new("后端/a.md")?, "连接池\n\n```java\nnew Pool();\n```\n")?;
    /// index.put(&NotePath::new("前端/b.md")?, "没有连接池\n")?;
    /// let (searcher, query) = (index.searcher()?, Query::parse("连接池"));
    /// let options = SearchOptions::new().facets(Facet::ALL);
    /// for value in searcher.search(&query, &options)?.facets.iter().flat_map(|counts| &counts.values) {
    ///     let narrowed = query.clone().and(value.filter.clone());
    ///     assert_eq!(searcher.search(&narrowed, &options)?.total, value.hits);
    /// }
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub filter: Expr,
}
