//! What a note is called: the tokens of its names, and what each of its sections says of the note.

use std::collections::HashMap;
use std::iter;

use super::facet::{Facet, tag_and_parents};
use super::short_names::short_names;
use crate::analysis::{HEADING_WEIGHT, Segmenter, TokenBuffer, name_grams, name_words};
use crate::note::{Note, Section};

/// Where the file's name begins among the positions of a note's names: behind any title that is one.
pub(crate) const STEM_POSITION: u32 = 4096;

/// How much all sections of a note may say of it together, in bytes: so many for each byte of its text, and these
/// besides.
const SAID_PER_BYTE: usize = 64;
const SAID_BESIDES: usize = 1 << 20;

/// The tokens of a note's own names, for its first section.
#[derive(Debug, Default)]
pub(super) struct NameTokens {
    pub(super) name: TokenBuffer,
    pub(super) name_text: TokenBuffer,
    pub(super) n_words: u32,
}

/// What a section says of its note.
#[derive(Debug, Default)]
pub(super) struct Said<'a> {
    /// Words of the title, counted as a heading is, and of the path.
    pub(super) words: TokenBuffer,
    pub(super) tags: Vec<&'a str>,
    /// Categories and aliases.
    pub(super) labels: Vec<&'a str>,
    /// Its tags and those above them, as terms.
    pub(super) facets: Vec<String>,
}

/// A note's names, each cut into words once.
pub(super) struct Names<'a> {
    pub(super) tokens: NameTokens,
    /// What the note is called, as terms: for its first section.
    pub(super) facets: Vec<String>,
    first: Said<'a>,
    /// What the sections after the first say, if there is no room for all that the first one says.
    others: Option<Said<'a>>,
    /// The words of what stands above sections.
    above: HashMap<&'a str, TokenBuffer>,
}

impl<'a> Names<'a> {
    /// Those of a note that has `n_bytes` of text.
    pub(super) fn new(segmenter: &Segmenter, note: &'a Note, n_bytes: usize) -> Names<'a> {
        let mut names = Names {
            tokens: NameTokens::default(),
            facets: name_facets(note),
            first: Said::new(note),
            others: None,
            above: HashMap::new(),
        };
        names.cut(segmenter, note);
        // What stands in the note's text is found there, so nothing is lost by saying it once.
        let n_said = names.first.n_bytes().saturating_mul(note.sections.len());
        names.others = (n_said > SAID_PER_BYTE * n_bytes + SAID_BESIDES).then(Said::default);
        for name in note.sections.iter().flat_map(Section::ancestors) {
            names.above.entry(name).or_insert_with(|| {
                let mut words = TokenBuffer::default();
                name_words(segmenter, name, |word| words.push(word, 0));
                words
            });
        }
        names
    }

    /// What the first section or another one says.
    pub(super) fn said(&self, is_first: bool) -> &Said<'a> {
        self.others.as_ref().filter(|_| !is_first).unwrap_or(&self.first)
    }

    /// The words of each heading that a section stands under.
    pub(super) fn above(&self, section: &'a Section) -> impl Iterator<Item = &TokenBuffer> {
        section.ancestors().iter().filter_map(|name| self.above.get(name.as_str()))
    }

    /// Cuts title, path and labels.
    fn cut(&mut self, segmenter: &Segmenter, note: &Note) {
        let (tokens, everywhere) = (&mut self.tokens, &mut self.first.words);
        let mut add = |text: &str, times: usize| {
            name_words(segmenter, text, |word| {
                (0..times).for_each(|_| everywhere.push(word, 0));
                tokens.name.push(word, tokens.n_words);
                tokens.n_words += 1;
            });
        };
        add(&note.title, HEADING_WEIGHT);
        let path = note.path.as_str();
        add(&path[..path.len() - extension_len(path)], 1);
        self.first.tags.iter().chain(&self.first.labels).for_each(|label| add(label, 0));
        let aliases = note.front_matter.aliases.iter().map(String::as_str);
        let end = [note.title.as_str()].into_iter().chain(aliases).fold(0, |position, text| {
            // One position between two names keeps phrases inside one.
            name_grams(text, position, &mut tokens.name_text) + 1
        });
        name_grams(note.path.stem(), end.max(STEM_POSITION), &mut tokens.name_text);
    }
}

