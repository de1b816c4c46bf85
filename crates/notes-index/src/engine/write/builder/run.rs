//! What was gathered and doesn't fit into memory any more: sorted, in a file, until the segment is written.
//!
//! A run has the terms of a field one after another, each with its postings in as few bytes as can be read
//! again in one pass. Runs are in the order of their documents, so that to merge them is to string together.

use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use tantivy::directory::{FileSlice, OwnedBytes, TerminatingWrite, WritePtr};
use tantivy::postings::FieldSerializer;
use tantivy::{Directory, DocId, HasLen};

/// How much of a run is read at once, in bytes.
const CHUNK_BYTES: usize = 64 << 10;

/// Where the postings of a field go, term by term in the order of their bytes.
pub(super) trait TermSink {
    /// Begins a term that stands in so many documents.
    fn begin(&mut self, term: &[u8], doc_freq: u32) -> io::Result<()>;

    /// Adds a document, with the differences between the term's positions if these are kept.
    fn add(&mut self, doc: DocId, freq: u32, deltas: &[u32]) -> io::Result<()>;

    /// Ends the term.
    fn end(&mut self) -> io::Result<()>;
}

/// The files of the segment.
pub(super) struct IntoSegment<'a> {
    pub(super) serializer: FieldSerializer<'a>,
    pub(super) has_freq: bool,
}

impl TermSink for IntoSegment<'_> {
    fn begin(&mut self, term: &[u8], doc_freq: u32) -> io::Result<()> {
        self.serializer.new_term(term, doc_freq, self.has_freq)
    }

    fn add(&mut self, doc: DocId, freq: u32, deltas: &[u32]) -> io::Result<()> {
        self.serializer.write_doc(doc, if self.has_freq { freq } else { 0 }, deltas);
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.serializer.close_term()
    }
}

/// A run that is being written.
pub(super) struct IntoRun {
    directory: Box<dyn Directory>,
    path: PathBuf,
    file: WritePtr,
    n_bytes: usize,
    /// The fields that were ended.
    fields: Vec<FieldOfRun>,
    /// The term that was begun, and its postings so far.
    entry: Vec<u8>,
    last_doc: DocId,
}

impl IntoRun {
    pub(super) fn new(directory: Box<dyn Directory>, path: &Path) -> tantivy::Result<IntoRun> {
        let file = directory.open_write(path)?;
        let (path, fields) = (path.to_owned(), Vec::new());
        Ok(IntoRun { directory, path, file, n_bytes: 0, fields, entry: Vec::new(), last_doc: 0 })
    }

    /// Says that there are no more terms in a field.
    pub(super) fn end_field(&mut self, has_positions: bool) {
        let begin = self.fields.last().map_or(0, |field| field.bytes.end);
        self.fields.push(FieldOfRun { bytes: begin..self.n_bytes, has_positions });
    }

    /// Ends the run, to be read.
    pub(super) fn close(self) -> tantivy::Result<Run> {
        self.file.terminate()?;
        Ok(Run { file: self.directory.open_read(&self.path)?, fields: self.fields })
    }
}

impl TermSink for IntoRun {
    fn begin(&mut self, term: &[u8], doc_freq: u32) -> io::Result<()> {
        self.entry.clear();
        self.last_doc = 0;
        push_number(&mut self.entry, term.len() as u32);
        self.entry.extend(term);
        push_number(&mut self.entry, doc_freq);
        Ok(())
    }

    fn add(&mut self, doc: DocId, freq: u32, deltas: &[u32]) -> io::Result<()> {
        push_number(&mut self.entry, doc - self.last_doc);
        push_number(&mut self.entry, freq);
        deltas.iter().for_each(|&delta| push_number(&mut self.entry, delta));
        self.last_doc = doc;
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        let head = (self.entry.len() as u32).to_le_bytes();
        self.file.write_all(&head)?;
        self.file.write_all(&self.entry)?;
        self.n_bytes += head.len() + self.entry.len();
        Ok(())
    }
}

/// A run that was written.
pub(super) struct Run {
    file: FileSlice,
    fields: Vec<FieldOfRun>,
}

/// Where the terms of a field stand in a run.
struct FieldOfRun {
    bytes: Range<usize>,
    has_positions: bool,
}

