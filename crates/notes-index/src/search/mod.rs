//! Query in, ranked hits out.
//!
//! ```text
//! query ─plan→ terms ──score→ accumulators ─rank→ page ─hits→ answer
//!       └─────→ condition ─filter→ sections ┘
//! ```

mod answer;
mod condition;
mod doc_set;
mod facets;
mod filter;
mod hits;
mod options;
mod patience;
mod plan;
mod questions;
mod rank;
mod score;
mod searcher;
mod terms;

pub use self::answer::{
    Approximation, Contribution, Evidence, Explanation, FacetCounts, FacetValue, Field, HeldBack, Hit,
    HitKind, LitNames, Match, PlannedWord, QueryPlan, Replacement, Scope, SearchResults, Snippet,
};
pub use self::condition::escaped_glob;
pub use self::options::{Facet, SearchOptions, Sort};
pub use self::questions::{
    GlossaryEntry, GlossaryPlace, LinkEnd, NoteCount, NoteResults, PlacedLink, TagCount, Why, WordFate,
    anchor_offset,
};
pub(crate) use self::score::Totals;
pub use self::searcher::{Counts, Searcher};
pub use self::terms::Relation;
