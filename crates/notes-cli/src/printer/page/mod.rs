//! A section or a whole note to be read: the text as written, with line numbers, code in colours and tables
//! with straight columns.

mod code;
mod table;

use std::io::{self, Write};
use std::ops::Range;

use notes_index::CodeBlock;

use self::table::Table;
use crate::escape;
use crate::places::Places;
use crate::printer::cells::{self, Cell, Piece};
use crate::printer::gutter::Gutter;
use crate::printer::rows;
use crate::printer::style::{Role, Style};
use crate::printer::{breadcrumb, within};
use crate::target::Opened;

/// What is shown, and how.
pub(crate) struct Page<'a> {
    /// The note and the part of it.
    pub(crate) opened: &'a Opened,
    /// What matched, as bytes of the note's text; ascending.
    pub(crate) highlights: &'a [Range<usize>],
    pub(crate) places: Places<'a>,
    pub(crate) style: Style,
    /// How wide the terminal is.
    pub(crate) columns: usize,
}

/// A line of the note with what is known of it.
struct Line<'a> {
    number: u32,
    range: Range<usize>,
    pieces: Vec<Piece<'a>>,
}

impl<'a> Page<'a> {
    /// Prints it.
    pub(crate) fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        self.head(out)?;
        let lines = self.lines();
        let gutter = self.gutter(lines.last().map_or(1, |line| line.number));
        lines.iter().try_for_each(|line| self.line(line, gutter, out))
    }

    /// `连接池笔记  db/pool.md:20  大小 › 上限`
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let note = &self.opened.note;
        self.style.write(Role::Title, &escape::line(&note.title), out)?;
        write!(out, "  ")?;
        let line = self.opened.section().map(|section| self.opened.lines.line(section.range.start));
        let shown = self.places.shown(&note.path) + &line.map_or(String::new(), |line| format!(":{line}"));
        self.style.write_path(&escape::line(&shown), &self.places.absolute(&note.path), out)?;
        if let Some(section) = self.opened.section().filter(|section| !section.breadcrumb.is_empty()) {
            write!(out, "  ")?;
            self.style.write(Role::Breadcrumb, &breadcrumb::in_full(&section.breadcrumb), out)?;
        }
        writeln!(out)
    }

    fn gutter(&self, last_line: u32) -> Gutter {
        Gutter::up_to(last_line, self.style)
    }

    fn line(&self, line: &Line<'_>, gutter: Gutter, out: &mut dyn Write) -> io::Result<()> {
        let highlights: Vec<Range<usize>> = self.highlights_of(&line.range);
        let cells: Vec<Cell> = cells::painted(&line.pieces, &highlights);
        let room = gutter.room(self.columns);
        for (idx, row) in rows::all(&cells, room).iter().enumerate() {
            gutter.write((idx == 0).then_some(line.number), out)?;
            rows::write(&cells, row.clone(), &(0..cells.len()), self.style, out)?;
            writeln!(out)?;
        }
        Ok(())
    }

    fn highlights_of(&self, line: &Range<usize>) -> Vec<Range<usize>> {
        let from = self.highlights.partition_point(|highlight| highlight.end <= line.start);
        let inside = self.highlights[from..].iter().take_while(|highlight| highlight.start < line.end);
        inside.map(|highlight| within(highlight, line)).collect()
    }

    /// The lines of the part that is shown, without empty ones at its end.
    fn lines(&self) -> Vec<Line<'a>> {
        let opened = self.opened;
        let text = opened.text.as_str();
        let (first, last) = opened.lines_of(&opened.range());
        let numbers: Vec<u32> = (first..=last).collect();
        let ranges: Vec<Range<usize>> =
            numbers.iter().map(|&number| opened.lines.range(text, number)).collect();
        let sources: Vec<&'a str> = ranges.iter().map(|range| &text[range.clone()]).collect();
        let pieces = self.pieces(&ranges, &sources, self.gutter(last).room(self.columns));
        let lines = numbers.into_iter().zip(ranges).zip(pieces);
        let mut lines: Vec<Line<'a>> =
            lines.map(|((number, range), pieces)| Line { number, range, pieces }).collect();
        while lines.last().is_some_and(|line| text[line.range.clone()].trim().is_empty()) {
            lines.pop();
        }
        lines
    }

    fn pieces(&self, ranges: &[Range<usize>], sources: &[&'a str], room: usize) -> Vec<Vec<Piece<'a>>> {
        let mut pieces: Vec<Vec<Piece<'a>>> = Vec::with_capacity(sources.len());
        let mut blocks = self.opened.note.code_blocks.iter().peekable();
        while let Some(range) = ranges.get(pieces.len()) {
            let at = pieces.len();
            while blocks.next_if(|block| block.range.end <= range.start).is_some() {}
            if let Some(block) = blocks.peek().filter(|block| block.range.start <= range.end) {
                let n_lines = ranges[at..].iter().take_while(|range| range.start < block.range.end).count();
                pieces.extend(code_pieces(block, &sources[at..at + n_lines.max(1)]));
            } else if let Some(table) = Table::at(&sources[at..]) {
                // One that must be wrapped is read better as it was written.
                let fits = table.columns() <= room;
                let as_written = |row: usize| vec![self.as_written(&ranges[at + row])];
                let row = |row| if fits { table.line(row) } else { as_written(row) };
                pieces.extend((0..table.n_lines()).map(row));
            } else {
                pieces.push(vec![self.as_written(range)]);
            }
        }
        pieces
    }

    /// A line that is neither code nor of a table. Headings stand out.
    fn as_written(&self, line: &Range<usize>) -> Piece<'a> {
        let text = &self.opened.text[line.clone()];
        let role = if self.opened.is_marked_heading(line) { Role::Title } else { Role::Text };
        as_written(role, text)
    }
}

/// Fences are faint, what stands between them has the colours of its language.
fn code_pieces<'a>(block: &CodeBlock, sources: &[&'a str]) -> Vec<Vec<Piece<'a>>> {
    let n_before = usize::from(sources.first().is_some_and(|line| is_fence(line)));
    let n_behind = usize::from(sources.len() > 1 && sources.last().is_some_and(|line| is_fence(line)));
    let body = n_before..sources.len() - n_behind;
    let fence = |idx: usize| vec![as_written(Role::Faint, sources[idx])];
    let runs = code::runs(&sources[body.clone()], block.language.as_deref().unwrap_or_default());
    let mut pieces: Vec<Vec<Piece<'a>>> = (0..n_before).map(fence).collect();
    pieces.extend(sources[body.clone()].iter().zip(runs).map(|(&line, runs)| {
        let piece = |(range, role): (Range<usize>, Role)| Piece {
            role,
            at: Some(range.start),
            text: line[range].into(),
        };
        runs.into_iter().map(piece).collect()
    }));
    pieces.extend((body.end..sources.len()).map(fence));
    pieces
}

fn is_fence(line: &str) -> bool {
    let marks = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    marks.starts_with("```") || marks.starts_with("~~~")
}

fn as_written(role: Role, line: &str) -> Piece<'_> {
    Piece { role, text: line.into(), at: Some(0) }
}
