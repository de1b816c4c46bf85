//! A note → its documents: the only place where sections become index entries.

mod facet;
mod links;
mod names;
mod numbers;
mod record;
mod schema;
mod short_names;
pub(super) mod tokenizer;

use std::collections::BTreeSet;
use std::ops::Range;

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use self::facet::hash;
pub(crate) use self::facet::{Facet, bare_tag, tag_and_parents};
pub(super) use self::facet::{NAME_PREFIXES, TAG_PREFIX, property_prefix};
pub(crate) use self::links::link_names;
use self::links::linked_names;
pub(crate) use self::names::STEM_POSITION;
use self::names::{Names, Said};
use self::record::PackedSpans;
pub(super) use self::record::StoredSection;
pub(crate) use self::record::{CodeRecord, SectionRecord};
pub(crate) use self::schema::FORMAT_VERSION;
pub(super) use self::schema::Fields;
use self::short_names::short_names;
use super::Engine;
use crate::analysis::{Reading, SectionTokens, Segmenter, Shape, TokenBuffer, section_tokens};
use crate::date::days;
use crate::glossary::{Mining, Pair, named_pairs, terms};
use crate::note::{CodeBlock, Note, Section, Task};
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
    let writing =
        Writing { fields: engine.fields, segmenter, note, source, info, names: &names, lines: &lines };
    let has_words = |section: &Section| !section.spans.is_empty();
    let all_empty = !note.sections.iter().any(has_words);
    for (idx, section) in note.sections.iter().enumerate() {
        if has_words(section) || (all_empty && idx == 0) {
            writing.section(idx, section, &mut result);
        }
    }
    for document in &mut result.documents {
        document.rest.add_u64(engine.fields.note_length, result.n_words);
    }
    result
}

/// What is the same for all sections of a note.
struct Writing<'a> {
    fields: Fields,
    segmenter: &'a Segmenter,
    note: &'a Note,
    source: &'a str,
    info: &'a NoteInfo,
    names: &'a Names<'a>,
    lines: &'a LineIndex,
}

impl<'a> Writing<'a> {
    fn section(&self, idx: usize, section: &'a Section, result: &mut NoteDocuments) {
        let is_first = result.documents.is_empty();
        let said = self.names.said(is_first);
        let record = self.record(idx, section, said);
        let spans = record.spans.unpack(&record.source);
        let reading = Reading::new(&record.source, &spans);
        let (of_section, shape) = self.tokens(section, &record, &reading, said);
        result.n_words += of_section.words.len() as u64;
        let tokens = self.by_field(of_section, is_first);
        let rest = self.rest(section, record, &reading, &shape, is_first);
        result.documents.push(SectionDocument { tokens, rest });
    }

    /// What stands in the section, and the words that say where it stands: title, path, and the headings above it.
    fn tokens(
        &self,
        section: &'a Section,
        record: &SectionRecord,
        reading: &Reading,
        said: &Said<'a>,
    ) -> (SectionTokens, Shape) {
        let range = |block: &CodeRecord| block.range.start as usize..block.range.end as usize;
        let blocks: Vec<Range<usize>> = record.code_blocks.iter().map(range).collect();
        let mut tokens = SectionTokens::for_text(reading.text.len());
        let shape = section_tokens(self.segmenter, reading, &blocks, &mut tokens);
        tokens.words.extend(&said.words);
        self.names.above(section).for_each(|words| tokens.words.extend(words));
        (tokens, shape)
    }

    /// The tokens of a section, and in a note's first one those of its names, each with their field.
    fn by_field(&self, of_section: SectionTokens, is_first: bool) -> Vec<(Field, TokenBuffer)> {
        let (fields, of_names) = (self.fields, &self.names.tokens);
        let SectionTokens { words, heading, text, chars } = of_section;
        let mut tokens = vec![
            (fields.words, words),
            (fields.heading, heading),
            (fields.text, text),
            (fields.chars, chars),
        ];
        if is_first {
            tokens.push((fields.name, of_names.name.clone()));
            tokens.push((fields.name_text, of_names.name_text.clone()));
        }
        tokens
    }

    /// All other fields of a section.
    fn rest(
        &self,
        section: &'a Section,
        record: SectionRecord,
        reading: &Reading,
        shape: &Shape,
        is_first: bool,
    ) -> TantivyDocument {
        let fields = self.fields;
        let mut document = TantivyDocument::default();
        document.add_text(fields.path, self.note.path.as_str());
        document.add_u64(fields.heading_end, u64::from(shape.heading_end));
        document.add_i64(fields.modified, self.info.modified_ns);
        if !record.code_blocks.is_empty() {
            document.add_bytes(fields.code, &encode_zones(shape, &record.code_blocks));
        }
        if is_first {
            document.add_text(fields.facet, Facet::Start.term());
            self.properties(&mut document);
            let linked = linked_names(self.note);
            let terms = linked.iter().map(|name| Facet::Linked(name).term());
            terms.for_each(|term| document.add_text(fields.facet, term));
        }
        let said = self.names.said(is_first);
        said.facets.iter().for_each(|term| document.add_text(fields.facet, term));
        self.facets(section, &record, |term| document.add_text(fields.facet, term));
        let names = self.names.facets.iter().filter(|_| is_first);
        names.for_each(|term| document.add_text(fields.facet, term));
        self.pairs(&record, reading, is_first, |term| {
            document.add_text(fields.pairs, term);
        });
        document.add_bytes(fields.record, &record.encode());
        document.add_text(fields.source, record.source);
        document
    }

