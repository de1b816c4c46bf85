//! Terms → which sections hold what, and how much that says.
//!
//! A term's postings are read once; a section is scored by its own tokens and those of its note
//! together. The weight of a term is that of BM25 (Robertson & Zaragoza 2009, k1 = 1.2, b = .75),
//! counted over sections and over notes that are there now, whatever was deleted before.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::bridge;
use super::plan::Plan;
use super::term::PlannedTerm;
use crate::analysis::TermKind;
use crate::engine::{Doc, Facet, Lane, Snapshot};
use crate::error::Result;

/// What the statistics of a notebook are measured by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Totals {
    pub(crate) notes: u64,
    pub(crate) sections: u64,
    pub(crate) code_blocks: u64,
    /// Tokens of `words`, all sections together.
    pub(crate) words: u64,
    /// Tokens of `name`, all notes together.
    pub(crate) name_words: u64,
}

/// How much each part of the ranking counts.
pub(super) mod weight {
    /// Words inside a word of the query: 连接 for 连接池.
    pub(super) const INNER: f32 = 0.5;
    /// A word's stem, where the word itself is another.
    pub(super) const STEM: f32 = 0.5;
    /// Characters side by side, beside the word that jieba knows.
    pub(super) const CHARS: f32 = 0.2;
    /// A part of an identifier or name.
    pub(super) const PART: f32 = 0.5;
    /// A word that begins with the term, holds it or resembles it.
    pub(super) const EXPANSION: f32 = 0.2;
    /// Neighbouring words of the query that are one name in the note.
    pub(super) const JOINED: f32 = 1.0;
    /// What stands for a word in the other language.
    pub(in crate::search) const VIA: f32 = 0.4;
    /// The note as a whole, beside its section.
    pub(in crate::search) const NOTE: f32 = 0.3;
    /// The note's own names.
    pub(in crate::search) const NAME: f32 = 0.6;
}

/// What the sections hold of a query.
#[derive(Debug)]
pub(super) struct Board {
    /// Terms that stand in the section itself, as bits, by section.
    pub(super) own: Vec<u64>,
    /// Terms that stand in the section or in what leads to it.
    pub(super) context: Vec<u64>,
    /// What the section's own text says.
    pub(super) section: Vec<f32>,
    /// What the note says, at the number of its first section.
    pub(super) note: Vec<f32>,
    /// What stands in a row or is named just so.
    pub(super) bonus: HashMap<Doc, Bonus>,
    /// Terms in a note's names, as bits, by its first section.
    pub(super) names: HashMap<Doc, u64>,
    /// Whether the time ran out before all terms were looked up.
    pub(super) partial: bool,
}

/// What raises a section and its note beyond their words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bonus {
    pub(super) section: f32,
    pub(super) note: f32,
}

/// Tokens that stand for a term, with a weight.
struct Lookup<'a> {
    tokens: Vec<&'a str>,
    weight: f32,
    /// A token that these stand in for: they say no more than it does, however rare they are.
    instead_of: Option<&'a str>,
}

impl<'a> Lookup<'a> {
    fn of(token: &'a str, weight: f32) -> Lookup<'a> {
        Lookup { tokens: vec![token], weight, instead_of: None }
    }
}

impl Board {
    pub(super) fn new(
        snapshot: &Snapshot,
        totals: &Totals,
        plan: &Plan,
        budget: Option<Duration>,
    ) -> Result<Board> {
        let begun = Instant::now();
        let n = snapshot.max_doc() as usize;
        let mut board = Board {
            own: vec![0; n],
            context: vec![0; n],
            section: vec![0.0; n],
            note: vec![0.0; n],
            bonus: HashMap::new(),
            names: HashMap::new(),
            partial: false,
        };
        let scoring = Scoring { snapshot, totals };
        for (idx, term) in plan.terms.iter().enumerate() {
            if budget.is_some_and(|budget| begun.elapsed() > budget) {
                board.partial = true;
                return Ok(board);
            }
            scoring.term(term, 1 << idx, &mut board)?;
        }
        for joined in &plan.joined {
            let bits = joined.terms.clone().fold(0, |bits, idx| bits | 1 << idx);
            let lookup = Lookup::of(&joined.token, weight::JOINED);
            scoring.words(&lookup, bits, &mut board)?;
            scoring.presence(&joined.token, bits, &mut board)?;
        }
        scoring.bonus(plan, &mut board)?;
        bridge::score(snapshot, totals, plan, &mut board)?;
        Ok(board)
    }

    /// The terms that a section or what leads to it has, as bits.
    pub(super) fn context_of(&self, snapshot: &Snapshot, doc: Doc) -> u64 {
        self.context[doc as usize] | self.names.get(&snapshot.first(doc)).copied().unwrap_or(0)
    }
}

struct Scoring<'a> {
    snapshot: &'a Snapshot,
    totals: &'a Totals,
}

