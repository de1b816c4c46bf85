//! What is said about a query besides its answer.

use std::ops::Range;

/// Something about a query that was dropped, capped or read in another way than it may be meant.
///
/// ```
/// use notes_index::Query;
///
/// let query = Query::parse("连接池 modified:yesterday");
/// let diagnostic = &query.diagnostics()[0];
/// assert_eq!(diagnostic.span, 10..28);
/// assert!(diagnostic.message.starts_with("modified: wants a date"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// A sentence without a full stop.
    pub message: String,
    /// The bytes of the query that it is about.
    pub span: Range<usize>,
}

impl Diagnostic {
    pub(crate) fn new(span: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic { message: message.into(), span }
    }
}
