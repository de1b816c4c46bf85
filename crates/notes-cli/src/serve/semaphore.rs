//! A counting semaphore over bytes: whoever needs more of them than are free waits until others have released theirs.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes that may be held at once, by all together.
pub(super) struct Semaphore {
    n_bytes: usize,
    free: Mutex<usize>,
    freed: Condvar,
}

impl Semaphore {
    pub(super) fn of(n_bytes: usize) -> Semaphore {
        Semaphore { n_bytes, free: Mutex::new(n_bytes), freed: Condvar::new() }
    }

    /// Waits until so many bytes are free, at most all there are; returns how many are to be released.
    pub(super) fn acquire(&self, n_bytes: usize) -> usize {
        let wanted = n_bytes.min(self.n_bytes);
        let free = self.freed.wait_while(self.free(), |free| *free < wanted);
        *free.unwrap_or_else(PoisonError::into_inner) -= wanted;
        wanted
    }

    pub(super) fn release(&self, n_bytes: usize) {
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
    fn no_more_is_held_than_there_is() {
        let (semaphore, held) = (Semaphore::of(10), AtomicUsize::new(0));
        thread::scope(|scope| {
            for wanted in 1..=8 {
                let (semaphore, held) = (&semaphore, &held);
                scope.spawn(move || {
                    for _ in 0..500 {
                        let n_bytes = semaphore.acquire(wanted * 2);
                        assert!(held.fetch_add(n_bytes, Ordering::SeqCst) + n_bytes <= 10);
                        thread::yield_now();
                        held.fetch_sub(n_bytes, Ordering::SeqCst);
                        semaphore.release(n_bytes);
                    }
                });
            }
        });
        assert_eq!(*semaphore.free(), 10);
    }
}
