//! What the accumulators of each window hold → hits: the sections or code blocks that are found, in the order of their numbers.

use std::ops::Range;

use super::code_blocks::{CodeBlocks, code_blocks};
use super::collector::{Collected, Collector, Wanted};
use super::holders::{Candidate, Grounds, Holders};
use super::narrowable::{Narrowable, Narrowed};
use super::ranked::{Lacks, Ranked};
use crate::engine::Doc;
use crate::error::Result;
use crate::search::condition::Condition;
use crate::search::filter::{Demanded, Filter};
use crate::search::patience::Patience;
use crate::search::plan::Lacking;
use crate::search::score::{Accumulators, Scored, Scoring};
use crate::search::terms::TermSet;

/// What a query finds.
pub(in crate::search) struct Finding<'a> {
    scoring: Scoring<'a>,
    demanded: &'a Demanded<'a>,
    patience: &'a Patience,
    wanted: Wanted<'a>,
    lacking: Lacking,
    /// The terms of which a hit must have one.
    terms: TermSet,
    /// Whether it is asked what filters beside the query would leave.
    narrows: bool,
}

/// The hits as far as they are wanted.
#[derive(Default)]
pub(in crate::search) struct Found {
    pub(in crate::search) collected: Collected,
    /// How many steps their scores are made of.
    pub(in crate::search) n_steps: usize,
    /// Whether the time ran out before all was looked at.
    pub(in crate::search) is_partial: bool,
    /// What may be a hit with a filter more, if that was asked.
    pub(in crate::search) narrowable: Option<Narrowable>,
}

/// What is taken of windows.
struct Taken<'a> {
    collector: Collector<'a>,
    narrowable: Vec<Narrowed>,
}

