//! Tokens → where they stand, and in how many places that is.

use std::ops::{AddAssign, Range};

use super::chunks::{CHUNK, Chunks};
use crate::engine::{Doc, Lane, Snapshot, Stripe};
use crate::error::Result;

/// A posting: where, how often, and how long that text is.
pub(super) type Posting = (Doc, u32, u32);

/// A note's first section, and how often something stands in the note.
pub(super) type InNote = (Doc, u32);

/// Where something stands, in order.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) sections: Vec<Posting>,
    /// All sections of a note together.
    pub(super) notes: Vec<InNote>,
    /// In the names of notes.
    pub(super) names: Vec<Posting>,
}

/// In how many sections, notes and names of notes something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) sections: u64,
    pub(super) notes: u64,
    pub(super) names: u64,
}

impl Found {
    pub(super) fn counts(&self) -> Counts {
        let [sections, notes, names] =
            [self.sections.len(), self.notes.len(), self.names.len()].map(|count| count as u64);
        Counts { sections, notes, names }
    }

    /// Forgets everything but the memory that it took.
    fn clear(&mut self) {
        self.sections.clear();
        self.notes.clear();
        self.names.clear();
    }

    /// Adds up the sections by note.
    pub(super) fn find_notes(&mut self, snapshot: &Snapshot) {
        let mut end = 0;
        for &(doc, tf, _) in &self.sections {
            match self.notes.last_mut() {
                Some((_, sum)) if doc < end => *sum += tf,
                _ => {
                    let note = snapshot.note(doc);
                    self.notes.push((note.start, tf));
                    end = note.end;
                }
            }
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.sections += other.sections;
        self.notes += other.notes;
        self.names += other.names;
    }
}

/// The memory in which things are found, for one after another.
#[derive(Debug)]
pub(super) struct Scratch {
    pub(super) sums: Sums,
    spare: Vec<Found>,
}

/// For how many postings memory is kept: a megabyte for each thing that is found.
const MAX_KEPT: usize = 1 << 16;

impl Scratch {
    /// For some sections.
    pub(super) fn new(docs: Range<Doc>) -> Scratch {
        Scratch { sums: Sums(Chunks::new(docs)), spare: Vec::new() }
    }

    /// Nothing found yet.
    pub(super) fn found(&mut self) -> Found {
        self.spare.pop().unwrap_or_default()
    }

    /// Takes back what is no longer needed.
    pub(super) fn take_back(&mut self, mut found: Found) {
        if found.sections.capacity() <= MAX_KEPT {
            found.clear();
            self.spare.push(found);
        }
    }
}

/// Adds up what several tokens have of a section: its frequency, and its length.
#[derive(Debug)]
pub(super) struct Sums(Chunks<[(u32, u32); CHUNK]>);

impl Sums {
    /// The postings of some tokens, those of one section added up.
    pub(super) fn postings(
        &mut self,
        stripe: &Stripe<'_>,
        lane: Lane,
        tokens: &[&str],
        postings: &mut Vec<Posting>,
    ) -> Result<()> {
        if let [token] = tokens {
            return stripe.postings(lane, token, |doc, tf, length| postings.push((doc, tf, length)));
        }
        let Sums(sums) = self;
        sums.clear();
        for token in tokens {
            stripe.postings(lane, token, |doc, tf, length| {
                let (chunk, idx) = sums.get_mut(doc);
                chunk[idx] = (chunk[idx].0 + tf, length);
            })?;
        }
        sums.each(|first, chunk| {
            for (doc, &(tf, length)) in (first..).zip(chunk) {
                if tf > 0 {
                    postings.push((doc, tf, length));
                }
            }
        });
        Ok(())
    }
}
