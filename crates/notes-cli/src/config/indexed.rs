//! The notebook that is known by its index alone.

use std::path::Path;

use notes_index::{IndexOptions, NoteIndex};

use crate::config::file::Settings;
use crate::config::index_dir;
use crate::environment::Environment;

/// The outermost folder upwards whose index stands where it would be kept and holds notes: a search that was once made
/// in a part of a notebook, or where there is nothing, doesn't narrow those that come after it. All of a disk or
/// a home folder must be named.
pub(crate) fn find<'a>(environment: &'a Environment, user: &Settings) -> Option<&'a Path> {
    let cache_dir = environment.cache_dir.as_deref()?;
    let folders = environment.cwd.ancestors().filter(|folder| !environment.is_home_or_disk(folder));
    let outwards: Vec<&Path> = folders.collect();
    outwards.into_iter().rev().find(|folder| holds_notes(folder, &index_dir::of(folder, cache_dir), user))
}

/// Whether the index of a folder holds notes. One that can't be used counts as well: it may have held some, and is
/// built anew.
fn holds_notes(folder: &Path, index_dir: &Path, user: &Settings) -> bool {
    let n_notes = || NoteIndex::open(options(folder, index_dir, user))?.n_notes();
    match index_dir.is_dir().then(n_notes) {
        Some(Ok(n_notes)) => n_notes > 0,
        Some(Err(error)) => !error.is_missing(),
        None => false,
    }
}

/// The options of such a folder, which has no file of its own.
fn options(folder: &Path, index_dir: &Path, user: &Settings) -> IndexOptions {
    let mut options = IndexOptions::new(folder, index_dir);
    if let Some(extensions) = &user.extensions {
        options = options.extensions(&extensions.value);
    }
    if let Some(limit) = &user.max_note_bytes {
        options = options.max_note_bytes(limit.value);
    }
    options
}
