//! Which terms of a query a hit is to have: all of some, or any of some alternatives.

use crate::search::terms::TermSet;

/// How many alternatives one part of a query may have; of more the first ones.
const MAX_ALTERNATIVES: usize = 64;

/// Parts that are all wanted; each is a list of alternatives, each of them terms that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::search) struct Needs {
    parts: Vec<Vec<TermSet>>,
}

impl Needs {
    /// Every one of some terms.
    pub(super) fn all_of(terms: TermSet) -> Needs {
        Needs { parts: terms.iter().map(|idx| vec![TermSet::of(idx)]).collect() }
    }

    /// All that are in them.
    pub(super) fn terms(&self) -> TermSet {
        self.parts.iter().flatten().copied().collect()
    }

    /// These and others.
    pub(in crate::search) fn and(mut self, other: Needs) -> Needs {
        self.parts.extend(other.parts);
        self
    }

    /// One of several.
    pub(in crate::search) fn any(alternatives: Vec<Needs>) -> Needs {
        let mut part: Vec<TermSet> = alternatives.into_iter().flat_map(Needs::alternatives).collect();
        part.truncate(MAX_ALTERNATIVES);
        Needs { parts: vec![part] }
    }

    /// All ways to have them, each as the terms that it takes.
    fn alternatives(self) -> Vec<TermSet> {
        self.parts.into_iter().fold(vec![TermSet::NONE], |ways, part| {
            let longer = ways.iter().flat_map(|&way| part.iter().map(move |&terms| way | terms));
            longer.take(MAX_ALTERNATIVES).collect()
        })
    }

    /// What a hit may lack, of the terms that count.
    pub(super) fn counting(&self, counted: TermSet) -> Lacking {
        let parts = self.parts.iter().map(|part| part.iter().map(|&terms| terms & counted).collect());
        let (single, parts): (Vec<_>, Vec<_>) = parts.partition(|part: &Vec<TermSet>| part.len() == 1);
        Lacking { terms: single.into_iter().flatten().collect(), parts }
    }

    /// Whether nothing is needed at all: every part has an alternative that takes no term.
    pub(super) fn are_met_by_nothing(&self) -> bool {
        self.parts.iter().all(|part| part.contains(&TermSet::NONE))
    }
}

/// What lacks where only some terms are there, worked out once for all sections.
#[derive(Clone, Debug)]
pub(in crate::search) struct Lacking {
    /// Terms to which there is no alternative.
    terms: TermSet,
    parts: Vec<Vec<TermSet>>,
}

impl Lacking {
    /// Whether one of some terms is among those that may lack.
    pub(in crate::search) fn counts_any(&self, terms: TermSet) -> bool {
        self.terms.has_any(terms) || self.parts.iter().flatten().any(|counted| counted.has_any(terms))
    }

    /// What a section lacks that has some terms: of each part, the missing terms of the alternative that misses
    /// least.
    pub(in crate::search) fn to(&self, has: TermSet) -> TermSet {
        let lacks =
            |part: &Vec<TermSet>| part.iter().map(|&terms| terms - has).min_by_key(|lacking| lacking.len());
        self.parts.iter().filter_map(lacks).fold(self.terms - has, |all, lacking| all | lacking)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lacks_is_what_the_nearest_alternative_lacks() {
        // a (b OR c d) (e OR tag:x)
        let all_of = |terms: &[usize]| Needs::all_of(terms.iter().copied().collect());
        let either = Needs::any(vec![all_of(&[1]), all_of(&[2, 3])]);
        let free = Needs::any(vec![all_of(&[4]), Needs::default()]);
        let needs = all_of(&[0]).and(either).and(free.clone());
        let lacking = needs.counting((0..5).collect());
        assert_eq!(lacking.to(TermSet::from_iter([0, 1])), TermSet::NONE);
        assert_eq!(lacking.to(TermSet::from_iter([0, 2, 3])), TermSet::NONE);
        assert_eq!(lacking.to(TermSet::of(2)), TermSet::from_iter([0, 1]));
        assert_eq!(needs.counting((1..5).collect()).to(TermSet::NONE), TermSet::of(1));
        assert!(!needs.are_met_by_nothing() && free.are_met_by_nothing());
    }
}
