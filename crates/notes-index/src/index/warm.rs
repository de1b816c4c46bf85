//! The last snapshot, kept for whoever asks again, and the buffers that it is to be seen through.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::buffers::Buffers;
use super::store::Mark;
use crate::search::Searcher;

/// What an index on disk keeps in memory between two searches.
#[derive(Debug, Default)]
pub(super) struct Warm {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    buffers: Buffers,
    /// None if it was made before the buffers changed.
    kept: Option<Box<(Mark, Searcher)>>,
}

impl Warm {
    /// Changes the buffers.
    pub(super) fn change(&self, change: impl FnOnce(&mut Buffers)) {
        let mut state = self.state();
        change(&mut state.buffers);
        state.kept = None;
    }

    /// The buffers as they are.
    pub(super) fn buffers(&self) -> Buffers {
        self.state().buffers.clone()
    }

    /// The snapshot that was kept, if nothing has been committed and no buffer been changed since.
    pub(super) fn kept(&self, mark: &Mark) -> Option<Searcher> {
        let state = self.state();
        let (kept, searcher) = state.kept.as_deref()?;
        (kept == mark).then(|| searcher.clone())
    }

    /// Keeps a snapshot that was made since `mark` and with these buffers, unless they have changed meanwhile.
    pub(super) fn keep(&self, mark: Mark, buffers: &Buffers, searcher: &Searcher) {
        let mut state = self.state();
        if state.buffers == *buffers {
            state.kept = Some(Box::new((mark, searcher.clone())));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
