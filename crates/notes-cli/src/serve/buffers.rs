//! Which notes are not what their files say, and how much of that is kept in memory.

use std::collections::BTreeMap;

use anyhow::anyhow;
use notes_index::NotePath;

use crate::failure::{Failure, FailureKind, Result};

/// More than anyone has open.
const MAX_BUFFERS: usize = 1_000;

/// How large all buffers may be together, in bytes: each search after a change indexes all of them in memory.
const MAX_BYTES: usize = 64 << 20;

/// The buffers of a client, each with its size.
#[derive(Default)]
pub(super) struct Buffers {
    n_bytes: BTreeMap<NotePath, usize>,
}

impl Buffers {
    /// Whether a buffer of so many bytes may be kept, in the place of one that there may be.
    ///
    /// # Errors
    /// `too-many-buffers`, with what to do.
    pub(super) fn admit(&self, path: &NotePath, n_bytes: usize) -> Result<()> {
        let others = self.n_bytes.iter().filter(|(other, _)| *other != path);
        let (n_others, sum) = others.fold((0, 0), |(n, sum), (_, n_bytes)| (n + 1, sum + n_bytes));
        if n_others < MAX_BUFFERS && sum + n_bytes <= MAX_BYTES {
            return Ok(());
        }
        let mebibytes = MAX_BYTES >> 20;
        let why =
            anyhow!("there is room for {MAX_BUFFERS} buffers, and for {mebibytes} MiB of them together");
        Err(Failure::new(FailureKind::TooManyBuffers, why).hint("give one up: put it with the text null"))
    }

    pub(super) fn keep(&mut self, path: NotePath, n_bytes: usize) {
        self.n_bytes.insert(path, n_bytes);
    }

    pub(super) fn give_up(&mut self, path: &NotePath) {
        self.n_bytes.remove(path);
    }

    /// The notes, by path.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.n_bytes.keys().map(NotePath::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(n: usize) -> NotePath {
        NotePath::new(&format!("{n}.md")).unwrap()
    }

    #[test]
    fn there_is_room_for_so_many_buffers_and_no_more() {
        let mut buffers = Buffers::default();
        for n in 0..MAX_BUFFERS {
            buffers.admit(&path(n), 1).unwrap();
            buffers.keep(path(n), 1);
        }
        assert_eq!(buffers.admit(&path(MAX_BUFFERS), 1).unwrap_err().kind(), FailureKind::TooManyBuffers);
        buffers.admit(&path(0), 2).unwrap();
        buffers.give_up(&path(1));
        buffers.admit(&path(MAX_BUFFERS), 1).unwrap();
    }

    #[test]
    fn together_they_are_no_larger_than_memory_should_hold() {
        let mut buffers = Buffers::default();
        buffers.keep(path(0), MAX_BYTES - 1);
        assert!(buffers.admit(&path(1), 1).is_ok() && buffers.admit(&path(1), 2).is_err());
        assert!(buffers.admit(&path(0), MAX_BYTES).is_ok(), "it takes its own place");
    }
}
