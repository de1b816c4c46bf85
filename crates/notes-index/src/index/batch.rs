//! Changed notes: read, parsed and analysed on several threads, written as they come.

use std::iter;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{OnceLock, mpsc};
use std::thread;

use super::deadline::Deadline;
use super::manifest::{Change, Entry, LastRead, LeftOut, Manifest, ToRead};
use super::options::{IndexOptions, SyncOptions};
use super::prepare::{Ready, prepare};
use super::report::{NoteWarning, Progress, SyncEvent, SyncReport};
use crate::analysis::Segmenter;
use crate::engine::{Engine, NoteInfo, NoteSink};
use crate::error::Result;
use crate::note::{NotePath, Warning};
use crate::panics::caught;
use crate::source::{Encoding, NoteText, Reader, SkipReason};
use crate::text::Position;
use crate::threads::{Permit, Semaphore, n_threads};

/// Beyond this many bytes of changed notes it pays to load the dictionary: looked up where it lies, it takes a
/// twentieth more of all that is done for a note.
const MIN_LOADED_BYTES: u64 = 8 << 20;
/// How many notes may be ready and not yet written.
const MAX_PREPARED: usize = 64;
/// How many bytes of text all notes have together that are read and not yet written: what is made of one takes some
/// fifteen times as much.
const MAX_PREPARED_BYTES: u64 = 32 << 20;

/// A note that is ready to be written, or why there is none.
enum Prepared {
    Note(Ready),
    /// The text is the one that is indexed: only the stamp is another.
    Same(Entry),
    LeftOut(LeftOut),
}

/// What a batch of changed notes came to.
#[derive(Default)]
pub(super) struct Outcome {
    /// What was read and is indexed, in the order of reading.
    pub(super) read: Vec<(NotePath, Entry)>,
    /// What was read and is no note.
    pub(super) left_out: Vec<LeftOut>,
    /// Whether anything but stamps changed.
    pub(super) is_changed: bool,
    /// Whether the deadline ended it.
    pub(super) is_incomplete: bool,
}

/// Reads, parses and analyses notes on several threads and writes them as they come.
pub(super) struct Batch<'a> {
    pub(super) engine: &'a Engine,
    pub(super) options: &'a IndexOptions,
    pub(super) root: &'a std::path::Path,
    /// What is indexed, to tell a new text from a new stamp.
    pub(super) manifest: &'a Manifest,
    pub(super) sync: &'a SyncOptions,
}

