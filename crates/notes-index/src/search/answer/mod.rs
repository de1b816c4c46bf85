//! What is handed out, as plain data.

mod explanation;
mod facets;
mod query_plan;
mod results;

pub use self::explanation::{Contribution, Evidence, Explanation, Scope};
pub use self::facets::{FacetCounts, FacetValue};
pub use self::query_plan::{PlannedWord, QueryPlan};
pub use self::results::{
    Approximation, Field, HeldBack, Hit, HitKind, LitNames, Match, Replacement, SearchResults, Snippet,
};
