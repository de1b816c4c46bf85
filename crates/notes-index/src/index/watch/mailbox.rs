//! How a search asks a watcher, through files that the watcher's own observer sees.
//!
//! The system tells an observer of changes in their order. When the observer has seen a question, it has seen
//! every change that was made before the question was put.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::super::layout::{LOCK_FILE, MAILBOX, is_question, question_name};
use super::super::lock::{LockFile, await_lock, try_share};
use crate::disk::{self, NewFile};
use crate::error::{Error, ErrorKind, Holder, Result};

/// What a file holds that answers a question.
const YES: &[u8] = b"y";
const NO: &[u8] = b"n";
/// What it holds before the answer, if that takes a while.
const AT_IT: &[u8] = b".";
/// How many times as long a search waits if the watcher says that it is making the answer.
const AT_IT_WAITS: u32 = 10;
/// How long to wait between two looks at a question.
const POLL: Duration = Duration::from_micros(50);
/// How long a second watcher tries: a search that looks whether there is one holds the lock for a moment.
const LOCK_WAIT: Duration = Duration::from_millis(200);

static NEXT_QUESTION: AtomicU32 = AtomicU32::new(0);

/// Where the watcher of an index is asked.
fn mailbox_of(index_dir: &Path) -> PathBuf {
    index_dir.join(MAILBOX)
}

/// The watcher's side: where questions come in and are answered.
#[derive(Debug)]
pub(in crate::index) struct Mailbox {
    dir: PathBuf,
    lock: LockFile,
}

impl Mailbox {
    /// Opens the mailbox of an index folder.
    ///
    /// # Errors
    /// [`Error::is_locked`] if the index has a watcher; [`Error::is_io`] if no question can be put there.
    pub(in crate::index) fn open(index_dir: &Path) -> Result<Mailbox> {
        let dir = mailbox_of(index_dir);
        make(&dir).map_err(|error| Error::io(&dir, "create", error))?;
        let lock_file = dir.join(LOCK_FILE);
        let lock = await_lock(LOCK_WAIT, POLL, &mut |_| Ok(()), || LockFile::try_take(&lock_file))?
            .map_err(|watcher| watched(index_dir, watcher))?;
        let mailbox = Mailbox { dir, lock };
        drop(mailbox.put().map_err(|error| Error::io(mailbox.dir(), "write", error))?);
        Ok(mailbox)
    }

    /// Whether the folder is still the one that was opened: what is put into another nobody sees.
    pub(super) fn is_in_place(&self) -> bool {
        self.lock.is_at(&self.dir.join(LOCK_FILE))
    }

    pub(in crate::index) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Puts a question of the watcher's own.
    pub(super) fn put(&self) -> io::Result<Question> {
        Question::put(&self.dir)
    }

    /// Says that a question was heard and will soon be answered.
    pub(super) fn hear(&self, question: &OsStr) {
        self.say(question, AT_IT);
    }

    /// Answers a question.
    pub(in crate::index) fn answer(&self, question: &OsStr, is_fresh: bool) {
        self.say(question, if is_fresh { YES } else { NO });
    }

    /// Who asked may be gone: then there is nobody to tell. What others put there is no question.
    fn say(&self, question: &OsStr, word: &[u8]) {
        if question.to_str().is_some_and(is_question) {
            let _nobody_left = disk::append(&self.dir.join(question), word);
        }
    }

    /// Takes away the questions of those who asked before anybody listened, or were killed: no question is a no.
    pub(in crate::index) fn clear(&self) {
        for entry in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            if entry.file_name().to_str().is_some_and(is_question) {
                let _stays = disk::remove(&entry.path());
            }
        }
    }
}

/// Makes the folder of a mailbox, if there is none.
///
/// # Errors
/// If it is elsewhere, behind a link: there others have their files.
fn make(mailbox: &Path) -> io::Result<()> {
    match mailbox.symlink_metadata() {
        Ok(there) if !there.is_dir() => Err(io::ErrorKind::AlreadyExists.into()),
        _ => disk::create_dir(mailbox),
    }
}

/// Asks whether the index is up to the notes as they are now, or newer; no answer is a no. A watcher that is making
/// the answer gets [`AT_IT_WAITS`] times as long.
pub(in crate::index) fn ask(index_dir: &Path, wait: Duration) -> bool {
    let mailbox = mailbox_of(index_dir);
    if watcher(&mailbox).is_none() || !disk::is_dir(&mailbox) {
        return false;
    }
    let begun = Instant::now();
    let Ok(question) = Question::put(&mailbox) else { return false };
    let answer = mailbox.join(&question.name);
    let (mut wait, mut n_heard) = (wait, 0);
    loop {
        // A look at its size is no event, while the observer would have to hear of every opening.
        match answer.metadata() {
            Ok(metadata) if metadata.len() > n_heard => match fs::read(&answer).as_deref() {
                Ok(AT_IT) => (wait, n_heard) = (wait.saturating_mul(AT_IT_WAITS), AT_IT.len() as u64),
                said => return said.is_ok_and(|said| said.ends_with(YES)),
            },
            Ok(_) if begun.elapsed() < wait => thread::sleep(POLL),
            _ => return false,
        }
    }
}

/// Who watches, if somebody does.
fn watcher(mailbox: &Path) -> Option<Holder> {
    try_share(&mut disk::open(&mailbox.join(LOCK_FILE)).ok()?).err()
}

