//! Which folder holds the notes.

use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::anyhow;

use crate::config::file::{Setting, Settings, UserSettings};
use crate::config::indexed;
use crate::environment::Environment;
use crate::failure::{Failure, FailureKind, Result};

/// The name of the file that makes a folder a notebook.
const NOTEBOOK_FILE: &str = ".notes.toml";

/// What the options say of notes and index; nothing by default.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choice {
    pub(crate) root: Option<PathBuf>,
    /// The name of a notebook.
    pub(crate) notebook: Option<String>,
    pub(crate) index_dir: Option<PathBuf>,
}

/// What named the folder of the notes, in the order in which they are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NamedBy {
    /// `--root`.
    Flag,
    /// `--notebook`: this name.
    Name(String),
    /// `NOTES_ROOT`.
    Variable,
    /// The nearest `.notes.toml` upwards: this one.
    NotebookFile(PathBuf),
    /// It is the notebook of the user's file that the current folder lies in: this name.
    Inside(String),
    /// It is the outermost folder upwards that has an index with notes.
    Index,
    /// The user's configuration file: this one.
    UserFile(PathBuf),
    /// Nothing did.
    CurrentFolder,
}

/// A notebook that was found.
#[derive(Debug)]
pub(crate) struct Notebook {
    /// The folder of the notes, canonical.
    pub(crate) root: PathBuf,
    /// What named it.
    pub(crate) named_by: NamedBy,
    /// What its `.notes.toml` says.
    pub(crate) settings: Settings,
}

impl fmt::Display for NamedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NamedBy::Flag => f.write_str("--root"),
            NamedBy::Name(name) => write!(f, "--notebook {name}"),
            NamedBy::Variable => f.write_str("NOTES_ROOT"),
            NamedBy::NotebookFile(path) | NamedBy::UserFile(path) => write!(f, "{}", path.display()),
            NamedBy::Inside(name) => write!(f, "the notebook {name:?} around the current folder"),
            NamedBy::Index => f.write_str("the outermost folder that has an index"),
            NamedBy::CurrentFolder => f.write_str("the current folder"),
        }
    }
}

/// Finds the notebook: the first of the places that [`NamedBy`] lists.
pub(crate) fn find(choice: &Choice, environment: &Environment, user: &UserSettings) -> Result<Notebook> {
    let cwd = &environment.cwd;
    if let Some(root) = &choice.root {
        return named(&cwd.join(root), NamedBy::Flag);
    }
    if let Some(name) = &choice.notebook {
        let folder = folder_of(name, environment, user)?;
        return named(&folder, NamedBy::Name(name.clone()));
    }
    if let Some(root) = &environment.root {
        return named(&cwd.join(root), NamedBy::Variable);
    }
    if let Some(marked) = marked(cwd)? {
        let named_by = NamedBy::NotebookFile(marked.file);
        return Ok(Notebook { root: marked.root, named_by, settings: marked.settings });
    }
    if let Some((name, root)) = surrounding(environment, user) {
        return named(&root, NamedBy::Inside(name));
    }
    if let Some(root) = indexed::find(environment, &user.common)? {
        return named(root, NamedBy::Index);
    }
    if let Some(name) = &user.default {
        let folder = folder_of(&name.value, environment, user)?;
        return named(&folder, NamedBy::UserFile(name.file.clone()));
    }
    if let Some(root) = &user.common.root {
        return named(&folder(root, "root", environment)?, NamedBy::UserFile(root.file.clone()));
    }
    current_folder(environment, user)
}

/// A folder that was named outright. A `.notes.toml` in it counts, and so does one above that narrows
/// to just this folder: the same notes have the same settings however they are named.
fn named(folder: &Path, named_by: NamedBy) -> Result<Notebook> {
    let root = canonical_folder(folder)?;
    match marked(&root)? {
        Some(marked) if marked.root == root || root.join(NOTEBOOK_FILE).is_file() => {
            Ok(Notebook { root: marked.root, named_by, settings: marked.settings })
        }
        _ => Ok(Notebook { root, named_by, settings: Settings::default() }),
    }
}

struct Marked {
    root: PathBuf,
    file: PathBuf,
    settings: Settings,
}

/// The notebook of the nearest `.notes.toml` at or above a folder.
fn marked(folder: &Path) -> Result<Option<Marked>> {
    for ancestor in folder.ancestors() {
        let file = ancestor.join(NOTEBOOK_FILE);
        if let Some(settings) = Settings::read(&file)? {
            return narrowed(ancestor, file, settings).map(Some);
        }
    }
    Ok(None)
}

