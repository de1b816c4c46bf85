//! How the work of a query is divided: over how many stripes at once, and which steps are taken together.

use std::ops::Range;

use super::steps::Step;
use crate::crew::n_threads;
use crate::engine::Snapshot;
use crate::error::Result;

/// How many postings are to be found for each thread at least: to begin and to await threads several times takes as long.
const MIN_COST: u64 = 9_000;
/// How many postings are found before they are added: a few megabytes.
const MAX_COST: u64 = 1 << 18;

/// See the module.
#[derive(Debug)]
pub(super) struct Division {
    pub(super) n_stripes: usize,
    /// Indices of the steps that are taken together, in order.
    pub(super) bouts: Vec<Range<usize>>,
}

impl Division {
    /// All in one stripe, one step after another.
    pub(super) fn alone(steps: &[Step<'_>]) -> Division {
        Division { n_stripes: 1, bouts: (0..steps.len()).map(|idx| idx..idx + 1).collect() }
    }

    /// As many stripes as are worth it.
    pub(super) fn new(snapshot: &Snapshot, steps: &[Step<'_>]) -> Result<Division> {
        // Of small notebooks this is all there is to know.
        let most = u64::from(snapshot.max_doc()) * steps.len() as u64;
        if most < 2 * MIN_COST || n_threads() == 1 {
            return Ok(Division::alone(steps));
        }
        let costs = steps.iter().map(|step| step.cost(snapshot)).collect::<Result<Vec<_>>>()?;
        let cost = costs.iter().fold(0u64, |sum, &cost| sum.saturating_add(cost));
        let n_threads = n_threads().min((cost / MIN_COST).try_into().unwrap_or(usize::MAX)).max(1);
        // A power of two: boards of few sizes are kept.
        Ok(Division::into(1 << n_threads.ilog2(), steps, &costs))
    }

    /// Several stripes, where the postings that each step looks at are known.
    pub(super) fn into(n_stripes: usize, steps: &[Step<'_>], costs: &[u64]) -> Division {
        if n_stripes == 1 {
            return Division::alone(steps);
        }
        let mut bouts: Vec<Range<usize>> = Vec::new();
        // Of the last bout: what is found, and the words that it has translations of.
        let (mut sum, mut translated) = (0, 0);
        for (idx, (step, cost)) in steps.iter().zip(costs).enumerate() {
            let words = if let Step::Bridge(bridge) = step { bridge.terms } else { 0 };
            // A bridge finds what holds its words, once all other steps have marked that.
            let fits = words == 0 || translated != 0 && words & translated == 0;
            match bouts.last_mut() {
                Some(last) if fits && sum + cost <= MAX_COST => {
                    last.end = idx + 1;
                    (sum, translated) = (sum + cost, translated | words);
                }
                _ => {
                    bouts.push(idx..idx + 1);
                    (sum, translated) = (*cost, words);
                }
            }
        }
        Division { n_stripes, bouts }
    }
}
