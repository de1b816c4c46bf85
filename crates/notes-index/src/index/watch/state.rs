//! What a watcher knows of the notes and the index, and when it is to act.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::super::seen::Known;
use super::super::store::Mark;
use super::mailbox::Mailbox;
use super::observer::Signal;
use super::trouble::{Cause, Trouble};
use super::{TICK, WatchEvent};
use crate::error::{Error, Result};

/// How long the notes must be left alone before they are indexed, unless somebody asks.
pub(super) const QUIET: Duration = Duration::from_millis(200);
/// How long they may be written without a pause.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long the system may take to tell what has happened.
const CATCH_UP: Duration = Duration::from_millis(500);
/// For how many paths the file system is asked one by one; of more, a walk is as fast.
const MAX_PATHS: usize = 1_000;

/// What is known of the notes and the index.
pub(super) struct State {
    /// Since when the index may be behind the notes.
    pub(super) changed: Option<Instant>,
    /// The paths at which it may be, relative to the root; the root itself if they are not known.
    pub(super) paths: HashSet<PathBuf>,
    /// What the last sync has come to know.
    pub(super) known: Option<Known>,
    /// When the last event came.
    last_event: Instant,
    /// Questions that wait.
    pub(super) asked: Vec<OsString>,
    /// Whether the last sync saw everything there is to see.
    pub(super) is_whole: bool,
    /// The commit that the last sync compared the notes with or made.
    pub(super) mark: Option<Mark>,
    /// Why listening has to begin anew.
    pub(super) lost: Option<String>,
    /// Why the last sync came to nothing, if it did.
    trouble: Option<Trouble>,
}

impl State {
    /// Nothing is known yet: all may have changed.
    pub(super) fn new() -> State {
        let now = Instant::now();
        State {
            changed: Some(now),
            paths: HashSet::new(),
            known: None,
            last_event: now,
            asked: Vec::new(),
            is_whole: false,
            mark: None,
            lost: None,
            trouble: None,
        }
    }

    /// How long to wait for the next event.
    pub(super) fn wait(&self) -> Duration {
        let quiet =
            if self.changed.is_some() { QUIET.saturating_sub(self.last_event.elapsed()) } else { TICK };
        quiet.max(self.put_off()).min(TICK)
    }

    /// How long nothing is tried after a sync that came to nothing.
    fn put_off(&self) -> Duration {
        self.trouble.as_ref().map_or(Duration::ZERO, Trouble::left)
    }

    /// Notes what a sync has seen and done.
    pub(super) fn synced(&mut self, is_whole: bool, mark: Mark) {
        (self.changed, self.trouble) = (None, None);
        self.paths.clear();
        (self.is_whole, self.mark) = (is_whole, Some(mark));
    }

    /// Puts off what can't be done now. Returns what the caller is to be told of it, unless it was told the same the
    /// last time.
    ///
    /// # Errors
    /// The same error if it won't pass.
    pub(super) fn wait_out(&mut self, error: Error) -> Result<Option<WatchEvent<'static>>> {
        let Some(cause) = Cause::of(&error) else { return Err(error) };
        let is_news = self.trouble.as_ref().is_none_or(|last| last.cause != cause);
        self.trouble = Some(Trouble::new(cause, self.trouble.as_ref()));
        Ok(is_news.then(|| cause.event(&error)))
    }

    pub(super) fn is_due(&self) -> bool {
        self.put_off().is_zero()
            && self.changed.is_some_and(|since| {
                !self.asked.is_empty() || self.last_event.elapsed() >= QUIET || since.elapsed() >= PATIENCE
            })
    }

    /// Takes the next signal, if there is one in time, and all that have come with it.
    pub(super) fn take(&mut self, signals: &Receiver<Signal>, wait: Duration) {
        match signals.recv_timeout(wait) {
            Ok(signal) => self.note(signal),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => self.lost = Some("the system tells no more".to_owned()),
        }
        signals.try_iter().for_each(|signal| self.note(signal));
    }

    fn note(&mut self, signal: Signal) {
        match signal {
            Signal::Changed(path) => {
                self.last_event = Instant::now();
                self.change(path);
            }
            Signal::Asked(question) => self.asked.push(question),
            Signal::Lost(why) => self.lost = Some(why),
        }
    }

    /// Something may have changed at a path.
    pub(super) fn change(&mut self, path: PathBuf) {
        self.changed.get_or_insert_with(Instant::now);
        if self.paths.len() < MAX_PATHS {
            self.paths.insert(path);
        } else {
            self.paths = HashSet::from([PathBuf::new()]);
        }
    }

    /// Waits until the observer has seen all that has happened by now; false if it took too long, or if it will never be
    /// told again.
    ///
    /// # Errors
    /// [`Error::is_io`] if nothing can be written to the mailbox, which is where it was.
    pub(super) fn catch_up(&mut self, mailbox: &Mailbox, signals: &Receiver<Signal>) -> Result<bool> {
        let own = match mailbox.put() {
            Ok(own) => own,
            Err(error) if mailbox.is_in_place() => return Err(Error::io(mailbox.dir(), "write", error)),
            Err(error) => {
                self.lost = Some(format!("can't write {}: {error}", mailbox.dir().display()));
                return Ok(false);
            }
        };
        let begun = Instant::now();
        loop {
            if let Some(at) = self.asked.iter().position(|asked| *asked == *own.name) {
                self.asked.remove(at);
                return Ok(self.lost.is_none());
            }
            if begun.elapsed() >= CATCH_UP && !mailbox.is_in_place() {
                self.lost = Some(format!("{} is another folder now", mailbox.dir().display()));
            }
            if self.lost.is_some() || begun.elapsed() >= CATCH_UP {
                return Ok(false);
            }
            self.take(signals, CATCH_UP.saturating_sub(begun.elapsed()));
        }
    }
}
