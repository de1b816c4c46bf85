//! The places of a section that are shown: where in its source the query's words, phrases and lines stand.

use std::ops::Range;

use super::occurrences::Occurrence;
use super::unpacked::Unpacked;
use crate::note::SpanKind;
use crate::search::condition::LineRegex;
use crate::search::plan::Plan;
use crate::search::terms::TermSet;

/// A place to show.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Bytes of the section's source.
    pub(super) range: Range<usize>,
    /// The terms that stand there.
    pub(super) terms: TermSet,
    /// Those of them that tell something.
    pub(super) telling: TermSet,
    /// Those of them that stand there as they were asked for.
    pub(super) exact: TermSet,
    pub(super) kind: SpanKind,
}

/// The places of the source where something was found; they ascend and stand apart. A word over a link's
/// border takes in what was found in the link's target.
pub(super) fn places(plan: &Plan, section: &Unpacked<'_>, found: &[Occurrence]) -> Vec<Place> {
    let (reading, little) = (&section.reading, plan.saying_little());
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
    places.extend(plan.lines.iter().flat_map(|regex| lines_matching(regex, section)));
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

/// Where lines match, as they are written.
fn lines_matching(regex: &LineRegex, section: &Unpacked<'_>) -> Vec<Place> {
    let kind = |at: usize| if section.block_at(at).is_some() { SpanKind::Code } else { SpanKind::Prose };
    let place = |range: Range<usize>| {
        let kind = kind(range.start);
        Place {
            range,
            terms: TermSet::PHRASE_OR_LINE,
            telling: TermSet::PHRASE_OR_LINE,
            exact: TermSet::PHRASE_OR_LINE,
            kind,
        }
    };
    let places = regex.find(section.record).map(place);
    let is_read = |place: &Place| section.reading.kind_in_source(&place.range).is_some();
    places.filter(|place| !regex.is_prose || (place.kind != SpanKind::Code && is_read(place))).collect()
}

/// Leaves out the places of a word that says little where another word stands that says more: 的 is shown only as a part of
/// what else was found, and the R of Ctrl+R beside the rest.
pub(super) fn keep_telling(plan: &Plan, source: &str, places: &mut Vec<Place>) {
    let little = plan.saying_little();
    let letters = little & plan.those(|planned| planned.is_fragment() && !planned.term.is_cjk());
    let tells = |place: &Place| !(little | TermSet::PHRASE_OR_LINE).has_all(place.terms);
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

/// The code block that holds all the words found, if neither the text around it nor another block does.
pub(super) fn block_of_all(section: &Unpacked<'_>, places: &[Place]) -> Option<usize> {
    let n_blocks = section.blocks.len();
    let (mut in_block, mut around) = (vec![TermSet::NONE; n_blocks], TermSet::NONE);
    for place in places {
        match section.block_at(place.range.start) {
            Some(idx) => in_block[idx] |= place.terms,
            None => around |= place.terms,
        }
    }
    let all = in_block.iter().fold(around, |all, &terms| all | terms);
    if all.is_empty() || around == all {
        return None;
    }
    let mut holding = (0..n_blocks).filter(|&idx| in_block[idx] == all);
    let only = holding.next()?;
    holding.next().is_none().then_some(only)
}
