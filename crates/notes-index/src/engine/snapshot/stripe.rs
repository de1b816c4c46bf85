//! A part of a snapshot, so that several threads can look through it at once.

use std::ops::Range;

use tantivy::SegmentReader;

use super::Snapshot;
use super::starts::Doc;

/// Neighbouring notes of a snapshot, each with all of its sections.
#[derive(Clone, Debug)]
pub(crate) struct Stripe<'a> {
    snapshot: &'a Snapshot,
    docs: Range<Doc>,
}

impl Snapshot {
    /// All notes.
    pub(crate) fn whole(&self) -> Stripe<'_> {
        Stripe { snapshot: self, docs: 0..self.max_doc() }
    }

    /// All notes in `n` stripes, in order, with about as many sections each; in fewer if there are no more notes.
    pub(crate) fn stripes(&self, n: usize) -> Vec<Stripe<'_>> {
        let max_doc = self.max_doc();
        let begin = |idx: usize| self.first((u64::from(max_doc) * idx as u64 / n as u64) as Doc);
        let mut borders: Vec<Doc> = (1..n).map(begin).filter(|&doc| 0 < doc && doc < max_doc).collect();
        borders.dedup();
        let begins = std::iter::once(0).chain(borders.iter().copied());
        let ends = borders.iter().copied().chain([max_doc]);
        begins.zip(ends).map(|(begin, end)| Stripe { snapshot: self, docs: begin..end }).collect()
    }
}

impl<'a> Stripe<'a> {
    /// What it is a part of.
    pub(crate) fn snapshot(&self) -> &'a Snapshot {
        self.snapshot
    }

    /// The numbers of its sections, deleted ones among them.
    pub(crate) fn docs(&self) -> Range<Doc> {
        self.docs.clone()
    }

    /// Its notes in windows of `n` sections, or a few more, as no note is cut; in order.
    pub(crate) fn windows(&self, n: Doc) -> impl Iterator<Item = Range<Doc>> {
        let Stripe { snapshot, docs: Range { start: mut begin, end } } = self.clone();
        std::iter::from_fn(move || {
            let last = (begin < end).then(|| begin.saturating_add(n - 1))?;
            let window = begin..if last < end { snapshot.note_end(last) } else { end };
            begin = window.end;
            Some(window)
        })
    }

    /// Its segments: each with the number of its first section, and which of its sections are meant, counted from there.
    pub(in crate::engine) fn segments(&self) -> impl Iterator<Item = (&'a SegmentReader, Doc, Range<u32>)> {
        let docs = self.docs();
        self.snapshot.segments().filter_map(move |(segment, base)| {
            let end = docs.end.saturating_sub(base).min(segment.max_doc());
            let own = docs.start.saturating_sub(base)..end;
            (!own.is_empty()).then_some((segment, base, own))
        })
    }
}
