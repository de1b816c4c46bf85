//! Places where a note may stand, which need not be there yet.

use std::fs;
use std::io;
use std::path::Path;

use super::folder::{WalkOptions, is_hidden};
use super::rules::Rules;
use crate::note::NotePath;

impl WalkOptions<'_> {
    /// Whether a file at a path would be a note, as far as names, ignore files and what stands there say. Only the folders
    /// that lead there are looked at.
    pub(crate) fn would_take(&self, path: &NotePath) -> bool {
        let names_note = self.names_note(path);
        let path = Path::new(path.as_str());
        let mut places: Vec<&Path> = path.ancestors().collect();
        places.reverse();
        let mut rules = Rules::default();
        names_note
            && places.windows(2).all(|pair| {
                let (folder, child) = (pair[0], pair[1]);
                rules = rules.with_folder(&self.root.join(folder), folder, |_, _| ());
                let is_folder = child != path;
                !rules.ignores(child, is_folder) && self.may_stand_at(child, is_folder)
            })
    }

    /// Whether a path is that of a note, wherever it stands.
    pub(crate) fn names_note(&self, path: &NotePath) -> bool {
        let path = Path::new(path.as_str());
        path.file_name().is_some_and(|name| self.is_note_name(name)) && !path.iter().any(is_hidden)
    }

    /// Whether nothing stands at a path and something may, or a folder or file just as wanted: links are not followed.
    fn may_stand_at(&self, path: &Path, is_folder: bool) -> bool {
        match fs::symlink_metadata(self.root.join(path)) {
            Ok(there) => {
                if is_folder {
                    there.is_dir()
                } else {
                    there.is_file()
                }
            }
            Err(error) => !is_of_name(&error) && !self.is_too_long(path),
        }
    }

    /// Whether nothing can have the name that a path ends in. It is asked where there is a folder for sure.
    fn is_too_long(&self, path: &Path) -> bool {
        let asked = path.file_name().map(|name| fs::symlink_metadata(self.root.join(name)));
        asked.is_some_and(|there| there.is_err_and(|error| is_of_name(&error)))
    }
}

/// Whether it is the name that the system refuses.
fn is_of_name(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::InvalidFilename
}

/// The path of a note by that of its file, which is absolute and may go through a link: nothing if it lies outside of the
/// root.
pub(crate) fn note_at(root: &Path, file: &Path) -> Option<NotePath> {
    let real = || Some(file.parent()?.canonicalize().ok()?.join(file.file_name()?));
    let inside = match file.strip_prefix(root) {
        Ok(inside) => inside.to_owned(),
        Err(_) if file.is_absolute() => real()?.strip_prefix(root).ok()?.to_owned(),
        Err(_) => return None,
    };
    NotePath::try_from(inside.as_path()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_walk_would_find_is_taken() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("a/folder.md")).unwrap();
        fs::write(root.path().join("a/file.md"), "").unwrap();
        fs::write(root.path().join(".gitignore"), "drafts/\n").unwrap();
        fs::write(root.path().join("a/.ignore"), "x.md\n").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(root.path().join("a"), root.path().join("link")).unwrap();
        let extensions = ["md".to_owned()];
        let options = WalkOptions { root: root.path(), extensions: &extensions, max_note_bytes: 0 };
        let takes = |path: &str| options.would_take(&NotePath::new(path).unwrap());
        for path in ["new.md", "a/file.md", "new/folder/a.MD", "x.md", "drafts.md"] {
            assert!(takes(path), "{path}");
        }
        let others = ["a", "main.py", ".md", ".a.md", ".git/x.md", "a/folder.md", "a/x.md", "drafts/b/c.md"];
        for path in others.into_iter().chain(["a/file.md/b.md"]) {
            assert!(!takes(path), "{path}");
        }
        #[cfg(unix)]
        assert!(!takes("link/file.md"));
    }
}
