//! Room for what is under way, in bytes: who brings more than there is room for waits until some is given back.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

pub(crate) struct Room {
    n_bytes: u64,
    free: Mutex<u64>,
    freed: Condvar,
}

/// Room that was taken; given back when dropped.
pub(crate) struct Place<'a> {
    room: &'a Room,
    n_bytes: u64,
}

impl Room {
    pub(crate) fn of(n_bytes: u64) -> Room {
        Room { n_bytes, free: Mutex::new(n_bytes), freed: Condvar::new() }
    }

    /// Takes room once there is so much, at most all of it: what is larger than the room passes alone.
    pub(crate) fn take(&self, n_bytes: u64) -> Place<'_> {
        let n_bytes = n_bytes.min(self.n_bytes);
        let free = self.freed.wait_while(self.free(), |free| *free < n_bytes);
        *free.unwrap_or_else(PoisonError::into_inner) -= n_bytes;
        Place { room: self, n_bytes }
    }

    fn free(&self) -> MutexGuard<'_, u64> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        *self.room.free() += self.n_bytes;
        self.room.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn no_more_is_taken_than_there_is() {
        let (room, taken) = (Room::of(10), AtomicU64::new(0));
        thread::scope(|scope| {
            for wanted in 1..=8 {
                let (room, taken) = (&room, &taken);
                scope.spawn(move || {
                    for _ in 0..500 {
                        let place = room.take(wanted * 2);
                        assert!(taken.fetch_add(place.n_bytes, Ordering::SeqCst) + place.n_bytes <= 10);
                        thread::yield_now();
                        taken.fetch_sub(place.n_bytes, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(*room.free(), 10);
    }
}
