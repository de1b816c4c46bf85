//! When a sync gives up.

use std::time::{Duration, Instant};

use super::options::SyncOptions;

/// When to give up.
pub(super) struct Deadline<'a> {
    begun: Instant,
    options: &'a SyncOptions,
}

impl Deadline<'_> {
    pub(super) fn new(options: &SyncOptions) -> Deadline<'_> {
        Deadline { begun: Instant::now(), options }
    }

    pub(super) fn is_over(&self) -> bool {
        self.left().is_some_and(|left| left.is_zero())
    }

    /// How long it is until then; none if there is no end.
    pub(super) fn left(&self) -> Option<Duration> {
        self.options.budget.map(|budget| budget.saturating_sub(self.begun.elapsed()))
    }
}
