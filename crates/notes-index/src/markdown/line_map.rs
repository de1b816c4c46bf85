//! The way back from the text that the parser reads to the bytes of the note.

use std::ops::Range;

/// A copied piece: where it stands in the rewritten text and where in the note.
#[derive(Clone, Copy, Debug)]
struct Segment {
    text: usize,
    source: usize,
    len: usize,
}

/// Maps offsets of a rewritten text to the note.
///
/// The text is made of pieces copied from the note, in order, and of inserted bytes between them.
#[derive(Clone, Debug, Default)]
pub(super) struct LineMap {
    segments: Vec<Segment>,
}

impl LineMap {
    /// Records that `source` was copied to the offset `text`. Both ascend from call to call.
    pub(super) fn push(&mut self, text: usize, source: Range<usize>) {
        self.segments.push(Segment { text, source: source.start, len: source.len() });
    }

    /// The place of a byte; that of the next copied byte if it was inserted.
    pub(super) fn start(&self, offset: usize) -> usize {
        let next = self.segments.partition_point(|segment| segment.text <= offset);
        let Some(segment) = next.checked_sub(1).map(|at| self.segments[at]) else {
            return self.segments.first().map_or(offset, |first| first.source);
        };
        if offset < segment.text + segment.len {
            return segment.source + (offset - segment.text);
        }
        self.segments.get(next).map_or(segment.source + segment.len, |after| after.source)
    }

    /// The place just after the last copied byte before `offset`.
    pub(super) fn end(&self, offset: usize) -> usize {
        let next = self.segments.partition_point(|segment| segment.text < offset);
        let Some(segment) = next.checked_sub(1).map(|at| self.segments[at]) else {
            return self.segments.first().map_or(offset, |first| first.source);
        };
        segment.source + (offset - segment.text).min(segment.len)
    }

    /// The place of a range; an empty one if all of it was inserted.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.start(range.start);
        start..self.end(range.end).max(start)
    }

    /// The copied pieces inside a range, as ranges of the note.
    pub(super) fn pieces(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
        let first = self.segments.partition_point(|segment| segment.text + segment.len <= range.start);
        self.segments[first..].iter().take_while(move |segment| segment.text < range.end).filter_map(
            move |segment| {
                let start = range.start.max(segment.text);
                let end = range.end.min(segment.text + segment.len);
                let shift = segment.source;
                (start < end).then(|| shift + (start - segment.text)..shift + (end - segment.text))
            },
        )
    }
}

/// Copies pieces of a note and inserts bytes between them; copies nothing while nothing is inserted.
#[derive(Debug)]
pub(super) struct Rewriter<'a> {
    source: &'a str,
    text: String,
    map: LineMap,
    pending: Range<usize>,
}

impl<'a> Rewriter<'a> {
    /// Begins with nothing copied; the first piece is expected at `start`.
    pub(super) fn new(source: &'a str, start: usize) -> Rewriter<'a> {
        Rewriter { source, text: String::new(), map: LineMap::default(), pending: start..start }
    }

    /// Copies a piece of the note.
    pub(super) fn copy(&mut self, piece: Range<usize>) {
        if piece.start == self.pending.end {
            self.pending.end = piece.end;
            return;
        }
        self.flush();
        self.pending = piece;
    }

    /// Inserts bytes that are not of the note.
    pub(super) fn insert(&mut self, text: &str) {
        self.flush();
        self.text.push_str(text);
    }

    /// Where the next byte will stand.
    pub(super) fn len(&self) -> usize {
        self.text.len() + self.pending.len()
    }

    /// The text and the way back.
    pub(super) fn finish(mut self) -> (String, LineMap) {
        self.flush();
        (self.text, self.map)
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            self.map.push(self.text.len(), self.pending.clone());
            self.text.push_str(&self.source[self.pending.clone()]);
        }
        self.pending.start = self.pending.end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back() {
        let mut rewriter = Rewriter::new("ab\n    连\n", 0);
        rewriter.copy(0..3);
        rewriter.insert("> ");
        rewriter.copy(7..11);
        let (text, map) = rewriter.finish();
        assert_eq!(text, "ab\n> 连\n");
        assert_eq!([0, 2, 3, 4, 5, 8].map(|at| map.start(at)), [0, 2, 7, 7, 7, 10]);
        assert_eq!([3, 4, 5, 8, 9].map(|at| map.end(at)), [3, 3, 3, 10, 11]);
        assert_eq!([map.range(1..9), map.range(3..5)], [1..11, 7..7]);
        assert_eq!(map.pieces(1..9).collect::<Vec<_>>(), [1..3, 7..11]);
    }
}
