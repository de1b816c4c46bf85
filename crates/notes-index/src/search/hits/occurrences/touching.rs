//! Which places that touch are one: 锁的 if that was asked for, 锁 alone if 的 was typed elsewhere.

use std::cell::OnceCell;
use std::ops::Range;

use super::Occurrence;
use crate::analysis::folded_letters;
use crate::search::plan::Plan;
use crate::search::terms::TermSet;

/// Looks at places in order.
pub(super) struct Touching<'a> {
    plan: &'a Plan,
    text: &'a str,
    little: TermSet,
    /// What was typed, without what stands between words.
    asked: OnceCell<String>,
    /// What was found last, and whether it says little.
    last: Option<(Range<u32>, bool)>,
}

impl<'a> Touching<'a> {
    pub(super) fn new(plan: &'a Plan, text: &'a str) -> Touching<'a> {
        Touching { plan, text, little: plan.saying_little(), asked: OnceCell::new(), last: None }
    }

    /// Whether the next place belongs to those that were joined so far if it touches them.
    pub(super) fn joins(&mut self, kept: &Occurrence, next: &Occurrence) -> bool {
        let says_little = |found: &Occurrence| self.little.has_all(found.terms);
        let (last, is_little) = self.last.take().unwrap_or((kept.range.clone(), says_little(kept)));
        let next_is_little = says_little(next);
        let joins = match (next.range.start == last.end, is_little || next_is_little) {
            (true, true) => self.is_asked(last.start..next.range.end),
            _ => true,
        };
        let goes_on = next.range.end > last.end || next.range.end == last.end && !next_is_little;
        self.last = Some(if goes_on { (next.range.clone(), next_is_little) } else { (last, is_little) });
        joins
    }

    fn is_asked(&self, range: Range<u32>) -> bool {
        let found = self.text.get(range.start as usize..range.end as usize).map(folded_letters);
        let asked = self.asked.get_or_init(|| folded_letters(&self.plan.whole_text));
        found.is_some_and(|found| asked.contains(&found))
    }
}
