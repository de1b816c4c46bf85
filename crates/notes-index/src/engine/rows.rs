//! Where several tokens stand in a row: at given distances, or words side by side.

use std::ops::{ControlFlow, Range};

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Term};

use super::snapshot::{Lane, Snapshot};
use super::starts::Doc;
use super::stripe::Stripe;
use crate::analysis::is_word;
use crate::error::Result;

/// How far the last part of a word may stand behind its first one, in positions: no longer word is indexed whole.
const MAX_PARTS: u32 = 64;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spacing {
    /// Each token has its distance from the first one.
    Given,
    /// The same, but a word may take more than one position: its token stands at its first and at its last part.
    Words,
}

impl Snapshot {
    /// Whether any section holds tokens at given distances.
    pub(crate) fn has_row(&self, lane: Lane, tokens: &[(String, u32)]) -> Result<bool> {
        match tokens {
            [(token, 0)] => self.has(lane, token),
            _ => {
                let first = |_: Doc, _: &[u32]| ControlFlow::Break(());
                Ok(self.whole().row_until(lane, tokens, Spacing::Given, |_| true, first)?.is_break())
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

    /// The sections that hold the tokens of [`phrase_rows`](crate::analysis::phrase_rows), and the positions of the first
    /// one. A word that stands there twice may be taken for one of many parts: what must be exact is looked up.
    pub(crate) fn side_by_side(
        &self,
        lane: Lane,
        tokens: &[(String, u32)],
        each: impl FnMut(Doc, &[u32]),
    ) -> Result<()> {
        self.whole().side_by_side(lane, tokens, each)
    }
}

impl Stripe<'_> {
    /// The sections that hold tokens at given distances, and how often.
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
        self.row_until(lane, tokens, Spacing::Given, wanted, all).map(|_| ())
    }

    /// See [`Snapshot::side_by_side`].
    pub(crate) fn side_by_side(
        &self,
        lane: Lane,
        tokens: &[(String, u32)],
        mut each: impl FnMut(Doc, &[u32]),
    ) -> Result<()> {
        let all = |doc: Doc, starts: &[u32]| {
            each(doc, starts);
            ControlFlow::Continue(())
        };
        self.row_until(lane, tokens, Spacing::Words, |_| true, all).map(|_| ())
    }

    fn row_until(
        &self,
        lane: Lane,
        tokens: &[(String, u32)],
        spacing: Spacing,
        mut wanted: impl FnMut(Doc) -> bool,
        mut each: impl FnMut(Doc, &[u32]) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>> {
        let field = self.snapshot().field(lane);
        for (segment, base, own) in self.segments() {
            let mut members = Vec::with_capacity(tokens.len());
            for (idx, (token, offset)) in tokens.iter().enumerate() {
                let term = Term::from_field_text(field, token);
                let option = IndexRecordOption::WithFreqsAndPositions;
                let list = self.snapshot().segment_postings(segment, field, &term, option)?;
                let goes_on = spacing == Spacing::Words && idx + 1 < tokens.len() && is_word(token);
                let place = Place { idx, offset: *offset, goes_on };
                members.extend(list.map(|list| Member { list, place }));
            }
            if members.len() < tokens.len() || members.is_empty() {
                continue;
            }
            let is_wanted = |doc: u32| !segment.is_deleted(doc) && wanted(base + doc);
            let found = Row::new(members).read(own, is_wanted, |doc, starts| each(base + doc, starts));
            if found.is_break() {
                return Ok(found);
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// A token of a row.
struct Member {
    list: SegmentPostings,
    place: Place,
}

#[derive(Clone, Copy)]
struct Place {
    /// Among the tokens.
    idx: usize,
    /// The distance from the first one.
    offset: u32,
    /// Whether the next one may stand behind a later position of this token.
    goes_on: bool,
}

/// The tokens of a row in a segment, and the positions of each in the document that is looked at.
struct Row {
    /// The rarest first.
    members: Vec<Member>,
    /// In order.
    places: Vec<Place>,
    positions: Vec<Vec<u32>>,
    starts: Vec<u32>,
}

impl Row {
    fn new(mut members: Vec<Member>) -> Row {
        let places = members.iter().map(|member| member.place).collect();
        members.sort_by_key(|member| member.list.doc_freq());
        Row { places, positions: vec![Vec::new(); members.len()], starts: Vec::new(), members }
    }

    /// The wanted ones of some documents that hold the row.
    fn read(
        mut self,
        docs: Range<u32>,
        mut wanted: impl FnMut(u32) -> bool,
        mut each: impl FnMut(u32, &[u32]) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let is_of_words = self.places.iter().any(|place| place.goes_on);
        let mut target = seek(&mut self.members[0].list, docs.start);
        while target < docs.end {
            let mut ahead = self.members.iter_mut().map(|member| seek(&mut member.list, target));
            match ahead.find(|&doc| doc > target) {
                Some(later) => target = later,
                None => {
                    if wanted(target) {
                        if is_of_words {
                            self.find_words()
                        } else {
                            self.find_given()
                        }
                        if !self.starts.is_empty() {
                            each(target, &self.starts)?;
                        }
                    }
                    target = self.members[0].list.advance();
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// The positions where a row at given distances begins in the document that all lists stand on.
    fn find_given(&mut self) {
        let Row { members, positions, starts, .. } = self;
        starts.clear();
        for (idx, Member { list, place: Place { offset, .. } }) in members.iter_mut().enumerate() {
            if idx == 0 {
                list.positions(starts);
                starts.retain(|position| position >= offset);
                starts.iter_mut().for_each(|position| *position -= *offset);
                starts.dedup();
            } else {
                list.positions(&mut positions[0]);
                starts.retain(|start| positions[0].binary_search(&(start + *offset)).is_ok());
            }
            if starts.is_empty() {
                return;
            }
        }
    }

    /// The same where words stand side by side: from each token to the next, or from a later position of the token.
    fn find_words(&mut self) {
        let Row { members, places, positions, starts } = self;
        members.iter_mut().for_each(|member| member.list.positions(&mut positions[member.place.idx]));
        let mut reached: Vec<(u32, u32)> = positions[0].iter().map(|&start| (start, start)).collect();
        reached.dedup();
        for (pair, positions) in places.windows(2).zip(positions.windows(2)) {
            let ([place, next], [own, others]) = (pair, positions) else { continue };
            let distance = next.offset - place.offset;
            let follows = |at: &u32| others.binary_search(&(at + distance)).is_ok();
            let later = |at: u32| {
                let next = own.get(own.partition_point(|&position| position <= at)).copied();
                next.filter(|end| place.goes_on && end - at < MAX_PARTS)
            };
            let end = |at: u32| [Some(at), later(at)].into_iter().flatten().find(follows);
            reached.retain_mut(|(_, at)| {
                let end = end(*at);
                *at = end.map_or(0, |end| end + distance);
                end.is_some()
            });
        }
        starts.clear();
        starts.extend(reached.into_iter().map(|(start, _)| start));
    }
}

fn seek(list: &mut SegmentPostings, target: u32) -> u32 {
    if list.doc() < target { list.seek(target) } else { list.doc() }
}
