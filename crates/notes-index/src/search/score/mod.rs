//! Terms → which sections hold what, and how much that says.
//!
//! A section is scored by its own words and those of its note together, counted over the sections
//! and notes that are there now, whatever was deleted before.
//!
//! ```text
//! plan ─→ steps ─open→ scorers ─→ counted in all stripes, weighed ─add→ a window's accumulators ─→ what finds hits there
//! ```
//!
//! The notes are divided into a stripe for each thread, a stripe into windows; the accumulators of one window after
//! another are filled by all scorers, and then handed on.

mod accumulators;
mod bm25;
mod contributions;
mod division;
mod doc_freqs;
mod explanation;
mod kept;
mod lookup;
mod note_frequencies;
mod postings;
mod raise;
mod row;
mod runs;
mod scorer;
mod scratch;
mod sections_by_term;
mod steps;
mod stripe_scorer;
mod translations;
mod weight;
mod window;
mod words;
mod worth;

use serde::{Deserialize, Serialize};

pub(super) use self::accumulators::Accumulators;
use self::contributions::Contributions;
use self::division::n_stripes;
use self::explanation::explanation;
use self::scratch::Scratch;
pub(super) use self::scratch::ScratchPool;
use self::steps::{Step, steps};
use self::stripe_scorer::{StripeScorer, summed_doc_freqs};
use self::window::WINDOW;
use super::answer::Explanation;
use super::doc_set::DocSet;
use super::patience::Patience;
use super::plan::Plan;
use crate::engine::{Doc, Snapshot};
use crate::error::Result;
use crate::threads::each_of_twice;

/// The sums over all notes: what the statistics of a notebook are measured by, as a commit says them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Totals {
    pub(crate) notes: u64,
    pub(crate) sections: u64,
    pub(crate) code_blocks: u64,
    /// Tokens of `words`, all sections together.
    pub(crate) words: u64,
    /// Tokens of `name`, all notes together.
    pub(crate) name_words: u64,
}

/// What is scored, and by what.
#[derive(Clone, Copy)]
pub(super) struct Scoring<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) totals: &'a Totals,
    pub(super) plan: &'a Plan,
    /// Where all hits are in some notes, those.
    pub(super) within: Option<&'a DocSet>,
    pub(super) pool: &'a ScratchPool,
}

/// What was made of the windows.
pub(super) struct Scored<T> {
    /// For each stripe, in order.
    pub(super) taken: Vec<T>,
    /// How many steps the scores are made of.
    pub(super) n_steps: usize,
    /// Whether the time ran out before all was done.
    pub(super) is_partial: bool,
}

impl<'a> Scoring<'a> {
    /// Scores what holds the terms of a plan, until the time is over. Each stripe takes what it wants of the accumulators
    /// of each of its windows, in order.
    pub(super) fn score<T: Send>(
        &self,
        patience: &Patience,
        begin: impl Fn() -> T,
        take: impl Fn(&mut T, &Accumulators) + Sync,
    ) -> Result<Scored<T>> {
        let steps = steps(self.plan);
        let stripes = self.snapshot.stripes(n_stripes(self.snapshot, &steps)?);
        let scorer = |stripe| StripeScorer::new(stripe, self.pool.take(), begin());
        let mut scorers: Vec<StripeScorer<'_, T>> = stripes.into_iter().map(scorer).collect();
        let n_steps = self.fill(&mut scorers, &steps, WINDOW, patience, take)?;
        let is_partial = scorers.iter().any(|scorer| scorer.is_late);
        let taken = scorers.into_iter().map(|scorer| scorer.finish(self.pool)).collect();
        Ok(Scored { taken, n_steps, is_partial })
    }

    /// What the scores of some sections are made of, each with the first one of its note, where they are made of so many
    /// steps.
    ///
    /// # Errors
    /// If nobody waits for it any more.
    pub(super) fn explain(
        &self,
        hits: &[(Doc, Doc)],
        n_steps: usize,
        patience: &Patience,
    ) -> Result<Vec<Explanation>> {
        let steps = steps(self.plan);
        let docs = || hits.iter().flat_map(|&(doc, first)| [doc, first]);
        let mut within = DocSet::none(self.snapshot.max_doc());
        docs().for_each(|doc| within.insert(doc));
        let none = vec![Explanation::default(); hits.len()];
        let scratch = Scratch {
            accumulators: Accumulators::recording(Contributions::of(docs())),
            ..Scratch::default()
        };
        let mut scorers = [StripeScorer::new(self.snapshot.whole(), scratch, none)];
        let of_hits = Scoring { within: Some(&within), ..*self };
        of_hits.fill(
            &mut scorers,
            &steps[..n_steps],
            WINDOW,
            &patience.unhurried(),
            |explanations, accumulators| {
                for (explanation, &(doc, first)) in explanations.iter_mut().zip(hits) {
                    if accumulators.docs().contains(&doc) {
                        *explanation = self::explanation(accumulators, doc, first, &self.plan.whole_text);
                    }
                }
            },
        )?;
        patience.check()?;
        let [scorer] = scorers;
        Ok(scorer.taken)
    }

