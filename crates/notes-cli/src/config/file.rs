//! The two configuration files: a notebook's `.notes.toml` and the user's `notes/config.toml`.
//!
//! Both hold the same three keys; the user's names notebooks as well. A notebook may come from a stranger, so
//! there is no key in its file that names a place outside of it or runs anything, and an unknown key is an
//! error, not a silence.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use notes_index::IndexOptions;
use serde::Deserialize;
use toml::Spanned;

use crate::failure::{Failure, FailureKind, Result};

/// More than anyone writes by hand.
const MAX_FILE_BYTES: u64 = 64 << 10;

/// A value as written, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting<T> {
    /// As written.
    pub(crate) value: T,
    /// The file that says it.
    pub(crate) file: PathBuf,
    /// The line, 1-based.
    pub(crate) line: usize,
}

/// What a notebook's file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The folder of the notes.
    pub(crate) root: Option<Setting<PathBuf>>,
    /// Which files are notes.
    pub(crate) extensions: Option<Setting<Vec<String>>>,
    /// The limit on a note's size, in bytes.
    pub(crate) max_note_bytes: Option<Setting<u64>>,
}

/// What the user's own file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UserSettings {
    /// What a notebook may say, for all notebooks that don't.
    pub(crate) common: Settings,
    /// The name of the notebook that is meant where none is near.
    pub(crate) default: Option<Setting<String>>,
    /// The folders of notebooks, by name.
    pub(crate) notebooks: BTreeMap<String, Setting<PathBuf>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    root: Option<Spanned<String>>,
    extensions: Option<Spanned<Vec<String>>>,
    max_note_bytes: Option<Spanned<u64>>,
}

// Not a flattened `Table`: that would take unknown keys, and know no spans.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UserTable {
    root: Option<Spanned<String>>,
    extensions: Option<Spanned<Vec<String>>>,
    max_note_bytes: Option<Spanned<u64>>,
    default: Option<Spanned<String>>,
    #[serde(default)]
    notebooks: BTreeMap<String, Spanned<String>>,
}

impl Settings {
    /// Reads a notebook's file; none if there is none.
    pub(crate) fn read(file: &Path) -> Result<Option<Settings>> {
        text_of(file)?.map(|text| Source { text: &text, file }.settings()).transpose()
    }
}

impl UserSettings {
    /// Reads the user's file; if there is none it says nothing.
    pub(crate) fn read(file: &Path) -> Result<UserSettings> {
        let read = text_of(file)?.map(|text| Source { text: &text, file }.user_settings());
        Ok(read.transpose()?.unwrap_or_default())
    }
}

/// A file's text while it is understood.
struct Source<'a> {
    text: &'a str,
    file: &'a Path,
}

impl Source<'_> {
    fn settings(&self) -> Result<Settings> {
        let table: Table = self.table()?;
        self.checked(table)
    }

    fn user_settings(&self) -> Result<UserSettings> {
        let UserTable { root, extensions, max_note_bytes, default, notebooks } = self.table()?;
        if let (Some(_), Some(default)) = (&root, &default) {
            return Err(self.complain(default.span().start, "root and default say the same: give one"));
        }
        if let Some(default) = default.as_ref().filter(|name| !notebooks.contains_key(name.get_ref())) {
            let why = format!("default = {:?}: there is no such name in [notebooks]", default.get_ref());
            return Err(self.complain(default.span().start, why));
        }
        let path = |(name, path): (String, Spanned<String>)| (name, self.setting(path.map_path()));
        Ok(UserSettings {
            common: self.checked(Table { root, extensions, max_note_bytes })?,
            default: default.map(|name| self.setting(name)),
            notebooks: notebooks.into_iter().map(path).collect(),
        })
    }

    fn table<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        toml::from_str(self.text).map_err(|error: toml::de::Error| {
            let span = error.span().unwrap_or_default();
            // What is expected stands on lines of its own.
            let message = error.message().trim().replace('\n', ", ");
            self.complain(span.start, self.plainly(&message, span).unwrap_or(message))
        })
    }

    /// What a value must be, with its key; nothing if it is not a value that is wrong.
    fn plainly(&self, message: &str, value: Range<usize>) -> Option<String> {
        let is_of_value = message.starts_with("invalid type: ") || message.starts_with("invalid value: ");
        let (_, expected) = message.rsplit_once("expected ").filter(|_| is_of_value)?;
        let key = self.text.get(..value.start)?.rsplit_once('=')?.0.lines().next_back()?.trim();
        let wanted = match expected {
            "a string" => "a text, in quotes",
            "a sequence" => "a list of texts, as [\"md\", \"txt\"]",
            "u64" => "a whole number, not below 0",
            "a map" => "a table",
            other => other,
        };
        Some(format!("{key}: expected {wanted}"))
    }

    fn checked(&self, table: Table) -> Result<Settings> {
        if let Some(extensions) = &table.extensions {
            let names = extensions.get_ref();
            if names.is_empty() || !names.iter().all(|name| IndexOptions::is_extension(name)) {
                let why = "extensions are names without a dot, as in [\"md\", \"txt\"], and no patterns";
                let hint = "name each extension that notes have; a file without one is no note";
                return Err(self.complain(extensions.span().start, why).hint(hint));
            }
        }
        if let Some(bytes) = table.max_note_bytes.as_ref().filter(|bytes| *bytes.get_ref() == 0) {
            return Err(self.complain(bytes.span().start, "max_note_bytes must be above 0"));
        }
        Ok(Settings {
            root: table.root.map(|root| self.setting(root.map_path())),
            extensions: table.extensions.map(|extensions| self.setting(extensions)),
            max_note_bytes: table.max_note_bytes.map(|bytes| self.setting(bytes)),
        })
    }

    fn setting<T>(&self, value: Spanned<T>) -> Setting<T> {
        let line = line_of(self.text, value.span().start);
        Setting { value: value.into_inner(), file: self.file.to_owned(), line }
    }

    fn complain(&self, start: usize, why: impl Into<String>) -> Failure {
        complain(self.file, line_of(self.text, start), why)
    }
}

