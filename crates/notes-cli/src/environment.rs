//! What the process was started with, read once; everything below gets it handed in.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Context;
use etcetera::BaseStrategy;

use crate::failure::{Failure, FailureKind, Result};

/// The surroundings of the program.
#[derive(Clone, Debug, Default)]
pub(crate) struct Environment {
    /// The current folder, absolute.
    pub(crate) cwd: PathBuf,
    /// The user's home folder, if there is one.
    pub(crate) home: Option<PathBuf>,
    /// Where programs keep their configuration.
    pub(crate) config_dir: Option<PathBuf>,
    /// Where programs keep what they can make again.
    pub(crate) cache_dir: Option<PathBuf>,
    /// The notebook that `NOTES_ROOT` names.
    pub(crate) root: Option<PathBuf>,
    /// The program that shows long texts a screen at a time, with its arguments; an empty command is none.
    pub(crate) pager: Option<Named>,
    /// Whether `LESS` says how that is to behave.
    pub(crate) has_less_options: bool,
    /// The program that notes are edited with, with its arguments.
    pub(crate) editor: Option<Named>,
    /// Whether `NO_COLOR` or `TERM=dumb` asks for plain text.
    pub(crate) plain: bool,
}

impl Environment {
    /// Where the user's own configuration file is, or would be.
    pub(crate) fn user_file(&self) -> Option<PathBuf> {
        self.config_dir.as_ref().map(|dir| dir.join("notes").join("config.toml"))
    }

    /// A folder as people write it, where `~/` is the home folder.
    pub(crate) fn expanded(&self, folder: &Path) -> PathBuf {
        match (folder.strip_prefix("~"), &self.home) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => folder.to_owned(),
        }
    }

    /// Whether a folder is the home folder or all of a disk, which nobody means by saying nothing.
    pub(crate) fn is_home_or_disk(&self, folder: &Path) -> bool {
        let home = self.home.as_deref().and_then(|home| home.canonicalize().ok());
        folder.parent().is_none() || home.is_some_and(|home| home == folder)
    }

    /// Reads the process's own.
    pub(crate) fn of_process() -> Result<Environment> {
        let cwd = env::current_dir()
            .context("can't tell the current folder")
            .map_err(|error| Failure::new(FailureKind::Io, error).hint("change to a folder that exists"))?;
        // Without a home folder there are no such folders: only what needs one of them complains.
        let folders = etcetera::choose_base_strategy().ok();
        // One that counts from the current folder would be another one each time.
        let fixed = |folder: PathBuf| folder.is_absolute().then_some(folder);
        Ok(Environment {
            cwd,
            home: folders.as_ref().and_then(|folders| fixed(folders.home_dir().to_owned())),
            config_dir: folders.as_ref().map(BaseStrategy::config_dir).and_then(fixed),
            cache_dir: folders.as_ref().map(BaseStrategy::cache_dir).and_then(fixed),
            root: non_empty("NOTES_ROOT").map(PathBuf::from),
            pager: first_set(["NOTES_PAGER", "PAGER"]),
            has_less_options: non_empty("LESS").is_some(),
            editor: first_named(&["VISUAL", "EDITOR"]),
            plain: asks_for_plain_text(),
        })
    }
}

/// A program that a variable names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The variable.
    pub(crate) variable: &'static str,
    /// What it says.
    pub(crate) command: String,
}

/// The first of these variables that says anything. A command line that is not UTF-8 is none.
fn first_named(variables: &[&'static str]) -> Option<Named> {
    first_set(variables.iter().copied().filter(|variable| non_empty(variable).is_some()))
}

/// The first of these variables that is there, even if it says nothing.
fn first_set(variables: impl IntoIterator<Item = &'static str>) -> Option<Named> {
    let named = |variable: &'static str| {
        let command = env::var_os(variable)?.into_string().ok()?;
        Some(Named { variable, command })
    };
    variables.into_iter().find_map(named)
}

/// Whether the user's environment asks every program for text without colour.
pub(crate) fn asks_for_plain_text() -> bool {
    non_empty("NO_COLOR").is_some() || env::var_os("TERM").is_some_and(|term| term == "dumb")
}

fn non_empty(variable: &str) -> Option<OsString> {
    env::var_os(variable).filter(|value| !value.is_empty())
}
