//! The names that lead to a section, with the words of a query that stand in them.

use super::occurrences::{Occurrence, occurrences};
use crate::engine::SectionRecord;
use crate::search::answer::{Field, LitNames};
use crate::search::plan::Plan;
use crate::search::terms::TermSet;

/// Where terms stand in the title, the path, the tags and the headings above, in this order.
pub(in crate::search) struct FoundInNames(Vec<(Field, Occurrence)>);

impl FoundInNames {
    pub(in crate::search) fn new(plan: &Plan, record: &SectionRecord) -> FoundInNames {
        let tags = record.tags.iter().chain(&record.labels).map(|tag| (Field::Tags, tag));
        let ancestors = record.ancestors().iter().map(|name| (Field::Ancestors, name));
        let note = [(Field::Title, &record.title), (Field::Path, &record.path)];
        let texts = note.into_iter().chain(tags).chain(ancestors);
        let found = |(field, text): (Field, &String)| {
            occurrences(plan, text).into_iter().map(move |found| (field, found))
        };
        FoundInNames(texts.flat_map(found).collect())
    }

    pub(in crate::search) fn iter(&self) -> impl Iterator<Item = (Field, &Occurrence)> {
        self.0.iter().map(|(field, found)| (*field, found))
    }

    /// The terms that stand in names of some fields as they were asked for.
    pub(super) fn terms_in(&self, fields: &[Field]) -> TermSet {
        self.iter().filter(|(field, _)| fields.contains(field)).map(|(_, found)| found.exact).collect()
    }

    /// Where these names and the section's own have words that say something.
    pub(super) fn lit(&self, plan: &Plan, record: &SectionRecord) -> LitNames {
        let little = plan.saying_little();
        let lit = |found: &Occurrence| {
            let range = found.range.start as usize..found.range.end as usize;
            (!little.has_all(found.terms)).then_some(range)
        };
        let of = |wanted| {
            self.iter().filter(move |(field, _)| *field == wanted).filter_map(|(_, found)| lit(found))
        };
        let entry = |name: &String| occurrences(plan, name).iter().filter_map(lit).collect();
        LitNames {
            title: of(Field::Title).collect(),
            path: of(Field::Path).collect(),
            breadcrumb: record.breadcrumb.iter().map(entry).collect(),
        }
    }
}
