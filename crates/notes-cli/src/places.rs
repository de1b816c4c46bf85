//! Paths between the notebook, the disk and the current folder.

use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

use anyhow::anyhow;
use notes_index::NotePath;

use crate::failure::{Failure, Result};

/// Where the notes are and where the user is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places<'a> {
    /// The folder of the notes, canonical.
    pub(crate) root: &'a Path,
    /// The current folder.
    pub(crate) cwd: &'a Path,
}

impl Places<'_> {
    /// A note on disk.
    pub(crate) fn absolute(&self, note: &NotePath) -> PathBuf {
        self.root.join(note.as_str())
    }

    /// A note as it can be given to an editor started here: relative if it is below the current folder.
    pub(crate) fn shown(&self, note: &NotePath) -> String {
        self.shown_file(note.as_str())
    }

    /// The same of any file of the notebook.
    pub(crate) fn shown_file(&self, file: &str) -> String {
        let path = self.root.join(file);
        let path = path.strip_prefix(self.cwd).unwrap_or(&path);
        path.to_string_lossy().into_owned()
    }

    /// What `--path` means inside the notebook. A glob or folder counts from the root, one that is
    /// absolute or begins with `./` or `../` (as a shell completes it) from there.
    pub(crate) fn filter(&self, given: &str) -> Result<String> {
        let from_here =
            matches!(Path::new(given).components().next(), Some(Component::CurDir | Component::ParentDir));
        if !from_here && !Path::new(given).is_absolute() {
            return Ok(given.to_owned());
        }
        let path = flattened(&self.cwd.join(given));
        let inside = path.strip_prefix(self.root).map_err(|_| {
            Failure::new(
                "usage",
                anyhow!("--path {given} is outside of the notes in {}", self.root.display()),
            )
            .about(&path)
        })?;
        let inside = inside.to_string_lossy().into_owned();
        Ok(if inside.is_empty() { "**".to_owned() } else { inside })
    }

    /// A note as it was named: a file from the current folder, as this program prints it, else a path in the
    /// notebook.
    pub(crate) fn note(&self, given: &str) -> Result<NotePath> {
        let here = flattened(&self.cwd.join(given));
        let inside = here.strip_prefix(self.root).ok().filter(|_| here.is_file());
        let inside = inside.map_or_else(|| given.to_owned(), |path| path.to_string_lossy().into_owned());
        NotePath::new(&inside).map_err(|error| Failure::usage(error).about(&here))
    }

    /// Whether this is the path of a file as [`Places::note`] takes it.
    pub(crate) fn is_file(&self, given: &str) -> bool {
        self.cwd.join(given).is_file() || self.root.join(given).is_file()
    }

    /// Whether a filter names one note rather than a folder or glob.
    pub(crate) fn is_one_note(&self, filter: &str) -> bool {
        self.root.join(filter).is_file()
    }
}

/// A path without `.` and `..`. The disk is not asked: a glob is on no disk.
fn flattened(path: &Path) -> PathBuf {
    let mut flat = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                flat.pop();
            }
            part => flat.push(part),
        }
    }
    flat
}

/// The `file:` address of an absolute path; nothing in it can end a terminal's link.
pub(crate) fn file_url(path: &Path) -> String {
    let mut url = "file://".to_owned();
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                url.push(byte.into())
            }
            _ => write!(url, "%{byte:02X}").expect("a string takes everything"),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places<'static> {
        Places { root: Path::new("/n/notes"), cwd: Path::new("/n/notes/db") }
    }

    #[test]
    fn a_note_below_the_current_folder_is_shown_from_there() {
        let shown = |path| places().shown(&NotePath::new(path).unwrap());
        assert_eq!(shown("db/连接池.md"), "连接池.md");
        assert_eq!(shown("web/a.md"), "/n/notes/web/a.md");
    }

    #[test]
    fn filters_count_from_the_root_unless_they_say_otherwise() {
        let filter = |given| places().filter(given).unwrap();
        assert_eq!(filter("db/*.md"), "db/*.md");
        assert_eq!(filter("./pool.md"), "db/pool.md");
        assert_eq!(filter("../web"), "web");
        assert_eq!(filter("/n/notes/web/**"), "web/**");
        assert_eq!(filter(".."), "**");
    }

    #[test]
    fn a_filter_outside_is_refused() {
        let message = places().filter("../../other").unwrap_err().message();
        assert_eq!(message, "--path ../../other is outside of the notes in /n/notes");
    }

    #[test]
    fn addresses_are_escaped() {
        assert_eq!(file_url(Path::new("/a b/池\x1b.md")), "file:///a%20b/%E6%B1%A0%1B.md");
    }
}
