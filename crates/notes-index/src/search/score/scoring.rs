//! The steps of a query over one stripe: first what each finds, then, once all that is counted, points for sections,
//! headings, notes and names.

use super::bm25::{Saturation, average, idf};
use super::board::Board;
use super::found::{Counts, Found, Posting};
use super::ledger::Lookup;
use super::steps::{Run, Step};
use super::{Totals, weight};
use crate::engine::{Doc, Lane, Stripe};
use crate::error::Result;
use crate::search::doc_set::DocSet;
use crate::search::explain::Scope;

/// What is scored, by what, and where that is kept.
pub(super) struct Scoring<'a> {
    pub(super) stripe: Stripe<'a>,
    pub(super) totals: &'a Totals,
    /// Whole notes to which anything is added; to all, if there is no such set. What is counted are all.
    pub(super) within: Option<&'a DocSet>,
    pub(super) board: Board,
    /// What steps found that is not added yet, in order.
    pub(super) found: Vec<Found>,
}

/// In how many places of all stripes together there is what the steps find.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// One for each thing that was found, in the order of the steps.
    counts: Vec<Counts>,
}

impl Tally {
    /// Counts in what the same steps found in each of the stripes.
    pub(super) fn take_in(&mut self, stripes: &[Scoring<'_>]) {
        let n_counted = self.counts.len();
        for Scoring { found, .. } in stripes {
            self.counts.resize(n_counted + found.len(), Counts::default());
            self.counts[n_counted..].iter_mut().zip(found).for_each(|(sum, found)| *sum += found.counts());
        }
    }
}

impl<'a> Scoring<'a> {
    /// Nothing found yet.
    pub(super) fn new(
        stripe: Stripe<'a>,
        totals: &'a Totals,
        within: Option<&'a DocSet>,
        board: Board,
    ) -> Scoring<'a> {
        Scoring { stripe, totals, within, board, found: Vec::new() }
    }

