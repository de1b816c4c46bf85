//! One sync: walk → compare → read what changed → commit.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::NoteIndex;
use super::batch::{Batch, Outcome};
use super::commit::Payload;
use super::deadline::Deadline;
use super::layout::MANIFESTS;
use super::manifest::{Diff, Manifest};
use super::options::SyncOptions;
use super::report::{OnEvent, Progress, SyncEvent, SyncReport};
use super::seen::{Compared, Indexed, Known, Seen};
use super::store::{Mark, Store, WriterLock};
use super::writer;
use crate::engine::{Engine, FewSegments, NoteSink};
use crate::error::{Error, Holder, Result};
use crate::note::NotePath;
use crate::source::{Walk, WalkOptions, walk_beside};

/// A sync of an index on disk.
pub(super) struct SyncRun<'a> {
    pub(super) index: &'a NoteIndex,
    pub(super) store: &'a Store,
    pub(super) root: &'a Path,
    pub(super) options: &'a SyncOptions,
    pub(super) deadline: Deadline<'a>,
}

/// What a sync has come to.
pub(super) struct Synced {
    pub(super) report: SyncReport,
    /// The commit that the notes were compared with or brought into, whoever has committed since.
    pub(super) mark: Mark,
}

impl Synced {
    /// What a sync comes to that had no time to see all notes.
    fn out_of_time(mark: Mark) -> Synced {
        Synced { report: SyncReport { incomplete: true, ..SyncReport::default() }, mark }
    }
}

