//! Why a section is among the hits of a query or is not, as plain data.

use super::section_at::section_at;
use crate::analysis::Reading;
use crate::engine::{Doc, SectionRecord, Snapshot};
use crate::error::Result;
use crate::note::NotePath;
use crate::query::Query;
use crate::search::Searcher;
use crate::search::answer::{Approximation, Field, Hit};
use crate::search::condition::Conditions;
use crate::search::filter::{Demanded, Filter};
use crate::search::hits::{FoundInNames, Occurrence, approximations, field, occurrences};
use crate::search::options::SearchOptions;
use crate::search::patience::Patience;
use crate::search::plan::Plan;
use crate::search::rank::Ranked;
use crate::text::{LineIndex, Lines};

/// What became of a section under a query: see [`Searcher::why`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Why {
    /// The note.
    pub path: NotePath,
    /// The note's title.
    pub title: String,
    /// What leads to the section, outermost first.
    pub breadcrumb: Vec<String>,
    /// The section's lines; empty ones at the end don't count.
    pub lines: Lines,
    /// The words of the query, in order, with where each stands in the section or in what leads to it.
    pub words: Vec<WordFate>,
    /// What the query demands and the section doesn't meet, as a query says it: `tag:db`, `-redis`.
    pub unmet: Vec<String>,
    /// The section's place among all hits, 1-based, on whatever page and with those that the per-note cap leaves out;
    /// nothing if it is no hit.
    pub rank: Option<usize>,
    /// How many hits there are.
    pub total: usize,
    /// How many hits of the same note stand above it.
    pub above_in_note: usize,
    /// The section as a hit, with an explanation of its score.
    pub hit: Option<Box<Hit>>,
    /// The hit right above it, or the best one if the section is no hit; with an explanation.
    pub above: Option<Box<Hit>>,
}

/// Where a word of a query stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WordFate {
    /// As typed.
    pub word: String,
    /// In which fields, each once, in the order of [`Field`]; empty if it is nowhere here.
    pub fields: Vec<Field>,
    /// In which lines of the section, 1-based, ascending, each once; at most [`WordFate::MAX_LINES`].
    pub lines: Vec<u32>,
    /// What stands here instead of the word, if that doesn't stand here as typed.
    pub approximation: Option<Approximation>,
}

impl WordFate {
    /// The most lines that are listed.
    pub const MAX_LINES: usize = 10;
}

impl Searcher {
    /// Says why a section is among the hits of a query or is not, and what stands above it.
    ///
    /// `line`, 1-based, names the section; without it the note's best hit is meant, else its first
    /// section. Nothing if the note is not indexed or has no section at that line. Costs as much as two
    /// searches.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    ///
    /// ```
    /// use notes_index::{Field, IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// let path = NotePath::new("db.md")?;
    /// index.put(&path, "# 数据库\n\n连接池要有上限。\n\n## 缓存\n\n另一回事。\n")?;
    /// let searcher = index.searcher()?;
    /// let query = Query::parse("连接池 -缓存");
    ///
    /// let why = searcher.why(&query, &SearchOptions::new(), &path, Some(3))?.expect("it is indexed");
    /// assert_eq!((why.rank, why.total), (Some(1), 1));
    /// assert_eq!((why.words[0].fields.as_slice(), why.words[0].lines.as_slice()), (&[Field::Body][..], &[3][..]));
    ///
    /// let why = searcher.why(&query, &SearchOptions::new(), &path, Some(7))?.expect("it is indexed");
    /// assert_eq!((why.rank, why.unmet), (None, vec!["-缓存".to_owned()]));
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn why(
        &self,
        query: &Query,
        options: &SearchOptions,
        path: &NotePath,
        line: Option<u32>,
    ) -> Result<Option<Why>> {
        let options = options.clone().limit(0).offset(0).per_note(0);
        self.snapshot.guarded(|snapshot| self.reasons(snapshot, query, &options, path, line))
    }

