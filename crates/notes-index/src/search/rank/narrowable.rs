//! What may be a hit where a filter stands beside the query: the hits, and the sections that stand in for those that the
//! filter leaves out.

use super::collector::IsThere;
use super::holders::{Grounds, Met, Verdict};
use super::ranked::Ranked;
use crate::engine::Doc;
use crate::error::Result;

/// A section or code block that is a hit or may become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::search) struct Narrowed {
    pub(in crate::search) doc: Doc,
    /// The code block of the section that is meant, if code alone is asked for.
    pub(in crate::search) block: Option<u32>,
    /// The first section of its note.
    pub(in crate::search) first: Doc,
    grounds: Grounds,
    /// Whether it lacks a term.
    is_lacking: bool,
}

/// All of them, in order.
#[derive(Clone, Debug, Default)]
pub(in crate::search) struct Narrowable {
    all: Vec<Narrowed>,
    /// Whether a hit may lack nothing.
    strict: bool,
}

impl Narrowed {
    pub(super) fn new(ranked: &Ranked, grounds: Grounds) -> Narrowed {
        let Ranked { doc, block, first, missing, .. } = *ranked;
        let block = block.map(|block| block as u32);
        Narrowed { doc, block, first, grounds, is_lacking: !missing.is_empty() }
    }
}

impl Narrowable {
    /// Of some in order; those whose notes are gone are left out.
    ///
    /// # Errors
    /// If it can't be told whether a note is there.
    pub(super) fn new(all: Vec<Narrowed>, strict: bool, is_there: Option<IsThere<'_>>) -> Result<Narrowable> {
        let Some(mut is_there) = is_there else { return Ok(Narrowable { all, strict }) };
        let mut left = Vec::with_capacity(all.len());
        for note in all.chunk_by(|a, b| a.first == b.first) {
            if is_there(note[0].first)? {
                left.extend_from_slice(note);
            }
        }
        Ok(Narrowable { all: left, strict })
    }

    pub(in crate::search) fn all(&self) -> &[Narrowed] {
        &self.all
    }

    /// Calls back with the first section of each note that has hits among some of them, in order, and with how many.
    pub(in crate::search) fn hits(
        &self,
        some: impl Iterator<Item = Narrowed>,
        mut each: impl FnMut(Doc, usize),
    ) {
        let mut note = NoteHits::default();
        for narrowed in some {
            if note.first != Some(narrowed.first) {
                note.tell(&mut each);
                note = NoteHits { first: Some(narrowed.first), ..NoteHits::default() };
            }
            note.take(narrowed, self.strict);
        }
        note.tell(&mut each);
    }
}

/// How many hits a note has.
#[derive(Default)]
struct NoteHits {
    first: Option<Doc>,
    met: Met,
    hits: usize,
}

impl NoteHits {
    fn take(&mut self, narrowed: Narrowed, strict: bool) {
        match self.met.take(narrowed.grounds) {
            Verdict::NoHit => return,
            Verdict::OnlyHit => self.hits = 0,
            Verdict::Hit => {}
        }
        self.hits += usize::from(!strict || !narrowed.is_lacking);
    }

    fn tell(&self, each: &mut impl FnMut(Doc, usize)) {
        if let (Some(first), 1..) = (self.first, self.hits) {
            each(first, self.hits);
        }
    }
}
