//! What is like a note or a section of it, as a query: the words that tell it from others.
//!
//! A word's weight is that of a term in a document, (1 + ln tf) × ln (N / df): Salton and Buckley, Term-weighting approaches
//! in automatic text retrieval, 1988. Lucene's MoreLikeThis chooses words likewise.

use std::collections::BTreeMap;
use std::ops::Range;

use super::section_at::section_at;
use crate::analysis::{HEADING_WEIGHT, OwnWords, Reading, TermKind, query_terms};
use crate::engine::{Doc, SectionRecord, Snapshot, TextField};
use crate::error::Result;
use crate::note::{NotePath, SpanKind};
use crate::query::{Expr, Pattern, PatternKind, Predicate, Query};
use crate::search::Searcher;
use crate::search::condition::escaped_glob;

/// How many words the query has at most: those of the greatest weight.
const MAX_WORDS: usize = 16;
/// How much of a note is read, in bytes; what stands behind is like what stands before.
const MAX_BYTES: usize = 256 * 1024;

impl Searcher {
    /// A query for what is like a note, or like one of its sections with those below it: its most telling words, any of them,
    /// and not the note itself. Its hits lack nothing; what shares more and rarer words scores higher.
    ///
    /// `line`, 1-based, names the section; without it the whole note is meant. Nothing if the note is not indexed or has no
    /// section at that line. If none of its words stands anywhere else, the query finds nothing.
    ///
    /// # Errors
    /// [`crate::Error::is_unusable`] if the index turns out to be damaged.
    ///
    /// ```
    /// use notes_index::{IndexOptions, NoteIndex, NotePath, SearchOptions};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// let path = NotePath::new("pool.md")?;
    /// index.put(&path, "# 连接池\n\n连接用完要归还，线程才不会等着。\n")?;
    /// index.put(&NotePath::new("db.md")?, "# 数据库\n\n每个线程一个连接，归还得晚就不够。\n")?;
    /// index.put(&NotePath::new("tea.md")?, "# 茶\n\n水要烧开。\n")?;
    /// let searcher = index.searcher()?;
    /// let query = searcher.query_like(&path, None)?.expect("it shares words with another note");
    /// let results = searcher.search(&query, &SearchOptions::new())?;
    /// let paths: Vec<&str> = results.hits.iter().map(|hit| hit.path.as_str()).collect();
    /// assert_eq!(paths, ["db.md"]);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn query_like(&self, path: &NotePath, line: Option<u32>) -> Result<Option<Query>> {
        self.snapshot.guarded(|snapshot| {
            let note = snapshot.sections_of(path)?;
            let start = match line {
                Some(line) => section_at(snapshot, note.clone(), line)?,
                None => note.clone().next(),
            };
            let Some(start) = start else { return Ok(None) };
            let counts = counted(snapshot, start..note.end, line.is_some())?;
            let words = telling(snapshot, &counts)?;
            let any = Expr::any(words.iter().map(word).collect());
            let itself = Predicate::Path(format!("/{}", escaped_glob(path.as_str())));
            let others = Expr::Not(Box::new(Expr::from(itself)));
            Ok(Some(Query::from(Expr::all(vec![any, others]))))
        })
    }
}

fn word(text: &String) -> Expr {
    Expr::from(Pattern::new(PatternKind::Words, text))
}

/// The words of some sections of a note, and how often they stand there; in headings and the title they count more. Of a part of the
/// note only the first section counts, with those that it leads to.
fn counted(snapshot: &Snapshot, sections: Range<Doc>, is_part: bool) -> Result<BTreeMap<String, usize>> {
    let mut counts = BTreeMap::new();
    let mut bytes_left = MAX_BYTES;
    let mut depth = None;
    for doc in sections {
        let record = snapshot.record(doc)?;
        if is_part && depth.is_some_and(|depth| record.breadcrumb.len() <= depth) || bytes_left == 0 {
            break;
        }
        depth.get_or_insert(record.breadcrumb.len());
        if doc == snapshot.first(doc) {
            count(&record.title, HEADING_WEIGHT, &mut counts);
        }
        count(&record.name, HEADING_WEIGHT - 1, &mut counts);
        let text = read(&record);
        count(&text[..text.floor_char_boundary(bytes_left)], 1, &mut counts);
        bytes_left = bytes_left.saturating_sub(text.len());
    }
    Ok(counts)
}

/// What a reader reads of a section.
fn read(record: &SectionRecord) -> String {
    let mut spans = record.spans.unpack(&record.source);
    spans.retain(|span| span.kind.is_read() && span.kind != SpanKind::Code);
    Reading::new(&record.source, &spans).text
}

/// Counts the words of a text that may tell something: no function words, single characters and numbers. What was put
/// together of a word and a character may be meant as two. The notebook's own words are none here: how many sections have
/// a word is asked of the index, which has the dictionary's alone.
fn count(text: &str, times: usize, counts: &mut BTreeMap<String, usize>) {
    for term in query_terms(text, &OwnWords::default()).into_iter().filter(|term| !term.is_stop_word) {
        let words = match term.kind {
            TermKind::Cjk { inner, is_compound: true } => inner.into_iter().chain([term.text]).collect(),
            TermKind::Cjk { .. } => vec![term.text],
            TermKind::Word { .. } if term.text.contains(char::is_alphabetic) => vec![term.text],
            TermKind::Word { .. } | TermKind::Symbol => Vec::new(),
        };
        for word in words.into_iter().filter(|word| word.chars().nth(1).is_some()) {
            *counts.entry(word).or_default() += times;
        }
    }
}

/// The words of the greatest weight that stand in more than one section, the heaviest first.
fn telling(snapshot: &Snapshot, counts: &BTreeMap<String, usize>) -> Result<Vec<String>> {
    let n_sections = snapshot.n_sections() as f32;
    let mut weighed = Vec::with_capacity(counts.len());
    for (text, &times) in counts {
        let doc_freq = snapshot.doc_freq(TextField::Words, text)?;
        // A word that reads as something else when it is typed is left out.
        let is_plain = || *Query::parse(text).expr() == *Query::from(word(text)).expr();
        if doc_freq > 1 && is_plain() {
            let weight = (1.0 + (times as f32).ln()) * (n_sections / doc_freq as f32).ln();
            weighed.push((weight, text));
        }
    }
    weighed.sort_by(|(a, text), (b, other)| b.total_cmp(a).then(text.cmp(other)));
    Ok(weighed.into_iter().take(MAX_WORDS).map(|(_, text)| text.clone()).collect())
}