    /// Finds what steps look up; everything that was found before is added.
    pub(super) fn find(&mut self, steps: &[Step<'_>]) -> Result<()> {
        for step in steps {
            match step {
                Step::Words { lookup, .. } => {
                    let mut found = self.board.scratch().found();
                    self.postings(Lane::Words, lookup, &mut found.sections)?;
                    found.find_notes(self.stripe.snapshot());
                    self.postings(Lane::Name, lookup, &mut found.names)?;
                    self.found.push(found);
                }
                Step::Phrase { tokens, .. } => {
                    let mut found = self.board.scratch().found();
                    let each = |doc, frequency| found.sections.push((doc, frequency, 0));
                    self.stripe.rows(Lane::Text, tokens, each)?;
                    self.found.push(found);
                }
                Step::Character(run) => {
                    let mut found = self.board.scratch().found();
                    self.postings(Lane::Chars, &run.lookup, &mut found.sections)?;
                    self.found.push(found);
                }
                Step::Pair(lookup) => {
                    let mut found = self.board.scratch().found();
                    self.postings(Lane::Text, lookup, &mut found.sections)?;
                    found.find_notes(self.stripe.snapshot());
                    self.found.push(found);
                }
                Step::Bridge(bridge) => self.find_bridge(bridge)?,
                Step::Presence { .. } | Step::Named { .. } => {}
            }
        }
        Ok(())
    }

    /// Adds what the steps found of which `tally` counted the last, and what of them needs no count.
    pub(super) fn add(&mut self, steps: &[Step<'_>], tally: &Tally) -> Result<()> {
        let mut all = std::mem::take(&mut self.found);
        let mut counts = &tally.counts[tally.counts.len() - all.len()..];
        let mut rest = all.as_mut_slice();
        for step in steps {
            let (found, others) = rest.split_at_mut(step.n_found());
            let (counted, uncounted) = counts.split_at(step.n_found());
            (rest, counts) = (others, uncounted);
            match (step, found, counted) {
                (&Step::Words { ref lookup, bits, instead_of }, [found], &[counts]) => {
                    self.words(lookup, bits, instead_of, found, counts)?;
                }
                (Step::Phrase { run, .. } | Step::Character(run), [found], &[counts]) => {
                    self.run(run, found, counts)?;
                }
                (&Step::Presence { token, bits }, ..) => self.presence(token, bits)?,
                (Step::Named { tokens, bit }, ..) => self.named(tokens, *bit)?,
                (Step::Pair(lookup), [found], &[counts]) => self.pair(lookup, found, counts),
                (Step::Bridge(bridge), found, counts) => self.bridge(bridge, found, counts),
                _ => unreachable!("a step finds as much as it says"),
            }
        }
        all.into_iter().for_each(|found| self.board.scratch().take_back(found));
        Ok(())
    }

    /// Scores sections and notes by words.
    fn words(
        &mut self,
        lookup: &Lookup<'_>,
        bits: u64,
        instead_of: Option<&str>,
        found: &mut Found,
        counts: Counts,
    ) -> Result<()> {
        let others = instead_of.map_or(Ok(0), |token| self.stripe.snapshot().count(Lane::Words, token))?;
        let factor = lookup.weight * idf(self.totals.sections, counts.sections + others);
        self.confine(&mut found.sections, |posting| posting.0);
        self.confine(&mut found.notes, |note| note.0);
        self.confine(&mut found.names, |posting| posting.0);
        self.note_words(lookup, found, counts);
        let saturation = Saturation::new(average(self.totals.words, self.totals.sections));
        for &(doc, tf, length) in &found.sections {
            if bits != 0 {
                self.board.mark_context(doc, bits);
            }
            self.board.add(Scope::Section, doc, tf, factor * saturation.of(tf, length), lookup);
        }
        let saturation = Saturation::new(weight::HEADING_WORDS);
        let headings = &mut found.sections;
        headings.clear();
        self.postings(Lane::Heading, lookup, headings)?;
        self.confine(headings, |posting| posting.0);
        for &(doc, tf, length) in &*headings {
            self.board.add(Scope::Heading, doc, tf, factor * saturation.of(tf, length), lookup);
        }
        self.names(lookup, bits, found, counts);
        Ok(())
    }

    /// Scores notes by the words of all their sections together.
    fn note_words(&mut self, lookup: &Lookup<'_>, found: &Found, counts: Counts) {
        let factor = weight::NOTE * lookup.weight * idf(self.totals.notes, counts.notes);
        let saturation = Saturation::new(average(self.totals.words, self.totals.notes));
        for &(first, tf) in &found.notes {
            let points = factor * saturation.of(tf, self.stripe.snapshot().note_length(first));
            self.board.add(Scope::Note, first, tf, points, lookup);
        }
    }

    /// Scores notes by their names.
    fn names(&mut self, lookup: &Lookup<'_>, bits: u64, found: &Found, counts: Counts) {
        let factor = weight::NAME * lookup.weight * idf(self.totals.notes, counts.names);
        let saturation = Saturation::new(average(self.totals.name_words, self.totals.notes));
        for &(first, tf, length) in &found.names {
            self.board.mark_names(first, bits);
            self.board.add(Scope::Names, first, tf, factor * saturation.of(tf, length), lookup);
        }
    }

    /// Scores notes by characters in a row in all their sections together.
    fn pair(&mut self, lookup: &Lookup<'_>, found: &mut Found, counts: Counts) {
        let factor = lookup.weight * idf(self.totals.notes, counts.notes);
        self.confine(&mut found.notes, |note| note.0);
        for &(first, tf) in &found.notes {
            self.board.add(Scope::Note, first, tf, factor * Saturation::alone().of(tf, 0), lookup);
        }
    }

    /// Scores sections by characters as they stand, if that has a weight, and marks them.
    fn run(&mut self, run: &Run<'_>, found: &mut Found, counts: Counts) -> Result<()> {
        let is_word = run.yields_to_word && self.stripe.snapshot().has(Lane::Words, run.lookup.tokens[0])?;
        let weight = if is_word { 0.0 } else { run.lookup.weight };
        let factor = weight * idf(self.totals.sections, counts.sections);
        self.confine(&mut found.sections, |posting| posting.0);
        for &(doc, tf, _) in &found.sections {
            self.board.mark_own(doc, run.bit);
            if weight > 0.0 {
                let points = factor * Saturation::alone().of(tf, 0);
                self.board.add(Scope::Section, doc, tf, points, &run.lookup);
            }
        }
        Ok(())
    }

    fn presence(&mut self, token: &str, bits: u64) -> Result<()> {
        let Scoring { stripe, within, board, .. } = self;
        stripe.postings(Lane::Text, token, |doc, _, _| {
            if within.is_none_or(|within| within.contains(doc)) {
                board.mark_own(doc, bits);
            }
        })
    }

    fn named(&mut self, tokens: &[(String, u32)], bit: u64) -> Result<()> {
        let Scoring { stripe, board, .. } = self;
        stripe.rows(Lane::NameText, tokens, |first, _| board.mark_names(first, bit))
    }

    fn postings(&mut self, lane: Lane, lookup: &Lookup<'_>, postings: &mut Vec<Posting>) -> Result<()> {
        self.board.scratch().sums.postings(&self.stripe, lane, &lookup.tokens, postings)
    }

    /// Leaves out where nothing is added, after all was counted.
    fn confine<T>(&self, found: &mut Vec<T>, doc: impl Fn(&T) -> Doc) {
        if let Some(within) = self.within {
            found.retain(|one| within.contains(doc(one)));
        }
    }
}