/// Where there is a watcher, a second one is told before it does anything.
///
/// # Errors
/// [`Error::is_watched`] if there is one.
pub(in crate::index) fn must_be_free(index_dir: &Path) -> Result<()> {
    watcher(&mailbox_of(index_dir)).map_or(Ok(()), |watcher| Err(watched(index_dir, watcher)))
}

fn watched(index_dir: &Path, watcher: Holder) -> Error {
    Error::new(ErrorKind::Watched { path: index_dir.to_owned(), watcher })
}

/// A question; taken back when dropped.
#[derive(Debug)]
pub(super) struct Question {
    dir: PathBuf,
    pub(super) name: String,
}

impl Question {
    fn put(dir: &Path) -> io::Result<Question> {
        loop {
            let number = NEXT_QUESTION.fetch_add(1, Ordering::Relaxed);
            let name = question_name(std::process::id(), number);
            match NewFile::create(&dir.join(&name)) {
                Ok(_) => return Ok(Question { dir: dir.to_owned(), name }),
                // Left by a process that was killed and had our number.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        let _swept_later = disk::remove(&self.dir.join(&self.name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::faults::Faults;

    const WAIT: Duration = Duration::from_secs(10);

    /// A mailbox whose watcher says the same to everybody, and what a search hears.
    fn hears(is_fresh: bool) -> bool {
        let index = tempfile::tempdir().unwrap();
        let mailbox = Mailbox::open(index.path()).unwrap();
        thread::scope(|scope| {
            let asking = scope.spawn(|| ask(index.path(), WAIT));
            while !asking.is_finished() {
                for entry in fs::read_dir(mailbox.dir()).unwrap().flatten() {
                    if entry.file_name() != LOCK_FILE {
                        mailbox.answer(&entry.file_name(), is_fresh);
                    }
                }
            }
            asking.join().unwrap()
        })
    }

    #[test]
    fn what_the_watcher_says_is_heard() {
        assert!(hears(true));
        assert!(!hears(false));
    }

    #[test]
    fn who_is_at_it_gets_more_time() {
        let index = tempfile::tempdir().unwrap();
        let mailbox = Mailbox::open(index.path()).unwrap();
        let hears = |wait: Duration, pause: Duration, answered: bool| {
            thread::scope(|scope| {
                let asking = scope.spawn(|| ask(index.path(), wait));
                let question = loop {
                    let names = fs::read_dir(mailbox.dir()).unwrap().map(|entry| entry.unwrap().file_name());
                    match names.into_iter().find(|name| name != LOCK_FILE) {
                        Some(question) => break question,
                        None => thread::sleep(POLL),
                    }
                };
                mailbox.hear(&question);
                thread::sleep(pause);
                assert!(!asking.is_finished(), "it waits for what was promised");
                if answered {
                    mailbox.answer(&question, true);
                }
                asking.join().unwrap()
            })
        };
        let wait = Duration::from_millis(400);
        assert!(hears(wait, wait * 2, true));
        assert!(!hears(wait, wait * 2, false), "it doesn't wait for ever");
        assert!(hears(Duration::MAX, wait, true), "unless it is told to");
    }

    #[test]
    fn a_question_that_nobody_has_seen_is_a_no() {
        let index = tempfile::tempdir().unwrap();
        let mailbox = Mailbox::open(index.path()).unwrap();
        let hears = thread::scope(|scope| {
            let asking = scope.spawn(|| ask(index.path(), Duration::MAX));
            while !asking.is_finished() {
                mailbox.clear();
            }
            asking.join().unwrap()
        });
        assert!(!hears);
    }

    #[test]
    fn no_answer_is_a_no() {
        let index = tempfile::tempdir().unwrap();
        assert!(!ask(index.path(), WAIT), "there is no watcher, and nobody waits for one");
        let mailbox = Mailbox::open(index.path()).unwrap();
        assert!(!ask(index.path(), Duration::ZERO));
        let second = Mailbox::open(index.path()).unwrap_err();
        assert!(second.is_locked() && second.is_watched(), "there is one already");
        assert!(second.to_string().ends_with(&format!("by process {}", std::process::id())), "{second}");
        assert!(must_be_free(index.path()).is_err());
        drop(mailbox);
        assert!(!ask(index.path(), WAIT), "it is gone");
        let lock = fs::read(mailbox_of(index.path()).join(LOCK_FILE)).unwrap();
        assert!(lock.is_empty(), "whoever locks it in another way is not taken for it");
        must_be_free(index.path()).unwrap();
        assert_eq!(fs::read_dir(mailbox_of(index.path())).unwrap().count(), 1, "questions are taken back");
    }

    #[test]
    fn leftovers_are_swept() {
        let index = tempfile::tempdir().unwrap();
        disk::create_dir(&mailbox_of(index.path())).unwrap();
        fs::write(mailbox_of(index.path()).join("q1-1"), "y").unwrap();
        let mailbox = Mailbox::open(index.path()).unwrap();
        mailbox.clear();
        assert_eq!(fs::read_dir(mailbox.dir()).unwrap().count(), 1);
    }

    #[test]
    fn a_question_that_can_not_be_put_is_a_no() {
        let index = tempfile::tempdir().unwrap();
        let mailbox = Mailbox::open(index.path()).unwrap();
        let faults = Faults::refuse(index.path(), 0..usize::MAX);
        assert!(!ask(index.path(), WAIT), "nobody waits for an answer to it");
        assert!(mailbox.put().is_err() && faults.n_steps() > 1);
        drop(mailbox);
        assert!(Mailbox::open(index.path()).unwrap_err().is_io(), "there is no use in a mailbox like that");
    }
}
