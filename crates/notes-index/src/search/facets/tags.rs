//! Hits by tag.

use std::collections::BTreeMap;

use super::{Notes, Tally};
use crate::engine::{Doc, Facet, Snapshot, bare_tag};
use crate::error::Result;
use crate::query::{Expr, Predicate};

/// The folded tags of notes with hits, and those above them.
pub(super) fn tallies(snapshot: &Snapshot, notes: &Notes) -> Result<Vec<Tally>> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    snapshot.each_tag(|tag, docs| {
        let mut of_segment = Tally::default();
        docs.iter().for_each(|&doc| of_segment.add(notes.hits(doc)));
        // No filter asks for `a/`, which is above `a//b`.
        if of_segment.hits > 0 && bare_tag(tag) == tag {
            tallies.entry(tag.to_owned()).or_insert_with(|| Tally::new(tag)).unite(&of_segment);
        }
    })?;
    Ok(tallies.into_values().collect())
}

/// Writes folded tags as the first of the notes by path does that have hits and the tag.
pub(super) fn spell(snapshot: &Snapshot, notes: &Notes, tallies: &mut [Tally]) -> Result<()> {
    for tally in tallies {
        let Some(example) = example(snapshot, notes, &tally.value)? else { continue };
        let record = snapshot.record(example)?;
        if let Some(tag) = record.tag_of_folded(&tally.value) {
            tally.value = tag.to_owned();
        }
    }
    Ok(())
}

fn example(snapshot: &Snapshot, notes: &Notes, tag: &str) -> Result<Option<Doc>> {
    let mut with_tag = Vec::new();
    snapshot.with_facet(&Facet::Tag(tag), |doc| with_tag.extend((notes.hits(doc) > 0).then_some(doc)))?;
    let mut first = None;
    for doc in with_tag {
        let is_before = first.map_or(Ok(true), |first| snapshot.is_path_before(doc, first))?;
        first = if is_before { Some(doc) } else { first };
    }
    Ok(first)
}

pub(super) fn filter(tag: &str) -> Expr {
    Predicate::Tag(tag.to_owned()).into()
}
