//! What is indexed of a section: the fields.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

use super::tokenizer;

/// Changes whenever an index made before can't be read any more: such an index is rebuilt.
pub(crate) const FORMAT_VERSION: u32 = 7;

/// The fields. One tantivy document is one section; those of a note stand together, in order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// The note's path, whole: what a note is removed by. Also a column, for filters and order.
    pub(crate) path: Field,
    /// What a section is or has, as exact terms: see [`super::Facet`].
    pub(crate) facet: Field,
    /// The pairs of words in two languages that stand in it: see [`crate::glossary`].
    pub(crate) pairs: Field,
    /// Words with frequencies and the section's length: title and heading five times, path,
    /// ancestors and body once. Gives the score.
    pub(crate) words: Field,
    /// Words of the section's own name alone, with frequencies and length. Tells apart the sections of
    /// a note.
    pub(crate) heading: Field,
    /// Everything that stands in the section, with positions. Gives the promise and the phrases.
    pub(crate) text: Field,
    /// Single Han characters and signs, with frequencies.
    pub(crate) chars: Field,
    /// Words of title, path, tags and aliases, on a note's first section only, so that frequencies
    /// and lengths are those of notes.
    pub(crate) name: Field,
    /// The same as `text` is, of title, aliases and file name, on a note's first section only; the file
    /// name stands from [`super::STEM_POSITION`] on.
    pub(crate) name_text: Field,
    /// How many tokens the `words` of all sections of the note have: a column.
    pub(crate) note_length: Field,
    /// How many positions of `text` the section's own name takes: a column.
    pub(crate) heading_end: Field,
    /// When the file was last changed, in nanoseconds since 1970: a column.
    pub(crate) modified: Field,
    /// The day that the note says it was made, on its first section only: a column.
    pub(crate) created: Field,
    /// The day that the note says it was last changed, on its first section only: a column.
    pub(crate) revised: Field,
    /// The positions and languages of the section's code blocks: a column of bytes.
    pub(crate) code: Field,
    /// The section's lines, as written.
    pub(crate) source: Field,
    /// What else is shown of the section: see [`super::SectionRecord`].
    pub(crate) record: Field,
}

impl Fields {
    /// Declares the fields.
    pub(crate) fn declare() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let fields = Fields {
            path: schema.add_text_field("path", exact().set_fast("raw")),
            facet: schema.add_text_field("facet", exact()),
            pairs: schema.add_text_field("pairs", exact()),
            words: text_field(&mut schema, "words", IndexRecordOption::WithFreqs, true),
            heading: text_field(&mut schema, "heading", IndexRecordOption::WithFreqs, true),
            text: text_field(&mut schema, "text", IndexRecordOption::WithFreqsAndPositions, false),
            chars: text_field(&mut schema, "chars", IndexRecordOption::WithFreqs, false),
            name: text_field(&mut schema, "name", IndexRecordOption::WithFreqs, true),
            name_text: text_field(&mut schema, "name_text", IndexRecordOption::WithFreqsAndPositions, false),
            note_length: schema.add_u64_field("note_length", FAST),
            heading_end: schema.add_u64_field("heading_end", FAST),
            modified: schema.add_i64_field("modified", FAST),
            created: schema.add_i64_field("created", FAST),
            revised: schema.add_i64_field("revised", FAST),
            code: schema.add_bytes_field("code", FAST),
            source: schema.add_text_field("source", TextOptions::default().set_stored()),
            record: schema.add_bytes_field("record", STORED),
        };
        (schema.build(), fields)
    }
}

/// Terms that are matched whole.
fn exact() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}

/// A field that takes tokens made by the analysis.
fn text_field(schema: &mut SchemaBuilder, name: &str, option: IndexRecordOption, has_length: bool) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer::NAME)
        .set_index_option(option)
        .set_fieldnorms(has_length);
    schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}
