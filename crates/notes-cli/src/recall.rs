//! The last search that a person saw, so that its hits can be named by their numbers.
//!
//! A small file of its own, readable by its owner alone. It is a convenience: what can't be written or read is
//! as good as none.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use notes_index::Hit;
use serde::{Deserialize, Serialize};

use crate::failure::{Failure, Result};

/// More than a page of hits ever takes; a larger file is not ours.
const MAX_FILE_BYTES: u64 = 4 << 20;

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

    /// The last search, if it was one of this notebook.
    pub(crate) fn read(file: &Path, root: &Path) -> Option<Recall> {
        // A pipe by that name would be waited on for ever.
        let is_ours = |metadata: &fs::Metadata| metadata.is_file() && metadata.len() <= MAX_FILE_BYTES;
        let bytes = file.metadata().ok().filter(is_ours).and_then(|_| fs::read(file).ok())?;
        let recall: Recall = serde_json::from_slice(&bytes).ok()?;
        (recall.root == root.to_string_lossy()).then_some(recall)
    }

    /// Remembers this one in place of the last.
    pub(crate) fn write(&self, file: &Path) -> io::Result<()> {
        let temporary = file.with_extension(format!("{}.tmp", std::process::id()));
        // Of a process that was killed and had our number.
        let _ = fs::remove_file(&temporary);
        let written = private_file(&temporary).and_then(|mut opened| {
            opened.write_all(&serde_json::to_vec(self)?)?;
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

/// Makes a file that its owner alone can read.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_of_the_same_number_has_left_is_in_nobodys_way() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("last-search.json");
        fs::write(dir.path().join(format!("last-search.{}.tmp", std::process::id())), "{\"ro").unwrap();
        let recall = Recall::of(dir.path(), "连接池", 0, &[]);
        recall.write(&file).unwrap();
        assert_eq!(Recall::read(&file, dir.path()), Some(recall));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
