//! A disk that loses power, for tests: what was not synced is there, or is not, in any mixture.
//!
//! A [`Tape`] records every step below a folder. From it [`Tape::lose_power`] makes what may be left: of each file what was
//! synced, and of the rest nothing, a part, zeros or all; of names that were given and taken since their folder was
//! synced any of them, in any order. A file system may be kinder; none may be worse.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::Step;

/// A file's number.
type Id = usize;

/// What files there are, by name; a folder is none of them.
type Names = BTreeMap<PathBuf, Option<Id>>;

static TAPES: Mutex<Vec<Tape>> = Mutex::new(Vec::new());

/// What was done below a folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tape {
    folder: PathBuf,
    /// How it was before each step, and whether that step synced a folder.
    history: Vec<(State, bool)>,
    now: State,
}

/// What the disk holds for sure, and what it may hold.
#[derive(Clone, Debug, Default)]
struct State {
    /// What programs see.
    seen: Names,
    /// What the disk knows for sure.
    sure: Names,
    /// What it may know besides, in the order in which it was done.
    unsure: Vec<Change>,
    files: Vec<Content>,
}

/// A name that was given or taken.
#[derive(Clone, Debug)]
enum Change {
    Put(PathBuf, Option<Id>),
    Take(PathBuf, Option<Id>),
    Move { from: PathBuf, to: PathBuf, id: Option<Id> },
}

/// What was written to a file, and how many bytes of it are synced.
#[derive(Clone, Debug, Default)]
struct Content {
    bytes: Vec<u8>,
    n_sure: usize,
}

/// A recording that lasts until it is stopped.
#[derive(Debug)]
pub(crate) struct Recording(PathBuf);

impl Recording {
    /// Goes on with a tape; one of a folder that is there and empty is new.
    pub(crate) fn start(folder: &Path, tape: Tape) -> Recording {
        let tape = Tape { folder: folder.to_owned(), history: Vec::new(), ..tape };
        TAPES.lock().unwrap_or_else(PoisonError::into_inner).push(tape);
        Recording(folder.to_owned())
    }

    pub(crate) fn stop(self) -> Tape {
        let mut tapes = TAPES.lock().unwrap_or_else(PoisonError::into_inner);
        let at = tapes.iter().position(|tape| tape.folder == self.0);
        at.map(|at| tapes.swap_remove(at)).unwrap_or_default()
    }
}

/// Records a step that is about to be done.
pub(super) fn record(path: &Path, step: Step<'_>) {
    let mut tapes = TAPES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(tape) = tapes.iter_mut().find(|tape| path.starts_with(&tape.folder)) {
        tape.history.push((tape.now.clone(), step == Step::SyncDir));
        tape.now.follow(path, step);
    }
}

impl State {
    fn follow(&mut self, path: &Path, step: Step<'_>) {
        let id = self.seen.get(path).copied().flatten();
        match step {
            Step::Create => {
                self.files.push(Content::default());
                self.change(Change::Put(path.to_owned(), Some(self.files.len() - 1)));
            }
            Step::CreateDir => self.change(Change::Put(path.to_owned(), None)),
            Step::Write(bytes) => self.file(id, |file| file.bytes.extend(bytes)),
            Step::Sync => self.file(id, |file| file.n_sure = file.bytes.len()),
            Step::Rename(to) => self.change(Change::Move { from: path.to_owned(), to: to.to_owned(), id }),
            Step::Remove if id.is_none() => {}
            Step::Remove => self.change(Change::Take(path.to_owned(), id)),
            Step::RemoveDir => {
                let below = self.seen.iter().filter(|(name, _)| name.starts_with(path));
                let below: Vec<_> = below.map(|(name, id)| Change::Take(name.clone(), *id)).collect();
                below.into_iter().rev().for_each(|change| self.change(change));
            }
            Step::SyncDir => {
                let is_in = |change: &Change| change.path().parent() == Some(path);
                let (sure, unsure) = self.unsure.drain(..).partition(is_in);
                self.unsure = unsure;
                let sure: Vec<Change> = sure;
                sure.iter().for_each(|change| change.apply(&mut self.sure));
            }
        }
    }

