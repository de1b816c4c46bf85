//! Arguments, environment and files become one decided configuration; every default is here.

mod file;
mod index_dir;
mod root;

use std::fmt;
use std::path::{Path, PathBuf};

use notes_index::IndexOptions;

use crate::args::GlobalArgs;
use crate::config::file::Settings;
use crate::config::root::Notebook;
use crate::environment::Environment;
use crate::failure::{Failure, Result};

/// Which notes, and where their index is.
#[derive(Debug)]
pub(crate) struct Config {
    /// The folder of the notes, canonical.
    pub(crate) root: PathBuf,
    /// What named it.
    pub(crate) named_by: NamedBy,
    /// The folder of the index, absolute.
    pub(crate) index_dir: PathBuf,
    extensions: Vec<String>,
    max_note_bytes: u64,
}

/// What named the folder of the notes, in the order in which they are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NamedBy {
    /// `--root`.
    Flag,
    /// `NOTES_ROOT`.
    Variable,
    /// The nearest `.notes.toml` upwards: this one.
    NotebookFile(PathBuf),
    /// It is the nearest folder upwards that has an index.
    Index,
    /// The user's configuration file: this one.
    UserFile(PathBuf),
    /// Nothing did.
    CurrentFolder,
}

impl Config {
    /// Decides. Reads no more files than are needed for it.
    pub(crate) fn resolve(global: &GlobalArgs, environment: &Environment) -> Result<Config> {
        let user = user_settings(environment)?;
        let Notebook { root, named_by, settings } = root::find(global, environment, &user)?;
        let index_dir = match &global.index_dir {
            Some(dir) => tidied(environment.cwd.join(dir)),
            None => index_dir::of(&root, cache_dir(environment)?),
        };
        let extensions = settings.extensions.or(user.extensions);
        let max_note_bytes = settings.max_note_bytes.or(user.max_note_bytes);
        Ok(Config {
            root,
            named_by,
            index_dir,
            extensions: extensions.unwrap_or_else(|| IndexOptions::EXTENSIONS.map(str::to_owned).to_vec()),
            max_note_bytes: max_note_bytes.unwrap_or(IndexOptions::MAX_NOTE_BYTES),
        })
    }

    /// What the library is to be told.
    pub(crate) fn index_options(&self) -> IndexOptions {
        IndexOptions::new(&self.root, &self.index_dir)
            .extensions(&self.extensions)
            .max_note_bytes(self.max_note_bytes)
    }
}

impl fmt::Display for NamedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NamedBy::Flag => f.write_str("--root"),
            NamedBy::Variable => f.write_str("NOTES_ROOT"),
            NamedBy::NotebookFile(path) | NamedBy::UserFile(path) => write!(f, "{}", path.display()),
            NamedBy::Index => f.write_str("the nearest folder that has an index"),
            NamedBy::CurrentFolder => f.write_str("the current folder"),
        }
    }
}

/// The path as it is best read; a folder that is yet to be made stays as it was named.
fn tidied(dir: PathBuf) -> PathBuf {
    dir.canonicalize().unwrap_or(dir)
}

fn user_settings(environment: &Environment) -> Result<Settings> {
    match &environment.config_dir {
        Some(dir) => Ok(Settings::read(&dir.join("notes").join("config.toml"))?.unwrap_or_default()),
        None => Ok(Settings::default()),
    }
}

fn cache_dir(environment: &Environment) -> Result<&Path> {
    environment.cache_dir.as_deref().ok_or_else(|| {
        Failure::new("no-cache-folder", anyhow::anyhow!("there is no home folder to keep the index in"))
            .hint("name a folder with --index-dir")
    })
}
