//! The paths of notes: a column, and their order.

use std::collections::HashMap;
use std::ops::Range;

use tantivy::Term;
use tantivy::columnar::StrColumn;
use tantivy::schema::IndexRecordOption;

use crate::engine::snapshot::{Doc, Snapshot, column_name, once};
use crate::error::Result;
use crate::note::NotePath;

impl Snapshot {
    /// The path of a section's note.
    pub(crate) fn path(&self, doc: Doc) -> Result<String> {
        let idx = self.segment_of(doc);
        let Some(column) = self.paths_of(idx)? else { return Ok(String::new()) };
        let mut path = String::new();
        if let Some(number) = self.path_number(column, doc) {
            column.ord_to_str(number, &mut path).map_err(|error| self.unusable(error))?;
        }
        Ok(path)
    }

    /// The same as a [`NotePath`]: a text that can't be one is damage.
    pub(crate) fn note_path(&self, doc: Doc) -> Result<NotePath> {
        NotePath::new(&self.path(doc)?).map_err(|error| self.unusable(error))
    }

    /// The paths of a segment's sections.
    fn paths_of(&self, idx: usize) -> Result<Option<&StrColumn>> {
        let segment = &self.segments[idx];
        let opened =
            once(&self.paths[idx], || segment.fast_fields().str(column_name(segment, self.fields.path)));
        Ok(opened.map_err(|error| self.unusable(error))?.as_ref())
    }

    /// The number of a path among those of the section's segment, which are in order.
    fn path_number(&self, column: &StrColumn, doc: Doc) -> Option<u64> {
        column.term_ords(doc - self.bases[self.segment_of(doc)]).next()
    }

    /// Whether the path of a section's note comes before that of another's.
    pub(crate) fn is_path_before(&self, one: Doc, other: Doc) -> Result<bool> {
        let (idx, idx_of_other) = (self.segment_of(one), self.segment_of(other));
        match self.paths_of(idx)? {
            Some(column) if idx == idx_of_other => {
                Ok(self.path_number(column, one) < self.path_number(column, other))
            }
            _ => Ok(self.path(one)? < self.path(other)?),
        }
    }

    /// The sections of a note; none if it is not indexed.
    pub(crate) fn sections_of(&self, path: &NotePath) -> Result<Range<Doc>> {
        let (field, mut note) = (self.fields.path, 0..0);
        let term = Term::from_field_text(field, path.as_str());
        self.postings_of(field, &term, IndexRecordOption::Basic, |doc, _, _| note = self.note(doc))?;
        Ok(note)
    }

    /// Calls back with those of some notes whose path is wanted; notes are given by their first sections.
    pub(crate) fn with_path(
        &self,
        firsts: &[Doc],
        wanted: impl Fn(&str) -> bool,
        mut each: impl FnMut(Doc),
    ) -> Result<()> {
        self.each_path_of(firsts, |path, doc| {
            if wanted(path) {
                each(doc);
            }
        })
    }

    /// Calls back with the paths of some notes, those of a segment in order; notes are given by their first sections.
    pub(crate) fn each_path_of(&self, firsts: &[Doc], mut each: impl FnMut(&str, Doc)) -> Result<()> {
        for some in firsts.chunk_by(|&one, &other| self.segment_of(one) == self.segment_of(other)) {
            self.each_path(&self.numbered(some)?, |path, doc| {
                each(self.text(path)?, doc);
                Ok(())
            })?;
        }
        Ok(())
    }

    /// The places of some notes in the order of their paths; notes are given by their first sections.
    pub(crate) fn path_order(&self, mut firsts: Vec<Doc>) -> Result<HashMap<Doc, usize>> {
        firsts.sort_unstable();
        firsts.dedup();
        let mut segments = Vec::new();
        for some in firsts.chunk_by(|&one, &other| self.segment_of(one) == self.segment_of(other)) {
            segments.push(self.numbered(some)?);
        }
        let order: Vec<Doc> = match segments.as_slice() {
            [only] => only.iter().map(|&(_, doc)| doc).collect(),
            segments => {
                let mut with_path = Vec::with_capacity(firsts.len());
                for numbered in segments {
                    self.each_path(numbered, |path, doc| {
                        with_path.push((path.to_vec(), doc));
                        Ok(())
                    })?;
                }
                // Each segment's paths are in order, and a stable sort merges such runs.
                with_path.sort();
                with_path.into_iter().map(|(_, doc)| doc).collect()
            }
        };
        Ok(order.into_iter().zip(0..).collect())
    }