    fn change(&mut self, change: Change) {
        change.apply(&mut self.seen);
        self.unsure.push(change);
    }

    fn file(&mut self, id: Option<Id>, with: impl FnOnce(&mut Content)) {
        if let Some(file) = id.and_then(|id| self.files.get_mut(id)) {
            with(file);
        }
    }
}

impl Change {
    fn path(&self) -> &Path {
        match self {
            Change::Put(path, _) | Change::Take(path, _) | Change::Move { to: path, .. } => path,
        }
    }

    fn apply(&self, names: &mut Names) {
        match self {
            Change::Put(path, id) => {
                names.insert(path.clone(), *id);
            }
            Change::Take(path, id) => take(names, path, *id),
            Change::Move { from, to, id } => {
                take(names, from, *id);
                names.insert(to.clone(), *id);
            }
        }
    }
}

/// Takes a name from a file; from no other that has got it meanwhile.
fn take(names: &mut Names, path: &Path, id: Option<Id>) {
    if names.get(path) == Some(&id) {
        names.remove(path);
    }
}

/// Numbers that look random and are the same every time (xorshift64*).
#[derive(Debug)]
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) as usize % limit.max(1)
    }
}

impl Tape {
    /// Writes what programs see into a folder: as if nothing were lost.
    pub(crate) fn copy(&self, to: &Path) {
        self.write(&self.now, &self.now.seen, to, |file| file.bytes.clone());
    }

    /// Writes into a folder what may be left when power is lost before some step of the recording or at its end.
    pub(crate) fn lose_power(&self, chance: &mut Chance, to: &Path) {
        let state = self.moment(chance);
        let mut names = state.sure.clone();
        // Nothing of it, all, some, or what was done last.
        let kept = chance.below(4);
        let first = if kept == 3 { chance.below(state.unsure.len()) } else { 0 };
        let is_kept = |_: &&Change| kept != 0 && (kept != 2 || chance.below(2) == 0);
        let unsure: Vec<&Change> = state.unsure[first..].iter().filter(is_kept).collect();
        unsure.into_iter().for_each(|change| change.apply(&mut names));
        self.write(state, &names, to, |file| file.lose_power(chance));
    }

    /// Some moment of the recording; often one before a folder is synced, when most is at stake.
    fn moment(&self, chance: &mut Chance) -> &State {
        let critical: Vec<usize> = (0..self.history.len()).filter(|&at| self.history[at].1).collect();
        let at = match chance.below(2) {
            0 if !critical.is_empty() => critical[chance.below(critical.len())],
            _ => chance.below(self.history.len() + 1),
        };
        self.history.get(at).map_or(&self.now, |(state, _)| state)
    }

    fn write(&self, state: &State, names: &Names, to: &Path, mut content: impl FnMut(&Content) -> Vec<u8>) {
        for (path, id) in names {
            let path = to.join(path.strip_prefix(&self.folder).unwrap_or(path));
            let Some(file) = id.and_then(|id| state.files.get(id)) else {
                fs::create_dir_all(&path).expect("a folder can be made");
                continue;
            };
            // What stands in a folder that is lost is lost as well.
            if path.parent().is_some_and(Path::is_dir) {
                fs::write(&path, content(file)).expect("a file can be written");
            }
        }
    }
}

impl Content {
    fn lose_power(&self, chance: &mut Chance) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let n_unsure = bytes.len() - self.n_sure;
        match chance.below(4) {
            0 => bytes.truncate(self.n_sure),
            1 => bytes.truncate(self.n_sure + chance.below(n_unsure + 1)),
            2 => bytes.iter_mut().skip(self.n_sure + chance.below(n_unsure + 1)).for_each(|byte| *byte = 0),
            _ => {}
        }
        bytes
    }
}
