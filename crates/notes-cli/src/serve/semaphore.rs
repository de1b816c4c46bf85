//! A counting semaphore over bytes: whoever needs more of them than are free waits until others have released theirs.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes that may be held at once, by all together.
pub(super) struct Semaphore {
    n_bytes: usize,
    free: Arc<Free>,
}

/// The bytes that nobody holds.
#[derive(Debug)]
struct Free {
    n_bytes: Mutex<usize>,
    freed: Condvar,
}

/// Bytes that are held; released when dropped.
#[derive(Debug)]
pub(super) struct Permit {
    free: Arc<Free>,
    n_bytes: usize,
}

impl Semaphore {
    pub(super) fn of(n_bytes: usize) -> Semaphore {
        Semaphore { n_bytes, free: Arc::new(Free { n_bytes: Mutex::new(n_bytes), freed: Condvar::new() }) }
    }

    /// Waits until so many bytes are free, at most all there are: what needs more passes alone.
    pub(super) fn acquire(&self, n_bytes: usize) -> Permit {
        let n_bytes = n_bytes.min(self.n_bytes);
        let free = self.free.freed.wait_while(self.free.lock(), |free| *free < n_bytes);
        *free.unwrap_or_else(PoisonError::into_inner) -= n_bytes;
        Permit { free: Arc::clone(&self.free), n_bytes }
    }
}

impl Free {
    fn lock(&self) -> MutexGuard<'_, usize> {
        self.n_bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.free.lock() += self.n_bytes;
        self.free.freed.notify_all();
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
                        let permit = semaphore.acquire(wanted * 2);
                        assert!(held.fetch_add(permit.n_bytes, Ordering::SeqCst) + permit.n_bytes <= 10);
                        thread::yield_now();
                        held.fetch_sub(permit.n_bytes, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(*semaphore.free.lock(), 10);
    }
}
