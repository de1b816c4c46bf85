//! A section that is mined for pairs, and what is found in it.

use std::ops::Range;

use super::shape::Pair;
use crate::analysis::{Reading, Segmenter};

/// A pair where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mined {
    pub(crate) pair: Pair,
    /// Bytes of the section's source.
    pub(crate) range: Range<usize>,
}

/// What is known of a section that is mined.
pub(crate) struct Mining<'a> {
    pub(crate) segmenter: &'a Segmenter,
    pub(crate) source: &'a str,
    pub(crate) reading: &'a Reading,
    /// The bytes that the front matter takes at the start of the source.
    pub(crate) front_matter: usize,
    /// Whether its names or its note's say that it lists terms.
    pub(crate) is_glossary: bool,
}
