//! Paths between the notebook, the disk and the current folder.

use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

use anyhow::anyhow;
use notes_index::{NotePath, escaped_glob};

use crate::failure::{Failure, FailureKind, Result};

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
    /// absolute or begins with `./` or `../` (as a shell completes it) from there, and so does one that is only there; what
    /// is on disk is no glob.
    pub(crate) fn filter(&self, given: &str) -> Result<String> {
        if !self.counts_from_here(given) {
            return Ok(if self.is_one_note(given) { escaped_glob(given) } else { given.to_owned() });
        }
        let path = flattened(&self.cwd.join(given));
        let inside = path.strip_prefix(self.root).map_err(|_| {
            Failure::new(
                FailureKind::Usage,
                anyhow!("--path {given} is outside of the notes in {}", self.root.display()),
            )
            .about(&path)
        })?;
        let inside = inside.to_string_lossy();
        Ok(format!("/{}", if path.exists() { escaped_glob(&inside) } else { inside.into_owned() }))
    }

    /// What `--path` takes as this note alone, in as few words as say so.
    pub(crate) fn filter_for(&self, note: &NotePath) -> String {
        let (path, shown) = (note.as_str(), self.shown(note));
        if path.contains('/') && !path.starts_with('-') {
            path.to_owned()
        } else if Path::new(&shown).is_absolute() {
            shown
        } else {
            format!("./{shown}")
        }
    }

    /// A note as it was named: a file from the current folder, as this program prints it, else a path in the
    /// notebook.
    pub(crate) fn note(&self, given: &str) -> Result<NotePath> {
        let here = flattened(&self.cwd.join(given));
        let is_absolute = Path::new(given).is_absolute();
        // A folder is no note, but it is said so of the one that was meant.
        let is_here = || here.is_file() || (here.is_dir() && !self.root.join(given).exists());
        let inside = match here.strip_prefix(self.root) {
            Ok(path) if is_absolute || is_here() => path.to_string_lossy().into_owned(),
            Err(_) if is_absolute => {
                let message = format!("{given} is outside of the notes in {}", self.root.display());
                return Err(Failure::usage(message).about(&here));
            }
            _ => given.trim_end_matches('/').to_owned(),
        };
        NotePath::new(&inside).map_err(|error| match here.is_dir() {
            true => Failure::usage(format!("{given} is a folder")).about(&here),
            false => Failure::usage(error).about(&here),
        })
    }

    /// Whether this is the path of a file as [`Places::note`] takes it.
    pub(crate) fn is_file(&self, given: &str) -> bool {
        self.cwd.join(given).is_file() || self.root.join(given).is_file()
    }

    /// Whether `--path` names one note rather than a folder or glob.
    pub(crate) fn is_one_note(&self, given: &str) -> bool {
        let base = if self.counts_from_here(given) { self.cwd } else { self.root };
        base.join(given).is_file()
    }

    /// Whether `--path` counts from the current folder: because it says so, or because the folders that it names are there,
    /// inside the notebook, and not at its root. A single name is looked for in every folder.
    fn counts_from_here(&self, given: &str) -> bool {
        if is_from_here(given) {
            return true;
        }
        let is_plain =
            |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
        let fixed: PathBuf = Path::new(given).components().take_while(is_plain).collect();
        let here = flattened(&self.cwd.join(&fixed));
        given.trim_end_matches('/').contains('/')
            && fixed != Path::new("")
            && here.starts_with(self.root)
            && here.exists()
            && !self.root.join(&fixed).exists()
    }
}

/// Whether a path says by itself where it begins: in the current folder, above it, or at the root of the disk.
pub(crate) fn is_from_here(given: &str) -> bool {
    let path = Path::new(given);
    matches!(path.components().next(), Some(Component::CurDir | Component::ParentDir)) || path.is_absolute()
}

/// A filter that lets this note alone through.
pub(crate) fn only(note: &NotePath) -> String {
    format!("/{}", escaped_glob(note.as_str()))
}

/// A path without `.` and `..`. The disk is not asked: a glob is on no disk.
pub(crate) fn flattened(path: &Path) -> PathBuf {
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
        assert_eq!(filter("./pool.md"), "/db/pool.md");
        assert_eq!(filter("../web"), "/web");
        assert_eq!(filter("/n/notes/web/**"), "/web/**");
        assert_eq!(filter(".."), "/");
    }

    #[test]
    fn a_filter_for_a_note_is_no_name_and_no_option() {
        let filter = |path| places().filter_for(&NotePath::new(path).unwrap());
        assert_eq!(filter("db/a[1].md"), "db/a[1].md");
        assert_eq!(filter("-db/a.md"), "/n/notes/-db/a.md");
        assert_eq!(filter("-a.md"), "/n/notes/-a.md");
        assert_eq!(only(&NotePath::new(r"db/a[1]{\*?}.md").unwrap()), r"/db/a[[]1[]][{][\][*][?][}].md");
    }

    #[test]
    fn a_filter_outside_is_refused() {
        let message = places().filter("../../other").unwrap_err().message();
        assert_eq!(message, "--path ../../other is outside of the notes in /n/notes");
    }

    #[test]
    fn a_note_outside_is_refused() {
        let message = places().note("/etc/passwd").unwrap_err().message();
        assert_eq!(message, "/etc/passwd is outside of the notes in /n/notes");
        assert_eq!(places().note("/n/notes/web/a.md").unwrap().as_str(), "web/a.md");
    }

    #[test]
    fn addresses_are_escaped() {
        assert_eq!(file_url(Path::new("/a b/池\x1b.md")), "file:///a%20b/%E6%B1%A0%1B.md");
    }
}
