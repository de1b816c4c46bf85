//! What the methods take. An unknown name is an error, as an unknown option is.

use notes_index::SearchOptions;
use serde::Deserialize;

use super::protocol::Message;
use crate::failure::{Failure, Result};
use crate::freshness::SyncMode;
use crate::places::Places;
use crate::request::{CountedBy, FACET_VALUES, LIMIT, Order, Request};

/// What `search` takes: the options of `notes search`, by their long names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SearchParams {
    pub(super) query: String,
    limit: usize,
    pub(super) offset: usize,
    per_note: Option<usize>,
    sort: Order,
    pub(super) sync: SyncMode,
    strict: bool,
    no_expand: bool,
    explain: bool,
    code: bool,
    lang: Several,
    path: Several,
    tag: Several,
    facets: Facets,
    facet_values: usize,
}

/// What `put` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PutParams {
    pub(super) path: String,
    /// Null gives the buffer up. It must be said, so that nobody does so by a slip.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(super) text: Option<String>,
}

/// What `remove` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemoveParams {
    pub(super) path: String,
}

/// What methods take that take nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoParams {}

/// One value or a list of them.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a string or a list of strings")]
enum Several {
    One(String),
    Any(Vec<String>),
}

/// All facets, one, or some of them.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "true, or folder, tag, language or year, or a list of these")]
enum Facets {
    All(bool),
    One(CountedBy),
    Some(Vec<CountedBy>),
}

impl Default for SearchParams {
    fn default() -> SearchParams {
        let none = || Several::Any(Vec::new());
        SearchParams {
            query: String::new(),
            limit: LIMIT,
            offset: 0,
            per_note: None,
            sort: Order::Score,
            sync: SyncMode::Auto,
            strict: false,
            no_expand: false,
            explain: false,
            code: false,
            lang: none(),
            path: none(),
            tag: none(),
            facets: Facets::All(false),
            facet_values: FACET_VALUES,
        }
    }
}

impl Several {
    fn values(&self) -> &[String] {
        match self {
            Several::One(value) => std::slice::from_ref(value),
            Several::Any(values) => values,
        }
    }
}

impl Facets {
    fn values(&self) -> &[CountedBy] {
        match self {
            Facets::All(true) => &CountedBy::ALL,
            Facets::All(false) => &[],
            Facets::One(by) => std::slice::from_ref(by),
            Facets::Some(some) => some,
        }
    }
}

impl SearchParams {
    /// Whether a message has what a search takes.
    pub(super) fn are_in(message: &Message) -> bool {
        SearchParams::deserialize(&message.params).is_ok()
    }

    /// # Errors
    /// If a path is outside of the notes, or nothing is asked for.
    pub(super) fn options(&self, places: Places<'_>) -> Result<SearchOptions> {
        let (langs, paths, tags) = (self.lang.values(), self.path.values(), self.tag.values());
        if self.query.trim().is_empty() && !self.code && [langs, paths, tags].concat().is_empty() {
            return Err(Failure::usage("nothing to search for"));
        }
        let request = Request {
            limit: self.limit,
            offset: self.offset,
            per_note: self.per_note,
            sort: self.sort,
            strict: self.strict,
            expand: !self.no_expand,
            explain: self.explain,
            code: self.code,
            langs,
            paths,
            tags,
            facets: self.facets.values(),
            facet_values: self.facet_values,
        };
        request.options(places)
    }
}
