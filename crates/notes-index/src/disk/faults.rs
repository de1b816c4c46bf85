//! A disk that fails, for tests: the n-th step below a folder is refused.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::Step;

/// What is to happen to the steps below a folder. Steps of all threads count.
#[derive(Debug)]
struct Plan {
    folder: PathBuf,
    n_steps: usize,
    /// Which steps are refused.
    refused: Range<usize>,
    /// The last step that was.
    last: String,
}

#[cfg(unix)]
const ENOSPC: i32 = libc::ENOSPC;
#[cfg(not(unix))]
const ENOSPC: i32 = 112;

static PLANS: Mutex<Vec<Plan>> = Mutex::new(Vec::new());

/// A plan that holds until it is dropped.
#[derive(Debug)]
pub(crate) struct Faults {
    folder: PathBuf,
}

impl Faults {
    /// Refuses some of the steps below a folder, counted from 0.
    pub(crate) fn refuse(folder: &Path, refused: Range<usize>) -> Faults {
        plans(|plans| {
            plans.push(Plan { folder: folder.to_owned(), n_steps: 0, refused, last: String::new() })
        });
        Faults { folder: folder.to_owned() }
    }

    /// How many steps there were.
    pub(crate) fn n_steps(&self) -> usize {
        plans(|plans| plans.iter().find(|plan| plan.folder == self.folder).map_or(0, |plan| plan.n_steps))
    }

    /// The last step that was refused, for messages.
    pub(crate) fn last(&self) -> String {
        let of_this = |plans: &mut Vec<Plan>| {
            plans.iter().find(|plan| plan.folder == self.folder).map(|plan| plan.last.clone())
        };
        plans(of_this).unwrap_or_default()
    }
}

impl Drop for Faults {
    fn drop(&mut self) {
        plans(|plans| plans.retain(|plan| plan.folder != self.folder));
    }
}

fn plans<T>(with: impl FnOnce(&mut Vec<Plan>) -> T) -> T {
    with(&mut PLANS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// See [`super::pass`].
pub(super) fn pass(path: &Path, step: Step<'_>) -> io::Result<()> {
    plans(|plans| {
        let Some(plan) = plans.iter_mut().find(|plan| path.starts_with(&plan.folder)) else { return Ok(()) };
        let nth = plan.n_steps;
        plan.n_steps += 1;
        if !plan.refused.contains(&nth) {
            return Ok(());
        }
        plan.last = match step {
            Step::Write(bytes) => format!("{} bytes to {}", bytes.len(), path.display()),
            step => format!("{step:?} {}", path.display()),
        };
        // What a full disk says.
        Err(io::Error::from_raw_os_error(ENOSPC))
    })
}
