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

impl NoteTasks {
    /// The tasks that are wanted, of the sections that some of a note's lines stand in; nothing if there are none.
    pub(crate) fn of(
        opened: &Opened,
        lines: &[u32],
        is_wanted: impl Fn(&Task, &Section) -> bool,
    ) -> Option<NoteTasks> {
        let note = &opened.note;
        let found: BTreeSet<usize> = lines.iter().filter_map(|&line| opened.section_at(line)).collect();
        let listed = note.tasks.iter().filter_map(|task| {
            let line = opened.lines.line(task.range.start);
            let idx = opened.section_at(line).filter(|idx| found.contains(idx))?;
            let section = &note.sections[idx];
            is_wanted(task, section).then(|| {
                let sign = if task.done { 'x' } else { ' ' };
                let (sign, range) = box_of(opened, line).unwrap_or((sign, task.range.clone()));
                ListedTask {
                    done: task.done,
                    sign,
                    text: opened.text[range.clone()].to_owned(),
                    place: opened.lines.position(&opened.text, range.start),
                    breadcrumb: section.breadcrumb.clone(),
                }
            })
        });
        let tasks: Vec<ListedTask> = listed.collect();
        let (path, title) = (note.path.clone(), note.title.clone());
        (!tasks.is_empty()).then_some(NoteTasks { path, title, tasks })
    }
}

impl ListedTask {
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
