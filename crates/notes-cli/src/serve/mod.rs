//! Answers to one program over two streams: JSON-RPC 2.0, a message a line.
//!
//! ```text
//! stdin ─lines→ inbox (a thread) ─incoming→ server ─answers→ stdout
//!                 └─ stops the search that a newer one makes useless
//! ```
//! Requests are answered one after another, in their order. What makes answers quick is that everything is kept: the
//! index stays open, the library keeps its last snapshot, and a watcher in this process knows whether it is
//! the newest.

mod buffers;
mod inbox;
mod lines;
mod params;
mod protocol;
mod search;
mod semaphore;
mod server;
mod watcher;

use std::io::{self, Write};

use self::inbox::Inbox;
use self::server::Server;
use crate::config::Config;
use crate::failure::Result;
use crate::places::Places;

/// Answers what stands on standard input until that ends, or until it says so.
pub(crate) fn run(config: &Config, places: Places<'_>, out: &mut dyn Write) -> Result<()> {
    let mut server = Server::new(config, places)?;
    let inbox = Inbox::open(io::stdin());
    while let Some(incoming) = inbox.next() {
        if let Some(answer) = server.answer(incoming) {
            out.write_all(&answer)?;
            out.flush()?;
        }
    }
    Ok(())
}
