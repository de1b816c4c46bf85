//! A note → its documents: the only place where sections become index entries.

mod facet;
mod links;
mod names;
mod record;
mod schema;
mod section;
mod short_names;
pub(super) mod tokenizer;
mod zones;

use tantivy::TantivyDocument;
use tantivy::schema::Field;

pub(crate) use self::facet::{Facet, bare_tag};
pub(super) use self::facet::{HEADING_PREFIX, LANGUAGE_PREFIX, NAME_PREFIXES, TAG_PREFIX, property_prefix};
pub(crate) use self::links::link_names;
use self::names::Names;
pub(crate) use self::names::STEM_POSITION;
pub(super) use self::record::StoredSection;
pub(crate) use self::record::{CodeRecord, SectionRecord};
pub(crate) use self::schema::FORMAT_VERSION;
pub(super) use self::schema::Fields;
use self::section::{Context, SectionEntry};
pub(super) use self::zones::decode_zones;
use super::Engine;
use crate::analysis::{Segmenter, TokenBuffer};
use crate::note::{Note, Section};
use crate::text::LineIndex;

/// What is known of a note besides its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct NoteInfo {
    /// Nanoseconds since 1970.
    pub(crate) modified_ns: i64,
    /// The file's encoding if it is not UTF-8.
    pub(crate) encoding: Option<&'static str>,
}

/// A note on its way into the index.
pub(crate) struct NoteDocuments {
    pub(super) documents: Vec<SectionDocument>,
    /// How long the note's text is.
    pub(super) n_bytes: usize,
    /// How many code blocks the note has.
    pub(crate) n_code_blocks: u32,
    /// How many tokens the `words` of all its sections have.
    pub(crate) n_words: u64,
    /// How many tokens its `name` has.
    pub(crate) n_name_words: u32,
}

/// A section on its way into the index.
#[derive(Clone, Debug, Default)]
pub(super) struct SectionDocument {
    /// The tokens of the text fields.
    pub(super) tokens: Vec<(Field, TokenBuffer)>,
    /// All other fields.
    pub(super) rest: TantivyDocument,
}

impl SectionDocument {
    /// What tantivy takes, whose tokenizer unpacks the tokens again.
    pub(super) fn into_tantivy(self) -> TantivyDocument {
        let mut document = self.rest;
        for (field, tokens) in self.tokens {
            document.add_text(field, tokens.packed());
        }
        document
    }
}

impl NoteDocuments {
    /// How many sections are indexed.
    pub(crate) fn n_sections(&self) -> u32 {
        self.documents.len() as u32
    }
}

/// Makes the documents of a note. Sections without a word are left out, unless there is no other.
pub(crate) fn note_documents(
    engine: &Engine,
    segmenter: &Segmenter,
    note: &Note,
    source: &str,
    info: &NoteInfo,
) -> NoteDocuments {
    let names = Names::new(segmenter, note, source.len());
    let lines = LineIndex::new(source);
    let mut result = NoteDocuments {
        documents: Vec::new(),
        n_bytes: source.len(),
        n_code_blocks: note.code_blocks.len() as u32,
        n_words: 0,
        n_name_words: names.tokens.n_words,
    };
    let context =
        Context { fields: engine.fields, segmenter, note, source, info, names: &names, lines: &lines };
    let has_words = |section: &Section| !section.spans.is_empty();
    let all_empty = !note.sections.iter().any(has_words);
    for (idx, section) in note.sections.iter().enumerate() {
        if has_words(section) || (all_empty && idx == 0) {
            let (document, n_words) =
                SectionEntry::new(&context, idx, result.documents.is_empty()).document();
            result.n_words += n_words;
            result.documents.push(document);
        }
    }
    for document in &mut result.documents {
        document.rest.add_u64(engine.fields.note_length, result.n_words);
    }
    result
}
