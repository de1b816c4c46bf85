//! A note that was read for somebody, and the place in it that is meant.

use std::ops::Range;
use std::path::Path;

use notes_index::{
    CodeBlock, LineIndex, Note, NoteIndex, NotePath, Query, SearchOptions, Searcher, Section, anchor_offset,
    folded_text, parse_note,
};

use super::typed::Spot;
use crate::failure::{Failure, Result};
use crate::recall::RecalledHit;
use crate::shell::command_line;

/// The hint where no note has the name that was given.
pub(super) const FIND_IT: &str = "find it with: notes search, or name it from the folder of the notes";
/// How many notes of a name are listed.
const MAX_CALLED: usize = 3;

/// Other notes that are called so, whatever the case, in whichever folder, as far as they are indexed; the first ones.
fn notes_called(index: &NoteIndex, path: &NotePath) -> Vec<String> {
    let everything = |searcher: Searcher| searcher.notes(&Query::parse(""), &SearchOptions::new().limit(0));
    let notes = index.searcher().and_then(everything).map(|results| results.notes).unwrap_or_default();
    let name = folded_text(path.stem());
    let called = notes.iter().filter(|note| note.path != *path && folded_text(note.path.stem()) == name);
    called.take(MAX_CALLED).map(|note| note.path.to_string()).collect()
}

/// Why a note can't be read, and what to do: to look elsewhere helps only where there is nothing.
fn not_read(error: notes_index::Error, index: &NoteIndex, path: &NotePath) -> Failure {
    let file = error.path().unwrap_or_else(|| Path::new(path.as_str()));
    if file.is_dir() {
        let search = command_line(&["search".to_owned(), "--path".to_owned(), path.to_string()]);
        return Failure::usage(format!("{path} is a folder"))
            .about(file)
            .hint(format!("list what is in it with: {search}"));
    }
    if file.symlink_metadata().is_ok() {
        return Failure::from(error);
    }
    Failure::from(error).hint(match notes_called(index, path).join(", ") {
        none if none.is_empty() => FIND_IT.to_owned(),
        notes => format!("notes that are called so: {notes}"),
    })
}

/// A note as it is on disk now, and the part of it that is meant.
pub(crate) struct Opened {
    /// The note's text.
    pub(crate) text: String,
    /// The note.
    pub(crate) note: Note,
    /// Where its lines are.
    pub(crate) lines: LineIndex,
    /// The section that is meant; nothing if the whole note is.
    section: Option<usize>,
    /// The place that is meant, in bytes of the text.
    pub(crate) offset: usize,
}

impl Opened {
    /// Reads the note and finds the place.
    pub(crate) fn new(index: &NoteIndex, path: NotePath, spot: Spot<'_>) -> Result<Opened> {
        let text = index.read_note(&path).map_err(|error| not_read(error, index, &path))?;
        let note = parse_note(path, &text).note;
        let lines = LineIndex::new(&text);
        let mut opened = Opened { text, note, lines, section: None, offset: 0 };
        match spot {
            Spot::Whole => {}
            Spot::Line(line, column) => opened.go_to_line(line, column)?,
            Spot::Anchor(anchor) => opened.go_to_anchor(anchor)?,
        }
        Ok(opened)
    }

    /// The sections that have a name of their own, with the line that each begins at: not the root section, the title,
    /// nor text that only goes on.
    pub(crate) fn named_sections(&self) -> impl Iterator<Item = (&Section, u32)> {
        let is_named = |section: &&Section| section.ancestors().len() < section.breadcrumb.len();
        let named = self.note.sections.iter().filter(is_named);
        named.map(|section| (section, self.lines.line(section.range.start)))
    }

    fn go_to_line(&mut self, line: u32, column: u32) -> Result<()> {
        // What stands behind the last line break is no line.
        let n_lines = self.lines.n_lines() - u32::from(self.text.ends_with('\n'));
        if line == 0 || line > n_lines {
            let path = &self.note.path;
            return Err(Failure::usage(format!("{path} has {n_lines} lines, there is no line {line}")));
        }
        let range = self.lines.range(&self.text, line);
        self.offset =
            self.text.floor_char_boundary((range.start + column.saturating_sub(1) as usize).min(range.end));
        self.section = self.section_at(line);
        Ok(())
    }

