//! Some of a query's terms.

use std::ops::{BitAnd, BitOr, BitOrAssign, Sub};

use super::term::PlannedTerm;
use crate::search::doc_set::bits_of;

/// How many terms of a query are looked up; of more the first ones.
pub(in crate::search) const MAX_TERMS: usize = 63;

/// Terms by their indices in a plan, and what is found as a whole beside them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::search) struct TermSet(u64);

impl TermSet {
    pub(in crate::search) const NONE: TermSet = TermSet(0);
    /// What is found without being a term: a phrase as a whole, a line. Its index stands behind those of all terms.
    pub(in crate::search) const PHRASE_OR_LINE: TermSet = TermSet(1 << MAX_TERMS);
    /// How many indices there are.
    pub(in crate::search) const N_INDICES: usize = MAX_TERMS + 1;

    /// One term alone.
    pub(in crate::search) fn of(idx: usize) -> TermSet {
        TermSet(1 << idx)
    }

    /// Those of a query's terms that a predicate holds for.
    pub(in crate::search) fn those(
        terms: &[PlannedTerm],
        are_meant: impl Fn(&PlannedTerm) -> bool,
    ) -> TermSet {
        let meant = terms.iter().enumerate().filter(|(_, planned)| are_meant(planned));
        meant.map(|(idx, _)| idx).collect()
    }

    /// The indices, ascending.
    pub(in crate::search) fn iter(self) -> impl Iterator<Item = usize> {
        bits_of(self.0)
    }

    pub(in crate::search) fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    pub(in crate::search) fn is_empty(self) -> bool {
        self == TermSet::NONE
    }

    pub(in crate::search) fn contains(self, idx: usize) -> bool {
        self.has_any(TermSet::of(idx))
    }

    /// Whether one of some others at least is among these.
    #[inline]
    pub(in crate::search) fn has_any(self, others: TermSet) -> bool {
        self.0 & others.0 != 0
    }

    /// Whether all of some others are among these.
    #[inline]
    pub(in crate::search) fn has_all(self, others: TermSet) -> bool {
        self.0 & others.0 == others.0
    }
}

impl BitOr for TermSet {
    type Output = TermSet;

    #[inline]
    fn bitor(self, other: TermSet) -> TermSet {
        TermSet(self.0 | other.0)
    }
}

impl BitOrAssign for TermSet {
    #[inline]
    fn bitor_assign(&mut self, other: TermSet) {
        self.0 |= other.0;
    }
}

impl BitAnd for TermSet {
    type Output = TermSet;

    #[inline]
    fn bitand(self, other: TermSet) -> TermSet {
        TermSet(self.0 & other.0)
    }
}

/// These without others.
impl Sub for TermSet {
    type Output = TermSet;

    #[inline]
    fn sub(self, other: TermSet) -> TermSet {
        TermSet(self.0 & !other.0)
    }
}

impl FromIterator<usize> for TermSet {
    fn from_iter<T: IntoIterator<Item = usize>>(indices: T) -> TermSet {
        indices.into_iter().map(TermSet::of).collect()
    }
}

/// All that are in one of several.
impl FromIterator<TermSet> for TermSet {
    fn from_iter<T: IntoIterator<Item = TermSet>>(sets: T) -> TermSet {
        sets.into_iter().fold(TermSet::NONE, BitOr::bitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_terms() {
        let some = TermSet::from_iter([0, 5, MAX_TERMS - 1]);
        assert_eq!((some | TermSet::PHRASE_OR_LINE).iter().collect::<Vec<_>>(), [0, 5, 62, 63]);
        assert_eq!((some.len(), some.contains(5), some.contains(4)), (3, true, false));
        assert_eq!(
            (some - TermSet::of(0), some & TermSet::of(0)),
            (TermSet::from_iter([5, 62]), TermSet::of(0))
        );
        let other = TermSet::from_iter([5, 6]);
        assert!(some.has_any(other) && !some.has_all(other) && some.has_all(some & other));
        assert!(!some.has_any(TermSet::NONE) && some.has_all(TermSet::NONE) && (some - some).is_empty());
        assert_eq!([some, other].into_iter().collect::<TermSet>().iter().last(), Some(62));
        assert!(
            TermSet::of(TermSet::N_INDICES - 1) == TermSet::PHRASE_OR_LINE
                && !some.has_any(TermSet::PHRASE_OR_LINE)
        );
    }
}
