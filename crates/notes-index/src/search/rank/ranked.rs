//! What is put in order.

use crate::engine::Doc;
use crate::search::terms::TermSet;

/// A section or code block that was found, with what its place in the order depends on.
#[derive(Clone, Copy, Debug)]
pub(in crate::search) struct Ranked {
    pub(in crate::search) doc: Doc,
    /// The code block of the section that is the hit, if code alone is asked for.
    pub(in crate::search) block: Option<usize>,
    /// By which notes are put in order.
    pub(in crate::search) score: f32,
    /// What it scores among the sections of its note.
    pub(super) own_score: f32,
    /// Terms that neither it nor what leads to it holds.
    pub(in crate::search) missing: TermSet,
    /// How much that is of what is wanted.
    pub(in crate::search) lacks: Lacks,
    /// The first section of its note.
    pub(in crate::search) first: Doc,
}

/// How much of what is wanted a hit lacks; what lacks less stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::search) enum Lacks {
    Nothing,
    Some,
    /// All words that tell something: it was found by what stands for a word, as a piece of it.
    All,
}

impl Lacks {
    /// All there are, in order.
    pub(super) const EACH: [Lacks; 3] = [Lacks::Nothing, Lacks::Some, Lacks::All];
}
