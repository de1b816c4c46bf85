//! One folder: its notes, the folders in it, and what would be a note but can't.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::files::FoundFiles;
use super::read::too_large;
use super::rules::{Rules, is_ignore_file};
use super::skipped::{SkipReason, Skipped};
use super::stamp::Stamp;
use crate::note::NotePath;

/// What belongs to the notebook.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WalkOptions<'a> {
    /// Where it begins; may itself be a symbolic link.
    pub(crate) root: &'a Path,
    /// The extensions of notes, without the dot; compared without regard to ASCII case.
    pub(crate) extensions: &'a [String],
    /// The limit on a note's size in bytes.
    pub(crate) max_note_bytes: u64,
}

/// What one thread found of a notebook, in no order.
#[derive(Debug, Default)]
pub(super) struct Finds {
    /// The notes.
    pub(super) files: FoundFiles,
    /// What would be a note or a folder of notes but can't be taken.
    pub(super) skipped: Vec<Skipped>,
}

/// How many files one task asks the file system about.
const N_FILES_A_TASK: usize = 512;

/// A piece of a walk, short enough that a walk can stop between two of them.
pub(super) enum Task {
    /// To read a folder.
    Folder(Folder),
    /// To stamp some of the files of the folder at a path.
    Files(PathBuf, Vec<Child>),
}

impl Task {
    pub(super) fn run(
        self,
        options: &WalkOptions<'_>,
        finds: &mut Finds,
        made: &mut Vec<Task>,
    ) -> io::Result<()> {
        match self {
            Task::Folder(folder) => folder.read(options, finds, made),
            Task::Files(folder, files) => {
                stamp_all(&folder, files, options, finds);
                Ok(())
            }
        }
    }
}

/// A folder that belongs to the notebook.
#[derive(Default)]
pub(super) struct Folder {
    /// Empty for the root.
    relative: PathBuf,
    /// Those of the ignore files above.
    rules: Rules,
}

/// Something in a folder that may belong to the notebook.
pub(super) struct Child {
    name: OsString,
    kind: FileType,
    entry: DirEntry,
}

impl Folder {
    /// Finds what stands here. The only error is that the root can't be read.
    fn read(mut self, options: &WalkOptions<'_>, finds: &mut Finds, made: &mut Vec<Task>) -> io::Result<()> {
        let absolute = options.root.join(&self.relative);
        let children = match self.list(&absolute, options, finds) {
            Err(error) if self.relative.as_os_str().is_empty() => return Err(error),
            Err(error) => {
                finds.skip_unreadable(self.relative, &error);
                return Ok(());
            }
            Ok(children) => children,
        };
        let mut files = Vec::new();
        for child in children {
            let is_folder = child.kind.is_dir();
            match !self.rules.is_empty() && self.rules.ignores(&join(&self.relative, &child.name), is_folder)
            {
                true => {}
                false if is_folder => made.push(Task::Folder(self.below(join(&self.relative, &child.name)))),
                false => files.push(child),
            }
        }
        made.extend(split(&mut files).map(|files| Task::Files(self.relative.clone(), files)));
        stamp_all(&self.relative, files, options, finds);
        Ok(())
    }

    /// The folders and the files with a note's name, the last one first, because the last task that is
    /// made is the next one done; takes up the ignore files on the way.
    fn list(
        &mut self,
        absolute: &Path,
        options: &WalkOptions<'_>,
        finds: &mut Finds,
    ) -> io::Result<Vec<Child>> {
        let mut children = Vec::new();
        let mut has_rules = false;
        for entry in fs::read_dir(absolute)? {
            let entry = entry?;
            let name = entry.file_name();
            if is_hidden(&name) {
                has_rules |= is_ignore_file(&name);
                continue;
            }
            let kind = match entry.file_type() {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                kind => kind?,
            };
            if kind.is_dir() || kind.is_symlink() || options.is_note_name(&name) {
                children.push(Child { name, kind, entry });
            }
        }
        if has_rules {
            let unread = |name, error| finds.skip_unreadable(join(&self.relative, OsStr::new(name)), &error);
            self.rules = self.rules.with_folder(absolute, &self.relative, unread);
        }
        children.sort_unstable_by(|a, b| b.name.cmp(&a.name));
        Ok(children)
    }

