//! Code blocks as hits, where nothing else is asked for.

use std::collections::BTreeMap;

use super::beginning::positions_of_beginning;
use super::filter::Filter;
use super::plan::Plan;
use crate::analysis::{TermKind, folded_text};
use crate::engine::{Doc, Lane, Snapshot};
use crate::error::Result;

/// A code block: its section, and its place among the section's blocks.
pub(super) type Block = (Doc, usize);

/// The code blocks that may be hits, with the terms that each holds, as bits.
pub(super) fn code_blocks(
    snapshot: &Snapshot,
    languages: &[String],
    plan: &Plan,
    filter: &Filter,
) -> Result<BTreeMap<Block, u64>> {
    let mut blocks: BTreeMap<Block, u64> = BTreeMap::new();
    if plan.terms.is_empty() {
        snapshot.all(|doc| {
            if filter.allows(doc) {
                snapshot.code_zones(doc, languages, |idx, _| {
                    blocks.insert((doc, idx), 0);
                });
            }
        });
        return Ok(blocks);
    }
    for (bit, planned) in plan.terms.iter().enumerate() {
        for tokens in planned.alternatives() {
            let hold = holding(snapshot, filter, languages, 1 << bit, &mut blocks);
            snapshot.side_by_side(Lane::Text, &tokens, hold)?;
        }
        if planned.is_partly_scored {
            let hold = holding(snapshot, filter, languages, 1 << bit, &mut blocks);
            positions_of_beginning(snapshot, Lane::Text, &planned.term.text, hold)?;
        }
        if planned.term.kind == TermKind::Symbol || planned.is_single_char() {
            single_char_blocks(snapshot, filter, languages, &planned.term.text, |block| {
                *blocks.entry(block).or_default() |= 1 << bit;
            })?;
        }
    }
    for bridge in &plan.bridges {
        for form in &bridge.forms {
            let hold = holding(snapshot, filter, languages, bridge.terms, &mut blocks);
            snapshot.phrase(Lane::Text, &form.tokens, hold)?;
        }
    }
    Ok(blocks)
}

/// Takes the code blocks in which some terms begin, from their positions in sections.
fn holding<'a>(
    snapshot: &'a Snapshot,
    filter: &'a Filter,
    languages: &'a [String],
    terms: u64,
    blocks: &'a mut BTreeMap<Block, u64>,
) -> impl FnMut(Doc, &[u32]) + 'a {
    move |doc, starts| {
        if filter.allows(doc) {
            snapshot.code_zones(doc, languages, |idx, zone| {
                if starts.iter().any(|start| zone.contains(start)) {
                    *blocks.entry((doc, idx)).or_default() |= terms;
                }
            });
        }
    }
}

/// The code blocks that hold a character: single characters have no positions.
fn single_char_blocks(
    snapshot: &Snapshot,
    filter: &Filter,
    languages: &[String],
    char: &str,
    mut each: impl FnMut(Block),
) -> Result<()> {
    let mut holding = Vec::new();
    snapshot.postings(Lane::Chars, char, |doc, _, _| holding.push(doc))?;
    for doc in holding.into_iter().filter(|&doc| filter.allows(doc)) {
        let record = snapshot.record(doc)?;
        let has_char = |idx: usize| {
            let range =
                record.code_blocks.get(idx).map(|block| block.range.start as usize..block.range.end as usize);
            let source = range.and_then(|range| record.source.get(range)).unwrap_or_default();
            folded_text(source).contains(char)
        };
        snapshot.code_zones(doc, languages, |idx, _| {
            if has_char(idx) {
                each((doc, idx));
            }
        });
    }
    Ok(())
}
