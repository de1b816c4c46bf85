//! `notes status`: what is indexed where, how fresh and how big.

use std::io;
use std::ops::ControlFlow;
use std::time::{Duration, SystemTime};

use clap::Args;
use notes_index::{IndexStatus, NoteIndex, SyncEvent, SyncOptions};

use crate::commands::Session;
use crate::config::Config;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::printer::{counted, escape, json, size, skipped};
use crate::ui::Ui;

/// Say what is indexed where, how fresh and how big
///
/// Compares the index with the notes but changes nothing.
#[derive(Args, Debug)]
pub(crate) struct StatusArgs {
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// How many notes a sync would touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pending {
    /// Notes that are new or changed, or were read so soon after a change that they may have changed again.
    pub(crate) to_read: usize,
    /// Notes that are gone.
    pub(crate) to_remove: usize,
}

impl Pending {
    /// Whether the index agrees with the notes.
    pub(crate) fn is_empty(self) -> bool {
        self == Pending { to_read: 0, to_remove: 0 }
    }
}

/// What is known of an index.
pub(crate) struct Look {
    /// What it says of itself.
    pub(crate) status: IndexStatus,
    /// How far it is from the notes, or why that can't be told.
    pub(crate) pending: Result<Pending, String>,
}

/// Looks at an index and at the notes.
pub(crate) fn look(index: &NoteIndex) -> Result<Look> {
    let status = index.status()?;
    let pending = if status.built { pending(index)? } else { Err(String::new()) };
    Ok(Look { status, pending })
}

/// Looks and prints.
pub(crate) fn run(args: &StatusArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let config = session.config;
    let Look { status, pending } = look(&NoteIndex::open(config.index_options())?)?;
    match args.json {
        true => json::write_status(&status, pending.ok(), config, ui.out)?,
        false => write(&status, &pending, config, ui)?,
    }
    Ok(ExitStatus::Found)
}

/// Begins a sync and stops it when it has compared: the index stays as it was. Else why it can't be told:
/// another process is writing just now, or nobody may.
fn pending(index: &NoteIndex) -> Result<Result<Pending, String>> {
    let mut pending = Pending { to_read: 0, to_remove: 0 };
    let options = SyncOptions::new(SystemTime::now()).lock_wait(Duration::ZERO);
    let compared = index.sync(&options, &mut |event| match event {
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

fn write(
    status: &IndexStatus,
    pending: &Result<Pending, String>,
    config: &Config,
    ui: &mut Ui<'_>,
) -> io::Result<()> {
    let mut row = |name: &str, value: &str| writeln!(ui.out, "{name:<12}{}", escape::line(value));
    row("notes in", &config.root.display().to_string())?;
    row("named by", &config.named_by.to_string())?;
    row("index in", &config.index_dir.display().to_string())?;
    row("state", &state(status, pending))?;
    if !status.built {
        return Ok(());
    }
    row("notes", &status.notes.to_string())?;
    row("sections", &status.sections.to_string())?;
    row("code blocks", &status.code_blocks.to_string())?;
    row("size", &format!("{} in {}", size(status.bytes), counted(status.segments, "segment")))?;
    row("skipped", &status.skipped.len().to_string())?;
    skipped::write_table(&status.skipped, ui.out)
}

fn state(status: &IndexStatus, pending: &Result<Pending, String>) -> String {
    match (&status.unusable, pending) {
        (Some(why), _) => format!("can't be used: {why} (the next search or notes index builds it anew)"),
        (None, _) if !status.built => "not built yet (the first search or notes index does it)".to_owned(),
        (None, Err(why)) => why.clone(),
        (None, Ok(pending)) if pending.is_empty() => "up to date".to_owned(),
        (None, Ok(Pending { to_read, to_remove })) => {
            format!("{} to look at again, {to_remove} to remove", counted(*to_read, "note"))
        }
    }
}
