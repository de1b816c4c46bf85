//! What is looked up, and how it counts.

use crate::search::answer::Evidence;

/// What of a query was looked up, and how it counts.
#[derive(Clone, Debug)]
pub(super) struct Lookup<'a> {
    /// What it stands for in the query, as typed.
    pub(super) word: &'a str,
    pub(super) evidence: Evidence,
    pub(super) weight: f32,
    pub(super) tokens: Vec<&'a str>,
}