    /// The pairs that stand in the section; in a note's first one those of its names, too.
    fn pairs(&self, record: &SectionRecord, reading: &Reading, is_first: bool, add: impl FnMut(String)) {
        let mining = Mining::new(self.segmenter, &record.source, reading, record.names());
        let mut pairs: Vec<Pair> = mining.run().into_iter().map(|mined| mined.pair).collect();
        if is_first {
            let aliases = self.note.front_matter.aliases.iter().map(String::as_str);
            pairs.extend(named_pairs(self.segmenter, &self.note.title, aliases));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs.iter().flat_map(terms).for_each(add);
    }

    /// What the front matter says of the note.
    fn properties(&self, document: &mut TantivyDocument) {
        let matter = &self.note.front_matter;
        let draft = matter.draft.then_some(("draft", "true"));
        let lists =
            [("tags", &matter.tags), ("categories", &matter.categories), ("aliases", &matter.aliases)];
        let names = lists.into_iter().flat_map(|(name, all)| all.iter().map(move |one| (name, one.as_str())));
        let written = matter.properties.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all = draft.into_iter().chain(names).chain(written);
        let terms: BTreeSet<String> =
            all.map(|(name, value)| Facet::Property { name, value }.term()).collect();
        terms.into_iter().for_each(|term| document.add_text(self.fields.facet, term));
        let day = |date: &Option<String>| date.as_deref().and_then(days).map(|days| days.start);
        day(&matter.created).into_iter().for_each(|day| document.add_i64(self.fields.created, day));
        day(&matter.modified).into_iter().for_each(|day| document.add_i64(self.fields.revised, day));
    }

    /// The items of check lists that begin in a section.
    fn tasks(&self, section: &Section) -> &[Task] {
        let before = |offset: usize| self.note.tasks.partition_point(|task| task.range.start < offset);
        &self.note.tasks[before(section.range.start)..before(section.range.end)]
    }

    /// The code blocks of a section.
    fn code_blocks(&self, idx: usize) -> &[CodeBlock] {
        let blocks = &self.note.code_blocks;
        let first = |idx: usize| blocks.partition_point(|block| block.section < idx);
        &blocks[first(idx)..first(idx + 1)]
    }

    fn facets(&self, section: &Section, record: &SectionRecord, mut add: impl FnMut(String)) {
        if !record.code_blocks.is_empty() {
            add(Facet::Code.term());
        }
        for language in record.code_blocks.iter().filter_map(|block| block.language.as_deref()) {
            add(Facet::Language(language).term());
        }
        let tasks = self.tasks(section);
        for done in [false, true] {
            if tasks.iter().any(|task| task.done == done) {
                add(Facet::Task { done }.term());
            }
        }
        if !section.name.is_empty() {
            add(Facet::Heading(&section.name).term());
            short_names(&section.name).into_iter().for_each(|name| add(Facet::Heading(name).term()));
        }
    }

    fn record(&self, idx: usize, section: &Section, said: &Said<'_>) -> SectionRecord {
        let start = section.range.start;
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        let code_blocks = self.code_blocks(idx).iter().map(|block| {
            let range = (block.range.start - start) as u32..(block.range.end - start) as u32;
            CodeRecord { language: block.language.clone(), range }
        });
        SectionRecord {
            path: self.note.path.as_str().to_owned(),
            title: self.note.title.clone(),
            tags: texts(&said.tags),
            labels: texts(&said.labels),
            encoding: self.info.encoding.map(str::to_owned),
            name: section.name.clone(),
            heading: section.heading.clone(),
            anchor: section.anchor.clone(),
            breadcrumb: section.breadcrumb.clone(),
            source: self.source[section.range.clone()].to_owned(),
            start: start as u64,
            line: self.lines.line(start),
            code_blocks: code_blocks.collect(),
            spans: PackedSpans::pack(&section.spans, &self.source[section.range.clone()], start),
        }
    }
}

/// The positions of code blocks with a hash of each one's language, for filters.
fn encode_zones(shape: &Shape, blocks: &[CodeRecord]) -> Vec<u8> {
    let zone = |(positions, block): (&Range<u32>, &CodeRecord)| {
        [positions.start, positions.end, hash(block.language.as_deref().unwrap_or_default())]
    };
    let numbers = shape.code.iter().zip(blocks).flat_map(zone);
    numbers.flat_map(u32::to_le_bytes).collect()
}

/// The positions of a section's code blocks that are of one of some languages; of any if none is named.
pub(super) fn decode_zones<'a>(
    bytes: &'a [u8],
    languages: &'a [String],
) -> impl Iterator<Item = (usize, Range<u32>)> + 'a {
    bytes.chunks_exact(12).enumerate().filter_map(move |(idx, zone)| {
        let number = |at: usize| u32::from_le_bytes([zone[at], zone[at + 1], zone[at + 2], zone[at + 3]]);
        let wanted = languages.is_empty() || languages.iter().any(|language| hash(language) == number(8));
        wanted.then(|| (idx, number(0)..number(4)))
    })
}
