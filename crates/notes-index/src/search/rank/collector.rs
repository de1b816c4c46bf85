//! Hits, note by note → those that can be on a page, and how many there are: a collector of the best notes.

use std::cmp::Ordering;

use super::ranked::{Lacks, Ranked};
use crate::engine::Doc;
use crate::error::{Error, Result};

/// What share of the best hit of its note a hit scores to stand beside it: a note that is about what was asked takes no
/// page with its sections that hardly mention it.
const MIN_SHARE_OF_BEST: f32 = 0.8;

/// Whether the file of a note, by its first section, is still there. Notes are asked about one after another.
pub(in crate::search) type IsThere<'a> = Box<dyn FnMut(Doc) -> Result<bool> + Send + 'a>;

/// Which hits are wanted.
#[derive(Clone, Copy)]
pub(in crate::search) struct Wanted<'a> {
    /// The best notes, so many of them.
    pub(in crate::search) n_notes: usize,
    /// How many hits of a note pages have at most.
    pub(in crate::search) per_note: usize,
    /// Whether a hit may lack nothing.
    pub(in crate::search) strict: bool,
    /// Asks each note whether it is there, if it may be gone; made for each thread.
    pub(in crate::search) is_there: Option<&'a (dyn Fn() -> IsThere<'a> + Sync)>,
}

/// Takes hits in the order of their numbers, and drops those that can't be on the page, whatever comes.
pub(super) struct Collector<'a> {
    wanted: Wanted<'a>,
    is_there: Option<IsThere<'a>>,
    /// The hits of the note that is under way.
    note: Vec<Ranked>,
    notes: Vec<CollectedNote>,
    /// The hits of these notes.
    hits: Vec<Ranked>,
    total: usize,
    paged: usize,
    /// Hits that are worse are dropped.
    bar: Option<Group>,
    /// How many notes there are when the bar is raised next.
    n_full: usize,
    failed: Option<Error>,
}

/// A note with hits.
#[derive(Clone, Copy, Debug)]
struct CollectedNote {
    first: Doc,
    n_hits: usize,
    leader: Group,
}

/// The hits of a note that lack equally much.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    lacks: Lacks,
    /// The score of its best hit; less than any if it has none.
    score: f32,
}

/// What was collected.
#[derive(Debug, Default)]
pub(in crate::search) struct Collected {
    /// The hits of some notes, at least of the best ones.
    pub(super) hits: Vec<Ranked>,
    /// The first section of each of these notes, with how many hits it has.
    pub(super) notes: Vec<(Doc, usize)>,
    /// How many hits there are in all notes.
    pub(super) total: usize,
    /// How many of them pages have.
    pub(super) paged: usize,
}

impl<'a> Collector<'a> {
    /// Nothing collected yet.
    pub(super) fn new(wanted: Wanted<'a>) -> Collector<'a> {
        Collector {
            wanted,
            is_there: wanted.is_there.map(|make| make()),
            note: Vec::new(),
            notes: Vec::new(),
            hits: Vec::new(),
            total: 0,
            paged: 0,
            bar: None,
            n_full: full(wanted.n_notes),
            failed: None,
        }
    }

    /// Takes the next hit.
    pub(super) fn collect(&mut self, hit: Ranked) {
        if self.wanted.strict && !hit.missing.is_empty() {
            return;
        }
        if self.note.first().is_some_and(|other| other.first != hit.first) {
            self.end_note();
        }
        self.note.push(hit);
    }

    /// Remembers that something could not be read.
    pub(super) fn fail(&mut self, error: Error) {
        self.failed = Some(error);
    }

    /// What was kept.
    ///
    /// # Errors
    /// If it can't be told whether a note is there, or something else could not be read.
    pub(super) fn finish(mut self) -> Result<Collected> {
        self.end_note();
        let notes = self.notes.iter().map(|note| (note.first, note.n_hits)).collect();
        match self.failed {
            Some(error) => Err(error),
            None => Ok(Collected { hits: self.hits, notes, total: self.total, paged: self.paged }),
        }
    }

    fn end_note(&mut self) {
        let Some(first) = self.note.first().map(|hit| hit.first) else { return };
        match self.is_there.as_mut().map_or(Ok(true), |is_there| is_there(first)) {
            Ok(true) => self.add_note(first),
            Ok(false) => {}
            Err(error) => self.failed = Some(error),
        }
        self.note.clear();
    }

    fn add_note(&mut self, first: Doc) {
        self.total += self.note.len();
        self.paged += self.note.len().min(self.wanted.per_note);
        let leader = Group::leader(&Group::all(&self.note));
        if self.bar.is_some_and(|bar| leader.order(&bar).is_gt()) {
            return;
        }
        self.notes.push(CollectedNote { first, n_hits: self.note.len(), leader });
        self.hits.append(&mut self.note);
        if self.notes.len() >= self.n_full {
            self.raise_bar();
        }
    }

    /// Drops the notes behind those that are wanted.
    fn raise_bar(&mut self) {
        let leaders = self.notes.iter().map(|note| note.leader).collect();
        let Some(bar) = Group::nth(leaders, self.wanted.n_notes) else { return };
        let is_kept = |note: &CollectedNote| note.leader.order(&bar).is_le();
        let (mut hits, mut at) = (Vec::new(), 0);
        for note in &self.notes {
            if is_kept(note) {
                hits.extend_from_slice(&self.hits[at..at + note.n_hits]);
            }
            at += note.n_hits;
        }
        self.hits = hits;
        self.notes.retain(is_kept);
        self.bar = Some(bar);
        // Equals are all kept: their paths will tell them apart.
        self.n_full = full(self.notes.len());
    }
}

impl Collected {
    /// What was collected of the notes behind these.
    pub(super) fn append(&mut self, mut next: Collected) {
        self.hits.append(&mut next.hits);
        self.notes.append(&mut next.notes);
        self.total += next.total;
        self.paged += next.paged;
    }
}

/// How many notes there should be before it pays to find the best `n`.
fn full(n: usize) -> usize {
    n.saturating_mul(2).saturating_add(32)
}

impl Group {
    /// The hits of a note by what they lack, each at its place among [`Lacks::EACH`].
    pub(super) fn all(note: &[Ranked]) -> [Group; 3] {
        let mut all = Lacks::EACH.map(|lacks| Group { lacks, score: f32::NEG_INFINITY });
        for hit in note {
            let group = &mut all[hit.lacks as usize];
            group.score = group.score.max(hit.score);
        }
        all
    }

