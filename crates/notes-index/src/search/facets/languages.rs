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
    let places = Places::of(snapshot, narrowable.all());
    let mut with_language: BTreeMap<String, Vec<Narrowed>> = BTreeMap::new();
    snapshot.each_language(|language, docs| {
        let some = places.among(docs);
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

/// Where those of each section stand among all of them.
struct Places<'a> {
    all: &'a [Narrowed],
    /// By section: how many there are up to its first one; none if it has none.
    first: Vec<u32>,
}

impl<'a> Places<'a> {
    fn of(snapshot: &Snapshot, all: &'a [Narrowed]) -> Places<'a> {
        let mut first = vec![0; snapshot.max_doc() as usize];
        for (nth, narrowed) in (1..).zip(all) {
            if let Some(first @ 0) = first.get_mut(narrowed.doc as usize) {
                *first = nth;
            }
        }
        Places { all, first }
    }

    /// Those in some sections, which ascend.
    fn among(&self, docs: &[Doc]) -> Vec<Narrowed> {
        let mut some = Vec::new();
        for &doc in docs {
            if let Some(nth @ 1..) = self.first.get(doc as usize) {
                let from = &self.all[*nth as usize - 1..];
                some.extend(from.iter().take_while(|narrowed| narrowed.doc == doc));
            }
        }
        some
    }
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
