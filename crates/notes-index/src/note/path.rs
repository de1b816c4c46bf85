//! The path of a note.

use std::borrow::Borrow;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

use crate::error::{Error, ErrorKind, Result};

/// The extensions of notes if no others are asked for; compared without regard to ASCII case.
pub(crate) const EXTENSIONS: [&str; 5] = ["md", "markdown", "mdx", "qmd", "Rmd"];

/// The path of a note inside its notebook: relative, `/` between components, UTF-8. On Windows without `\` and `:`,
/// which name other folders and drives there.
///
/// ```
/// use std::path::Path;
///
/// use notes_index::NotePath;
///
/// let path = NotePath::new("db/pool.md")?;
/// assert_eq!((path.as_str(), path.stem()), ("db/pool.md", "pool"));
/// assert!(path == *"db/pool.md" && NotePath::try_from(Path::new("db/pool.md"))? == path);
/// assert!(NotePath::new("/etc/passwd").is_err());
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NotePath(Box<str>);

impl NotePath {
    /// The longest path that is taken, in bytes.
    pub const MAX_BYTES: usize = 4096;

    /// Checks a path: not empty, relative, without `.`, `..`, empty components or NUL.
    pub fn new(path: &str) -> Result<NotePath> {
        let fail = |why: String| Err(Error::new(ErrorKind::InvalidPath { path: path.to_owned(), why }));
        if path.is_empty() {
            return fail("it is empty".to_owned());
        }
        if path.len() > Self::MAX_BYTES {
            return fail(format!("it is longer than {} bytes", Self::MAX_BYTES));
        }
        if path.contains('\0') {
            return fail("it holds a NUL character".to_owned());
        }
        if cfg!(windows) && is_special_on_windows(path) {
            return fail("it holds a \\ or a :".to_owned());
        }
        match path.split('/').find(|part| matches!(*part, "" | "." | "..")) {
            Some(part) => fail(format!("it has the component {part:?}")),
            None => Ok(NotePath(path.into())),
        }
    }

    /// The path of a file that a walk found, unchecked: it is made of names of folders, and is not too long.
    pub(crate) fn of_file(path: &str) -> NotePath {
        debug_assert!(NotePath::new(path).is_ok(), "{path:?}");
        NotePath(path.into())
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file's name without folders and without its extension.
    pub fn stem(&self) -> &str {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        match name.rfind('.') {
            None | Some(0) => name,
            Some(dot) => &name[..dot],
        }
    }
}

/// Whether Windows takes a path for more than names between `/`: `..\\x.md`, `C:/x.md`, and `x.md:stream`.
fn is_special_on_windows(path: &str) -> bool {
    path.contains(['\\', ':'])
}

impl AsRef<str> for NotePath {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

/// Maps and sets with paths are asked by text.
impl Borrow<str> for NotePath {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<str> for NotePath {
    fn eq(&self, path: &str) -> bool {
        self.as_str() == path
    }
}

impl PartialEq<&str> for NotePath {
    fn eq(&self, path: &&str) -> bool {
        self.as_str() == *path
    }
}

impl TryFrom<&Path> for NotePath {
    type Error = Error;

    /// A path from the root of a notebook, with what separates its components on this system.
    fn try_from(path: &Path) -> Result<NotePath> {
        let Some(text) = path.to_str() else {
            let (path, why) = (path.to_string_lossy().into_owned(), "it is not UTF-8".to_owned());
            return Err(Error::new(ErrorKind::InvalidPath { path, why }));
        };
        NotePath::new(&text.replace(std::path::MAIN_SEPARATOR, "/"))
    }
}

impl FromStr for NotePath {
    type Err = Error;

    fn from_str(path: &str) -> Result<NotePath> {
        NotePath::new(path)
    }
}

impl fmt::Display for NotePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_nowhere_else_on_any_system() {
        for path in ["C:/x.md", "C:x.md", "..\\x.md", "a/..\\..\\x.md", "\\\\host\\x.md"] {
            assert!(is_special_on_windows(path), "{path}");
            assert_eq!(NotePath::new(path).is_err(), cfg!(windows), "{path}: a name like others elsewhere");
        }
        assert!(!is_special_on_windows("数据库/pool (1).md"));
    }
}
