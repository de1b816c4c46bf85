//! The memory that threads score in, handed on from one search to the next.

use std::sync::Mutex;

use super::accumulators::Accumulators;
use super::postings::Sums;

/// The memory that a thread works in.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) accumulators: Accumulators,
    pub(super) sums: Sums,
}

/// The memory of searches that are over, for the next ones: to get as much from the system each time takes as long as to
/// score some thousand sections.
#[derive(Debug, Default)]
pub(in crate::search) struct ScratchPool(Mutex<Vec<Scratch>>);

/// As much is kept as several searches at once need.
const MAX_POOLED: usize = 16;

impl ScratchPool {
    pub(super) fn take(&self) -> Scratch {
        self.0.lock().ok().and_then(|mut pooled| pooled.pop()).unwrap_or_default()
    }

    pub(super) fn give_back(&self, scratch: Scratch) {
        if let Ok(mut pooled) = self.0.lock()
            && pooled.len() < MAX_POOLED
        {
            pooled.push(scratch);
        }
    }
}