    /// Goes to a hit of an earlier search, also where the note was changed since and has it elsewhere.
    pub(super) fn go_to_hit(&mut self, hit: &RecalledHit) -> Result<()> {
        let is_meant = |section: &Section| section.breadcrumb == hit.breadcrumb;
        if let Some(line) = self.line_of(hit) {
            return self.go_to_line(line, hit.column);
        }
        if self.go_to_line(hit.line, hit.column).is_ok() && self.section().is_some_and(is_meant) {
            return Ok(());
        }
        let Some(idx) = self.note.sections.iter().position(is_meant) else {
            let message = format!("{} was changed since and has no such section any more", self.note.path);
            return Err(Failure::usage(message).hint("search again"));
        };
        (self.section, self.offset) = (Some(idx), self.note.sections[idx].range.start);
        Ok(())
    }

    /// The line that begins as the hit's did: of several one below the same headings, of these the nearest to where it was.
    fn line_of(&self, hit: &RecalledHit) -> Option<u32> {
        let text = Some(&hit.line_text).filter(|text| !text.trim().is_empty())?;
        let has_text = |&line: &u32| self.text[self.lines.range(&self.text, line)].starts_with(text);
        let is_elsewhere = |line: u32| {
            self.section_at(line).is_none_or(|idx| self.note.sections[idx].breadcrumb != hit.breadcrumb)
        };
        let lines = (1..=self.lines.n_lines()).filter(has_text);
        lines.min_by_key(|&line| (is_elsewhere(line), line.abs_diff(hit.line)))
    }

    fn go_to_anchor(&mut self, anchor: &str) -> Result<()> {
        if let Some(offset) = anchor_offset(&self.note, &self.text, anchor) {
            return self.go_to_line(self.lines.line(offset), 1);
        }
        let message = format!("{} has no heading or anchor \"{anchor}\"", self.note.path);
        let outline = command_line(&["outline".to_owned(), self.note.path.to_string()]);
        Err(Failure::usage(message).hint(format!("see them with: {outline}")))
    }

    /// The section that is meant; nothing if the whole note is.
    pub(crate) fn section(&self) -> Option<&Section> {
        self.section.map(|idx| &self.note.sections[idx])
    }

    /// The line, 1-based, by which the section that is meant is named; nothing if the whole note is meant.
    pub(crate) fn section_line(&self) -> Option<u32> {
        self.section.map(|_| self.lines.line(self.offset))
    }

    /// The number of the section that a line stands in: the last that begins there or before.
    pub(crate) fn section_at(&self, line: u32) -> Option<usize> {
        let begins = |section: &Section| self.lines.line(section.range.start) <= line;
        self.note.sections.partition_point(begins).checked_sub(1)
    }

    /// Whether a line, by its bytes, is a heading that `#` marks. A tag or a line of code may begin so as well: the parser
    /// has told them apart.
    pub(crate) fn is_marked_heading(&self, line: &Range<usize>) -> bool {
        let level = self.text[line.clone()].trim_start_matches(['\u{feff}', ' ']).bytes();
        let level = level.take_while(|&byte| byte == b'#').count();
        let sections = &self.note.sections;
        let begun = sections.partition_point(|section| section.range.start <= line.start);
        let section = begun.checked_sub(1).map(|idx| &sections[idx]);
        let is_heading = |section: &Section| {
            section.range.start == line.start
                && usize::from(section.level) == level
                && section.name == section.heading
        };
        level > 0 && section.is_some_and(is_heading)
    }

    /// The bytes of what is meant.
    pub(crate) fn range(&self) -> Range<usize> {
        self.section().map_or(0..self.text.len(), |section| section.range.clone())
    }

    /// The code block that is meant: the one at the place, else the first in the part that is meant.
    pub(crate) fn code_block(&self) -> Option<&CodeBlock> {
        let part = self.range();
        let blocks = &self.note.code_blocks;
        let at = blocks.iter().find(|block| self.section.is_some() && block.range.contains(&self.offset));
        at.or_else(|| blocks.iter().find(|block| part.contains(&block.range.start)))
    }

    /// The first and last line of some bytes, 1-based; empty ones at their end don't count, as for hits.
    pub(crate) fn lines_of(&self, range: &Range<usize>) -> (u32, u32) {
        let end = range.start + self.text[range.clone()].trim_end().len();
        (self.lines.line(range.start), self.lines.line(end.saturating_sub(1).max(range.start)))
    }
}
