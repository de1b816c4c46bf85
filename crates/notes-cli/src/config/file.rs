//! The two configuration files: a notebook's `.notes.toml` and the user's `notes/config.toml`.
//!
//! Both hold the same three keys. A notebook may come from a stranger, so there is no key that names
//! a place outside of it or runs anything, and an unknown key is an error, not a silence.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use serde::Deserialize;
use toml::Spanned;

use crate::failure::{Failure, Result};

/// More than anyone writes by hand.
const MAX_FILE_BYTES: u64 = 64 << 10;

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The folder of the notes.
    pub(crate) root: Option<RootSetting>,
    /// Which files are notes.
    pub(crate) extensions: Option<Vec<String>>,
    /// The limit on a note's size, in bytes.
    pub(crate) max_note_bytes: Option<u64>,
}

/// A root as written, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RootSetting {
    /// As written.
    pub(crate) value: PathBuf,
    /// The file that says it.
    pub(crate) file: PathBuf,
    /// The line, 1-based.
    pub(crate) line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    root: Option<Spanned<String>>,
    extensions: Option<Spanned<Vec<String>>>,
    max_note_bytes: Option<Spanned<u64>>,
}

impl Settings {
    /// Reads a file; none if there is none.
    pub(crate) fn read(file: &Path) -> Result<Option<Settings>> {
        match read_text(file) {
            Ok(text) => Settings::parse(&text, file).map(Some),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => {
                Err(Failure::new("config", anyhow!("can't read {}: {error}", file.display())).about(file))
            }
        }
    }

    fn parse(text: &str, file: &Path) -> Result<Settings> {
        let table: Table = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            // What is expected stands on lines of its own.
            complain(file, line_of(text, start), error.message().trim().replace('\n', ", "))
        })?;
        let check = |ok: bool, start: usize, why: &str| match ok {
            true => Ok(()),
            false => Err(complain(file, line_of(text, start), why)),
        };
        if let Some(extensions) = &table.extensions {
            let ok = !extensions.get_ref().is_empty() && extensions.get_ref().iter().all(|e| is_extension(e));
            check(
                ok,
                extensions.span().start,
                "extensions are names without a dot, as in [\"md\", \"txt\"]",
            )?;
        }
        if let Some(bytes) = &table.max_note_bytes {
            check(*bytes.get_ref() > 0, bytes.span().start, "max_note_bytes must be above 0")?;
        }
        Ok(Settings {
            root: table.root.map(|root| RootSetting {
                line: line_of(text, root.span().start),
                file: file.to_owned(),
                value: PathBuf::from(root.into_inner()),
            }),
            extensions: table.extensions.map(Spanned::into_inner),
            max_note_bytes: table.max_note_bytes.map(Spanned::into_inner),
        })
    }
}

impl RootSetting {
    /// The failure that says why this root can't be taken.
    pub(crate) fn refuse(&self, why: impl Into<String>) -> Failure {
        complain(&self.file, self.line, format!("root = {:?}: {}", self.value, why.into()))
    }
}

fn complain(file: &Path, line: usize, why: impl Into<String>) -> Failure {
    Failure::new("config", anyhow!("{}:{line}: {}", file.display(), why.into())).about(file)
}

fn is_extension(text: &str) -> bool {
    !text.is_empty() && !text.contains(['.', '/', '\\'])
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn read_text(file: &Path) -> io::Result<String> {
    // A pipe by that name would be waited on for ever.
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut text = String::new();
    File::open(file)?.take(MAX_FILE_BYTES + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_FILE_BYTES {
        return Err(io::Error::other(format!("it is larger than {MAX_FILE_BYTES} bytes")));
    }
    Ok(text)
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|&byte| byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(text: &str) -> String {
        Settings::parse(text, Path::new("/n/.notes.toml")).unwrap_err().message()
    }

    #[test]
    fn all_keys_are_read() {
        let text = "# mine\nroot = \"notes\"\nextensions = [\"md\", \"txt\"]\nmax_note_bytes = 1_000\n";
        let settings = Settings::parse(text, Path::new("f")).unwrap();
        let root = settings.root.unwrap();
        assert_eq!((root.value.as_path(), root.line), (Path::new("notes"), 2));
        assert_eq!(settings.extensions.unwrap(), ["md", "txt"]);
        assert_eq!(settings.max_note_bytes, Some(1000));
    }

    #[test]
    fn an_empty_file_says_nothing() {
        assert_eq!(Settings::parse("", Path::new("f")).unwrap(), Settings::default());
    }

    #[test]
    fn what_is_not_understood_is_named_with_file_and_line() {
        assert!(
            complaint("root = \"a\"\nindex_dir = \"/tmp\"\n").starts_with("/n/.notes.toml:2: unknown field")
        );
        assert!(complaint("\n\nroot = 3\n").starts_with("/n/.notes.toml:3: invalid type"));
        assert!(complaint("root = \n").starts_with("/n/.notes.toml:1: "));
        assert!(complaint("extensions = [\".md\"]").contains(":1: extensions are names"));
        assert!(complaint("extensions = []").contains(":1: extensions are names"));
        assert!(complaint("\nmax_note_bytes = 0").contains(":2: max_note_bytes must be above 0"));
        assert!(complaint("max_note_bytes = -1").contains(":1: invalid value"));
    }

    #[test]
    fn a_missing_file_is_none() {
        assert_eq!(Settings::read(Path::new("/nowhere/at/all")).unwrap(), None);
    }
}
