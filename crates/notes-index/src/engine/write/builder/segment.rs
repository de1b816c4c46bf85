//! One segment: its documents go in one after another, its files come out at the end.

use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{Segment, SegmentComponent, SegmentMeta};
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{Field, IndexRecordOption, Schema, Value};
use tantivy::store::StoreWriter;
use tantivy::tokenizer::MAX_TOKEN_LEN;
use tantivy::{DocId, Index};

use super::handover::handed_over;
use super::postings::FieldPostings;
use super::run::{IntoSegment, merge};
use super::spill::Spilled;
use crate::engine::documents::SectionDocument;

/// A segment that is being made, file for file what tantivy's own writer would make of the same documents.
pub(super) struct NewSegment {
    segment: Segment,
    schema: Schema,
    n_docs: DocId,
    /// By field; none for those that aren't indexed.
    fields: Vec<Option<NewField>>,
    /// The postings of earlier documents.
    pub(super) spilled: Spilled,
    norms: FieldNormsWriter,
    columns: FastFieldsWriter,
    store: StoreWriter,
}

/// A field that is indexed.
struct NewField {
    postings: FieldPostings,
    /// How many tokens there are, those in runs included.
    n_tokens: u64,
    option: IndexRecordOption,
    has_norms: bool,
}

impl NewSegment {
    pub(super) fn new(index: &Index) -> tantivy::Result<NewSegment> {
        let (segment, schema, settings) = (index.new_segment(), index.schema(), index.settings());
        let store = StoreWriter::new(
            segment.open_write(SegmentComponent::Store)?,
            settings.docstore_compression,
            settings.docstore_blocksize,
            settings.docstore_compress_dedicated_thread,
        )?;
        let tokenizers = index.fast_field_tokenizer().clone();
        Ok(NewSegment {
            fields: schema.fields().map(|(field, _)| NewField::of(&schema, field)).collect(),
            norms: FieldNormsWriter::for_schema(&schema),
            columns: FastFieldsWriter::from_schema_and_tokenizer_manager(&schema, tokenizers)?,
            segment,
            schema,
            n_docs: 0,
            spilled: Spilled::default(),
            store,
        })
    }

    /// What the postings take in memory, in bytes, and will when they are written.
    fn n_posting_bytes(&self) -> usize {
        let postings = || self.fields.iter().flatten().map(|field| &field.postings);
        let held: usize = postings().map(FieldPostings::n_bytes).sum();
        // Fields are written one after another: only one at a time has its tokens put in order.
        held + postings().map(FieldPostings::n_token_bytes).max().unwrap_or_default()
    }

    pub(super) fn add(&mut self, document: &SectionDocument) -> tantivy::Result<()> {
        for (field, tokens) in &document.tokens {
            if let Some(new) = self.field(*field) {
                tokens.tokens().for_each(|(position, term)| new.postings.push(term.as_bytes(), position));
            }
        }
        for (field, value) in document.rest.field_values() {
            let Some(new) = self.field(field) else { continue };
            let value = value.as_str().filter(|value| value.len() <= MAX_TOKEN_LEN);
            if let Some(value) = value {
                new.postings.push(value.as_bytes(), 0);
            }
        }
        self.close();
        self.columns.add_document(&document.rest)?;
        self.store.store(&document.rest, &self.schema)?;
        self.n_docs += 1;
        Ok(())
    }

    fn field(&mut self, field: Field) -> Option<&mut NewField> {
        self.fields.get_mut(field.field_id() as usize)?.as_mut()
    }

    /// What was pushed stands in the document that comes next.
    fn close(&mut self) {
        for (id, new) in self.fields.iter_mut().enumerate() {
            let Some(new) = new else { continue };
            let n_tokens = new.postings.close(self.n_docs);
            new.n_tokens += u64::from(n_tokens);
            if new.has_norms && n_tokens > 0 {
                self.norms.record(self.n_docs, Field::from_field_id(id as u32), n_tokens);
            }
        }
    }

