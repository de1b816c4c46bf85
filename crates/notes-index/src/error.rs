//! One opaque error: a private kind, a message that names the path, and predicates for callers.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What a fallible operation of this crate returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Something that could not be done.
///
/// The message names the file or folder that it is about. What a caller can act on is asked by
/// predicate; everything else is for people to read.
///
/// ```
/// use notes_index::NotePath;
///
/// let error = NotePath::new("../outside.md").unwrap_err();
/// assert!(error.is_invalid_path());
/// assert_eq!(error.to_string(), "\"../outside.md\" is no path of a note: it has the component \"..\"");
/// ```
#[derive(Debug)]
pub struct Error {
    kind: Box<ErrorKind>,
}

/// Who holds a lock that another wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holder {
    /// The number of the process, if it is known.
    pub(crate) process: Option<u32>,
}

#[derive(Debug)]
pub(crate) enum ErrorKind {
    /// A path that can't name a note of a notebook.
    InvalidPath { path: String, why: String },
    /// The operating system refused something.
    Io { path: PathBuf, doing: &'static str, source: io::Error },
    /// Another process holds the index's writer lock.
    Locked { path: PathBuf, holder: Holder },
    /// The index has a watcher.
    Watched { path: PathBuf, watcher: Holder },
    /// The index folder is not ours, or belongs to another notebook.
    Foreign { path: PathBuf, why: String },
    /// There is no index yet, and the operation doesn't make one.
    Missing { path: PathBuf },
    /// The index can't be used as it is: another format, or damaged. A sync rebuilds it.
    Unusable { path: PathBuf, why: String },
    /// The index was of this make, and somebody has made it anew in another way since.
    Remade { path: PathBuf },
    /// A file that is no note, or can't be read as one.
    Unreadable { path: PathBuf, why: String },
    /// The caller stopped the operation.
    Cancelled,
    /// An option that can't be taken.
    InvalidOption { what: String },
}

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Error {
        Error { kind: Box::new(kind) }
    }

    pub(crate) fn io(path: impl Into<PathBuf>, doing: &'static str, source: io::Error) -> Error {
        Error::new(ErrorKind::Io { path: path.into(), doing, source })
    }

    pub(crate) fn unusable(path: impl Into<PathBuf>, why: impl fmt::Display) -> Error {
        Error::new(ErrorKind::Unusable { path: path.into(), why: why.to_string() })
    }

    /// Whether a text can't be the path of a note.
    pub fn is_invalid_path(&self) -> bool {
        matches!(*self.kind, ErrorKind::InvalidPath { .. })
    }

    /// Whether an option has a value that can't be taken.
    pub fn is_invalid_option(&self) -> bool {
        matches!(*self.kind, ErrorKind::InvalidOption { .. })
    }

    /// Whether the operating system refused to read or write something.
    pub fn is_io(&self) -> bool {
        matches!(*self.kind, ErrorKind::Io { .. })
    }

    /// Whether another writer or watcher holds the index; trying again later may work.
    pub fn is_locked(&self) -> bool {
        matches!(*self.kind, ErrorKind::Locked { .. } | ErrorKind::Watched { .. })
    }

    /// Whether the index is held by a watcher, which ends only when it is stopped; then it is locked as well.
    pub fn is_watched(&self) -> bool {
        matches!(*self.kind, ErrorKind::Watched { .. })
    }

    /// Whether the index folder holds another notebook's index or something that is no index.
    pub fn is_foreign(&self) -> bool {
        matches!(*self.kind, ErrorKind::Foreign { .. })
    }

    /// Whether there is no index yet: a sync makes one.
    pub fn is_missing(&self) -> bool {
        matches!(*self.kind, ErrorKind::Missing { .. })
    }

    /// Whether the index is damaged or of another format: a sync rebuilds it.
    pub fn is_unusable(&self) -> bool {
        matches!(*self.kind, ErrorKind::Unusable { .. })
    }

    /// Whether another version, or somebody with other options, has made the index anew since this one was opened: a
    /// sync doesn't make it as it was, or two programs would undo each other's work for ever. It is to be opened again,
    /// with the options that count now.
    pub fn is_remade(&self) -> bool {
        matches!(*self.kind, ErrorKind::Remade { .. })
    }

    /// Whether a file could not be read as a note: it is gone, too large, binary, no regular file.
    pub fn is_unreadable(&self) -> bool {
        matches!(*self.kind, ErrorKind::Unreadable { .. })
    }

    /// Whether the caller stopped the operation.
    pub fn is_cancelled(&self) -> bool {
        matches!(*self.kind, ErrorKind::Cancelled)
    }

