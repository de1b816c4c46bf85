//! A section → its document.

use std::collections::BTreeSet;
use std::ops::Range;

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::facet::Facet;
use super::links::linked_names;
use super::names::{Names, Said};
use super::record::{CodeRecord, PackedSpans, SectionRecord};
use super::schema::Fields;
use super::short_names::short_names;
use super::zones::encode_zones;
use super::{NoteInfo, SectionDocument};
use crate::analysis::{Reading, SectionTokens, Segmenter, Shape, TokenBuffer, section_tokens};
use crate::date::days;
use crate::glossary::{Mining, Pair, named_pairs, terms};
use crate::note::{CodeBlock, Note, Section, Task};
use crate::text::LineIndex;

/// What is the same for all sections of a note.
pub(super) struct Context<'a> {
    pub(super) fields: Fields,
    pub(super) segmenter: &'a Segmenter,
    pub(super) note: &'a Note,
    pub(super) source: &'a str,
    pub(super) info: &'a NoteInfo,
    pub(super) names: &'a Names<'a>,
    pub(super) lines: &'a LineIndex,
}

/// A section of which a document is made.
pub(super) struct SectionEntry<'a> {
    context: &'a Context<'a>,
    idx: usize,
    section: &'a Section,
    /// Whether it is its note's first that is indexed: that alone says what the note is called and has.
    is_first: bool,
    /// What it says of its note.
    said: &'a Said<'a>,
}

