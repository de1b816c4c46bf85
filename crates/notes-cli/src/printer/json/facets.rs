//! The shape of facets as JSON.

use notes_index::{FacetCounts, SearchResults};
use schemars::JsonSchema;
use serde::Serialize;

/// How many hits of all pages have each value of a facet.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Facet")]
pub(super) struct WireFacet<'a> {
    /// `folder`, `tag`, `language`, `year`.
    facet: &'static str,
    /// Those of the most hits first, then by value.
    values: Vec<WireValue<'a>>,
    /// How many values are left off.
    more: usize,
}

/// A value, and what has it.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "FacetValue")]
struct WireValue<'a> {
    value: &'a str,
    /// How many hits there are with `filter` beside the query.
    hits: usize,
    /// How many notes have these hits.
    notes: usize,
    /// The clause to add to the query: `tag:java`. One of a language stands in place of those that the search already asks for.
    filter: String,
}

/// The facets that were asked for; nothing if none were.
pub(super) fn facets(results: &SearchResults) -> Option<Vec<WireFacet<'_>>> {
    (!results.facets.is_empty()).then(|| results.facets.iter().map(WireFacet::of).collect())
}

impl<'a> WireFacet<'a> {
    fn of(counts: &'a FacetCounts) -> WireFacet<'a> {
        let values = counts.values.iter().map(|value| WireValue {
            value: &value.value,
            hits: value.hits,
            notes: value.notes,
            filter: value.filter.to_string(),
        });
        WireFacet { facet: counts.facet.name(), values: values.collect(), more: counts.more }
    }
}
