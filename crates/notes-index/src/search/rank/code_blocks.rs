//! Code blocks as hits, where nothing else is asked for.

use std::collections::BTreeMap;

use crate::analysis::{TermKind, folded_text};
use crate::engine::{Doc, Snapshot, TextField};
use crate::error::{Error, Result};
use crate::search::filter::Filter;
use crate::search::patience::Patience;
use crate::search::plan::Plan;
use crate::search::terms::{TermSet, positions_of_beginning};

/// A code block: its section, and its place among the section's blocks.
pub(super) type Block = (Doc, usize);

/// The code blocks that may be hits.
#[derive(Default)]
pub(super) struct CodeBlocks {
    /// Each with the terms that it holds.
    pub(super) found: BTreeMap<Block, TermSet>,
    /// Whether the time ran out before all were looked at.
    pub(super) is_partial: bool,
}

/// Looks for blocks by one term after another, until the time is over.
pub(super) fn code_blocks(
    snapshot: &Snapshot,
    languages: &[String],
    plan: &Plan,
    filter: &Filter,
    patience: &Patience,
) -> Result<CodeBlocks> {
    let mut blocks =
        Blocks { snapshot, languages, filter, patience, of: CodeBlocks::default(), failed: None };
    if plan.terms.is_empty() {
        blocks.add_all();
    }
    for (idx, planned) in plan.terms.iter().enumerate() {
        if blocks.is_late() {
            break;
        }
        let term = TermSet::of(idx);
        for tokens in planned.alternatives() {
            snapshot
                .side_by_side(TextField::Text, &tokens, |doc, starts| blocks.add_at(doc, starts, term))?;
        }
        if planned.is_partly_scored() {
            let hold = |doc: Doc, starts: &[u32]| blocks.add_at(doc, starts, term);
            positions_of_beginning(snapshot, TextField::Text, &planned.term.text, hold)?;
        }
        if planned.term.kind == TermKind::Symbol || planned.is_single_char() {
            blocks.add_char(&planned.term.text, term)?;
        }
    }
    for bridge in &plan.bridges {
        for form in &bridge.forms {
            snapshot.phrase(TextField::Text, &form.tokens, |doc, starts| {
                blocks.add_at(doc, starts, bridge.terms)
            })?;
        }
    }
    blocks.failed.map_or(Ok(blocks.of), Err)
}

/// Finds code blocks.
struct Blocks<'a> {
    snapshot: &'a Snapshot,
    languages: &'a [String],
    filter: &'a Filter,
    patience: &'a Patience,
    of: CodeBlocks,
    /// What could not be read where nobody could be told at once.
    failed: Option<Error>,
}

impl Blocks<'_> {
    /// Whether to look no further, which is remembered.
    fn is_late(&mut self) -> bool {
        self.of.is_partial |= self.patience.is_over();
        self.of.is_partial
    }

    fn add_all(&mut self) {
        self.snapshot.all(|doc| {
            if self.filter.allows(doc) {
                let read = self.snapshot.code_zones(doc, self.languages, |idx, _| {
                    self.of.found.insert((doc, idx), TermSet::NONE);
                });
                self.failed = read.err().or(self.failed.take());
            }
        });
    }

    /// Adds terms to the blocks of a section in which one of some ascending positions lies.
    fn add_at(&mut self, doc: Doc, positions: &[u32], terms: TermSet) {
        if self.filter.allows(doc) {
            let found = &mut self.of.found;
            let read = self.snapshot.code_blocks_at(doc, self.languages, positions, |idx| {
                *found.entry((doc, idx)).or_default() |= terms;
            });
            self.failed = read.err().or(self.failed.take());
        }
    }

    /// Adds a term to the blocks that hold a character: single characters have no positions, so that what is stored of
    /// each section with one is unpacked.
    fn add_char(&mut self, char: &str, term: TermSet) -> Result<()> {
        let mut holding = Vec::new();
        self.snapshot.postings(TextField::Chars, char, |doc, _, _| holding.push(doc))?;
        for doc in holding.into_iter().filter(|&doc| self.filter.allows(doc)) {
            if self.is_late() {
                break;
            }
            let record = self.snapshot.record(doc)?;
            let has_char = |idx: usize| {
                let block = record.code_blocks.get(idx);
                let range = block.map(|block| block.range.start as usize..block.range.end as usize);
                let source = range.and_then(|range| record.source.get(range)).unwrap_or_default();
                folded_text(source).contains(char)
            };
            self.snapshot.code_zones(doc, self.languages, |idx, _| {
                if has_char(idx) {
                    *self.of.found.entry((doc, idx)).or_default() |= term;
                }
            })?;
        }
        Ok(())
    }
}
