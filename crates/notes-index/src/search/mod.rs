//! Query in, ranked hits out.

mod options;
mod results;

pub use self::options::{SearchOptions, Sort};
pub use self::results::{Approximation, Field, Hit, HitKind, Match, Relation, SearchResults, Snippet};
use crate::error::Result;
use crate::query::Query;

/// An immutable snapshot of an index that answers queries.
#[derive(Clone, Debug)]
pub struct Searcher {}

impl Searcher {
    /// How many notes, sections and code blocks the snapshot holds.
    pub fn counts(&self) -> (usize, usize, usize) {
        unimplemented!()
    }

    /// Answers a query.
    pub fn search(&self, _query: &Query, _options: &SearchOptions) -> Result<SearchResults> {
        unimplemented!()
    }
}
