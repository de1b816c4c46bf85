//! A ranked section → a hit: its places, its snippet, where its words stand.

mod occurrences;
mod positions;
mod snippet;

use std::collections::BTreeSet;
use std::ops::Range;

use self::occurrences::StandIn;
pub(super) use self::occurrences::{Occurrence, occurrences};
use self::positions::matches;
use self::snippet::{Place, Source, snippet};
use super::answer::{Approximation, Field, Hit, HitKind, LitNames};
use super::condition::LineRegex;
use super::plan::Plan;
use super::rank::Ranked;
use super::terms::{Origin, PlannedTerm, Relation, TermSet};
use crate::analysis::Reading;
use crate::engine::{CodeRecord, SectionRecord};
use crate::error::Result;
use crate::note::{NotePath, SpanKind};
use crate::text::{LineIndex, Lines};

/// What a word counts for being one; how long it is counts up to as much as 1 more.
const SHORTEST: f32 = 0.5;
/// No word is longer to a reader, in columns of a terminal.
const LONG_COLUMNS: usize = 12;
/// The larger, the less it matters in how many places a word stands.
const RARITY: f32 = 4.0;
/// What a word counts that stands above the hit already.
const NAMED: f32 = 0.5;
/// What one counts that says little, or of which it is known that it stands there.
const LITTLE: f32 = 0.1;

