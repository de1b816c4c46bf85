//! What happens below the notebook, as the system tells it. The only door to notify.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{EventKind, ModifyKind};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::error::{Error, Result};
use crate::source::is_ignore_file;

/// Something that the watcher has to know.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// Something may have changed that is a note, a folder or an ignore file; at this path, relative to the root, which
    /// itself stands for all of it.
    Changed(PathBuf),
    /// A file has come into the mailbox.
    Asked(OsString),
    /// Something may have happened that the system doesn't tell of.
    Lost(String),
}

/// Listens until dropped.
pub(super) struct Observer {
    _watcher: RecommendedWatcher,
}

/// Which events are whose.
struct Sieve {
    root: PathBuf,
    mailbox: PathBuf,
    index_dir: PathBuf,
}

impl Observer {
    /// Listens to everything below the root and to the mailbox, with one instance: what it tells of the two
    /// comes in the order in which it happened.
    ///
    /// # Errors
    /// If the system watches no more folders, or one is not there.
    pub(super) fn new(
        root: &Path,
        index_dir: &Path,
        mailbox: &Path,
        signals: Sender<Signal>,
    ) -> Result<Observer> {
        // If they lie in the notebook, events name what is in them by the root's real path, so that theirs must be real as well.
        let [index_dir, mailbox] = [canonical(index_dir)?, canonical(mailbox)?];
        let sieve = Sieve { root: root.to_owned(), mailbox: mailbox.clone(), index_dir };
        let listen = move |event: notify::Result<Event>| {
            // Nobody listens any more when the watcher ends.
            sieve.sift(event, |signal| drop(signals.send(signal)));
        };
        let failed = |error: notify::Error| Error::io(root, "watch", std::io::Error::other(error));
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(listen, config).map_err(failed)?;
        watcher.watch(&mailbox, RecursiveMode::NonRecursive).map_err(failed)?;
        watcher.watch(root, RecursiveMode::Recursive).map_err(failed)?;
        Ok(Observer { _watcher: watcher })
    }
}

fn canonical(folder: &Path) -> Result<PathBuf> {
    folder.canonicalize().map_err(|error| Error::io(folder, "watch", error))
}

impl Sieve {
    fn sift(&self, event: notify::Result<Event>, mut signal: impl FnMut(Signal)) {
        let event = match event {
            Ok(event) if event.need_rescan() => return signal(Signal::Lost("events were lost".to_owned())),
            Ok(event) => event,
            Err(error) => return signal(Signal::Lost(error.to_string())),
        };
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        for path in &event.paths {
            if path.parent() == Some(&self.mailbox) {
                if matches!(event.kind, EventKind::Create(_)) {
                    signal(Signal::Asked(path.file_name().unwrap_or_default().to_owned()));
                }
            } else if *path == self.root && is_farewell(event.kind) {
                signal(Signal::Lost("the folder of the notes was moved or removed".to_owned()));
            } else if let Some(inside) = self.inside(path) {
                signal(Signal::Changed(inside.to_owned()));
            }
        }
        if event.paths.is_empty() {
            signal(Signal::Changed(PathBuf::new()));
        }
    }

    /// A path from the root on, if a walk may find something else because of it: what is hidden is no part of the
    /// notebook.
    fn inside<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        let inside = path.strip_prefix(&self.root).ok()?;
        let is_hidden = |part: Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
        let mut parts = inside.components();
        let last = parts.next_back();
        let is_open = |last: Component<'_>| !is_hidden(last) || is_ignore_file(last.as_os_str());
        let matters = !path.starts_with(&self.index_dir) && !parts.any(is_hidden) && last.is_none_or(is_open);
        matters.then_some(inside)
    }
}

/// Whether an event says that what was at a path is gone. Nothing is heard of what takes its place, even if that has
/// the same inode number.
fn is_farewell(kind: EventKind) -> bool {
    matches!(kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, Flag, RemoveKind, RenameMode};

    use super::*;

    #[track_caller]
    fn check(kind: EventKind, path: &str, expected: &[Signal]) {
        let sieve = Sieve { root: "/n".into(), mailbox: "/n/i/watch".into(), index_dir: "/n/i".into() };
        let mut signals = Vec::new();
        sieve.sift(Ok(Event::new(kind).add_path(path.into())), |signal| signals.push(signal));
        assert_eq!(signals, expected, "{path}");
    }

    #[test]
    fn what_a_walk_would_see_matters() {
        let modified = EventKind::Modify(ModifyKind::Any);
        for path in ["", "a.md", "b", "b/.gitignore", "b/pic.png"] {
            check(modified, &format!("/n/{path}"), &[Signal::Changed(path.into())]);
        }
        for path in ["/n/.git/a.md", "/n/.a.md.swp", "/n/i/g1/meta.json", "/m/a.md"] {
            check(modified, path, &[]);
        }
        check(EventKind::Access(AccessKind::Any), "/n/a.md", &[]);
    }

    #[test]
    fn questions_are_told_from_their_end() {
        check(EventKind::Create(CreateKind::File), "/n/i/watch/q1-1", &[Signal::Asked("q1-1".into())]);
        check(EventKind::Remove(RemoveKind::File), "/n/i/watch/q1-1", &[]);
    }

    #[test]
    fn lost_events_are_told() {
        let sieve = Sieve { root: "/n".into(), mailbox: "/d".into(), index_dir: "/i".into() };
        let mut signals = Vec::new();
        sieve.sift(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)), |signal| signals.push(signal));
        sieve.sift(Err(notify::Error::generic("no more")), |signal| signals.push(signal));
        assert!(matches!(&signals[..], [Signal::Lost(_), Signal::Lost(_)]));
    }

    #[test]
    fn a_root_that_goes_takes_its_events_along() {
        let lost = || Signal::Lost("the folder of the notes was moved or removed".to_owned());
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::From));
        check(EventKind::Remove(RemoveKind::Folder), "/n", &[lost()]);
        check(renamed, "/n", &[lost()]);
        check(renamed, "/n/b", &[Signal::Changed("b".into())]);
    }
}