impl<'a> SectionEntry<'a> {
    /// For the section of this index in its note.
    pub(super) fn new(context: &'a Context<'a>, idx: usize, is_first: bool) -> SectionEntry<'a> {
        let (section, said) = (&context.note.sections[idx], context.names.said(is_first));
        SectionEntry { context, idx, section, is_first, said }
    }

    /// Its document, and how many tokens the `words` of it are.
    pub(super) fn document(&self) -> (SectionDocument, u64) {
        let record = self.record();
        let spans = record.spans.unpack(&record.source);
        let reading = Reading::new(&record.source, &spans);
        let (of_section, shape) = self.tokens(&record, &reading);
        let n_words = of_section.words.len() as u64;
        let tokens = self.by_field(of_section);
        let rest = self.rest(record, &reading, &shape);
        (SectionDocument { tokens, rest }, n_words)
    }

    /// What stands in the section, and the words that say where it stands: title, path, and the headings above it.
    fn tokens(&self, record: &SectionRecord, reading: &Reading) -> (SectionTokens, Shape) {
        let range = |block: &CodeRecord| block.range.start as usize..block.range.end as usize;
        let blocks: Vec<Range<usize>> = record.code_blocks.iter().map(range).collect();
        let mut tokens = SectionTokens::for_text(reading.text.len());
        let shape = section_tokens(self.context.segmenter, reading, &blocks, &mut tokens);
        tokens.words.extend(&self.said.words);
        self.context.names.above(self.section).for_each(|words| tokens.words.extend(words));
        (tokens, shape)
    }

    /// The tokens of a section, and in a note's first one those of its names, each with their field.
    fn by_field(&self, of_section: SectionTokens) -> Vec<(Field, TokenBuffer)> {
        let (fields, of_names) = (self.context.fields, &self.context.names.tokens);
        let SectionTokens { words, heading, text, chars } = of_section;
        let mut tokens = vec![
            (fields.words, words),
            (fields.heading, heading),
            (fields.text, text),
            (fields.chars, chars),
        ];
        if self.is_first {
            tokens.push((fields.name, of_names.name.clone()));
            tokens.push((fields.name_text, of_names.name_text.clone()));
        }
        tokens
    }

    /// All other fields of a section.
    fn rest(&self, record: SectionRecord, reading: &Reading, shape: &Shape) -> TantivyDocument {
        let Context { fields, note, info, names, .. } = *self.context;
        let mut document = TantivyDocument::default();
        document.add_text(fields.path, note.path.as_str());
        document.add_u64(fields.heading_end, u64::from(shape.heading_end));
        document.add_i64(fields.modified, info.modified_ns);
        if !record.code_blocks.is_empty() {
            document.add_bytes(fields.code, &encode_zones(shape, &record.code_blocks));
        }
        if self.is_first {
            document.add_text(fields.facet, Facet::Start.term());
            names.facets.iter().for_each(|term| document.add_text(fields.facet, term));
            self.properties(&mut document);
            let linked = linked_names(note);
            let terms = linked.iter().map(|name| Facet::Linked(name).term());
            terms.for_each(|term| document.add_text(fields.facet, term));
        }
        self.said.facets.iter().for_each(|term| document.add_text(fields.facet, term));
        self.facets(&record, |term| document.add_text(fields.facet, term));
        self.pairs(&record, reading, |term| document.add_text(fields.pairs, term));
        document.add_bytes(fields.record, &record.encode());
        document.add_text(fields.source, record.source);
        document
    }

    /// The pairs that stand in the section; in a note's first one those of its names, too.
    fn pairs(&self, record: &SectionRecord, reading: &Reading, add: impl FnMut(String)) {
        let Context { note, segmenter, .. } = *self.context;
        let mining =
            Mining::new(segmenter, &record.source, record.front_matter_len(), reading, record.names());
        let mut pairs: Vec<Pair> = mining.run().into_iter().map(|mined| mined.pair).collect();
        if self.is_first {
            let aliases = note.front_matter.aliases.iter().map(String::as_str);
            pairs.extend(named_pairs(segmenter, &note.title, aliases));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs.iter().flat_map(terms).for_each(add);
    }

    /// What the front matter says of the note.
    fn properties(&self, document: &mut TantivyDocument) {
        let Context { fields, note, .. } = *self.context;
        let matter = &note.front_matter;
        let draft = matter.draft.then_some(("draft", "true"));
        let lists =
            [("tags", &matter.tags), ("categories", &matter.categories), ("aliases", &matter.aliases)];
        let names = lists.into_iter().flat_map(|(name, all)| all.iter().map(move |one| (name, one.as_str())));
        let written = matter.properties.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all = draft.into_iter().chain(names).chain(written);
        let terms: BTreeSet<String> =
            all.map(|(name, value)| Facet::Property { name, value }.term()).collect();
        terms.into_iter().for_each(|term| document.add_text(fields.facet, term));
        let day = |date: &Option<String>| date.as_deref().and_then(days).map(|days| days.start);
        day(&matter.created).into_iter().for_each(|day| document.add_i64(fields.created, day));
        day(&matter.modified).into_iter().for_each(|day| document.add_i64(fields.revised, day));
    }

    /// The items of check lists that begin in it.
    fn tasks(&self) -> &[Task] {
        let (tasks, range) = (&self.context.note.tasks, &self.section.range);
        let before = |offset: usize| tasks.partition_point(|task| task.range.start < offset);
        &tasks[before(range.start)..before(range.end)]
    }

    fn code_blocks(&self) -> &[CodeBlock] {
        let blocks = &self.context.note.code_blocks;
        let first = |idx: usize| blocks.partition_point(|block| block.section < idx);
        &blocks[first(self.idx)..first(self.idx + 1)]
    }

    fn facets(&self, record: &SectionRecord, mut add: impl FnMut(String)) {
        if !record.code_blocks.is_empty() {
            add(Facet::Code.term());
        }
        for language in record.code_blocks.iter().filter_map(|block| block.language.as_deref()) {
            add(Facet::Language(language).term());
        }
        let tasks = self.tasks();
        for done in [false, true] {
            if tasks.iter().any(|task| task.done == done) {
                add(Facet::Task { done }.term());
            }
        }
        let name = self.section.name.as_str();
        if !name.is_empty() {
            add(Facet::Heading(name).term());
            short_names(name).into_iter().for_each(|name| add(Facet::Heading(name).term()));
        }
    }

    fn record(&self) -> SectionRecord {
        let Context { note, info, lines, .. } = *self.context;
        let (section, said) = (self.section, self.said);
        let source = &self.context.source[section.range.clone()];
        let start = section.range.start;
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        let code_blocks = self.code_blocks().iter().map(|block| {
            let range = (block.range.start - start) as u32..(block.range.end - start) as u32;
            CodeRecord { language: block.language.clone(), range }
        });
        SectionRecord {
            path: note.path.as_str().to_owned(),
            title: note.title.clone(),
            tags: texts(&said.tags),
            labels: texts(&said.labels),
            encoding: info.encoding.map(str::to_owned),
            name: section.name.clone(),
            heading: section.heading.clone(),
            anchor: section.anchor.clone(),
            breadcrumb: section.breadcrumb.clone(),
            source: source.to_owned(),
            start: start as u64,
            line: lines.line(start),
            code_blocks: code_blocks.collect(),
            spans: PackedSpans::pack(&section.spans, source, start),
        }
    }
}
