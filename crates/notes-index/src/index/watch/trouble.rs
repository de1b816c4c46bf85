//! Why an index could not be brought to its notes, and when that is tried again.

use std::io;
use std::time::{Duration, Instant};

use super::WatchEvent;
use crate::error::{Error, Holder};

/// Why a sync comes to nothing, where that passes by itself or by what others do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// Another process is writing.
    Busy { holder: Holder },
    /// The system refuses something. What it says of the file may be new each time: the next commit has others.
    Refused(io::ErrorKind),
}

/// A sync that came to nothing.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) cause: Cause,
    since: Instant,
    /// How long is waited before the next one.
    wait: Duration,
}

impl Cause {
    /// That of an error, if it is one that may pass.
    pub(super) fn of(error: &Error) -> Option<Cause> {
        let busy = error.holder().map(|holder| Cause::Busy { holder });
        busy.or_else(|| error.io_error().map(|refused| Cause::Refused(refused.kind())))
    }

    /// What the caller is told.
    pub(super) fn event(self, error: &Error) -> WatchEvent<'static> {
        match self {
            Cause::Busy { holder } => WatchEvent::Busy { holder: holder.process },
            Cause::Refused(_) => WatchEvent::Refused { why: error.to_string() },
        }
    }

    /// How long is waited the first time, and at most.
    fn waits(self) -> (Duration, Duration) {
        match self {
            // To try again costs little: what is known of the notes is kept.
            Cause::Busy { .. } => (Duration::from_millis(200), Duration::from_secs(2)),
            // Each try reads all that has changed, and for nothing if it is refused once more.
            Cause::Refused(_) => (Duration::from_millis(500), Duration::from_secs(60)),
        }
    }
}

impl Trouble {
    /// Each time in a row waits twice as long as the one before.
    pub(super) fn new(cause: Cause, last: Option<&Trouble>) -> Trouble {
        let (first, most) = cause.waits();
        let wait = last.map_or(first, |last| last.wait.saturating_mul(2).clamp(first, most));
        Trouble { cause, since: Instant::now(), wait }
    }

    /// How long it is until the next one.
    pub(super) fn left(&self) -> Duration {
        self.wait.saturating_sub(self.since.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_in_vain_waits_longer_but_not_for_ever() {
        let busy = |process| Cause::Busy { holder: Holder { process } };
        let mut last: Option<Trouble> = None;
        let mut waits = |cause: Cause, n: usize| -> Vec<u128> {
            let next = |_| {
                last = Some(Trouble::new(cause, last.as_ref()));
                last.as_ref().map_or(0, |trouble| trouble.wait.as_millis())
            };
            (0..n).map(next).collect()
        };
        assert_eq!(waits(busy(Some(1)), 6), [200, 400, 800, 1600, 2000, 2000]);
        let refused = waits(Cause::Refused(io::ErrorKind::StorageFull), 6);
        assert_eq!(refused, [4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
        assert_eq!(waits(busy(None), 1), [2_000]);
    }
}
