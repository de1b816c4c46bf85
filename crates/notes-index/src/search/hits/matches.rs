//! Where the words of a query stand in a note.

use super::places::Place;
use crate::engine::SectionRecord;
use crate::search::answer::{Hit, Match};
use crate::text::{LineIndex, Position, PositionCounter};

/// The first places of a hit in all the ways that editors count. Places ascend and stand apart.
pub(super) fn matches(record: &SectionRecord, lines: &LineIndex, places: &[Place]) -> Vec<Match> {
    let mut counter = PositionCounter::new(&record.source, lines, record.first_line());
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
