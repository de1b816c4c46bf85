//! The inverted index. The only door to tantivy.
//!
//! One document is one section. The sections of a note are written together and removed together,
//! so they always stand side by side, in order.

mod documents;
mod errors;
mod files;
#[cfg(test)]
mod fixture;
mod guard;
mod lookup;
mod snapshot;
mod write;

use std::path::{Path, PathBuf};

use tantivy::schema::Schema;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, SegmentReader, TantivyError};

pub(crate) use self::documents::{
    CodeRecord, FORMAT_VERSION, Facet, NoteDocuments, NoteInfo, STEM_POSITION, SectionRecord, bare_tag,
    link_names, note_documents,
};
use self::documents::{Fields, tokenizer};
use self::errors::{error_of, system_error};
pub(crate) use self::files::FileCheck;
use self::files::seal::Seal;
use self::files::{BranchDirectory, IndexDirectory};
use self::guard::guarded;
pub(crate) use self::lookup::{PostingList, Spelling, TagDocs};
pub(crate) use self::snapshot::{Doc, Snapshot, Stripe, TextField};
pub(crate) use self::write::{Builder, FewSegments, NoteSink, Writer};
use crate::error::{Error, Result};

/// An index on disk or in memory.
#[derive(Clone)]
pub(crate) struct Engine {
    index: Index,
    fields: Fields,
    /// Where it is written. None in memory, and for a branch.
    directory: Option<IndexDirectory>,
    /// What a branch is read from beside its own files.
    trunk: Option<IndexDirectory>,
    /// For messages, and for the guard: no panic ends there if this is empty, as in memory.
    dir: PathBuf,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl Engine {
    /// The file that every commit replaces.
    pub(crate) const COMMIT: &'static str = files::seal::FILE_NAME;

    /// Whether a file in the folder of an index may be one that was written there.
    pub(crate) fn is_file_name(name: &str) -> bool {
        files::is_file_name(name)
    }

    /// Makes an empty index in a folder that is there and empty.
    pub(crate) fn create(dir: &Path) -> Result<Engine> {
        let directory = IndexDirectory::create(dir).map_err(|error| system_error(dir, dir, error))?;
        let (schema, fields) = Fields::declare();
        let index = Index::create(directory.clone(), schema, settings());
        let index = index.map_err(|error| error_of(dir, Some(&directory), error))?;
        Ok(Engine::with(index, fields, dir, Some(directory)))
    }

    /// Makes an empty index in memory.
    pub(crate) fn in_memory() -> Result<Engine> {
        let (schema, fields) = Fields::declare();
        let index = Index::builder()
            .schema(schema)
            .settings(settings())
            .create_in_ram()
            .map_err(|error| Error::unusable("", error))?;
        Ok(Engine::with(index, fields, Path::new(""), None))
    }

    /// Opens the index in a folder at its last commit, whose files are what they were when they were
    /// written.
    ///
    /// # Errors
    /// [`Error::is_unusable`] if one of them is not.
    pub(crate) fn open(dir: &Path) -> Result<Engine> {
        let directory =
            IndexDirectory::open(dir, read_seal(dir)?).map_err(|error| system_error(dir, dir, error))?;
        guarded(dir, || {
            let index = Index::open(directory.clone());
            let index = index.map_err(|error| error_of(dir, Some(&directory), error))?;
            let (schema, fields): (Schema, Fields) = Fields::declare();
            if index.schema() != schema {
                return Err(Error::unusable(dir, "its fields are others"));
            }
            Ok(Engine::with(index, fields, dir, Some(directory)))
        })
    }

    /// The same commit, to be changed in memory alone: nobody else sees what becomes of it.
    pub(crate) fn branch(&self) -> Result<Engine> {
        let Some(directory) = &self.directory else { return Err(self.unusable("it is in memory itself")) };
        guarded(&self.dir, || {
            let index = Index::open(BranchDirectory::of(directory)).map_err(|error| self.error(error))?;
            let trunk = Some(directory.clone());
            Ok(Engine { trunk, ..Engine::with(index, self.fields, &self.dir, None) })
        })
    }

    /// Takes the files of an index for what was written, whatever they hold now: so tests have rot that leaves the
    /// stamps alone.
    #[cfg(test)]
    pub(crate) fn trust_files(dir: &Path) {
        Seal::trust_files(dir);
    }

    fn with(index: Index, fields: Fields, dir: &Path, directory: Option<IndexDirectory>) -> Engine {
        // Registered here, in the one place that makes an engine: tantivy notices a missing
        // tokenizer only when it commits.
        index.tokenizers().register(tokenizer::NAME, tokenizer::PackedTokenizer::default());
        Engine { index, fields, directory, trunk: None, dir: dir.to_owned() }
    }

    /// The text that the last commit carried.
    pub(crate) fn payload(&self) -> Result<Option<String>> {
        let meta = self.index.load_metas().map_err(|error| self.error(error))?;
        Ok(meta.payload)
    }

    /// The text that the last commit of the index in a folder carries. None of its other files is looked at.
    pub(crate) fn payload_in(dir: &Path) -> Result<Option<String>> {
        Ok(read_seal(dir)?.payload())
    }

    /// Whether much had to be read to know that the files are what they were.
    pub(crate) fn is_worth_a_seal(&self) -> bool {
        self.directory.as_ref().is_some_and(IndexDirectory::is_worth_a_seal)
    }

    /// Spares the next reader that work. The caller holds the index's own lock.
    pub(crate) fn seal_again(&self) {
        self.directory.iter().for_each(IndexDirectory::seal_again);
    }

    /// Whether there is something that [`Engine::sweep`] would remove.
    pub(crate) fn has_leftovers(&self, keep: &[&str]) -> bool {
        self.directory.as_ref().is_some_and(|directory| !directory.leftovers(keep).is_empty())
    }

    /// Removes what killed writers left, but for the files of these names. The caller holds the index's
    /// own lock.
    pub(crate) fn sweep(&self, keep: &[&str]) {
        self.directory.iter().for_each(|directory| directory.sweep(keep));
    }

    /// Reads every file of the last commit, byte for byte.
    pub(crate) fn check_files(&self) -> FileCheck {
        self.directory.as_ref().map(IndexDirectory::check).unwrap_or_default()
    }

    /// A snapshot of the last commit.
    pub(crate) fn snapshot(&self) -> Result<Snapshot> {
        guarded(&self.dir, || {
            let segments = self.index.searchable_segments();
            let segments = segments.and_then(|all| all.iter().map(SegmentReader::open).collect());
            let segments = segments.map_err(|error| self.error(error))?;
            if let Some(file) = self.folder().and_then(IndexDirectory::vanished) {
                return Err(self.unusable(format!("its file {} is missing", file.display())));
            }
            Snapshot::new(self.index.clone(), segments, self.fields, self.dir.clone())
        })
    }

    /// Opens a writer. The caller holds the index's own lock.
    pub(crate) fn writer(&self, n_threads: usize, memory_bytes: usize) -> Result<Writer> {
        Writer::new(self, n_threads, memory_bytes)
    }

    /// Begins to fill an index that is empty. The caller holds the index's own lock.
    pub(crate) fn builder(&self) -> Builder {
        Builder::new(self)
    }

    /// Makes what the writer has written the last commit.
    fn make_last(&self) -> Result<()> {
        let Some(directory) = &self.directory else { return Ok(()) };
        self.keep_vocabularies().map_err(|error| self.error(error))?;
        directory.commit().map_err(|error| self.error(TantivyError::IoError(error.into())))
    }

    /// The folder that its files stand in, all or most of them.
    fn folder(&self) -> Option<&IndexDirectory> {
        self.directory.as_ref().or(self.trunk.as_ref())
    }

    fn unusable(&self, error: impl std::fmt::Display) -> Error {
        Error::unusable(&self.dir, error)
    }

    /// Makes an error of what tantivy says: of what the system refused, or of what is wrong with the index.
    fn error(&self, error: TantivyError) -> Error {
        error_of(&self.dir, self.folder(), error)
    }
}

/// The seal of the index in a folder.
fn read_seal(dir: &Path) -> Result<Seal> {
    Seal::read(dir).map_err(|error| system_error(dir, &dir.join(Engine::COMMIT), error))
}

/// Level 6 stores notes in 6 % less than zstd's own default and is still a tenth of the work of indexing. Blocks
/// of 32 KiB hold 6 % more than tantivy's 16 KiB: a page of hits unpacks up to ten.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(6) }),
        docstore_blocksize: 32 << 10,
        ..IndexSettings::default()
    }
}
