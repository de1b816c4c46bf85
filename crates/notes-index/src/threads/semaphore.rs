//! A counting semaphore over bytes: whoever needs more of them than are free waits until others have released theirs.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes that may be held at once, by all together.
pub(crate) struct Semaphore {
    n_bytes: u64,
    free: Mutex<u64>,
    freed: Condvar,
}

/// Bytes that are held; released when dropped.
pub(crate) struct Permit<'a> {
    semaphore: &'a Semaphore,
    n_bytes: u64,
}

impl Semaphore {
    pub(crate) fn of(n_bytes: u64) -> Semaphore {
        Semaphore { n_bytes, free: Mutex::new(n_bytes), freed: Condvar::new() }
    }

    /// Waits until so many bytes are free, at most all there are: what needs more passes alone.
    pub(crate) fn acquire(&self, n_bytes: u64) -> Permit<'_> {
        let n_bytes = n_bytes.min(self.n_bytes);
        let free = self.freed.wait_while(self.free(), |free| *free < n_bytes);
        *free.unwrap_or_else(PoisonError::into_inner) -= n_bytes;
        Permit { semaphore: self, n_bytes }
    }

    fn free(&self) -> MutexGuard<'_, u64> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.semaphore.free() += self.n_bytes;
        self.semaphore.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn no_more_is_held_than_there_is() {
        let (semaphore, held) = (Semaphore::of(10), AtomicU64::new(0));
        thread::scope(|scope| {
            for wanted in 1..=8 {
                let (semaphore, held) = (&semaphore, &held);
                scope.spawn(move || {
                    for _ in 0..500 {
                        let permit = semaphore.acquire(wanted * 2);
                        assert!(held.fetch_add(permit.n_bytes, Ordering::SeqCst) + permit.n_bytes <= 10);
                        thread::yield_now();
                        held.fetch_sub(permit.n_bytes, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(*semaphore.free(), 10);
    }
}
