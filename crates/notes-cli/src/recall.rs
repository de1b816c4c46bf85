//! The last search that a person saw, so that its hits can be named by their numbers.
//!
//! A small file of its own, readable by its owner alone. It is a convenience: what can't be written or read is
//! as good as none.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use notes_index::Hit;
use serde::{Deserialize, Serialize};

use crate::failure::{Failure, Result};

/// More than a page of hits ever takes; a larger file is not ours.
const MAX_FILE_BYTES: u64 = 4 << 20;

/// How the file begins; others may have one of that name.
const BEGINNING: &[u8] = b"{\"root\":\"";

/// The most hits that are remembered.
const MAX_HITS: usize = 1000;

/// A search and where its hits are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recall {
    /// The folder of the notes that were searched.
    pub(crate) root: String,
    /// What was looked for.
    pub(crate) query: String,
    /// The number of the first hit.
    first: usize,
    hits: Vec<RecalledHit>,
}

/// Where a hit is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct RecalledHit {
    /// The note's path in the notebook.
    pub(crate) path: String,
    /// The line of the first match, else of the hit; 1-based.
    pub(crate) line: u32,
    /// The column of the same in bytes, 1-based.
    pub(crate) column: u32,
    /// The text of that line, as far as it is shown; empty if nothing in the hit matched.
    #[serde(default)]
    pub(crate) line_text: String,
    /// What leads to the hit.
    pub(crate) breadcrumb: Vec<String>,
}

impl Recall {
    /// What to remember of a page of hits.
    pub(crate) fn of(root: &Path, query: &str, offset: usize, hits: &[Hit]) -> Recall {
        let hits = hits.iter().take(MAX_HITS).map(RecalledHit::of).collect();
        Recall {
            root: root.to_string_lossy().into_owned(),
            query: query.to_owned(),
            first: offset.saturating_add(1),
            hits,
        }
    }

    /// The last search, in whichever notebook.
    pub(crate) fn read(file: &Path) -> Option<Recall> {
        // A pipe by that name would be waited on for ever.
        let is_ours = |metadata: &fs::Metadata| metadata.is_file() && metadata.len() <= MAX_FILE_BYTES;
        let bytes = file.metadata().ok().filter(is_ours).and_then(|_| fs::read(file).ok())?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Whether it was a search in this notebook.
    pub(crate) fn is_in(&self, root: &Path) -> bool {
        self.root == root.to_string_lossy()
    }

    /// Remembers this one in place of the last; nothing if another process is just remembering one.
    ///
    /// # Errors
    /// If it can't be written, or others have a file of that name.
    pub(crate) fn write(&self, file: &Path) -> io::Result<()> {
        check_ours(file)?;
        let temporary = file.with_extension("tmp");
        // What a killed process has left of it is written over.
        check_ours(&temporary)?;
        // Held until it has its place.
        let Some(opened) = locked(&temporary)? else { return Ok(()) };
        let written = self.write_to(&opened).and_then(|()| {
            // A file system that meets a rename over a file writes its bytes out at once, so that a crash leaves the
            // old or the new ones; a millisecond that this isn't worth.
            let _ = fs::remove_file(file);
            fs::rename(&temporary, file)
        });
        written.inspect_err(|_| {
            // Nothing is lost by what stays.
            let _ = fs::remove_file(&temporary);
        })
    }

    fn write_to(&self, mut file: &File) -> io::Result<()> {
        // What is cut to nothing is written out at once by some file systems, as what is renamed over a file.
        if file.metadata()?.len() > 0 {
            file.set_len(0)?;
        }
        file.write_all(&serde_json::to_vec(self)?)
    }

    /// A hit by its number.
    pub(crate) fn hit(&self, number: usize) -> Result<&RecalledHit> {
        let hit = number.checked_sub(self.first).and_then(|idx| self.hits.get(idx));
        hit.ok_or_else(|| {
            let query = &self.query;
            let shown = match self.hits.len() {
                0 => "found nothing".to_owned(),
                1 => format!("showed hit {}", self.first),
                n => format!("showed hits {} to {}", self.first, self.first + n - 1),
            };
            Failure::usage(format!("there is no hit {number}: the last search, for {query}, {shown}"))
        })
    }
}

impl RecalledHit {
    fn of(hit: &Hit) -> RecalledHit {
        let found = hit.matches.first();
        let (line, column) =
            found.map_or((hit.lines.first, 1), |found| (found.start.line, found.start.column));
        RecalledHit {
            path: hit.path.as_str().to_owned(),
            line,
            column,
            line_text: found.map(|found| found.line_text.clone()).unwrap_or_default(),
            breadcrumb: hit.breadcrumb.clone(),
        }
    }
}

/// # Errors
/// If what is there is not what [`Recall::write`] leaves, or what a loss of power leaves of that: a part, or zeros.
fn check_ours(path: &Path) -> io::Result<()> {
    let metadata = match path.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        metadata => metadata?,
    };
    let mut begins = Vec::new();
    if metadata.is_file() {
        File::open(path)?.take(BEGINNING.len() as u64).read_to_end(&mut begins)?;
    }
    let is_ours = BEGINNING.starts_with(&begins) || begins.iter().all(|&byte| byte == 0);
    let foreign = || io::Error::new(ErrorKind::AlreadyExists, "it is not what this program has written");
    if metadata.is_file() && is_ours { Ok(()) } else { Err(foreign()) }
}

