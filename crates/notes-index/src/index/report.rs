//! What a sync does and did, as data.

use std::ops::ControlFlow;

use crate::error::{Error, ErrorKind, Result};
use crate::note::{NotePath, Warning};
use crate::source::Skipped;

/// What happens while a sync runs. New kinds may come, and fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SyncEvent<'a> {
    /// Another process is writing; said again and again while it is waited for.
    #[non_exhaustive]
    Waiting {
        /// The number of that process, if it says so.
        holder: Option<u32>,
    },
    /// The files were compared with the index: this many are to be read.
    #[non_exhaustive]
    Planned {
        /// Notes to read, added or modified.
        to_read: usize,
        /// Notes to remove from the index.
        to_remove: usize,
        /// How many bytes are to be read.
        bytes: u64,
    },
    /// A note was read and is on its way into the index.
    #[non_exhaustive]
    Read {
        /// The note.
        path: &'a NotePath,
        /// How many were read, this one included.
        done: usize,
        /// How many are to be read.
        total: usize,
        /// How many bytes the notes read so far have, by their size when they were found.
        bytes: u64,
    },
    /// Everything is read; the index is being written to disk.
    Committing,
}

/// Hears what happens, and may stop it.
pub(super) type OnEvent<'a> = &'a mut dyn FnMut(SyncEvent<'_>) -> ControlFlow<()>;

/// How far a sync has come, and who hears of it.
pub(super) struct Progress<'a> {
    pub(super) report: SyncReport,
    on_event: OnEvent<'a>,
}

impl<'a> Progress<'a> {
    /// Nothing done yet.
    pub(super) fn new(on_event: OnEvent<'a>) -> Progress<'a> {
        Progress { report: SyncReport::default(), on_event }
    }

    /// Tells of something.
    ///
    /// # Errors
    /// [`Error::is_cancelled`] if who hears of it stops the sync.
    pub(super) fn tell(&mut self, event: SyncEvent<'_>) -> Result<()> {
        match (self.on_event)(event) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::new(ErrorKind::Cancelled)),
        }
    }
}

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SyncReport {
    /// Notes that are new in the index.
    pub added: usize,
    /// Notes that were in the index and have another text now.
    pub modified: usize,
    /// Notes that are gone or no longer belong to the notebook.
    pub removed: usize,
    /// Notes that are as they were.
    pub unchanged: usize,
    /// Files that would belong to the notebook but are not in the index, by path.
    pub skipped: Vec<Skipped>,
    /// What could not be read as it was meant in the notes that this sync has read and indexed.
    pub warnings: Vec<NoteWarning>,
    /// Whether the index was built anew: it was missing, damaged, or made in another way.
    pub rebuilt: bool,
    /// Whether the budget ended before the index was brought to the state of the files; it then is
    /// as it was before.
    pub incomplete: bool,
    /// How many notes were known to be changed when the budget ended.
    pub pending: usize,
}

/// Something odd about a note that is in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoteWarning {
    /// The note.
    pub path: NotePath,
    /// What could not be read as it was meant, and where.
    pub warning: Warning,
}

impl SyncReport {
    /// How many of the skipped files and folders could not be read, or have a name that no note's path can have,
    /// though they may well belong to the notebook. What is in them is not found; each sync tries them again.
    pub fn n_unread(&self) -> usize {
        self.skipped.iter().filter(|skipped| skipped.reason.is_unread()).count()
    }
}
