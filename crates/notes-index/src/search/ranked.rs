//! What is put in order.

use crate::engine::Doc;

/// A section or code block that was found, with what its place in the order depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked {
    pub(super) doc: Doc,
    /// The code block of the section that is the hit, if code alone is asked for.
    pub(super) block: Option<usize>,
    pub(super) score: f32,
    /// What it scores among the sections of its note.
    pub(super) own_score: f32,
    /// Terms that neither it nor what leads to it holds, as bits.
    pub(super) missing: u64,
    pub(super) first: Doc,
}
