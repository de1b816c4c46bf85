//! Code blocks as hits, where nothing else is asked for.

use std::collections::BTreeMap;

use crate::analysis::{TermKind, folded_text};
use crate::engine::{Doc, Lane, Snapshot};
use crate::error::Result;
use crate::search::filter::Filter;
use crate::search::plan::Plan;
use crate::search::terms::positions_of_beginning;

/// A code block: its section, and its place among the section's blocks.
pub(in crate::search) type Block = (Doc, usize);

/// The code blocks that may be hits, with the terms that each holds, as bits.
pub(in crate::search) fn code_blocks(
    snapshot: &Snapshot,
    languages: &[String],
    plan: &Plan,
    filter: &Filter,
) -> Result<BTreeMap<Block, u64>> {
    let mut blocks = Blocks { snapshot, languages, filter, found: BTreeMap::new() };
    if plan.terms.is_empty() {
        blocks.add_all();
    }
    for (bit, planned) in plan.terms.iter().enumerate() {
        for tokens in planned.alternatives() {
            snapshot.side_by_side(Lane::Text, &tokens, |doc, starts| blocks.add_at(doc, starts, 1 << bit))?;
        }
        if planned.is_partly_scored {
            let hold = |doc: Doc, starts: &[u32]| blocks.add_at(doc, starts, 1 << bit);
            positions_of_beginning(snapshot, Lane::Text, &planned.term.text, hold)?;
        }
        if planned.term.kind == TermKind::Symbol || planned.is_single_char() {
            blocks.add_char(&planned.term.text, 1 << bit)?;
        }
    }
    for bridge in &plan.bridges {
        for form in &bridge.forms {
            snapshot
                .phrase(Lane::Text, &form.tokens, |doc, starts| blocks.add_at(doc, starts, bridge.terms))?;
        }
    }
    Ok(blocks.found)
}

/// Finds code blocks.
struct Blocks<'a> {
    snapshot: &'a Snapshot,
    languages: &'a [String],
    filter: &'a Filter,
    found: BTreeMap<Block, u64>,
}

impl Blocks<'_> {
    fn add_all(&mut self) {
        self.snapshot.all(|doc| {
            if self.filter.allows(doc) {
                self.snapshot.code_zones(doc, self.languages, |idx, _| {
                    self.found.insert((doc, idx), 0);
                });
            }
        });
    }

    /// Adds terms to the blocks of a section in which one of some ascending positions lies.
    fn add_at(&mut self, doc: Doc, positions: &[u32], terms: u64) {
        if self.filter.allows(doc) {
            let found = &mut self.found;
            self.snapshot.code_blocks_at(doc, self.languages, positions, |idx| {
                *found.entry((doc, idx)).or_default() |= terms;
            });
        }
    }

    /// Adds a term to the blocks that hold a character: single characters have no positions.
    fn add_char(&mut self, char: &str, term: u64) -> Result<()> {
        let mut holding = Vec::new();
        self.snapshot.postings(Lane::Chars, char, |doc, _, _| holding.push(doc))?;
        for doc in holding.into_iter().filter(|&doc| self.filter.allows(doc)) {
            let record = self.snapshot.record(doc)?;
            let has_char = |idx: usize| {
                let block = record.code_blocks.get(idx);
                let range = block.map(|block| block.range.start as usize..block.range.end as usize);
                let source = range.and_then(|range| record.source.get(range)).unwrap_or_default();
                folded_text(source).contains(char)
            };
            self.snapshot.code_zones(doc, self.languages, |idx, _| {
                if has_char(idx) {
                    *self.found.entry((doc, idx)).or_default() |= term;
                }
            });
        }
        Ok(())
    }
}
