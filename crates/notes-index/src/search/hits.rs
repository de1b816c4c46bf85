//! A ranked section → a hit: its places, its snippet, where its words stand.

use std::collections::BTreeSet;
use std::ops::Range;

use regex::Regex;

use super::matching::{Found, find};
use super::plan::{NO_TERM, Plan};
use super::rank::Ranked;
use super::results::{Approximation, Field, Hit, HitKind, Match, Relation};
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
    let names = names(plan, record);
    let mut located: Vec<Located> = found
        .iter()
        .map(|found| Located {
            range: reading.source(found.range.clone()),
            terms: found.terms,
            kind: reading.kind(found.range.start),
        })
        .collect();
    located.extend(plan.regexes.iter().flat_map(|regex| lines_matching(regex, record)));
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
        approximate: approximations(plan, &found, &names),
        matched_in: matched_in(&names, &located),
        lines: (
            record.line + lines.line(range.start) - 1,
            record.line + lines.line(body_end.max(range.start + 1) - 1) - 1,
        ),
        range: record.raw_offset(range.start)..record.raw_offset(range.end),
        encoding: record.encoding.clone(),
        snippet: snippet(&record.source, range.clone(), record.line, &places, block.is_some()),
        matches: matches.collect(),
        matches_total: located.len(),
        explanation: None,
    })
}

/// Where lines match, as they are written.
fn lines_matching(regex: &Regex, record: &SectionRecord) -> Vec<Located> {
    let is_code = |at: usize| record.code_blocks.iter().any(|block| block.range.contains(&(at as u32)));
    let kind = |at: usize| if is_code(at) { SpanKind::Code } else { SpanKind::Prose };
    let mut located = Vec::new();
    let mut start = 0;
    for line in record.source.split_inclusive('\n') {
        let found = regex.find_iter(line.trim_end_matches(['\n', '\r'])).filter(|found| !found.is_empty());
        located.extend(found.map(|found| {
            let range = start + found.start()..start + found.end();
            Located { kind: kind(range.start), range, terms: NO_TERM }
        }));
        start += line.len();
    }
    located
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

/// What leads to a section, and the terms in it.
fn names(plan: &Plan, record: &SectionRecord) -> Vec<(Field, Found)> {
    let own = usize::from(record.breadcrumb.last() == Some(&record.name) && !record.name.is_empty());
    let ancestors = &record.breadcrumb[..record.breadcrumb.len() - own];
    let tags = record.tags.iter().chain(&record.labels).map(|tag| (Field::Tags, tag));
    let ancestors = ancestors.iter().map(|name| (Field::Ancestors, name));
    let texts =
        [(Field::Title, &record.title), (Field::Path, &record.path)].into_iter().chain(tags).chain(ancestors);
    texts.flat_map(|(field, text)| find(plan, text).into_iter().map(move |found| (field, found))).collect()
}

/// The terms that stand here in a weaker way only, each with the shortest text that stands for it.
fn approximations(plan: &Plan, found: &[Found], names: &[(Field, Found)]) -> Vec<Approximation> {
    let all = || found.iter().chain(names.iter().map(|(_, found)| found));
    let exact = all().fold(0, |bits, found| bits | found.exact);
    let mut approximations = Vec::new();
    for (idx, planned) in plan.terms.iter().enumerate().filter(|(idx, _)| exact >> idx & 1 == 0) {
        let weaker = all().flat_map(|found| &found.approximate).filter(|(term, ..)| *term == idx);
        let nearest = weaker.min_by_key(|(_, _, text)| text.chars().count());
        approximations.extend(nearest.map(|(_, relation, text)| Approximation {
            word: planned.typed.clone(),
            found: text.clone(),
            relation: *relation,
        }));
    }
    approximations.extend(translations(plan, found, names, exact));
    approximations
}

/// The words that the section has in the other language only, or else its names, longest first, each once.
fn translations(plan: &Plan, found: &[Found], names: &[(Field, Found)], exact: u64) -> Vec<Approximation> {
    let mut told = found.iter().fold(0, |bits, found| bits | found.exact);
    let (mut translations, mut last) = (Vec::new(), None);
    let own: BTreeSet<_> = found.iter().flat_map(|found| &found.via).collect();
    let named: BTreeSet<_> = names.iter().flat_map(|(_, found)| &found.via).collect();
    for (via, known) in [(own, 0), (named, exact)] {
        told |= known;
        for &(idx, form) in via {
            let bridge = &plan.bridges[idx];
            if last == Some(idx) || told & bridge.terms != bridge.terms {
                told |= bridge.terms;
                last = Some(idx);
                let (word, found) = (bridge.typed.clone(), bridge.forms[form].text.clone());
                translations.push(Approximation { word, found, relation: Relation::Via });
            }
        }
    }
    translations
}

fn matched_in(names: &[(Field, Found)], located: &[Located]) -> Vec<Field> {
    let kinds = [
        (SpanKind::Heading, Field::Heading),
        (SpanKind::Prose, Field::Body),
        (SpanKind::Code, Field::Code),
        (SpanKind::Markup, Field::Markup),
    ];
    let own = kinds.into_iter().filter(|(kind, _)| located.iter().any(|place| place.kind == *kind));
    let mut fields: Vec<Field> =
        names.iter().map(|(field, _)| *field).chain(own.map(|(_, field)| field)).collect();
    fields.sort();
    fields.dedup();
    fields
}
