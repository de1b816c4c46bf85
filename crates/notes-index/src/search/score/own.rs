//! Which sections hold the words of bridges themselves, known before anything is scored: their translations say no more
//! than the words do.

use crate::engine::Doc;
use crate::search::doc_set::DocSet;

/// Sections by the terms that they hold themselves; of terms that have translations.
pub(super) struct Own {
    max_doc: Doc,
    /// For each such term, as a bit.
    sections: Vec<(u64, DocSet)>,
}

impl Own {
    /// None yet, of some terms.
    pub(super) fn of(terms: u64, max_doc: Doc) -> Own {
        let bits = (0..u64::BITS).map(|idx| 1u64 << idx).filter(|bit| terms & bit != 0);
        Own { max_doc, sections: bits.map(|bit| (bit, DocSet::none(max_doc))).collect() }
    }

    /// Takes in the sections that `all` calls back with, which hold some terms; it isn't asked if nobody wants to know.
    pub(super) fn mark(&mut self, terms: u64, all: impl FnOnce(&mut dyn FnMut(Doc))) {
        let mut wanted: Vec<&mut DocSet> =
            self.sections.iter_mut().filter(|(bit, _)| bit & terms != 0).map(|(_, docs)| docs).collect();
        if !wanted.is_empty() {
            all(&mut |doc| wanted.iter_mut().for_each(|docs| docs.insert(doc)));
        }
    }

    /// The sections that hold all of some terms.
    pub(super) fn holding(&self, terms: u64) -> DocSet {
        let mut sets = self.sections.iter().filter(|(bit, _)| bit & terms != 0).map(|(_, docs)| docs);
        let mut holding = sets.next().cloned().unwrap_or_else(|| DocSet::none(self.max_doc));
        sets.for_each(|docs| holding.intersect(docs));
        holding
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_all_terms() {
        let mut own = Own::of(0b110, 100);
        own.mark(0b001, |_| unreachable!("nobody asks for it"));
        own.mark(0b111, |each| [1, 2, 70].into_iter().for_each(each));
        own.mark(0b100, |each| each(3));
        let holding = |terms| own.holding(terms).iter().collect::<Vec<_>>();
        assert_eq!((holding(0b110), holding(0b100)), (vec![1, 2, 70], vec![1, 2, 3, 70]));
    }
}
