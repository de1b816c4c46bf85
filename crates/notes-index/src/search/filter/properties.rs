//! The sections that have a property.

use crate::analysis::{folded_text, is_single_char, phrase_rows};
use crate::engine::{Doc, Facet, Lane, STEM_POSITION, Snapshot, bare_tag};
use crate::error::Result;
use crate::markdown::canonical_language;
use crate::query::{Pattern, PatternKind};
use crate::search::condition::Property;
use crate::search::terms::positions_of_beginning;

/// Calls back with the sections that have a property; for properties of notes with all of the note's.
pub(in crate::search) fn sections(
    snapshot: &Snapshot,
    property: &Property,
    each: &mut dyn FnMut(Doc),
) -> Result<()> {
    let mut of_note = |first: Doc| snapshot.note(first).for_each(&mut *each);
    match property {
        Property::Value { name, test } => snapshot.with_property(name, |value| test.meets(value), of_note),
        Property::Created(days) => snapshot.with_created(|day| days.meets_day(day), of_note),
        Property::Modified(days, clock) => snapshot.with_modified(clock, |day| days.meets_day(day), of_note),
        Property::Title(pattern) => with_text(snapshot, Lane::NameText, pattern, |first, starts| {
            if starts.iter().any(|&start| start < STEM_POSITION) {
                of_note(first);
            }
        }),
        Property::Heading(pattern) => with_text(snapshot, Lane::Text, pattern, |doc, starts| {
            if starts.iter().any(|&start| snapshot.is_in_heading(doc, start)) {
                each(doc);
            }
        }),
        Property::Code(pattern) => with_code(snapshot, pattern, each),
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

/// The sections with a code block that holds a text.
fn with_code(snapshot: &Snapshot, pattern: &Pattern, each: &mut dyn FnMut(Doc)) -> Result<()> {
    let mut looked = Ok(());
    with_text(snapshot, Lane::Text, pattern, |doc, starts| {
        let mut is_code = false;
        match snapshot.code_blocks_at(doc, &[], starts, |_| is_code = true) {
            Ok(()) if is_code => each(doc),
            Ok(()) => {}
            failed => looked = failed,
        }
    })?;
    looked
}

/// The sections that hold a text, and the positions where it begins.
fn with_text(
    snapshot: &Snapshot,
    lane: Lane,
    pattern: &Pattern,
    mut each: impl FnMut(Doc, &[u32]),
) -> Result<()> {
    // A single character begins a pair wherever it doesn't end a run, where it stands alone.
    let prefix = folded_text(&pattern.text);
    if pattern.kind == PatternKind::Prefix || is_single_char(&prefix) {
        return positions_of_beginning(snapshot, lane, &prefix, each);
    }
    phrase_rows(&pattern.text).iter().try_for_each(|row| snapshot.side_by_side(lane, row, &mut each))
}