impl SyncRun<'_> {
    pub(super) fn run(&self, on_event: OnEvent<'_>) -> Result<SyncReport> {
        self.run_knowing(&mut None, &HashSet::new(), on_event).map(|synced| synced.report)
    }

    /// The same with what is known of the notes, if anything is, and all paths at which they may have changed since.
    /// `known` becomes what is known of them afterwards, also if another writer is in the way.
    pub(super) fn run_knowing(
        &self,
        known: &mut Option<Known>,
        paths: &HashSet<PathBuf>,
        on_event: OnEvent<'_>,
    ) -> Result<Synced> {
        let before = self.store.mark();
        // Another writer may have indexed what we were not told of yet.
        let last = known.take().filter(|known| known.is_of(&before));
        let Some(seen) = self.see(last, paths)? else { return Ok(Synced::out_of_time(before)) };
        if let Some(same) = seen.compared.as_ref().filter(|compared| compared.is_unchanged(&seen.walk)) {
            let report = self.leave(same);
            *known = Some(seen.known(before.clone()));
            return Ok(Synced { report, mark: before });
        }
        let mut progress = Progress::new(on_event);
        match self.lock(&mut progress) {
            Ok(lock) => self.bring_up(&lock, seen, before, known, progress),
            Err(error) => {
                *known = Some(seen.known(before));
                Err(error)
            }
        }
    }

    /// Brings the index to the notes, which were seen when the commit of the mark `before` was the last.
    fn bring_up(
        &self,
        lock: &WriterLock,
        seen: Seen,
        before: Mark,
        known: &mut Option<Known>,
        mut progress: Progress<'_>,
    ) -> Result<Synced> {
        let Some(seen) = self.see_still(seen, &before)? else { return Ok(Synced::out_of_time(before)) };
        let Seen { walk, walked, compared } = seen;
        let manifest = self.write(lock, compared, &walk, &mut progress)?;
        // Nobody else can have written: the lock is held.
        let mark = self.store.mark();
        let manifest = manifest.map(|manifest| (mark.clone(), manifest));
        *known = Some(Known { walk, walked, manifest });
        Ok(Synced { report: progress.report, mark })
    }

    /// The notes as they are, against what is indexed; nothing if the time ran out.
    fn see(&self, known: Option<Known>, paths: &HashSet<PathBuf>) -> Result<Option<Seen>> {
        if let Some(Known { walk, walked, manifest }) = known
            && let Some(walk) = walk.again(&self.walk_options(), paths)
        {
            let indexed = self.current(manifest.map(|(_, manifest)| manifest))?;
            return Ok(Some(Seen::new(walk, walked, indexed)));
        }
        self.see_all()
    }

    fn see_all(&self) -> Result<Option<Seen>> {
        let walked = Instant::now();
        let Some((walk, indexed)) = self.walk_beside(|| self.current(None))? else { return Ok(None) };
        Ok(Some(Seen::new(walk, walked, indexed?)))
    }

    /// The same once the lock is held. Another writer may have been here while we waited and have indexed what is newer
    /// than our walk, which would be taken for gone: then the notes are looked at again. `before` is the mark from before
    /// they were seen.
    fn see_still(&self, seen: Seen, before: &Mark) -> Result<Option<Seen>> {
        if self.store.mark() != *before {
            return self.see_all();
        }
        let Some(Compared { manifest, diff, .. }) = seen.compared else { return Ok(Some(seen)) };
        match self.index.current(self.store) {
            Ok(current) if current.payload.commit == manifest.commit => {
                Ok(Some(Seen { compared: Some(Compared { current, manifest, diff }), ..seen }))
            }
            _ => self.see_all(),
        }
    }

    /// The right to write, waited for no longer than there is time.
    fn lock(&self, progress: &mut Progress<'_>) -> Result<WriterLock> {
        let wait = self.options.lock_wait.min(self.deadline.left().unwrap_or(Duration::MAX));
        self.store.lock(wait, &mut |Holder { process }| progress.tell(SyncEvent::Waiting { holder: process }))
    }

    /// Leaves the index as it is: it is up to the notes.
    fn leave(&self, Compared { current, manifest, diff }: &Compared) -> SyncReport {
        current.tidy(self.store);
        current.seal_again(self.store);
        SyncReport { unchanged: diff.n_unchanged, skipped: manifest.all_skipped(), ..SyncReport::default() }
    }

    /// Brings the index to the notes; the new manifest, if the time sufficed.
    fn write(
        &self,
        lock: &WriterLock,
        compared: Option<Compared>,
        walk: &Walk,
        progress: &mut Progress<'_>,
    ) -> Result<Option<Manifest>> {
        if let Some(compared) = compared {
            match self.update(lock, compared, walk, progress) {
                // What is wrong with an index may come to light only now.
                Err(error) if error.is_unusable() => progress.report = SyncReport::default(),
                updated => return updated,
            }
        }
        self.build(lock, walk, progress)
    }

    fn walk_options(&self) -> WalkOptions<'_> {
        self.index.options.walk(self.root)
    }

    fn walk_beside<A: Send>(&self, other: impl Fn() -> A + Sync) -> Result<Option<(Walk, A)>> {
        walk_beside(&self.walk_options(), &|| self.deadline.is_over(), other)
    }

    /// What is indexed, if there is anything to go on with. A manifest that is known is not read.
    fn current(&self, known: Option<Manifest>) -> Result<Option<Indexed>> {
        if self.options.rebuild {
            return Ok(None);
        }
        let opened = self.index.current(self.store).and_then(|current| {
            let manifest = match known.filter(|manifest| manifest.commit == current.payload.commit) {
                Some(manifest) => manifest,
                None => current.manifest(self.store)?,
            };
            Ok((current, manifest))
        });
        match opened {
            Ok(current) => Ok(Some(current)),
            Err(error) if error.is_missing() || error.is_unusable() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Commits what has changed; the new manifest, if the time sufficed.
    fn update(
        &self,
        lock: &WriterLock,
        Compared { current, manifest, diff }: Compared,
        walk: &Walk,
        progress: &mut Progress<'_>,
    ) -> Result<Option<Manifest>> {
        if !current.is_in_place(self.store) {
            return Err(Error::unusable(self.store.dir(), "its files are elsewhere, behind a link"));
        }
        plan(&diff, progress)?;
        progress.report.unchanged = diff.n_unchanged;
        progress.report.removed = diff.to_remove.len();
        current.sweep(self.store, lock);
        let mut writer = writer::open(&current.engine, diff.bytes())?;
        diff.to_remove.iter().for_each(|path| writer.remove(path));
        let batch = self.batch(&current.engine, &manifest);
        let Some(outcome) = self.read(&batch, &diff, &mut writer, progress)? else {
            return Ok(None);
        };
        let is_changed = outcome.is_changed || !diff.to_remove.is_empty();
        let mut next = next_manifest(&manifest, diff, walk, outcome);
        progress.report.skipped = next.all_skipped();
        if is_changed {
            progress.tell(SyncEvent::Committing)?;
            let name = current.next_manifest(self.store, &next)?;
            writer.commit(&Payload::of(&next, &name).encode(), self.merging())?;
        } else {
            // Only stamps: what is indexed stays as it is.
            next.commit = manifest.commit;
            next.write(&self.store.generation(current.generation).join(&current.payload.manifest))?;
        }
        Ok(Some(next))
    }

    /// Builds a new generation and sweeps what does not count, before and behind: on a full disk, what is left of a
    /// build that failed leaves no room for the next.
    fn build(
        &self,
        _lock: &WriterLock,
        walk: &Walk,
        progress: &mut Progress<'_>,
    ) -> Result<Option<Manifest>> {
        // Nothing is indexed in a generation that is new.
        let diff = Manifest::default().diff(walk.files.iter());
        plan(&diff, progress)?;
        let last = self.store.counting()?;
        self.store.sweep(last);
        let built = self.build_beside(walk, diff, progress);
        // Where the switch failed halfway nobody knows what a loss of power would leave: both stay.
        if let Ok(counting) = self.store.counting()
            && (built.is_ok() || counting == last)
        {
            self.store.sweep(counting);
        }
        built
    }

    /// Builds a new generation beside the one that counts and switches to it; its manifest, if the time sufficed.
    fn build_beside(&self, walk: &Walk, diff: Diff, progress: &mut Progress<'_>) -> Result<Option<Manifest>> {
        progress.report.rebuilt = true;
        let generation = self.store.next_generation();
        let dir = self.store.create_generation(generation)?;
        let engine = Engine::create(&dir)?;
        let manifest = Manifest::of_generation(generation);
        let mut builder = engine.builder();
        let read = self.read(&self.batch(&engine, &manifest), &diff, &mut builder, progress)?;
        let Some(outcome) = read else { return Ok(None) };
        progress.tell(SyncEvent::Committing)?;
        let manifest = next_manifest(&manifest, diff, walk, outcome);
        progress.report.skipped = manifest.all_skipped();
        manifest.write(&dir.join(MANIFESTS[0]))?;
        builder.commit(&Payload::of(&manifest, MANIFESTS[0]).encode())?;
        self.store.switch_to(generation, &self.index.made_by())?;
        self.index.settle();
        Ok(Some(manifest))
    }

    fn batch<'a>(&'a self, engine: &'a Engine, manifest: &'a Manifest) -> Batch<'a> {
        Batch { engine, options: &self.index.options, root: self.root, manifest, sync: self.options }
    }

    /// Reads what changed; nothing if the budget ended first.
    fn read(
        &self,
        batch: &Batch<'_>,
        diff: &Diff,
        sink: &mut dyn NoteSink,
        progress: &mut Progress<'_>,
    ) -> Result<Option<Outcome>> {
        let outcome = batch.run(&diff.to_read, sink, &self.deadline, progress)?;
        if outcome.is_incomplete {
            let pending = diff.to_read.len() + diff.to_remove.len();
            progress.report = SyncReport { incomplete: true, pending, ..SyncReport::default() };
            return Ok(None);
        }
        Ok(Some(outcome))
    }

    fn merging(&self) -> FewSegments {
        if self.options.merge { FewSegments::All } else { FewSegments::Small }
    }
}

/// Says what is to be done, before anything is.
fn plan(diff: &Diff, progress: &mut Progress<'_>) -> Result<()> {
    let (to_read, to_remove) = (diff.to_read.len(), diff.to_remove.len());
    progress.tell(SyncEvent::Planned { to_read, to_remove, bytes: diff.bytes() })
}

/// The manifest after a sync.
fn next_manifest(manifest: &Manifest, diff: Diff, walk: &Walk, outcome: Outcome) -> Manifest {
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
    next.skipped.clone_from(&walk.skipped);
    next
}