/// Follows `root = "…"` down, file by file: every step leads deeper, so there is an end.
fn narrowed(folder: &Path, mut file: PathBuf, mut settings: Settings) -> Result<Marked> {
    let mut root = canonical_folder(folder)?;
    while let Some(inner) = settings.root.as_ref().map(|setting| below(&root, setting)).transpose()? {
        if inner == root {
            break;
        }
        root = inner;
        let inner_file = root.join(NOTEBOOK_FILE);
        match Settings::read(&inner_file)? {
            Some(inner_settings) => (file, settings) = (inner_file, inner_settings),
            None => break,
        }
    }
    Ok(Marked { root, file, settings })
}

/// The folder that a notebook file narrows its own folder to.
fn below(folder: &Path, setting: &Setting<PathBuf>) -> Result<PathBuf> {
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if !setting.value.components().all(plain) {
        return Err(setting.refuse("root", "it may only lead to a folder below its own"));
    }
    match canonical_folder(&folder.join(&setting.value)) {
        Err(failure) => Err(setting.refuse("root", failure.message())),
        Ok(inner) if !inner.starts_with(folder) => {
            Err(setting.refuse("root", "it leads out of its own folder"))
        }
        Ok(inner) => Ok(inner),
    }
}

/// The folder of a notebook that the user's configuration names.
fn folder_of(name: &str, environment: &Environment, user: &UserSettings) -> Result<PathBuf> {
    match user.notebooks.get(name) {
        Some(setting) => folder(setting, name, environment),
        None => Err(unknown_notebook(name, environment, user)),
    }
}

/// The named notebook around the current folder; the innermost, if one lies in another.
fn surrounding(environment: &Environment, user: &UserSettings) -> Option<(String, PathBuf)> {
    let cwd = environment.cwd.canonicalize().ok()?;
    let folders = user.notebooks.iter().filter_map(|(name, setting)| {
        // One that is gone says so when it is named.
        Some((name.clone(), folder(setting, name, environment).ok()?))
    });
    folders.filter(|(_, folder)| cwd.starts_with(folder)).max_by_key(|(_, folder)| folder.as_os_str().len())
}

/// A folder of the user's configuration, where `~/` is the home folder; `key` is what the file calls it.
fn folder(setting: &Setting<PathBuf>, key: &str, environment: &Environment) -> Result<PathBuf> {
    let folder = environment.expanded(&setting.value);
    match folder.is_absolute() {
        false => Err(setting.refuse(key, "it must be absolute or begin with ~/")),
        true => canonical_folder(&folder).map_err(|failure| setting.refuse(key, failure.message())),
    }
}

fn unknown_notebook(name: &str, environment: &Environment, user: &UserSettings) -> Failure {
    let failure = Failure::new(FailureKind::NoNotebook, anyhow!("there is no notebook named {name:?}"));
    let names: Vec<&str> = user.notebooks.keys().map(String::as_str).collect();
    match names.as_slice() {
        [] => failure.hint(format!("name it in {}: [notebooks] {name} = \"/path\"", user_file(environment))),
        names => failure.hint(format!("did you mean: {}", names.join(", "))),
    }
}

/// The last rule: the current folder, unless it is a home folder or all of a disk.
fn current_folder(environment: &Environment, user: &UserSettings) -> Result<Notebook> {
    let root = canonical_folder(&environment.cwd)?;
    if environment.is_home_or_disk(&root) {
        return Err(no_notebook(&root, environment, user));
    }
    Ok(Notebook { root, named_by: NamedBy::CurrentFolder, settings: Settings::default() })
}

fn no_notebook(folder: &Path, environment: &Environment, user: &UserSettings) -> Failure {
    let message = anyhow!("which notes? {} is not searched unless it is named", folder.display());
    let file = user_file(environment);
    let names: Vec<&str> = user.notebooks.keys().map(String::as_str).collect();
    Failure::new(FailureKind::NoNotebook, message).about(folder).hint(match names.first() {
        None => format!(
            "change to the folder of your notes, name it with --root DIR or NOTES_ROOT, \
             or write root = \"/path/to/notes\" into {file}"
        ),
        Some(first) => format!(
            "name a notebook with --notebook ({}), or write default = \"{first}\" into {file}",
            names.join(", ")
        ),
    })
}

fn user_file(environment: &Environment) -> String {
    match environment.user_file() {
        Some(file) => file.display().to_string(),
        None => "notes/config.toml".to_owned(),
    }
}

fn canonical_folder(folder: &Path) -> Result<PathBuf> {
    let refused = |error: &dyn std::fmt::Display| {
        let message = anyhow!("can't search {}: {error}", folder.display());
        Failure::new(FailureKind::NoFolder, message).about(folder)
    };
    let canonical = folder.canonicalize().map_err(|error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => refused(&"there is no such folder"),
        _ => refused(&error),
    })?;
    if canonical.is_dir() { Ok(canonical) } else { Err(refused(&"it is no folder")) }
}