/// Makes a hit of what is stored of a section.
pub(super) fn hit(plan: &Plan, ranked: &Ranked, record: &SectionRecord) -> Result<Hit> {
    let spans = record.spans.unpack(&record.source);
    let reading = Reading::new(&record.source, &spans);
    let found = occurrences(plan, &reading.text);
    let names = names(plan, record);
    let blocks = code_ranges(record);
    let mut places = places(plan, record, &reading, &blocks, &found);
    let block = ranked.block.or_else(|| block_of_all(&blocks, &places)).filter(|&idx| idx < blocks.len());
    let within = block.map_or(0..record.source.len(), |idx| blocks[idx].clone());
    places.retain(|place| within.start <= place.range.start && place.range.end <= within.end);
    keep_telling(plan, &record.source, &mut places);

    let lines = LineIndex::new(&record.source);
    let source = Source {
        text: &record.source,
        within: within.clone(),
        first_line: record.line,
        spans: &spans,
        code: &blocks,
        front_matter: record.front_matter_len(),
        named: terms_in(&names, &[Field::Title, Field::Path, Field::Ancestors]),
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
        approximate: approximations(plan, &reading, &found, &names),
        matched_in: matched_in(&names, &places),
        lines: lines_of(record, &lines, &within),
        range: record.in_note(&within),
        encoding: record.encoding.clone(),
        names: lit_names(plan, record, &names),
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

/// The places of the source where something was found; they ascend and stand apart. A word over a link's
/// border takes in what was found in the link's target.
fn places(
    plan: &Plan,
    record: &SectionRecord,
    reading: &Reading,
    blocks: &[Range<usize>],
    found: &[Occurrence],
) -> Vec<Place> {
    let little = plan.saying_little();
    let place = |found: &Occurrence| Place {
        range: reading.source(found.range.clone()),
        terms: found.terms,
        telling: found.terms - little,
        exact: found.exact,
        kind: reading.kind(found.range.start),
    };
    let mut places: Vec<Place> = found.iter().map(place).collect();
    // A query may hold the character that stands for a block's border, which has no bytes to show.
    places.retain(|place| !place.range.is_empty());
    places.extend(plan.lines.iter().flat_map(|regex| lines_matching(regex, record, reading, blocks)));
    places.sort_by_key(|place| (place.range.start, place.range.end));
    places.dedup_by(|next, kept| {
        let overlap = next.range.start < kept.range.end;
        if overlap {
            kept.range.end = kept.range.end.max(next.range.end);
            kept.terms |= next.terms;
            kept.telling |= next.telling;
            kept.exact |= next.exact;
        }
        overlap
    });
    places
}

/// Leaves out the places of a word that says little where another word stands that says more: 的 is shown only as a part of
/// what else was found, and the R of Ctrl+R beside the rest.
fn keep_telling(plan: &Plan, source: &str, places: &mut Vec<Place>) {
    let little = plan.saying_little();
    let letters = little & plan.those(|planned| planned.is_fragment() && !planned.term.is_cjk());
    let tells = |place: &Place| !(little | TermSet::WHOLE).has_all(place.terms);
    if !places.iter().any(tells) {
        return;
    }
    let are_beside = |before: &Place, behind: &Place| {
        let between = source.get(before.range.end..behind.range.start).unwrap_or_default();
        (tells(before) || tells(behind)) && !between.contains(|c: char| c.is_alphanumeric() || c == '\n')
    };
    let is_completed = |idx: usize| {
        let before = places[..idx].last();
        before.is_some_and(|before| are_beside(before, &places[idx]))
            || places.get(idx + 1).is_some_and(|behind| are_beside(&places[idx], behind))
    };
    let is_kept = |(idx, place): (usize, &Place)| {
        !little.has_all(place.terms)
            || place.terms.len() > 1
            || place.terms.has_any(letters) && is_completed(idx)
    };
    let kept: Vec<bool> = places.iter().enumerate().map(is_kept).collect();
    let mut kept = kept.into_iter();
    places.retain(|_| kept.next().unwrap_or(true));
}

/// Where lines match, as they are written.
fn lines_matching(
    regex: &LineRegex,
    record: &SectionRecord,
    reading: &Reading,
    blocks: &[Range<usize>],
) -> Vec<Place> {
    let kind = |at: usize| if block_at(blocks, at).is_some() { SpanKind::Code } else { SpanKind::Prose };
    let place = |range: Range<usize>| {
        let kind = kind(range.start);
        Place { range, terms: TermSet::WHOLE, telling: TermSet::WHOLE, exact: TermSet::WHOLE, kind }
    };
    let places = regex.find(record).map(place);
    let is_read = |place: &Place| reading.kind_in_source(&place.range).is_some();
    places.filter(|place| !regex.is_prose || (place.kind != SpanKind::Code && is_read(place))).collect()
}

/// The lines of the code blocks, cut to character borders: a damaged index must not lead outside.
fn code_ranges(record: &SectionRecord) -> Vec<Range<usize>> {
    let source = &record.source;
    let sound = |block: &CodeRecord| {
        let end = source.floor_char_boundary((block.range.end as usize).min(source.len()));
        source.floor_char_boundary((block.range.start as usize).min(end))..end
    };
    record.code_blocks.iter().map(sound).collect()
}

/// The code block that a byte of the section is in.
fn block_at(blocks: &[Range<usize>], at: usize) -> Option<usize> {
    let idx = blocks.partition_point(|block| block.end <= at);
    blocks.get(idx).filter(|block| block.start <= at).map(|_| idx)
}

/// The code block that holds all the words found, if neither the text around it nor another block does.
fn block_of_all(blocks: &[Range<usize>], places: &[Place]) -> Option<usize> {
    let (mut in_block, mut around) = (vec![TermSet::NONE; blocks.len()], TermSet::NONE);
    for place in places {
        match block_at(blocks, place.range.start) {
            Some(idx) => in_block[idx] |= place.terms,
            None => around |= place.terms,
        }
    }
    let all = in_block.iter().fold(around, |all, &terms| all | terms);
    if all.is_empty() || around == all {
        return None;
    }
    let mut holding = (0..blocks.len()).filter(|&idx| in_block[idx] == all);
    let only = holding.next()?;
    holding.next().is_none().then_some(only)
}

/// How much each term tells if it is shown: longer ones and those that are rare in the hit tell more, those that stand above
/// it already less.
fn weights(plan: &Plan, names: &[(Field, Occurrence)], places: &[Place]) -> Vec<f32> {
    let own = places.iter().filter(|place| place.kind == SpanKind::Heading);
    let own: TermSet = own.map(|place| place.exact).collect();
    let named = own | terms_in(names, &[Field::Title, Field::Ancestors]);
    let mut n_places = [0u32; TermSet::N_INDICES];
    for place in places {
        place.terms.iter().for_each(|idx| n_places[idx] += 1);
    }
    let weight = |(idx, (planned, n_places)): (usize, (&PlannedTerm, u32))| {
        weight(planned, n_places) * if named.contains(idx) { NAMED } else { 1.0 }
    };
    let mut weights: Vec<f32> = plan.terms.iter().zip(n_places).enumerate().map(weight).collect();
    // Whole phrases and lines that match have indices behind those of terms.
    weights.resize(TermSet::N_INDICES, 1.0);
    weights
}

/// How much a term tells that stands in so many places of a hit.
fn weight(planned: &PlannedTerm, n_places: u32) -> f32 {
    // Words of a field (`title:…`) are known to stand there: to show them says little.
    let is_known = matches!(planned.origin, Origin::Piece { is_inner: true, .. }) || planned.of_field;
    let columns: usize = planned.term.text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let by_length = SHORTEST + columns.min(LONG_COLUMNS) as f32 / LONG_COLUMNS as f32;
    let by_rarity = 1.0 + (n_places.max(1) as f32).ln() / RARITY;
    by_length / by_rarity * if planned.says_little() || is_known { LITTLE } else { 1.0 }
}

/// The names that lead to a section, with the terms that stand in them.
pub(super) fn names(plan: &Plan, record: &SectionRecord) -> Vec<(Field, Occurrence)> {
    let tags = record.tags.iter().chain(&record.labels).map(|tag| (Field::Tags, tag));
    let ancestors = record.ancestors().iter().map(|name| (Field::Ancestors, name));
    let texts =
        [(Field::Title, &record.title), (Field::Path, &record.path)].into_iter().chain(tags).chain(ancestors);
    texts
        .flat_map(|(field, text)| occurrences(plan, text).into_iter().map(move |found| (field, found)))
        .collect()
}

/// The terms that stand in names of some fields as they were asked for.
fn terms_in(names: &[(Field, Occurrence)], fields: &[Field]) -> TermSet {
    names.iter().filter(|(field, _)| fields.contains(field)).map(|(_, found)| found.exact).collect()
}

/// Where these names and the section's own have words that say something.
fn lit_names(plan: &Plan, record: &SectionRecord, names: &[(Field, Occurrence)]) -> LitNames {
    let little = plan.saying_little();
    let lit = |found: &Occurrence| {
        let range = found.range.start as usize..found.range.end as usize;
        (!little.has_all(found.terms)).then_some(range)
    };
    let of =
        |wanted| names.iter().filter(move |(field, _)| *field == wanted).filter_map(|(_, found)| lit(found));
    let entry = |name: &String| occurrences(plan, name).iter().filter_map(lit).collect();
    LitNames {
        title: of(Field::Title).collect(),
        path: of(Field::Path).collect(),
        breadcrumb: record.breadcrumb.iter().map(entry).collect(),
    }
}

/// The terms that stand here in a weaker way only, each with what stands for it: the nearest spelling, in the section's
/// heading if one is there, the shortest.
pub(super) fn approximations<'a>(
    plan: &Plan,
    reading: &Reading,
    found: &'a [Occurrence],
    names: &'a [(Field, Occurrence)],
) -> Vec<Approximation> {
    let all = || found.iter().chain(names.iter().map(|(_, found)| found));
    let exact: TermSet = all().map(|found| found.exact).collect();
    let mut approximations = Vec::new();
    for (idx, planned) in plan.terms.iter().enumerate().filter(|(idx, _)| !exact.contains(*idx)) {
        let of_term = |found: &'a Occurrence, is_heading| {
            let weaker = found.approximate.iter().filter(move |stand_in| stand_in.term == idx);
            weaker.map(move |stand_in| (is_heading, stand_in))
        };
        let own = found
            .iter()
            .flat_map(|found| of_term(found, reading.kind(found.range.start) == SpanKind::Heading));
        let weaker = own.chain(names.iter().flat_map(|(_, found)| of_term(found, false)));
        let nearest = weaker.min_by_key(|(is_heading, StandIn { text, .. })| {
            (planned.is_further(text), !is_heading, text.chars().count())
        });
        approximations.extend(nearest.map(|(_, stand_in)| Approximation {
            word: planned.typed.clone(),
            found: stand_in.text.clone(),
            relation: stand_in.relation,
        }));
    }
    approximations.extend(translations(plan, found, names, exact));
    approximations
}

