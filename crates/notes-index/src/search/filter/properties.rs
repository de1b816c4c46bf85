//! The sections that have a property.

use crate::engine::{Doc, Facet, Snapshot, bare_tag};
use crate::error::Result;
use crate::markdown::canonical_language;
use crate::search::condition::Property;

/// Calls back with the sections that have a property; for properties of notes with all of the note's.
pub(in crate::search) fn sections(
    snapshot: &Snapshot,
    property: &Property,
    each: &mut dyn FnMut(Doc),
) -> Result<()> {
    let of_note = |first: Doc| snapshot.note(first).for_each(&mut *each);
    match property {
        Property::Value { name, test } => snapshot.with_property(name, |value| test.meets(value), of_note),
        Property::Created(days) => snapshot.with_created(|day| days.meets_day(day), of_note),
        Property::Modified(days, clock) => snapshot.with_modified(clock, |day| days.meets_day(day), of_note),
        Property::Tag(tag) => {
            // Where a note has many tags, only its first section tells them.
            let mut end = 0;
            snapshot.with_facet(&Facet::Tag(bare_tag(tag)), |doc| {
                if doc >= end {
                    let note = snapshot.note(snapshot.first(doc));
                    end = note.end;
                    note.for_each(&mut *each);
                }
            })
        }
        Property::Language(language) => {
            snapshot.with_facet(&Facet::Language(&canonical_language(language)), each)
        }
        Property::IsCode => snapshot.with_facet(&Facet::Code, each),
        Property::Task { done } => snapshot.with_facet(&Facet::Task { done: *done }, each),
    }
}
