//! `notes watch`: keeps the index at the notes.

use std::io;
use std::mem;
use std::ops::ControlFlow;
use std::path::Path;
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
    let mut story = Story { root: &config.root, is_begun: false, relief: None };
    let mut said = Ok(());
    index.watch(&WatchOptions::new(SystemTime::now), &mut |event| {
        said = story.tell(&event, ui);
        if said.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    said?;
    Ok(ExitStatus::Found)
}

/// What has been said so far.
struct Story<'a> {
    root: &'a Path,
    /// Whether it was said that the watch has begun: only then, as the index may have a watcher already.
    is_begun: bool,
    /// What is to be said when the index is up to the notes again, if it can't be now.
    relief: Option<String>,
}

impl Story<'_> {
    /// Says what happened. Nobody to say it to is a reason to stop.
    fn tell(&mut self, event: &WatchEvent<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
        let root = self.root.display();
        if !mem::replace(&mut self.is_begun, true) {
            ui.remark(format_args!("watching {root}; Ctrl-C stops it"))?;
        }
        match event {
            WatchEvent::Gone => {
                self.relief = Some(format!("note: {root} is there again"));
                ui.warn(format_args!("note: {root} is gone; watching goes on when it is there again"))?;
            }
            WatchEvent::Refused { why, .. } => {
                self.relief = Some("note: the index is at the notes again".to_owned());
                ui.warn(format_args!("note: the index is behind the notes until this can be done: {why}"))?;
            }
            WatchEvent::Synced(_) => {
                self.relief.take().map_or(Ok(()), |relief| ui.warn(format_args!("{relief}")))?;
            }
            _ => {}
        }
        explain(event, ui)
    }
}

/// Says what happened, if that was asked for.
fn explain(event: &WatchEvent<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
    match event {
        WatchEvent::Synced(report) if report.added + report.modified + report.removed > 0 => ui.explain(
            format_args!("added {}, modified {}, removed {}", report.added, report.modified, report.removed),
        ),
        WatchEvent::Lost { why, .. } => ui.explain(format_args!("looking at everything again: {why}")),
        WatchEvent::Busy { holder: Some(process), .. } => {
            ui.explain(format_args!("waiting for process {process}, which writes the index"))
        }
        WatchEvent::Busy { holder: None, .. } => {
            ui.explain(format_args!("waiting for another process, which writes the index"))
        }
        _ => Ok(()),
    }
}