impl<'a> Finding<'a> {
    pub(in crate::search) fn new(
        scoring: Scoring<'a>,
        demanded: &'a Demanded<'a>,
        wanted: Wanted<'a>,
        patience: &'a Patience,
    ) -> Finding<'a> {
        let (lacking, terms) = (scoring.plan.lacking(), scoring.plan.wanted());
        Finding { scoring, demanded, patience, wanted, lacking, terms, narrows: false }
    }

    /// Also finds what may be a hit where a filter is added.
    pub(in crate::search) fn narrowing(self, narrows: bool) -> Finding<'a> {
        Finding { narrows, ..self }
    }

    /// Scores the notes, and finds the hits among them.
    pub(in crate::search) fn find(&self) -> Result<Found> {
        let Scoring { snapshot, plan, .. } = self.scoring;
        if plan.is_hopeless {
            return Ok(Found::default());
        }
        let condition = plan.condition.as_ref();
        if plan.code.is_none() && !plan.lists() {
            return condition.map_or_else(|| self.sections(), |condition| self.meeting(condition));
        }
        let filter = Filter::new(snapshot, condition, None, self.demanded, self.patience)?;
        let found = match &plan.code {
            Some(languages) => self.blocks(languages, &filter)?,
            None => self.all(&filter)?,
        };
        Ok(Found { is_partial: found.is_partial || filter.is_partial, ..found })
    }

    /// The sections that hold a term, or stand in for one, and meet a condition.
    fn meeting(&self, condition: &Condition) -> Result<Found> {
        let asks = condition.asks_for_something();
        let scored = self.scoring.score(self.patience, Vec::new, |candidates, accumulators| {
            let push = |candidate| candidates.push(candidate);
            match asks || self.narrows {
                true => self.with_stand_ins(accumulators, push),
                false => self.candidates(accumulators, push),
            }
        })?;
        let mut candidates = scored.taken.concat();
        candidates.sort_by_key(|candidate| candidate.ranked.doc);
        let docs: Vec<Doc> = candidates.iter().map(|candidate| candidate.ranked.doc).collect();
        let snapshot = self.scoring.snapshot;
        let filter = Filter::new(snapshot, Some(condition), Some(&docs), self.demanded, self.patience)?;
        candidates.retain(|candidate| filter.allows(candidate.ranked.doc));
        let narrowed = |candidate: &Candidate| Narrowed::new(&candidate.ranked, candidate.grounds);
        let narrowable = match self.narrows {
            true => Some(self.narrowable(candidates.iter().map(narrowed).collect())?),
            false => None,
        };
        let (mut collector, mut holders) = (Collector::new(self.wanted), Holders::default());
        for candidate in candidates.into_iter().filter(|candidate| asks || !candidate.stands_in) {
            holders.take(candidate, |hit| collector.collect(hit));
        }
        holders.last(|hit| collector.collect(hit));
        let is_partial = scored.is_partial || filter.is_partial;
        Ok(Found { collected: collector.finish()?, n_steps: scored.n_steps, is_partial, narrowable })
    }

    /// The sections that hold a term, where nothing is demanded.
    fn sections(&self) -> Result<Found> {
        self.found(|taken, accumulators| {
            let (Taken { collector, narrowable }, mut holders) = (taken, Holders::default());
            let mut take = |candidate| holders.take(candidate, |hit| collector.collect(hit));
            match self.narrows {
                false => self.candidates(accumulators, take),
                true => self.with_stand_ins(accumulators, |candidate| {
                    narrowable.push(Narrowed::new(&candidate.ranked, candidate.grounds));
                    if !candidate.stands_in {
                        take(candidate);
                    }
                }),
            }
            holders.last(|hit| collector.collect(hit));
        })
    }

    /// All sections that a filter lets through.
    fn all(&self, filter: &Filter) -> Result<Found> {
        let snapshot = self.scoring.snapshot;
        self.found(|taken, accumulators| {
            snapshot.alive(accumulators.docs(), |doc| {
                if filter.allows(doc) {
                    self.take(taken, self.section(accumulators, doc, snapshot.first(doc)));
                }
            });
        })
    }

    /// Code blocks in some languages: those that hold a term; of a note in which none does, those of sections that have one
    /// in their text, in what leads to them or in the note's names. Code seldom says in words what it is about.
    fn blocks(&self, languages: &[String], filter: &Filter) -> Result<Found> {
        let Scoring { snapshot, plan, .. } = self.scoring;
        let blocks = code_blocks(snapshot, languages, plan, filter, self.patience)?;
        let is_held_by = |own: TermSet| plan.lists() || own.has_any(self.terms);
        let found = self.found(|taken, accumulators| {
            for note in self.notes_with(accumulators, &blocks) {
                let mut is_held = false;
                for (&(doc, idx), &own) in blocks.found.range((note.start, 0)..(note.end, 0)) {
                    if is_held_by(own) {
                        is_held = true;
                        self.take(taken, self.ranked(accumulators, doc, note.start, Some(idx), own));
                    }
                }
                if is_held && (!self.narrows || plan.lists()) {
                    continue;
                }
                for (doc, has) in
                    self.led_to(accumulators, note.clone()).filter(|&(doc, _)| filter.allows(doc))
                {
                    let read = snapshot.code_zones(doc, languages, |idx, _| {
                        let block = self.ranked(accumulators, doc, note.start, Some(idx), has);
                        if self.narrows {
                            taken.narrowable.push(Narrowed::new(&block, Grounds::Led));
                        }
                        if !is_held {
                            taken.collector.collect(block);
                        }
                    });
                    read.unwrap_or_else(|error| taken.collector.fail(error));
                }
            }
        })?;
        Ok(Found { is_partial: found.is_partial || blocks.is_partial, ..found })
    }

    /// The notes of a window that have a term, or a block that was found, in order.
    fn notes_with(
        &self,
        accumulators: &Accumulators,
        blocks: &CodeBlocks,
    ) -> impl Iterator<Item = Range<Doc>> {
        let (Scoring { snapshot, plan, .. }, docs) = (self.scoring, accumulators.docs());
        let mut firsts: Vec<Doc> = Vec::new();
        let mut add = |doc| firsts.push(snapshot.first(doc));
        blocks.found.range((docs.start, 0)..(docs.end, 0)).for_each(|(&(doc, _), _)| add(doc));
        if !plan.lists() {
            accumulators.found(self.terms, |doc, _| add(doc));
        }
        firsts.sort_unstable();
        firsts.dedup();
        firsts.into_iter().map(|first| snapshot.note(first))
    }

    /// What `take` makes of the accumulators of each window.
    fn found(&self, take: impl Fn(&mut Taken<'a>, &Accumulators) + Sync) -> Result<Found> {
        let begin = || Taken { collector: Collector::new(self.wanted), narrowable: Vec::new() };
        let Scored { taken, n_steps, is_partial } = self.scoring.score(self.patience, begin, take)?;
        let (mut collected, mut narrowable) = (Collected::default(), Vec::new());
        for mut of_stripe in taken {
            collected.append(of_stripe.collector.finish()?);
            narrowable.append(&mut of_stripe.narrowable);
        }
        let narrowable = if self.narrows { Some(self.narrowable(narrowable)?) } else { None };
        Ok(Found { collected, n_steps, is_partial, narrowable })
    }

    /// Takes something that is a hit whatever else its note has.
    fn take(&self, taken: &mut Taken<'a>, hit: Ranked) {
        if self.narrows {
            taken.narrowable.push(Narrowed::new(&hit, Grounds::Held));
        }
        taken.collector.collect(hit);
    }

    /// What may be a hit with a filter more, in whatever order it came.
    fn narrowable(&self, mut all: Vec<Narrowed>) -> Result<Narrowable> {
        all.sort_by_key(|narrowed| (narrowed.doc, narrowed.block));
        let is_there = self.wanted.is_there.map(|make| make());
        Narrowable::new(all, self.wanted.strict, is_there)
    }

    /// The candidates in a window, in order.
    fn candidates(&self, accumulators: &Accumulators, mut each: impl FnMut(Candidate)) {
        let Scoring { snapshot, within, .. } = self.scoring;
        let mut note = 0..0;
        accumulators.found(self.terms, |doc, is_own| {
            if within.is_some_and(|within| !within.contains(doc)) {
                return;
            }
            if doc >= note.end {
                note = snapshot.note(doc);
            }
            let ranked = self.section(accumulators, doc, note.start);
            let grounds = match is_own {
                true => Grounds::Held,
                false if doc == note.start => Grounds::Named,
                false => Grounds::Led,
            };
            each(Candidate { ranked, grounds, stands_in: false });
        });
    }

    /// The candidates in a window, and the sections of their notes that have a term only in what leads to them or in the
    /// note's names: where something is demanded, these may be the ones that have it.
    fn with_stand_ins(&self, accumulators: &Accumulators, mut each: impl FnMut(Candidate)) {
        let snapshot = self.scoring.snapshot;
        let mut end = 0;
        self.candidates(accumulators, |candidate| {
            each(candidate);
            let first = candidate.ranked.first;
            if candidate.ranked.doc >= end {
                end = snapshot.note_end(first);
                let others = self.led_to(accumulators, first..end).filter(|&(doc, _)| doc > first);
                for (doc, has) in others.filter(|&(doc, _)| !accumulators.holds_any(doc, self.terms)) {
                    let ranked = self.ranked(accumulators, doc, first, None, has);
                    each(Candidate { ranked, grounds: Grounds::Led, stands_in: true });
                }
            }
        });
    }

    /// The sections of a note that hold a term or to which one leads, each with the terms that do.
    fn led_to(&self, accumulators: &Accumulators, note: Range<Doc>) -> impl Iterator<Item = (Doc, TermSet)> {
        let first = note.start;
        let with_terms = note.map(move |doc| (doc, accumulators.terms(doc, first)));
        with_terms.filter(|(_, has)| has.has_any(self.terms))
    }

    fn section(&self, accumulators: &Accumulators, doc: Doc, first: Doc) -> Ranked {
        self.ranked(accumulators, doc, first, None, accumulators.terms(doc, first))
    }

    /// A section or code block that holds some terms, with all that it is ranked by.
    fn ranked(
        &self,
        accumulators: &Accumulators,
        doc: Doc,
        first: Doc,
        block: Option<usize>,
        has: TermSet,
    ) -> Ranked {
        let (score, own_score) = accumulators.scores(doc, first);
        let missing = self.lacking.to(has);
        let lacks = match missing {
            TermSet::NONE => Lacks::Nothing,
            _ if self.lacking.counts_any(has) => Lacks::Some,
            _ => Lacks::All,
        };
        Ranked { doc, block, score, own_score, missing, lacks, first }
    }
}
