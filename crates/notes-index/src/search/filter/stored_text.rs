//! Looks through the stored text of sections, where the index does not decide.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::engine::{Doc, SectionRecord, Snapshot};
use crate::error::Result;
use crate::search::doc_set::DocSet;
use crate::search::patience::Patience;
use crate::threads::do_all;

/// How much stored text a query looks through, in bytes.
const MAX_BYTES: usize = 256 << 20;
/// How many sections are looked through at once: neighbours, which are stored together. To begin a thread takes as
/// long as two or three of them.
const N_AT_ONCE: usize = 64;

/// How far a query has looked.
pub(super) struct Scan<'a> {
    snapshot: &'a Snapshot,
    patience: &'a Patience,
    n_bytes: AtomicUsize,
    /// The sections that were not looked at: the time ended, or too much text was to be read.
    left_out: Mutex<Vec<Doc>>,
}

/// Whether a section may be as wanted, by the bytes of its lines.
type MayBe<'a> = &'a (dyn Fn(&[u8]) -> bool + Sync);
/// Whether it is as wanted, by all that is stored of it.
type Is<'a> = &'a (dyn Fn(&SectionRecord) -> bool + Sync);

impl<'a> Scan<'a> {
    /// Nothing was looked at yet.
    pub(super) fn new(snapshot: &'a Snapshot, patience: &'a Patience) -> Scan<'a> {
        Scan { snapshot, patience, n_bytes: AtomicUsize::new(0), left_out: Mutex::new(Vec::new()) }
    }

    /// Whether some sections that were asked for were not looked at.
    pub(super) fn is_partial(&self) -> bool {
        self.n_left_out() > 0
    }

    /// How many sections were asked for and not looked at.
    pub(super) fn n_left_out(&self) -> usize {
        self.left_out().len()
    }

    /// Calls back with those of them after the first `n`.
    pub(super) fn left_out_after(&self, n: usize, each: impl FnMut(Doc)) {
        self.left_out().iter().skip(n).copied().for_each(each);
    }

    fn left_out(&self) -> MutexGuard<'_, Vec<Doc>> {
        self.left_out.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those of some sections that are as wanted, as far as the time and [`MAX_BYTES`] allow.
    pub(super) fn sections(&self, docs: &DocSet, is: Is<'_>) -> Result<DocSet> {
        self.sections_that_may_be(docs, &|_| true, is)
    }

    /// The same, where a look at the bytes of its lines tells of most that they aren't.
    pub(super) fn sections_that_may_be(
        &self,
        docs: &DocSet,
        may_be: MayBe<'_>,
        is: Is<'_>,
    ) -> Result<DocSet> {
        let docs: Vec<Doc> = docs.iter().collect();
        let pieces: Vec<&[Doc]> = docs.chunks(N_AT_ONCE).collect();
        let looked = match pieces.as_slice() {
            [only] => vec![vec![self.piece(only, may_be, is)]],
            _ => do_all(pieces, |piece, looked: &mut Vec<Result<Vec<Doc>>>, _| {
                looked.push(self.piece(piece, may_be, is));
                ControlFlow::Continue(())
            })
            .unwrap_or_default(),
        };
        let mut found = DocSet::none(self.snapshot.max_doc());
        for docs in looked.into_iter().flatten() {
            docs?.into_iter().for_each(|doc| found.insert(doc));
        }
        Ok(found)
    }

    fn piece(&self, docs: &[Doc], may_be: MayBe<'_>, is: Is<'_>) -> Result<Vec<Doc>> {
        let mut found = Vec::new();
        for (idx, &doc) in docs.iter().enumerate() {
            if self.patience.is_over() || self.n_bytes.load(Ordering::Relaxed) > MAX_BYTES {
                self.left_out().extend(&docs[idx..]);
                break;
            }
            let is_found = self.snapshot.stored(doc, |section| {
                self.n_bytes.fetch_add(section.source.len(), Ordering::Relaxed);
                Some(may_be(section.source) && is(&section.decode()?))
            })?;
            found.extend(is_found.then_some(doc));
        }
        Ok(found)
    }
}
