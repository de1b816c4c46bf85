//! Looks through the stored text of sections, where the index does not decide.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::doc_set::DocSet;
use super::patience::Patience;
use crate::engine::{Doc, SectionRecord, Snapshot};
use crate::error::Result;

/// How much stored text a query looks through, in bytes.
const MAX_BYTES: usize = 256 << 20;
/// How many sections are worth a thread, which takes as long to begin as two or three of them.
const MIN_PER_THREAD: usize = 64;
/// More threads wait for memory.
const MAX_THREADS: usize = 8;

/// How far a query has looked.
pub(super) struct Scan<'a> {
    snapshot: &'a Snapshot,
    patience: &'a Patience,
    n_bytes: AtomicUsize,
    is_partial: AtomicBool,
}

/// What is looked for.
type Wanted<'a> = &'a (dyn Fn(&SectionRecord) -> bool + Sync);

impl<'a> Scan<'a> {
    /// Nothing was looked at yet.
    pub(super) fn new(snapshot: &'a Snapshot, patience: &'a Patience) -> Scan<'a> {
        Scan { snapshot, patience, n_bytes: AtomicUsize::new(0), is_partial: AtomicBool::new(false) }
    }

    /// Whether time or patience ended before all that was asked for was looked at.
    pub(super) fn is_partial(&self) -> bool {
        self.is_partial.load(Ordering::Relaxed)
    }

    /// Those of some sections whose stored text is as wanted, as far as time and patience go.
    pub(super) fn sections(&self, docs: &DocSet, wanted: Wanted<'_>) -> Result<DocSet> {
        let docs: Vec<Doc> = docs.iter().collect();
        let n_threads = thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS);
        let n_each = docs.len().div_ceil(n_threads).max(MIN_PER_THREAD);
        let mut found = DocSet::none(self.snapshot.max_doc());
        thread::scope(|scope| {
            // Neighbours are stored together, so each thread gets neighbours, the first of them this one.
            let mut pieces = docs.chunks(n_each);
            let own = pieces.next().unwrap_or_default();
            let others: Vec<_> = pieces.map(|piece| scope.spawn(|| self.piece(piece, wanted))).collect();
            let mut all = vec![self.piece(own, wanted)];
            all.extend(
                others.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))),
            );
            for docs in all {
                docs?.into_iter().for_each(|doc| found.insert(doc));
            }
            Ok(found)
        })
    }

    fn piece(&self, docs: &[Doc], wanted: Wanted<'_>) -> Result<Vec<Doc>> {
        let mut found = Vec::new();
        for &doc in docs {
            if self.patience.is_over() || self.n_bytes.load(Ordering::Relaxed) > MAX_BYTES {
                self.is_partial.store(true, Ordering::Relaxed);
                break;
            }
            let record = self.snapshot.record(doc)?;
            self.n_bytes.fetch_add(record.source.len(), Ordering::Relaxed);
            found.extend(wanted(&record).then_some(doc));
        }
        Ok(found)
    }
}