/// The words that the section has in the other language only, or else its names, longest first, each once.
fn translations(
    plan: &Plan,
    found: &[Occurrence],
    names: &[(Field, Occurrence)],
    exact: TermSet,
) -> Vec<Approximation> {
    let mut told: TermSet = found.iter().map(|found| found.exact).collect();
    let mut translations = Vec::new();
    let own: BTreeSet<_> = found.iter().flat_map(|found| &found.via).collect();
    let named: BTreeSet<_> = names.iter().flat_map(|(_, found)| &found.via).collect();
    for (via, known) in [(own, TermSet::NONE), (named, exact)] {
        told |= known;
        let mut last = None;
        for via in via {
            let bridge = &plan.bridges[via.bridge];
            if last == Some(via.bridge) || !told.has_all(bridge.terms) {
                told |= bridge.terms;
                last = Some(via.bridge);
                let (word, found) = (bridge.typed.clone(), bridge.forms[via.form].text.clone());
                translations.push(Approximation { word, found, relation: Relation::Via });
            }
        }
    }
    translations
}

fn matched_in(names: &[(Field, Occurrence)], places: &[Place]) -> Vec<Field> {
    let own: BTreeSet<Field> = places.iter().map(|place| field(place.kind)).collect();
    let fields: BTreeSet<Field> = names.iter().map(|(field, _)| *field).chain(own).collect();
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
