//! The shape of a reason as JSON.

use notes_index::{Field, Hit, Why, WordFate};
use schemars::JsonSchema;
use serde::Serialize;

use crate::freshness::View;
use crate::places::Places;
use crate::printer::json::answer::Index;
use crate::printer::json::hit::{Approximate, WireHit};
use crate::printer::json::values::VERSION;

/// Why a section is a hit, or is not, as `notes why --json` prints it.
#[derive(JsonSchema, Serialize)]
pub(super) struct WhyDocument<'a> {
    version: u32,
    query: &'a str,
    path: &'a str,
    title: &'a str,
    breadcrumb: &'a [String],
    line: u32,
    end_line: u32,
    /// Its place among all hits, from 1; null if it is none.
    rank: Option<usize>,
    total: usize,
    above_in_note: usize,
    words: Vec<WhyWord<'a>>,
    /// What the query demands and the section doesn't meet.
    unmet: &'a [String],
    hit: Option<WireHit<'a>>,
    above: Option<WireHit<'a>>,
    index: Index,
}

/// Where a word of the query stands.
#[derive(JsonSchema, Serialize)]
struct WhyWord<'a> {
    word: &'a str,
    fields: Vec<&'static str>,
    lines: &'a [u32],
    approximate: Option<Approximate<'a>>,
}

impl<'a> WhyDocument<'a> {
    pub(super) fn of(query: &'a str, why: &'a Why, view: &View, places: Places<'_>) -> WhyDocument<'a> {
        let wire = |rank: usize, hit: &'a Hit| WireHit::of(rank, hit, places.absolute(&hit.path));
        // What stands above a section that is no hit is the first of all.
        let rank_above = why.rank.map_or(1, |rank| rank - 1);
        WhyDocument {
            version: VERSION,
            query,
            path: why.path.as_str(),
            title: &why.title,
            breadcrumb: &why.breadcrumb,
            line: why.lines.first,
            end_line: why.lines.last,
            rank: why.rank,
            total: why.total,
            above_in_note: why.above_in_note,
            words: why.words.iter().map(WhyWord::of).collect(),
            unmet: &why.unmet,
            hit: why.hit.as_deref().zip(why.rank).map(|(hit, rank)| wire(rank, hit)),
            above: why.above.as_deref().map(|hit| wire(rank_above, hit)),
            index: Index::of_view(view),
        }
    }
}

impl WhyWord<'_> {
    fn of(fate: &WordFate) -> WhyWord<'_> {
        WhyWord {
            word: &fate.word,
            fields: fate.fields.iter().copied().map(Field::name).collect(),
            lines: &fate.lines,
            approximate: fate.approximation.as_ref().map(Approximate::of),
        }
    }
}
