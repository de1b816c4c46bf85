//! What could not be done, and what can be done about it.

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::escape;

/// What to do where the index can't be written.
pub(crate) const WRITE_ELSEWHERE: &str = "name a folder that can be written with --index-dir";

/// What a fallible step of the program returns.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// What sort of failure it is: what the program itself decides by, and one word for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// The program was called in a way that it does not understand.
    Usage,
    /// A configuration file can't be taken.
    Config,
    /// No notebook is meant, or there is none of that name.
    NoNotebook,
    /// A folder of notes is not there.
    NoFolder,
    /// There is nowhere to keep an index.
    NoCacheFolder,
    /// The system refused to read or write something.
    Io,
    /// The output can't be written.
    Output,
    /// The editor can't be started, or failed.
    Editor,
    /// A client puts more than there is room for.
    TooManyBuffers,
    /// An option of the library can't be taken.
    InvalidOption,
    /// The index folder holds something of others.
    Foreign,
    /// Nobody waits for it any more.
    Cancelled,
    /// A mistake in the program.
    Bug,
    /// Anything else that the library says could not be done, by its own word.
    Library(&'static str),
}

impl FailureKind {
    /// One word for machines.
    pub(crate) fn name(self) -> &'static str {
        match self {
            FailureKind::Usage => "usage",
            FailureKind::Config => "config",
            FailureKind::NoNotebook => "no-notebook",
            FailureKind::NoFolder => "no-folder",
            FailureKind::NoCacheFolder => "no-cache-folder",
            FailureKind::Io => "io",
            FailureKind::Output => "output",
            FailureKind::Editor => "editor",
            FailureKind::TooManyBuffers => "too-many-buffers",
            FailureKind::InvalidOption => "invalid-option",
            FailureKind::Foreign => "foreign",
            FailureKind::Cancelled => "cancelled",
            FailureKind::Bug => "bug",
            FailureKind::Library(name) => name,
        }
    }

    fn of(error: &notes_index::Error) -> FailureKind {
        match error {
            error if error.is_io() => FailureKind::Io,
            error if error.is_invalid_option() => FailureKind::InvalidOption,
            error if error.is_cancelled() => FailureKind::Cancelled,
            error if error.is_foreign() => FailureKind::Foreign,
            error => FailureKind::Library(error.kind()),
        }
    }
}

/// An error with what a reader can do about it kept apart from what happened.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: FailureKind,
    error: anyhow::Error,
    path: Option<PathBuf>,
    hint: Option<String>,
}

impl Failure {
    /// An error of a kind.
    pub(crate) fn new(kind: FailureKind, error: anyhow::Error) -> Failure {
        Failure { kind, error, path: None, hint: None }
    }

    /// The program was called in a way that it does not understand.
    pub(crate) fn usage(message: impl fmt::Display) -> Failure {
        Failure::new(FailureKind::Usage, anyhow::anyhow!("{message}"))
    }

    /// Says what to do.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }

    /// Says what to do if the index can't be written where it would be, unless something is said already.
    pub(crate) fn hint_at_index(self, index_dir: &Path) -> Failure {
        let is_there = self.path().is_some_and(|path| path.starts_with(index_dir));
        let is_io = self.kind == FailureKind::Io;
        if is_io && self.hint.is_none() && is_there { self.hint(WRITE_ELSEWHERE) } else { self }
    }

    /// Says what to do if others have something where the index is kept that nobody has named.
    pub(crate) fn hint_at_own_folder(self, index_dir: &Path) -> Failure {
        if self.kind != FailureKind::Foreign {
            return self;
        }
        let dir = index_dir.display();
        self.hint(format!(
            "the index is kept in {dir}: move what is in its way elsewhere; nothing there was changed"
        ))
    }

    /// Says which file or folder it is about.
    pub(crate) fn about(mut self, path: &Path) -> Failure {
        self.path = Some(path.to_owned());
        self
    }

    /// Whether the reader of the output went away, as `head` does: no error to anyone.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        let kinds = self.error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
        kinds.into_iter().any(|error| error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The sentence, on one line or more.
    pub(crate) fn message(&self) -> String {
        format!("{:#}", self.error)
    }

    /// What sort of failure it is.
    pub(crate) fn kind(&self) -> FailureKind {
        self.kind
    }

    /// Which file or folder it is about.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Says it to a person.
    pub(crate) fn write_text(&self, err: &mut dyn Write) -> io::Result<()> {
        writeln!(err, "error: {}", escape::text(&self.message()))?;
        match &self.hint {
            Some(hint) => writeln!(err, "hint: {}", escape::text(hint)),
            None => Ok(()),
        }
    }

    /// What to do.
    pub(crate) fn what_to_do(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl From<notes_index::Error> for Failure {
    fn from(error: notes_index::Error) -> Failure {
        let (kind, path) = (FailureKind::of(&error), error.path().map(Path::to_owned));
        let hint = hint_for(&error).map(str::to_owned);
        Failure { kind, error: anyhow::Error::new(error), path, hint }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::new(FailureKind::Output, anyhow::Error::new(error).context("can't write the output"))
    }
}

fn hint_for(error: &notes_index::Error) -> Option<&'static str> {
    if error.is_watched() {
        None
    } else if error.is_locked() {
        Some("try again when it is done, or search the last state with --sync never")
    } else if error.is_missing() {
        Some("build it with: notes index")
    } else if error.is_unusable() {
        Some("build it anew with: notes index --rebuild")
    } else if error.is_remade() {
        Some("start this again: it takes the settings that count now")
    } else if error.is_foreign() {
        Some("name another folder with --index-dir; nothing in this one was changed")
    } else {
        None
    }
}
