//! Which of a note's sections, or of their code blocks, are its hits: those that hold a term themselves; without such, the note
//! alone if a name of its own does, or else all to which a name leads.

use super::ranked::Ranked;
use crate::engine::Doc;

/// A section that holds a term of the query itself, or that has one in what leads to it.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub(super) ranked: Ranked,
    pub(super) is_own: bool,
    /// Whether it is one only where something is demanded.
    pub(super) stands_in: bool,
}

/// What was met of the note that is under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Met {
    #[default]
    Nothing,
    /// What has a term only in what leads to it.
    Led,
    /// The note itself, which has one in its names.
    Named,
    /// What holds a term itself.
    Held,
}

/// What the next candidate of a note is, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A hit beside those before it.
    Hit,
    /// A hit, and those before it are none.
    OnlyHit,
    NoHit,
}

impl Met {
    /// Takes the next candidate of the note: whether it holds a term itself, and whether it is the note, by its first
    /// section as a whole.
    pub(super) fn take(&mut self, is_own: bool, is_note: bool) -> Standing {
        let (next, standing) = match (*self, is_own) {
            (Met::Held, true) => (Met::Held, Standing::Hit),
            (_, true) => (Met::Held, Standing::OnlyHit),
            (Met::Held | Met::Named, false) => (*self, Standing::NoHit),
            (Met::Nothing | Met::Led, false) if is_note => (Met::Named, Standing::Hit),
            (Met::Nothing | Met::Led, false) => (Met::Led, Standing::Hit),
        };
        *self = next;
        standing
    }
}

/// Candidates in order → hits.
#[derive(Default)]
pub(super) struct Holders {
    /// The note that is under way, by its first section.
    first: Doc,
    met: Met,
    /// Its hits, for as long as what holds a term may come behind them.
    unsure: Vec<Ranked>,
}

impl Holders {
    pub(super) fn take(&mut self, candidate: Candidate, mut add: impl FnMut(Ranked)) {
        let Candidate { ranked, is_own, .. } = candidate;
        if ranked.first != self.first {
            self.unsure.drain(..).for_each(&mut add);
            (self.first, self.met) = (ranked.first, Met::Nothing);
        }
        match self.met.take(is_own, ranked.doc == ranked.first) {
            Standing::NoHit => {}
            Standing::Hit if !is_own => self.unsure.push(ranked),
            Standing::Hit | Standing::OnlyHit => {
                self.unsure.clear();
                add(ranked);
            }
        }
    }

    pub(super) fn last(self, add: impl FnMut(Ranked)) {
        self.unsure.into_iter().for_each(add);
    }
}
