//! The segments of a commit, as tantivy lists them, and which files these need.

use std::io;

use serde::Deserialize;

/// What is read of `meta.json`.
#[derive(Deserialize)]
pub(super) struct Segments {
    segments: Vec<Segment>,
}

#[derive(Deserialize)]
struct Segment {
    segment_id: String,
    deletes: Option<Deletes>,
}

#[derive(Deserialize)]
struct Deletes {
    opstamp: u64,
}

impl Segments {
    /// Those of a commit, by the text of its `meta.json`.
    ///
    /// # Errors
    /// If it is no such text.
    pub(super) fn of_meta(meta: &[u8]) -> io::Result<Segments> {
        Ok(serde_json::from_slice(meta)?)
    }

    /// Whether a file belongs to a segment of the commit, in the state that it has there.
    pub(super) fn need(&self, name: &str) -> bool {
        let Some((segment, kind)) = name.split_once('.') else { return false };
        let is_of = |candidate: &&Segment| candidate.segment_id.replace('-', "") == segment;
        self.segments.iter().find(is_of).is_some_and(|segment| match kind.strip_suffix(".del") {
            Some(opstamp) => segment.deletes.as_ref().is_some_and(|last| last.opstamp.to_string() == opstamp),
            None => !kind.ends_with("temp"),
        })
    }
}
