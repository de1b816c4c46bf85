//! What holds the whole query in a row, and what is named just so.

use super::accumulators::Accumulators;
use super::kept::Kept;
use super::postings::Sums;
use super::raise::Raise;
use super::scorer::Scorer;
use crate::analysis::TermKind;
use crate::engine::{Doc, Facet, PostingList, Snapshot, Stripe, TextField};
use crate::error::Result;
use crate::search::plan::Plan;
use crate::search::terms::PlannedTerm;

/// How many words of Han are a name, whose pairs of characters say already that it stands in a row.
const MAX_NAME_WORDS: usize = 2;

/// The whole query in a row raises what holds it. A name of one or two words of Han is held together by
/// the pairs of its characters: there it only tells the sections of a note apart.
pub(super) struct RowScorer<'a> {
    snapshot: &'a Snapshot,
    says_more: bool,
    /// Sections, with whether it stands in their heading.
    sections: Kept<bool>,
    /// Notes, by their names.
    names: Kept<()>,
    /// Sections that hold words with the signs that were typed.
    as_typed: Kept<()>,
}

impl<'a> RowScorer<'a> {
    pub(super) fn open(stripe: &Stripe<'a>, plan: &Plan) -> Result<RowScorer<'a>> {
        let snapshot = stripe.snapshot();
        let is_word = |planned: &PlannedTerm| matches!(planned.term.kind, TermKind::Word { .. });
        let says_more = plan.terms.len() > MAX_NAME_WORDS || plan.terms.iter().any(is_word);
        let (mut sections, mut names) = (Vec::new(), Vec::new());
        match (plan.whole.as_slice(), plan.terms.as_slice()) {
            ([(word, 0)], [only]) if is_word(only) => sections = with_word(stripe, TextField::Text, word)?,
            // Its characters count only where no section has it as a word, as they do for its score.
            (_, [only]) if snapshot.has(TextField::Words, &only.term.text)? => {
                sections = with_word(stripe, TextField::Words, &only.term.text)?;
            }
            (whole, _) => {
                let headings = snapshot.headings()?;
                stripe.side_by_side(TextField::Text, whole, |doc, starts| {
                    sections.push((doc, starts.first().is_some_and(|&start| headings.hold(doc, start))));
                })?;
            }
        }
        stripe.rows(TextField::NameText, &plan.whole, |first, _| names.push((first, ())))?;
        // With other signs between them the words are not what was typed.
        sections.retain(|&(doc, _)| plan.is_as_typed(doc));
        names.retain(|&(first, ())| plan.is_as_typed(first));
        let as_typed = plan.as_typed.iter().flat_map(|docs| docs.iter());
        let as_typed = as_typed.filter(|doc| stripe.docs().contains(doc)).map(|doc| (doc, ())).collect();
        let (sections, names, as_typed) = (Kept::new(sections), Kept::new(names), Kept::new(as_typed));
        Ok(RowScorer { snapshot, says_more, sections, names, as_typed })
    }
}

/// The sections that hold a word, with whether their heading does: no positions are read.
fn with_word(stripe: &Stripe<'_>, field: TextField, word: &str) -> Result<Vec<(Doc, bool)>> {
    let (mut sections, mut headings) = (Vec::new(), Vec::new());
    stripe.postings(TextField::Heading, word, |doc, _, _| headings.push(doc))?;
    stripe.postings(field, word, |doc, _, _| sections.push((doc, headings.binary_search(&doc).is_ok())))?;
    Ok(sections)
}

impl Scorer for RowScorer<'_> {
    fn add(&mut self, accumulators: &mut Accumulators, _sums: &mut Sums) {
        for &(doc, in_heading) in self.sections.read(&accumulators.docs()) {
            let first = self.snapshot.first(doc);
            if self.says_more {
                accumulators.raise(doc, Raise::ROW);
                accumulators.raise(first, Raise::NOTE_ROW);
            } else {
                accumulators.raise(doc, Raise::ROW_IN_NOTE);
            }
            if in_heading {
                if self.says_more {
                    accumulators.raise(doc, Raise::HEADING_ROW);
                }
                accumulators.raise(first, Raise::NOTE_HEADING_ROW);
            }
        }
        self.names
            .read(&accumulators.docs())
            .iter()
            .for_each(|&(first, ())| accumulators.raise(first, Raise::NAME_ROW));
        for &(doc, ()) in self.as_typed.read(&accumulators.docs()) {
            accumulators.raise(doc, Raise::AS_TYPED);
            accumulators.raise(self.snapshot.first(doc), Raise::NOTE_AS_TYPED);
        }
    }
}

