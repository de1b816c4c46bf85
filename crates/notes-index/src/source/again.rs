//! A walk, and the few paths that may have changed since.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::folder::WalkOptions;
use super::read::too_large;
use super::rules::is_ignore_file;
use super::stamp::Stamp;
use super::walk::Walk;

impl Walk {
    /// What a new walk would find where nothing has changed but files at some paths, which are relative to the root: the
    /// file system is asked about these alone. None if only a walk can tell: where folders, links or ignore files may
    /// have come or gone, whether a new file is ignored, and which other names a file has.
    pub(crate) fn again<'p>(
        mut self,
        options: &WalkOptions<'_>,
        paths: impl IntoIterator<Item = &'p PathBuf>,
    ) -> Option<Walk> {
        let mut gone = Vec::new();
        for path in paths {
            match self.look(options, path)? {
                Look::Note(nth, stamp) => self.files.restamp(nth, stamp),
                Look::Gone(nth) => gone.push(nth),
                Look::Other => {}
            }
        }
        gone.sort_unstable();
        self.files.remove(&gone);
        Some(self)
    }

    fn look(&self, options: &WalkOptions<'_>, path: &Path) -> Option<Look> {
        let (name, text) = (path.file_name()?, path.to_str()?);
        if is_ignore_file(name) || self.has_below(path, text) {
            return None;
        }
        let known = self.files.search(text).ok();
        match (fs::symlink_metadata(options.root.join(path)), known) {
            (Ok(metadata), _) if metadata.is_file() && has_other_names(&metadata) => None,
            (Ok(metadata), Some(nth)) => {
                let is_note =
                    metadata.is_file() && too_large(metadata.len(), options.max_note_bytes).is_none();
                is_note.then(|| Look::Note(nth, Stamp::of(&metadata)))
            }
            (Err(error), Some(nth)) => is_absent(&error).then_some(Look::Gone(nth)),
            _ if options.is_note_name(name) => None,
            (Ok(metadata), None) => metadata.is_file().then_some(Look::Other),
            (Err(error), None) => is_absent(&error).then_some(Look::Other),
        }
    }

    /// Whether anything was found below a path, or was no note there.
    fn has_below(&self, path: &Path, text: &str) -> bool {
        let below = format!("{text}/");
        let (Ok(next) | Err(next)) = self.files.search(&below);
        self.files.nth_path(next).is_some_and(|known| known.starts_with(&below))
            || self.skipped.iter().any(|skipped| skipped.path.starts_with(path))
    }
}

/// What stands at a path where nothing but a file may have changed.
enum Look {
    /// A note of the walk, by its number.
    Note(usize, Stamp),
    /// Nothing, where that note was.
    Gone(usize),
    /// Nothing that belongs to the notebook, now or before.
    Other,
}

/// Whether a file has hard links besides the one that was looked at: what is written to it is written to notes of which
/// nothing was told.
#[cfg(unix)]
fn has_other_names(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;

    metadata.nlink() > 1
}

/// Not known.
#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

