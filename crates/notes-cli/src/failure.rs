//! What could not be done, and what can be done about it.

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::escape;

/// What to do where the index can't be written.
pub(crate) const WRITE_ELSEWHERE: &str = "name a folder that can be written with --index-dir";

/// What a fallible step of the program returns.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// An error with what a reader can do about it kept apart from what happened.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: &'static str,
    error: anyhow::Error,
    path: Option<PathBuf>,
    hint: Option<String>,
}

impl Failure {
    /// An error of a kind: one word for machines.
    pub(crate) fn new(kind: &'static str, error: anyhow::Error) -> Failure {
        Failure { kind, error, path: None, hint: None }
    }

    /// The program was called in a way that it does not understand.
    pub(crate) fn usage(message: impl fmt::Display) -> Failure {
        Failure::new("usage", anyhow::anyhow!("{message}"))
    }

    /// Says what to do.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }

    /// Says what to do if the index can't be written where it would be, unless something is said already.
    pub(crate) fn hint_at_index(self, index_dir: &Path) -> Failure {
        let is_there = self.path().is_some_and(|path| path.starts_with(index_dir));
        if self.kind == "io" && self.hint.is_none() && is_there { self.hint(WRITE_ELSEWHERE) } else { self }
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

    /// One word for machines.
    pub(crate) fn kind(&self) -> &'static str {
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
        let (kind, path) = (error.kind(), error.path().map(Path::to_owned));
        let hint = hint_for(&error).map(str::to_owned);
        // The message of an I/O error names its source already; a chain would say it twice.
        Failure { kind, error: anyhow::anyhow!("{error}"), path, hint }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::new("output", anyhow::Error::new(error).context("can't write the output"))
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
