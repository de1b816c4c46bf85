//! `notes index`: brings the index up to the notes and says what that took.

use std::io;
use std::time::{Duration, SystemTime};

use clap::Args;
use notes_index::{NoteIndex, NoteWarning, SyncOptions, SyncReport};

use crate::amounts::duration;
use crate::commands::Session;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::printer::{json, skipped};
use crate::progress::Progress;
use crate::ui::{Loudness, Ui};

/// How many warnings about notes, which are indexed all the same, are listed unless more are asked for.
const USUAL_WARNINGS: usize = 10;

#[derive(Args, Debug)]
pub(crate) struct IndexArgs {
    /// Build the whole index anew
    #[arg(long)]
    rebuild: bool,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Runs the sync.
pub(crate) fn run(args: &IndexArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let config = session.config;
    let index = NoteIndex::open(config.index_options())?;
    let options = SyncOptions::new(SystemTime::now()).rebuild(args.rebuild);
    let report = {
        let mut progress = Progress::new(ui.audience());
        index.sync_with(&options, &mut |event| progress.follow(&event))?
    };
    let took = ui.started.elapsed();
    match args.json {
        true => json::write_report(&report, config, took, ui.out)?,
        false if ui.loudness == Loudness::Quiet => {}
        false => write(&report, took, ui)?,
    }
    Ok(ExitStatus::Found)
}

fn write(report: &SyncReport, took: Duration, ui: &mut Ui<'_>) -> io::Result<()> {
    let SyncReport { added, modified, removed, unchanged, .. } = report;
    write!(ui.out, "added {added}, modified {modified}, removed {removed}, unchanged {unchanged}")?;
    if ui.terminal.out {
        write!(ui.out, " in {}", duration(took))?;
    }
    writeln!(ui.out)?;
    write_warnings(report, ui)?;
    if !report.skipped.is_empty() {
        writeln!(ui.out, "skipped {}:", report.skipped.len())?;
        skipped::write_table(&report.skipped, ui.out)?;
    }
    Ok(())
}

fn write_warnings(report: &SyncReport, ui: &mut Ui<'_>) -> io::Result<()> {
    let n_warnings = report.warnings.len();
    let shown = if ui.loudness == Loudness::Verbose { n_warnings } else { USUAL_WARNINGS.min(n_warnings) };
    if n_warnings > 0 {
        writeln!(ui.out, "warnings {n_warnings}:")?;
    }
    for NoteWarning { path, warning, .. } in &report.warnings[..shown] {
        let (path, message) = (escape::line(path.as_str()), escape::line(&warning.message));
        writeln!(ui.out, "  {path}:{}: {message}", warning.line)?;
    }
    match n_warnings - shown {
        0 => Ok(()),
        more => writeln!(ui.out, "  {more} more: -v"),
    }
}