fn is_absent(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use tempfile::TempDir;

    use super::*;
    use crate::source::{Skipped, walk_beside};

    static EXTENSIONS: LazyLock<Vec<String>> = LazyLock::new(|| vec!["md".to_owned()]);

    fn options(root: &Path) -> WalkOptions<'_> {
        WalkOptions { root, extensions: &EXTENSIONS, max_note_bytes: 100 }
    }

    fn walk(root: &TempDir) -> Walk {
        walk_beside(&options(root.path()), &|| false, || ()).unwrap().unwrap().0
    }

    fn notebook() -> TempDir {
        let root = tempfile::tempdir().unwrap();
        for folder in ["a", "b/c"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        for path in ["a.md", "a-b.md", "a/x.md", "b/c/y.md", "b/pic.png", "b/out.md"] {
            fs::write(root.path().join(path), "1").unwrap();
        }
        fs::write(root.path().join("big.md"), [b'x'; 101]).unwrap();
        fs::write(root.path().join("b/.ignore"), "out.md\n").unwrap();
        root
    }

    /// What is made of a walk after something was done and some paths were told; beside it what a new walk finds.
    fn after(paths: &[&str], change: impl FnOnce(&Path)) -> (Option<Walk>, Walk) {
        let root = notebook();
        let before = walk(&root);
        change(root.path());
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        (before.again(&options(root.path()), &paths), walk(&root))
    }

    fn all(walk: &Walk) -> (Vec<(&str, Stamp)>, &[Skipped]) {
        (walk.files.iter().collect(), &walk.skipped)
    }

    #[track_caller]
    fn is_known(paths: &[&str], change: impl FnOnce(&Path)) {
        let (again, fresh) = after(paths, change);
        let again = again.expect("no walk is needed");
        assert_eq!(all(&again), all(&fresh));
    }

    #[track_caller]
    fn needs_a_walk(paths: &[&str], change: impl FnOnce(&Path)) {
        assert!(after(paths, change).0.is_none());
    }

    #[test]
    fn files_are_looked_at_alone() {
        is_known(&[], |_| ());
        is_known(&["a/x.md"], |root| fs::write(root.join("a/x.md"), "22").unwrap());
        is_known(&["a.md", "b/c/y.md"], |root| {
            fs::remove_file(root.join("a.md")).unwrap();
            fs::remove_file(root.join("b/c/y.md")).unwrap();
        });
        is_known(&["b/c/4913", "b/c/y.md~", "b/c/y.md"], |root| {
            fs::rename(root.join("b/c/y.md"), root.join("b/c/y.md~")).unwrap();
            fs::write(root.join("b/c/y.md"), "new").unwrap();
        });
        is_known(&["b/pic.png", "new.png"], |root| fs::write(root.join("new.png"), "").unwrap());
    }

    #[test]
    fn all_else_needs_a_walk() {
        needs_a_walk(&[""], |_| ());
        needs_a_walk(&["new.md"], |root| fs::write(root.join("new.md"), "").unwrap());
        needs_a_walk(&["b/out.md"], |_| ());
        needs_a_walk(&["gone.md"], |_| ());
        needs_a_walk(&["big.md"], |root| fs::write(root.join("big.md"), "").unwrap());
        needs_a_walk(&["a.md"], |root| fs::write(root.join("a.md"), [b'x'; 101]).unwrap());
        needs_a_walk(&["a"], |root| fs::rename(root.join("a"), root.join("z")).unwrap());
        needs_a_walk(&["b/d"], |root| fs::create_dir(root.join("b/d")).unwrap());
        needs_a_walk(&["b/.ignore"], |root| fs::remove_file(root.join("b/.ignore")).unwrap());
        needs_a_walk(&["a.md"], |root| {
            fs::remove_file(root.join("a.md")).unwrap();
            fs::create_dir(root.join("a.md")).unwrap();
        });
    }

    #[cfg(unix)]
    #[test]
    fn a_link_needs_a_walk() {
        let link = |to: &'static str, at: &'static str| {
            move |root: &Path| {
                let _was_there = fs::remove_file(root.join(at));
                std::os::unix::fs::symlink(root.join(to), root.join(at)).unwrap();
            }
        };
        needs_a_walk(&["a.md"], link("a-b.md", "a.md"));
        needs_a_walk(&["more"], link("b", "more"));
        needs_a_walk(&["a.md"], |root| {
            fs::remove_file(root.join("a-b.md")).unwrap();
            fs::hard_link(root.join("a.md"), root.join("a-b.md")).unwrap();
        });
        needs_a_walk(&["b/pic.png"], |root| {
            fs::hard_link(root.join("b/pic.png"), root.join("pic.png")).unwrap()
        });
    }

    /// Something that is done to a path or from one to another, among few so that they meet.
    fn changes() -> impl Strategy<Value = Vec<(u8, usize, usize)>> {
        proptest::collection::vec((0..5u8, 0..PATHS.len(), 0..PATHS.len()), 1..6)
    }

    /// Notes more often than what needs a walk.
    const PATHS: [&str; 13] = [
        "a.md",
        "a-b.md",
        "a/x.md",
        "b/c/y.md",
        "a.md",
        "a-b.md",
        "a/x.md",
        "b/c/y.md",
        "pic.png",
        "a",
        "b",
        "b/.ignore",
        "b/out.md",
    ];

    proptest! {
        #[test]
        fn what_is_known_is_what_a_walk_finds(changes in changes()) {
            let root = notebook();
            let before = walk(&root);
            let mut told = Vec::new();
            for (change, one, other) in changes {
                let [at, to] = [PATHS[one], PATHS[other]].map(|path| root.path().join(path));
                let _fails_where_it_can_not_be = match change {
                    0 => fs::write(&at, "22"),
                    1 => fs::remove_file(&at),
                    2 => fs::remove_dir_all(&at),
                    3 => fs::create_dir(&at),
                    _ => fs::rename(&at, &to),
                };
                told.extend([PATHS[one], PATHS[other]].map(PathBuf::from));
            }
            if let Some(again) = before.again(&options(root.path()), &told) {
                let fresh = walk(&root);
                prop_assert_eq!(all(&again), all(&fresh));
            }
        }
    }
}
