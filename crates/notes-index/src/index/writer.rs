//! How many threads and how much memory a writer gets.

use crate::engine::{Engine, Writer};
use crate::error::Result;
use crate::threads::n_threads;

/// Beyond this many bytes of changed notes a writer gets more memory.
const BULK_BYTES: u64 = 400_000;
/// What tantivy may hold in memory before it writes a segment, all its threads together.
const WRITER_BYTES: usize = 96 << 20;
/// The same for few bytes of notes: memory is taken before it is needed.
const SMALL_WRITER_BYTES: usize = 32 << 20;

/// Opens a writer for this many bytes of notes. A thread writes segments of its own, so there are no more than keep up
/// with the analysis.
pub(super) fn open(engine: &Engine, n_bytes: u64) -> Result<Writer> {
    let (n_threads, memory_bytes) = match n_threads() {
        _ if n_bytes <= BULK_BYTES => (1, SMALL_WRITER_BYTES),
        0..4 => (1, WRITER_BYTES),
        _ => (2, WRITER_BYTES),
    };
    engine.writer(n_threads, memory_bytes)
}
