//! A ranked section → a hit: its places, its snippet, where its words stand.

use std::ops::Range;

use super::matching::{Found, find};
use super::plan::Plan;
use super::rank::Ranked;
use super::results::{Approximation, Field, Hit, HitKind, Match};
use super::snippet::{Place, snippet};
use crate::analysis::Reading;
use crate::engine::{CodeRecord, SectionRecord};
use crate::error::Result;
use crate::note::{NotePath, SpanKind};
use crate::text::{LineIndex, Position};

/// A place of the section's source where terms stand.
struct Located {
    range: Range<usize>,
    terms: u64,
    kind: SpanKind,
}

/// Makes a hit of what is stored of a section.
pub(super) fn hit(plan: &Plan, ranked: &Ranked, record: &SectionRecord) -> Result<Hit> {
    let reading = Reading::new(&record.source, &record.spans.unpack(&record.source));
    let found = find(plan, &reading.text);
    let mut located: Vec<Located> = found
        .iter()
        .map(|found| Located {
            range: reading.source(found.range.clone()),
            terms: found.terms,
            kind: reading.kind(found.range.start),
        })
        .collect();
    located.sort_by_key(|place| (place.range.start, place.range.end));
    let block = ranked.block.or_else(|| block_of_all(record, &located));
    let block = block.and_then(|idx| record.code_blocks.get(idx));
    let range =
        block.map_or(0..record.source.len(), |block| block.range.start as usize..block.range.end as usize);
    let range = sound(&record.source, range);
    located.retain(|place| range.start <= place.range.start && place.range.end <= range.end);

    let places: Vec<Place> = located.iter().map(Located::place).collect();
    let lines = LineIndex::new(&record.source);
    let matches = located.iter().take(Hit::MAX_MATCHES).map(|place| place_of(record, &lines, &place.range));
    let body_end = range.start + record.source[range.clone()].trim_end().len();
    Ok(Hit {
        score: ranked.score,
        kind: if block.is_some() { HitKind::Code } else { HitKind::Section },
        path: NotePath::new(&record.path)?,
        title: record.title.clone(),
        heading: record.heading.clone(),
        breadcrumb: record.breadcrumb.clone(),
        anchor: record.anchor.clone(),
        language: block.and_then(|block| block.language.clone()),
        tags: record.tags.clone(),
        missing: missing(plan, ranked.missing),
        approximate: approximations(plan, &found),
        matched_in: matched_in(plan, record, &located),
        lines: (
            record.line + lines.line(range.start) - 1,
            record.line + lines.line(body_end.max(range.start + 1) - 1) - 1,
        ),
        range: record.raw_offset(range.start)..record.raw_offset(range.end),
        encoding: record.encoding.clone(),
        snippet: snippet(&record.source, range.clone(), record.line, &places, block.is_some()),
        matches: matches.collect(),
        matches_total: located.len(),
    })
}

impl Located {
    fn place(&self) -> Place {
        Place { range: self.range.clone(), terms: self.terms, is_heading: self.kind == SpanKind::Heading }
    }
}

/// A range cut to character borders of a source: a damaged index must not lead outside.
fn sound(source: &str, range: Range<usize>) -> Range<usize> {
    let end = source.floor_char_boundary(range.end.min(source.len()));
    source.floor_char_boundary(range.start.min(end))..end
}

/// The code block that holds all the words found, if neither the text around it nor another block does.
fn block_of_all(record: &SectionRecord, located: &[Located]) -> Option<usize> {
    let terms = |wanted: &dyn Fn(&Located) -> bool| {
        located.iter().filter(|place| wanted(place)).fold(0, |bits, place| bits | place.terms)
    };
    let all = terms(&|_| true);
    let is_in = |block: &CodeRecord, place: &Located| {
        (block.range.start as usize..block.range.end as usize).contains(&place.range.start)
    };
    let around = terms(&|place| !record.code_blocks.iter().any(|block| is_in(block, place)));
    if all == 0 || around == all {
        return None;
    }
    let holds_all = |block: &CodeRecord| terms(&|place| is_in(block, place)) == all;
    let mut holding = (0..record.code_blocks.len()).filter(|&idx| holds_all(&record.code_blocks[idx]));
    let only = holding.next()?;
    holding.next().is_none().then_some(only)
}

fn place_of(record: &SectionRecord, lines: &LineIndex, range: &Range<usize>) -> Match {
    let position = |offset: usize| {
        let mut position = lines.position(&record.source, offset);
        position.line += record.line - 1;
        position
    };
    let (start, end): (Position, Position) = (position(range.start), position(range.end));
    let line = &record.source[lines.range(&record.source, lines.line(range.start))];
    let line_text =
        line[..line.floor_char_boundary(Match::MAX_LINE_BYTES)].trim_start_matches('\u{feff}').to_owned();
    Match { range: record.raw_offset(range.start)..record.raw_offset(range.end), start, end, line_text }
}

fn missing(plan: &Plan, bits: u64) -> Vec<String> {
    let terms = plan.terms.iter().enumerate().filter(|(idx, _)| bits >> idx & 1 == 1);
    terms.map(|(_, planned)| planned.typed.clone()).collect()
}

/// The terms that stand here in a weaker way only.
fn approximations(plan: &Plan, found: &[Found]) -> Vec<Approximation> {
    let exact = found.iter().fold(0, |bits, found| bits | found.exact);
    let mut approximations = Vec::new();
    for (idx, planned) in plan.terms.iter().enumerate().filter(|(idx, _)| exact >> idx & 1 == 0) {
        let first = found.iter().flat_map(|found| &found.approximate).find(|(term, ..)| *term == idx);
        approximations.extend(first.map(|(_, relation, text)| Approximation {
            word: planned.typed.clone(),
            found: text.clone(),
            relation: *relation,
        }));
    }
    approximations
}

fn matched_in(plan: &Plan, record: &SectionRecord, located: &[Located]) -> Vec<Field> {
    let has = |text: &str| !find(plan, text).is_empty();
    let own = usize::from(record.breadcrumb.last() == Some(&record.name) && !record.name.is_empty());
    let ancestors = &record.breadcrumb[..record.breadcrumb.len() - own];
    let is_in = |kind: SpanKind| located.iter().any(|place| place.kind == kind);
    let fields = [
        (Field::Title, has(&record.title)),
        (Field::Path, has(&record.path)),
        (Field::Tags, record.tags.iter().chain(&record.labels).any(|tag| has(tag))),
        (Field::Ancestors, ancestors.iter().any(|name| has(name))),
        (Field::Heading, is_in(SpanKind::Heading)),
        (Field::Body, is_in(SpanKind::Prose)),
        (Field::Code, is_in(SpanKind::Code)),
        (Field::Markup, is_in(SpanKind::Markup)),
    ];
    fields.into_iter().filter(|(_, matched)| *matched).map(|(field, _)| field).collect()
}
