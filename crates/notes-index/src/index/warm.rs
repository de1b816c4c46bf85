//! The last snapshot, kept for whoever asks again, and the buffers that it is to be seen through.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::buffers::Buffers;
use super::commit::Current;
use super::manifest::Manifest;
use super::store::{Mark, Store};
use crate::error::Result;
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
    /// The manifest of the commit that the buffers were last put over: to read it anew for each key that is typed
    /// takes longer than all else.
    manifest: Option<Arc<Manifest>>,
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

    /// The manifest of a commit.
    pub(super) fn manifest(&self, store: &Store, current: &Current) -> Result<Arc<Manifest>> {
        let kept = self.state().manifest.clone();
        if let Some(manifest) = kept.filter(|manifest| manifest.commit == current.payload.commit) {
            return Ok(manifest);
        }
        let manifest = Arc::new(current.manifest(store)?);
        self.state().manifest = Some(manifest.clone());
        Ok(manifest)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
