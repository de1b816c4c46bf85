//! Arguments, environment and files become one decided configuration: which notes, and where their index is.

mod file;
mod index_dir;
mod indexed;
mod note_files;
mod root;

use std::fmt;
use std::path::{Path, PathBuf};

use notes_index::IndexOptions;

pub(crate) use crate::config::file::Setting;
use crate::config::file::UserSettings;
use crate::config::note_files::NoteFiles;
use crate::config::root::Notebook;
pub(crate) use crate::config::root::{Choice, NamedBy};
use crate::environment::Environment;
use crate::failure::{Failure, FailureKind, Result};

/// Which notes, and where their index is.
#[derive(Debug)]
pub(crate) struct Config {
    /// The folder of the notes, canonical.
    pub(crate) root: PathBuf,
    /// What named it.
    pub(crate) named_by: NamedBy,
    /// The folder of the index, absolute.
    pub(crate) index_dir: PathBuf,
    /// What named that.
    pub(crate) index_dir_by: Origin,
    /// Which files are notes.
    pub(crate) files: NoteFiles,
    /// The notebooks that the user has named: name, folder as written, where.
    pub(crate) notebooks: Vec<(String, Setting<PathBuf>)>,
    /// Where the last search is remembered: beside the indexes, or where the index was named to be.
    pub(crate) recall_file: Option<PathBuf>,
    /// The user's own file, or where it would be.
    pub(crate) user_file: Option<PathBuf>,
}

/// A value and where it came from.
#[derive(Clone, Debug)]
pub(crate) struct Decided<T> {
    pub(crate) value: T,
    pub(crate) by: Origin,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nobody said anything.
    Default,
    /// An option, with its dashes.
    Flag(&'static str),
    /// A variable of the environment.
    Variable(&'static str),
    /// A line of a configuration file, 1-based.
    File(PathBuf, usize),
}

/// A setting as people read it.
pub(crate) struct ShownSetting {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    /// Where it came from, in words.
    pub(crate) from: String,
}

impl<T> Decided<T> {
    /// The first setting that is given, or the default.
    fn by(settings: [Option<Setting<T>>; 2], default: impl FnOnce() -> T) -> Decided<T> {
        match settings.into_iter().flatten().next() {
            Some(Setting { value, file, line }) => Decided { value, by: Origin::File(file, line) },
            None => Decided { value: default(), by: Origin::Default },
        }
    }
}

impl Config {
    /// Decides. Reads no more files than are needed for it.
    pub(crate) fn resolve(choice: &Choice, environment: &Environment) -> Result<Config> {
        let user_file = environment.user_file();
        let user = user_settings(environment)?;
        let Notebook { root, named_by, settings } = root::find(choice, environment, &user)?;
        let (index_dir, index_dir_by) = match &choice.index_dir {
            Some(dir) => (tidied(environment.cwd.join(dir)), Origin::Flag("--index-dir")),
            None => (index_dir::of(&root, cache_dir(environment)?), Origin::Default),
        };
        let recall_dir = match &choice.index_dir {
            Some(_) => Some(index_dir.clone()),
            None => environment.cache_dir.as_ref().map(|dir| dir.join("notes")),
        };
        let UserSettings { common, notebooks, .. } = user;
        Ok(Config {
            root,
            named_by,
            index_dir,
            index_dir_by,
            files: NoteFiles::decide(settings, common)?,
            notebooks: notebooks.into_iter().collect(),
            recall_file: recall_dir.map(|dir| dir.join(format!("{}.json", IndexOptions::COMPANIONS))),
            user_file,
        })
    }

    /// Whether the notes are those of a folder above the current one only because that has an index: a search that was once
    /// made there may have been a mistake.
    pub(crate) fn is_widened(&self, environment: &Environment) -> bool {
        let is_elsewhere = || environment.cwd.canonicalize().is_ok_and(|cwd| cwd != self.root);
        self.named_by == NamedBy::Index && is_elsewhere()
    }

    /// What the library is to be told.
    pub(crate) fn index_options(&self) -> IndexOptions {
        self.files.index_options(&self.root, &self.index_dir)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::Flag(name) | Origin::Variable(name) => f.write_str(name),
            Origin::File(path, line) => write!(f, "{}:{line}", path.display()),
        }
    }
}

/// The notebooks that the user has named: name, folder as written, where.
pub(crate) fn notebooks(environment: &Environment) -> Result<Vec<(String, Setting<PathBuf>)>> {
    Ok(user_settings(environment)?.notebooks.into_iter().collect())
}

/// The folder that indexes are kept in, each in one of its own.
pub(crate) fn indexes_dir(environment: &Environment) -> Result<PathBuf> {
    Ok(index_dir::all(cache_dir(environment)?))
}

fn user_settings(environment: &Environment) -> Result<UserSettings> {
    Ok(environment.user_file().as_deref().map(UserSettings::read).transpose()?.unwrap_or_default())
}

/// The path as it is best read; a folder that is yet to be made stays as it was named.
fn tidied(dir: PathBuf) -> PathBuf {
    dir.canonicalize().unwrap_or(dir)
}

fn cache_dir(environment: &Environment) -> Result<&Path> {
    environment.cache_dir.as_deref().ok_or_else(|| {
        Failure::new(
            FailureKind::NoCacheFolder,
            anyhow::anyhow!("there is no home folder to keep the index in"),
        )
        .hint("name a folder with --index-dir")
    })
}
