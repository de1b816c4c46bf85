//! What lies inside a place where a phrase stands.

use std::ops::Range;

/// Places, to tell what lies inside one of them.
pub(super) struct Within {
    /// Where each begins, ascending, and how far those that begin there or before reach.
    reaches: Vec<(usize, usize)>,
}

impl Within {
    /// Of places in the order of their starts.
    pub(super) fn new(places: &[Range<usize>]) -> Within {
        let mut end = 0;
        let reach = |place: &Range<usize>| {
            end = end.max(place.end);
            (place.start, end)
        };
        Within { reaches: places.iter().map(reach).collect() }
    }

    pub(super) fn contains(&self, chars: &Range<usize>) -> bool {
        let n_before = self.reaches.partition_point(|&(start, _)| start <= chars.start);
        n_before.checked_sub(1).is_some_and(|last| self.reaches[last].1 >= chars.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_inside_a_place_is_told_from_its_ends() {
        let places = [0..9, 2..4, 3..5, 7..12, 20..22];
        let within = Within::new(&places);
        for start in 0..24 {
            for end in start + 1..24 {
                let is_inside = places.iter().any(|place| place.start <= start && end <= place.end);
                assert_eq!(within.contains(&(start..end)), is_inside, "{start}..{end}");
            }
        }
        assert!(!Within::new(&[]).contains(&(0..1)));
    }
}
