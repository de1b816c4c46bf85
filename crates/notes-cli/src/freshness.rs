//! How a search brings the index up to the notes, and what it says about the state it answers from.

use std::io;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use clap::ValueEnum;
use notes_index::{Error, NoteIndex, Searcher, SyncOptions, SyncReport};
use serde::Deserialize;

use crate::amounts::counted;
use crate::failure::{Result, WRITE_ELSEWHERE};
use crate::progress::{Audience, Progress};
use crate::ui::Ui;

/// How long an ordinary search may look for changes.
const BUDGET: Duration = Duration::from_secs(1);

/// How long a watcher may take to answer before the search looks for itself.
pub(crate) const WATCHER_WAIT: Duration = Duration::from_millis(50);

/// How long an ordinary search waits for another writer.
const LOCK_WAIT: Duration = Duration::from_millis(500);

/// What can be done where there was no time.
const CATCH_UP: &str = "catch up with: notes index";

/// When to sync before a search.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SyncMode {
    /// As much as a second allows, or as a watcher has done; builds the index if there is none.
    #[default]
    Auto,
    /// Everything, however long it takes.
    Always,
    /// Not at all.
    Never,
}

/// Something to search in, and how fresh it is.
pub(crate) struct View {
    /// The snapshot.
    pub(crate) searcher: Searcher,
    /// What is known about its age.
    pub(crate) freshness: Freshness,
}

/// What is known about how well the index agrees with the notes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Freshness {
    /// It was brought up to the notes.
    Synced(SyncReport),
    /// A watcher says that it is.
    Watched,
    /// It may be behind them.
    Behind {
        /// How many notes are known to wait, if anything is known.
        pending: Option<usize>,
        /// Why it was left so: the end of a sentence.
        why: String,
        /// What can be done about it.
        hint: &'static str,
    },
    /// Nobody looked.
    Unknown,
}

impl Freshness {
    /// Whether files of hits may be gone.
    pub(crate) fn is_behind(&self) -> bool {
        matches!(self, Freshness::Behind { .. })
    }

    /// Says so if an answer may be behind the notes, or lacks what could not be read of them.
    pub(crate) fn warn(&self, ui: &mut Ui<'_>) -> io::Result<()> {
        self.warn_beside(false, ui)
    }

    /// The same beside a document: one in JSON says so itself, to all but people.
    pub(crate) fn warn_beside(&self, is_json: bool, ui: &mut Ui<'_>) -> io::Result<()> {
        match self {
            Freshness::Behind { pending, why, hint } => {
                let note = behind_note(*pending, why);
                if is_json {
                    ui.remark(note)?
                } else {
                    ui.warn(note)?
                }
                ui.remark(format_args!("hint: {hint}"))
            }
            Freshness::Synced(report) if report.n_unread() > 0 => {
                let unread = match report.n_unread() {
                    1 => "1 file or folder".to_owned(),
                    several => format!("{several} files or folders"),
                };
                ui.remark(format_args!("note: {unread} could not be read; notes status says which and why"))
            }
            Freshness::Synced(_) | Freshness::Watched | Freshness::Unknown => Ok(()),
        }
    }
}

fn behind_note(pending: Option<usize>, why: &str) -> String {
    let known = pending.filter(|&notes| notes > 0);
    let known =
        known.map_or(String::new(), |notes| format!(", {} to be read", counted(notes, "changed note")));
    format!("note: the index may be behind the notes: {why}{known}")
}

/// How something is to be asked of an index.
pub(crate) struct Asking<'a> {
    pub(crate) index: &'a NoteIndex,
    pub(crate) mode: SyncMode,
    /// Who watches how far it is.
    pub(crate) audience: Audience,
    /// Set when no sync is waited for any more.
    pub(crate) stop: &'a AtomicBool,
}

/// Asks something of the last state or a newer one, and can't be stopped.
pub(crate) fn ask<T>(
    index: &NoteIndex,
    mode: SyncMode,
    audience: Audience,
    question: impl FnMut(&View) -> Result<T, Error>,
) -> Result<(View, T)> {
    Asking { index, mode, audience, stop: &AtomicBool::new(false) }.ask(question)
}

impl Asking<'_> {
    /// Asks something of the last state or a newer one. What is wrong with an index may come to light only where it is
    /// read: then it is built anew, unless the mode forbids it, and asked again.
    pub(crate) fn ask<T>(&self, mut question: impl FnMut(&View) -> Result<T, Error>) -> Result<(View, T)> {
        let mut view = self.view()?;
        let mut answer = question(&view);
        if answer.as_ref().is_err_and(Error::is_unusable) && self.mode != SyncMode::Never {
            let freshness = self.rebuilt()?;
            view = View { searcher: self.index.searcher()?, freshness };
            answer = question(&view);
        }
        Ok((view, answer?))
    }

    /// Opens the last state or a newer one, as the mode has it.
    fn view(&self) -> Result<View> {
        let Asking { index, mode, .. } = *self;
        let freshness = match mode {
            SyncMode::Never => Freshness::Unknown,
            SyncMode::Always => self.everything()?,
            SyncMode::Auto if index.is_current(WATCHER_WAIT) => Freshness::Watched,
            SyncMode::Auto if index.is_made()? => self.within_budget()?,
            SyncMode::Auto => self.everything()?,
        };
        match index.searcher() {
            // The last state has to do, and does not: nobody had the time to notice.
            Err(error) if error.is_unusable() && mode == SyncMode::Auto => {
                let freshness = self.everything()?;
                Ok(View { searcher: index.searcher()?, freshness })
            }
            searcher => Ok(View { searcher: searcher?, freshness }),
        }
    }

    /// Syncs until it is done.
    fn everything(&self) -> Result<Freshness> {
        self.sync(&SyncOptions::new(SystemTime::now()))
    }

    /// Builds the index anew.
    fn rebuilt(&self) -> Result<Freshness> {
        self.sync(&SyncOptions::new(SystemTime::now()).rebuild(true))
    }

    /// Syncs and shows how far it is.
    fn sync(&self, options: &SyncOptions) -> Result<Freshness> {
        let mut progress = Progress::new(self.audience);
        let report = self.index.sync_with(options, &mut |event| {
            progress.follow(&event)?;
            go_on_unless(self.stop)
        })?;
        Ok(Freshness::Synced(report))
    }

    /// Syncs if that is quick; else the last state has to do.
    fn within_budget(&self) -> Result<Freshness> {
        let options = SyncOptions::new(SystemTime::now()).budget(BUDGET).lock_wait(LOCK_WAIT).merge(false);
        match self.index.sync_with(&options, &mut |_| go_on_unless(self.stop)) {
            Ok(report) if report.incomplete => {
                let why = "there was no time to look at every note".to_owned();
                Ok(Freshness::Behind { pending: Some(report.pending), why, hint: CATCH_UP })
            }
            Ok(report) => Ok(Freshness::Synced(report)),
            Err(error) if error.is_locked() => Ok(behind(&error, CATCH_UP)),
            // A full or read-only disk, where that would fail alike.
            Err(error) if error.is_io() => Ok(behind(&error, WRITE_ELSEWHERE)),
            Err(error) => Err(error.into()),
        }
    }
}

/// Lets a sync go on until somebody says stop.
pub(crate) fn go_on_unless(stop: &AtomicBool) -> ControlFlow<()> {
    if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// The freshness after a sync that failed: the answer comes from what there is.
fn behind(error: &Error, hint: &'static str) -> Freshness {
    Freshness::Behind { pending: None, why: error.to_string(), hint }
}
