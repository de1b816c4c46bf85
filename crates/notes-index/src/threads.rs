//! Tasks that make further tasks, done by several threads until none is left.

mod semaphore;

use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

pub(crate) use self::semaphore::{Permit, Semaphore};

/// More threads than this wait for the file system rather than for the processor.
const MAX_THREADS: usize = 8;

/// Does the tasks and all that they make, each thread collecting into an `R` of its own. In no order.
///
/// None if a task broke off; those that were under way were done. This thread works as well, so all
/// gets done even if the system gives no further ones.
pub(crate) fn do_all<T: Send, R: Default + Send>(
    tasks: Vec<T>,
    work: impl Fn(T, &mut R, &mut Vec<T>) -> ControlFlow<()> + Sync,
) -> Option<Vec<R>> {
    work_off(tasks, n_threads(), work)
}

/// Does something with each of a few things, several at once.
///
/// # Errors
/// That of one of them; all others are done nevertheless.
pub(crate) fn each_of<T: Send, E: Send>(
    all: &mut [T],
    act: impl Fn(&mut T) -> Result<(), E> + Sync,
) -> Result<(), E> {
    if let [only] = all {
        return act(only);
    }
    let n_threads = at_most_n_threads(all.len());
    let done = work_off(all.iter_mut().collect(), n_threads, |one, failed: &mut Vec<E>, _| {
        failed.extend(act(one).err());
        ControlFlow::Continue(())
    });
    first_of(done)
}

/// Does something with each of a few things and, once all are done and `between` has seen them together, also where there
/// are none, something more with each: several at once and by the same threads, as to begin one takes as long as many a search.
///
/// # Errors
/// That of one of them. If it was one of the first, all other first ones are done nevertheless, and no more.
pub(crate) fn each_of_twice<T: Send, E: Send>(
    all: &mut [T],
    first: impl Fn(&mut T) -> Result<(), E> + Sync,
    between: impl FnOnce(&mut [&mut T]) + Send,
    then: impl Fn(&mut T) -> Result<(), E> + Sync,
) -> Result<(), E> {
    if all.len() <= 1 {
        all.iter_mut().try_for_each(first)?;
        between(&mut all.iter_mut().collect::<Vec<_>>());
        return all.iter_mut().try_for_each(then);
    }
    let n_all = all.len();
    let n_threads = at_most_n_threads(n_all);
    let met = Mutex::new((Vec::with_capacity(n_all), Some(between)));
    let done =
        work_off(all.iter_mut().map(Half::First).collect(), n_threads, |half, failed: &mut Vec<E>, made| {
            match half {
                Half::First(one) => match first(one) {
                    Ok(()) => {
                        let (met, between) = &mut *met.lock().unwrap_or_else(PoisonError::into_inner);
                        met.push(one);
                        if let Some(between) = between.take_if(|_| met.len() == n_all) {
                            between(met);
                            made.extend(met.drain(..).map(Half::Then));
                        }
                    }
                    Err(error) => failed.push(error),
                },
                Half::Then(one) => failed.extend(then(one).err()),
            }
            ControlFlow::Continue(())
        });
    first_of(done)
}

/// The first of what failed on some threads, if anything did.
fn first_of<E>(failed: Option<Vec<Vec<E>>>) -> Result<(), E> {
    failed.into_iter().flatten().flatten().next().map_or(Ok(()), Err)
}

/// What is to be done with something: see [`each_of_twice`].
enum Half<'a, T> {
    First(&'a mut T),
    Then(&'a mut T),
}

/// Does one thing while this thread does another; behind it, if the system gives no further thread.
pub(crate) fn beside<A: Send, B>(other: impl Fn() -> A + Sync, own: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let helper = thread::Builder::new().spawn_scoped(scope, &other);
        let own = own();
        let other = match helper {
            Ok(helper) => helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => other(),
        };
        (other, own)
    })
}

/// How many threads can work at once, of which this is one.
pub(crate) fn n_threads() -> usize {
    // The system is asked once: it takes longer than to begin a thread.
    static N_THREADS: OnceLock<usize> = OnceLock::new();
    *N_THREADS.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS))
}

/// The same, or `enough` if that is less; at least one.
pub(crate) fn at_most_n_threads(enough: usize) -> usize {
    if enough <= 1 { 1 } else { n_threads().min(enough) }
}

