//! The items of a note's check lists.

use std::collections::BTreeSet;
use std::ops::Range;

use notes_index::{NotePath, Position, Section, Task};

use crate::target::Opened;

/// A task and where it stands.
pub(crate) struct ListedTask {
    pub(crate) done: bool,
    /// What stands in its box.
    pub(crate) sign: char,
    /// What stands behind its box, as written.
    pub(crate) text: String,
    /// Where the text begins.
    pub(crate) place: Position,
    /// What leads to the section that holds it.
    pub(crate) breadcrumb: Vec<String>,
}

/// The tasks of a note.
pub(crate) struct NoteTasks {
    pub(crate) path: NotePath,
    pub(crate) title: String,
    pub(crate) tasks: Vec<ListedTask>,
}

/// What a search found in a note.
#[derive(Default)]
pub(crate) struct Found {
    /// The first lines of sections.
    pub(crate) sections: Vec<u32>,
    /// The lines with words that were looked for.
    pub(crate) lit: BTreeSet<u32>,
}

impl NoteTasks {
    /// The tasks that are wanted, of the sections that were found; of a section of which some tasks have the words, these alone.
    /// Nothing if there are none.
    pub(crate) fn of(
        opened: &Opened,
        found: &Found,
        is_wanted: impl Fn(&Task, &Section) -> bool,
    ) -> Option<NoteTasks> {
        let note = &opened.note;
        let sections: BTreeSet<usize> =
            found.sections.iter().filter_map(|&line| opened.section_at(line)).collect();
        let placed = note.tasks.iter().filter_map(|task| {
            let line = opened.lines.line(task.range.start);
            let idx = opened.section_at(line).filter(|idx| sections.contains(idx))?;
            Some((task, line, idx))
        });
        let placed: Vec<(&Task, u32, usize)> = placed.collect();
        let is_lit = |line: &u32| found.lit.contains(line);
        let lit: BTreeSet<usize> =
            placed.iter().filter(|(_, line, _)| is_lit(line)).map(|(.., idx)| *idx).collect();
        let meant = placed.into_iter().filter(|(task, line, idx)| {
            (is_lit(line) || !lit.contains(idx)) && is_wanted(task, &note.sections[*idx])
        });
        let tasks: Vec<ListedTask> =
            meant.map(|(task, line, idx)| ListedTask::of(opened, task, line, idx)).collect();
        let (path, title) = (note.path.clone(), note.title.clone());
        (!tasks.is_empty()).then_some(NoteTasks { path, title, tasks })
    }
}

impl ListedTask {
    fn of(opened: &Opened, task: &Task, line: u32, section: usize) -> ListedTask {
        let sign = if task.done { 'x' } else { ' ' };
        let (sign, range) = box_of(opened, line).unwrap_or((sign, task.range.clone()));
        ListedTask {
            done: task.done,
            sign,
            text: opened.text[range.clone()].to_owned(),
            place: opened.lines.position(&opened.text, range.start),
            breadcrumb: opened.note.sections[section].breadcrumb.clone(),
        }
    }

    /// Its box.
    pub(crate) fn mark(&self) -> String {
        format!("[{}]", self.sign.to_ascii_lowercase())
    }
}

/// What stands in the box of a line and behind it, as written: marks of a link or of code belong to it.
fn box_of(opened: &Opened, line: u32) -> Option<(char, Range<usize>)> {
    let range = opened.lines.range(&opened.text, line);
    let source = &opened.text[range.clone()];
    let is_box = |at: &usize| {
        let mut inside = source[at + 1..].chars();
        inside.next().is_some() && inside.next() == Some(']')
    };
    let at = source.match_indices('[').map(|(at, _)| at).find(is_box)?;
    let sign = source[at + 1..].chars().next()?;
    let behind = &source[at + 1 + sign.len_utf8() + 1..];
    let start = range.start + source.len() - behind.trim_start().len();
    Some((sign, start..start + behind.trim().len()))
}
