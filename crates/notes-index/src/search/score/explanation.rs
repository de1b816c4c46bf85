//! What a score is made of, as plain data.

use super::accumulators::{Accumulators, Raised};
use crate::engine::Doc;
use crate::search::answer::{Contribution, Explanation, Scope};

/// What the score of a section of a note is made of, after what was added to both was recorded.
pub(super) fn explanation(accumulators: &Accumulators, doc: Doc, first: Doc, query: &str) -> Explanation {
    let Some(contributions) = accumulators.contributions() else { return Explanation::default() };
    let of_section = contributions.to(doc).iter().filter(|one| one.scope == Scope::Section);
    let of_heading = contributions.to(doc).iter().filter(|one| one.scope == Scope::Heading);
    let of_note =
        contributions.to(first).iter().filter(|one| matches!(one.scope, Scope::Note | Scope::Names));
    let raise = |Raised { evidence, scope, share, points }| Contribution {
        word: query.to_owned(),
        found: Vec::new(),
        evidence,
        scope,
        frequency: 0,
        weight: share,
        points,
    };
    let raises = accumulators.raises(doc, first).into_iter().map(raise);
    Explanation {
        contributions: of_section.chain(of_note).cloned().chain(raises).collect(),
        among_sections: of_heading.cloned().chain(accumulators.raises_in_note(doc).map(raise)).collect(),
    }
}
