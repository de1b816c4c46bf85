//! Files that are not in the index, and why: a row each.

use std::io::{self, Write};

use notes_index::Skipped;

use crate::escape;
use crate::printer::column::Column;

/// Writes the rows, paths and reasons below each other.
pub(crate) fn write_table(skipped: &[Skipped], out: &mut dyn Write) -> io::Result<()> {
    let paths: Vec<String> = skipped.iter().map(|file| file.path.to_string_lossy().into_owned()).collect();
    let column = Column::of(paths.iter().map(String::as_str));
    for (file, path) in skipped.iter().zip(&paths) {
        let why = file.reason.to_string();
        writeln!(out, "  {:<11}  {}  {}", file.reason.name(), column.cell(path), escape::line(&why))?;
    }
    Ok(())
}
