//! Others at work, for tests: they do something to files just when we are between two looks at them.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What others do.
type Act = Box<dyn FnMut() + Send>;

/// What others do to a folder, and when. Looks of all threads count, but those that others take themselves.
struct Plan {
    folder: PathBuf,
    n_looks: usize,
    /// Before which looks they act.
    at: Range<usize>,
    /// None while they do.
    act: Option<Act>,
}

static PLANS: Mutex<Vec<Plan>> = Mutex::new(Vec::new());

/// A plan that holds until it is dropped.
#[derive(Debug)]
pub(crate) struct Others {
    folder: PathBuf,
}

impl Others {
    /// Others act before some of the looks at files below a folder, counted from 0.
    pub(crate) fn act(folder: &Path, at: Range<usize>, act: impl FnMut() + Send + 'static) -> Others {
        let plan = Plan { folder: folder.to_owned(), n_looks: 0, at, act: Some(Box::new(act)) };
        plans(|plans| plans.push(plan));
        Others { folder: folder.to_owned() }
    }

    /// How many looks there were.
    pub(crate) fn n_looks(&self) -> usize {
        plans(|plans| plans.iter().find(|plan| plan.folder == self.folder).map_or(0, |plan| plan.n_looks))
    }
}

impl Drop for Others {
    fn drop(&mut self) {
        plans(|plans| plans.retain(|plan| plan.folder != self.folder));
    }
}

fn plans<T>(with: impl FnOnce(&mut Vec<Plan>) -> T) -> T {
    with(&mut PLANS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// See [`super::look`].
pub(super) fn look(path: &Path) {
    let Some((folder, mut act)) = plans(|plans| due(plans, path)) else { return };
    act();
    plans(|plans| {
        if let Some(plan) = plans.iter_mut().find(|plan| plan.folder == folder) {
            plan.act = Some(act);
        }
    });
}

/// Counts a look, and takes what others do before it.
fn due(plans: &mut [Plan], path: &Path) -> Option<(PathBuf, Act)> {
    let plan = plans.iter_mut().find(|plan| path.starts_with(&plan.folder) && plan.act.is_some())?;
    let nth = plan.n_looks;
    plan.n_looks += 1;
    if !plan.at.contains(&nth) {
        return None;
    }
    Some((plan.folder.clone(), plan.act.take()?))
}
