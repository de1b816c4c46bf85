//! Pairs of words in two languages: which sections hold them, now.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use super::dictionary::prefix_end;
use crate::engine::snapshot::{Doc, Snapshot};
use crate::error::Result;
use crate::glossary::{Pair, pair_of_term, prefix};

/// How many pairs a look-up finds, the first of all that there are: whatever segments they stand in.
const MAX_PAIRS: usize = 256;

impl Snapshot {
    /// The pairs that a key finds, with how many sections hold each. Reads one short range of the
    /// dictionary.
    pub(crate) fn pairs_of(&self, key: &str) -> Result<BTreeMap<Pair, u32>> {
        let mut counts = BTreeMap::new();
        self.each_pair_term(&prefix(key), |term| {
            let Some((pair, _)) = pair_of_term(term) else { return Ok(ControlFlow::Continue(())) };
            let mut n_sections = 0;
            self.pair_postings(term, |_| n_sections += 1)?;
            if n_sections > 0 {
                counts.insert(pair, n_sections);
            }
            let is_enough = counts.len() >= MAX_PAIRS;
            Ok(if is_enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        Ok(counts)
    }

    /// All pairs with the sections that hold them.
    pub(crate) fn all_pairs(&self) -> Result<BTreeMap<Pair, Vec<Doc>>> {
        let mut pairs = BTreeMap::new();
        self.each_pair_term("", |term| {
            // Every pair has one term that begins with its Chinese side.
            let Some((pair, true)) = pair_of_term(term) else { return Ok(ControlFlow::Continue(())) };
            let mut docs = Vec::new();
            self.pair_postings(term, |doc| docs.push(doc))?;
            if !docs.is_empty() {
                pairs.insert(pair, docs);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(pairs)
    }

    fn pair_postings(&self, term: &str, mut each: impl FnMut(Doc)) -> Result<()> {
        let field = self.fields.pairs;
        let term = Term::from_field_text(field, term);
        self.postings_of(field, &term, IndexRecordOption::Basic, |doc, _, _| each(doc))
    }

    /// Calls back with the terms that begin so, each once, in order, until it breaks off.
    fn each_pair_term(
        &self,
        prefix: &str,
        mut each: impl FnMut(&str) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let inverted = self.segments().map(|(segment, _)| self.inverted(segment, self.fields.pairs));
        let inverted: Vec<_> = inverted.collect::<Result<_>>()?;
        let ranges =
            inverted.iter().map(|inverted| inverted.terms().range().ge(prefix).lt(prefix_end(prefix)));
        let streams = ranges.map(|range| range.into_stream().map_err(|error| self.unusable(error)));
        let mut streams: Vec<_> = streams.collect::<Result<_>>()?;
        streams.retain_mut(|stream| stream.advance());
        while let Some(term) = streams.iter().map(|stream| stream.key()).min().map(<[u8]>::to_vec) {
            if each(self.text(&term)?)?.is_break() {
                break;
            }
            streams.retain_mut(|stream| stream.key() != term || stream.advance());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::MAX_PAIRS;
    use crate::engine::fixture::documents;
    use crate::engine::{Engine, FewSegments, NoteSink, Snapshot};
    use crate::note::NotePath;

    fn path(nth: usize) -> NotePath {
        NotePath::new(&format!("{nth}.md")).unwrap()
    }

    /// An English word for each number, in order.
    fn english(nth: usize) -> String {
        let letter = |digit: usize| char::from(b'a' + (digit % 26) as u8);
        format!("pool{}{}", letter(nth / 26), letter(nth))
    }

    /// Notes that translate one word, each into another one, in so many segments.
    fn indexed(n_notes: usize, n_segments: usize) -> Engine {
        let engine = Engine::in_memory().unwrap();
        for segment in 0..n_segments {
            let mut writer = engine.writer(1, 32 << 20).unwrap();
            for nth in (0..n_notes).filter(|nth| nth % n_segments == segment) {
                let text = format!("连接池（{}）", english(nth));
                writer.add(documents(&engine, path(nth), &text)).unwrap();
            }
            writer.commit("", FewSegments::AsTheyAre).unwrap();
        }
        engine
    }

    /// The other sides of a word's pairs, by the first that there is and how many.
    fn found(snapshot: &Snapshot) -> (Option<String>, usize) {
        let pairs: BTreeMap<_, u32> = snapshot.pairs_of("连接池").unwrap();
        (pairs.keys().next().map(|pair| pair.english.clone()), pairs.len())
    }

    #[test]
    fn what_is_found_does_not_depend_on_segments() {
        let n_notes = MAX_PAIRS + 100;
        for n_segments in [1, 2, 5] {
            let engine = indexed(n_notes, n_segments);
            assert_eq!(
                found(&engine.snapshot().unwrap()),
                (Some(english(0)), MAX_PAIRS),
                "{n_segments} segments"
            );
            let mut writer = engine.writer(1, 32 << 20).unwrap();
            (0..n_notes - 10).for_each(|nth| writer.remove(&path(nth)));
            writer.commit("", FewSegments::AsTheyAre).unwrap();
            let last = found(&engine.snapshot().unwrap());
            assert_eq!(last, (Some(english(n_notes - 10)), 10), "what is gone takes nobody's place");
        }
    }
}
