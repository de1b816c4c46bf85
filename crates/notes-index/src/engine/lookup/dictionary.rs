//! The dictionary of an index: tokens that begin with, hold or resemble another.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};
use tantivy_fst::Automaton;
use tantivy_fst::automaton::AlwaysMatch;

use super::spelling::{OneOff, Spelling};
use crate::analysis::{has_stem, stem_beginning};
use crate::engine::documents::{HEADING_PREFIX, NAME_PREFIXES, TAG_PREFIX};
use crate::engine::snapshot::{Doc, Snapshot, TextField, Vocabulary, once, vocabulary};
use crate::error::Result;

/// Where a term stands.
pub(super) struct Within<'a> {
    pub(super) segment: &'a SegmentReader,
    /// The number of the segment's first section.
    pub(super) base: Doc,
    pub(super) inverted: &'a InvertedIndexReader,
}

impl Snapshot {
    /// Tokens that begin with a prefix and go on, those of the most sections first, at most `limit`.
    pub(crate) fn tokens_with_prefix(
        &self,
        field: TextField,
        prefix: &str,
        limit: usize,
    ) -> Result<Vec<String>> {
        self.collect_tokens(field, prefix, &AlwaysMatch, limit, |token| token != prefix)
    }

    /// The sections that hold a token that begins with a prefix, itself among them: a section once for each of its tokens.
    pub(crate) fn with_prefix(
        &self,
        field: TextField,
        prefix: &str,
        mut each: impl FnMut(Doc),
    ) -> Result<()> {
        let option = IndexRecordOption::Basic;
        self.postings_beginning(self.field(field), prefix, option, |_, doc, _| each(doc))
    }

    /// The same with the positions of each token, in a field that has some.
    pub(crate) fn positions_of_prefix(
        &self,
        field: TextField,
        prefix: &str,
        mut each: impl FnMut(Doc, &[u32]),
    ) -> Result<()> {
        let (option, mut positions) = (IndexRecordOption::WithFreqsAndPositions, Vec::new());
        self.postings_beginning(self.field(field), prefix, option, |_, doc, postings| {
            postings.positions(&mut positions);
            each(doc, &positions);
        })
    }

    /// Calls back with the tokens that begin with a prefix, itself among them; a token of several segments comes once
    /// for each.
    pub(crate) fn each_beginning(
        &self,
        field: TextField,
        prefix: &str,
        mut each: impl FnMut(&str) -> Result<()>,
    ) -> Result<()> {
        self.terms_beginning(self.field(field), prefix, &AlwaysMatch, |_, token, _| each(token))
    }

    /// Calls back with the titles, aliases and file names of all notes, as they are compared; one of several segments comes
    /// once for each.
    pub(crate) fn each_name(&self, each: impl FnMut(&str)) -> Result<()> {
        self.each_with(&NAME_PREFIXES, each)
    }

    /// The same with the headings of all sections, and all tags.
    pub(crate) fn each_name_and_heading(&self, mut each: impl FnMut(&str)) -> Result<()> {
        self.each_with(&NAME_PREFIXES, &mut each)?;
        self.each_with(&[HEADING_PREFIX, TAG_PREFIX], each)
    }