    /// Writes the files; nothing if there is no document.
    pub(super) fn finish(mut self) -> tantivy::Result<SegmentMeta> {
        self.norms.fill_up_to_max_doc(self.n_docs);
        let norms = self.segment.open_write(SegmentComponent::FieldNorms)?;
        self.norms.serialize(FieldNormsSerializer::from_write(norms)?, None)?;
        self.write_postings()?;
        let mut columns = self.segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(&mut columns, None)?;
        columns.terminate()?;
        self.store.close()?;
        let meta = self.segment.with_max_doc(self.n_docs).meta().clone();
        // There is no store but the final one.
        meta.untrack_temp_docstore();
        Ok(meta)
    }

    /// One thread puts the postings in order, field by field, and this one writes them.
    fn write_postings(&mut self) -> tantivy::Result<()> {
        if !self.spilled.is_empty() {
            self.spill()?;
        }
        let runs = self.spilled.runs()?;
        // tantivy writes with each block of postings what it can score at most, by the lengths in this file.
        let norms = FieldNormReaders::open(self.segment.open_read(SegmentComponent::FieldNorms)?)?;
        let mut serializer = InvertedIndexSerializer::open(&self.segment)?;
        // Taken out, so that each field's memory is given back once it is written.
        let fields = self.fields.iter_mut().enumerate().filter_map(|(id, new)| Some((id, new.take()?)));
        let fields: Vec<(usize, NewField)> = fields.filter(|(_, new)| new.n_tokens > 0).collect();
        let heads: Vec<(Field, u64, bool)> = fields
            .iter()
            .map(|(id, new)| (Field::from_field_id(*id as u32), new.n_tokens, new.option.has_freq()))
            .collect();
        handed_over(
            |sink| {
                fields.into_iter().try_for_each(|(id, new)| {
                    if runs.is_empty() {
                        new.postings.write(sink)?
                    } else {
                        merge(runs, id, sink)?
                    }
                    sink.end_field();
                    Ok(())
                })
            },
            |taken| {
                for (field, n_tokens, has_freq) in heads {
                    let written = serializer.new_field(field, n_tokens, norms.get_field(field)?)?;
                    let mut sink = IntoSegment { serializer: written, has_freq };
                    taken.field(&mut sink)?;
                    sink.serializer.close()?;
                }
                Ok(())
            },
        )?;
        serializer.close()?;
        Ok(())
    }

    /// Writes the postings into a run if more than so many bytes are held in memory. All else stays there, and however
    /// much it is, a part is left for postings: they would fill a file for each note. Once there are runs, a half is for
    /// the postings that are being written.
    pub(super) fn make_room(&mut self, max_bytes: usize) -> tantivy::Result<()> {
        let others = self.columns.mem_usage() + self.store.mem_usage();
        let room = max_bytes.saturating_sub(others).max(max_bytes / 4);
        let room = if self.spilled.is_empty() { room } else { room / 2 };
        if self.n_posting_bytes() <= room { Ok(()) } else { self.spill() }
    }

    /// Has what is held written into a run while more is gathered.
    fn spill(&mut self) -> tantivy::Result<()> {
        let taken = |new: &mut NewField| {
            let has_positions = new.option.has_positions();
            std::mem::replace(&mut new.postings, FieldPostings::new(has_positions))
        };
        let postings = self.fields.iter_mut().map(|new| new.as_mut().map(taken)).collect();
        self.spilled.spill(&self.segment, postings)
    }
}

impl NewField {
    fn of(schema: &Schema, field: Field) -> Option<NewField> {
        let entry = schema.get_field_entry(field);
        let option = entry.is_indexed().then(|| entry.field_type().get_index_record_option())??;
        let postings = FieldPostings::new(option.has_positions());
        Some(NewField { postings, n_tokens: 0, option, has_norms: entry.has_fieldnorms() })
    }
}