/// A path that is written as text.
trait MapPath {
    fn map_path(self) -> Spanned<PathBuf>;
}

impl MapPath for Spanned<String> {
    fn map_path(self) -> Spanned<PathBuf> {
        Spanned::new(self.span(), PathBuf::from(self.into_inner()))
    }
}

impl<T: std::fmt::Debug> Setting<T> {
    /// The failure that says why this value can't be taken; `key` is what the file calls it.
    pub(crate) fn refuse(&self, key: &str, why: impl Into<String>) -> Failure {
        complain(&self.file, self.line, format!("{key} = {:?}: {}", self.value, why.into()))
    }
}

fn text_of(file: &Path) -> Result<Option<String>> {
    match read_text(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => {
            Err(Failure::new(FailureKind::Config, anyhow!("can't read {}: {error}", file.display()))
                .about(file))
        }
    }
}

fn complain(file: &Path, line: usize, why: impl Into<String>) -> Failure {
    Failure::new(FailureKind::Config, anyhow!("{}:{line}: {}", file.display(), why.into())).about(file)
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
        Source { text, file: Path::new("/n/.notes.toml") }.settings().unwrap_err().message()
    }

    #[test]
    fn all_keys_are_read() {
        let text = "# mine\nroot = \"notes\"\nextensions = [\"md\", \"txt\"]\nmax_note_bytes = 1_000\n";
        let settings = Source { text, file: Path::new("f") }.settings().unwrap();
        let root = settings.root.unwrap();
        assert_eq!((root.value.as_path(), root.line), (Path::new("notes"), 2));
        assert_eq!(settings.extensions.unwrap().value, ["md", "txt"]);
        assert_eq!(settings.max_note_bytes.unwrap().value, 1000);
    }

    #[test]
    fn an_empty_file_says_nothing() {
        let empty = Source { text: "", file: Path::new("f") };
        assert_eq!(empty.settings().unwrap(), Settings::default());
        assert_eq!(empty.user_settings().unwrap(), UserSettings::default());
    }

    #[test]
    fn what_is_not_understood_is_named_with_file_and_line() {
        assert!(
            complaint("root = \"a\"\nindex_dir = \"/tmp\"\n").starts_with("/n/.notes.toml:2: unknown field")
        );
        assert_eq!(complaint("\n\nroot = 3\n"), "/n/.notes.toml:3: root: expected a text, in quotes");
        let list = "extensions: expected a list of texts, as [\"md\", \"txt\"]";
        assert_eq!(complaint("extensions = \"md\""), format!("/n/.notes.toml:1: {list}"));
        assert_eq!(
            complaint("extensions = [\n  \"md\",\n  1]"),
            "/n/.notes.toml:3: extensions: expected a text, in quotes"
        );
        assert!(complaint("root = \n").starts_with("/n/.notes.toml:1: "));
        assert!(complaint("extensions = [\".md\"]").contains(":1: extensions are names"));
        assert!(complaint("extensions = []").contains(":1: extensions are names"));
        assert!(complaint("\nextensions = [\"md\", \"*\"]").contains(":2: extensions are names"));
        assert!(complaint("\nmax_note_bytes = 0").contains(":2: max_note_bytes must be above 0"));
        assert!(
            complaint("max_note_bytes = -1")
                .ends_with(":1: max_note_bytes: expected a whole number, not below 0")
        );
    }

    #[test]
    fn the_user_names_notebooks() {
        let read = |text| Source { text, file: Path::new("/c") }.user_settings();
        let text = "default = \"b\"\n[notebooks]\na = \"~/a\"\nb = \"/b\"\n";
        let settings = read(text).unwrap();
        let notebooks = settings.notebooks.iter().map(|(name, at)| (name.as_str(), at.line));
        assert_eq!(notebooks.collect::<Vec<_>>(), [("a", 3), ("b", 4)]);
        assert_eq!(settings.default.unwrap().value, "b");
        let complaint = |text| read(text).unwrap_err().message();
        assert_eq!(
            complaint("default = \"c\""),
            "/c:1: default = \"c\": there is no such name in [notebooks]"
        );
        assert!(
            complaint("root = \"/\"\ndefault = \"b\"\n[notebooks]\nb=\"/\"").starts_with("/c:2: root and")
        );
    }

    #[test]
    fn a_notebook_names_no_other() {
        assert!(complaint("default = \"a\"").contains(":1: unknown field `default`"));
        assert!(complaint("[notebooks]\na = \"/\"").contains(":1: unknown field `notebooks`"));
    }

    #[test]
    fn a_missing_file_is_none() {
        assert_eq!(Settings::read(Path::new("/nowhere/at/all")).unwrap(), None);
    }
}
