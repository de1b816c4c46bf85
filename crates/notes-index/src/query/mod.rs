//! What was typed, as a tree. Parsing never fails.

use std::ops::Range;

/// A query.
#[derive(Clone, Debug)]
pub struct Query {}

/// Something about a query that was dropped, capped or read in another way than it may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// A sentence without a full stop.
    pub message: String,
    /// The bytes of the query that it is about.
    pub span: Range<usize>,
}

impl Query {
    /// Reads what was typed.
    pub fn parse(_source: &str) -> Query {
        unimplemented!()
    }

    /// What was odd about it.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        unimplemented!()
    }
}
