//! The shapes of tags, of tasks and of notes with hits as JSON.

use notes_index::TagCount;
use schemars::JsonSchema;
use serde::Serialize;

use crate::checklist::{ListedTask, NoteTasks};
use crate::printer::json::values::VERSION;

/// The tags of a notebook, as `notes tags --json` prints them.
#[derive(JsonSchema, Serialize)]
pub(super) struct TagsDocument<'a> {
    version: u32,
    /// A tag stands right before those below it.
    tags: Vec<Tag<'a>>,
}

/// A tag.
#[derive(JsonSchema, Serialize)]
struct Tag<'a> {
    /// Without `#`: `python/async`.
    tag: &'a str,
    /// How many notes have it or one below it.
    notes: usize,
}

impl<'a> TagsDocument<'a> {
    pub(super) fn of(tags: &'a [TagCount]) -> TagsDocument<'a> {
        let tags = tags.iter().map(|tag| Tag { tag: &tag.tag, notes: tag.notes });
        TagsDocument { version: VERSION, tags: tags.collect() }
    }
}

/// The items of check lists, as `notes tasks --json` prints them.
#[derive(JsonSchema, Serialize)]
pub(super) struct TasksDocument<'a> {
    version: u32,
    tasks: Vec<Task<'a>>,
}

/// An item of a check list.
#[derive(JsonSchema, Serialize)]
struct Task<'a> {
    path: &'a str,
    title: &'a str,
    /// What leads to the section that holds it, outermost first.
    breadcrumb: &'a [String],
    done: bool,
    /// What stands behind its box, as written.
    text: &'a str,
    /// Where the text begins: the line, 1-based, and the column in bytes, 1-based.
    line: u32,
    column: u32,
}

impl<'a> TasksDocument<'a> {
    pub(super) fn of(notes: &'a [NoteTasks]) -> TasksDocument<'a> {
        let of_note = |note: &'a NoteTasks| note.tasks.iter().map(|task| Task::of(note, task));
        TasksDocument { version: VERSION, tasks: notes.iter().flat_map(of_note).collect() }
    }
}

impl<'a> Task<'a> {
    fn of(note: &'a NoteTasks, task: &'a ListedTask) -> Task<'a> {
        Task {
            path: note.path.as_str(),
            title: &note.title,
            breadcrumb: &task.breadcrumb,
            done: task.done,
            text: &task.text,
            line: task.place.line,
            column: task.place.column,
        }
    }
}
