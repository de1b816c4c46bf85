//! Postings of tokens, and where several tokens stand at given distances.

use std::ops::{ControlFlow, Range};

use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use super::facet::Facet;
use super::list::walk;
use super::snapshot::{Lane, Snapshot};
use super::starts::{Doc, Starts};
use super::stripe::Stripe;
use crate::error::Result;

impl Snapshot {
    /// Looks up where notes begin, those that were removed included: their sections still have numbers.
    pub(super) fn find_starts(&self) -> Result<Starts> {
        let mut starts = Starts::new(self.max_doc());
        let term = Term::from_field_text(self.fields.facet, &Facet::Start.term());
        for (segment, base) in self.segments() {
            starts.insert(base);
            let blocks = self.blocks(segment, self.fields.facet, &term, IndexRecordOption::Basic)?;
            blocks.into_iter().for_each(|mut blocks| {
                walk(&mut blocks, 0..segment.max_doc(), |doc, _| starts.insert(base + doc));
            });
        }
        Ok(starts)
    }

    /// The sections that have a property.
    pub(crate) fn with_facet(&self, facet: &Facet<'_>, each: impl FnMut(Doc)) -> Result<()> {
        self.whole().with_facet(facet, each)
    }

    /// The sections that hold a token, with its frequency and the section's length in tokens.
    ///
    /// The length is 0 in lanes that keep none.
    pub(crate) fn postings(&self, lane: Lane, token: &str, each: impl FnMut(Doc, u32, u32)) -> Result<()> {
        self.whole().postings(lane, token, each)
    }

    /// In how many sections a token stands.
    pub(crate) fn count(&self, lane: Lane, token: &str) -> Result<u64> {
        let field = self.field(lane);
        let term = Term::from_field_text(field, token);
        let mut count = 0;
        for (segment, _) in self.segments() {
            let postings = self.segment_postings(segment, field, &term, IndexRecordOption::Basic)?;
            count += match (postings, segment.alive_bitset()) {
                (Some(postings), None) => u64::from(postings.doc_freq()),
                (Some(postings), Some(alive)) => u64::from(postings.doc_freq_given_deletes(alive)),
                (None, _) => 0,
            };
        }
        Ok(count)
    }

    /// Whether a token stands in any section.
    pub(crate) fn has(&self, lane: Lane, token: &str) -> Result<bool> {
        let field = self.field(lane);
        let term = Term::from_field_text(field, token);
        for (segment, _) in self.segments() {
            let postings = self.segment_postings(segment, field, &term, IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    return Ok(true);
                }
                postings.advance();
            }
        }
        Ok(false)
    }

    /// In how many sections a token stands at most: deleted ones count. Reads no postings.
    pub(crate) fn most(&self, lane: Lane, token: &str) -> Result<u64> {
        let field = self.field(lane);
        let term = Term::from_field_text(field, token);
        self.segments().try_fold(0, |most, (segment, _)| {
            let count = self.inverted(segment, field)?.doc_freq(&term);
            Ok(most + u64::from(count.map_err(|error| self.unusable(error))?))
        })
    }

    pub(super) fn postings_of(
        &self,
        field: Field,
        term: &Term,
        option: IndexRecordOption,
        each: impl FnMut(Doc, u32, u32),
    ) -> Result<()> {
        self.whole().postings_of(field, term, option, each)
    }

    /// The sections that hold tokens at given distances, and how often.
    pub(crate) fn rows(
        &self,
        lane: Lane,
        tokens: &[(String, u32)],
        each: impl FnMut(Doc, u32),
    ) -> Result<()> {
        self.whole().rows(lane, tokens, each)
    }

    /// Whether any section holds tokens at given distances.
    pub(crate) fn has_row(&self, lane: Lane, tokens: &[(String, u32)]) -> Result<bool> {
        match tokens {
            [(token, 0)] => self.has(lane, token),
            _ => {
                let found =
                    self.whole().phrase_until(lane, tokens, |_| true, |_, _| ControlFlow::Break(()))?;
                Ok(found.is_break())
            }
        }
    }

    /// The sections that hold tokens at given distances, and the positions of the first token.
    pub(crate) fn phrase(
        &self,
        lane: Lane,
        tokens: &[(String, u32)],
        each: impl FnMut(Doc, &[u32]),
    ) -> Result<()> {
        self.whole().phrase_where(lane, tokens, |_| true, each)
    }

    fn segment_postings(
        &self,
        segment: &SegmentReader,
        field: Field,
        term: &Term,
        option: IndexRecordOption,
    ) -> Result<Option<SegmentPostings>> {
        let inverted = self.inverted(segment, field)?;
        inverted.read_postings(term, option).map_err(|error| self.unusable(error))
    }

    pub(super) fn blocks(
        &self,
        segment: &SegmentReader,
        field: Field,
        term: &Term,
        option: IndexRecordOption,
    ) -> Result<Option<BlockSegmentPostings>> {
        let inverted = self.inverted(segment, field)?;
        inverted.read_block_postings(term, option).map_err(|error| self.unusable(error))
    }
}

