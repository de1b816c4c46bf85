//! How far an index is from its notes.

use notes_index::{IndexStatus, NoteIndex, Pending};

use crate::failure::Result;
use crate::freshness::WATCHER_WAIT;

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

/// Compares the index with the notes; else why it can't be told.
fn pending(index: &NoteIndex) -> Result<Result<Pending, String>> {
    match index.pending() {
        Err(error) if error.is_io() => Ok(Err(format!("not known: {error}"))),
        pending => Ok(Ok(pending?)),
    }
}
