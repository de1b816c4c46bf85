//! Hits by the languages of their code.
//!
//! What is asked for in a language is a code block, another kind of hit than a section, and there may be several in one. So
//! sections are counted by what they hold, `+lang:java`, and code blocks by what they are, `lang:java`.

use std::collections::BTreeMap;

use super::{Tally, demanded};
use crate::engine::{Doc, Snapshot};
use crate::error::Result;
use crate::query::{Expr, Predicate};
use crate::search::rank::{Narrowable, Narrowed};

/// In the names that the index knows; the languages of sections, or of code blocks if these are the hits.
pub(super) fn tallies(snapshot: &Snapshot, narrowable: &Narrowable, are_blocks: bool) -> Result<Vec<Tally>> {
    let mut with_language: BTreeMap<String, Vec<Narrowed>> = BTreeMap::new();
    snapshot.each_language(|language, docs| {
        let some = among(narrowable.all(), docs);
        if !some.is_empty() {
            with_language.entry(language.to_owned()).or_default().extend(some);
        }
    })?;
    let mut tallies = Vec::new();
    for (language, mut some) in with_language {
        if are_blocks {
            some = in_language(snapshot, &language, &some)?;
        }
        let mut tally = Tally::new(&language);
        narrowable.hits(some.into_iter(), |_, hits| tally.add(hits));
        tallies.extend((tally.hits > 0).then_some(tally));
    }
    Ok(tallies)
}

/// Those in some sections; both ascend.
fn among(all: &[Narrowed], docs: &[Doc]) -> Vec<Narrowed> {
    let (mut left, mut some) = (all, Vec::new());
    for &doc in docs {
        let next = left.partition_point(|narrowed| narrowed.doc < doc);
        let end = next + left[next..].iter().take_while(|narrowed| narrowed.doc == doc).count();
        some.extend_from_slice(&left[next..end]);
        left = &left[end..];
    }
    some
}

/// Those code blocks that are in a language.
fn in_language(snapshot: &Snapshot, language: &str, blocks: &[Narrowed]) -> Result<Vec<Narrowed>> {
    let (language, mut some) = ([language.to_owned()], Vec::new());
    for of_section in blocks.chunk_by(|a, b| a.doc == b.doc) {
        let mut places = Vec::new();
        snapshot.code_zones(of_section[0].doc, &language, |place, _| places.push(place))?;
        let is_in = |narrowed: &&Narrowed| narrowed.block.is_some_and(|place| places.contains(&place));
        some.extend(of_section.iter().filter(is_in));
    }
    Ok(some)
}

pub(super) fn filter(language: &str, are_blocks: bool) -> Expr {
    let clause = Predicate::Language(language.to_owned()).into();
    if are_blocks { clause } else { demanded(clause) }
}
