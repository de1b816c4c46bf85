//! Tokens → where they stand.

use super::chunks::{CHUNK, Chunks};
use crate::engine::{Doc, Lane, Snapshot};
use crate::error::Result;

/// A posting: where, how often, and how long that text is.
pub(super) type Posting = (Doc, u32, u32);

/// A note's first section, and how often something stands in the note.
pub(super) type InNote = (Doc, u32);

/// The postings of one look-up after another, in the same memory.
#[derive(Debug)]
pub(super) struct Found {
    /// In order.
    pub(super) postings: Vec<Posting>,
    /// The frequency of several tokens in a section, and its length.
    sums: Chunks<[(u32, u32); CHUNK]>,
}

impl Found {
    /// Nothing, over sections below `max_doc`.
    pub(super) fn new(max_doc: Doc) -> Found {
        Found { postings: Vec::with_capacity(1024), sums: Chunks::new(max_doc) }
    }

    /// The postings of some tokens, several of one section added up, in place of those before.
    pub(super) fn read(&mut self, snapshot: &Snapshot, lane: Lane, tokens: &[&str]) -> Result<()> {
        let Found { postings, sums } = self;
        postings.clear();
        if let [token] = tokens {
            return snapshot.postings(lane, token, |doc, tf, length| postings.push((doc, tf, length)));
        }
        sums.clear();
        for token in tokens {
            snapshot.postings(lane, token, |doc, tf, length| {
                let (chunk, idx) = sums.get_mut(doc);
                chunk[idx] = (chunk[idx].0 + tf, length);
            })?;
        }
        for (first, chunk) in sums.iter() {
            let sections = (first..).zip(chunk).filter(|(_, (tf, _))| *tf > 0);
            postings.extend(sections.map(|(doc, &(tf, length))| (doc, tf, length)));
        }
        Ok(())
    }
}

/// Frequencies added up by note, at the number of its first section.
pub(super) fn by_note(snapshot: &Snapshot, found: &[Posting]) -> Vec<InNote> {
    let mut notes: Vec<InNote> = Vec::with_capacity(found.len());
    let mut end = 0;
    for &(doc, tf, _) in found {
        match notes.last_mut() {
            Some((_, sum)) if doc < end => *sum += tf,
            _ => {
                let note = snapshot.note(doc);
                notes.push((note.start, tf));
                end = note.end;
            }
        }
    }
    notes
}
