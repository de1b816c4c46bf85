//! Room for what waits, in bytes: who brings more than there is room for waits until some is given back.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

pub(super) struct Room {
    n_bytes: usize,
    free: Mutex<usize>,
    freed: Condvar,
}

impl Room {
    pub(super) fn of(n_bytes: usize) -> Room {
        Room { n_bytes, free: Mutex::new(n_bytes), freed: Condvar::new() }
    }

    /// Waits for so much room, at most for all of it, and takes it; returns how much is to be given back.
    pub(super) fn take(&self, n_bytes: usize) -> usize {
        let wanted = n_bytes.min(self.n_bytes);
        let free = self.freed.wait_while(self.free(), |free| *free < wanted);
        *free.unwrap_or_else(PoisonError::into_inner) -= wanted;
        wanted
    }

    pub(super) fn give_back(&self, n_bytes: usize) {
        *self.free() += n_bytes;
        self.freed.notify_all();
    }

    fn free(&self) -> MutexGuard<'_, usize> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn no_more_is_taken_than_there_is() {
        let (room, taken) = (Room::of(10), AtomicUsize::new(0));
        thread::scope(|scope| {
            for wanted in 1..=8 {
                let (room, taken) = (&room, &taken);
                scope.spawn(move || {
                    for _ in 0..500 {
                        let n_bytes = room.take(wanted * 2);
                        assert!(taken.fetch_add(n_bytes, Ordering::SeqCst) + n_bytes <= 10);
                        thread::yield_now();
                        taken.fetch_sub(n_bytes, Ordering::SeqCst);
                        room.give_back(n_bytes);
                    }
                });
            }
        });
        assert_eq!(*room.free(), 10);
    }
}
