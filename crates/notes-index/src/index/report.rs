//! What a sync does and did, as data.

use std::fmt;
use std::path::PathBuf;

use crate::note::{NotePath, Warning};

/// What happens while a sync runs. New kinds may come.
#[derive(Debug)]
#[non_exhaustive]
pub enum SyncEvent<'a> {
    /// The files were compared with the index: this many are to be read.
    Planned {
        /// Notes to read, added or modified.
        to_read: usize,
        /// Notes to remove from the index.
        to_remove: usize,
    },
    /// A note was read and is on its way into the index.
    Read {
        /// The note.
        path: &'a NotePath,
        /// How many were read, this one included.
        done: usize,
        /// How many are to be read.
        total: usize,
    },
    /// Everything is read; the index is being written to disk.
    Committing,
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
    /// What was odd about notes that are in the index, for those read in this sync.
    pub warnings: Vec<(NotePath, Warning)>,
    /// Whether the index was built anew: it was missing, damaged, or made in another way.
    pub rebuilt: bool,
    /// Whether the budget ended before the index was brought to the state of the files; it then is
    /// as it was before.
    pub incomplete: bool,
    /// How many notes were known to be changed when the budget ended.
    pub pending: usize,
}

/// A file that is not in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skipped {
    /// The file, relative to the root; broken UTF-8 is replaced.
    pub path: PathBuf,
    /// Why.
    pub reason: SkipReason,
}

/// Why a file is not in the index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SkipReason {
    /// It is larger than the limit.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// It holds NUL bytes or is otherwise no text.
    Binary,
    /// It is a symbolic link: what it leads to is searched where it stands, if that is in the root.
    Link,
    /// It is no regular file: a pipe, socket or device.
    NotAFile,
    /// Its name is not UTF-8 or can't be the path of a note.
    Name,
    /// It could not be read; the system's message.
    Unreadable(String),
}

impl SkipReason {
    /// One word for machines: `"too-large"`, `"binary"`, …
    pub fn kind(&self) -> &'static str {
        match self {
            SkipReason::TooLarge { .. } => "too-large",
            SkipReason::Binary => "binary",
            SkipReason::Link => "link",
            SkipReason::NotAFile => "not-a-file",
            SkipReason::Name => "name",
            SkipReason::Unreadable(_) => "unreadable",
        }
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SkipReason::TooLarge { bytes, limit } => write!(f, "{bytes} bytes, the limit is {limit}"),
            SkipReason::Binary => f.write_str("not a text"),
            SkipReason::Link => f.write_str("a symbolic link"),
            SkipReason::NotAFile => f.write_str("no regular file"),
            SkipReason::Name => f.write_str("its name can't be the path of a note"),
            SkipReason::Unreadable(why) => f.write_str(why),
        }
    }
}
