//! Follows the notes by what the system tells, and answers those who ask.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use super::super::sync::Synced;
use super::mailbox::Mailbox;
use super::mounts::is_local;
use super::observer::Signal;
use super::state::{QUIET, State};
use super::{OnWatchEvent, Watch, WatchEvent};
use crate::error::Result;

/// How long a walk counts: what the system does not tell, as a write to a note by another name of its file, is found by
/// the next one.
const WALK_COUNTS: Duration = Duration::from_secs(600);

/// How many changed paths are indexed so soon that who asks had better wait than walk.
const FEW_PATHS: usize = 100;

/// A watcher that listens.
pub(super) struct Follower<'a> {
    pub(super) watch: &'a Watch<'a>,
    pub(super) mailbox: &'a Mailbox,
    /// What the system tells.
    pub(super) signals: Receiver<Signal>,
    pub(super) state: State,
    /// What tells the folder of the notes from another, as it was when listening began.
    pub(super) identity: Option<u64>,
    pub(super) on_event: OnWatchEvent<'a>,
}

impl Follower<'_> {
    /// Goes on until the caller stops, or until events are lost or come from another folder than that of the notes: then
    /// says why.
    pub(super) fn run(mut self) -> Result<ControlFlow<(), String>> {
        loop {
            self.state.take(&self.signals, self.state.wait());
            if let Some(why) = self.why_lost() {
                return Ok(ControlFlow::Continue(why));
            }
            if self.is_outdated() {
                self.state.change(PathBuf::new());
            }
            if self.state.is_due() && self.bring_up()?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            self.answer();
            if (self.on_event)(WatchEvent::Idle).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }

    /// Why listening has to begin anew, if it has.
    fn why_lost(&mut self) -> Option<String> {
        let lost = self.state.lost.take();
        let is_another = || self.watch.root_identity().ok() != self.identity;
        lost.or_else(|| is_another().then(|| "the folder of the notes is gone or another one".to_owned()))
    }

    /// Whether everything must be looked at again: somebody else may have written, other options or a sync that walked
    /// earlier, and a walk counts only so long.
    fn is_outdated(&self) -> bool {
        let State { asked, mark, known, .. } = &self.state;
        let is_overtaken = !asked.is_empty() && *mark != Some(self.watch.store.mark());
        is_overtaken || known.as_ref().is_some_and(|known| known.walked.elapsed() >= WALK_COUNTS)
    }

    /// Answers all who wait.
    fn answer(&mut self) {
        let State { asked, changed, is_whole, .. } = &mut self.state;
        if !asked.is_empty() {
            let is_fresh = changed.is_none() && *is_whole && is_local(self.watch.root);
            asked.drain(..).for_each(|question| self.mailbox.answer(&question, is_fresh));
        }
    }

    /// Brings the index to the notes, if all that has happened so far is known. If it can't be done now, the
    /// state stays changed, and what is known of the notes is kept.
    fn bring_up(&mut self) -> Result<ControlFlow<()>> {
        match self.try_bring_up() {
            Err(error) if error.is_io() && self.watch.root_identity().is_err() => Err(error),
            Err(error) => {
                Ok(self.state.wait_out(error)?.map_or(ControlFlow::Continue(()), &mut *self.on_event))
            }
            flow => flow,
        }
    }

    fn try_bring_up(&mut self) -> Result<ControlFlow<()>> {
        // A new folder is listened to only once the event that tells of it was handled, which it was when a question of
        // our own, put later, comes in. What was written into it before then the sync finds; what is written after, events tell.
        if !self.state.catch_up(self.mailbox, &self.signals)? {
            return Ok(ControlFlow::Continue(()));
        }
        let State { known, paths, asked, .. } = &mut self.state;
        if known.is_some() && paths.len() <= FEW_PATHS && !paths.contains(Path::new("")) {
            asked.iter().for_each(|question| self.mailbox.hear(question));
        }
        let synced = self.watch.sync_and_say(known, paths, QUIET, self.on_event)?;
        let Some(Synced { report, mark }) = synced else { return Ok(ControlFlow::Break(())) };
        self.state.synced(report.n_unread() == 0, mark);
        Ok(ControlFlow::Continue(()))
    }
}
