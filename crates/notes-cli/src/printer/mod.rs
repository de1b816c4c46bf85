//! Turns an answer into bytes on a `Write`, in the form that was asked for.

pub(crate) mod breadcrumb;
pub(crate) mod cells;
pub(crate) mod column;
pub(crate) mod explain;
mod facets;
pub(crate) mod gutter;
pub(crate) mod head;
pub(crate) mod human;
pub(crate) mod json;
mod line_breaks;
mod marks;
pub(crate) mod page;
mod plain;
pub(crate) mod rows;
pub(crate) mod skipped;
pub(crate) mod style;
mod vimgrep;

use std::io;
use std::ops::Range;
use std::time::Duration;

use notes_index::{Approximation, Counts, Hit, Relation, SearchResults};

use crate::freshness::Freshness;
use crate::places::Places;
use crate::printer::cells::{Cell, Piece};
use crate::printer::style::{Role, Style};
use crate::ui::{Loudness, Ui};

/// Everything that a printer may say about a search.
#[derive(Clone, Copy)]
pub(crate) struct Answer<'a> {
    /// What was typed.
    pub(crate) query: &'a str,
    /// What was found.
    pub(crate) results: &'a SearchResults,
    /// How many hits stand before those that were asked for.
    pub(crate) offset: usize,
    /// How many notes, sections and code blocks were searched.
    pub(crate) counts: Counts,
    /// How fresh they are.
    pub(crate) freshness: &'a Freshness,
    /// From the start of the program to the answer.
    pub(crate) took: Duration,
    /// Where the notes are.
    pub(crate) places: Places<'a>,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Grouped by note, for a terminal.
    Human,
    /// A line a hit.
    Plain,
    /// A line a match.
    Vimgrep,
    /// One document.
    Json,
}

impl Format {
    /// Whether a person reads it, who may name a hit by its number next.
    pub(crate) fn is_for_people(self) -> bool {
        matches!(self, Format::Human | Format::Plain)
    }
}

/// Prints an answer.
pub(crate) fn print(answer: &Answer<'_>, format: Format, ui: &mut Ui<'_>) -> io::Result<()> {
    let style = Style::of(ui.terminal);
    match format {
        Format::Human => {
            let layout =
                human::Layout { columns: ui.terminal.columns, style, footer: ui.loudness > Loudness::Quiet };
            human::print(answer, layout, ui.out)
        }
        Format::Plain => plain::print(answer, style, ui.out),
        Format::Vimgrep => vimgrep::print(answer, ui.out),
        Format::Json => json::write_answer(answer, ui.out),
    }
}

/// The line of a hit's snippet with the most highlights, of equals the first. The hit's name alone is taken only if there
/// is nothing else.
fn best_line(hit: &Hit) -> Option<SnippetLine<'_>> {
    let worth = |line: &SnippetLine<'_>| (!line.is_name(hit), line.highlights.len());
    read_lines(hit).into_iter().reduce(|best, line| if worth(&line) > worth(&best) { line } else { best })
}

/// The lines of a hit's snippet that a person reads; as they are written if there is nothing else, as for an image.
fn read_lines(hit: &Hit) -> Vec<SnippetLine<'_>> {
    let lines: Vec<SnippetLine<'_>> = snippet_lines(hit).filter(SnippetLine::is_read).collect();
    if !lines.is_empty() {
        return lines;
    }
    let as_written = snippet_lines(hit).map(|line| SnippetLine { replaced: Vec::new(), ..line });
    as_written.filter(SnippetLine::is_read).collect()
}

/// A line of a snippet.
struct SnippetLine<'a> {
    /// Its number in the note.
    number: u32,
    /// As it is written.
    text: &'a str,
    /// Bytes of the line that matched; ascending.
    highlights: Vec<Range<usize>>,
    /// Bytes of the line that a reader sees something else for.
    replaced: Vec<(Range<usize>, &'a str)>,
}

impl<'a> SnippetLine<'a> {
    /// Whether there is anything to read: rules, empty lines and what only a parser reads are there to keep the numbers right.
    fn is_read(&self) -> bool {
        let text = self.text.trim();
        let is_fence = text.starts_with("```") || text.starts_with("~~~");
        let has_words = || self.pieces().iter().any(|piece| piece.text.contains(char::is_alphanumeric));
        !self.highlights.is_empty() || !is_fence && has_words()
    }

