//! Tables of terms: a row is a pair.

use super::section::{Mined, Mining};
use super::shape::Pair;
use super::words::{CHINESE_COLUMNS, ENGLISH_COLUMNS, Words};
use crate::analysis::folded_text;
use crate::markdown::table_cells;
use crate::note::SpanKind;

/// Which cell of a row holds which language.
#[derive(Clone, Copy)]
struct Columns {
    chinese: usize,
    english: usize,
}

/// The pairs of a section's tables whose header names both languages.
pub(super) fn pairs(mining: &Mining<'_>) -> Vec<Mined> {
    let mut mined = Vec::new();
    if !mining.source.contains('|') {
        return mined;
    }
    let mut columns: Option<Columns> = None;
    let mut at = 0;
    for line in mining.source.split_inclusive('\n') {
        let cells = cells(line);
        columns = match columns {
            _ if cells.len() < 2 => None,
            None => header(&cells),
            known => known,
        };
        let row = columns.and_then(|columns| row(mining, &cells, columns));
        mined.extend(row.map(|pair| Mined { pair, range: at..at + line.trim_end().len() }));
        at += line.len();
    }
    // Nothing in a code block is a table.
    mined.retain(|mined| mining.reading.kind_in_source(&mined.range) == Some(SpanKind::Prose));
    mined
}

fn header(cells: &[&str]) -> Option<Columns> {
    let names: Vec<String> = cells.iter().map(|cell| folded_text(cell)).collect();
    let find = |known: Words| names.iter().position(|name| known.has(name));
    Some(Columns { chinese: find(CHINESE_COLUMNS)?, english: find(ENGLISH_COLUMNS)? })
}

fn row(mining: &Mining<'_>, cells: &[&str], columns: Columns) -> Option<Pair> {
    Pair::of(mining.segmenter, cells.get(columns.chinese)?, cells.get(columns.english)?)
}

/// The cells of a row without marks; none if the line is no row.
fn cells(line: &str) -> Vec<&str> {
    if !line.trim_start().starts_with('|') {
        return Vec::new();
    }
    table_cells(line).into_iter().map(|cell| line[cell].trim_matches([' ', '*', '`', '_'])).collect()
}
