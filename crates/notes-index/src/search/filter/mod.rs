//! Which sections may be hits at all. Filters act before the best are taken.

mod as_typed;
mod demanded;
mod needed;
mod one_word;
mod parts;
mod properties;
mod signs;
mod stored_text;

pub(super) use self::as_typed::as_typed;
pub(super) use self::demanded::Demanded;
use self::one_word::surely_holding;
use self::stored_text::Scan;
use super::condition::{Condition, Exact, LineRegex, PartText, PathGlob, Verified};
use super::doc_set::DocSet;
use super::patience::Patience;
use super::terms::with_beginning;
use crate::analysis::Reading;
use crate::engine::{Doc, SectionRecord, Snapshot, TextField};
use crate::error::Result;
use crate::note::NotePath;

/// To look at the texts of so many sections takes no longer than to ask the dictionary which words have a stem.
const N_LOOKED_AT_ANYWAY: usize = 128;

/// A set of sections.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    /// Nothing if all of them are in the set.
    allowed: Option<DocSet>,
    /// Whether some were not looked at: the time ended, or too much text was to be read.
    pub(super) is_partial: bool,
}

impl Filter {
    /// Of some candidates, if there are any; of all sections otherwise.
    ///
    /// # Errors
    /// If nobody waits for the answer any more.
    pub(super) fn new(
        snapshot: &Snapshot,
        condition: Option<&Condition>,
        candidates: Option<&[Doc]>,
        demanded: &Demanded<'_>,
        patience: &Patience,
    ) -> Result<Filter> {
        let Some(condition) = condition else { return Ok(Filter { allowed: None, is_partial: false }) };
        let within = match candidates {
            Some(docs) => DocSet::of(snapshot, docs),
            None => DocSet::all(snapshot),
        };
        let filtering = Filtering { snapshot, demanded, patience, scan: Scan::new(snapshot, patience) };
        let allowed = filtering.meeting(condition, &within)?;
        Ok(Filter { allowed: Some(allowed), is_partial: filtering.scan.is_partial() })
    }

    pub(super) fn allows(&self, doc: Doc) -> bool {
        self.allowed.as_ref().is_none_or(|allowed| allowed.contains(doc))
    }
}

/// Finds the sections that meet a condition.
struct Filtering<'a> {
    snapshot: &'a Snapshot,
    demanded: &'a Demanded<'a>,
    patience: &'a Patience,
    scan: Scan<'a>,
}