fn work_off<T: Send, R: Default + Send>(
    tasks: Vec<T>,
    n_threads: usize,
    work: impl Fn(T, &mut R, &mut Vec<T>) -> ControlFlow<()> + Sync,
) -> Option<Vec<R>> {
    let queue = Queue::new(tasks);
    let results = thread::scope(|scope| {
        let help = || thread::Builder::new().spawn_scoped(scope, || queue.work_off(&work));
        let helpers: Vec<_> = (1..n_threads).map_while(|_| help().ok()).collect();
        let mut results = vec![queue.work_off(&work)];
        for helper in helpers {
            results.push(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        results
    });
    (!queue.lock().is_broken_off).then_some(results)
}

struct Queue<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    tasks: Vec<T>,
    /// How many tasks are under way: each may make further ones.
    n_busy: usize,
    is_broken_off: bool,
}

impl<T> Queue<T> {
    fn new(tasks: Vec<T>) -> Queue<T> {
        let state = State { tasks, n_busy: 0, is_broken_off: false };
        Queue { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Does tasks until there are none and none can come.
    fn work_off<R: Default>(&self, work: &impl Fn(T, &mut R, &mut Vec<T>) -> ControlFlow<()>) -> R {
        let mut result = R::default();
        while let Some(task) = self.next() {
            let mut turn = Turn { queue: self, made: Vec::new(), is_broken_off: true };
            turn.is_broken_off = work(task, &mut result, &mut turn.made).is_break();
        }
        result
    }

    fn next(&self) -> Option<T> {
        let is_waiting =
            |state: &mut State<T>| state.tasks.is_empty() && state.n_busy > 0 && !state.is_broken_off;
        let waited = self.changed.wait_while(self.lock(), is_waiting);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        let task = if state.is_broken_off { None } else { state.tasks.pop() };
        state.n_busy += usize::from(task.is_some());
        task
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A task under way. Its end is told to the others even if it panics: then all is broken off.
struct Turn<'a, T> {
    queue: &'a Queue<T>,
    made: Vec<T>,
    is_broken_off: bool,
}

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        let mut state = self.queue.lock();
        state.tasks.append(&mut self.made);
        state.n_busy -= 1;
        state.is_broken_off |= self.is_broken_off;
        drop(state);
        self.queue.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts down from each number, so that every task makes the next.
    fn count_down(n: u32, seen: &mut Vec<u32>, made: &mut Vec<u32>) -> ControlFlow<()> {
        seen.push(n);
        made.extend(n.checked_sub(1));
        ControlFlow::Continue(())
    }

    #[test]
    fn every_task_is_done_once() {
        let mut seen = do_all(vec![3, 100, 0], count_down).unwrap().concat();
        seen.sort_unstable();
        let mut expected: Vec<u32> = (0..=3).chain(0..=100).chain([0]).collect();
        expected.sort_unstable();
        assert_eq!(seen, expected);
        assert!(do_all(vec![], count_down).unwrap().concat().is_empty());
    }

    #[test]
    fn one_breaks_off_for_all() {
        let until_50 = |n: u32, seen: &mut Vec<u32>, made: &mut Vec<u32>| {
            if n == 50 { ControlFlow::Break(()) } else { count_down(n, seen, made) }
        };
        assert_eq!(do_all(vec![100, 10, 100], until_50), None);
    }

    #[test]
    #[should_panic(expected = "on purpose")]
    fn a_panic_is_passed_on() {
        do_all(vec![1; 100], |_, _: &mut (), _| panic!("on purpose"));
    }

    #[test]
    fn two_things_are_done() {
        assert_eq!(beside(|| 1, || 2), (1, 2));
    }

    #[test]
    fn each_gets_its_turn_whatever_happens_to_others() {
        for n in [0, 1, 2, 100] {
            let mut all: Vec<usize> = (0..n).collect();
            let odd = |one: &mut usize| {
                *one += 1000;
                if one.is_multiple_of(2) { Ok(()) } else { Err(*one) }
            };
            assert_eq!(each_of(&mut all, odd).is_err(), n > 1);
            assert_eq!(all, (1000..1000 + n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn all_meet_between_two_turns() {
        let add_one = |one: &mut usize| {
            *one += 1;
            Ok::<(), ()>(())
        };
        for n in [0, 1, 2, 100] {
            let (mut all, mut have_met) = (vec![1; n], false);
            let meet = |met: &mut [&mut usize]| {
                assert!(met.len() == n && met.iter().all(|one| **one == 2));
                met.iter_mut().for_each(|one| **one += 1000);
                have_met = true;
            };
            each_of_twice(&mut all, add_one, meet, add_one).unwrap();
            assert_eq!((all, have_met), (vec![1003; n], true));
        }
    }

    #[test]
    fn nothing_more_is_done_if_a_first_turn_fails() {
        for n in [1, 2, 100] {
            let mut all: Vec<usize> = (0..n).collect();
            let odd = |one: &mut usize| {
                *one += 1000;
                if one.is_multiple_of(2) { Err(*one) } else { Ok(()) }
            };
            let failed = each_of_twice(&mut all, odd, |_| unreachable!(), |_| unreachable!());
            assert!(failed.is_err());
            assert_eq!(all, (1000..1000 + n).collect::<Vec<_>>());
        }
    }

    #[test]
    #[should_panic(expected = "on purpose")]
    fn a_panic_where_all_meet_is_passed_on() {
        let nothing = |_: &mut usize| Ok::<(), ()>(());
        each_of_twice(&mut [1; 3], nothing, |_| panic!("on purpose"), nothing).unwrap();
    }
}
