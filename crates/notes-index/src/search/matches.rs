//! Where the words of a query stand in a note's file.

use super::results::{Hit, Match};
use super::snippet::Place;
use crate::engine::SectionRecord;
use crate::text::{LineIndex, Position};

/// The first places of a hit in all the ways that editors count. Places ascend and stand apart.
pub(super) fn matches(record: &SectionRecord, lines: &LineIndex, places: &[Place]) -> Vec<Match> {
    let raw = record.raw_offsets();
    let raw = |offset: usize| raw.raw_offset(record.start as usize + offset);
    let mut counter =
        Counter { text: &record.source, lines, at: 0, last: Position { line: 0, column: 1, utf16: 0 } };
    let matches = places.iter().take(Hit::MAX_MATCHES).map(|place| {
        let (start, end) = (counter.position(place.range.start), counter.position(place.range.end));
        let line = &record.source[lines.range(&record.source, start.line)];
        let shown = &line[..line.floor_char_boundary(Match::MAX_LINE_BYTES)];
        let in_note = |place: Position| Position { line: place.line + record.line - 1, ..place };
        Match {
            range: raw(place.range.start)..raw(place.range.end),
            start: in_note(start),
            end: in_note(end),
            line_text: shown.trim_start_matches('\u{feff}').to_owned(),
        }
    });
    matches.collect()
}

/// Counts ascending places, each from the one before: a long line is read once.
struct Counter<'a> {
    text: &'a str,
    lines: &'a LineIndex,
    at: usize,
    last: Position,
}

impl Counter<'_> {
    fn position(&mut self, offset: usize) -> Position {
        let line = self.lines.line(offset);
        if line == self.last.line && self.at <= offset {
            let between = &self.text[self.at..offset];
            self.last.column += between.len() as u32;
            self.last.utf16 += between.chars().map(char::len_utf16).sum::<usize>() as u32;
        } else {
            self.last = self.lines.position(self.text, offset);
        }
        self.at = offset;
        self.last
    }
}
