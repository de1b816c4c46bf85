//! `notes watch`: keeps the index at the notes.

use std::io;
use std::ops::ControlFlow;
use std::time::SystemTime;

use clap::Args;
use notes_index::{NoteIndex, WatchEvent, WatchOptions};

use crate::commands::Session;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::ui::Ui;

#[derive(Args, Debug)]
pub(crate) struct WatchArgs {}

/// Watches until the process is stopped or something fails.
pub(crate) fn run(_args: &WatchArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let config = session.config;
    let index = NoteIndex::open(config.index_options())?;
    // Said only when it does: the index may have a watcher.
    let mut is_begun = false;
    let mut say = |event: &WatchEvent<'_>| {
        if !std::mem::replace(&mut is_begun, true) {
            ui.remark(format_args!("watching {}; Ctrl-C stops it", config.root.display()))?;
        }
        explain(event, ui)
    };
    let mut said = Ok(());
    index.watch(&WatchOptions::new(SystemTime::now), &mut |event| {
        said = say(&event);
        if said.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    said?;
    Ok(ExitStatus::Found)
}

/// Says what happened, if that was asked for. Nobody to say it to is a reason to stop.
fn explain(event: &WatchEvent<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
    match event {
        WatchEvent::Synced(report) if report.added + report.modified + report.removed > 0 => ui.explain(
            format_args!("added {}, modified {}, removed {}", report.added, report.modified, report.removed),
        ),
        WatchEvent::Disturbed { why, .. } => ui.explain(format_args!("looking at everything again: {why}")),
        _ => Ok(()),
    }
}
