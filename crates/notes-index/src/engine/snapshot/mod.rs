//! One commit as it is read: its sections, their numbers in columns, their records.
//!
//! Sections are numbered through all segments. Deleted ones never come up, in no count either: what
//! is answered depends on the notes alone, not on the history of edits.

mod code_zones;
mod headings;
mod note_lengths;
mod once;
mod posting_blocks;
mod starts;
mod stripe;
pub(super) mod vocabulary;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::Field;
use tantivy::store::StoreReader;
use tantivy::{Index, InvertedIndexReader, SegmentReader};

use self::code_zones::CodeZones;
use self::note_lengths::NoteLengths;
pub(super) use self::once::once;
pub(super) use self::posting_blocks::{walk, walk_docs};
pub(crate) use self::starts::Doc;
use self::starts::Starts;
pub(crate) use self::stripe::Stripe;
pub(super) use self::vocabulary::Vocabulary;
use super::documents::{Fields, SectionRecord, StoredSection, decode_zones};
use super::files::stored;
use super::guard::guarded;
use crate::error::{Error, Result};

/// A field of tokens, which is searched: see [`Fields`] for what each holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextField {
    Words,
    Heading,
    Text,
    Chars,
    Name,
    NameText,
}

impl TextField {
    const COUNT: usize = TextField::NameText as usize + 1;

    /// The field of the schema.
    pub(super) fn of(self, fields: &Fields) -> Field {
        match self {
            TextField::Words => fields.words,
            TextField::Heading => fields.heading,
            TextField::Text => fields.text,
            TextField::Chars => fields.chars,
            TextField::Name => fields.name,
            TextField::NameText => fields.name_text,
        }
    }
}

/// How many blocks of stored records stay unpacked, of each segment.
const N_CACHED_BLOCKS: usize = 100;

