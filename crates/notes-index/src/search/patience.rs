//! How long a search goes on: until its time is over, or until nobody waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::options::SearchOptions;
use crate::error::{Error, ErrorKind, Result};

/// Whether to go on: asked between two steps of a search.
#[derive(Clone, Debug, Default)]
pub(super) struct Patience {
    deadline: Option<Instant>,
    stop: Option<Arc<AtomicBool>>,
}

impl Patience {
    /// That of a search which begins now.
    pub(super) fn of(options: &SearchOptions) -> Patience {
        let deadline = options.budget.and_then(|budget| Instant::now().checked_add(budget));
        Patience { deadline, stop: options.stop.clone() }
    }

    /// The same without an end: for what is done however late it is, as long as somebody waits for it.
    pub(super) fn unhurried(&self) -> Patience {
        Patience { deadline: None, stop: self.stop.clone() }
    }

    /// Whether to go no further.
    pub(super) fn is_over(&self) -> bool {
        self.is_stopped() || self.is_late()
    }

    /// Whether the time is over.
    pub(super) fn is_late(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() > deadline)
    }

    /// # Errors
    /// [`Error::is_cancelled`] if nobody waits for the answer.
    pub(super) fn check(&self) -> Result<()> {
        if self.is_stopped() { Err(Error::new(ErrorKind::Cancelled)) } else { Ok(()) }
    }

    fn is_stopped(&self) -> bool {
        self.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
    }
}