    fn reasons(
        &self,
        snapshot: &Snapshot,
        query: &Query,
        options: &SearchOptions,
        path: &NotePath,
        line: Option<u32>,
    ) -> Result<Option<Why>> {
        let matched = self.find(query, options)?;
        let hits = &matched.ranking.hits;
        let note = snapshot.sections_of(path)?;
        let best = || hits.iter().map(|ranked| ranked.doc).find(|doc| note.contains(doc));
        let doc = match line {
            Some(line) => section_at(snapshot, note.clone(), line)?,
            None => best().or(note.clone().next()),
        };
        let Some(doc) = doc else { return Ok(None) };
        let record = snapshot.record(doc)?;
        let place = hits.iter().position(|ranked| ranked.doc == doc);
        let before = &hits[..place.unwrap_or(hits.len())];
        let explained = |ranked: &Ranked| -> Result<Box<Hit>> {
            let explanation = self.explain(&matched, &[ranked])?.pop();
            Ok(Box::new(Hit { explanation, ..self.hit(&matched, ranked)? }))
        };
        let above = if place.is_some() { before.last() } else { before.first() };
        let n_lines = LineIndex::new(record.source.trim_end()).n_lines();
        Ok(Some(Why {
            path: path.clone(),
            title: record.title.clone(),
            breadcrumb: record.breadcrumb.clone(),
            lines: Lines { first: record.line, last: record.line + n_lines - 1 },
            words: fates(&matched.plan, &record),
            unmet: unmet(snapshot, query, &matched.plan, doc)?,
            rank: place.map(|idx| idx + 1),
            total: hits.len(),
            above_in_note: place.map_or(0, |_| before.iter().filter(|hit| note.contains(&hit.doc)).count()),
            hit: place.map(|idx| explained(&hits[idx])).transpose()?,
            above: above.map(explained).transpose()?,
        }))
    }
}

/// What the query demands and a section doesn't meet, clause by clause.
fn unmet(snapshot: &Snapshot, query: &Query, plan: &Plan, doc: Doc) -> Result<Vec<String>> {
    let mut unmet = Vec::new();
    for clause in &plan.clauses {
        let mut unread = Vec::new();
        let condition =
            Conditions::new(clause, query.is_case_sensitive(), &plan.clock, &mut unread).of(clause);
        let (unknown, patience) = (Demanded::default(), Patience::default());
        let filter = Filter::new(snapshot, condition.as_ref(), Some(&[doc]), &unknown, &patience)?;
        if !filter.allows(doc) {
            unmet.push(clause.to_string());
        }
    }
    Ok(unmet)
}

/// Where each word of a query stands in a section or in what leads to it.
fn fates(plan: &Plan, record: &SectionRecord) -> Vec<WordFate> {
    let reading = Reading::new(&record.source, &record.spans.unpack(&record.source));
    let lines = LineIndex::new(&record.source);
    let own = occurrences(plan, &reading.text);
    let names = FoundInNames::new(plan, record);
    let approximate = approximations(plan, &reading, &own, &names);
    let fate = |(idx, word): (usize, &str)| {
        let holds = |found: &&Occurrence| found.terms.contains(idx);
        let mut fate =
            WordFate { word: word.to_owned(), fields: Vec::new(), lines: Vec::new(), approximation: None };
        fate.fields.extend(names.iter().filter(|(_, found)| holds(found)).map(|(field, _)| field));
        for found in own.iter().filter(holds) {
            fate.fields.push(field(reading.kind(found.range.start)));
            fate.lines.push(record.line + lines.line(reading.source(found.range.clone()).start) - 1);
        }
        fate.fields.sort();
        fate.fields.dedup();
        fate.lines.sort();
        fate.lines.dedup();
        fate.lines.truncate(WordFate::MAX_LINES);
        fate.approximation = approximate.iter().find(|weaker| weaker.word == word).cloned();
        fate
    };
    let asked = plan.terms.iter().enumerate().filter(|(_, planned)| !planned.is_fallback());
    asked.map(|(idx, planned)| fate((idx, planned.typed.as_str()))).collect()
}