/// Sections and notes whose name is the query are raised.
pub(super) struct SameNameScorer<'a> {
    snapshot: &'a Snapshot,
    plan: &'a Plan,
    headings: PostingList<'a>,
    titles: [PostingList<'a>; 2],
}

impl<'a> SameNameScorer<'a> {
    pub(super) fn open(stripe: &Stripe<'a>, plan: &'a Plan) -> Result<SameNameScorer<'a>> {
        let query = plan.whole_text.as_str();
        let list = |facet: Facet<'_>| stripe.facet_list(&facet);
        let titles = [list(Facet::Title(query))?, list(Facet::Stem(query))?];
        Ok(SameNameScorer {
            snapshot: stripe.snapshot(),
            plan,
            headings: list(Facet::Heading(query))?,
            titles,
        })
    }
}

impl Scorer for SameNameScorer<'_> {
    fn add(&mut self, accumulators: &mut Accumulators, _sums: &mut Sums) {
        let (snapshot, plan) = (self.snapshot, self.plan);
        self.headings.read(accumulators.docs(), |doc, _, _| {
            if plan.is_as_typed(doc) {
                accumulators.raise(doc, Raise::HEADING);
                accumulators.raise(snapshot.first(doc), Raise::NOTE_HEADING);
            }
        });
        for titles in &mut self.titles {
            titles.read(accumulators.docs(), |doc, _, _| {
                if plan.is_as_typed(doc) {
                    accumulators.raise(snapshot.first(doc), Raise::TITLE);
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Evidence, IndexOptions, NoteIndex, NotePath, Query, Scope, SearchOptions};

    #[test]
    fn a_row_in_a_heading_says_more_be_it_a_word_or_several() {
        let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
        for n in 0..3 {
            let text = "# 甲\n\n## The transaction_log of 事务日志\n\ntext\n\n## 乙\n\na transaction, a log; 事务日志\n\n\
                        ## Transactions\n\nof one transaction and its c++ log\n\n## C++\n\ntext";
            index.put(&NotePath::new(&format!("{n}.md")).unwrap(), text).unwrap();
        }
        let searcher = index.searcher().unwrap();
        let options = SearchOptions::new().explain(true).limit(0).per_note(0);
        let in_heading = |query: &str| {
            let mut rows = Vec::new();
            for hit in searcher.search(&Query::parse(query), &options).unwrap().hits {
                let all = hit.explanation.iter().flat_map(|explanation| &explanation.contributions);
                let row = all
                    .filter(|one| one.scope == Scope::Section)
                    .find(|one| matches!(one.evidence, Evidence::Row | Evidence::HeadingRow));
                rows.extend(row.map(|row| (hit.heading, row.evidence == Evidence::HeadingRow)));
            }
            rows.sort();
            rows.dedup();
            rows.into_iter().map(|(heading, is_in)| format!("{heading} {is_in}")).collect::<Vec<_>>()
        };
        let log = "The transaction_log of 事务日志";
        let in_log = &*format!("{log} true");
        assert_eq!(in_heading("transaction"), [in_log, "Transactions false", "乙 false"]);
        assert_eq!(in_heading("transactions"), ["Transactions true"]);
        assert_eq!(in_heading("log"), [in_log, "Transactions false", "乙 false"]);
        assert_eq!(in_heading("transaction log"), [in_log]);
        assert_eq!(in_heading("c++"), ["C++ true", "Transactions false"]);
    }
}