    /// Calls back with what follows some prefixes of facets.
    fn each_with(&self, prefixes: &[&str], mut each: impl FnMut(&str)) -> Result<()> {
        for prefix in prefixes {
            self.terms_beginning(self.facet_field(), prefix, &AlwaysMatch, |_, term, _| {
                each(term.strip_prefix(*prefix).unwrap_or_default());
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Tokens that hold a text without Han and more, those of the most sections first, at most `limit`.
    pub(crate) fn tokens_containing(
        &self,
        field: TextField,
        inside: &str,
        limit: usize,
    ) -> Result<Vec<String>> {
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        for (token, count) in
            self.vocabularies(field)?.iter().flat_map(|vocabulary| vocabulary.holding(inside))
        {
            *found.entry(token.to_owned()).or_default() += u64::from(count);
        }
        self.commonest(field, found, limit)
    }

    /// The sections in whose text letters and digits of ASCII, folded, stand without anything between, be it inside of a
    /// word, but for [clipped words](Self::with_clipped_words); others as well, where a word has other letters. A section
    /// may come often.
    pub(crate) fn around_letters(&self, letters: &str, each: impl FnMut(Doc)) -> Result<()> {
        self.with_some(|vocabulary| vocabulary.around_letters(letters), each)
    }

    /// The sections in whose text a word may have more letters than are indexed of it. A section may come often.
    pub(crate) fn with_clipped_words(&self, each: impl FnMut(Doc)) -> Result<()> {
        self.with_some(Vocabulary::clipped, each)
    }

    /// The sections whose text holds some tokens of the vocabularies.
    fn with_some<'a, T: Iterator<Item = &'a str>>(
        &'a self,
        some: impl Fn(&'a Vocabulary) -> T,
        mut each: impl FnMut(Doc),
    ) -> Result<()> {
        let tokens: BTreeSet<&str> = self.vocabularies(TextField::Text)?.iter().flat_map(some).collect();
        tokens.iter().try_for_each(|token| self.postings(TextField::Text, token, |doc, _, _| each(doc)))
    }

    /// The vocabulary of all segments, read when it is first asked for.
    fn vocabularies(&self, field: TextField) -> Result<&[Vocabulary]> {
        let read = once(&self.vocabularies[field as usize], || self.read_vocabularies(field));
        read.map(Vec::as_slice)
    }

    fn read_vocabularies(&self, field: TextField) -> Result<Vec<Vocabulary>> {
        let read = |segment: &SegmentReader| {
            let kept = vocabulary::kept(&self.index, segment.segment_id(), field);
            if let Some(kept) = kept.map_err(|error| self.unusable(error))? {
                return Ok(kept);
            }
            let inverted = self.inverted(segment, self.field(field))?;
            Vocabulary::of(inverted.terms()).map_err(|error| self.unusable(error))
        };
        self.segments().map(|(segment, _)| read(segment)).collect()
    }

    /// Words that have a stem and are not the stem itself.
    pub(crate) fn tokens_with_stem(&self, field: TextField, stem: &str) -> Result<Vec<String>> {
        let is_wanted = |token: &str| has_stem(token, stem);
        self.collect_tokens(field, stem_beginning(stem), &AlwaysMatch, usize::MAX, is_wanted)
    }

    /// Words that are spelled nearly like another, nearest first, with how many edits away: one, or two from seven
    /// letters on; the first letter is right.
    pub(crate) fn tokens_near(
        &self,
        field: TextField,
        word: &str,
        limit: usize,
    ) -> Result<Vec<(String, u8)>> {
        let Some(first) = word.chars().next() else { return Ok(Vec::new()) };
        let max_edits = if word.chars().count() >= 7 { 2 } else { 1 };
        let spelling = Spelling::new(word, max_edits);
        let near = |token: &str| spelling.edits(token).is_some_and(|edits| edits > 0);
        let tokens = self.collect_tokens(field, &first.to_string(), &spelling, limit * 4, near)?.into_iter();
        let with_edits = |token: String| spelling.edits(&token).map(|edits| (token, edits));
        let mut tokens: Vec<(String, u8)> = tokens.filter_map(with_edits).collect();
        tokens.sort_by_key(|(_, edits)| *edits);
        tokens.truncate(limit);
        Ok(tokens)
    }

    /// Tokens with this beginning that differ from a word in one character, those of the most sections first.
    pub(crate) fn tokens_one_off(
        &self,
        field: TextField,
        beginning: &str,
        word: &str,
        limit: usize,
    ) -> Result<Vec<String>> {
        self.collect_tokens(field, beginning, &OneOff::new(word), limit, |token| token != word)
    }

    /// Tokens that begin with a prefix, that an automaton finds and that are wanted, with those of the most sections first,
    /// then by text.
    fn collect_tokens<A: Automaton<State: Clone>>(
        &self,
        field: TextField,
        prefix: &str,
        automaton: &A,
        limit: usize,
        mut wanted: impl FnMut(&str) -> bool,
    ) -> Result<Vec<String>> {
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        self.terms_beginning(self.field(field), prefix, automaton, |_, token, info| {
            if wanted(token) {
                *found.entry(token.to_owned()).or_default() += u64::from(info.doc_freq);
            }
            Ok(())
        })?;
        self.commonest(field, found, limit)
    }

    /// The postings of all terms of a field that begin with a prefix, itself among them, without deleted sections: in each
    /// segment term by term.
    pub(super) fn postings_beginning(
        &self,
        field: Field,
        prefix: &str,
        option: IndexRecordOption,
        mut each: impl FnMut(&str, Doc, &mut SegmentPostings),
    ) -> Result<()> {
        self.terms_beginning(field, prefix, &AlwaysMatch, |within, term, info| {
            let postings = within.inverted.read_postings_from_terminfo(info, option);
            let mut postings = postings.map_err(|error| self.unusable(error))?;
            while postings.doc() != TERMINATED {
                if !within.segment.is_deleted(postings.doc()) {
                    each(term, within.base + postings.doc(), &mut postings);
                }
                postings.advance();
            }
            Ok(())
        })
    }

    /// Calls back with the terms of a field that begin with a prefix, itself among them, and that an automaton finds, in
    /// each segment.
    pub(super) fn terms_beginning<A: Automaton<State: Clone>>(
        &self,
        field: Field,
        prefix: &str,
        automaton: &A,
        mut each: impl FnMut(&Within<'_>, &str, &TermInfo) -> Result<()>,
    ) -> Result<()> {
        for (segment, base) in self.segments() {
            let inverted = self.inverted(segment, field)?;
            let range = inverted.terms().search(automaton).ge(prefix).lt(prefix_end(prefix));
            let mut stream = range.into_stream().map_err(|error| self.unusable(error))?;
            let within = Within { segment, base, inverted: &inverted };
            while stream.advance() {
                each(&within, self.text(stream.key())?, stream.value())?;
            }
        }
        Ok(())
    }

    /// The tokens of the most sections first, then by text. `at_most` counts deleted sections, as a dictionary does,
    /// so it is an upper bound; the number itself is looked up only for what may be among the first.
    fn commonest(
        &self,
        field: TextField,
        at_most: BTreeMap<String, u64>,
        limit: usize,
    ) -> Result<Vec<String>> {
        let mut candidates: Vec<(u64, Reverse<String>)> =
            at_most.into_iter().map(|(token, at_most)| (at_most, Reverse(token))).collect();
        candidates.sort_unstable_by(|a, b| b.cmp(a));
        let has_deleted = self.segments().any(|(segment, _)| segment.has_deletes());
        let mut first = BinaryHeap::new();
        for (at_most, token) in candidates {
            let last = first.peek().filter(|_| first.len() >= limit);
            if last.is_some_and(|Reverse((doc_freq, _))| *doc_freq > at_most) {
                break;
            }
            let doc_freq = if has_deleted { self.doc_freq(field, &token.0)? } else { at_most };
            if doc_freq > 0 {
                first.push(Reverse((doc_freq, token)));
            }
            if first.len() > limit {
                first.pop();
            }
        }
        Ok(first.into_sorted_vec().into_iter().map(|Reverse((_, Reverse(token)))| token).collect())
    }
}

/// The first byte string behind all that begin with a prefix. UTF-8 has no byte 0xff.
pub(super) fn prefix_end(prefix: &str) -> Vec<u8> {
    let mut end = prefix.as_bytes().to_vec();
    end.push(0xff);
    end
}
