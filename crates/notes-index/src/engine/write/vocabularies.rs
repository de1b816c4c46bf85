//! What large segments keep of their words: see [`Vocabulary`].

use std::io::Write;

use tantivy::directory::TerminatingWrite;
use tantivy::index::SegmentMeta;
use tantivy::{Directory, SegmentReader};

use crate::engine::Engine;
use crate::engine::snapshot::{Vocabulary, vocabulary};

/// From so many sections on a segment is large. What a search writes on its way is smaller.
const MIN_DOCS: u32 = 4_000;

impl Engine {
    /// Has all large segments of what tantivy has committed last keep their words, if they don't yet.
    pub(in crate::engine) fn keep_vocabularies(&self) -> tantivy::Result<()> {
        self.keep_vocabularies_from(MIN_DOCS)
    }

    fn keep_vocabularies_from(&self, min_docs: u32) -> tantivy::Result<()> {
        let segments = self.index.searchable_segment_metas()?;
        segments
            .iter()
            .filter(|segment| segment.max_doc() >= min_docs)
            .try_for_each(|segment| self.keep(segment))
    }

    fn keep(&self, segment: &SegmentMeta) -> tantivy::Result<()> {
        let (directory, path) = (self.index.directory(), vocabulary::file_of(segment.id()));
        if directory.exists(&path)? {
            return Ok(());
        }
        let reader = SegmentReader::open(&self.index.segment(segment.clone()))?;
        let words = vocabulary::KEPT.iter().map(|field| {
            let inverted = reader.inverted_index(field.of(&self.fields))?;
            Ok(Vocabulary::of(inverted.terms())?)
        });
        let words: Vec<Vocabulary> = words.collect::<tantivy::Result<_>>()?;
        let mut file = directory.open_write(&path)?;
        file.write_all(&vocabulary::encode(&words)?)?;
        Ok(file.terminate()?)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::engine::fixture::documents;
    use crate::engine::{FewSegments, NoteDocuments, NoteSink, TextField};
    use crate::note::NotePath;

    const NOTE: &str = "# Redis\n\nreconnect DbConnection 连接池 connect\n\n# Pool\n\nreconnect\n";

    fn note(engine: &Engine, name: &str) -> NoteDocuments {
        documents(engine, NotePath::new(name).unwrap(), NOTE)
    }

    /// An index of one note.
    fn committed(dir: &Path) -> Engine {
        let engine = Engine::create(dir).unwrap();
        let mut builder = engine.builder();
        builder.add(note(&engine, "a.md")).unwrap();
        builder.commit("").unwrap();
        engine
    }

    #[test]
    fn what_is_kept_is_what_the_dictionary_says() {
        let dir = tempfile::tempdir().unwrap();
        drop(committed(dir.path()));
        let containing = || {
            let snapshot = Engine::open(dir.path()).unwrap().snapshot().unwrap();
            [TextField::Text, TextField::Name]
                .map(|field| snapshot.tokens_containing(field, "onnec", 9).unwrap())
        };
        let by_dictionary = containing();
        assert_eq!(by_dictionary[0].first().map(String::as_str), Some("reconnect"), "it stands in most");

        let engine = Engine::open(dir.path()).unwrap();
        let segment = engine.index.searchable_segment_metas().unwrap().remove(0);
        let kept = |field| vocabulary::kept(&engine.index, segment.id(), field).unwrap();
        assert_eq!(kept(TextField::Text), None, "so few sections keep none");
        engine.keep_vocabularies_from(1).unwrap();
        assert_eq!((kept(TextField::Text).is_some(), kept(TextField::Words)), (true, None));
        assert_eq!(containing(), by_dictionary);
    }

    #[test]
    fn what_is_kept_belongs_to_the_commit() {
        let dir = tempfile::tempdir().unwrap();
        let engine = committed(dir.path());
        let n_files = || Engine::open(dir.path()).unwrap().check_files().n_files;
        let n_before = n_files();
        engine.keep_vocabularies_from(1).unwrap();
        engine.directory.as_ref().unwrap().commit().unwrap();
        assert_eq!(n_files(), n_before + 1);

        let engine = Engine::open(dir.path()).unwrap();
        let mut writer = engine.writer(1, 16 << 20).unwrap();
        writer.remove(&NotePath::new("a.md").unwrap());
        writer.add(note(&engine, "b.md")).unwrap();
        writer.commit("", FewSegments::All).unwrap();
        assert_eq!((n_files(), engine.has_leftovers(&[])), (n_before, false), "it goes with its segment");
    }
}
