//! What a sync sees: the notes as they were found, and how they differ from what is indexed of them.

use std::time::Instant;

use super::commit::Current;
use super::manifest::{Diff, Manifest};
use super::store::Mark;
use crate::source::Walk;

/// What a sync has come to know.
pub(super) struct Known {
    /// The notes as they were found.
    pub(super) walk: Walk,
    /// When the last walk through all of the notebook began; some paths may have been looked at again since.
    pub(super) walked: Instant,
    /// What is indexed of them by a commit, if the sync came so far.
    pub(super) manifest: Option<(Mark, Manifest)>,
}

impl Known {
    /// Whether it was compared with the commit of a mark, or brought into it.
    pub(super) fn is_of(&self, mark: &Mark) -> bool {
        self.manifest.as_ref().is_some_and(|(of, _)| of == mark)
    }
}

/// The generation that counts, and its manifest.
pub(super) type Indexed = (Current, Manifest);

/// The same, and how the notes differ from what it says of them.
pub(super) struct Compared {
    pub(super) current: Current,
    pub(super) manifest: Manifest,
    pub(super) diff: Diff,
}

impl Compared {
    pub(super) fn new((current, manifest): Indexed, walk: &Walk) -> Compared {
        Compared { diff: manifest.diff(walk.files.iter()), current, manifest }
    }

    /// Whether the index stands at the files.
    pub(super) fn is_unchanged(&self, walk: &Walk) -> bool {
        let Compared { manifest, diff, .. } = self;
        diff.is_empty() && diff.left_out == manifest.left_out && walk.skipped == manifest.skipped
    }
}

/// The notes as they were found, and how they differ from what is indexed of them.
pub(super) struct Seen {
    pub(super) walk: Walk,
    /// See [`Known::walked`].
    pub(super) walked: Instant,
    /// Nothing if there is no index to go on with.
    pub(super) compared: Option<Compared>,
}

impl Seen {
    pub(super) fn new(walk: Walk, walked: Instant, indexed: Option<Indexed>) -> Seen {
        Seen { compared: indexed.map(|indexed| Compared::new(indexed, &walk)), walk, walked }
    }

    /// What is known by it, compared with the commit of a mark.
    pub(super) fn known(self, mark: Mark) -> Known {
        let Seen { walk, walked, compared } = self;
        Known { walk, walked, manifest: compared.map(|compared| (mark, compared.manifest)) }
    }
}
