//! What a hit has instead of words of the query.

use std::collections::BTreeSet;

use super::names::FoundInNames;
use super::occurrences::{Occurrence, Substitute};
use crate::analysis::Reading;
use crate::note::SpanKind;
use crate::search::answer::Approximation;
use crate::search::plan::Plan;
use crate::search::terms::{Relation, TermSet};

/// The terms that stand here in a weaker way only, each with what stands for it: the nearest spelling, in the section's
/// heading if one is there, the shortest.
pub(in crate::search) fn approximations<'a>(
    plan: &Plan,
    reading: &Reading,
    found: &'a [Occurrence],
    names: &'a FoundInNames,
) -> Vec<Approximation> {
    let all = || found.iter().chain(names.iter().map(|(_, found)| found));
    let exact: TermSet = all().map(|found| found.exact).collect();
    let mut approximations = Vec::new();
    for (idx, planned) in plan.terms.iter().enumerate().filter(|(idx, _)| !exact.contains(*idx)) {
        let of_term = |found: &'a Occurrence, is_heading| {
            let weaker = found.approximate.iter().filter(move |substitute| substitute.term == idx);
            weaker.map(move |substitute| (is_heading, substitute))
        };
        let own = found
            .iter()
            .flat_map(|found| of_term(found, reading.kind(found.range.start) == SpanKind::Heading));
        let weaker = own.chain(names.iter().flat_map(|(_, found)| of_term(found, false)));
        let nearest = weaker.min_by_key(|(is_heading, Substitute { text, .. })| {
            (planned.is_further(text), !is_heading, text.chars().count())
        });
        approximations.extend(nearest.map(|(_, substitute)| Approximation {
            word: planned.typed.clone(),
            found: substitute.text.clone(),
            relation: substitute.relation,
        }));
    }
    approximations.extend(translations(plan, found, names, exact));
    approximations
}

/// The words that the section has in the other language only, or else its names, longest first, each once.
fn translations(
    plan: &Plan,
    found: &[Occurrence],
    names: &FoundInNames,
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