impl Batch<'_> {
    /// Runs it; the report gets counts, skipped files and warnings.
    pub(super) fn run(
        &self,
        tasks: &[ToRead],
        sink: &mut dyn NoteSink,
        deadline: &Deadline<'_>,
        progress: &mut Progress<'_>,
    ) -> Result<Outcome> {
        let (free, mut outcome) = (Semaphore::of(MAX_PREPARED_BYTES), Outcome::default());
        let (mut done, mut bytes) = (0, 0);
        self.prepare_all(tasks, n_threads().min(4).min(tasks.len()), &free, |task, prepared| {
            (done, bytes) = (done + 1, bytes + task.stamp.size);
            progress.tell(SyncEvent::Read { path: &task.path, done, total: tasks.len(), bytes })?;
            write(sink, task, prepared, &mut outcome, &mut progress.report)?;
            outcome.is_incomplete = deadline.is_over() && done < tasks.len();
            Ok(if outcome.is_incomplete { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        Ok(outcome)
    }

    /// Prepares all notes on so many threads and hands them over in this one as they come, until `take` breaks off: no more
    /// at once than as many bytes as are free. If the system gives no thread, this one prepares them as well.
    fn prepare_all(
        &self,
        tasks: &[ToRead],
        n_threads: usize,
        free: &Semaphore,
        mut take: impl FnMut(&ToRead, Prepared) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let remaining = &Remaining::of(self, tasks, free);
        thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel(MAX_PREPARED);
            let begin = |_: &usize| {
                let sender = sender.clone();
                let work = move || remaining.prepared().try_for_each(|prepared| sender.send(prepared).ok());
                thread::Builder::new().spawn_scoped(scope, work).is_ok()
            };
            let n_helpers = (0..n_threads).take_while(begin).count();
            drop(sender);
            let own = (n_helpers == 0).then(|| remaining.prepared()).into_iter().flatten();
            for (task, prepared, _permit) in receiver.into_iter().chain(own) {
                let flow = take(task, prepared);
                if !matches!(flow, Ok(ControlFlow::Continue(()))) {
                    remaining.is_stopped.store(true, Ordering::Relaxed);
                    return flow.map(drop);
                }
            }
            Ok(())
        })
    }

    /// A mistake of ours over one note doesn't keep the others from being found.
    fn prepare(
        &self,
        task: &ToRead,
        reader: &mut Reader<'_>,
        dictionary: Option<&OnceLock<Segmenter>>,
    ) -> Prepared {
        let prepared = caught(|| self.prepare_unguarded(task, reader, dictionary));
        prepared.unwrap_or_else(|said| self.left_out(task, SkipReason::Failed(said)))
    }

    fn prepare_unguarded(
        &self,
        task: &ToRead,
        reader: &mut Reader<'_>,
        dictionary: Option<&OnceLock<Segmenter>>,
    ) -> Prepared {
        let read = match reader.read(&task.path) {
            Ok(read) => read,
            Err(reason) => return self.left_out(task, reason),
        };
        // The time of its last change is indexed with a note.
        let is_same = |entry: &&Entry| {
            entry.checksum == read.checksum && entry.file.stamp.modified_ns == read.stamp.modified_ns
        };
        if let Some(&entry) = self.manifest.get(task.path.as_str()).filter(is_same) {
            return Prepared::Same(Entry { file: LastRead::at(self.sync.now, read.stamp), ..entry });
        }
        self.analyse(&task.path, &read, dictionary)
    }

    fn left_out(&self, task: &ToRead, reason: SkipReason) -> Prepared {
        Prepared::LeftOut(LeftOut::new(task.path.clone(), task.stamp, reason, self.sync.now))
    }

    fn analyse(
        &self,
        path: &NotePath,
        read: &NoteText,
        dictionary: Option<&OnceLock<Segmenter>>,
    ) -> Prepared {
        let info = NoteInfo {
            modified_ns: read.stamp.modified_ns,
            encoding: (read.encoding != Encoding::Utf8).then(|| read.encoding.name()),
        };
        let embedded = Segmenter::embedded();
        // Whoever needs it first loads it, while the others read and parse.
        let segmenter = dictionary.map_or(&embedded, |loaded| loaded.get_or_init(Segmenter::loaded));
        let mut ready = prepare(self.engine, segmenter, path, &read.text, &info);
        ready.warnings.extend(unread_piece(read));
        let NoteText { stamp, checksum, .. } = *read;
        let file = LastRead::at(self.sync.now, stamp);
        Prepared::Note(Ready { entry: Entry { file, checksum, ..ready.entry }, ..ready })
    }
}

/// The notes of a batch that nobody prepares yet: each thread takes the next of them.
struct Remaining<'a> {
    batch: &'a Batch<'a>,
    tasks: &'a [ToRead],
    n_taken: AtomicUsize,
    is_stopped: AtomicBool,
    free: &'a Semaphore,
    /// Empty until the first thread needs it; none where it doesn't pay.
    dictionary: Option<OnceLock<Segmenter>>,
}