/// Opens a file to be written by this process alone, made if there is none; its owner alone can read it. Nothing if
/// another process writes it, or has just put it in its place.
fn locked(path: &Path) -> io::Result<Option<File>> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    let is_free = !matches!(file.try_lock(), Err(TryLockError::WouldBlock));
    Ok((is_free && is_at(&file, path)).then_some(file))
}

/// Whether a path leads to an opened file.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let inode =
        |metadata: io::Result<fs::Metadata>| metadata.map(|metadata| (metadata.dev(), metadata.ino())).ok();
    inode(path.symlink_metadata()).is_some_and(|there| inode(file.metadata()) == Some(there))
}

/// Whether a path leads to an opened file; where files have no numbers, to any.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Remembers a search where a file is already: whether it does, and what is remembered then.
    fn remembered(name: &str, text: &str) -> (bool, String) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("last-search.json");
        fs::write(dir.path().join(name), text).unwrap();
        let recall = Recall::of(Path::new("/n"), "连接池", 0, &[]);
        let written = recall.write(&file).is_ok();
        assert_eq!(Recall::read(&file).is_some(), written);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "{name}");
        (written, fs::read_to_string(dir.path().join(name)).unwrap_or_default())
    }

    #[test]
    fn what_a_killed_process_has_left_is_in_nobodys_way() {
        let long = format!("{{\"root\":\"{}", "n".repeat(1000));
        for text in ["", "{\"ro", "\0\0\0", &long] {
            assert_eq!(remembered("last-search.tmp", text), (true, String::new()), "{text}");
            assert!(remembered("last-search.json", text).0, "{text}");
        }
    }

    #[test]
    fn what_others_have_of_that_name_stays() {
        for name in ["last-search.tmp", "last-search.json"] {
            for text in ["{\"my\":\"data\"}", "{}", "{\"root\": 1}"] {
                assert_eq!(remembered(name, text), (false, text.to_owned()), "{name}");
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let dir = tempfile::tempdir().unwrap();
        let (file, letter) = (dir.path().join("last-search.json"), dir.path().join("letter"));
        fs::write(&letter, "").unwrap();
        for name in ["last-search.json", "last-search.tmp"] {
            std::os::unix::fs::symlink(&letter, dir.path().join(name)).unwrap();
            assert!(Recall::of(dir.path(), "连接池", 0, &[]).write(&file).is_err());
            fs::remove_file(dir.path().join(name)).unwrap();
        }
        assert_eq!(fs::read(&letter).unwrap(), b"");
    }

    #[test]
    fn who_comes_while_another_writes_leaves_it_to_that() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("last-search.json");
        let other = locked(&dir.path().join("last-search.tmp")).unwrap();
        let recall = Recall::of(dir.path(), "连接池", 0, &[]);
        recall.write(&file).unwrap();
        assert!(!file.exists());
        drop(other);
        recall.write(&file).unwrap();
        assert_eq!(Recall::read(&file), Some(recall));
    }
}
