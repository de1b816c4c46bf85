//! Which sections may be hits at all. Filters act before the best are taken.

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobMatcher};

use super::options::SearchOptions;
use super::plan::{Exact, Plan, single_spaced};
use crate::analysis::{Folded, Reading, TermKind, folded_text};
use crate::engine::{Doc, Facet, Lane, Snapshot};
use crate::error::{Error, ErrorKind, Result};
use crate::markdown::canonical_language;

/// A set of sections.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    /// By section; nothing if all of them are in the set.
    allowed: Option<Vec<bool>>,
    max_doc: usize,
}

impl Filter {
    pub(super) fn new(snapshot: &Snapshot, options: &SearchOptions, plan: &Plan) -> Result<Filter> {
        let mut filter = Filter { allowed: None, max_doc: snapshot.max_doc() as usize };
        for tag in &options.tags {
            let tag = tag.trim_start_matches('#').trim_end_matches('/');
            filter.keep(|each| snapshot.with_facet(&Facet::Tag(tag), each))?;
        }
        if !options.paths.is_empty() {
            let globs = options.paths.iter().map(|path| PathGlob::new(path)).collect::<Result<Vec<_>>>()?;
            filter
                .keep(|each| snapshot.with_path(|path| globs.iter().any(|glob| glob.matches(path)), each))?;
        }
        if wants_code(options) {
            let languages = languages(options);
            filter.keep(|each| match languages.is_empty() {
                true => snapshot.with_facet(&Facet::Code, each),
                false => languages
                    .iter()
                    .try_for_each(|language| snapshot.with_facet(&Facet::Language(language), &mut *each)),
            })?;
        }
        for exact in &plan.required {
            filter.keep(|each| holding(snapshot, exact, each))?;
        }
        for exact in &plan.excluded {
            let allowed = filter.allowed.get_or_insert_with(|| vec![true; filter.max_doc]);
            holding(snapshot, exact, &mut |doc| allowed[doc as usize] = false)?;
        }
        filter.verify(snapshot, plan)?;
        Ok(filter)
    }

    pub(super) fn allows(&self, doc: Doc) -> bool {
        self.allowed.as_ref().is_none_or(|allowed| allowed[doc as usize])
    }

    /// Keeps the sections that `fill` calls back with.
    fn keep(&mut self, fill: impl FnOnce(&mut dyn FnMut(Doc)) -> Result<()>) -> Result<()> {
        let mut kept = vec![false; self.max_doc];
        fill(&mut |doc| kept[doc as usize] = true)?;
        match &mut self.allowed {
            Some(allowed) => allowed.iter_mut().zip(kept).for_each(|(allowed, kept)| *allowed &= kept),
            allowed => *allowed = Some(kept),
        }
        Ok(())
    }

    /// Looks phrases up in the stored text where tokens alone don't decide.
    fn verify(&mut self, snapshot: &Snapshot, plan: &Plan) -> Result<()> {
        let fold = |exact: &Exact| exact.verify.as_deref().map(|text| single_spaced(&folded_text(text)));
        let phrases: Vec<String> = plan.required.iter().filter_map(fold).collect();
        let Some(allowed) = self.allowed.as_mut().filter(|_| !phrases.is_empty()) else { return Ok(()) };
        for (doc, allowed) in allowed.iter_mut().enumerate().filter(|(_, allowed)| **allowed) {
            let record = snapshot.record(doc as Doc)?;
            let reading = Reading::new(&record.source, &record.spans.unpack(&record.source));
            let text = single_spaced(&Folded::new(&reading.text).text);
            *allowed = phrases.iter().all(|phrase| text.contains(phrase));
        }
        Ok(())
    }
}

/// Whether only code blocks are asked for.
pub(super) fn wants_code(options: &SearchOptions) -> bool {
    options.code || !options.languages.is_empty()
}

/// The languages asked for, by the names that the index knows.
pub(super) fn languages(options: &SearchOptions) -> Vec<String> {
    options.languages.iter().map(|language| canonical_language(language)).collect()
}

/// A code block: its section, and its place among the section's blocks.
pub(super) type Block = (Doc, usize);

/// The code blocks that may be hits, with the terms that each holds, as bits.
pub(super) fn code_blocks(
    snapshot: &Snapshot,
    options: &SearchOptions,
    plan: &Plan,
    filter: &Filter,
) -> Result<BTreeMap<Block, u64>> {
    let languages = languages(options);
    let mut blocks: BTreeMap<Block, u64> = BTreeMap::new();
    if plan.is_empty() {
        snapshot.all(|doc| {
            if filter.allows(doc) {
                snapshot.code_zones(doc, &languages, |idx, _| {
                    blocks.insert((doc, idx), 0);
                });
            }
        });
        return Ok(blocks);
    }
    for (bit, planned) in plan.terms.iter().enumerate() {
        for tokens in planned.alternatives() {
            snapshot.phrase(Lane::Text, &tokens, |doc, starts| {
                if filter.allows(doc) {
                    snapshot.code_zones(doc, &languages, |idx, zone| {
                        if starts.iter().any(|start| zone.contains(start)) {
                            *blocks.entry((doc, idx)).or_default() |= 1 << bit;
                        }
                    });
                }
            })?;
        }
        if planned.term.kind == TermKind::Symbol || planned.is_single_char() {
            single_char_blocks(snapshot, filter, &languages, &planned.term.text, |block| {
                *blocks.entry(block).or_default() |= 1 << bit;
            })?;
        }
    }
    Ok(blocks)
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

/// The sections that hold a clause as a whole.
fn holding(snapshot: &Snapshot, exact: &Exact, each: &mut dyn FnMut(Doc)) -> Result<()> {
    match exact.tokens.as_slice() {
        [(only, _)] if only.chars().nth(1).is_none() && !only.is_ascii() => {
            snapshot.postings(Lane::Chars, only, |doc, _, _| each(doc))
        }
        tokens => snapshot.phrase(Lane::Text, tokens, |doc, _| each(doc)),
    }
}

/// A glob over paths, or a folder that stands for all below it.
struct PathGlob {
    glob: GlobMatcher,
    below: GlobMatcher,
    by_name: bool,
}

impl PathGlob {
    fn new(text: &str) -> Result<PathGlob> {
        let bare = text.trim_start_matches("./").trim_end_matches('/');
        let compile = |glob: &str| {
            let built = GlobBuilder::new(glob).literal_separator(true).build();
            built.map(|glob| glob.compile_matcher()).map_err(|error| {
                let what = format!("{text:?} is no glob for paths: {}", error.kind());
                Error::new(ErrorKind::InvalidOption { what })
            })
        };
        let below =
            compile(&if bare.is_empty() || bare == "." { "**".to_owned() } else { format!("{bare}/**") })?;
        Ok(PathGlob { glob: compile(bare)?, below, by_name: !bare.contains('/') })
    }

    fn matches(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or_default();
        self.glob.is_match(path) || self.below.is_match(path) || (self.by_name && self.glob.is_match(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_matches_paths_names_and_folders() {
        let matches = |glob: &str, path: &str| PathGlob::new(glob).unwrap().matches(path);
        assert!(matches("db", "db/pool.md") && matches("db/", "db/a/pool.md"));
        assert!(matches("*.md", "db/pool.md") && matches("pool.md", "db/pool.md"));
        assert!(matches("db/*.md", "db/pool.md") && !matches("db/*.md", "db/a/pool.md"));
        assert!(matches("**/a/*", "db/a/pool.md") && matches(".", "x.md"));
        assert!(!matches("d", "db/pool.md"));
        assert!(PathGlob::new("[").is_err());
    }
}