impl Scoring<'_> {
    fn term(&self, planned: &PlannedTerm, bit: u64, board: &mut Board) -> Result<()> {
        let text = planned.term.text.as_str();
        match &planned.term.kind {
            TermKind::Symbol => self.characters(Lane::Chars, text, 1.0, bit, board)?,
            TermKind::Cjk { inner } => {
                let known = self.words(&Lookup::of(text, 1.0), bit, board)?;
                for word in inner {
                    self.words(&Lookup::of(word, weight::INNER), 0, board)?;
                }
                let chars = if known { weight::CHARS } else { 1.0 };
                match planned.phrase() {
                    Some(tokens) => {
                        self.phrase(&tokens, chars, bit, board)?;
                        self.named(&tokens, bit, board)?;
                    }
                    None => self.characters(Lane::Chars, text, chars, bit, board)?,
                }
            }
            TermKind::Word { .. } => self.word(planned, bit, board)?,
        }
        if !planned.expansions.is_empty() {
            let tokens = planned.expansions.iter().map(String::as_str).collect();
            let weight = if planned.is_prefix { 1.0 } else { weight::EXPANSION };
            let lookup = Lookup { tokens, weight, instead_of: Some(text) };
            self.words(&lookup, bit, board)?;
            planned.expansions.iter().try_for_each(|token| self.presence(token, bit, board))?;
        }
        Ok(())
    }

    /// Scores sections by the forms of a word or identifier.
    fn word(&self, planned: &PlannedTerm, bit: u64, board: &mut Board) -> Result<()> {
        let TermKind::Word { parts, stem, surface, whole } = &planned.term.kind else { return Ok(()) };
        let name = surface.as_deref().filter(|_| !planned.is_plain);
        let (stem, whole) = (stem.as_deref(), whole.as_deref());
        if let Some(name) = name {
            self.words(&Lookup::of(name, 1.0), bit, board)?;
            self.presence(name, bit, board)?;
        }
        if let Some(whole) = whole {
            self.words(&Lookup::of(whole, 1.0), bit, board)?;
            self.presence(whole, bit, board)?;
        }
        if let Some(tokens) = planned.phrase().filter(|_| name.is_none()) {
            self.phrase(&tokens, 0.0, bit, board)?;
        }
        let is_plain_word = parts.len() == 1 && name.is_none();
        for part in parts {
            let (weight, bit) = if is_plain_word { (1.0, bit) } else { (weight::PART, 0) };
            let weight = if stem.is_some() { weight * (1.0 - weight::STEM) } else { weight };
            self.words(&Lookup::of(part, weight), bit, board)?;
            if is_plain_word {
                self.presence(part, bit, board)?;
            }
        }
        if let Some(stem) = stem.filter(|_| name.is_none()) {
            self.words(&Lookup::of(stem, weight::STEM), bit, board)?;
            self.presence(stem, bit, board)?;
        }
        Ok(())
    }

    /// Marks the sections whose own text holds a token.
    fn presence(&self, token: &str, bits: u64, board: &mut Board) -> Result<()> {
        self.snapshot.postings(Lane::Text, token, |doc, _, _| {
            board.own[doc as usize] |= bits;
            board.context[doc as usize] |= bits;
        })
    }

    /// Scores sections and notes by words; returns whether there are any.
    fn words(&self, lookup: &Lookup<'_>, bits: u64, board: &mut Board) -> Result<bool> {
        let mut found: Vec<(Doc, u32, u32)> = Vec::new();
        for token in &lookup.tokens {
            self.snapshot.postings(Lane::Words, token, |doc, tf, length| found.push((doc, tf, length)))?;
        }
        if lookup.tokens.len() > 1 {
            sum_by_section(&mut found);
        }
        let mut n_instead_of = 0;
        if let Some(token) = lookup.instead_of {
            self.snapshot.postings(Lane::Words, token, |_, _, _| n_instead_of += 1)?;
        }
        let idf = idf(self.totals.sections, found.len() as u64 + n_instead_of);
        let average = average(self.totals.words, self.totals.sections);
        for &(doc, tf, length) in &found {
            board.context[doc as usize] |= bits;
            board.section[doc as usize] += lookup.weight * idf * saturated(tf, length, average);
        }
        self.note_words(&found, lookup.weight, board);
        self.names(lookup, bits, board)?;
        Ok(!found.is_empty())
    }

    /// Scores notes by the words of all their sections together.
    fn note_words(&self, found: &[(Doc, u32, u32)], weight: f32, board: &mut Board) {
        let mut notes: Vec<(Doc, u32)> = Vec::new();
        for &(doc, tf, _) in found {
            let first = self.snapshot.first(doc);
            match notes.last_mut() {
                Some((note, sum)) if *note == first => *sum += tf,
                _ => notes.push((first, tf)),
            }
        }
        let idf = idf(self.totals.notes, notes.len() as u64);
        let average = average(self.totals.words, self.totals.notes);
        for (first, tf) in notes {
            let length = self.snapshot.note_length(first);
            board.note[first as usize] += weight::NOTE * weight * idf * saturated(tf, length, average);
        }
    }

    /// Scores notes by their names.
    fn names(&self, lookup: &Lookup<'_>, bits: u64, board: &mut Board) -> Result<()> {
        let mut found: Vec<(Doc, u32, u32)> = Vec::new();
        for token in &lookup.tokens {
            self.snapshot.postings(Lane::Name, token, |doc, tf, length| found.push((doc, tf, length)))?;
        }
        if lookup.tokens.len() > 1 {
            sum_by_section(&mut found);
        }
        let idf = idf(self.totals.notes, found.len() as u64);
        let average = average(self.totals.name_words, self.totals.notes);
        for (doc, tf, length) in found {
            *board.names.entry(doc).or_default() |= bits;
            board.note[doc as usize] += weight::NAME * lookup.weight * idf * saturated(tf, length, average);
        }
        Ok(())
    }

    /// Scores sections by a single character.
    fn characters(&self, lane: Lane, text: &str, weight: f32, bit: u64, board: &mut Board) -> Result<()> {
        let mut found = Vec::new();
        self.snapshot.postings(lane, text, |doc, tf, _| found.push((doc, tf)))?;
        self.runs(&found, weight, bit, board);
        Ok(())
    }

    /// Scores sections by what stands in a row.
    fn phrase(&self, tokens: &[(String, u32)], weight: f32, bit: u64, board: &mut Board) -> Result<()> {
        let mut found = Vec::new();
        self.snapshot.phrase(Lane::Text, tokens, |doc, starts| found.push((doc, starts.len() as u32)))?;
        self.runs(&found, weight, bit, board);
        Ok(())
    }

    /// Marks the notes whose names hold what stands in a row, across the borders of words.
    fn named(&self, tokens: &[(String, u32)], bit: u64, board: &mut Board) -> Result<()> {
        self.snapshot.phrase(Lane::NameText, tokens, |doc, _| *board.names.entry(doc).or_default() |= bit)
    }

    fn runs(&self, found: &[(Doc, u32)], weight: f32, bit: u64, board: &mut Board) {
        let idf = idf(self.totals.sections, found.len() as u64);
        for &(doc, tf) in found {
            board.own[doc as usize] |= bit;
            board.context[doc as usize] |= bit;
            board.section[doc as usize] += weight * idf * saturated(tf, 1, 1.0);
        }
    }

    /// Raises what holds the whole query in a row, and what is named just so.
    fn bonus(&self, plan: &Plan, board: &mut Board) -> Result<()> {
        let snapshot = self.snapshot;
        let mut note: HashMap<Doc, [f32; 3]> = HashMap::new();
        if !plan.whole.is_empty() {
            snapshot.phrase(Lane::Text, &plan.whole, |doc, starts| {
                let in_heading = starts.first().is_some_and(|&start| start < snapshot.heading_end(doc));
                let bonus = board.bonus.entry(doc).or_default();
                bonus.section += if in_heading { 0.6 } else { 0.3 };
                let note = note.entry(snapshot.first(doc)).or_default();
                note[0] = 0.3;
                note[1] = note[1].max(if in_heading { 0.1 } else { 0.0 });
            })?;
            snapshot.phrase(Lane::NameText, &plan.whole, |doc, _| note.entry(doc).or_default()[2] = 0.25)?;
        }
        snapshot.with_facet(&Facet::Heading(&plan.whole_text), |doc| {
            board.bonus.entry(doc).or_default().section += 1.0;
            let note = note.entry(snapshot.first(doc)).or_default();
            note[1] = 0.3;
        })?;
        for facet in [Facet::Title(&plan.whole_text), Facet::Stem(&plan.whole_text)] {
            snapshot.with_facet(&facet, |doc| note.entry(snapshot.first(doc)).or_default()[2] = 1.0)?;
        }
        for (first, parts) in note {
            board.bonus.entry(first).or_default().note = parts[0] + parts[1].max(parts[2]);
        }
        Ok(())
    }
}

/// Adds up the frequencies of several tokens in a section.
fn sum_by_section(found: &mut Vec<(Doc, u32, u32)>) {
    found.sort_unstable();
    found.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
}

pub(super) fn idf(total: u64, holding: u64) -> f32 {
    let (total, holding) = (total.max(holding) as f32, holding as f32);
    (1.0 + (total - holding + 0.5) / (holding + 0.5)).ln()
}

pub(super) fn average(sum: u64, count: u64) -> f32 {
    (sum as f32 / count.max(1) as f32).max(1.0)
}

/// How much a frequency says: the more the less each, and less in a long text.
pub(super) fn saturated(tf: u32, length: u32, average: f32) -> f32 {
    let x = tf as f32 / (0.25 + 0.75 * length as f32 / average);
    2.2 * x / (x + 1.2)
}