    /// Who writes the index, if it is locked.
    pub(crate) fn holder(&self) -> Option<Holder> {
        match *self.kind {
            ErrorKind::Locked { holder, .. } => Some(holder),
            _ => None,
        }
    }

    /// What the operating system said, if it [refused](Error::is_io) something. The message has it already, so it is no
    /// [source](std::error::Error::source): who prints a chain of errors would print it twice.
    pub fn io_error(&self) -> Option<&io::Error> {
        match &*self.kind {
            ErrorKind::Io { source, .. } => Some(source),
            _ => None,
        }
    }

    /// Whether it is that this file or folder is not there.
    pub(crate) fn is_absent(&self, at: &Path) -> bool {
        let not_there = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        matches!(&*self.kind, ErrorKind::Io { path, source, .. } if path == at && not_there(source))
    }

    /// One word for the kind, for machines: `"locked"`, `"io"`, …
    pub fn kind(&self) -> &'static str {
        match *self.kind {
            ErrorKind::InvalidPath { .. } => "invalid-path",
            ErrorKind::InvalidOption { .. } => "invalid-option",
            ErrorKind::Io { .. } => "io",
            ErrorKind::Locked { .. } | ErrorKind::Watched { .. } => "locked",
            ErrorKind::Foreign { .. } => "foreign",
            ErrorKind::Missing { .. } => "missing",
            ErrorKind::Unusable { .. } => "unusable",
            ErrorKind::Remade { .. } => "remade",
            ErrorKind::Unreadable { .. } => "unreadable",
            ErrorKind::Cancelled => "cancelled",
        }
    }

    /// The file or folder that this is about, if it is about one.
    pub fn path(&self) -> Option<&Path> {
        match &*self.kind {
            ErrorKind::InvalidPath { path, .. } => Some(Path::new(path)),
            ErrorKind::Io { path, .. }
            | ErrorKind::Locked { path, .. }
            | ErrorKind::Watched { path, .. }
            | ErrorKind::Foreign { path, .. }
            | ErrorKind::Missing { path }
            | ErrorKind::Remade { path }
            | ErrorKind::Unreadable { path, .. }
            | ErrorKind::Unusable { path, .. } => Some(path),
            ErrorKind::Cancelled | ErrorKind::InvalidOption { .. } => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.kind {
            ErrorKind::InvalidPath { path, why } => write!(f, "{path:?} is no path of a note: {why}"),
            ErrorKind::InvalidOption { what } => f.write_str(what),
            ErrorKind::Io { path, doing, source } => write!(f, "can't {doing} {}: {source}", path.display()),
            ErrorKind::Locked { path, holder: Holder { process: Some(process) } } => {
                write!(f, "the index {} is being written by process {process}", path.display())
            }
            ErrorKind::Locked { path, holder: Holder { process: None } } => {
                write!(f, "the index {} is being written by another process", path.display())
            }
            ErrorKind::Watched { path, watcher: Holder { process: Some(process) } } => {
                write!(f, "the index {} is already watched, by process {process}", path.display())
            }
            ErrorKind::Watched { path, watcher: Holder { process: None } } => {
                write!(f, "the index {} is already watched", path.display())
            }
            ErrorKind::Foreign { path, why } => {
                write!(f, "{} is not this notebook's index: {why}", path.display())
            }
            ErrorKind::Missing { path } => write!(f, "there is no index in {}", path.display()),
            ErrorKind::Unusable { path, why } => {
                write!(f, "the index {} can't be used: {why}", path.display())
            }
            ErrorKind::Remade { path } => write!(
                f,
                "the index {} was made anew by another version or with other options",
                path.display()
            ),
            ErrorKind::Unreadable { path, why } => write!(f, "can't read {}: {why}", path.display()),
            ErrorKind::Cancelled => f.write_str("stopped"),
        }
    }
}

impl std::error::Error for Error {
    /// What stands behind what the message says.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.io_error().and_then(std::error::Error::source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is printed of an error and of all that stand behind it.
    fn printed(error: &dyn std::error::Error) -> Vec<String> {
        std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect()
    }

    #[test]
    fn what_the_system_said_is_told_once() {
        let full = io::Error::new(io::ErrorKind::StorageFull, "no space left");
        let error = Error::io("/n/a.md", "write", full);
        assert_eq!(printed(&error), ["can't write /n/a.md: no space left"]);
        assert_eq!(error.io_error().map(io::Error::kind), Some(io::ErrorKind::StorageFull));
        let deep =
            Error::io("/n/a.md", "write", io::Error::other(Error::io("b", "read", io::Error::other("c"))));
        assert_eq!(printed(&deep), ["can't write /n/a.md: can't read b: c"]);
        assert!(Error::unusable("/n", "it is damaged").io_error().is_none());
    }
}