impl Filtering<'_> {
    /// Those of some sections that meet a condition.
    fn meeting(&self, condition: &Condition, within: &DocSet) -> Result<DocSet> {
        self.patience.check()?;
        let mut met = match condition {
            Condition::All(items) => return self.meeting_all(items, within),
            Condition::Any(items) => {
                let mut any = DocSet::none(self.snapshot.max_doc());
                for item in items {
                    any.unite(&self.meeting(item, within)?);
                }
                any
            }
            Condition::Not(inner) => return self.not_meeting(inner, within),
            Condition::Holds(exact) => return self.holding(exact, within),
            Condition::Line(regex) => return self.with_line(regex, within),
            Condition::Prefix(prefix) => self.beginning(prefix)?,
            Condition::Part(part, text) => parts::sections(self.snapshot, &self.scan, *part, text, within)?,
            Condition::Under(glob) => return self.under(glob, within),
            Condition::Is(property) => {
                DocSet::collected(self.snapshot, |each| properties::sections(self.snapshot, property, each))?
            }
            Condition::Never => DocSet::none(self.snapshot.max_doc()),
        };
        met.intersect(within);
        Ok(met)
    }

    /// Those that meet all of several conditions: the cheapest first, which leave fewer to the others.
    fn meeting_all(&self, items: &[Condition], within: &DocSet) -> Result<DocSet> {
        let mut items: Vec<&Condition> = items.iter().collect();
        items.sort_by_key(|item| cost(item));
        items.into_iter().try_fold(within.clone(), |left, item| self.meeting(item, &left))
    }

    /// Those that don't meet a condition. What was not looked at may meet it, with all sections of its note: a title is
    /// looked at in the first one alone.
    fn not_meeting(&self, condition: &Condition, within: &DocSet) -> Result<DocSet> {
        let mut others = within.clone();
        let n_before = self.scan.n_left_out();
        others.subtract(&self.meeting(condition, within)?);
        if self.scan.n_left_out() > n_before {
            let left_out = DocSet::collected(self.snapshot, |each| {
                self.scan.left_out_after(n_before, each);
                Ok(())
            })?;
            others.subtract(&DocSet::notes_of(self.snapshot, left_out.iter()));
        }
        Ok(others)
    }

    /// Those of some sections whose notes have a path that is meant.
    fn under(&self, glob: &PathGlob, within: &DocSet) -> Result<DocSet> {
        let snapshot = self.snapshot;
        let firsts: Vec<Doc> = DocSet::firsts_of(snapshot, within.iter()).iter().collect();
        let mut under = DocSet::collected(snapshot, |each| {
            let of_note = |first| snapshot.note(first).for_each(&mut *each);
            snapshot.with_path(&firsts, |path| glob.matches(path), of_note)
        })?;
        under.intersect(within);
        Ok(under)
    }

    /// The sections whose text, or a name of whose note, holds something.
    fn holding(&self, exact: &Exact, within: &DocSet) -> Result<DocSet> {
        let holding = self.with_tokens(exact, within)?;
        self.verified(exact, holding)
    }

    /// Those of some sections that hold its tokens.
    fn with_tokens(&self, exact: &Exact, within: &DocSet) -> Result<DocSet> {
        let mut holding = within.clone();
        if !exact.rows.is_empty() {
            self.demanded.retain(self.snapshot, &exact.rows, &mut holding)?;
        }
        signs::retain(self.snapshot, &exact.signs, &mut holding)?;
        Ok(holding)
    }

    /// Those of some sections with its tokens in which it stands.
    fn verified(&self, exact: &Exact, mut holding: DocSet) -> Result<DocSet> {
        let Some(verified) = &exact.verified else { return Ok(holding) };
        let mut sure = match &exact.one_word {
            Some(word) if holding.len() > N_LOOKED_AT_ANYWAY => surely_holding(self.snapshot, word)?,
            _ => DocSet::none(self.snapshot.max_doc()),
        };
        sure.intersect(&holding);
        holding.subtract(&sure);
        sure.unite(&self.scan.sections(&holding, &|record| holds(record, verified))?);
        Ok(sure)
    }

    fn beginning(&self, prefix: &str) -> Result<DocSet> {
        let snapshot = self.snapshot;
        DocSet::collected(snapshot, |each| {
            with_beginning(snapshot, TextField::Text, prefix, &mut *each)?;
            with_beginning(snapshot, TextField::NameText, prefix, |first| {
                snapshot.note(first).for_each(&mut *each)
            })
        })
    }

    fn with_line(&self, regex: &LineRegex, within: &DocSet) -> Result<DocSet> {
        let mut within = within.clone();
        if let Some(needed) = &regex.needed {
            within.intersect(&needed::sections(self.snapshot, needed)?);
        }
        let may_match = |source: &[u8]| regex.may_match(source);
        self.scan.sections_that_may_be(&within, &may_match, &|record| regex.is_match(record))
    }
}

/// How much a condition costs to look at, roughly: the dear ones are looked at last, where few are left.
fn cost(condition: &Condition) -> u8 {
    match condition {
        Condition::Never | Condition::Is(_) | Condition::Under(_) => 0,
        Condition::Prefix(_) => 1,
        Condition::Holds(exact) if exact.is_scan() => 4,
        Condition::Holds(exact) => 2 + u8::from(exact.verified.is_some()),
        Condition::Part(_, PartText::Exact(exact)) if exact.is_scan() => 4,
        Condition::Part(_, PartText::Exact(exact)) => 3 * u8::from(exact.verified.is_some()),
        Condition::Part(_, PartText::Prefix(_)) => 0,
        Condition::Line(_) => 4,
        Condition::Not(inner) => cost(inner),
        Condition::All(items) | Condition::Any(items) => items.iter().map(cost).max().unwrap_or(0),
    }
}

/// Whether a section's text, or a name of its note, holds a text.
fn holds(record: &SectionRecord, verified: &Verified) -> bool {
    let stands_in = |text: &str| verified.stands_in(text);
    let reading = Reading::new(&record.source, &record.spans.unpack(&record.source));
    if stands_in(&reading.text) {
        return true;
    }
    let path = NotePath::new(&record.path);
    let stem = path.as_ref().map(NotePath::stem).unwrap_or_default();
    let names = record.labels.iter().map(String::as_str);
    names.chain([record.title.as_str(), stem]).any(stands_in)
}
