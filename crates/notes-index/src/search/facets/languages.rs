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
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut failed = None;
    // No note stands in two segments, so each is counted by itself.
    snapshot.each_language(|language, docs| {
        let some = places.among(docs);
        let mut of_segment = Tally::default();
        let add = |_, hits| of_segment.add(hits);
        match are_blocks {
            false => narrowable.hits(some, add),
            true => match in_language(snapshot, language, &some.collect::<Vec<_>>()) {
                Ok(some) => narrowable.hits(some.into_iter(), add),
                Err(error) => failed = Some(error),
            },
        }
        if of_segment.hits > 0 {
            tallies.entry(language.to_owned()).or_insert_with(|| Tally::new(language)).unite(&of_segment);
        }
    })?;
    failed.map_or(Ok(tallies.into_values().collect()), Err)
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
    fn among(&self, docs: &[Doc]) -> impl Iterator<Item = Narrowed> {
        docs.iter().flat_map(|&doc| {
            let nth = self.first.get(doc as usize).copied().unwrap_or(0) as usize;
            let from = nth.checked_sub(1).map_or(&[][..], |place| &self.all[place..]);
            from.iter().take_while(move |narrowed| narrowed.doc == doc).copied()
        })
    }
}

/// Those code blocks that are in a language.
fn in_language(snapshot: &Snapshot, language: &str, blocks: &[Narrowed]) -> Result<Vec<Narrowed>> {
    let (language, mut some) = ([language.to_owned()], Vec::new());
    for of_section in blocks.chunk_by(|a, b| a.doc == b.doc) {
        let mut places = Vec::new();
        snapshot.code_zones(of_section[0].doc, &language, |place, _| places.push(place as u32))?;
        let is_in = |narrowed: &&Narrowed| narrowed.block.is_some_and(|place| places.contains(&place));
        some.extend(of_section.iter().filter(is_in));
    }
    Ok(some)
}

pub(super) fn filter(language: &str, are_blocks: bool) -> Expr {
    let clause = Predicate::Language(language.to_owned()).into();
    if are_blocks { clause } else { demanded(clause) }
}
