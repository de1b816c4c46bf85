//! Documents on their way to the writer's threads: no more of them than memory allows.
//!
//! tantivy's own queue counts to ten thousand, whatever the size of what stands in it.

use std::sync::Arc;

use tantivy::TantivyDocument;
use tantivy::schema::Document;

use crate::threads::{Permit, Semaphore};

/// How many bytes of notes may wait. Their tokens take some fifteen times as much.
const MAX_BYTES: u64 = 2 << 20;

/// What waits.
#[derive(Debug)]
pub(super) struct Queue {
    room: Semaphore,
}

/// A document that holds its note's place in the queue; given back when the last of them is gone.
#[derive(Debug)]
pub(super) struct Queued {
    document: TantivyDocument,
    _place: Arc<Permit>,
}

impl Queue {
    pub(super) fn new() -> Queue {
        Queue { room: Semaphore::of(MAX_BYTES) }
    }

    /// Lines up the documents of a note of so many bytes, when there is room for it. What is too large for
    /// any room waits until there is nothing else.
    pub(super) fn line_up(
        &self,
        n_bytes: u64,
        documents: Vec<TantivyDocument>,
    ) -> impl ExactSizeIterator<Item = Queued> + use<> {
        let place = Arc::new(self.room.acquire(n_bytes));
        documents.into_iter().map(move |document| Queued { document, _place: Arc::clone(&place) })
    }
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_finds_no_room_waits_until_there_is() {
        let queue = Queue::new();
        let first: Vec<Queued> = queue.line_up(MAX_BYTES, vec![TantivyDocument::new(); 2]).collect();
        thread::scope(|scope| {
            let second = scope.spawn(|| queue.line_up(1, vec![TantivyDocument::new()]).count());
            thread::sleep(Duration::from_millis(20));
            assert!(!second.is_finished());
            drop(first);
            assert_eq!(second.join().unwrap(), 1);
        });
    }

    #[test]
    fn what_is_too_large_for_any_room_gets_in_alone() {
        let queue = Queue::new();
        assert_eq!(queue.line_up(MAX_BYTES * 2, vec![TantivyDocument::new()]).count(), 1);
    }
}
