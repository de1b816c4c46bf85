//! What a step reads of a stripe, window by window, and what that adds to the accumulators.

use super::Totals;
use super::accumulators::Accumulators;
use super::doc_freqs::DocFreqs;
use super::postings::Sums;

/// See the module. It is opened, weighed once all stripes are counted, and then reads one window after another.
pub(super) trait Scorer: Send {
    /// In how many places of the stripe it stands; one entry for each thing that is counted.
    fn doc_freqs(&self) -> Vec<DocFreqs> {
        Vec::new()
    }

    /// Works out what it is worth, where `doc_freqs` are those of all stripes.
    fn weigh(&mut self, _doc_freqs: &[DocFreqs], _totals: &Totals) {}

    /// Adds what the window of the accumulators has of it; windows ascend. `sums` is memory to add up in.
    fn add(&mut self, accumulators: &mut Accumulators, sums: &mut Sums);
}
