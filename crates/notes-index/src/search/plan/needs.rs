//! Which terms of a query a hit is to have: all of some, or any of some alternatives.

/// How many alternatives one part of a query may have; of more the first ones.
const MAX_ALTERNATIVES: usize = 64;

/// Parts that are all wanted; each is a list of alternatives, each of them terms that belong together, as bits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::search) struct Needs {
    parts: Vec<Vec<u64>>,
}

impl Needs {
    /// Every one of some terms.
    pub(super) fn all_of(terms: u64) -> Needs {
        let bits = (0..u64::BITS).map(|idx| 1u64 << idx).filter(|bit| terms & bit != 0);
        Needs { parts: bits.map(|bit| vec![bit]).collect() }
    }

    /// These and others.
    pub(in crate::search) fn and(mut self, other: Needs) -> Needs {
        self.parts.extend(other.parts);
        self
    }

    /// One of several.
    pub(in crate::search) fn any(alternatives: Vec<Needs>) -> Needs {
        let mut part: Vec<u64> = alternatives.into_iter().flat_map(Needs::alternatives).collect();
        part.truncate(MAX_ALTERNATIVES);
        Needs { parts: vec![part] }
    }

    /// All ways to have them, each as the terms that it takes.
    fn alternatives(self) -> Vec<u64> {
        self.parts.into_iter().fold(vec![0], |ways, part| {
            let longer = ways.iter().flat_map(|way| part.iter().map(move |terms| way | terms));
            longer.take(MAX_ALTERNATIVES).collect()
        })
    }

    /// What may lack, of the terms that count.
    pub(super) fn counting(&self, counted: u64) -> Lacking {
        let parts = self.parts.iter().map(|part| part.iter().map(|terms| terms & counted).collect());
        let (single, parts): (Vec<Vec<u64>>, Vec<_>) = parts.partition(|part: &Vec<u64>| part.len() == 1);
        Lacking { terms: single.iter().flatten().fold(0, |all, terms| all | terms), parts }
    }

    /// Whether nothing is needed at all: every part has an alternative that takes no term.
    pub(super) fn are_met_by_nothing(&self) -> bool {
        self.parts.iter().all(|part| part.contains(&0))
    }
}

/// What lacks where only some terms are there, worked out once for all sections.
#[derive(Clone, Debug)]
pub(in crate::search) struct Lacking {
    /// Terms to which there is no alternative.
    terms: u64,
    parts: Vec<Vec<u64>>,
}

impl Lacking {
    /// Whether one of some terms is among those that may lack.
    pub(in crate::search) fn counts_any(&self, terms: u64) -> bool {
        self.parts.iter().flatten().fold(self.terms, |all, terms| all | terms) & terms != 0
    }

    /// The terms that lack to what has some, as bits: in each part what lacks to the alternative that lacks least.
    pub(in crate::search) fn to(&self, has: u64) -> u64 {
        let lacks = |part: &Vec<u64>| {
            part.iter().map(|terms| terms & !has).min_by_key(|lacking| lacking.count_ones())
        };
        self.parts.iter().filter_map(lacks).fold(self.terms & !has, |all, lacking| all | lacking)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lacks_is_what_the_nearest_alternative_lacks() {
        // a (b OR c d) (e OR tag:x)
        let either = Needs::any(vec![Needs::all_of(0b10), Needs::all_of(0b1100)]);
        let free = Needs::any(vec![Needs::all_of(0b1_0000), Needs::default()]);
        let needs = Needs::all_of(1).and(either).and(free.clone());
        assert_eq!(needs.counting(u64::MAX).to(0b11), 0);
        assert_eq!(needs.counting(u64::MAX).to(0b1101), 0);
        assert_eq!(needs.counting(u64::MAX).to(0b100), 0b11);
        assert_eq!(needs.counting(!1).to(0), 0b10);
        assert!(!needs.are_met_by_nothing() && free.are_met_by_nothing());
    }
}
