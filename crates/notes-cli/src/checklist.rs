//! The items of a note's check lists.

use std::collections::BTreeSet;
use std::ops::Range;

use notes_index::{NotePath, Position, Section, Task};

use crate::target::Opened;

/// Bytes of a note's text, and where they begin and end.
pub(crate) struct Stretch {
    pub(crate) bytes: Range<usize>,
    pub(crate) start: Position,
    pub(crate) end: Position,
}

/// A task and where it stands.
pub(crate) struct ListedTask {
    pub(crate) done: bool,
    /// What stands in its box.
    pub(crate) sign: char,
    /// Where that stands, if the line has a box.
    pub(crate) sign_place: Option<Stretch>,
    /// What stands behind its box, as written.
    pub(crate) text: String,
    /// Where the text stands.
    pub(crate) place: Stretch,
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
        let boxed = box_of(opened, line);
        let written = boxed.as_ref().and_then(|boxed| opened.text[boxed.sign.clone()].chars().next());
        let range = boxed.as_ref().map_or(task.range.clone(), |boxed| boxed.behind.clone());
        ListedTask {
            done: task.done,
            sign: written.unwrap_or(if task.done { 'x' } else { ' ' }),
            sign_place: boxed.map(|boxed| Stretch::of(opened, boxed.sign)),
            text: opened.text[range.clone()].to_owned(),
            place: Stretch::of(opened, range),
            breadcrumb: opened.note.sections[section].breadcrumb.clone(),
        }
    }

    /// Its box.
    pub(crate) fn mark(&self) -> String {
        format!("[{}]", self.sign.to_ascii_lowercase())
    }
}

impl Stretch {
    fn of(opened: &Opened, bytes: Range<usize>) -> Stretch {
        let position = |offset| opened.lines.position(&opened.text, offset);
        Stretch { start: position(bytes.start), end: position(bytes.end), bytes }
    }
}

/// The box of a line.
struct TaskBox {
    /// What stands in it.
    sign: Range<usize>,
    /// What stands behind it, as written: marks of a link or of code belong to it.
    behind: Range<usize>,
}

fn box_of(opened: &Opened, line: u32) -> Option<TaskBox> {
    let range = opened.lines.range(&opened.text, line);
    let source = &opened.text[range.clone()];
    let is_box = |at: &usize| {
        let mut inside = source[at + 1..].chars();
        inside.next().is_some() && inside.next() == Some(']')
    };
    let at = source.match_indices('[').map(|(at, _)| at).find(is_box)?;
    let sign = at + 1..at + 1 + source[at + 1..].chars().next()?.len_utf8();
    let behind = &source[sign.end + 1..];
    let start = range.start + source.len() - behind.trim_start().len();
    Some(TaskBox {
        sign: range.start + sign.start..range.start + sign.end,
        behind: start..start + behind.trim().len(),
    })
}
