//! What stands in an index folder, by name, and whether others have put anything there.
//!
//! ```text
//! <index folder>/               0700
//!   notes-index.json            whose index this is, how it was made, which generation counts
//!   lock                        held by the one writer, whose number it holds
//!   watch/                      where searches ask a watcher
//!     lock                      held by the watcher, whose number it holds
//!     q<process>-<number>       a question: empty, then what the watcher says
//!   g1/                         a generation: a tantivy index with its seal, and its manifests
//!   last-search…                not of the index: IndexOptions::COMPANIONS
//! ```

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use super::lock::LockFile;
use super::options::IndexOptions;
use crate::disk;
use crate::engine::Engine;

pub(super) const IDENTITY_FILE: &str = "notes-index.json";
pub(super) const LOCK_FILE: &str = "lock";
/// Where a watcher is asked.
pub(super) const MAILBOX: &str = "watch";
/// Commits take turns: a commit that is never made does no harm to the manifest of the last one.
pub(super) const MANIFESTS: [&str; 2] = ["manifest-a", "manifest-b"];

/// What file managers leave in any folder that somebody has looked into: it makes none another's.
const CLUTTER: [&str; 4] = [".DS_Store", "Thumbs.db", "desktop.ini", ".directory"];

pub(super) fn generation_name(generation: u64) -> String {
    format!("g{generation}")
}

/// The number of a generation whose folder is called so.
pub(super) fn generation_number(name: &str) -> Option<u64> {
    number(name.strip_prefix('g')?)
}

/// What a question to a watcher is called.
pub(super) fn question_name(process: u32, number: u32) -> String {
    format!("q{process}-{number}")
}

pub(super) fn is_companion(name: &str) -> bool {
    name.starts_with(IndexOptions::COMPANIONS)
}

/// What killed writers have left in a folder, and every generation but one. What others have put beside it stays, whatever
/// its name is.
pub(super) fn leftovers_in(dir: &Path, keep: u64) -> impl Iterator<Item = PathBuf> {
    let entries = entries(dir).into_iter().flatten().flatten();
    entries.filter(move |entry| is_leftover(entry, keep)).map(|entry| entry.path())
}

/// All that is of an index in a folder, but for its lock. What others have put beside or into it stays.
pub(super) fn all_in(dir: &Path) -> impl Iterator<Item = PathBuf> {
    let is_ours = |entry: &DirEntry| {
        let name = name_of(entry);
        name != LOCK_FILE && inside(&name).is_some() && matches!(stranger_at(entry), Ok(None))
    };
    let entries = entries(dir).into_iter().flatten().flatten();
    entries.filter(is_ours).map(|entry| entry.path())
}

fn is_leftover(entry: &DirEntry, keep: u64) -> bool {
    let name = name_of(entry);
    let is_named = match generation_number(&name) {
        Some(number) => number != keep,
        None => name != IDENTITY_FILE && disk::is_or_becomes(&name, IDENTITY_FILE),
    };
    is_named && matches!(stranger_at(entry), Ok(None))
}

/// Where others have put something into a folder, as a path from there: nothing of ours has that name, or holds what
/// stands there. Its name alone makes no folder ours: a build would remove `g2024` with all photographs of that year.
pub(super) fn stranger_in(dir: &Path) -> io::Result<Option<PathBuf>> {
    for entry in entries(dir)? {
        if let Some(stranger) = stranger_at(&entry?)? {
            return Ok(Some(stranger));
        }
    }
    Ok(None)
}

fn stranger_at(entry: &DirEntry) -> io::Result<Option<PathBuf>> {
    let name = name_of(entry);
    let is_folder = entry.file_type()?.is_dir();
    Ok(match inside(&name) {
        _ if is_companion(&name) => None,
        Some(Inside::Files(is_ours)) if is_folder => {
            stranger_among(&entry.path(), is_ours)?.map(|inner| Path::new(&name).join(inner))
        }
        Some(Inside::Nothing) if !holds_anything(entry)? => None,
        _ if CLUTTER.contains(&&*name) && !holds_anything(entry)? => None,
        Some(Inside::Process) if !holds_anything(entry)? && LockFile::is_ours(&entry.path())? => None,
        _ => Some(PathBuf::from(name)),
    })
}

/// What may stand in what has a name of ours.
enum Inside {
    /// It is a file, or an empty folder in its place.
    Nothing,
    /// The same, and the number of a process.
    Process,
    /// It is a folder, with files of names that are ours.
    Files(fn(&str) -> bool),
}

/// Nothing if the name is none of ours.
fn inside(name: &str) -> Option<Inside> {
    match name {
        LOCK_FILE => Some(Inside::Process),
        MAILBOX => Some(Inside::Files(is_of_mailbox)),
        _ if disk::is_or_becomes(name, IDENTITY_FILE) => Some(Inside::Nothing),
        _ => generation_number(name).map(|_| Inside::Files(is_of_generation)),
    }
}

fn is_of_mailbox(name: &str) -> bool {
    name == LOCK_FILE || is_question(name)
}

/// Whether a question to a watcher may be called so.
pub(super) fn is_question(name: &str) -> bool {
    let question = || name.strip_prefix('q')?.split_once('-');
    question().is_some_and(|(process, nth)| number(process).and(number(nth)).is_some())
}

fn is_of_generation(name: &str) -> bool {
    Engine::is_file_name(name) || MANIFESTS.iter().any(|manifest| disk::is_or_becomes(name, manifest))
}

/// A number as it is written into a name: 01 is none.
fn number(digits: &str) -> Option<u64> {
    digits.parse().ok().filter(|number: &u64| number.to_string() == digits)
}

/// The first name in a folder that is none of ours or no file's.
fn stranger_among(folder: &Path, is_ours: fn(&str) -> bool) -> io::Result<Option<String>> {
    for entry in entries(folder)? {
        let entry = entry?;
        let name = name_of(&entry);
        if !(is_ours(&name) || CLUTTER.contains(&&*name)) || holds_anything(&entry)? {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Whether something is a folder that is not empty, or leads elsewhere.
fn holds_anything(entry: &DirEntry) -> io::Result<bool> {
    let kind = entry.file_type()?;
    Ok(kind.is_symlink() || (kind.is_dir() && entries(&entry.path())?.next().is_some()))
}

/// What stands in a folder; nothing if it is gone.
fn entries(dir: &Path) -> io::Result<impl Iterator<Item = io::Result<DirEntry>>> {
    match fs::read_dir(dir) {
        Ok(entries) => Ok(Some(entries).into_iter().flatten()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None.into_iter().flatten()),
        Err(error) => Err(error),
    }
}

fn name_of(entry: &DirEntry) -> String {
    entry.file_name().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_that_are_given_are_ours() {
        for number in [1, 10, u64::MAX] {
            assert_eq!(generation_number(&generation_name(number)), Some(number));
        }
        for name in ["g", "g01", "g+1", "g1x", "G1", "1", "g18446744073709551616", "g１"] {
            assert_eq!(generation_number(name), None, "{name}");
        }
        assert!(is_question(&question_name(12, 0)));
        for name in ["q1", "q1-", "q-1", "q01-1", "q1-00", "q1-1-1", "1-1"] {
            assert!(!is_question(name), "{name}");
        }
    }
}
