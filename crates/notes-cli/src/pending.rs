//! How far an index is from its notes.

use std::ops::ControlFlow;
use std::time::{Duration, SystemTime};

use notes_index::{IndexStatus, NoteIndex, SyncEvent, SyncOptions};

use crate::failure::Result;
use crate::freshness::WATCHER_WAIT;

/// How many notes a sync would touch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pending {
    /// Notes that are new or changed, or were read so soon after a change that they may have changed again.
    pub(crate) to_read: usize,
    /// Notes that are gone.
    pub(crate) to_remove: usize,
}

impl Pending {
    /// Whether the index agrees with the notes.
    pub(crate) fn is_empty(self) -> bool {
        self == Pending::default()
    }
}

/// What is known of an index.
pub(crate) struct Look {
    /// What it says of itself.
    pub(crate) status: IndexStatus,
    /// Whether a watcher says that it is at the notes.
    pub(crate) is_watched: bool,
    /// How far it is from them, or why that can't be told; nothing if there is no index.
    pub(crate) pending: Option<Result<Pending, String>>,
}

/// Looks at an index, and at the notes unless a watcher, asked as a search asks it, vouches for it.
pub(crate) fn look(index: &NoteIndex) -> Result<Look> {
    // First: what a watcher vouches for is in the last commit by then.
    let is_watched = index.is_current(WATCHER_WAIT);
    let status = index.status()?;
    let pending = match status.built {
        true if is_watched => Some(Ok(Pending::default())),
        true => Some(pending(index)?),
        false => None,
    };
    Ok(Look { status, is_watched, pending })
}

/// Begins a sync and stops it when it has compared: the index stays as it was. Else why it can't be told:
/// another process is writing just now, or nobody may.
fn pending(index: &NoteIndex) -> Result<Result<Pending, String>> {
    let mut pending = Pending::default();
    let options = SyncOptions::new(SystemTime::now()).lock_wait(Duration::ZERO);
    let compared = index.sync_with(&options, &mut |event| match event {
        SyncEvent::Planned { to_read, to_remove, .. } => {
            pending = Pending { to_read, to_remove };
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(()),
    });
    match compared {
        Err(error) if error.is_locked() => Ok(Err("being written by another process".to_owned())),
        Err(error) if error.is_io() => Ok(Err(format!("behind the notes, and stays so: {error}"))),
        Err(error) if !error.is_cancelled() => Err(error.into()),
        _ => Ok(Ok(pending)),
    }
}
