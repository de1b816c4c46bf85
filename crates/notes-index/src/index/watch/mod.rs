//! Keeps an index up to its notes, and tells searches that ask whether it is.
//!
//! A search asks rather than trusts: see [`mailbox`]. In any doubt the watcher says no, and the search looks for
//! itself: where events were lost, on file systems that others write to, where a folder can't be read, while
//! another writer holds the index.

mod follower;
pub(in crate::index) mod mailbox;
mod mounts;
mod observer;
mod state;
mod trouble;

use std::collections::HashSet;
use std::fmt;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, SystemTime};

use self::follower::Follower;
use self::mailbox::Mailbox;
pub(in crate::index) use self::mailbox::{ask, must_be_free};
use self::observer::Observer;
use self::state::State;
use super::NoteIndex;
use super::deadline::Deadline;
use super::options::SyncOptions;
use super::report::SyncReport;
use super::seen::Known;
use super::store::Store;
use super::sync::{SyncRun, Synced};
use crate::error::{Error, Result};
use crate::source::Stamp;

/// How long to wait for an event before the caller is heard again.
const TICK: Duration = Duration::from_millis(200);
/// How long to wait before listening anew, if events were lost.
const RESTART: Duration = Duration::from_millis(500);

/// How long to wait for another writer before there is anything to watch.
const FIRST_WAIT: Duration = Duration::from_secs(10);

/// How to watch.
///
/// ```
/// use std::time::SystemTime;
///
/// use notes_index::WatchOptions;
///
/// let options = WatchOptions::new(SystemTime::now);
/// ```
#[derive(Clone)]
#[must_use = "what is set counts in what is returned"]
pub struct WatchOptions {
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl WatchOptions {
    /// With the clock that tells the time when the notes are read: see [`SyncOptions::new`].
    pub fn new(clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> WatchOptions {
        WatchOptions { clock: Arc::new(clock) }
    }
}

impl fmt::Debug for WatchOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WatchOptions").finish_non_exhaustive()
    }
}

/// What happens while an index is watched. New kinds may come, and fields.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WatchEvent<'a> {
    /// The index was brought up to the notes. The first of these events tells of what there was to do at the
    /// beginning, as to build the index. From the second on, which mostly has found nothing left, the notes are
    /// followed.
    Synced(&'a SyncReport),
    /// Events were lost, and everything is looked at again.
    #[non_exhaustive]
    Lost {
        /// The end of a sentence.
        why: String,
    },
    /// Another process is writing the index, and is waited for; said once. The index may be behind the notes until
    /// [`WatchEvent::Synced`].
    #[non_exhaustive]
    Busy {
        /// The number of that process, if it says so.
        holder: Option<u32>,
    },
    /// The system refuses to read the notes or to write the index, as on a full disk. Said once for each reason; it
    /// is tried again, at most a minute later. The index is behind the notes until [`WatchEvent::Synced`].
    #[non_exhaustive]
    Refused {
        /// What it refuses, and why.
        why: String,
    },
    /// The folder of the notes is gone. It is looked for until it is there again: then the index is brought to it.
    Gone,
    /// Nothing, for a moment. Comes several times a second, so that the caller can stop.
    Idle,
}

pub(super) type OnWatchEvent<'a> = &'a mut dyn FnMut(WatchEvent<'_>) -> ControlFlow<()>;

/// A watcher at work.
pub(super) struct Watch<'a> {
    pub(super) index: &'a NoteIndex,
    pub(super) store: &'a Store,
    pub(super) root: &'a Path,
    pub(super) options: &'a WatchOptions,
}

