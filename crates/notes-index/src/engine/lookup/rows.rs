//! Where several tokens stand in a row: at given distances, or words side by side.

use std::ops::{ControlFlow, Range};

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Term};

use crate::analysis::{END, RowToken, is_word};
use crate::engine::snapshot::{Doc, Snapshot, Stripe, TextField};
use crate::error::Result;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spacing {
    /// Each token has its distance from the first one.
    Given,
    /// The same, but a word may take more than one position: where it ends, a token of its own stands ([`END`]).
    Words,
}

impl Snapshot {
    /// The sections that hold tokens side by side, and how often.
    pub(crate) fn rows(
        &self,
        field: TextField,
        tokens: &[RowToken],
        each: impl FnMut(Doc, u32),
    ) -> Result<()> {
        self.whole().rows(field, tokens, each)
    }

    /// Whether any section holds tokens at given distances.
    pub(crate) fn has_row(&self, field: TextField, tokens: &[RowToken]) -> Result<bool> {
        match tokens {
            [(token, 0)] => self.has(field, token),
            _ => self.has_spaced(field, tokens, Spacing::Given),
        }
    }

    /// Whether any section, or a name of any note, holds tokens at given distances.
    pub(crate) fn has_row_or_name(&self, tokens: &[RowToken]) -> Result<bool> {
        Ok(self.has_row(TextField::Text, tokens)? || self.has_row(TextField::NameText, tokens)?)
    }

    /// Whether any section holds tokens [side by side](Snapshot::side_by_side).
    pub(crate) fn has_side_by_side(&self, field: TextField, tokens: &[RowToken]) -> Result<bool> {
        self.has_spaced(field, tokens, Spacing::Words)
    }

    fn has_spaced(&self, field: TextField, tokens: &[RowToken], spacing: Spacing) -> Result<bool> {
        let first = |_: Doc, _: &[u32]| ControlFlow::Break(());
        Ok(self.whole().row_until(field, tokens, spacing, |_| true, first)?.is_break())
    }

    /// The sections that hold tokens at given distances, and the positions of the first token.
    pub(crate) fn phrase(
        &self,
        field: TextField,
        tokens: &[RowToken],
        each: impl FnMut(Doc, &[u32]),
    ) -> Result<()> {
        self.whole().phrase_where(field, tokens, |_| true, each)
    }

    /// The sections that hold the tokens of [`phrase_rows`](crate::analysis::phrase_rows), and the positions of the first
    /// one.
    pub(crate) fn side_by_side(
        &self,
        field: TextField,
        tokens: &[RowToken],
        each: impl FnMut(Doc, &[u32]),
    ) -> Result<()> {
        self.whole().side_by_side(field, tokens, each)
    }
}

