//! Postings on their way from the thread that puts them in order to the one that writes them.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use tantivy::DocId;

use super::run::TermSink;

/// How much is handed over at once: so many steps, or so many positions.
const BATCH_LEN: usize = 1 << 15;
/// How many batches wait at most.
const N_WAITING: usize = 4;

/// What a [`TermSink`] is told.
enum Step {
    /// See [`TermSink::begin`].
    Begin { n_bytes: usize, doc_freq: u32 },
    /// See [`TermSink::add`].
    Add { doc: DocId, freq: u32, n_deltas: u32 },
    /// See [`TermSink::end`].
    End,
    /// There are no more terms in a field.
    EndField,
}

/// Some steps, with their terms and positions one behind another.
#[derive(Default)]
struct Batch {
    steps: Vec<Step>,
    bytes: Vec<u8>,
    deltas: Vec<u32>,
}

/// Where postings are handed over.
pub(super) struct HandOver {
    batch: Batch,
    sender: SyncSender<Batch>,
}

/// Where what was handed over is taken.
pub(super) struct TakeOver {
    receiver: Receiver<Batch>,
    batch: Batch,
    /// How much of the batch was taken.
    n_steps: usize,
    n_bytes: usize,
    n_deltas: usize,
}

/// Makes postings in one thread and writes them in this one; each field that is made must be ended.
///
/// # Errors
/// That of either.
pub(super) fn handed_over(
    make: impl FnOnce(&mut HandOver) -> io::Result<()> + Send,
    write: impl FnOnce(&mut TakeOver) -> tantivy::Result<()>,
) -> tantivy::Result<()> {
    let (sender, receiver) = sync_channel(N_WAITING);
    thread::scope(|scope| {
        let maker = thread::Builder::new().spawn_scoped(scope, move || {
            let mut sink = HandOver { batch: Batch::default(), sender };
            make(&mut sink)?;
            sink.send()
        })?;
        let mut taken = TakeOver { receiver, batch: Batch::default(), n_steps: 0, n_bytes: 0, n_deltas: 0 };
        let written = write(&mut taken);
        // Closes the channel: the other thread, if it is still at work, sees that nobody takes what it makes.
        drop(taken);
        let made = maker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        written?;
        Ok(made?)
    })
}

impl HandOver {
    /// Says that there are no more terms in a field.
    pub(super) fn end_field(&mut self) {
        self.batch.steps.push(Step::EndField);
    }

    fn send(&mut self) -> io::Result<()> {
        let batch = std::mem::take(&mut self.batch);
        if batch.steps.is_empty() {
            return Ok(());
        }
        self.sender.send(batch).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl TermSink for HandOver {
    fn begin(&mut self, term: &[u8], doc_freq: u32) -> io::Result<()> {
        self.batch.bytes.extend(term);
        self.batch.steps.push(Step::Begin { n_bytes: term.len(), doc_freq });
        Ok(())
    }

    fn add(&mut self, doc: DocId, freq: u32, deltas: &[u32]) -> io::Result<()> {
        self.batch.deltas.extend(deltas);
        self.batch.steps.push(Step::Add { doc, freq, n_deltas: deltas.len() as u32 });
        if self.batch.steps.len().max(self.batch.deltas.len()) < BATCH_LEN { Ok(()) } else { self.send() }
    }

    fn end(&mut self) -> io::Result<()> {
        self.batch.steps.push(Step::End);
        Ok(())
    }
}

impl TakeOver {
    /// Hands on all terms of the next field; fewer if whoever makes them failed.
    pub(super) fn field(&mut self, sink: &mut dyn TermSink) -> io::Result<()> {
        loop {
            let Batch { steps, bytes, deltas } = &self.batch;
            while let Some(step) = steps.get(self.n_steps) {
                self.n_steps += 1;
                match *step {
                    Step::Begin { n_bytes, doc_freq } => {
                        sink.begin(&bytes[self.n_bytes..][..n_bytes], doc_freq)?;
                        self.n_bytes += n_bytes;
                    }
                    Step::Add { doc, freq, n_deltas } => {
                        let n_deltas = n_deltas as usize;
                        sink.add(doc, freq, &deltas[self.n_deltas..][..n_deltas])?;
                        self.n_deltas += n_deltas;
                    }
                    Step::End => sink.end()?,
                    Step::EndField => return Ok(()),
                }
            }
            let Ok(next) = self.receiver.recv() else { return Ok(()) };
            (self.batch, self.n_steps, self.n_bytes, self.n_deltas) = (next, 0, 0, 0);
        }
    }
}
