//! Postings for which there is no room, written into runs by a thread of their own.

use std::path::Path;
use std::thread::{self, JoinHandle};

use tantivy::index::Segment;

use super::postings::FieldPostings;
use super::run::{IntoRun, Run, merge};

/// How many runs there may be at once: each is an open file.
const MAX_RUNS: usize = 64;

/// The runs of a segment.
#[derive(Default)]
pub(super) struct Spilled {
    runs: Vec<Run>,
    /// The run behind these, which is being written.
    under_way: Option<JoinHandle<tantivy::Result<Run>>>,
    /// How many there were so far.
    pub(super) n_runs: usize,
}

impl Spilled {
    /// Whether there are no runs.
    pub(super) fn is_empty(&self) -> bool {
        self.n_runs == 0
    }

    /// Begins to write the postings of some fields, as soon as those before them are written.
    ///
    /// # Errors
    /// If those before them could not be written, too.
    pub(super) fn spill(
        &mut self,
        segment: &Segment,
        fields: Vec<Option<FieldPostings>>,
    ) -> tantivy::Result<()> {
        if self.runs()?.len() >= MAX_RUNS {
            self.join(segment)?;
        }
        let mut sink = self.new_run(segment)?;
        self.under_way = Some(thread::Builder::new().spawn(move || {
            for postings in fields {
                if let Some(postings) = &postings {
                    postings.write(&mut sink)?;
                }
                sink.end_field(postings.is_some_and(|postings| postings.has_positions()));
            }
            sink.close()
        })?);
        Ok(())
    }

    /// All runs, in the order of their documents.
    ///
    /// # Errors
    /// If the last one could not be written.
    pub(super) fn runs(&mut self) -> tantivy::Result<&[Run]> {
        if let Some(under_way) = self.under_way.take() {
            self.runs.push(under_way.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        Ok(&self.runs)
    }

    /// Makes one run of all.
    fn join(&mut self, segment: &Segment) -> tantivy::Result<()> {
        let (runs, mut sink) = (std::mem::take(&mut self.runs), self.new_run(segment)?);
        for field in 0..runs[0].n_fields() {
            merge(&runs, field, &mut sink)?;
            sink.end_field(runs[0].has_positions(field));
        }
        self.runs.push(sink.close()?);
        Ok(())
    }

    fn new_run(&mut self, segment: &Segment) -> tantivy::Result<IntoRun> {
        // No file of a segment that is kept has such a name.
        let name = format!("{}.run{}.temp", segment.id().uuid_string(), self.n_runs);
        self.n_runs += 1;
        IntoRun::new(Box::new(segment.index().directory().clone()), Path::new(&name))
    }
}

/// Nothing is written any more once the segment is given up.
impl Drop for Spilled {
    fn drop(&mut self) {
        let _ = self.under_way.take().map(JoinHandle::join);
    }
}
