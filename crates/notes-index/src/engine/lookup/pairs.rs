//! Pairs of words in two languages: which sections hold them, now.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use super::dictionary::prefix_end;
use crate::engine::snapshot::{Doc, Snapshot};
use crate::error::Result;
use crate::glossary::{Pair, pair_of_term, prefix};

/// How many terms of the dictionary a look-up reads.
const MAX_TERMS: usize = 256;

impl Snapshot {
    /// The pairs that a key finds, with how many sections hold each. Reads one short range of the
    /// dictionary.
    pub(crate) fn pairs_of(&self, key: &str) -> Result<BTreeMap<Pair, u32>> {
        let terms = self.pair_terms(&prefix(key), MAX_TERMS)?;
        let mut counts = BTreeMap::new();
        for term in terms {
            let Some((pair, _)) = pair_of_term(&term) else { continue };
            let mut n_sections = 0;
            self.pair_postings(&term, |_| n_sections += 1)?;
            if n_sections > 0 {
                counts.insert(pair, n_sections);
            }
        }
        Ok(counts)
    }

    /// All pairs with the sections that hold them.
    pub(crate) fn all_pairs(&self) -> Result<BTreeMap<Pair, Vec<Doc>>> {
        let mut pairs = BTreeMap::new();
        for term in self.pair_terms("", usize::MAX)? {
            // Every pair has one term that begins with its Chinese side.
            let Some((pair, true)) = pair_of_term(&term) else { continue };
            let mut docs = Vec::new();
            self.pair_postings(&term, |doc| docs.push(doc))?;
            if !docs.is_empty() {
                pairs.insert(pair, docs);
            }
        }
        Ok(pairs)
    }

    fn pair_postings(&self, term: &str, mut each: impl FnMut(Doc)) -> Result<()> {
        let field = self.fields.pairs;
        let term = Term::from_field_text(field, term);
        self.postings_of(field, &term, IndexRecordOption::Basic, |doc, _, _| each(doc))
    }

    /// The terms that begin so, each once, at most `limit` of a segment.
    fn pair_terms(&self, prefix: &str, limit: usize) -> Result<Vec<String>> {
        let mut terms = Vec::new();
        for (segment, _) in self.segments() {
            let inverted = self.inverted(segment, self.fields.pairs)?;
            let range = inverted.terms().range().ge(prefix).lt(prefix_end(prefix));
            let mut stream = range.into_stream().map_err(|error| self.unusable(error))?;
            let mut n_terms = 0;
            while n_terms < limit && stream.advance() {
                terms.push(self.text(stream.key())?.to_owned());
                n_terms += 1;
            }
        }
        terms.sort_unstable();
        terms.dedup();
        Ok(terms)
    }
}