impl<'a> Remaining<'a> {
    fn of(batch: &'a Batch<'_>, tasks: &'a [ToRead], free: &'a Semaphore) -> Self {
        let n_bytes: u64 = tasks.iter().map(|task| task.stamp.size).sum();
        let dictionary = (n_bytes > MIN_LOADED_BYTES).then(OnceLock::new);
        let (n_taken, is_stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
        Self { batch, tasks, n_taken, is_stopped, free, dictionary }
    }

    /// What a thread prepares, each note when it is asked for.
    fn prepared(&self) -> impl Iterator<Item = (&'a ToRead, Prepared, Permit)> {
        let mut reader = Reader::new(self.batch.root, self.batch.options.max_note_bytes);
        iter::from_fn(move || self.next(&mut reader))
    }

    fn next(&self, reader: &mut Reader<'_>) -> Option<(&'a ToRead, Prepared, Permit)> {
        let task = self.tasks.get(self.n_taken.fetch_add(1, Ordering::Relaxed))?;
        let permit = self.free.acquire(task.stamp.size);
        let is_stopped = self.is_stopped.load(Ordering::Relaxed);
        (!is_stopped).then(|| (task, self.batch.prepare(task, reader, self.dictionary.as_ref()), permit))
    }
}

/// Says where a note has something that is no text, as far as that is known.
fn unread_piece(read: &NoteText) -> Option<Warning> {
    let at = read.text.find('\u{fffd}').filter(|_| read.encoding == Encoding::Utf8Lossy)?;
    let line = Position::of(&read.text, at).line;
    let message = "this is neither UTF-8 nor GB18030; what can't be read is not found".to_owned();
    Some(Warning { line, message })
}

/// Writes what became of a note.
fn write(
    sink: &mut dyn NoteSink,
    task: &ToRead,
    prepared: Prepared,
    outcome: &mut Outcome,
    report: &mut SyncReport,
) -> Result<()> {
    let (path, is_indexed) = (&task.path, task.change == Change::Modified);
    match prepared {
        Prepared::Same(entry) => {
            report.unchanged += 1;
            outcome.read.push((path.clone(), entry));
        }
        Prepared::LeftOut(left_out) => {
            outcome.left_out.push(left_out);
            if is_indexed {
                sink.remove(path);
                report.removed += 1;
                outcome.is_changed = true;
            }
        }
        Prepared::Note(Ready { documents, entry, warnings }) => {
            if is_indexed {
                sink.remove(path);
            }
            sink.add(documents)?;
            let warning = |warning| NoteWarning { path: path.clone(), warning };
            report.warnings.extend(warnings.into_iter().map(warning));
            outcome.read.push((path.clone(), entry));
            outcome.is_changed = true;
            let counted = if is_indexed { &mut report.modified } else { &mut report.added };
            *counted += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::source::Stamp;

    /// Notes of nine bytes each.
    fn notes(root: &Path, n: usize) -> Vec<ToRead> {
        let task = |nth: usize| {
            fs::write(root.join(format!("{nth:03}.md")), "连接池").unwrap();
            let path = NotePath::new(&format!("{nth:03}.md")).unwrap();
            ToRead { path, stamp: Stamp { size: 9, ..Stamp::default() }, change: Change::Added }
        };
        (0..n).map(task).collect()
    }

    /// What is taken of some notes, until one is `enough`.
    fn taken(
        root: &Path,
        tasks: &[ToRead],
        (n_threads, n_bytes): (usize, u64),
        mut is_enough: impl FnMut(&ToRead) -> bool,
    ) -> Vec<(String, bool)> {
        let (engine, manifest) = (Engine::in_memory().unwrap(), Manifest::default());
        let (options, sync) = (IndexOptions::in_memory(), SyncOptions::new(SystemTime::now()));
        let batch = Batch { engine: &engine, options: &options, root, manifest: &manifest, sync: &sync };
        let mut taken = Vec::new();
        let prepared = batch.prepare_all(tasks, n_threads, &Semaphore::of(n_bytes), |task, prepared| {
            taken.push((task.path.to_string(), matches!(prepared, Prepared::Note(_))));
            Ok(if is_enough(task) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        });
        prepared.unwrap();
        taken.sort();
        taken
    }

    #[test]
    fn all_is_prepared_by_however_many_threads_there_are() {
        let root = tempfile::tempdir().unwrap();
        let tasks = notes(root.path(), 2 * MAX_PREPARED);
        for n_threads in [0, 1, 3] {
            // Room for more than there is, for two notes, for less than one.
            for n_bytes in [1 << 20, 20, 1] {
                let all = taken(root.path(), &tasks, (n_threads, n_bytes), |_| false);
                let expected = tasks.iter().map(|task| (task.path.to_string(), true));
                assert!(all.into_iter().eq(expected), "{n_threads} threads, {n_bytes} bytes");
                assert_eq!(taken(root.path(), &tasks, (n_threads, n_bytes), |_| true).len(), 1, "broken off");
            }
        }
    }

    #[test]
    fn no_note_is_read_before_there_is_room_for_it() {
        for (n_threads, n_bytes, n_at_once) in [(0, 9, 1), (3, 9, 1), (3, 1, 1), (3, 20, 2)] {
            let root = tempfile::tempdir().unwrap();
            let tasks = notes(root.path(), 20);
            let taken = taken(root.path(), &tasks, (n_threads, n_bytes), |_| {
                // Whoever would read more has time to.
                thread::sleep(Duration::from_millis(20));
                tasks.iter().for_each(|task| drop(fs::remove_file(root.path().join(task.path.as_str()))));
                false
            });
            let n_notes = taken.iter().filter(|(_, is_note)| *is_note).count();
            assert_eq!(taken.len(), tasks.len());
            assert!((1..=n_at_once).contains(&n_notes), "{n_notes}: {n_threads} threads, {n_bytes} bytes");
        }
    }
}
