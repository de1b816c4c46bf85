//! What documents have in common: their version, paths, times.

use std::path::Path;
use std::time::Duration;

/// What every document says first.
pub(super) const VERSION: u32 = 1;

/// JSON has no bytes: what is not UTF-8 in a path is replaced.
pub(super) fn lossy(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Milliseconds to the microsecond; more digits would be noise.
pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_micros() as f64 / 1e3
}