/// An index as one commit left it.
#[derive(Clone)]
pub(crate) struct Snapshot {
    pub(super) index: Index,
    pub(super) segments: Arc<[SegmentReader]>,
    pub(super) fields: Fields,
    /// The number of each segment's first section, and of one more.
    pub(super) bases: Vec<Doc>,
    starts: Starts,
    stores: Arc<[StoreReader]>,
    pub(super) note_lengths: Arc<NoteLengths>,
    /// Opened when they are first asked for: a single word tells by its postings whether it is in a heading.
    heading_ends: OnceLock<Vec<Column<u64>>>,
    /// Opened when they are first asked for: most queries show paths from records.
    pub(super) paths: Vec<OnceLock<Option<StrColumn>>>,
    /// Opened when they are first asked for: only an order by time asks for all of them.
    modified: Vec<OnceLock<Column<i64>>>,
    /// By segment.
    pub(super) code_zones: Arc<[CodeZones]>,
    /// The words of each field by segment, read when they are first asked for.
    pub(super) vocabularies: Arc<[OnceLock<Vec<Vocabulary>>; TextField::COUNT]>,
    dir: PathBuf,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl Snapshot {
    pub(super) fn new(
        index: Index,
        segments: Vec<SegmentReader>,
        fields: Fields,
        dir: PathBuf,
    ) -> Result<Snapshot> {
        let mut bases = vec![0];
        for segment in &segments {
            bases.push(bases[bases.len() - 1] + segment.max_doc());
        }
        let note_lengths = columns(&segments, fields.note_length);
        let note_lengths = note_lengths.map_err(|error| Error::unusable(&dir, error))?;
        let max_doc = bases[bases.len() - 1];
        let paths = vec![OnceLock::new(); segments.len()];
        let modified = vec![OnceLock::new(); segments.len()];
        let code_zones = segments.iter().map(|_| CodeZones::default()).collect();
        // Filled in below: they are read from postings, which takes a snapshot.
        let starts = Starts::new(0);
        let vocabularies = Arc::default();
        let store = |segment: &SegmentReader| segment.get_store_reader(N_CACHED_BLOCKS);
        let stores = segments.iter().map(store).collect::<Result<_, _>>();
        let stores = stores.map_err(|error| Error::unusable(&dir, error))?;
        let mut snapshot = Snapshot {
            index,
            segments: segments.into(),
            fields,
            bases,
            starts,
            stores,
            note_lengths: Arc::new(NoteLengths::new(note_lengths, max_doc)),
            heading_ends: OnceLock::new(),
            paths,
            modified,
            code_zones,
            vocabularies,
            dir,
        };
        snapshot.starts = snapshot.find_starts()?;
        Ok(snapshot)
    }

    /// Reads something of the snapshot: see [`super::guard`].
    pub(crate) fn guarded<T>(&self, read: impl FnOnce(&Snapshot) -> Result<T>) -> Result<T> {
        guarded(&self.dir, || read(self))
    }

    /// How many sections there are, without deleted ones.
    pub(crate) fn n_sections(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.num_docs())).sum()
    }

    /// One more than the highest number of a section.
    pub(crate) fn max_doc(&self) -> Doc {
        self.bases[self.bases.len() - 1]
    }

    /// Of how many segments the index is made.
    pub(crate) fn n_segments(&self) -> usize {
        self.segments.len()
    }

    /// Every section.
    pub(crate) fn all(&self, each: impl FnMut(Doc)) {
        self.alive(0..self.max_doc(), each);
    }

    /// Those of some sections that were not removed.
    pub(crate) fn alive(&self, docs: Range<Doc>, mut each: impl FnMut(Doc)) {
        for (segment, base) in self.segments() {
            let own = docs.start.max(base)..docs.end.min(base + segment.max_doc());
            own.filter(|&doc| !segment.is_deleted(doc - base)).for_each(&mut each);
        }
    }

    /// The first section of a section's note: it stands for the note.
    pub(crate) fn first(&self, doc: Doc) -> Doc {
        self.starts.first(doc)
    }

    /// The sections of a section's note.
    pub(crate) fn note(&self, doc: Doc) -> Range<Doc> {
        self.starts.first(doc)..self.starts.end(doc)
    }

    /// The number of the first section behind a section's note.
    #[inline]
    pub(crate) fn note_end(&self, doc: Doc) -> Doc {
        self.starts.end(doc)
    }

    /// Calls back with each code block of a section that is of one of these languages, of any if none
    /// is named: its place among the section's blocks, and its positions.
    pub(crate) fn code_zones(
        &self,
        doc: Doc,
        languages: &[String],
        mut each: impl FnMut(usize, Range<u32>),
    ) -> Result<()> {
        let idx = self.segment_of(doc);
        let segment = &self.segments[idx];
        let name = column_name(segment, self.fields.code);
        let read = self.code_zones[idx].read(segment, name, doc - self.bases[idx], |bytes| {
            decode_zones(bytes, languages).for_each(|(idx, zone)| each(idx, zone));
        });
        read.map_err(|error| self.unusable(error))
    }

    /// Calls back with the places of those code blocks in which one of some ascending positions lies.
    pub(crate) fn code_blocks_at(
        &self,
        doc: Doc,
        languages: &[String],
        positions: &[u32],
        mut each: impl FnMut(usize),
    ) -> Result<()> {
        self.code_zones(doc, languages, |idx, zone| {
            let next = positions.partition_point(|&position| position < zone.start);
            if positions.get(next).is_some_and(|&position| position < zone.end) {
                each(idx);
            }
        })
    }

    /// How many tokens the `words` of a section's whole note have.
    #[inline]
    pub(crate) fn note_length(&self, doc: Doc) -> u32 {
        let known = self.note_lengths.known(doc);
        known.unwrap_or_else(|| self.number(&self.note_lengths.columns, doc))
    }

    /// Says that about so many [note lengths](Snapshot::note_length) will be asked for.
    pub(crate) fn announce_note_lengths(&self, n: u64) {
        self.note_lengths.announce(n);
    }

    /// What a column has for a section; every section has one number in it.
    fn number(&self, columns: &[Column<u64>], doc: Doc) -> u32 {
        let segment = self.segment_of(doc);
        let (values, doc) = (&columns[segment].values, doc - self.bases[segment]);
        if doc < values.num_vals() { values.get_val(doc) as u32 } else { 0 }
    }

    /// When a section's file was last changed, in nanoseconds since 1970.
    pub(crate) fn modified_ns(&self, doc: Doc) -> Result<i64> {
        let idx = self.segment_of(doc);
        let open = || self.numbers(&self.segments[idx], self.fields.modified);
        let modified = once(&self.modified[idx], open)?.first(doc - self.bases[idx]);
        modified.ok_or_else(|| self.unusable("the time of a note is missing"))
    }

    /// A column of numbers.
    pub(super) fn numbers(&self, segment: &SegmentReader, field: Field) -> Result<Column<i64>> {
        segment.fast_fields().i64(column_name(segment, field)).map_err(|error| self.unusable(error))
    }

    /// What is shown of a section.
    pub(crate) fn record(&self, doc: Doc) -> Result<SectionRecord> {
        self.stored(doc, |section| section.decode())
    }

    /// Reads something of what is stored of a section. `read` may return nothing only if that is damaged.
    pub(crate) fn stored<T>(&self, doc: Doc, read: impl FnOnce(StoredSection<'_>) -> Option<T>) -> Result<T> {
        let idx = self.segment_of(doc);
        let document = self.stores[idx].get_document_bytes(doc - self.bases[idx]);
        let document = document.map_err(|error| self.unusable(error))?;
        let (record, source) = (self.fields.record, self.fields.source);
        stored::value(&document, record)
            .zip(stored::value(&document, source))
            .and_then(|(record, source)| StoredSection::checked(record, source))
            .and_then(read)
            .ok_or_else(|| self.unusable("a section's record is damaged"))
    }

    pub(super) fn segments(&self) -> impl Iterator<Item = (&SegmentReader, Doc)> {
        self.segments.iter().zip(self.bases.iter().copied())
    }

    /// The dictionary and postings of a field.
    pub(super) fn inverted(&self, segment: &SegmentReader, field: Field) -> Result<Arc<InvertedIndexReader>> {
        segment.inverted_index(field).map_err(|error| self.unusable(error))
    }

    pub(super) fn facet_field(&self) -> Field {
        self.fields.facet
    }

    pub(super) fn field(&self, field: TextField) -> Field {
        field.of(&self.fields)
    }

    /// A term as text, which it was when it was written.
    pub(super) fn text<'t>(&self, term: &'t [u8]) -> Result<&'t str> {
        str::from_utf8(term).map_err(|error| self.unusable(error))
    }

    pub(super) fn unusable(&self, error: impl std::fmt::Display) -> Error {
        Error::unusable(&self.dir, error)
    }

    pub(super) fn segment_of(&self, doc: Doc) -> usize {
        let next = self.bases.partition_point(|&base| base <= doc);
        next.saturating_sub(1).min(self.bases.len().saturating_sub(2))
    }
}

/// A column of numbers of each segment.
fn columns(segments: &[SegmentReader], field: Field) -> tantivy::Result<Vec<Column<u64>>> {
    segments.iter().map(|segment| segment.fast_fields().u64(column_name(segment, field))).collect()
}

/// The name of a field, by which a segment knows its column.
pub(super) fn column_name(segment: &SegmentReader, field: Field) -> &str {
    segment.schema().get_field_name(field)
}

#[cfg(test)]
mod tests {
    use tantivy::{IndexWriter, TantivyDocument};

    use crate::engine::Engine;

    #[test]
    fn a_time_that_is_missing_is_damage() {
        let engine = Engine::in_memory().unwrap();
        let mut without = TantivyDocument::default();
        without.add_text(engine.fields.path, "a.md");
        let mut writer: IndexWriter = engine.index.writer_with_num_threads(1, 16 << 20).unwrap();
        writer.add_document(without).unwrap();
        writer.commit().unwrap();
        let modified = engine.snapshot().unwrap().modified_ns(0);
        assert!(modified.is_err_and(|error| error.is_unusable()));
    }
}
