//! Files that are not in the index, and why: a row each.

use std::io::{self, Write};

use notes_index::Skipped;

use crate::escape;
use crate::printer::columns::width;

/// Paths wider than this do not push the reasons of the others away.
const MAX_PATH_COLUMNS: usize = 40;

/// Writes the rows, paths and reasons below each other.
pub(crate) fn write_table(skipped: &[Skipped], out: &mut dyn Write) -> io::Result<()> {
    let paths: Vec<String> = skipped.iter().map(|file| file.path.to_string_lossy().into_owned()).collect();
    let widest = paths.iter().map(|path| width(path)).filter(|&columns| columns <= MAX_PATH_COLUMNS).max();
    for (file, path) in skipped.iter().zip(&paths) {
        let padding = widest.unwrap_or(0).saturating_sub(width(path));
        let why = file.reason.to_string();
        writeln!(
            out,
            "  {:<11}  {}{:padding$}  {}",
            file.reason.kind(),
            escape::line(path),
            "",
            escape::line(&why)
        )?;
    }
    Ok(())
}