    /// Opens the steps in each stripe, counts in all, and goes through their windows, each of so many sections. Returns for
    /// how many steps there was time.
    fn fill<'s, T: Send>(
        &self,
        stripes: &mut [StripeScorer<'s, T>],
        steps: &'s [Step<'s>],
        window: Doc,
        patience: &Patience,
        take: impl Fn(&mut T, &Accumulators) + Sync,
    ) -> Result<usize> {
        let weigh = |stripes: &mut [&mut StripeScorer<'s, T>]| {
            // What something says depends on how often it stands in all of them.
            let n_open = stripes.iter().map(|stripe| stripe.scorers.len()).min().unwrap_or(0);
            for idx in 0..n_open {
                let doc_freqs = summed_doc_freqs(stripes, idx);
                stripes.iter_mut().for_each(|stripe| stripe.scorers[idx].weigh(&doc_freqs, self.totals));
            }
            for stripe in stripes {
                stripe.scorers.truncate(n_open);
                stripe.is_late = n_open < steps.len();
            }
        };
        let open = |stripe: &mut StripeScorer<'s, T>| stripe.open(steps, self, patience);
        each_of_twice(stripes, open, weigh, |stripe| {
            // What was opened before the time ran out is read to its end, so that what was found is told.
            let unhurried = patience.unhurried();
            let patience = if stripe.is_late { &unhurried } else { patience };
            stripe.read(window, self.within, patience, &take);
            Ok(())
        })?;
        Ok(stripes.first().map_or(0, |stripe| stripe.scorers.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::bm25::idf;
    use super::*;
    use crate::engine::Doc;
    use crate::search::terms::TermSet;
    use crate::search::{SearchOptions, Searcher};
    use crate::{Contribution, Evidence, IndexOptions, NoteIndex, NotePath, Query, Scope};

    /// Notes of one to four sections in several segments, some of them changed and some removed.
    fn index() -> NoteIndex {
        let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
        let path = |n: usize| NotePath::new(&format!("{}/{n}.md", n % 3)).unwrap();
        let words =
            ["连接池", "线程池", "connection pool", "thread", "数据库的连接", "pool_size", "锁", "c++"];
        let text = |n: usize| {
            let word = |at: usize| words[(n * 5 + at * at) % words.len()];
            let section =
                |at: usize| format!("## {}\n\n{} 管理 {}。\n\n", word(at), word(at + 1), word(at + n % 7));
            let sections: String = (0..n % 4).map(section).collect();
            format!("# {}\n\n连接池（connection pool）和{}\n\n{sections}", word(n), word(9))
        };
        for n in 0..60 {
            index.put(&path(n), &text(n)).unwrap();
        }
        for n in (0..60).step_by(7) {
            index.put(&path(n), &text(n + 1)).unwrap();
        }
        for n in (3..60).step_by(11) {
            index.remove(&path(n)).unwrap();
        }
        index
    }

    fn plan(searcher: &Searcher, typed: &str) -> Plan {
        searcher.plan(&Query::parse(typed), &SearchOptions::new(), &Patience::default()).unwrap()
    }

    /// What is known of each section: its number, its terms, its scores.
    type Known = Vec<(Doc, TermSet, (f32, f32))>;

    fn known(searcher: &Searcher, plan: &Plan, n_stripes: usize, window: Doc) -> Known {
        let snapshot = &*searcher.snapshot;
        let steps = steps(plan);
        let scorer = |stripe| StripeScorer::new(stripe, searcher.pool.take(), Vec::new());
        let scorers = snapshot.stripes(n_stripes).into_iter().map(scorer);
        let mut scorers: Vec<StripeScorer<'_, Known>> = scorers.collect();
        let scoring = searcher.scoring(plan, None);
        let take = |known: &mut Known, accumulators: &Accumulators| {
            snapshot.alive(accumulators.docs(), |doc| {
                let first = snapshot.first(doc);
                known.push((doc, accumulators.terms(doc, first), accumulators.scores(doc, first)));
            });
        };
        scoring.fill(&mut scorers, &steps, window, &Patience::default(), take).unwrap();
        scorers.into_iter().flat_map(|scorer| scorer.finish(&searcher.pool)).collect()
    }

    #[test]
    fn several_stripes_and_windows_score_as_one_does() {
        let searcher = index().searcher().unwrap();
        let snapshot = &*searcher.snapshot;
        assert!(snapshot.n_segments() > 1);
        for typed in ["连接池", "数据库 连接 thread pool", "po*", "conection", "锁 c++ pool_size", "管理"]
        {
            let plan = plan(&searcher, typed);
            let whole = known(&searcher, &plan, 1, Doc::MAX);
            assert!(whole.iter().filter(|(_, terms, _)| !terms.is_empty()).count() > 1, "{typed}");
            for n_stripes in [1, 2, 3, 7, 1000] {
                for window in [1, 5, 64] {
                    let parts = known(&searcher, &plan, n_stripes, window);
                    assert_eq!(parts, whole, "{typed} in {n_stripes} stripes, windows of {window}");
                }
            }
        }
    }

    #[test]
    fn frequent_and_rare_words_with_the_same_beginning_are_added_up() {
        let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
        let section = |n: usize| {
            let (rare, other) = (if n.is_multiple_of(50) { "pond" } else { "" }, n.is_multiple_of(7));
            let often = if n.is_multiple_of(3) { "x" } else { "pool pool" };
            format!("## {n}\n\n{often} {rare} {}\n\n", if other { "port" } else { "" })
        };
        let text: String = (0..900).map(section).collect();
        index.put(&NotePath::new("a.md").unwrap(), &text).unwrap();
        let searcher = index.searcher().unwrap();
        let plan = plan(&searcher, "po*");
        let whole = known(&searcher, &plan, 1, Doc::MAX);
        let n_found = whole.iter().filter(|(_, terms, _)| !terms.is_empty()).count();
        let holds = |n: &usize| [50, 7].iter().any(|by| n.is_multiple_of(*by)) || !n.is_multiple_of(3);
        assert_eq!(n_found, (0..900).filter(holds).count());
        let score = |n: usize| whole[whole.len() - 900 + n].2.1;
        // Three, two, one and none of the words.
        assert!(score(350) > score(50) && score(50) > score(1) && score(21) > 0.0 && score(3) == 0.0);
    }

    #[test]
    fn a_translation_says_no_more_than_the_words_that_it_stands_for() {
        let via = |others: &str| -> f32 {
            let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
            let others: String = (0..40).map(|n| format!("## {n}\n\n{others}\n\n")).collect();
            let text = format!("连接池（connection pool）\n\n## 甲\n\n连接池\n\n{others}");
            index.put(&NotePath::new("a.md").unwrap(), &text).unwrap();
            let searcher = index.searcher().unwrap();
            assert_eq!(searcher.totals.sections, 42);
            let options = SearchOptions::new().explain(true).limit(0).per_note(0);
            let results = searcher.search(&Query::parse("connection pool"), &options).unwrap();
            let hit = results.hits.iter().find(|hit| hit.heading == "甲").unwrap();
            let mut contributions = hit.explanation.iter().flat_map(|explanation| &explanation.contributions);
            let is_via = |one: &&Contribution| one.evidence == Evidence::Via && one.scope == Scope::Section;
            contributions.find(is_via).unwrap().points
        };
        // 连接池 stands in two sections, the words in the first of them, or in all but one.
        let expected = idf(42, 2 + 41) / idf(42, 2 + 1);
        let seen = via("connection pool") / via("another matter");
        assert!((seen / expected - 1.0).abs() < 0.001, "{seen} {expected}");
    }

    #[test]
    fn what_ran_out_of_time_is_said() {
        let searcher = index().searcher().unwrap();
        let plan = plan(&searcher, "连接池 管理");
        let scoring = searcher.scoring(&plan, None);
        let in_no_time = Patience::of(&SearchOptions::new().budget(std::time::Duration::ZERO));
        let scored = scoring.score(&in_no_time, || (), |(), _| ()).unwrap();
        assert!(scored.is_partial && scored.n_steps == 0);
        let scored = scoring.score(&Patience::default(), || 0, |n_windows, _| *n_windows += 1).unwrap();
        assert!(!scored.is_partial && scored.n_steps > 2 && scored.taken == [1]);
    }
}