impl Stripe<'_> {
    /// See [`Snapshot::rows`].
    pub(crate) fn rows(
        &self,
        field: TextField,
        tokens: &[RowToken],
        mut each: impl FnMut(Doc, u32),
    ) -> Result<()> {
        match tokens {
            // A token's frequency is in its postings: no positions need be read.
            [(token, 0)] => self.postings(field, token, |doc, frequency, _| each(doc, frequency)),
            _ => self.side_by_side(field, tokens, |doc, starts| each(doc, starts.len() as u32)),
        }
    }

    /// The sections that hold tokens at given distances, and the positions of the first token, where it is wanted;
    /// positions are read nowhere else. Sections ascend.
    pub(crate) fn phrase_where(
        &self,
        field: TextField,
        tokens: &[RowToken],
        wanted: impl FnMut(Doc) -> bool,
        mut each: impl FnMut(Doc, &[u32]),
    ) -> Result<()> {
        let all = |doc: Doc, starts: &[u32]| {
            each(doc, starts);
            ControlFlow::Continue(())
        };
        self.row_until(field, tokens, Spacing::Given, wanted, all).map(|_| ())
    }

    /// See [`Snapshot::side_by_side`].
    pub(crate) fn side_by_side(
        &self,
        field: TextField,
        tokens: &[RowToken],
        mut each: impl FnMut(Doc, &[u32]),
    ) -> Result<()> {
        let all = |doc: Doc, starts: &[u32]| {
            each(doc, starts);
            ControlFlow::Continue(())
        };
        self.row_until(field, tokens, Spacing::Words, |_| true, all).map(|_| ())
    }

    fn row_until(
        &self,
        field: TextField,
        tokens: &[RowToken],
        spacing: Spacing,
        mut wanted: impl FnMut(Doc) -> bool,
        mut each: impl FnMut(Doc, &[u32]) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>> {
        let field = self.snapshot().field(field);
        for (segment, base, own) in self.segments() {
            let mut members = Vec::with_capacity(tokens.len());
            for (idx, (token, offset)) in tokens.iter().enumerate() {
                let term = Term::from_field_text(field, token);
                let option = IndexRecordOption::WithFreqsAndPositions;
                let list = self.snapshot().segment_postings(segment, field, &term, option)?;
                let goes_on = spacing == Spacing::Words && idx + 1 < tokens.len() && is_word(token);
                let ends = || {
                    let end = Term::from_field_text(field, &format!("{END}{token}"));
                    self.snapshot().segment_postings(segment, field, &end, option)
                };
                let ends = if goes_on { ends()? } else { None };
                members.extend(list.map(|list| Member { list, ends, idx, offset: *offset }));
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
    /// The ends of the words of several parts that are this token, if there are any.
    ends: Option<SegmentPostings>,
    /// Its place among the tokens.
    idx: usize,
    /// Its distance from the first one.
    offset: u32,
}

/// The tokens of a row in a segment.
struct Row {
    /// The rarest first.
    members: Vec<Member>,
    /// The members' places in the order of the tokens.
    order: Vec<usize>,
    starts: Vec<u32>,
    /// Positions of the token that is looked at, of the one before, and where that ends.
    own: Vec<u32>,
    before: Vec<u32>,
    ends: Vec<u32>,
}

impl Row {
    fn new(mut members: Vec<Member>) -> Row {
        members.sort_by_key(|member| member.list.doc_freq());
        let mut order: Vec<usize> = (0..members.len()).collect();
        order.sort_unstable_by_key(|&at| members[at].idx);
        let empty = Vec::new;
        Row { members, order, starts: empty(), own: empty(), before: empty(), ends: empty() }
    }

    /// Those of some documents that are wanted and hold the row.
    fn read(
        mut self,
        docs: Range<u32>,
        mut wanted: impl FnMut(u32) -> bool,
        mut each: impl FnMut(u32, &[u32]) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut target = seek(&mut self.members[0].list, docs.start);
        while target < docs.end {
            let mut ahead = self.members.iter_mut().map(|member| seek(&mut member.list, target));
            match ahead.find(|&doc| doc > target) {
                Some(later) => target = later,
                None => {
                    if wanted(target) {
                        if self.has_ends(target) {
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

    /// Whether a token of the row ends at another position than it begins, in a document.
    fn has_ends(&mut self, doc: u32) -> bool {
        let ends = self.members.iter_mut().filter_map(|member| member.ends.as_mut());
        ends.fold(false, |has, ends| has | (seek(ends, doc) == doc))
    }

    /// The positions where a row at given distances begins in the document that all lists stand on.
    fn find_given(&mut self) {
        let Row { members, starts, own, .. } = self;
        starts.clear();
        for (idx, Member { list, offset, .. }) in members.iter_mut().enumerate() {
            if idx == 0 {
                list.positions(starts);
                starts.retain(|position| position >= offset);
                starts.iter_mut().for_each(|position| *position -= *offset);
                starts.dedup();
            } else {
                list.positions(own);
                let mut stands = among(own);
                starts.retain(|start| stands(start + *offset));
            }
            if starts.is_empty() {
                return;
            }
        }
    }

    /// The same where a word may take several positions: each token stands right behind the end of the one before.
    fn find_words(&mut self) {
        let Row { members, order, starts, own, before, ends } = self;
        starts.clear();
        let first = &mut members[order[0]];
        let doc = first.list.doc();
        first.list.positions(own);
        own.dedup();
        let mut reached: Vec<(u32, u32)> = own.iter().map(|&start| (start, start)).collect();
        for pair in order.windows(2) {
            std::mem::swap(own, before);
            let last = &mut members[pair[0]];
            let offset = last.offset;
            ends.clear();
            if let Some(list) = last.ends.as_mut().filter(|list| list.doc() == doc) {
                list.positions(ends);
            }
            let next = &mut members[pair[1]];
            next.list.positions(own);
            let mut stands = among(own);
            reached.retain_mut(|(_, at)| {
                *at = end_of(*at, before, ends) + next.offset - offset;
                stands(*at)
            });
            if reached.is_empty() {
                return;
            }
        }
        starts.extend(reached.into_iter().map(|(start, _)| start));
    }
}

/// A test whether a position is among known ones, which ascend. It must be asked of positions that ascend as well.
fn among(known: &[u32]) -> impl FnMut(u32) -> bool {
    let mut known = known.iter().copied().peekable();
    move |position| {
        while known.next_if(|&known| known < position).is_some() {}
        known.peek() == Some(&position)
    }
}

/// Where a word ends that begins at a position: at the next of the ends, unless the word begins once more before that.
fn end_of(at: u32, starts: &[u32], ends: &[u32]) -> u32 {
    // Few texts have such words: most have no ends.
    let Some(&end) = ends.get(ends.partition_point(|&end| end < at)) else { return at };
    let later = starts.get(starts.partition_point(|&start| start <= at));
    if later.is_none_or(|&later| later > end) { end } else { at }
}

fn seek(list: &mut SegmentPostings, target: u32) -> u32 {
    if list.doc() < target { list.seek(target) } else { list.doc() }
}
