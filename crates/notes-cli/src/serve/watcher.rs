//! A watcher of this process, so that a search need not look at every note.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime};

use notes_index::{NoteIndex, WatchOptions};

/// How long to wait before trying again.
const RETRY: Duration = Duration::from_secs(5);

/// Watches on a thread of its own, which ends with the process at the latest.
#[derive(Default)]
pub(super) struct Watcher {
    last: Option<(Instant, JoinHandle<()>)>,
}

impl Watcher {
    /// Begins to watch if that has not begun or has ended: while `notes watch` runs, that is asked instead; notes or
    /// index may have been taken away, and be there again. Where the notes can't be watched, every search looks for
    /// itself.
    pub(super) fn keep(&mut self, index: &Arc<NoteIndex>) {
        let is_at_it =
            |(begun, thread): &(Instant, JoinHandle<()>)| !thread.is_finished() || begun.elapsed() < RETRY;
        if self.last.as_ref().is_some_and(is_at_it) {
            return;
        }
        let index = Arc::clone(index);
        let thread = thread::spawn(move || {
            // It is tried again whatever the end was.
            let _ended = index.watch(&WatchOptions::new(SystemTime::now), &mut |_| ControlFlow::Continue(()));
        });
        self.last = Some((Instant::now(), thread));
    }
}
