//! Where the words of a query stand in a note.

use super::snippet::Place;
use crate::engine::SectionRecord;
use crate::search::answer::{Hit, Match};
use crate::text::{LineIndex, Position};

/// The first places of a hit in all the ways that editors count. Places ascend and stand apart.
pub(super) fn matches(record: &SectionRecord, lines: &LineIndex, places: &[Place]) -> Vec<Match> {
    let mut counter = Counter::new(record, lines);
    let matches = places.iter().take(Hit::MAX_MATCHES).map(|place| {
        let (start, end) = (counter.position(place.range.start), counter.position(place.range.end));
        let line = lines.range(&record.source, start.line);
        let line = &record.source[line.start.max(record.first_line())..line.end];
        let in_note = |place: Position| Position { line: place.line + record.line - 1, ..place };
        Match {
            range: record.in_note(&place.range),
            start: in_note(start),
            end: in_note(end),
            line_text: line[..line.floor_char_boundary(Match::MAX_LINE_BYTES)].to_owned(),
        }
    });
    matches.collect()
}

/// Counts ascending places, each from the one before: a long line is read once.
struct Counter<'a> {
    record: &'a SectionRecord,
    lines: &'a LineIndex,
    /// What was counted last, and its offset.
    at: usize,
    last: Position,
}

impl Counter<'_> {
    fn new<'a>(record: &'a SectionRecord, lines: &'a LineIndex) -> Counter<'a> {
        let last = Position { line: 1, column: 1, utf16: 0 };
        Counter { record, lines, at: record.first_line(), last }
    }

    fn position(&mut self, offset: usize) -> Position {
        let line = self.lines.line(offset);
        if line != self.last.line || offset < self.at {
            self.at = self.lines.range(&self.record.source, line).start.max(self.record.first_line());
            self.last = Position { line, column: 1, utf16: 0 };
        }
        let between = self.record.source.get(self.at..offset).unwrap_or_default();
        self.last.column += between.len() as u32;
        self.last.utf16 += between.chars().map(char::len_utf16).sum::<usize>() as u32;
        self.at = offset.max(self.at);
        self.last
    }
}
