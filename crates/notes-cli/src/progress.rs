//! A bar on the terminal while notes are read.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use notes_index::SyncEvent;

/// What is done sooner than this needs no bar.
const PATIENCE: Duration = Duration::from_millis(300);

/// Who reads what is said besides the output, and watches how far something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    Person,
    Nobody,
}

/// Follows a sync, drawing only if a person watches and it takes long.
pub(crate) struct Progress {
    audience: Audience,
    begun: Instant,
    /// How many bytes are to be read.
    bytes: u64,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Draws on standard error.
    pub(crate) fn new(audience: Audience) -> Progress {
        Progress { audience, begun: Instant::now(), bytes: 0, bar: None }
    }

    /// Takes an event of the sync; never stops it.
    pub(crate) fn follow(&mut self, event: &SyncEvent<'_>) -> ControlFlow<()> {
        match event {
            SyncEvent::Waiting { holder, .. } if self.is_watched() => self.wait(*holder),
            SyncEvent::Planned { bytes, .. } => {
                self.clear();
                self.bytes = *bytes;
            }
            SyncEvent::Read { done, total, bytes, .. } => self.read(*done, *total, *bytes),
            SyncEvent::Committing => self.with_bar(|bar| bar.set_message("writing the index")),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn is_watched(&self) -> bool {
        self.audience == Audience::Person
    }

    fn read(&mut self, done: usize, total: usize, bytes: u64) {
        if self.bar.is_none() && self.is_watched() && self.begun.elapsed() >= PATIENCE {
            self.bar = Some(bar(self.bytes, self.begun.elapsed()));
        }
        self.with_bar(|bar| {
            bar.set_message(format!("{done}/{total} notes"));
            bar.set_position(bytes);
        });
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

/// A bar for so many bytes, after so much time.
fn bar(bytes: u64, elapsed: Duration) -> ProgressBar {
    let template =
        "{msg}, {decimal_bytes}/{decimal_total_bytes}, {decimal_bytes_per_sec}, {eta} left {wide_bar}";
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(bytes).with_style(style).with_elapsed(elapsed)
}
