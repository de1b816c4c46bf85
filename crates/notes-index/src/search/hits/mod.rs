//! A ranked section → a hit: its places, its snippet, where its words stand.

mod approximations;
mod matches;
mod names;
mod occurrences;
mod places;
mod snippet;
mod unpacked;
mod weights;

use std::collections::BTreeSet;
use std::ops::Range;

pub(super) use self::approximations::approximations;
use self::matches::matches;
pub(super) use self::names::FoundInNames;
pub(super) use self::occurrences::{Occurrence, occurrences};
use self::places::{Place, block_of_all, keep_telling, places};
use self::snippet::{Source, snippet};
use self::unpacked::Unpacked;
use self::weights::weights;
use super::answer::{Field, Hit, HitKind};
use super::plan::Plan;
use super::rank::Ranked;
use crate::engine::SectionRecord;
use crate::error::Result;
use crate::note::{NotePath, SpanKind};
use crate::text::{LineIndex, Lines};

/// Makes a hit of what is stored of a section.
pub(super) fn hit(plan: &Plan, ranked: &Ranked, record: &SectionRecord) -> Result<Hit> {
    let section = Unpacked::new(record);
    let found = occurrences(plan, &section.reading.text);
    let names = FoundInNames::new(plan, record);
    let mut places = places(plan, &section, &found);
    let block = ranked.block.or_else(|| block_of_all(&section, &places));
    let block = block.filter(|&idx| idx < section.blocks.len());
    let within = block.map_or(0..record.source.len(), |idx| section.blocks[idx].clone());
    places.retain(|place| within.start <= place.range.start && place.range.end <= within.end);
    keep_telling(plan, &record.source, &mut places);

    let lines = LineIndex::new(&record.source);
    let source = Source {
        text: &record.source,
        within: within.clone(),
        first_line: record.line,
        spans: &section.spans,
        code: &section.blocks,
        front_matter: record.front_matter_len(),
        named: names.terms_in(&[Field::Title, Field::Path, Field::Ancestors]),
    };
    Ok(Hit {
        score: ranked.score,
        kind: if block.is_some() { HitKind::Code } else { HitKind::Section },
        path: NotePath::new(&record.path)?,
        title: record.title.clone(),
        heading: record.heading.clone(),
        breadcrumb: record.breadcrumb.clone(),
        anchor: record.anchor.clone(),
        language: block.and_then(|idx| record.code_blocks[idx].language.clone()),
        tags: record.tags.clone(),
        missing: plan.names_of_lacking(ranked.missing),
        approximate: approximations(plan, &section.reading, &found, &names),
        matched_in: matched_in(&names, &places),
        lines: lines_of(record, &lines, &within),
        range: record.in_note(&within),
        encoding: record.encoding.clone(),
        names: names.lit(plan, record),
        snippet: snippet(&source, &places, &weights(plan, &names, &places)),
        matches: matches(record, &lines, &places),
        matches_total: places.len(),
        explanation: None,
    })
}

/// The lines of the note that a part of a section takes, but for empty ones at its end.
fn lines_of(record: &SectionRecord, lines: &LineIndex, part: &Range<usize>) -> Lines {
    let end = part.start + record.source[part.clone()].trim_end().len();
    let in_note = |at: usize| record.line + lines.line(at) - 1;
    Lines { first: in_note(part.start), last: in_note(end.max(part.start + 1) - 1) }
}

fn matched_in(names: &FoundInNames, places: &[Place]) -> Vec<Field> {
    let own: BTreeSet<Field> = places.iter().map(|place| field(place.kind)).collect();
    let fields: BTreeSet<Field> = names.iter().map(|(field, _)| field).chain(own).collect();
    fields.into_iter().collect()
}

/// The field of a section that a span is part of.
pub(super) fn field(kind: SpanKind) -> Field {
    match kind {
        SpanKind::Heading => Field::Heading,
        SpanKind::Prose => Field::Body,
        SpanKind::Code => Field::Code,
        SpanKind::Markup | SpanKind::Aside => Field::Markup,
    }
}
