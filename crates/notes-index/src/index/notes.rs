//! The files that an index is of: where they are, and what stands in them now.

use std::path::Path;

use super::NoteIndex;
use crate::error::{Error, ErrorKind, Result};
use crate::note::NotePath;
use crate::source;

impl NoteIndex {
    /// The folder of the notes, absolute and without links; nothing of an index in memory.
    pub fn root(&self) -> Option<&Path> {
        self.disk().map(|(_, root)| root)
    }

    /// The note's path for the path of its file, which must be absolute and without `.` and `..`. The way to it may
    /// go through a link, and the file itself need not be there. Nothing if it lies outside of the notes or can't be
    /// the path of a note; whether there is a note is not asked.
    ///
    /// ```
    /// use notes_index::{IndexOptions, NoteIndex, NotePath};
    ///
    /// # let dir = tempfile::tempdir()?;
    /// # let (notes, cache) = (dir.path().join("notes"), dir.path().join("cache"));
    /// # std::fs::create_dir(&notes)?;
    /// let index = NoteIndex::open(IndexOptions::new(&notes, &cache))?;
    /// let root = index.root().expect("it has files");
    /// assert_eq!(index.note_path(&root.join("db/pool.md")), Some(NotePath::new("db/pool.md")?));
    /// assert_eq!(index.note_path(&cache.join("pool.md")), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn note_path(&self, file: &Path) -> Option<NotePath> {
        source::note_at(self.root()?, file)
    }

    /// The text of a note as it is on disk now, read as a sync reads it: decoded, and with the same limits.
    ///
    /// # Errors
    /// [`Error::is_unreadable`] if there is no such file or it can't be a note, or if the index is in memory and so has
    /// no files.
    ///
    /// ```
    /// use notes_index::{IndexOptions, NoteIndex, NotePath};
    ///
    /// # let dir = tempfile::tempdir()?;
    /// # let (notes, index_dir) = (dir.path().join("notes"), dir.path().join("index"));
    /// # std::fs::create_dir(&notes)?;
    /// std::fs::write(notes.join("db.md"), "# 连接池\n")?;
    /// let index = NoteIndex::open(IndexOptions::new(&notes, &index_dir))?;
    /// assert_eq!(index.read_note(&NotePath::new("db.md")?)?, "# 连接池\n");
    /// assert!(index.read_note(&NotePath::new("web.md")?).unwrap_err().is_unreadable());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_note(&self, path: &NotePath) -> Result<String> {
        let unreadable = |path, why| Error::new(ErrorKind::Unreadable { path, why });
        let Some((_, root)) = self.disk() else {
            return Err(unreadable(path.as_str().into(), "an index in memory has no files".to_owned()));
        };
        source::read(root, path, self.options.max_note_bytes)
            .map(|note| note.text)
            .map_err(|reason| unreadable(root.join(path.as_str()), reason.to_string()))
    }
}
