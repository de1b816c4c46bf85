//! Which segments become one.

use tantivy::index::{SegmentId, SegmentMeta};

/// Keeps an index at few segments: a search pays for each, a merge pays for each section in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FewSegments {
    /// Merges nothing: for an index that is soon forgotten.
    AsTheyAre,
    /// Merges small ones only, and no more than it must: what a search that syncs first can afford.
    Small,
    /// Merges as many as are too many, and those in which much is deleted.
    All,
}

/// The most segments that are left alone.
const MAX_SEGMENTS: usize = 4;
/// A segment of at most this many sections is small.
const SMALL_DOCS: u32 = 1_000;
/// A small segment is merged with smaller ones if it is at most this many times as large as they are together: so
/// a section is merged anew only a few times before its segment is no small one any more.
const GROWTH: u32 = 2;

/// What matters of a segment.
#[derive(Clone, Copy, Debug)]
struct Size<Id> {
    id: Id,
    /// How many sections are there.
    alive: u32,
    deleted: u32,
}

impl FewSegments {
    /// The segments to merge into one, if any.
    pub(in crate::engine) fn candidate(self, segments: &[SegmentMeta]) -> Option<Vec<SegmentId>> {
        let size = |meta: &SegmentMeta| Size {
            id: meta.id(),
            alive: meta.num_docs(),
            deleted: meta.num_deleted_docs(),
        };
        self.choose(segments.iter().map(size).collect())
    }

    fn choose<Id: Copy>(self, mut segments: Vec<Size<Id>>) -> Option<Vec<Id>> {
        segments.sort_by_key(|segment| segment.alive);
        let n_smallest = match self {
            FewSegments::Small => n_small(&segments),
            FewSegments::AsTheyAre => 0,
            // The smallest become one segment, which counts itself: so many that `MAX_SEGMENTS` are left.
            FewSegments::All if segments.len() > MAX_SEGMENTS => segments.len() - MAX_SEGMENTS + 1,
            FewSegments::All => 0,
        };
        let is_hollow = |segment: &Size<Id>| self == FewSegments::All && segment.deleted > segment.alive / 3;
        let chosen = segments.iter().enumerate();
        let chosen = chosen.filter(|(nth, segment)| *nth < n_smallest || is_hollow(segment));
        let chosen: Vec<Id> = chosen.map(|(_, segment)| segment.id).collect();
        (!chosen.is_empty()).then_some(chosen)
    }
}

/// How many of the smallest segments a search merges.
fn n_small<Id>(segments: &[Size<Id>]) -> usize {
    let n_small = segments.partition_point(|segment| segment.alive <= SMALL_DOCS);
    if n_small < MAX_SEGMENTS {
        return 0;
    }
    let mut together = 0;
    let is_much_larger = |(nth, segment): (usize, &Size<Id>)| {
        let is_next = nth >= 2 && segment.alive > together * GROWTH;
        together += segment.alive;
        is_next
    };
    segments[..n_small].iter().enumerate().position(is_much_larger).unwrap_or(n_small)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Segments given as sections that are there and that are deleted; the chosen ones by their place.
    #[track_caller]
    fn check(few: FewSegments, segments: &[(u32, u32)], expected: &[usize]) {
        let sizes = segments.iter().enumerate().map(|(id, &(alive, deleted))| Size { id, alive, deleted });
        let mut chosen = few.choose(sizes.collect()).unwrap_or_default();
        chosen.sort_unstable();
        assert_eq!(chosen, expected, "{few:?} {segments:?}");
    }

    #[test]
    fn the_smallest_become_one_until_few_are_left() {
        check(FewSegments::All, &[(9, 0), (8, 0), (7, 0), (6, 0)], &[]);
        check(FewSegments::All, &[(9, 0), (1, 0), (7, 0), (2, 0), (8, 0)], &[1, 3]);
        check(FewSegments::All, &[(9, 0), (1, 0), (7, 0), (2, 0), (8, 0), (3, 0)], &[1, 3, 5]);
    }

    #[test]
    fn hollow_ones_are_written_anew() {
        check(FewSegments::All, &[(900, 200), (60, 40)], &[1]);
        check(FewSegments::Small, &[(900, 200), (60, 40)], &[]);
        check(FewSegments::AsTheyAre, &[(9, 9), (9, 9), (9, 9), (9, 9), (9, 9)], &[]);
    }

    #[test]
    fn a_search_merges_small_ones_only() {
        check(FewSegments::Small, &[(90_000, 0), (5, 0), (1, 0), (2, 0)], &[]);
        check(FewSegments::Small, &[(90_000, 80_000), (5, 0), (1, 0), (2, 0), (7, 0)], &[1, 2, 3, 4]);
    }

    #[test]
    fn a_search_leaves_alone_what_is_much_larger() {
        check(FewSegments::Small, &[(900, 0), (3, 0), (2, 0), (2, 0)], &[1, 2, 3]);
        check(FewSegments::Small, &[(900, 0), (300, 0), (2, 0), (2, 0)], &[2, 3]);
        check(FewSegments::Small, &[(900, 0), (800, 0), (700, 0), (600, 0)], &[0, 1, 2, 3]);
    }

    #[test]
    fn edits_make_few_segments_and_few_merges() {
        let (mut segments, mut n_merged, mut most) = (vec![90_000], 0, 0);
        for _ in 0..1_000 {
            segments.push(3);
            let sizes = segments.iter().enumerate().map(|(id, &alive)| Size { id, alive, deleted: 0 });
            let mut merged = FewSegments::Small.choose(sizes.collect()).unwrap_or_default();
            merged.sort_unstable();
            let sum: u32 = merged.iter().rev().map(|&id| segments.remove(id)).sum();
            segments.extend((sum > 0).then_some(sum));
            n_merged += sum;
            most = most.max(segments.len());
        }
        assert!(most <= 6, "{most} segments");
        assert!(n_merged / 1_000 <= 40, "{n_merged} sections merged");
    }
}
