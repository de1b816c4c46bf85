//! Which sections hold the words of bridges themselves, known before anything is scored: their translations say no more
//! than the words do.

use crate::engine::Doc;
use crate::search::doc_set::DocSet;
use crate::search::terms::TermSet;

/// Sections by the terms that they hold themselves; of terms that have translations.
pub(super) struct SectionsByTerm {
    max_doc: Doc,
    /// For each such term, by its index.
    sections: Vec<(usize, DocSet)>,
}

impl SectionsByTerm {
    /// None yet, of some terms.
    pub(super) fn of(terms: TermSet, max_doc: Doc) -> SectionsByTerm {
        SectionsByTerm { max_doc, sections: terms.iter().map(|idx| (idx, DocSet::none(max_doc))).collect() }
    }

    /// Takes in the sections that `all` calls back with, which hold some terms; it isn't asked if nobody wants to know.
    pub(super) fn mark(&mut self, terms: TermSet, all: impl FnOnce(&mut dyn FnMut(Doc))) {
        let mut wanted: Vec<&mut DocSet> =
            self.sections.iter_mut().filter(|(idx, _)| terms.contains(*idx)).map(|(_, docs)| docs).collect();
        if !wanted.is_empty() {
            all(&mut |doc| wanted.iter_mut().for_each(|docs| docs.insert(doc)));
        }
    }

    /// The sections that hold all of some terms.
    pub(super) fn holding(&self, terms: TermSet) -> DocSet {
        let mut sets = self.sections.iter().filter(|(idx, _)| terms.contains(*idx)).map(|(_, docs)| docs);
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
        let mut by_term = SectionsByTerm::of(TermSet::from_iter([1, 2]), 100);
        by_term.mark(TermSet::of(0), |_| unreachable!("nobody asks for it"));
        by_term.mark(TermSet::from_iter([0, 1, 2]), |each| [1, 2, 70].into_iter().for_each(each));
        by_term.mark(TermSet::of(2), |each| each(3));
        let holding = |terms| by_term.holding(terms).iter().collect::<Vec<_>>();
        assert_eq!(holding(TermSet::from_iter([1, 2])), [1, 2, 70]);
        assert_eq!(holding(TermSet::of(2)), [1, 2, 3, 70]);
    }
}