impl Stripe<'_> {
    /// See [`Snapshot::with_facet`].
    pub(crate) fn with_facet(&self, facet: &Facet<'_>, mut each: impl FnMut(Doc)) -> Result<()> {
        let field = self.snapshot().fields.facet;
        let term = Term::from_field_text(field, &facet.term());
        self.postings_of(field, &term, IndexRecordOption::Basic, |doc, _, _| each(doc))
    }

    /// See [`Snapshot::postings`].
    pub(crate) fn postings(&self, lane: Lane, token: &str, each: impl FnMut(Doc, u32, u32)) -> Result<()> {
        let field = self.snapshot().field(lane);
        self.postings_of(field, &Term::from_field_text(field, token), IndexRecordOption::WithFreqs, each)
    }

    fn postings_of(
        &self,
        field: Field,
        term: &Term,
        option: IndexRecordOption,
        each: impl FnMut(Doc, u32, u32),
    ) -> Result<()> {
        self.list_of(field, term, option)?.read(self.docs(), each);
        Ok(())
    }

    /// See [`Snapshot::rows`].
    pub(crate) fn rows(
        &self,
        lane: Lane,
        tokens: &[(String, u32)],
        mut each: impl FnMut(Doc, u32),
    ) -> Result<()> {
        match tokens {
            // How often a token stands somewhere is known without its positions.
            [(token, 0)] => self.postings(lane, token, |doc, frequency, _| each(doc, frequency)),
            _ => self.phrase_where(lane, tokens, |_| true, |doc, starts| each(doc, starts.len() as u32)),
        }
    }

    /// The sections that hold tokens at given distances, and the positions of the first token, where it is wanted;
    /// positions are read nowhere else. Sections ascend.
    pub(crate) fn phrase_where(
        &self,
        lane: Lane,
        tokens: &[(String, u32)],
        wanted: impl FnMut(Doc) -> bool,
        mut each: impl FnMut(Doc, &[u32]),
    ) -> Result<()> {
        let all = |doc: Doc, starts: &[u32]| {
            each(doc, starts);
            ControlFlow::Continue(())
        };
        self.phrase_until(lane, tokens, wanted, all).map(|_| ())
    }

    fn phrase_until(
        &self,
        lane: Lane,
        tokens: &[(String, u32)],
        mut wanted: impl FnMut(Doc) -> bool,
        mut each: impl FnMut(Doc, &[u32]) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>> {
        let field = self.snapshot().field(lane);
        for (segment, base, own) in self.segments() {
            let mut lists = Vec::with_capacity(tokens.len());
            for (token, offset) in tokens {
                let term = Term::from_field_text(field, token);
                let option = IndexRecordOption::WithFreqsAndPositions;
                let list = self.snapshot().segment_postings(segment, field, &term, option)?;
                lists.extend(list.map(|list| (list, *offset)));
            }
            if lists.len() < tokens.len() || lists.is_empty() {
                continue;
            }
            let is_wanted = |doc: u32| !segment.is_deleted(doc) && wanted(base + doc);
            let found = intersect(lists, own, is_wanted, |doc, starts| each(base + doc, starts));
            if found.is_break() {
                return Ok(found);
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// The wanted ones of some documents that all lists hold at their distances, rarest list first.
fn intersect(
    mut lists: Vec<(SegmentPostings, u32)>,
    docs: Range<u32>,
    mut wanted: impl FnMut(u32) -> bool,
    mut each: impl FnMut(u32, &[u32]) -> ControlFlow<()>,
) -> ControlFlow<()> {
    lists.sort_by_key(|(list, _)| list.doc_freq());
    let (mut starts, mut others) = (Vec::new(), Vec::new());
    let mut target = seek(&mut lists[0].0, docs.start);
    while target < docs.end {
        match lists.iter_mut().find_map(|(list, _)| Some(seek(list, target)).filter(|&doc| doc > target)) {
            Some(later) => target = later,
            None => {
                if wanted(target) {
                    common_starts(&mut lists, &mut starts, &mut others);
                    if !starts.is_empty() {
                        each(target, &starts)?;
                    }
                }
                target = lists[0].0.advance();
            }
        }
    }
    ControlFlow::Continue(())
}

fn seek(list: &mut SegmentPostings, target: u32) -> u32 {
    if list.doc() < target { list.seek(target) } else { list.doc() }
}

/// The positions where a phrase begins in the document that all lists stand on.
fn common_starts(lists: &mut [(SegmentPostings, u32)], starts: &mut Vec<u32>, others: &mut Vec<u32>) {
    starts.clear();
    for (idx, (list, offset)) in lists.iter_mut().enumerate() {
        if idx == 0 {
            list.positions(starts);
            starts.retain(|&position| position >= *offset);
            starts.iter_mut().for_each(|position| *position -= *offset);
            starts.dedup();
        } else {
            list.positions(others);
            let has = |start: &u32| others.binary_search(&(start + *offset)).is_ok();
            starts.retain(has);
        }
        if starts.is_empty() {
            return;
        }
    }
}
