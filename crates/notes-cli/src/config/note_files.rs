//! Which files of a notebook are notes: by their extensions and their size.

use std::path::Path;

use notes_index::IndexOptions;

use crate::config::Decided;
use crate::config::file::{Setting, Settings};
use crate::failure::Result;

/// What is decided of that.
#[derive(Debug)]
pub(crate) struct NoteFiles {
    pub(crate) extensions: Decided<Vec<String>>,
    /// The limit on a note's size, in bytes.
    pub(crate) max_note_bytes: Decided<u64>,
}

impl NoteFiles {
    /// As the notebook's file has it, or else the user's.
    pub(super) fn decide(notebook: Settings, user: Settings) -> Result<NoteFiles> {
        let extensions = || IndexOptions::EXTENSIONS.map(str::to_owned).to_vec();
        Ok(NoteFiles {
            extensions: Decided::by([notebook.extensions, user.extensions], extensions),
            max_note_bytes: max_note_bytes(notebook.max_note_bytes, user.max_note_bytes)?,
        })
    }

    /// What the library is to be told of a notebook with such notes.
    pub(super) fn index_options(&self, root: &Path, index_dir: &Path) -> IndexOptions {
        IndexOptions::new(root, index_dir)
            .extensions(&self.extensions.value)
            .max_note_bytes(self.max_note_bytes.value)
    }
}

/// The limit on a note's size. A notebook may come from a stranger, and a note takes many times its size in memory: its
/// file may not allow more than this program does by itself, or the user for all notebooks.
fn max_note_bytes(notebook: Option<Setting<u64>>, user: Option<Setting<u64>>) -> Result<Decided<u64>> {
    let most = user.as_ref().map_or(0, |user| user.value).max(IndexOptions::MAX_NOTE_BYTES);
    if let Some(raised) = notebook.as_ref().filter(|notebook| notebook.value > most) {
        let why = format!("a notebook may not raise it above {most}");
        let hint = "your own configuration may: `notes config --help` says where it is";
        return Err(raised.refuse("max_note_bytes", why).hint(hint));
    }
    Ok(Decided::by([notebook, user], || IndexOptions::MAX_NOTE_BYTES))
}
