//! `notes status`: what is indexed where, how fresh and how big.

use std::io;

use clap::Args;
use notes_index::{IndexStatus, NoteIndex, Pending};

use crate::amounts::{counted, size};
use crate::commands::Session;
use crate::config::Config;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::pending::{Look, look};
use crate::printer::{json, skipped};
use crate::ui::Ui;

#[derive(Args, Debug)]
pub(crate) struct StatusArgs {
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Looks and prints.
pub(crate) fn run(args: &StatusArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let config = session.config;
    let Look { status, is_watched, pending } = look(&NoteIndex::open(config.index_options())?)?;
    match args.json {
        true => json::write_status(&status, pending.and_then(Result::ok), config, ui.out)?,
        false => write(&status, pending.as_ref(), is_watched, config, ui)?,
    }
    Ok(ExitStatus::Found)
}

fn write(
    status: &IndexStatus,
    pending: Option<&Result<Pending, String>>,
    is_watched: bool,
    config: &Config,
    ui: &mut Ui<'_>,
) -> io::Result<()> {
    let mut row = |name: &str, value: &str| writeln!(ui.out, "{name:<12}{}", escape::line(value));
    row("notes in", &config.root.display().to_string())?;
    row("named by", &config.named_by.to_string())?;
    row("index in", &config.index_dir.display().to_string())?;
    row("state", &state(status, pending))?;
    row(
        "watched",
        if is_watched { "yes: searches need not look at the notes" } else { "no watcher answers" },
    )?;
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

fn state(status: &IndexStatus, pending: Option<&Result<Pending, String>>) -> String {
    match (&status.unusable, pending) {
        (Some(why), _) => format!("{why} (the next search or notes index builds it anew)"),
        (None, None) => "not built yet (the first search or notes index does it)".to_owned(),
        (None, Some(Err(why))) => why.clone(),
        (None, Some(Ok(pending))) if pending.is_empty() => "up to date".to_owned(),
        (None, Some(Ok(pending))) => {
            let Pending { to_read, to_remove, .. } = pending;
            format!("{} to look at again, {to_remove} to remove", counted(*to_read, "note"))
        }
    }
}
