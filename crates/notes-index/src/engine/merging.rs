//! Which segments become one.

use tantivy::index::{SegmentId, SegmentMeta};

/// Keeps an index at few segments: a search pays for each, a merge pays for each section in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FewSegments {
    /// Small ones only: what a search that syncs on the way can afford.
    Small,
    /// All of them, if there are many or much in them is deleted.
    All,
}

/// The most segments that are left alone.
const MAX_SEGMENTS: usize = 4;
/// A segment of at most this many sections is small.
const SMALL_DOCS: u32 = 2_000;

impl FewSegments {
    /// The segments to merge into one, if any.
    pub(super) fn candidate(self, segments: &[SegmentMeta]) -> Option<Vec<SegmentId>> {
        let of = |wanted: &dyn Fn(&SegmentMeta) -> bool| -> Vec<SegmentId> {
            segments.iter().filter(|meta| wanted(meta)).map(SegmentMeta::id).collect()
        };
        let candidate = match self {
            FewSegments::Small => {
                let small = of(&|meta| meta.num_docs() <= SMALL_DOCS);
                if small.len() >= MAX_SEGMENTS { small } else { Vec::new() }
            }
            FewSegments::All if segments.len() > MAX_SEGMENTS => of(&|_| true),
            FewSegments::All => of(&|meta| meta.num_deleted_docs() * 4 > meta.max_doc()),
        };
        (!candidate.is_empty()).then_some(candidate)
    }
}