    /// Some sections of one segment in the order of their paths, with the numbers of these.
    fn numbered(&self, docs: &[Doc]) -> Result<Vec<(Option<u64>, Doc)>> {
        let column = docs.first().map_or(Ok(None), |&doc| self.paths_of(self.segment_of(doc)))?;
        let number = |doc| column.and_then(|column| self.path_number(column, doc));
        let mut numbered: Vec<(Option<u64>, Doc)> = docs.iter().map(|&doc| (number(doc), doc)).collect();
        numbered.sort_unstable();
        Ok(numbered)
    }

    /// Calls back with the paths of sections of one segment that are in order: one is written as what differs from the one
    /// before it, so to read them one after another takes a fraction of what each alone does.
    fn each_path(
        &self,
        numbered: &[(Option<u64>, Doc)],
        mut each: impl FnMut(&[u8], Doc) -> Result<()>,
    ) -> Result<()> {
        let (without, numbered) = numbered.split_at(numbered.partition_point(|(number, _)| number.is_none()));
        without.iter().try_for_each(|&(_, doc)| each(&[], doc))?;
        let Some(&(_, first)) = numbered.first() else { return Ok(()) };
        let Some(column) = self.paths_of(self.segment_of(first))? else { return Ok(()) };
        let numbers: Vec<u64> = numbered.iter().filter_map(|&(number, _)| number).collect();
        let (mut docs, mut told) = (numbered.iter().map(|&(_, doc)| doc), Ok(()));
        let tell = |path: &[u8]| {
            if let (Some(doc), Ok(())) = (docs.next(), &told) {
                told = each(path, doc);
            }
        };
        match column.dictionary().sorted_ords_to_term_cb(&numbers, tell) {
            Ok(true) => told,
            Ok(false) => Err(self.unusable("the path of a note is missing")),
            Err(error) => Err(self.unusable(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fixture::documents;
    use crate::engine::{Engine, FewSegments, NoteSink};

    fn path(n: usize) -> NotePath {
        let folder = ["a", "b", "连"][n % 3];
        NotePath::new(&format!("{folder}/{}.md", n * 7 % 40)).unwrap()
    }

    /// Forty notes of two sections in several segments, of which the second and the eleventh were removed.
    fn snapshot() -> Snapshot {
        let engine = Engine::in_memory().unwrap();
        let text = "# 池\n\n## 一\n\n## 二\n";
        for some in [0..1, 1..17, 17..40] {
            let mut writer = engine.writer(1, 64 << 20).unwrap();
            for n in some {
                writer.add(documents(&engine, path(n), text)).unwrap();
            }
            (1..17).step_by(9).for_each(|n| writer.remove(&path(n)));
            writer.commit("some", FewSegments::AsTheyAre).unwrap();
        }
        let snapshot = engine.snapshot().unwrap();
        assert!(snapshot.n_segments() > 1);
        snapshot
    }

    /// The first sections of all notes.
    fn firsts(snapshot: &Snapshot) -> Vec<Doc> {
        let mut firsts = Vec::new();
        snapshot.all(|doc| firsts.extend((snapshot.first(doc) == doc).then_some(doc)));
        firsts
    }

    #[test]
    fn a_note_is_found_by_its_path() {
        let snapshot = snapshot();
        for n in 0..41 {
            let (path, mut known) = (path(n), Vec::new());
            let is_it = |indexed: &str| indexed == path.as_str();
            snapshot.with_path(&firsts(&snapshot), is_it, |doc| known.push(doc)).unwrap();
            let note = snapshot.sections_of(&path).unwrap();
            assert_eq!(note.clone().take(1).collect::<Vec<_>>(), known, "{path}");
            assert_eq!(note.is_empty(), n == 1 || n == 10 || n == 40, "{path}");
        }
    }

    #[test]
    fn paths_are_in_order_through_all_segments() {
        let snapshot = snapshot();
        let firsts = firsts(&snapshot);
        for some in [&firsts[..], &firsts[3..9], &firsts[..1], &[]] {
            let mut expected = some.to_vec();
            expected.sort_by_key(|&doc| snapshot.path(doc).unwrap());
            let order = snapshot.path_order(some.to_vec()).unwrap();
            assert_eq!(order.len(), some.len());
            assert!(expected.iter().enumerate().all(|(place, doc)| order[doc] == place), "{order:?}");
        }
    }
}
