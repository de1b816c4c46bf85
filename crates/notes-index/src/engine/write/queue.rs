//! Documents on their way to the writer's threads: no more of them than memory allows.
//!
//! tantivy's own queue counts to ten thousand, whatever the size of what stands in it.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tantivy::TantivyDocument;
use tantivy::schema::Document;

/// How many bytes of notes may wait. Their tokens take some fifteen times as much.
const MAX_BYTES: usize = 2 << 20;

/// What waits.
#[derive(Debug, Default)]
pub(super) struct Queue {
    n_bytes: Mutex<usize>,
    left: Condvar,
}

/// A note's place in the queue; given back when the last of its documents is gone.
#[derive(Debug)]
struct Ticket {
    queue: Arc<Queue>,
    n_bytes: usize,
}

/// A document that holds its note's place.
#[derive(Debug)]
pub(super) struct Queued {
    document: TantivyDocument,
    _ticket: Arc<Ticket>,
}

impl Queue {
    /// Lines up the documents of a note of so many bytes, when there is room for it. What is too large for
    /// any room waits until there is nothing else.
    pub(super) fn line_up(
        self: &Arc<Queue>,
        n_bytes: usize,
        documents: Vec<TantivyDocument>,
    ) -> impl ExactSizeIterator<Item = Queued> + use<> {
        let waiting = self.n_bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |waiting: &mut usize| *waiting > 0 && *waiting + n_bytes > MAX_BYTES;
        *self.left.wait_while(waiting, is_full).unwrap_or_else(PoisonError::into_inner) += n_bytes;
        let ticket = Arc::new(Ticket { queue: Arc::clone(self), n_bytes });
        documents.into_iter().map(move |document| Queued { document, _ticket: Arc::clone(&ticket) })
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        *self.queue.n_bytes.lock().unwrap_or_else(PoisonError::into_inner) -= self.n_bytes;
        self.queue.left.notify_all();
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
        let queue = Arc::new(Queue::default());
        let first: Vec<Queued> = queue.line_up(MAX_BYTES, vec![TantivyDocument::new(); 2]).collect();
        thread::scope(|scope| {
            let second = scope.spawn(|| queue.line_up(1, vec![TantivyDocument::new()]).count());
            thread::sleep(Duration::from_millis(20));
            assert!(!second.is_finished());
            drop(first);
            assert_eq!(second.join().unwrap(), 1);
        });
        assert_eq!(*queue.n_bytes.lock().unwrap(), 0);
    }

    #[test]
    fn what_is_too_large_for_any_room_gets_in_alone() {
        let queue = Arc::new(Queue::default());
        assert_eq!(queue.line_up(MAX_BYTES * 2, vec![TantivyDocument::new()]).count(), 1);
    }
}
