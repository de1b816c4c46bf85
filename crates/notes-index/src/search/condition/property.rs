//! What a section or its note may be asked to be.

use crate::date::Clock;
use crate::query::Comparison;

/// A property of a section or of its note: a [`Predicate`](crate::Predicate) with all that is needed to look it up.
#[derive(Clone, Debug)]
pub(in crate::search) enum Property {
    Tag(String),
    Language(String),
    IsCode,
    Task {
        done: bool,
    },
    /// The front matter has such a value.
    Value {
        name: String,
        test: Comparison,
    },
    Created(Comparison),
    /// By this clock.
    Modified(Comparison, Clock),
}
