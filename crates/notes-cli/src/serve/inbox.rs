//! What is asked, read while answers are made: only so can a newer search stop an older one.

use std::io::{BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;
use std::time::Instant;

use serde_json::Value;

use super::lines::{self, Line, MAX_BYTES};
use super::params::SearchParams;
use super::protocol::{Fault, Message, Refused};
use super::semaphore::{Permit, Semaphore};

/// How many requests may wait before no more are read.
const MAX_WAITING: usize = 64;

/// How much of them, in bytes: one of the largest.
const MAX_WAITING_BYTES: usize = MAX_BYTES;

/// What came in a line.
#[derive(Debug)]
pub(super) struct Incoming {
    pub(super) message: Result<Message, Refused>,
    pub(super) waiting: Waiting,
}

/// Who waits for an answer, and since when.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    /// When the request was read.
    pub(super) received: Instant,
    /// Set when nobody waits for this answer any more.
    pub(super) stop: Arc<AtomicBool>,
    /// Set when nobody will ask for anything else.
    pub(super) is_ending: Arc<AtomicBool>,
}

/// Requests in their order.
pub(super) struct Inbox {
    /// Each with the room that it takes while it waits.
    waiting: Receiver<(Incoming, Permit)>,
}

impl Inbox {
    /// Reads a stream to its end on a thread of its own, which ends with the process at the latest.
    pub(super) fn open(input: impl Read + Send + 'static) -> Inbox {
        Inbox::with_limit(input, MAX_WAITING_BYTES)
    }

    fn with_limit(input: impl Read + Send + 'static, n_bytes: usize) -> Inbox {
        let (sender, waiting) = mpsc::sync_channel(MAX_WAITING);
        let reader = Reader { sender, room: Semaphore::of(n_bytes) };
        thread::spawn(move || reader.read(input));
        Inbox { waiting }
    }

    /// The next request; none when the stream has ended, or said that it does.
    pub(super) fn next(&self) -> Option<Incoming> {
        self.waiting.recv().ok().map(|(incoming, _permit)| incoming)
    }
}

/// Brings requests into an inbox.
struct Reader {
    sender: SyncSender<(Incoming, Permit)>,
    room: Semaphore,
}

impl Reader {
    /// Reads requests until the stream ends, cannot be read, or says `shutdown`.
    fn read(&self, input: impl Read) {
        let mut input = BufReader::new(input);
        let mut last_search = Arc::new(AtomicBool::new(false));
        let is_ending = Arc::new(AtomicBool::new(false));
        while let Ok(Some(line)) = lines::next(&mut input, MAX_BYTES) {
            let received = Instant::now();
            let Some(message) = message(&line) else { continue };
            let stop = Arc::new(AtomicBool::new(false));
            let method = message.as_ref().map_or("", |message| &message.method);
            // One that will be refused is no newer search.
            let is_search = method == "search" && message.as_ref().is_ok_and(SearchParams::are_in);
            let is_last = message.as_ref().is_ok_and(Message::is_last);
            is_ending.store(is_last, Ordering::Relaxed);
            if is_search || is_last {
                last_search.store(true, Ordering::Relaxed);
            }
            if is_search {
                last_search = Arc::clone(&stop);
            }
            let permit = self.room.acquire(line.n_bytes());
            drop(line);
            let waiting = Waiting { received, stop, is_ending: Arc::clone(&is_ending) };
            if self.sender.send((Incoming { message, waiting }, permit)).is_err() || is_last {
                return;
            }
        }
    }
}

/// What a line says; nothing if there is nothing in it.
fn message(line: &Line) -> Option<Result<Message, Refused>> {
    match line {
        Line::Whole(line) if line.trim_ascii().is_empty() => None,
        Line::Whole(line) => Some(Message::parse(line)),
        Line::TooLong => {
            let fault = Fault::no_message(format_args!("a line is longer than {} MiB", MAX_BYTES >> 20));
            Some(Err(Refused { id: Value::Null, fault }))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::atomic::AtomicUsize;

    use super::*;

    /// Methods in the order in which they come in, and whether nobody waits for them when all are read.
    fn methods(input: &'static str) -> Vec<(String, bool)> {
        let inbox = Inbox::open(input.as_bytes());
        let incoming: Vec<Incoming> = std::iter::from_fn(|| inbox.next()).collect();
        let method = |incoming: Incoming| {
            let method = incoming.message.map_or_else(|_| "?".to_owned(), |message| message.method);
            (method, incoming.waiting.stop.load(Ordering::Relaxed))
        };
        incoming.into_iter().map(method).collect()
    }

    #[test]
    fn a_search_that_is_none_stops_none() {
        let input = concat!(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"search\",\"params\":{\"query\":\"a\"}}\n",
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"search\",\"params\":{\"query\":5}}\n",
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"search\",\"params\":{\"lim\":5}}\n",
        );
        assert!(methods(input).iter().all(|(_, is_stopped)| !is_stopped));
    }

    #[test]
    fn a_search_stops_the_one_before_and_nothing_else() {
        let input = concat!(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"search\"}\n",
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"sync\"}\n",
            "junk\n\n",
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"search\"}",
        );
        let expected = [("search", true), ("sync", false), ("?", false), ("search", false)];
        assert_eq!(methods(input), expected.map(|(method, is_stopped)| (method.to_owned(), is_stopped)));
    }

    /// A stream of requests that counts what was taken of it, in bytes.
    struct Counted {
        lines: io::Cursor<Vec<u8>>,
        n_taken: Arc<AtomicUsize>,
    }

    impl Read for Counted {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            let n_bytes = self.lines.read(bytes)?;
            self.n_taken.fetch_add(n_bytes, Ordering::SeqCst);
            Ok(n_bytes)
        }
    }

    #[test]
    fn no_more_is_read_than_there_is_room_for() {
        const LINE: usize = 10_000;
        const ROOM: usize = 25_000;
        let n_taken = Arc::new(AtomicUsize::new(0));
        let line = " ".repeat(LINE - 3) + "{}\n";
        let lines = io::Cursor::new(line.repeat(300).into_bytes());
        let inbox = Inbox::with_limit(Counted { lines, n_taken: Arc::clone(&n_taken) }, ROOM);
        let mut n_answered = 0;
        while inbox.next().is_some() {
            n_answered += LINE;
            // One line more is read before it is seen that there is no room for it, and some of the next with it.
            let n_waiting = n_taken.load(Ordering::SeqCst).saturating_sub(n_answered);
            assert!(n_waiting <= ROOM + 2 * LINE, "{n_waiting} bytes");
        }
        assert_eq!(n_answered, 300 * LINE);
    }

    #[test]
    fn behind_a_shutdown_nothing_is_read() {
        let input = concat!(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"search\"}\n",
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"shutdown\"}\n",
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"search\"}\n",
        );
        let expected = [("search", true), ("shutdown", false)];
        assert_eq!(methods(input), expected.map(|(method, is_stopped)| (method.to_owned(), is_stopped)));
    }
}
