//! How a search brings the index up to the notes, and what it says about the state it answers from.

use std::io;
use std::time::{Duration, SystemTime};

use clap::ValueEnum;
use notes_index::{Error, NoteIndex, Searcher, SyncOptions, SyncReport};

use crate::amounts::counted;
use crate::failure::Result;
use crate::progress::Progress;
use crate::ui::Ui;

/// How long an ordinary search may look for changes.
const BUDGET: Duration = Duration::from_secs(1);

/// How long a watcher may take to answer before the search looks for itself.
pub(crate) const WATCHER_WAIT: Duration = Duration::from_millis(50);

/// How long an ordinary search waits for another writer.
const LOCK_WAIT: Duration = Duration::from_millis(500);

/// When to sync before a search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
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
    },
    /// Nobody looked.
    Unknown,
}

impl Freshness {
    /// Whether files of hits may be gone.
    pub(crate) fn is_behind(&self) -> bool {
        matches!(self, Freshness::Behind { .. })
    }

    /// Says so if an answer may be behind the notes.
    pub(crate) fn warn(&self, ui: &mut Ui<'_>) -> io::Result<()> {
        let Freshness::Behind { pending, why } = self else { return Ok(()) };
        let known = pending.filter(|&notes| notes > 0);
        let known =
            known.map_or(String::new(), |notes| format!(", {} to be read", counted(notes, "changed note")));
        ui.warn(format_args!("note: the index may be behind the notes: {why}{known}"))?;
        ui.remark("hint: catch up with: notes index")
    }
}

/// Opens the last state or a newer one, as the mode has it.
fn view(index: &NoteIndex, mode: SyncMode, remarks: bool) -> Result<View> {
    let freshness = match mode {
        SyncMode::Never => Freshness::Unknown,
        SyncMode::Always => everything(index, false, remarks)?,
        SyncMode::Auto if index.is_watched(WATCHER_WAIT) => Freshness::Watched,
        SyncMode::Auto if index.is_made()? => within_budget(index)?,
        SyncMode::Auto => everything(index, false, remarks)?,
    };
    match index.searcher() {
        // The last state has to do, and does not: nobody had the time to notice.
        Err(error) if error.is_unusable() && mode == SyncMode::Auto => {
            let freshness = everything(index, false, remarks)?;
            Ok(View { searcher: index.searcher()?, freshness })
        }
        searcher => Ok(View { searcher: searcher?, freshness }),
    }
}

/// Asks something of the last state or a newer one. What is wrong with an index may come to light only where it is
/// read: then it is built anew, unless the mode forbids it, and asked again. How far it is, is shown where `remarks`
/// are read.
pub(crate) fn ask<T>(
    index: &NoteIndex,
    mode: SyncMode,
    remarks: bool,
    mut question: impl FnMut(&View) -> Result<T, Error>,
) -> Result<(View, T)> {
    let mut view = view(index, mode, remarks)?;
    let mut answer = question(&view);
    if answer.as_ref().is_err_and(Error::is_unusable) && mode != SyncMode::Never {
        let freshness = everything(index, true, remarks)?;
        view = View { searcher: index.searcher()?, freshness };
        answer = question(&view);
    }
    Ok((view, answer?))
}

/// Syncs until it is done, showing how far it is.
fn everything(index: &NoteIndex, rebuild: bool, remarks: bool) -> Result<Freshness> {
    let mut progress = Progress::new(remarks);
    let options = SyncOptions::new(SystemTime::now()).rebuild(rebuild);
    let report = index.sync(&options, &mut |event| progress.follow(&event))?;
    Ok(Freshness::Synced(report))
}

/// Syncs if that is quick; else the last state has to do.
fn within_budget(index: &NoteIndex) -> Result<Freshness> {
    let options = SyncOptions::new(SystemTime::now()).budget(BUDGET).lock_wait(LOCK_WAIT).merge(false);
    let mut silently = |_: notes_index::SyncEvent<'_>| std::ops::ControlFlow::Continue(());
    match index.sync(&options, &mut silently) {
        Ok(report) if report.incomplete => {
            let why = "there was no time to look at every note".to_owned();
            Ok(Freshness::Behind { pending: Some(report.pending), why })
        }
        Ok(report) => Ok(Freshness::Synced(report)),
        Err(error) if can_wait(&error) => Ok(Freshness::Behind { pending: None, why: error.to_string() }),
        Err(error) => Err(error.into()),
    }
}

/// A busy index, a full or read-only disk: no reason not to answer from what there is.
fn can_wait(error: &Error) -> bool {
    error.is_locked() || error.is_io()
}
