//! The inverted index. The only door to tantivy.
//!
//! One document is one section. The sections of a note are written together and removed together,
//! so they always stand side by side, in order.

mod document;
mod facet;
mod merging;
mod queue;
mod record;
mod schema;
mod snapshot;
mod terms;
mod tokenizer;
mod writer;

use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::schema::Schema;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, ReloadPolicy};

pub(crate) use self::document::{NoteDocuments, NoteInfo, note_documents};
pub(crate) use self::facet::Facet;
pub(crate) use self::merging::FewSegments;
pub(crate) use self::record::{CodeRecord, SectionRecord};
pub(crate) use self::schema::FORMAT_VERSION;
use self::schema::Fields;
pub(crate) use self::snapshot::{Doc, Lane, Snapshot};
pub(crate) use self::writer::Writer;
use crate::error::{Error, Result};

/// An index on disk or in memory.
#[derive(Clone)]
pub(crate) struct Engine {
    index: Index,
    fields: Fields,
    /// For messages.
    dir: PathBuf,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl Engine {
    /// Makes an empty index in a folder that is there and empty.
    pub(crate) fn create(dir: &Path) -> Result<Engine> {
        let directory = MmapDirectory::open(dir).map_err(|error| Error::unusable(dir, error))?;
        let (schema, fields) = Fields::declare();
        let index =
            Index::create(directory, schema, settings()).map_err(|error| Error::unusable(dir, error))?;
        Ok(Engine::with(index, fields, dir))
    }

    /// Makes an empty index in memory.
    pub(crate) fn in_memory() -> Result<Engine> {
        let (schema, fields) = Fields::declare();
        let index = Index::builder()
            .schema(schema)
            .settings(settings())
            .create_in_ram()
            .map_err(|error| Error::unusable("", error))?;
        Ok(Engine::with(index, fields, Path::new("")))
    }

    /// Opens the index in a folder.
    pub(crate) fn open(dir: &Path) -> Result<Engine> {
        let directory = MmapDirectory::open(dir).map_err(|error| Error::unusable(dir, error))?;
        let index = Index::open(directory).map_err(|error| Error::unusable(dir, error))?;
        let (schema, fields): (Schema, Fields) = Fields::declare();
        if index.schema() != schema {
            return Err(Error::unusable(dir, "its fields are others"));
        }
        Ok(Engine::with(index, fields, dir))
    }

    fn with(index: Index, fields: Fields, dir: &Path) -> Engine {
        // Registered here, in the one place that makes an engine: tantivy notices a missing
        // tokenizer only when it commits.
        index.tokenizers().register(tokenizer::NAME, tokenizer::PackedTokenizer::default());
        Engine { index, fields, dir: dir.to_owned() }
    }

    /// The text that the last commit carried.
    pub(crate) fn payload(&self) -> Result<Option<String>> {
        let meta = self.index.load_metas().map_err(|error| self.unusable(error))?;
        Ok(meta.payload)
    }

    /// Looks whether the files of the last commit are all there. Another writer may remove some at any
    /// time: only who holds the index's lock can rely on the answer.
    ///
    /// # Errors
    /// [`Error::is_unusable`] if one is missing.
    pub(crate) fn check_files(&self) -> Result<()> {
        let meta = self.index.load_metas().map_err(|error| self.unusable(error))?;
        match meta.segments.iter().flat_map(segment_files).find(|file| !self.dir.join(file).exists()) {
            None => Ok(()),
            Some(file) => Err(self.unusable(format_args!("its file {} is missing", file.display()))),
        }
    }

    /// A snapshot of the last commit.
    pub(crate) fn snapshot(&self) -> Result<Snapshot> {
        let reader = self
            .index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .num_warming_threads(1)
            .try_into()
            .map_err(|error| self.unusable(error))?;
        Snapshot::new(reader.searcher(), self.fields, self.dir.clone())
    }

    /// Opens a writer. The caller holds the index's own lock.
    pub(crate) fn writer(&self, n_threads: usize, memory_bytes: usize) -> Result<Writer> {
        Writer::new(self, n_threads, memory_bytes)
    }

    fn unusable(&self, error: impl std::fmt::Display) -> Error {
        Error::unusable(&self.dir, error)
    }
}

/// The files that a segment can't be read without.
fn segment_files(segment: &SegmentMeta) -> impl Iterator<Item = PathBuf> {
    use SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};

    let deletes = segment.has_deletes().then_some(Delete);
    let components = [Postings, Positions, Terms, Store, FastFields, FieldNorms].into_iter().chain(deletes);
    components.map(|component| segment.relative_path(component))
}

/// Level 6 stores notes in 6 % less than zstd's own default and is still a tenth of the work of indexing. Blocks
/// stay at tantivy's 16 KiB: a page of hits unpacks up to ten.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(6) }),
        ..IndexSettings::default()
    }
}
