//! How much each term of a query tells if it is shown.

use super::names::FoundInNames;
use super::places::Place;
use crate::note::SpanKind;
use crate::search::answer::Field;
use crate::search::plan::Plan;
use crate::search::terms::{Origin, PlannedTerm, TermSet};

/// What a word counts for being one; how long it is counts up to as much as 1 more.
const SHORTEST: f32 = 0.5;
/// No word is longer to a reader, in columns of a terminal.
const LONG_COLUMNS: usize = 12;
/// The larger, the less it matters in how many places a word stands.
const RARITY: f32 = 4.0;
/// What a word counts that stands above the hit already.
const NAMED: f32 = 0.5;
/// What one counts that says little, or of which it is known that it stands there.
const LITTLE: f32 = 0.1;

/// How much each term tells if it is shown: longer ones and those that are rare in the hit tell more, those that stand above
/// it already less.
pub(super) fn weights(plan: &Plan, names: &FoundInNames, places: &[Place]) -> Vec<f32> {
    let own = places.iter().filter(|place| place.kind == SpanKind::Heading);
    let own: TermSet = own.map(|place| place.exact).collect();
    let named = own | names.terms_in(&[Field::Title, Field::Ancestors]);
    let mut n_places = [0u32; TermSet::N_INDICES];
    for place in places {
        place.terms.iter().for_each(|idx| n_places[idx] += 1);
    }
    let weight = |(idx, (planned, n_places)): (usize, (&PlannedTerm, u32))| {
        weight(planned, n_places) * if named.contains(idx) { NAMED } else { 1.0 }
    };
    let mut weights: Vec<f32> = plan.terms.iter().zip(n_places).enumerate().map(weight).collect();
    // Whole phrases and lines that match have indices behind those of terms.
    weights.resize(TermSet::N_INDICES, 1.0);
    weights
}

/// How much a term tells that stands in so many places of a hit.
fn weight(planned: &PlannedTerm, n_places: u32) -> f32 {
    // Words of a field (`title:…`) are known to stand there: to show them says little.
    let is_known = matches!(planned.origin, Origin::Piece { is_inner: true, .. }) || planned.of_field;
    let columns: usize = planned.term.text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let by_length = SHORTEST + columns.min(LONG_COLUMNS) as f32 / LONG_COLUMNS as f32;
    let by_rarity = 1.0 + (n_places.max(1) as f32).ln() / RARITY;
    by_length / by_rarity * if planned.says_little() || is_known { LITTLE } else { 1.0 }
}
