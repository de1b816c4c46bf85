//! A bar on the terminal while notes are read.

use std::ops::ControlFlow;

use indicatif::{ProgressBar, ProgressStyle};
use notes_index::SyncEvent;

/// Follows a sync, drawing only if someone watches.
pub(crate) struct Progress {
    watched: bool,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Draws on standard error if `watched`.
    pub(crate) fn new(watched: bool) -> Progress {
        Progress { watched, bar: None }
    }

    /// Takes an event of the sync; never stops it.
    pub(crate) fn follow(&mut self, event: &SyncEvent<'_>) -> ControlFlow<()> {
        match event {
            SyncEvent::Waiting { holder } if self.watched => self.wait(*holder),
            SyncEvent::Planned { to_read, .. } if self.watched && *to_read > 0 => {
                self.clear();
                self.bar = Some(bar(*to_read as u64));
            }
            SyncEvent::Read { done, .. } => self.with_bar(|bar| bar.set_position(*done as u64)),
            SyncEvent::Committing => self.with_bar(|bar| bar.set_message("writing")),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    /// Says for whom; what is said already is not drawn again.
    fn wait(&mut self, holder: Option<u32>) {
        let who = holder.map_or("another process".to_owned(), |process| format!("notes (process {process})"));
        let line = self.bar.get_or_insert_with(line);
        line.set_message(format!("waiting for {who}, which is writing the index"));
    }

    fn clear(&mut self) {
        self.with_bar(ProgressBar::finish_and_clear);
        self.bar = None;
    }

    fn with_bar(&self, draw: impl FnOnce(&ProgressBar)) {
        if let Some(bar) = &self.bar {
            draw(bar);
        }
    }
}

impl Drop for Progress {
    /// Leaves a clean line, also where the sync failed.
    fn drop(&mut self) {
        self.clear();
    }
}

/// A bar that is a message alone.
fn line() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
    ProgressBar::new_spinner().with_style(style)
}

fn bar(notes: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} notes")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(notes).with_style(style).with_message("indexing")
}