    fn below(&self, relative: PathBuf) -> Folder {
        Folder { relative, rules: self.rules.clone() }
    }
}

/// Takes all but the first files away, a task's worth each.
fn split(files: &mut Vec<Child>) -> impl Iterator<Item = Vec<Child>> {
    let mut rest = files.split_off(files.len().min(N_FILES_A_TASK)).into_iter();
    std::iter::from_fn(move || {
        let next: Vec<Child> = rest.by_ref().take(N_FILES_A_TASK).collect();
        (!next.is_empty()).then_some(next)
    })
}

/// Stamps files of a folder, the last one first.
fn stamp_all(folder: &Path, files: Vec<Child>, options: &WalkOptions<'_>, finds: &mut Finds) {
    let prefix = match folder.to_str() {
        Some("") => Some(String::new()),
        folder => folder.map(|folder| format!("{folder}/")),
    };
    finds.files.begin_run();
    files.into_iter().rev().for_each(|file| file.stamp(folder, prefix.as_deref(), options, finds));
}

impl Child {
    /// Asks the file system about a file of a folder, and takes it as a note or says why not. `prefix` is what its path
    /// begins with; none if that is no text.
    fn stamp(self, folder: &Path, prefix: Option<&str>, options: &WalkOptions<'_>, finds: &mut Finds) {
        if self.kind.is_symlink() {
            return self.skip_link(folder, options, finds);
        }
        let relative = || join(folder, &self.name);
        match self.entry.metadata() {
            Err(error) => finds.skip_unreadable(relative(), &error),
            Ok(metadata) if !metadata.is_file() => finds.skip(relative(), SkipReason::NotAFile),
            Ok(metadata) => {
                let path = prefix.zip(self.name.to_str());
                let path = path.filter(|(prefix, name)| prefix.len() + name.len() <= NotePath::MAX_BYTES);
                match (path, too_large(metadata.len(), options.max_note_bytes)) {
                    (None, _) => finds.skip(relative(), SkipReason::Name),
                    (Some(_), Some(reason)) => finds.skip(relative(), reason),
                    (Some((prefix, name)), None) => finds.files.push(prefix, name, Stamp::of(&metadata)),
                }
            }
        }
    }

    /// A link is worth a word if it looks like a note or like a folder of notes.
    fn skip_link(self, folder: &Path, options: &WalkOptions<'_>, finds: &mut Finds) {
        let leads_to_folder = || self.entry.path().metadata().is_ok_and(|target| target.is_dir());
        if options.is_note_name(&self.name) || leads_to_folder() {
            finds.skip(join(folder, &self.name), SkipReason::Link);
        }
    }
}

impl WalkOptions<'_> {
    /// Whether a name ends in the extension of a note and has something before it.
    pub(super) fn is_note_name(&self, name: &OsStr) -> bool {
        let name = name.as_encoded_bytes();
        self.extensions.iter().any(|extension| {
            let split = name.len().checked_sub(extension.len()).and_then(|at| name.split_at_checked(at));
            split.is_some_and(|(stem, end)| {
                stem.len() > 1 && stem.ends_with(b".") && end.eq_ignore_ascii_case(extension.as_bytes())
            })
        })
    }
}

impl Finds {
    fn skip(&mut self, path: PathBuf, reason: SkipReason) {
        let path = path.into_os_string().into_string();
        let path = path.unwrap_or_else(|broken| broken.to_string_lossy().into_owned());
        self.skipped.push(Skipped { path: path.into(), reason });
    }

    /// What is gone since its folder was read is nothing to speak of.
    fn skip_unreadable(&mut self, path: PathBuf, error: &io::Error) {
        if error.kind() != io::ErrorKind::NotFound {
            self.skip(path, SkipReason::Unreadable(error.to_string()));
        }
    }
}

pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// A path with `/` between components on every system.
fn join(folder: &Path, name: &OsStr) -> PathBuf {
    let folder = folder.as_os_str();
    let mut path = OsString::with_capacity(folder.len() + 1 + name.len());
    if !folder.is_empty() {
        path.push(folder);
        path.push("/");
    }
    path.push(name);
    path.into()
}
