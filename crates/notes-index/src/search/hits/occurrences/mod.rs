//! Where the terms of a query stand in a text.

mod han_runs;
mod touching;
mod within;
mod words;

use std::cell::OnceCell;
use std::ops::Range;

use self::han_runs::{HanRuns, keep_words};
use self::touching::Touching;
use self::within::Within;
use self::words::{Words, is_form};
use crate::analysis::{Folded, TermKind};
use crate::search::plan::Plan;
use crate::search::terms::{PlannedTerm, Relation, TermSet};

/// A place where a term stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) struct Occurrence {
    /// Bytes of the text that was searched.
    pub(in crate::search) range: Range<u32>,
    /// The terms that stand there.
    pub(in crate::search) terms: TermSet,
    /// Those of them that stand there as they were asked for.
    pub(in crate::search) exact: TermSet,
    /// What stands there instead of the other terms.
    pub(in crate::search) approximate: Vec<Substitute>,
    /// Translations that stand there.
    pub(in crate::search) via: Vec<Via>,
}

/// What stands in a text instead of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) struct Substitute {
    /// The term's index.
    pub(in crate::search) term: usize,
    pub(in crate::search) relation: Relation,
    pub(in crate::search) text: String,
}

/// A translation, by the indices of its bridge in [`Plan::bridges`] and of the bridge's form; in the order of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::search) struct Via {
    pub(in crate::search) bridge: usize,
    pub(in crate::search) form: usize,
}

/// Finds all terms and phrases in a text, in order; places that overlap become one, and those that touch unless one of them
/// says little and they are not asked for so.
pub(in crate::search) fn occurrences(plan: &Plan, text: &str) -> Vec<Occurrence> {
    let folded = Folded::new(text);
    let mut phrases: Vec<Range<usize>> =
        plan.phrases.iter().flat_map(|phrase| phrase.places(text, &folded)).collect();
    phrases.sort_by_key(|phrase| phrase.start);
    let mut touching = Touching::new(plan, text);
    let text = Text { plan, folded: &folded, words: OnceCell::new(), runs: OnceCell::new() };
    let mut found = text.terms(&phrases);
    let translations = text.translations(&found);
    found.extend(translations);
    found.extend(phrases.iter().map(|chars| Occurrence::exact(text.bytes(chars), TermSet::PHRASE_OR_LINE)));
    found.sort_by_key(|found| (found.range.start, found.range.end));
    found.dedup_by(|next, kept| touching.joins(kept, next) && merge(kept, next));
    found
}

impl Occurrence {
    /// Of terms as they were asked for.
    fn exact(range: Range<u32>, terms: TermSet) -> Occurrence {
        Occurrence { range, terms, exact: terms, approximate: Vec::new(), via: Vec::new() }
    }
}

/// A text in which the terms of a plan are looked for. Its words and runs are made when they are first asked for.
struct Text<'a> {
    plan: &'a Plan,
    folded: &'a Folded,
    words: OnceCell<Words<'a>>,
    runs: OnceCell<HanRuns>,
}

impl<'a> Text<'a> {
    fn words(&self) -> &Words<'a> {
        self.words.get_or_init(|| Words::new(self.folded))
    }

    fn runs(&self) -> &HanRuns {
        self.runs.get_or_init(|| HanRuns::new(self.folded))
    }

    /// The terms themselves and what resembles them; those of phrases only where these stand, in order of their starts.
    fn terms(&self, phrases: &[Range<usize>]) -> Vec<Occurrence> {
        let within = Within::new(phrases);
        let mut found = Vec::new();
        for (idx, planned) in self.plan.terms.iter().enumerate() {
            let mut places = self.places(planned);
            places.retain(|spot| !planned.in_phrase() || within.contains(&spot.chars));
            found.extend(places.into_iter().map(|Spot { chars, other }| {
                let occurrence = Occurrence::exact(self.bytes(&chars), TermSet::of(idx));
                match other {
                    None => occurrence,
                    Some((relation, text)) => Occurrence {
                        exact: TermSet::NONE,
                        approximate: vec![Substitute { term: idx, relation, text }],
                        ..occurrence
                    },
                }
            }));
        }
        found
    }

    fn places(&self, planned: &PlannedTerm) -> Vec<Spot> {
        let mut places = Vec::new();
        let term = &planned.term;
        match &term.kind {
            TermKind::Cjk { .. } if !planned.in_phrase() && !term.is_single() => {
                self.runs().find(&term.text, &mut places);
            }
            TermKind::Cjk { .. } | TermKind::Symbol => find_text(self.folded, &term.text, &mut places),
            TermKind::Word { .. } => self.words().find(planned, &mut places),
        }
        places
    }

    /// What stands for words in the other language. Where the words themselves were found, nothing needs to.
    fn translations(&self, found: &[Occurrence]) -> Vec<Occurrence> {
        let exact: TermSet = found.iter().map(|found| found.exact).collect();
        let mut translations = Vec::new();
        let bridges = self.plan.bridges.iter().enumerate();
        for (idx, bridge) in bridges.filter(|(_, bridge)| !exact.has_all(bridge.terms)) {
            for (form_idx, form) in bridge.forms.iter().enumerate() {
                let mut places = Vec::new();
                match form.is_chinese {
                    true => find_text(self.folded, &form.text, &mut places),
                    false => self.words().find_row(&form.tokens, is_form, &mut places),
                }
                if form.is_word {
                    keep_words(self.folded, &mut places);
                }
                let via = Via { bridge: idx, form: form_idx };
                translations.extend(places.into_iter().map(|spot| Occurrence {
                    exact: TermSet::NONE,
                    via: vec![via],
                    ..Occurrence::exact(self.bytes(&spot.chars), bridge.terms)
                }));
            }
        }
        translations
    }

    fn bytes(&self, chars: &Range<usize>) -> Range<u32> {
        self.folded.chars[chars.start].start..self.folded.chars[chars.end - 1].end
    }
}

/// Takes `next` into `kept` if they overlap or touch.
fn merge(kept: &mut Occurrence, next: &mut Occurrence) -> bool {
    let overlap = next.range.start <= kept.range.end;
    if overlap {
        kept.range.end = kept.range.end.max(next.range.end);
        kept.terms |= next.terms;
        kept.exact |= next.exact;
        kept.approximate.append(&mut next.approximate);
        kept.via.append(&mut next.via);
    }
    overlap
}

/// Where a word was found in a folded text.
struct Spot {
    /// The indices of its characters.
    chars: Range<usize>,
    /// What stands there and how it is related to the word, if it is another one.
    other: Option<(Relation, String)>,
}

impl Spot {
    /// Where the word itself stands.
    fn of_word(chars: Range<usize>) -> Spot {
        Spot { chars, other: None }
    }
}

/// All places of a folded text.
fn find_text(folded: &Folded, text: &str, places: &mut Vec<Spot>) {
    let index = |byte: usize| folded.chars.partition_point(|c| (c.at as usize) < byte);
    places.extend(
        folded.text.match_indices(text).map(|(at, _)| Spot::of_word(index(at)..index(at + text.len()))),
    );
}
