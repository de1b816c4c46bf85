//! Reading: postings, phrases, columns and records of one commit.
//!
//! Sections are numbered through all segments. Deleted ones never come up, in no count either: what
//! is answered depends on the notes alone, not on the history of edits.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::OnceLock;

use tantivy::columnar::{BytesColumn, Column, StrColumn};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term};

use super::document::{decode_zones, language_hash};
use super::facet::Facet;
use super::guard::guarded;
use super::record::SectionRecord;
use super::schema::Fields;
use crate::error::{Error, Result};

/// A section's number in a snapshot.
pub(crate) type Doc = u32;

/// A field that is searched: see [`Fields`] for what each holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    Words,
    Heading,
    Text,
    Chars,
    Name,
    NameText,
}

/// An index as one commit left it.
#[derive(Clone)]
pub(crate) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    /// The number of each segment's first section, and of one more.
    pub(super) bases: Vec<Doc>,
    ordinals: Vec<Column<u64>>,
    note_lengths: Vec<Column<u64>>,
    heading_ends: Vec<Column<u64>>,
    /// Opened when they are first asked for: most queries show paths from records.
    pub(super) paths: Vec<OnceLock<Option<StrColumn>>>,
    dir: PathBuf,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl Snapshot {
    pub(super) fn new(searcher: Searcher, fields: Fields, dir: PathBuf) -> Result<Snapshot> {
        let mut bases = vec![0];
        for segment in searcher.segment_readers() {
            bases.push(bases[bases.len() - 1] + segment.max_doc());
        }
        let columns = |name: &str| -> Result<Vec<Column<u64>>> {
            let open = |segment: &SegmentReader| segment.fast_fields().u64(name);
            let columns: Result<_, _> = searcher.segment_readers().iter().map(open).collect();
            columns.map_err(|error| Error::unusable(&dir, error))
        };
        let (ordinals, note_lengths) = (columns("ordinal")?, columns("note_length")?);
        let heading_ends = columns("heading_end")?;
        let paths = vec![OnceLock::new(); searcher.segment_readers().len()];
        Ok(Snapshot { searcher, fields, bases, ordinals, note_lengths, heading_ends, paths, dir })
    }

    /// Reads something of the snapshot: see [`super::guard`].
    pub(crate) fn guarded<T>(&self, read: impl FnOnce(&Snapshot) -> Result<T>) -> Result<T> {
        guarded(&self.dir, || read(self))
    }

    /// One more than the highest number of a section.
    pub(crate) fn max_doc(&self) -> Doc {
        self.bases[self.bases.len() - 1]
    }

    /// Of how many segments the index is made.
    pub(crate) fn n_segments(&self) -> usize {
        self.searcher.segment_readers().len()
    }

    /// Every section.
    pub(crate) fn all(&self, mut each: impl FnMut(Doc)) {
        for (segment, base) in self.segments() {
            (0..segment.max_doc()).filter(|&doc| !segment.is_deleted(doc)).for_each(|doc| each(base + doc));
        }
    }

    /// The first section of a section's note: it stands for the note.
    pub(crate) fn first(&self, doc: Doc) -> Doc {
        doc.saturating_sub(self.number(&self.ordinals, doc) as Doc).max(self.bases[self.segment_of(doc)])
    }

    /// The sections that have a property.
    pub(crate) fn with_facet(&self, facet: &Facet<'_>, mut each: impl FnMut(Doc)) -> Result<()> {
        let term = Term::from_field_text(self.fields.facet, &facet.term());
        self.postings_of(self.fields.facet, &term, IndexRecordOption::Basic, |doc, _, _| each(doc))
    }

    /// The sections that hold a token, with its frequency and the section's length in tokens.
    ///
    /// The length is 0 in lanes that keep none.
    pub(crate) fn postings(&self, lane: Lane, token: &str, each: impl FnMut(Doc, u32, u32)) -> Result<()> {
        let field = self.field(lane);
        self.postings_of(field, &Term::from_field_text(field, token), IndexRecordOption::WithFreqs, each)
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

    pub(super) fn postings_of(
        &self,
        field: Field,
        term: &Term,
        option: IndexRecordOption,
        mut each: impl FnMut(Doc, u32, u32),
    ) -> Result<()> {
        for (segment, base) in self.segments() {
            let Some(mut postings) = self.segment_postings(segment, field, term, option)? else { continue };
            let lengths = self.lengths(segment, field);
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if !segment.is_deleted(doc) {
                    let length = lengths.as_ref().map_or(0, |lengths| lengths.fieldnorm(doc));
                    each(base + doc, postings.term_freq(), length);
                }
                postings.advance();
            }
        }
        Ok(())
    }

    /// The sections that hold tokens at given distances, and the positions of the first token.
    pub(crate) fn phrase(
        &self,
        lane: Lane,
        tokens: &[(String, u32)],
        mut each: impl FnMut(Doc, &[u32]),
    ) -> Result<()> {
        let field = self.field(lane);
        for (segment, base) in self.segments() {
            let mut lists = Vec::with_capacity(tokens.len());
            for (token, offset) in tokens {
                let term = Term::from_field_text(field, token);
                let option = IndexRecordOption::WithFreqsAndPositions;
                lists.extend(
                    self.segment_postings(segment, field, &term, option)?.map(|list| (list, *offset)),
                );
            }
            if lists.len() == tokens.len() && !lists.is_empty() {
                intersect(lists, |doc, starts| {
                    if !segment.is_deleted(doc) {
                        each(base + doc, starts);
                    }
                });
            }
        }
        Ok(())
    }

    /// Calls back with each code block of a section that is of one of these languages, of any if none
    /// is named: its place among the section's blocks, and its positions.
    pub(crate) fn code_zones(&self, doc: Doc, languages: &[String], mut each: impl FnMut(usize, Range<u32>)) {
        let hashes: Vec<u32> = languages.iter().map(|language| language_hash(language)).collect();
        let idx = self.segment_of(doc);
        let Ok(Some(column)) = self.searcher.segment_reader(idx as u32).fast_fields().bytes("code") else {
            return;
        };
        let column: BytesColumn = column;
        let mut bytes = Vec::new();
        for ord in column.term_ords(doc - self.bases[idx]) {
            if column.ord_to_bytes(ord, &mut bytes).is_ok() {
                decode_zones(&bytes, &hashes).for_each(|(idx, zone)| each(idx, zone));
            }
        }
    }

    /// How many positions a section's own name takes.
    pub(crate) fn heading_end(&self, doc: Doc) -> u32 {
        self.number(&self.heading_ends, doc) as u32
    }

    /// How many tokens the `words` of a section's whole note have.
    pub(crate) fn note_length(&self, doc: Doc) -> u32 {
        self.number(&self.note_lengths, doc) as u32
    }

    fn number(&self, columns: &[Column<u64>], doc: Doc) -> u64 {
        let idx = self.segment_of(doc);
        columns[idx].first(doc - self.bases[idx]).unwrap_or(0)
    }

    /// When a section's file was last changed, in nanoseconds since 1970.
    pub(crate) fn modified_ns(&self, doc: Doc) -> i64 {
        let idx = self.segment_of(doc);
        let column = self.searcher.segment_reader(idx as u32).fast_fields().i64("modified");
        column.ok().and_then(|column| column.first(doc - self.bases[idx])).unwrap_or(0)
    }

    /// What is shown of a section.
    pub(crate) fn record(&self, doc: Doc) -> Result<SectionRecord> {
        let idx = self.segment_of(doc);
        let address = DocAddress::new(idx as u32, doc - self.bases[idx]);
        let document: TantivyDocument = self.searcher.doc(address).map_err(|error| self.unusable(error))?;
        let bytes = document.get_first(self.fields.record).and_then(|value| value.as_bytes());
        let source =
            document.get_first(self.fields.source).and_then(|value| value.as_str()).unwrap_or_default();
        bytes
            .and_then(|bytes| SectionRecord::decode(bytes, source.to_owned()))
            .ok_or_else(|| self.unusable("a section's record is damaged"))
    }

    pub(super) fn segments(&self) -> impl Iterator<Item = (&SegmentReader, Doc)> {
        self.searcher.segment_readers().iter().zip(self.bases.iter().copied())
    }

    pub(super) fn facet_field(&self) -> Field {
        self.fields.facet
    }

    pub(super) fn field(&self, lane: Lane) -> Field {
        match lane {
            Lane::Words => self.fields.words,
            Lane::Heading => self.fields.heading,
            Lane::Text => self.fields.text,
            Lane::Chars => self.fields.chars,
            Lane::Name => self.fields.name,
            Lane::NameText => self.fields.name_text,
        }
    }

    pub(super) fn unusable(&self, error: impl std::fmt::Display) -> Error {
        Error::unusable(&self.dir, error)
    }

    pub(super) fn segment_of(&self, doc: Doc) -> usize {
        let next = self.bases.partition_point(|&base| base <= doc);
        next.saturating_sub(1).min(self.ordinals.len().saturating_sub(1))
    }

    fn lengths(&self, segment: &SegmentReader, field: Field) -> Option<FieldNormReader> {
        let has_lengths = [self.fields.words, self.fields.heading, self.fields.name].contains(&field);
        has_lengths.then(|| segment.get_fieldnorms_reader(field).ok()).flatten()
    }

    fn segment_postings(
        &self,
        segment: &SegmentReader,
        field: Field,
        term: &Term,
        option: IndexRecordOption,
    ) -> Result<Option<SegmentPostings>> {
        let inverted = segment.inverted_index(field).map_err(|error| self.unusable(error))?;
        inverted.read_postings(term, option).map_err(|error| self.unusable(error))
    }
}

/// The documents that all lists hold at their distances, rarest list first.
fn intersect(mut lists: Vec<(SegmentPostings, u32)>, mut each: impl FnMut(u32, &[u32])) {
    lists.sort_by_key(|(list, _)| list.doc_freq());
    let (mut starts, mut others) = (Vec::new(), Vec::new());
    let mut target = lists[0].0.doc();
    while target != TERMINATED {
        match lists.iter_mut().find_map(|(list, _)| Some(seek(list, target)).filter(|&doc| doc > target)) {
            Some(later) => target = later,
            None => {
                common_starts(&mut lists, &mut starts, &mut others);
                if !starts.is_empty() {
                    each(target, &starts);
                }
                target = lists[0].0.advance();
            }
        }
    }
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
