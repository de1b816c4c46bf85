//! Over how many threads the work of a query is divided.

use super::steps::Step;
use crate::engine::Snapshot;
use crate::error::Result;
use crate::threads::at_most_n_threads;

/// How many postings are found for each thread at least: to begin and to await threads twice takes as long.
const MIN_COST: u64 = 9_000;

/// The number of stripes that are worth it.
pub(super) fn n_stripes(snapshot: &Snapshot, steps: &[Step<'_>]) -> Result<usize> {
    // No step can find more: in a small notebook that is known to be few without a look at any list.
    let most = u64::from(snapshot.max_doc()) * steps.len() as u64;
    if most < 2 * MIN_COST {
        return Ok(1);
    }
    let costs = steps.iter().map(|step| step.cost(snapshot));
    let cost = costs.reduce(|sum, cost| Ok(sum?.saturating_add(cost?))).unwrap_or(Ok(0))?;
    Ok(at_most_n_threads((cost / MIN_COST).try_into().unwrap_or(usize::MAX)))
}