    /// Whether it only says the hit's name again.
    fn is_name(&self, hit: &Hit) -> bool {
        hit.breadcrumb.last().is_some_and(|name| name == self.text)
    }

    /// The line as a reader sees it.
    fn pieces(&self) -> Vec<Piece<'a>> {
        let mut pieces = Vec::with_capacity(2 * self.replaced.len() + 1);
        let mut at = 0;
        let piece = |text: &'a str, at| Piece { role: Role::Text, text: text.into(), at: Some(at) };
        for (range, shown) in &self.replaced {
            pieces.push(piece(&self.text[at..range.start], at));
            pieces.push(piece(shown, range.start));
            at = range.end;
        }
        pieces.push(piece(&self.text[at..], at));
        pieces
    }

    fn cells(&self) -> Vec<Cell> {
        cells::painted(&self.pieces(), &marks::left_out(self.text, &self.highlights))
    }
}

/// The lines of a hit's snippet, each with its share of the highlights and of what is replaced.
fn snippet_lines(hit: &Hit) -> impl Iterator<Item = SnippetLine<'_>> {
    let mut start = 0;
    let mut pending = hit.snippet.highlights.as_slice();
    let mut replacements = hit.snippet.replacements.iter().peekable();
    (hit.snippet.line..).zip(hit.snippet.text.split('\n')).map(move |(number, text)| {
        let next = start + text.len() + 1;
        let text = text.strip_suffix('\r').unwrap_or(text);
        let line = start..start + text.len();
        start = next;
        let inside = pending.iter().take_while(|highlight| highlight.start < line.end);
        let highlights: Vec<Range<usize>> = inside.map(|highlight| within(highlight, &line)).collect();
        // One that goes on into the next line is seen there again.
        pending = &pending[pending.partition_point(|highlight| highlight.end <= line.end)..];
        let here = std::iter::from_fn(|| replacements.next_if(|one| one.range.start < line.end));
        let replaced = here.map(|one| (within(&one.range, &line), one.text.as_str())).collect();
        SnippetLine { number, text, highlights, replaced }
    })
}

/// What stands for the text of a hit that has none.
const NO_TEXT: &str = "(no text)";

/// The part of a range that lies in a line, counted from the line's start.
fn within(range: &Range<usize>, line: &Range<usize>) -> Range<usize> {
    range.start.max(line.start) - line.start..range.end.min(line.end) - line.start
}

/// Where words stand in a hit's path as it is shown, which may begin elsewhere.
fn lit_in_shown(hit: &Hit, shown: &str) -> Vec<Range<usize>> {
    let moved = |at: usize| (at + shown.len()).saturating_sub(hit.path.as_str().len());
    hit.names
        .path
        .iter()
        .map(|range| moved(range.start)..moved(range.end))
        .filter(|range| !range.is_empty())
        .collect()
}

/// What a hit does not have as it was typed, in words.
fn reservations(hit: &Hit) -> Vec<String> {
    let lacks = (!hit.missing.is_empty()).then(|| format!("lacks: {}", hit.missing.join(", ")));
    lacks.into_iter().chain(hit.approximate.iter().map(approximately)).collect()
}

pub(crate) fn approximately(approximation: &Approximation) -> String {
    let how = match approximation.relation {
        Relation::Prefix => "begins",
        Relation::Inside => "inside",
        Relation::Typo => "like",
        other => other.name(),
    };
    format!("~ {} {how} \"{}\"", approximation.word, approximation.found)
}

#[cfg(test)]
mod tests {
    use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};

    use super::*;

    #[test]
    fn a_word_of_a_path_is_where_it_is_shown() {
        let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
        index.put(&NotePath::new("db/pool.md").unwrap(), "文\n").unwrap();
        let results = index.searcher().unwrap().search(&Query::parse("db pool"), &SearchOptions::new());
        let hit = &results.unwrap().hits[0];
        let shown = |shown: &str| {
            lit_in_shown(hit, shown).into_iter().map(|lit| shown[lit].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(shown("db/pool.md"), ["db", "pool"]);
        assert_eq!(shown("pool.md"), ["pool"]);
        assert_eq!(shown("/池/db/pool.md"), ["db", "pool"]);
    }

    #[test]
    fn a_highlight_over_a_line_break_is_in_both_lines() {
        assert_eq!(within(&(3..9), &(0..5)), 3..5);
        assert_eq!(within(&(3..9), &(6..12)), 0..3);
    }
}
