//! Which notes there are: every file of the notebook with a note's extension, and its stamp.

use std::iter;
use std::ops::ControlFlow;

use super::files::Files;
use super::folder::{Finds, Folder, Task, WalkOptions};
use super::skipped::Skipped;
use crate::error::{Error, Result};
use crate::threads;

/// From how many notes on a walk is shared among threads: before, starting them costs more.
const N_NOTES_ALONE: usize = 1_000;

/// The files of a notebook.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// The notes.
    pub(crate) files: Files,
    /// What would be a note or a folder of notes but can't be taken, sorted by path.
    pub(crate) skipped: Vec<Skipped>,
}

/// Finds the notes below the root; none if `stop` said true before all were found. `other` is done after it, or at
/// the same time if that takes a while.
///
/// Hidden files and folders do not belong to a notebook, nor does what its ignore files name
/// (`.notesignore`, `.ignore`, `.gitignore`, in a git repository or not). Nothing above the root counts.
/// Symbolic links are not followed.
///
/// # Errors
/// If the root can't be read.
pub(crate) fn walk_beside<A: Send>(
    options: &WalkOptions<'_>,
    stop: &(dyn Fn() -> bool + Sync),
    other: impl Fn() -> A + Sync,
) -> Result<Option<(Walk, A)>> {
    let mut tasks = Vec::new();
    let mut finds = Finds::default();
    Task::Folder(Folder::default())
        .run(options, &mut finds, &mut tasks)
        .map_err(|error| Error::io(options.root, "read the folder", error))?;
    let work = |task: Task, finds: &mut Finds, made: &mut Vec<Task>| {
        if stop() {
            return ControlFlow::Break(());
        }
        let _only_the_root_fails = task.run(options, finds, made);
        ControlFlow::Continue(())
    };
    while let Some(task) = tasks.pop() {
        if finds.files.len() >= N_NOTES_ALONE {
            tasks.push(task);
            break;
        }
        if work(task, &mut finds, &mut tasks).is_break() {
            return Ok(None);
        }
    }
    if tasks.is_empty() {
        return Ok(Some((Walk::new(vec![finds]), other())));
    }
    let (other, walk) = threads::beside(other, || {
        let more = threads::do_all(tasks, work)?;
        Some(Walk::new(iter::once(finds).chain(more).collect()))
    });
    Ok(walk.map(|walk| (walk, other)))
}

impl Walk {
    /// All that several threads found, in order.
    fn new(finds: Vec<Finds>) -> Walk {
        let (found, skipped): (Vec<_>, Vec<_>) =
            finds.into_iter().map(|finds| (finds.files, finds.skipped)).unzip();
        let mut skipped = skipped.concat();
        skipped.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        skipped.dedup();
        Walk { files: Files::new(found), skipped }
    }
}

#[cfg(test)]
mod tests;
