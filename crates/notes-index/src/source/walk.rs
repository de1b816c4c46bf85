//! Which notes there are: every file of the notebook with a note's extension, and its stamp.

use std::ops::ControlFlow;

use super::folder::{Folder, Task, Walk, WalkOptions};
use crate::crew;
use crate::error::{Error, Result};

/// From how many notes on a walk is shared among threads: before, starting them costs more.
const N_NOTES_ALONE: usize = 1_000;

/// Finds the notes below the root; none if `stop` said true before all were found. Something else is done behind it, or
/// beside it if it takes a while.
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
    let mut walk = Walk::default();
    Task::Folder(Folder::default())
        .run(options, &mut walk, &mut tasks)
        .map_err(|error| Error::io(options.root, "read the folder", error))?;
    let work = |task: Task, walk: &mut Walk, made: &mut Vec<Task>| {
        if stop() {
            return ControlFlow::Break(());
        }
        let _only_the_root_fails = task.run(options, walk, made);
        ControlFlow::Continue(())
    };
    while let Some(task) = tasks.pop() {
        if walk.files.len() >= N_NOTES_ALONE {
            tasks.push(task);
            break;
        }
        if work(task, &mut walk, &mut tasks).is_break() {
            return Ok(None);
        }
    }
    if tasks.is_empty() {
        return Ok(Some((walk.join(Vec::new()), other())));
    }
    let (other, walk) = crew::beside(other, || crew::do_all(tasks, work).map(|parts| walk.join(parts)));
    Ok(walk.map(|walk| (walk, other)))
}

impl Walk {
    /// All that several threads found, in order.
    fn join(mut self, parts: Vec<Walk>) -> Walk {
        self.files.reserve(parts.iter().map(|part| part.files.len()).sum());
        for mut part in parts {
            self.files.append(&mut part.files);
            self.skipped.append(&mut part.skipped);
        }
        // The stable sort makes use of the long runs that are in order as they were found.
        self.files.sort_by(|(a, _), (b, _)| a.cmp(b));
        // A file that is renamed while its folder is read can be seen twice.
        self.files.dedup_by(|(a, _), (b, _)| a == b);
        self.skipped.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        self.skipped.dedup();
        self
    }
}

#[cfg(test)]
mod tests;
