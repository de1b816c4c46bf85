//! The shapes of tags, of tasks and of notes with hits as JSON.

use notes_index::TagCount;
use schemars::JsonSchema;
use serde::Serialize;

use crate::checklist::{ListedTask, NoteTasks, Stretch};
use crate::freshness::View;
use crate::places::Places;
use crate::printer::json::answer::Index;
use crate::printer::json::hit::{LspRange, WireMatch};
use crate::printer::json::values::{VERSION, lossy};

/// The tags of a notebook, as `notes tags --json` prints them.
#[derive(JsonSchema, Serialize)]
pub(super) struct TagsDocument<'a> {
    version: u32,
    /// A tag stands right before those below it.
    tags: Vec<Tag<'a>>,
    index: Index,
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
    pub(super) fn of(tags: &'a [TagCount], view: &View) -> TagsDocument<'a> {
        let tags = tags.iter().map(|tag| Tag { tag: &tag.tag, notes: tag.notes });
        TagsDocument { version: VERSION, tags: tags.collect(), index: Index::of_view(view) }
    }
}

/// The items of check lists, as `notes tasks --json` prints them.
#[derive(JsonSchema, Serialize)]
pub(super) struct TasksDocument<'a> {
    version: u32,
    root: String,
    tasks: Vec<Task<'a>>,
    index: Index,
}

/// An item of a check list.
#[derive(JsonSchema, Serialize)]
struct Task<'a> {
    path: &'a str,
    absolute_path: String,
    title: &'a str,
    /// What leads to the section that holds it, outermost first.
    breadcrumb: &'a [String],
    done: bool,
    /// What stands behind its box, as written.
    text: &'a str,
    /// Where the text begins: the line, 1-based, and the column in bytes, 1-based.
    line: u32,
    column: u32,
    /// The text, in bytes of the file; of its text as UTF-8 if it has another encoding.
    start_byte: usize,
    end_byte: usize,
    range: LspRange,
    /// What stands in its box, as written: a space, `x`, `/`, `-` or another.
    mark: String,
    /// Where that stands: with `x` there the task is done.
    mark_place: Option<WireMatch>,
}

impl<'a> TasksDocument<'a> {
    pub(super) fn of(notes: &'a [NoteTasks], view: &View, places: Places<'_>) -> TasksDocument<'a> {
        let of_note = |note: &'a NoteTasks| note.tasks.iter().map(move |task| Task::of(note, task, places));
        TasksDocument {
            version: VERSION,
            root: lossy(places.root),
            tasks: notes.iter().flat_map(of_note).collect(),
            index: Index::of_view(view),
        }
    }
}

impl<'a> Task<'a> {
    fn of(note: &'a NoteTasks, task: &'a ListedTask, places: Places<'_>) -> Task<'a> {
        let Stretch { bytes, start, end } = &task.place;
        Task {
            path: note.path.as_str(),
            absolute_path: lossy(&places.absolute(&note.path)),
            title: &note.title,
            breadcrumb: &task.breadcrumb,
            done: task.done,
            text: &task.text,
            line: start.line,
            column: start.column,
            start_byte: bytes.start,
            end_byte: bytes.end,
            range: LspRange::between(*start, *end),
            mark: task.sign.to_string(),
            mark_place: task.sign_place.as_ref().map(WireMatch::of_stretch),
        }
    }
}