    /// The first one that has hits.
    pub(super) fn leader(all: &[Group; 3]) -> Group {
        let [.., last] = *all;
        all.iter().find(|group| !group.is_empty()).copied().unwrap_or(last)
    }

    /// The `n`th of some groups, counted from 1, if there are more.
    pub(super) fn nth(mut groups: Vec<Group>, n: usize) -> Option<Group> {
        let idx = n.checked_sub(1).filter(|_| n < groups.len())?;
        Some(*groups.select_nth_unstable_by(idx, Group::order).1)
    }

    /// Where one of its hits stands: with the best of them, or for itself if it is much worse.
    pub(super) fn place(self, hit: &Ranked) -> Group {
        if hit.score < MIN_SHARE_OF_BEST * self.score { Group { score: hit.score, ..self } } else { self }
    }

    fn is_empty(&self) -> bool {
        self.score == f32::NEG_INFINITY
    }

    /// Which group stands first, whatever the paths are.
    pub(super) fn order(&self, other: &Group) -> Ordering {
        self.lacks.cmp(&other.lacks).then(descending(self.score, other.score))
    }
}

/// The higher number first.
pub(super) fn descending(a: f32, b: f32) -> Ordering {
    b.partial_cmp(&a).unwrap_or(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::terms::TermSet;

    /// Hits of 500 notes with so many different scores.
    fn hits(n_scores: u32) -> impl Iterator<Item = Ranked> {
        (0..500u32).flat_map(move |note| {
            (0..note % 3 + 1).map(move |idx| Ranked {
                doc: note * 4 + idx,
                block: None,
                score: ((note * 7919 + idx * 31) % n_scores) as f32,
                own_score: 0.0,
                missing: if (note + idx) % 5 == 0 { TermSet::of(0) } else { TermSet::NONE },
                lacks: Lacks::EACH[usize::from((note + idx) % 5 == 0) << (note % 2)],
                first: note * 4,
            })
        })
    }

    fn collected(n_scores: u32, n_notes: usize, strict: bool) -> Collected {
        let mut collector = Collector::new(Wanted { n_notes, per_note: 2, strict, is_there: None });
        hits(n_scores).for_each(|hit| collector.collect(hit));
        collector.finish().unwrap()
    }

    #[test]
    fn the_best_notes_are_kept_with_all_their_hits() {
        for (n_scores, strict) in [(97, false), (97, true), (2, false), (1, true)] {
            let all = collected(n_scores, usize::MAX, strict);
            assert_eq!(all.hits.len(), all.total);
            assert_eq!(all.total, hits(n_scores).filter(|hit| !strict || hit.missing.is_empty()).count());
            let notes = all.hits.chunk_by(|a, b| a.first == b.first);
            let mut order: Vec<(Group, Doc, usize)> =
                notes.map(|note| (Group::leader(&Group::all(note)), note[0].first, note.len())).collect();
            order.sort_by(|a, b| a.0.order(&b.0));
            for n_notes in [1, 10, 100] {
                let some = collected(n_scores, n_notes, strict);
                assert_eq!((some.total, some.paged), (all.total, all.paged));
                assert!(some.notes.len() < all.notes.len() || n_scores < 97);
                assert_eq!(some.hits.len(), some.notes.iter().map(|note| note.1).sum::<usize>());
                assert!(some.notes.is_sorted() && some.hits.is_sorted_by_key(|hit| hit.doc));
                let worst = order[n_notes - 1].0;
                let best = order.iter().filter(|(leader, ..)| leader.order(&worst).is_le());
                for (_, first, n_hits) in best {
                    assert!(some.notes.contains(&(*first, *n_hits)), "{first} among {n_notes}");
                }
            }
        }
    }

    #[test]
    fn a_note_that_is_gone_is_no_hit() {
        let is_there = || -> IsThere<'_> { Box::new(|first| Ok(first >= 400)) };
        let mut collector =
            Collector::new(Wanted { n_notes: 5, per_note: 2, strict: false, is_there: Some(&is_there) });
        hits(97).for_each(|hit| collector.collect(hit));
        let collected = collector.finish().unwrap();
        assert_eq!(collected.total, hits(97).filter(|hit| hit.first >= 400).count());
        assert!(collected.hits.iter().all(|hit| hit.first >= 400));
    }
}
