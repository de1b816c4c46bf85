//! One sync: walk → compare → read what changed → commit.

use std::ops::ControlFlow;
use std::path::Path;

use super::NoteIndex;
use super::batch::{Batch, Deadline, OnEvent, Outcome, writer_size};
use super::commit::{Current, MANIFESTS, Payload};
use super::manifest::{Diff, Manifest, ToRead};
use super::options::SyncOptions;
use super::report::{SyncEvent, SyncReport};
use super::store::{Mark, Store, WriterLock};
use crate::engine::{Engine, FewSegments, NoteSink, Writer};
use crate::error::{Error, ErrorKind, Result};
use crate::note::NotePath;
use crate::source::{Walk, WalkOptions, walk_beside};

/// A sync of an index on disk.
pub(super) struct Sync<'a> {
    pub(super) index: &'a NoteIndex,
    pub(super) store: &'a Store,
    pub(super) root: &'a Path,
    pub(super) options: &'a SyncOptions,
    pub(super) deadline: Deadline<'a>,
}

impl Sync<'_> {
    pub(super) fn run(&self, on_event: OnEvent<'_>) -> Result<SyncReport> {
        self.run_marked(on_event).map(|(report, _)| report)
    }

    /// The same with the mark of the commit that the notes were compared with or brought into, whoever has
    /// committed since.
    pub(super) fn run_marked(&self, on_event: OnEvent<'_>) -> Result<(SyncReport, Mark)> {
        let mut report = SyncReport::default();
        let before = self.store.mark();
        let current = || if self.options.rebuild { Ok(None) } else { self.current() };
        let Some((walk, current)) = self.walk_beside(current)? else {
            report.incomplete = true;
            return Ok((report, before));
        };
        if let Some(current) = current?
            && self.is_unchanged(&current, &walk, &mut report)
        {
            return Ok((report, before));
        }
        let mut on_wait = |holder| proceed(on_event(SyncEvent::Waiting { holder }));
        let lock = self.store.lock_watched(self.options.lock_wait, &mut on_wait)?;
        // Another writer may have been here while we waited: compare again.
        match self.current()? {
            Some((current, manifest)) if !self.options.rebuild => {
                match self.update(&lock, &current, &manifest, walk, on_event, &mut report) {
                    // What is wrong with it came to light only now.
                    Err(error) if error.is_unusable() => {}
                    result => return result.map(|()| (report, self.store.mark())),
                }
                report = SyncReport::default();
                let Some((walk, ())) = self.walk_beside(|| ())? else {
                    return Ok((SyncReport { incomplete: true, ..report }, before));
                };
                self.build(&lock, walk, on_event, &mut report)?;
            }
            _ => self.build(&lock, walk, on_event, &mut report)?,
        }
        // Nobody else can have written: the lock is held.
        Ok((report, self.store.mark()))
    }

    fn walk_beside<A: Send>(&self, other: impl Fn() -> A + std::marker::Sync) -> Result<Option<(Walk, A)>> {
        let options = WalkOptions {
            root: self.root,
            extensions: &self.index.options.extensions,
            max_note_bytes: self.index.options.max_note_bytes,
        };
        walk_beside(&options, &|| self.deadline.is_over(), other)
    }

    /// The generation that counts with its manifest; none if there is none that can be used.
    fn current(&self) -> Result<Option<(Current, Manifest)>> {
        let opened = self.index.current(self.store).and_then(|current| {
            let manifest = current.manifest(self.store)?;
            Ok((current, manifest))
        });
        match opened {
            Ok(current) => Ok(Some(current)),
            Err(error) if error.is_missing() || error.is_unusable() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether the index stands at the files; then the report is complete.
    fn is_unchanged(
        &self,
        (current, manifest): &(Current, Manifest),
        walk: &Walk,
        report: &mut SyncReport,
    ) -> bool {
        let diff = manifest.diff(&walk.files);
        let unchanged =
            diff.is_empty() && diff.left_out == manifest.left_out && walk.skipped == manifest.skipped;
        if unchanged {
            report.unchanged = diff.n_unchanged;
            report.skipped = manifest.all_skipped();
            current.tidy(self.store);
            current.seal_again(self.store);
        }
        unchanged
    }

    fn update(
        &self,
        lock: &WriterLock,
        current: &Current,
        manifest: &Manifest,
        walk: Walk,
        on_event: OnEvent<'_>,
        report: &mut SyncReport,
    ) -> Result<()> {
        let diff = manifest.diff(&walk.files);
        report.unchanged = diff.n_unchanged;
        report.removed = diff.to_remove.len();
        current.sweep(self.store, lock);
        let mut writer = self.writer(&current.engine, &diff.to_read)?;
        diff.to_remove.iter().for_each(|path| writer.remove(path));
        let batch = self.batch(&current.engine, manifest);
        let n_to_remove = diff.to_remove.len();
        let read = self.read(&batch, &diff.to_read, n_to_remove, &mut writer, on_event, report)?;
        let Some(outcome) = read else {
            return Ok(());
        };
        let is_changed = outcome.is_changed || !diff.to_remove.is_empty();
        let mut next = next_manifest(manifest, diff, walk, outcome);
        report.skipped = next.all_skipped();
        if is_changed {
            proceed(on_event(SyncEvent::Committing))?;
            let name = current.next_manifest(self.store, &next)?;
            writer.commit(&Payload::of(&next, &name).encode(), self.merging())?;
        } else {
            // Only stamps: what is indexed stays as it is.
            next.commit = manifest.commit;
            next.write(&self.store.generation(current.generation).join(&current.payload.manifest))?;
        }
        Ok(())
    }

    fn build(
        &self,
        _lock: &WriterLock,
        walk: Walk,
        on_event: OnEvent<'_>,
        report: &mut SyncReport,
    ) -> Result<()> {
        report.rebuilt = true;
        let last = self.store.identity()?.map_or(0, |identity| identity.generation);
        let generation = self.store.next_generation();
        let dir = self.store.create_generation(generation)?;
        let engine = Engine::create(&dir)?;
        let manifest = Manifest::of_generation(generation);
        let diff = manifest.diff(&walk.files);
        let tasks = &diff.to_read;
        let mut builder = engine.builder();
        let read = self.read(&self.batch(&engine, &manifest), tasks, 0, &mut builder, on_event, report);
        let outcome = match read {
            Ok(Some(outcome)) => outcome,
            stopped => {
                drop(builder);
                self.store.sweep(last);
                return stopped.map(drop);
            }
        };
        proceed(on_event(SyncEvent::Committing))?;
        let manifest = next_manifest(&manifest, diff, walk, outcome);
        report.skipped = manifest.all_skipped();
        manifest.write(&dir.join(MANIFESTS[0]))?;
        builder.commit(&Payload::of(&manifest, MANIFESTS[0]).encode())?;
        self.store.switch_to(generation, &self.index.made_by())?;
        self.store.sweep(generation);
        Ok(())
    }

    fn batch<'a>(&'a self, engine: &'a Engine, manifest: &'a Manifest) -> Batch<'a> {
        Batch { engine, options: &self.index.options, root: self.root, manifest, sync: self.options }
    }

    fn writer(&self, engine: &Engine, tasks: &[ToRead]) -> Result<Writer> {
        let (n_threads, memory) = writer_size(tasks.iter().map(|task| task.stamp.size).sum());
        engine.writer(n_threads, memory)
    }

    /// Reads what changed; nothing if the budget ended first.
    fn read(
        &self,
        batch: &Batch<'_>,
        tasks: &[ToRead],
        to_remove: usize,
        sink: &mut dyn NoteSink,
        on_event: OnEvent<'_>,
        report: &mut SyncReport,
    ) -> Result<Option<Outcome>> {
        let bytes = tasks.iter().map(|task| task.stamp.size).sum();
        proceed(on_event(SyncEvent::Planned { to_read: tasks.len(), to_remove, bytes }))?;
        let outcome = batch.run(tasks, sink, &self.deadline, on_event, report)?;
        if outcome.is_incomplete {
            *report =
                SyncReport { incomplete: true, pending: tasks.len() + to_remove, ..SyncReport::default() };
            return Ok(None);
        }
        Ok(Some(outcome))
    }

    fn merging(&self) -> FewSegments {
        if self.options.merge { FewSegments::All } else { FewSegments::Small }
    }
}

fn proceed(flow: ControlFlow<()>) -> Result<()> {
    match flow {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::new(ErrorKind::Cancelled)),
    }
}

/// The manifest after a sync.
fn next_manifest(manifest: &Manifest, diff: Diff, walk: Walk, outcome: Outcome) -> Manifest {
    let Outcome { mut read, mut left_out, .. } = outcome;
    read.sort_by(|(a, _), (b, _)| a.cmp(b));
    // A note that can't be read any more is out of the index.
    let unread = left_out.iter().map(|left_out| left_out.path.clone());
    let mut removed: Vec<NotePath> = diff.to_remove.into_iter().chain(unread).collect();
    removed.sort();
    left_out.extend(diff.left_out);
    left_out.sort_by(|a, b| a.path.cmp(&b.path));
    let mut next = manifest.updated(&removed, &read);
    next.left_out = left_out;
    next.skipped = walk.skipped;
    next
}
