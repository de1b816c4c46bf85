//! Files that would belong to the notebook but are no notes, and why.

use std::fmt;
use std::path::PathBuf;

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
///
/// ```
/// use notes_index::SkipReason;
///
/// let reason = SkipReason::TooLarge { bytes: 20_000_000, limit: 16_777_216 };
/// assert_eq!(reason.name(), "too-large");
/// assert_eq!(reason.to_string(), "20000000 bytes, the limit is 16777216");
/// ```
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
    /// Reading it met a mistake of this library, whose words these are. Only this note is missing; each sync tries it
    /// again.
    Failed(String),
}

impl SkipReason {
    /// Whether each sync tries it again: what stood in the way, a closed folder, a lost connection or a mistake of ours,
    /// leaves no trace in the file's stamp when it is gone.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(self, SkipReason::Unreadable(_) | SkipReason::Failed(_))
    }

    /// Whether it may well be a note, though it can't be read or named: nothing says that it is no part of the notebook.
    pub(crate) fn is_unread(&self) -> bool {
        self.may_pass() || *self == SkipReason::Name
    }

    /// One word for machines: `"too-large"`, `"binary"`, …
    pub fn name(&self) -> &'static str {
        match self {
            SkipReason::TooLarge { .. } => "too-large",
            SkipReason::Binary => "binary",
            SkipReason::Link => "link",
            SkipReason::NotAFile => "not-a-file",
            SkipReason::Name => "name",
            SkipReason::Unreadable(_) => "unreadable",
            SkipReason::Failed(_) => "failed",
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
            SkipReason::Failed(said) => write!(f, "a bug, please report it: {said}"),
        }
    }
}
