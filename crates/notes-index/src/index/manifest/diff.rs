//! The files that there are, against those that are indexed.

use std::cmp::Ordering;
use std::iter::Peekable;

use super::{LeftOut, Manifest};
use crate::note::NotePath;
use crate::source::Stamp;

/// What to do to bring the index to the state of the files. All by path.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Diff {
    /// Files to read.
    pub(crate) to_read: Vec<ToRead>,
    /// Notes to take out of the index.
    pub(crate) to_remove: Vec<NotePath>,
    /// Files that need not be read again to know that they are no notes.
    pub(crate) left_out: Vec<LeftOut>,
    /// How many notes are as they were.
    pub(crate) n_unchanged: usize,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ToRead {
    pub(crate) path: NotePath,
    /// As the walk saw it.
    pub(crate) stamp: Stamp,
    pub(crate) change: Change,
}

/// How a file differs from what is indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// It is not indexed.
    Added,
    /// It may have another content.
    Modified,
}

impl Diff {
    /// Whether the index is as the files are.
    pub(crate) fn is_empty(&self) -> bool {
        self.to_read.is_empty() && self.to_remove.is_empty()
    }

    /// How many bytes are to be read.
    pub(crate) fn bytes(&self) -> u64 {
        self.to_read.iter().map(|task| task.stamp.size).sum()
    }

    fn remove(&mut self, path: &str) {
        // Only paths of notes were ever taken into a manifest, so none is left out.
        self.to_remove.extend(NotePath::new(path));
    }

    fn read(&mut self, path: &str, stamp: Stamp, change: Change) {
        self.to_read.push(ToRead { path: NotePath::of_file(path), stamp, change });
    }
}

impl Manifest {
    /// Compares with the files that a walk found, sorted by path.
    pub(crate) fn diff<'f>(&self, files: impl IntoIterator<Item = (&'f str, Stamp)>) -> Diff {
        let mut diff = Diff::default();
        let mut indexed = self.iter().peekable();
        let mut left_out = self.left_out.iter().peekable();
        for (path, stamp) in files {
            let known = loop {
                match indexed.peek().map_or(Ordering::Greater, |(known, _)| known.cmp(&path)) {
                    Ordering::Less => indexed.next().into_iter().for_each(|(gone, _)| diff.remove(gone)),
                    Ordering::Equal => break indexed.next(),
                    Ordering::Greater => break None,
                }
            };
            match known {
                Some((_, entry)) if entry.file.vouches_for(stamp) => diff.n_unchanged += 1,
                Some(_) => diff.read(path, stamp, Change::Modified),
                None => match find(&mut left_out, path) {
                    Some(known) if known.file.vouches_for(stamp) => diff.left_out.push(known.clone()),
                    _ => diff.read(path, stamp, Change::Added),
                },
            }
        }
        indexed.for_each(|(gone, _)| diff.remove(gone));
        diff
    }
}

/// Goes forward to a path, if it is there.
fn find<'a>(sorted: &mut Peekable<impl Iterator<Item = &'a LeftOut>>, path: &str) -> Option<&'a LeftOut> {
    while sorted.next_if(|known| known.path.as_str() < path).is_some() {}
    sorted.next_if(|known| known.path.as_str() == path)
}
