//! A watcher of this process, so that a search need not look at every note.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use notes_index::{NoteIndex, WatchOptions};

/// How long to leave the notes to another watcher before trying again.
const RETRY: Duration = Duration::from_secs(5);

/// Watches on a thread of its own, which ends with the process at the latest. While `notes watch` runs, that is
/// asked instead. Where the notes can't be watched, every search looks for itself.
pub(super) fn start(index: &Arc<NoteIndex>) {
    let index = Arc::clone(index);
    thread::spawn(move || {
        let watch = || index.watch(&WatchOptions::new(SystemTime::now), &mut |_| ControlFlow::Continue(()));
        while watch().is_err_and(|error| error.is_locked()) {
            thread::sleep(RETRY);
        }
    });
}
