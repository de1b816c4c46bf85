//! The notebook that is known by its index alone.

use std::path::Path;

use notes_index::{IndexOptions, NoteIndex};

use crate::config::file::Settings;
use crate::config::index_dir;
use crate::config::note_files::NoteFiles;
use crate::environment::Environment;
use crate::failure::Result;

/// The outermost folder upwards whose index stands where it would be kept and holds notes: a search that was once made
/// in a part of a notebook, or where there is nothing, doesn't narrow those that come after it. All of a disk or
/// a home folder must be named.
pub(super) fn find<'a>(environment: &'a Environment, user: &Settings) -> Result<Option<&'a Path>> {
    let Some(cache_dir) = environment.cache_dir.as_deref() else { return Ok(None) };
    // Such a folder has no file of its own.
    let files = NoteFiles::decide(Settings::default(), user.clone())?;
    let folders = environment.cwd.ancestors().filter(|folder| !environment.is_home_or_disk(folder));
    let outwards: Vec<&Path> = folders.collect();
    let is_known = |folder: &Path| {
        let index_dir = index_dir::of(folder, cache_dir);
        index_dir.is_dir() && holds_notes(files.index_options(folder, &index_dir))
    };
    Ok(outwards.into_iter().rev().find(|folder| is_known(folder)))
}

/// Whether an index holds notes. One that can't be used counts as well: it may have held some, and is built anew.
fn holds_notes(options: IndexOptions) -> bool {
    match NoteIndex::open(options).and_then(|index| index.n_notes()) {
        Ok(n_notes) => n_notes > 0,
        Err(error) => !error.is_missing(),
    }
}