impl Watch<'_> {
    pub(super) fn run(&self, on_event: OnWatchEvent<'_>) -> Result<()> {
        // A folder that isn't there to begin with is an error; one that goes away later is waited for.
        self.root_identity()?;
        mailbox::must_be_free(self.store.dir())?;
        // Makes the index folder, if it is not there, and finds out whether it is ours.
        if self.sync_and_say(&mut None, &HashSet::new(), FIRST_WAIT, on_event)?.is_none() {
            return Ok(());
        }
        loop {
            // Opened anew each time: its folder may have been taken away.
            let mailbox = Mailbox::open(self.store.dir())?;
            let ControlFlow::Continue(why) = self.follow(&mailbox, on_event)? else { return Ok(()) };
            if on_event(WatchEvent::Lost { why }).is_break() {
                return Ok(());
            }
            std::thread::sleep(RESTART);
            if self.await_root(&mailbox, on_event).is_break() {
                return Ok(());
            }
        }
    }

    /// Follows the notes as [`Watch::listen`] does. That their folder is moved or removed ends nothing: it may come back.
    fn follow(&self, mailbox: &Mailbox, on_event: OnWatchEvent<'_>) -> Result<ControlFlow<(), String>> {
        let identity = self.root_identity().ok();
        match self.listen(mailbox, identity, on_event) {
            Err(error) if error.is_absent(self.root) => Ok(ControlFlow::Continue(error.to_string())),
            Err(error) if error.is_io() && (identity.is_none() || self.root_identity().ok() != identity) => {
                Ok(ControlFlow::Continue(error.to_string()))
            }
            listened => listened,
        }
    }

    /// Waits until there is a folder of notes. Who asks meanwhile is told no at once.
    fn await_root(&self, mailbox: &Mailbox, on_event: OnWatchEvent<'_>) -> ControlFlow<()> {
        if self.root_identity().is_ok() {
            return ControlFlow::Continue(());
        }
        on_event(WatchEvent::Gone)?;
        while self.root_identity().is_err() {
            mailbox.clear();
            on_event(WatchEvent::Idle)?;
            std::thread::sleep(TICK);
        }
        ControlFlow::Continue(())
    }

    /// Follows the notes until the caller stops, or until events are lost or come from another folder than that of the notes.
    fn listen(
        &self,
        mailbox: &Mailbox,
        identity: Option<u64>,
        on_event: OnWatchEvent<'_>,
    ) -> Result<ControlFlow<(), String>> {
        let (sender, signals) = mpsc::channel();
        let _observer = Observer::new(self.root, self.store.dir(), mailbox.dir(), sender)?;
        mailbox.clear();
        Follower { watch: self, mailbox, signals, state: State::new(), identity, on_event }.run()
    }

    /// Syncs and says so; nothing if the caller stops at that.
    fn sync_and_say(
        &self,
        known: &mut Option<Known>,
        paths: &HashSet<PathBuf>,
        lock_wait: Duration,
        on_event: OnWatchEvent<'_>,
    ) -> Result<Option<Synced>> {
        match self.sync(known, paths, lock_wait, on_event) {
            Ok(synced) => Ok(on_event(WatchEvent::Synced(&synced.report)).is_continue().then_some(synced)),
            Err(error) if error.is_cancelled() => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn sync(
        &self,
        known: &mut Option<Known>,
        paths: &HashSet<PathBuf>,
        lock_wait: Duration,
        on_event: OnWatchEvent<'_>,
    ) -> Result<Synced> {
        let options = SyncOptions::new((self.options.clock)()).lock_wait(lock_wait);
        let Watch { index, store, root, .. } = *self;
        let sync = SyncRun { index, store, root, options: &options, deadline: Deadline::new(&options) };
        sync.run_knowing(known, paths, &mut |_| on_event(WatchEvent::Idle))
    }

    /// What tells the notebook's folder from another one that takes its place.
    ///
    /// # Errors
    /// [`Error::is_io`] if no folder is there.
    fn root_identity(&self) -> Result<u64> {
        let failed = |error| Error::io(self.root, "watch", error);
        let metadata = self.root.metadata().map_err(failed)?;
        if !metadata.is_dir() {
            return Err(failed(io::ErrorKind::NotADirectory.into()));
        }
        Ok(Stamp::of(&metadata).inode)
    }
}