impl Run {
    pub(super) fn n_fields(&self) -> usize {
        self.fields.len()
    }

    pub(super) fn has_positions(&self, field: usize) -> bool {
        self.fields[field].has_positions
    }

    fn terms(&self, field: usize) -> RunTerms {
        let FieldOfRun { bytes, has_positions } = &self.fields[field];
        RunTerms {
            file: self.file.slice(bytes.clone()),
            has_positions: *has_positions,
            at: 0,
            chunk: OwnedBytes::empty(),
            entry: Vec::new(),
            term: 0..0,
            doc_freq: 0,
            is_over: false,
        }
    }
}

/// Goes through the terms of one field of a run.
struct RunTerms {
    file: FileSlice,
    has_positions: bool,
    /// How much of the file was read.
    at: usize,
    /// What was read and not yet taken.
    chunk: OwnedBytes,
    entry: Vec<u8>,
    /// Where the term stands in the entry; behind it are its postings.
    term: Range<usize>,
    doc_freq: u32,
    /// Whether there was no next term.
    is_over: bool,
}

impl RunTerms {
    /// Goes to the next term.
    fn advance(&mut self) -> io::Result<()> {
        self.is_over = self.chunk.is_empty() && self.at == self.file.len();
        if self.is_over {
            return Ok(());
        }
        let mut head = [0; 4];
        self.read_exact(&mut head)?;
        let mut entry = std::mem::take(&mut self.entry);
        entry.resize(u32::from_le_bytes(head) as usize, 0);
        self.read_exact(&mut entry)?;
        let mut rest = entry.as_slice();
        let term_len = take_number(&mut rest) as usize;
        let start = entry.len() - rest.len();
        self.term = start..entry.len().min(start + term_len);
        rest = &entry[self.term.end..];
        self.doc_freq = take_number(&mut rest);
        self.entry = entry;
        Ok(())
    }

    fn term(&self) -> &[u8] {
        &self.entry[self.term.clone()]
    }

    /// Hands on the postings of the term.
    fn postings(&self, deltas: &mut Vec<u32>, sink: &mut dyn TermSink) -> io::Result<()> {
        let mut rest = &self.entry[self.term.end..];
        let mut doc = 0;
        for _ in 0..take_number(&mut rest) {
            doc += take_number(&mut rest);
            let freq = take_number(&mut rest);
            deltas.clear();
            if self.has_positions {
                deltas.extend((0..freq).map(|_| take_number(&mut rest)));
            }
            sink.add(doc, freq, deltas)?;
        }
        Ok(())
    }
}

impl Read for RunTerms {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.chunk.is_empty() {
            let end = self.file.len().min(self.at + CHUNK_BYTES);
            self.chunk = self.file.slice(self.at..end).read_bytes()?;
            self.at = end;
        }
        let n_bytes = self.chunk.len().min(buffer.len());
        buffer[..n_bytes].copy_from_slice(&self.chunk[..n_bytes]);
        self.chunk.advance(n_bytes);
        Ok(n_bytes)
    }
}

/// Merges the terms of a field of some runs, which are in the order of their documents.
pub(super) fn merge(runs: &[Run], field: usize, sink: &mut dyn TermSink) -> io::Result<()> {
    let mut runs: Vec<RunTerms> = runs.iter().map(|run| run.terms(field)).collect();
    let (mut term, mut deltas) = (Vec::new(), Vec::new());
    runs.iter_mut().try_for_each(RunTerms::advance)?;
    loop {
        runs.retain(|run| !run.is_over);
        let Some(next) = runs.iter().map(RunTerms::term).min() else { return Ok(()) };
        next.clone_into(&mut term);
        let with_term = runs.iter().filter(|run| run.term() == term);
        sink.begin(&term, with_term.map(|run| run.doc_freq).sum())?;
        for run in runs.iter_mut().filter(|run| run.term() == term) {
            run.postings(&mut deltas, sink)?;
            run.advance()?;
        }
        sink.end()?;
    }
}

/// Seven bits a byte, the low ones first; all but the last have the eighth.
fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take_number(bytes: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u32::from(byte & 0x7f).unbounded_shl(shift);
        shift += 7;
        if byte < 0x80 {
            break;
        }
    }
    number
}
