//! Which sections begin a note.

use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use super::Snapshot;
use super::posting_blocks::walk_docs;
use crate::engine::documents::Facet;
use crate::error::Result;

/// A section's number in a snapshot.
pub(crate) type Doc = u32;

/// A bit for each section of a snapshot. The sections of a note stand side by side, so a note is a run that begins at
/// a set bit.
#[derive(Clone, Debug)]
pub(super) struct Starts {
    bits: Vec<u64>,
    max_doc: Doc,
}

impl Starts {
    /// For sections below `max_doc`, none of which begins a note yet.
    pub(super) fn new(max_doc: Doc) -> Starts {
        Starts { bits: vec![0; (max_doc as usize).div_ceil(64)], max_doc }
    }

    pub(super) fn insert(&mut self, doc: Doc) {
        if let Some(word) = self.bits.get_mut(doc as usize / 64) {
            *word |= 1 << (doc % 64);
        }
    }

    /// The first section of a section's note.
    pub(super) fn first(&self, doc: Doc) -> Doc {
        let at_or_before = u64::MAX >> (63 - doc % 64);
        let mut idx = doc as usize / 64;
        let mut word = self.bits.get(idx).copied().unwrap_or(0) & at_or_before;
        while word == 0 && idx > 0 {
            idx -= 1;
            word = self.bits[idx];
        }
        (idx * 64) as Doc + word.checked_ilog2().unwrap_or(0)
    }

    /// The first section of the note behind a section's own.
    pub(super) fn end(&self, doc: Doc) -> Doc {
        let next = doc + 1;
        let mut idx = next as usize / 64;
        let mut word = self.bits.get(idx).copied().unwrap_or(0) & u64::MAX << (next % 64);
        while word == 0 && idx + 1 < self.bits.len() {
            idx += 1;
            word = self.bits[idx];
        }
        if word == 0 { self.max_doc } else { (idx * 64) as Doc + word.trailing_zeros() }
    }
}

impl Snapshot {
    /// Looks up where notes begin, those that were removed included: their sections still have numbers.
    pub(super) fn find_starts(&self) -> Result<Starts> {
        let mut starts = Starts::new(self.max_doc());
        let term = Term::from_field_text(self.fields.facet, &Facet::Start.term());
        for (segment, base) in self.segments() {
            starts.insert(base);
            let blocks = self.blocks(segment, self.fields.facet, &term, IndexRecordOption::Basic)?;
            blocks.into_iter().for_each(|mut blocks| {
                walk_docs(&mut blocks, 0..segment.max_doc(), |docs| {
                    docs.iter().for_each(|&doc| starts.insert(base + doc));
                });
            });
        }
        Ok(starts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_a_run_of_sections() {
        let firsts = [0, 1, 63, 64, 130, 300];
        let mut starts = Starts::new(310);
        firsts.iter().for_each(|&doc| starts.insert(doc));
        for doc in 0..310 {
            let first = firsts.iter().rev().find(|&&first| first <= doc).copied().unwrap();
            let end = firsts.iter().find(|&&first| first > doc).copied().unwrap_or(310);
            assert_eq!((starts.first(doc), starts.end(doc)), (first, end), "{doc}");
        }
        assert_eq!((Starts::new(0).first(0), Starts::new(0).end(0)), (0, 0));
    }
}
