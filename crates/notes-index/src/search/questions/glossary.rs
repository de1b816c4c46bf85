//! The pairs of words in two languages that a notebook has, with their places.

use std::collections::{BTreeMap, HashMap};

use crate::analysis::{Reading, Segmenter, folded_text, is_han};
use crate::engine::{Doc, SectionRecord};
use crate::error::Result;
use crate::glossary::{Glossary, Mining, Pair, Rule, key};
use crate::note::NotePath;
use crate::search::Searcher;
use crate::text::LineIndex;

/// Two words that stand for each other in searches.
///
/// ```
/// use notes_index::{IndexOptions, NoteIndex, NotePath};
///
/// let index = NoteIndex::open(IndexOptions::in_memory())?;
/// index.put(&NotePath::new("db.md")?, "# 数据库\n\n连接池（connection pool）要有上限。\n")?;
/// let entries = index.searcher()?.glossary(None)?;
/// assert_eq!((entries[0].word.as_str(), entries[0].translation.as_str()), ("连接池", "connection pool"));
/// let place = &entries[0].places[0];
/// assert_eq!((place.path.as_str(), place.line), ("db.md", 3));
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GlossaryEntry {
    /// The Chinese side if there is one: folded, or as written if it comes from the notebook's glossary file.
    pub word: String,
    /// The other side.
    pub translation: String,
    /// How many sections put the two side by side.
    pub sections: usize,
    /// Where they stand: one place of each section, ordered by path and line; at most [`GlossaryEntry::MAX_PLACES`].
    pub places: Vec<GlossaryPlace>,
    /// The line of the notebook's glossary file that adds it, 1-based.
    pub added_in: Option<u32>,
}

/// Where a note puts two words side by side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct GlossaryPlace {
    /// The note.
    pub path: NotePath,
    /// The line, 1-based. If both words are names of the note, the first line of the section.
    pub line: u32,
}

impl GlossaryEntry {
    /// The most places of a pair that are listed.
    pub const MAX_PLACES: usize = 20;
}

impl Searcher {
    /// The pairs of words that searches take for each other, those of the most sections first: all of them, or those
    /// of `word`. Pairs that the glossary file forbids are left out.
    ///
    /// # Errors
    /// If the index turns out to be damaged.
    pub fn glossary(&self, word: Option<&str>) -> Result<Vec<GlossaryEntry>> {
        self.snapshot.guarded(|_| self.entries(word))
    }

    fn entries(&self, word: Option<&str>) -> Result<Vec<GlossaryEntry>> {
        let is_wanted = |pair: &Pair| word.is_none_or(|word| is_about(word, &pair.chinese, &pair.english));
        let mut pairs = self.snapshot.all_pairs()?;
        pairs.retain(|pair, _| is_wanted(pair) && !self.glossary.forbids(&pair.chinese, &key(&pair.english)));
        let places = self.places(&pairs)?;
        let mut entries = Entries::default();
        for ((pair, docs), places) in pairs.into_iter().zip(places) {
            let (word, translation) = (pair.chinese, pair.english);
            let keys = (key(&word), key(&translation));
            let entry = GlossaryEntry { word, translation, sections: docs.len(), places, added_in: None };
            entries.push(keys, entry);
        }
        for rule in self.glossary.rules().iter().filter(|rule| !rule.is_forbidden) {
            if word.is_none_or(|word| is_about(word, &rule.left, &rule.right)) {
                entries.add(rule);
            }
        }
        let mut entries = entries.all;
        entries.sort_by(|a, b| {
            let by_text = || (&a.word, &a.translation).cmp(&(&b.word, &b.translation));
            b.sections.cmp(&a.sections).then_with(by_text)
        });
        Ok(entries)
    }

    /// The pairs that the notebook's owner adds and forbids, and the lines of the file that could not be read.
    pub fn glossary_file(&self) -> &Glossary {
        &self.glossary
    }

    /// The places of pairs, in their order: each section is read once.
    fn places(&self, pairs: &BTreeMap<Pair, Vec<Doc>>) -> Result<Vec<Vec<GlossaryPlace>>> {
        let mut by_doc: BTreeMap<Doc, Vec<(usize, &Pair)>> = BTreeMap::new();
        for (idx, (pair, docs)) in pairs.iter().enumerate() {
            for &doc in docs {
                by_doc.entry(doc).or_default().push((idx, pair));
            }
        }
        let mut places: Vec<Vec<GlossaryPlace>> = vec![Vec::new(); pairs.len()];
        for (doc, wanted) in by_doc {
            let record = self.snapshot.record(doc)?;
            let path = NotePath::new(&record.path)?;
            for ((idx, _), line) in wanted.iter().zip(lines(&record, &wanted)) {
                places[*idx].push(GlossaryPlace { path: path.clone(), line });
            }
        }
        for places in &mut places {
            places.sort();
            places.truncate(GlossaryEntry::MAX_PLACES);
        }
        Ok(places)
    }
}

/// The lines of a section where pairs stand first; its own first line for pairs of the note's names.
fn lines(record: &SectionRecord, pairs: &[(usize, &Pair)]) -> Vec<u32> {
    let reading = Reading::new(&record.source, &record.spans.unpack(&record.source));
    let segmenter = Segmenter::embedded();
    let front_matter = record.front_matter_len();
    let mined = Mining::new(&segmenter, &record.source, front_matter, &reading, record.names()).run();
    let index = LineIndex::new(&record.source);
    let line = |pair: &Pair| {
        let place = mined.iter().find(|mined| mined.pair == *pair);
        record.line + place.map_or(0, |mined| index.line(mined.range.start) - 1)
    };
    pairs.iter().map(|(_, pair)| line(pair)).collect()
}

/// Whether a pair is one of a word: either side is it, or holds its text.
fn is_about(word: &str, one: &str, other: &str) -> bool {
    let (text, key_of_word) = (folded_text(word.trim()), key(word));
    [one, other].into_iter().any(|side| key(side) == key_of_word || folded_text(side).contains(&text))
}

/// Entries, and which of them is the first of two keys.
#[derive(Default)]
struct Entries {
    all: Vec<GlossaryEntry>,
    first: HashMap<[String; 2], usize>,
}

impl Entries {
    fn push(&mut self, keys: (String, String), entry: GlossaryEntry) {
        self.first.entry(unordered(keys)).or_insert(self.all.len());
        self.all.push(entry);
    }

    /// Takes a pair of the glossary file in; one that notes have, too, is the same.
    fn add(&mut self, rule: &Rule) {
        if let Some(&idx) = self.first.get(&unordered(rule.keys.clone())) {
            self.all[idx].added_in = self.all[idx].added_in.or(Some(rule.line));
            return;
        }
        let left_is_chinese = rule.left.chars().any(is_han) || !rule.right.chars().any(is_han);
        let (word, translation) =
            if left_is_chinese { (&rule.left, &rule.right) } else { (&rule.right, &rule.left) };
        let (word, translation) = (word.clone(), translation.clone());
        let added_in = Some(rule.line);
        let entry = GlossaryEntry { word, translation, sections: 0, places: Vec::new(), added_in };
        self.push(rule.keys.clone(), entry);
    }
}

/// Two keys, whichever side they are of.
fn unordered((one, other): (String, String)) -> [String; 2] {
    if one <= other { [one, other] } else { [other, one] }
}