impl<'a> Said<'a> {
    /// Everything but the words.
    fn new(note: &'a Note) -> Said<'a> {
        let matter = &note.front_matter;
        let tags = note.all_tags();
        let terms = tags.iter().flat_map(|tag| tag_and_parents(tag)).map(|tag| Facet::Tag(tag).term());
        Said {
            words: TokenBuffer::default(),
            facets: terms.collect(),
            labels: matter.categories.iter().chain(&matter.aliases).map(String::as_str).collect(),
            tags,
        }
    }

    /// How much it adds to a section.
    fn n_bytes(&self) -> usize {
        let texts = self.tags.iter().chain(&self.labels).map(|text| text.len());
        let terms = self.facets.iter().map(String::len);
        self.words.packed_len() + texts.chain(terms).sum::<usize>()
    }
}

/// A note's title, its file's name, the shorter names of both and its aliases, as terms.
fn name_facets(note: &Note) -> Vec<String> {
    let (title, stem) = (note.title.as_str(), note.path.stem());
    let aliases = note.front_matter.aliases.iter().map(String::as_str);
    let titles = iter::once(title).chain(short_names(title)).chain(aliases).map(Facet::Title);
    let stems = iter::once(stem).chain(short_names(stem)).map(Facet::Stem);
    titles.chain(stems).map(|facet| facet.term()).collect()
}

fn extension_len(path: &str) -> usize {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rfind('.').filter(|&dot| dot > 0).map_or(0, |dot| name.len() - dot)
}

#[cfg(test)]
mod tests {
    use tantivy::schema::Value;

    use super::super::SectionDocument;
    use crate::engine::Engine;
    use crate::engine::fixture::documents;
    use crate::note::NotePath;

    /// How many bytes the index is given of a note.
    fn n_bytes(text: &str) -> usize {
        let engine = Engine::in_memory().unwrap();
        let documents = documents(&engine, NotePath::new("a.md").unwrap(), text).documents;
        let of_document = |document: &SectionDocument| {
            let tokens = document.tokens.iter().map(|(_, tokens)| tokens.packed().len());
            let fields = engine.fields;
            let terms = document.rest.get_all(fields.facet).chain(document.rest.get_all(fields.pairs));
            let terms = terms.filter_map(|term| term.as_str()).map(str::len);
            let record = document.rest.get_first(fields.record).and_then(|record| record.as_bytes());
            tokens.chain(terms).chain(record.map(<[u8]>::len)).sum::<usize>()
        };
        documents.iter().map(of_document).sum()
    }

    #[test]
    fn what_sections_say_of_their_note_is_a_small_multiple_of_it() {
        let many = |n: usize, piece: fn(usize) -> String| (0..n).map(piece).collect::<String>();
        let sections = |n: usize| many(n, |n| format!("# {n}\n\nx\n"));
        let long = "长 名 ".repeat(90);
        let headings: String = (1..6).map(|level| format!("{} {long}\n\n", "#".repeat(level))).collect();
        let notes = [
            ("tags", many(4_000, |n| format!("#t{n} ")) + "\n\n" + &sections(2_000)),
            ("a deep tag", format!("#{}z\n\n", "a/".repeat(10_000)) + &sections(2_000)),
            (
                "aliases",
                format!("---\naliases: [{}]\n---\n", many(4_000, |n| format!("t{n}, "))) + &sections(2_000),
            ),
            ("a title", format!("---\ntitle: {}\n---\n", "长 名 ".repeat(3_000)) + &sections(2_000)),
            ("headings", headings + &"###### x\n\n".repeat(4_000)),
            (
                "an anchor",
                format!("# a {{#{}}}\n\n", "a".repeat(20_000)) + &"- a:\n  ```\n  x\n  ```\n".repeat(2_000),
            ),
        ];
        for (name, text) in notes {
            let n_bytes = n_bytes(&text);
            assert!(n_bytes < 128 * text.len(), "{name}: {n_bytes} bytes of {}", text.len());
        }
    }
}
