//! What is indexed: path → stamp and counts, in one flat array sorted by path.

mod codec;
mod diff;
mod file;

use std::time::SystemTime;

pub(crate) use self::diff::{Change, Diff, ToRead};
use crate::note::NotePath;
use crate::search::Totals;
use crate::source::{Paths, SkipReason, Skipped, Stamp};

/// What the index holds of the notebook's files, as of one commit. A hundred thousand notes cost three allocations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// Which commit this describes: higher than that of the one before, and in a generation of its own range.
    pub(crate) commit: u64,
    /// Files that were read but are no notes, sorted by path.
    pub(crate) left_out: Vec<LeftOut>,
    /// Files that the walk skipped, sorted by path.
    pub(crate) skipped: Vec<Skipped>,
    /// For each note its path, and what is remembered beside it.
    paths: Paths,
    entries: Vec<Entry>,
}

/// A file when it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LastRead {
    pub(crate) stamp: Stamp,
    /// Whether an equal stamp means that the file is as it was.
    pub(crate) trusted: bool,
}

/// What is remembered of an indexed note, beside its path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) file: LastRead,
    /// The CRC-32 of the file's bytes.
    pub(crate) checksum: u32,
    /// How many sections it has.
    pub(crate) n_sections: u32,
    /// How many code blocks it has.
    pub(crate) n_code_blocks: u32,
    /// How many tokens were indexed of it: for averages.
    pub(crate) n_words: u64,
    /// How many tokens its names have: for averages as well.
    pub(crate) n_name_words: u32,
}

/// A file that was read but is no note: it isn't read again while it is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeftOut {
    pub(crate) path: NotePath,
    pub(crate) file: LastRead,
    pub(crate) reason: SkipReason,
}

impl Totals {
    pub(crate) fn add(&mut self, entry: &Entry) {
        self.notes += 1;
        self.sections += u64::from(entry.n_sections);
        self.code_blocks += u64::from(entry.n_code_blocks);
        self.words = self.words.saturating_add(entry.n_words);
        self.name_words += u64::from(entry.n_name_words);
    }

    /// Takes away what was added.
    pub(crate) fn subtract(&mut self, entry: &Entry) {
        self.notes -= 1;
        self.sections -= u64::from(entry.n_sections);
        self.code_blocks -= u64::from(entry.n_code_blocks);
        self.words = self.words.saturating_sub(entry.n_words);
        self.name_words -= u64::from(entry.n_name_words);
    }
}

impl Manifest {
    /// The manifest of a generation in which nothing is indexed yet.
    pub(crate) fn of_generation(generation: u64) -> Manifest {
        Manifest { commit: generation << 32, ..Manifest::default() }
    }

    /// Adds a note; its path must come after those that are there.
    pub(crate) fn push(&mut self, path: &NotePath, entry: Entry) {
        self.push_str(path.as_str(), entry);
    }

    fn push_str(&mut self, path: &str, entry: Entry) {
        debug_assert!(self.iter().next_back().is_none_or(|(last, _)| last < path), "{path} ascends");
        self.paths.push("", path);
        self.entries.push(entry);
    }

    /// The notes by path.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Entry)> + ExactSizeIterator {
        self.paths.iter().zip(&self.entries)
    }

    /// What is remembered of a note.
    pub(crate) fn get(&self, path: &str) -> Option<&Entry> {
        self.position(path).and_then(|nth| self.entries.get(nth))
    }

    /// The number of a note in the order of paths.
    pub(crate) fn position(&self, path: &str) -> Option<usize> {
        self.paths.search(path)
    }

    /// The sums over all notes.
    pub(crate) fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        self.entries.iter().for_each(|entry| totals.add(entry));
        totals
    }

    /// Every file that is not in the index, and why; by path.
    pub(crate) fn all_skipped(&self) -> Vec<Skipped> {
        let left_out = self.left_out.iter().map(LeftOut::skipped);
        let mut all: Vec<Skipped> = left_out.chain(self.skipped.iter().cloned()).collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }

    /// The same without the notes in `removed`, and with those in `read` in the place of what was known
    /// of them, for the next commit. Both must be sorted by path. Nothing is left out or skipped yet.
    pub(crate) fn updated(&self, removed: &[NotePath], read: &[(NotePath, Entry)]) -> Manifest {
        let mut new = Manifest { commit: self.commit.wrapping_add(1), ..Manifest::default() };
        let mut removed = removed.iter().map(NotePath::as_str).peekable();
        let mut read = read.iter().peekable();
        for (path, entry) in self.iter() {
            while let Some((added, entry)) = read.next_if(|(added, _)| added.as_str() < path) {
                new.push(added, *entry);
            }
            while removed.next_if(|gone| *gone < path).is_some() {}
            match read.next_if(|(modified, _)| modified.as_str() == path) {
                Some((_, entry)) => new.push_str(path, *entry),
                None if removed.peek() == Some(&path) => {}
                None => new.push_str(path, *entry),
            }
        }
        read.for_each(|(added, entry)| new.push(added, *entry));
        new
    }
}

impl LastRead {
    /// With the stamp that it had at `now`.
    pub(crate) fn at(now: SystemTime, stamp: Stamp) -> LastRead {
        LastRead { stamp, trusted: stamp.is_settled(now) }
    }

    /// Whether a file with this stamp is surely as it was.
    fn vouches_for(self, stamp: Stamp) -> bool {
        self.trusted && self.stamp == stamp
    }
}

impl LeftOut {
    /// A file that was read at `now` and is no note.
    pub(crate) fn new(path: NotePath, stamp: Stamp, reason: SkipReason, now: SystemTime) -> LeftOut {
        let read = LastRead::at(now, stamp);
        let file = LastRead { trusted: read.trusted && !reason.may_pass(), ..read };
        LeftOut { path, file, reason }
    }

    fn skipped(&self) -> Skipped {
        Skipped { path: self.path.as_str().into(), reason: self.reason.clone() }
    }
}

#[cfg(test)]
mod tests;
