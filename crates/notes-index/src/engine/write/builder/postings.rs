//! The postings of a field, gathered in the order of the documents and turned round at the end.
//!
//! What is gathered is a list of the numbers of terms, which is only ever appended to. That a term's postings
//! stand together is the work of one pass over it when all are there, by counting: it needs no
//! list of its own for each term meanwhile.

use std::io;

use tantivy::DocId;

use super::run::TermSink;
use super::terms::Terms;

/// See the module.
pub(super) struct FieldPostings {
    has_positions: bool,
    terms: Terms,
    /// The number of each token's term.
    tokens: Vec<u32>,
    /// The position of each token, if there are positions.
    positions: Vec<u32>,
    /// Each document that has tokens, and how many there are up to its end.
    ends: Vec<(DocId, usize)>,
}

/// All tokens of a field, those of a term side by side.
struct Turned {
    docs: Vec<DocId>,
    positions: Vec<u32>,
}

impl FieldPostings {
    pub(super) fn new(has_positions: bool) -> FieldPostings {
        FieldPostings {
            has_positions,
            terms: Terms::default(),
            tokens: Vec::new(),
            positions: Vec::new(),
            ends: Vec::new(),
        }
    }

    pub(super) fn has_positions(&self) -> bool {
        self.has_positions
    }

    /// What the terms and tokens take, in bytes.
    pub(super) fn n_bytes(&self) -> usize {
        self.terms.n_bytes() + self.n_token_bytes()
    }

    /// What the tokens take, and once more when they are turned round, in bytes.
    pub(super) fn n_token_bytes(&self) -> usize {
        (self.tokens.len() + self.positions.len()) * size_of::<u32>()
    }

    /// Adds a token; documents must not descend, nor the positions of a term inside one.
    pub(super) fn push(&mut self, term: &[u8], position: u32) {
        self.tokens.push(self.terms.number(term));
        if self.has_positions {
            self.positions.push(position);
        }
    }

    /// Says that what was pushed since the last such call stands in a document; how many tokens that is.
    pub(super) fn close(&mut self, doc: DocId) -> u32 {
        let begin = self.ends.last().map_or(0, |&(_, end)| end);
        let n_tokens = self.tokens.len() - begin;
        if n_tokens > 0 {
            self.ends.push((doc, self.tokens.len()));
        }
        n_tokens as u32
    }

    /// Hands on the postings of every term.
    pub(super) fn write(&self, sink: &mut dyn TermSink) -> io::Result<()> {
        let terms = self.terms.sorted();
        let mut counts = vec![0_u32; self.terms.len()];
        self.tokens.iter().for_each(|&term| counts[term as usize] += 1);
        let mut next = vec![0_u32; self.terms.len()];
        let mut begin = 0;
        for term in &terms {
            next[term.number as usize] = begin;
            begin += counts[term.number as usize];
        }
        let turned = self.turn(next);
        let (mut docs, mut positions) = (turned.docs.as_slice(), turned.positions.as_slice());
        let mut deltas = Vec::new();
        for term in &terms {
            let n_tokens = counts[term.number as usize] as usize;
            let of_term = docs.split_off(..n_tokens).unwrap_or_default();
            let places = positions.split_off(..n_tokens).unwrap_or_default();
            let doc_freq = of_term.chunk_by(PartialEq::eq).count() as u32;
            term.with_bytes(|bytes| sink.begin(bytes, doc_freq))?;
            add_docs(of_term, places, &mut deltas, sink)?;
            sink.end()?;
        }
        Ok(())
    }

    /// Turns the tokens round; `next` is where the first token of each term goes.
    fn turn(&self, mut next: Vec<u32>) -> Turned {
        let mut turned =
            Turned { docs: vec![0; self.tokens.len()], positions: vec![0; self.positions.len()] };
        let mut begin = 0;
        for &(doc, end) in &self.ends {
            for at in begin..end {
                let place = &mut next[self.tokens[at] as usize];
                turned.docs[*place as usize] = doc;
                if let Some(position) = turned.positions.get_mut(*place as usize) {
                    *position = self.positions[at];
                }
                *place += 1;
            }
            begin = end;
        }
        turned
    }
}

/// Hands on the documents of a term, given once for each of its tokens, in turn with their positions.
fn add_docs(
    docs: &[DocId],
    mut positions: &[u32],
    deltas: &mut Vec<u32>,
    sink: &mut dyn TermSink,
) -> io::Result<()> {
    for run in docs.chunk_by(PartialEq::eq) {
        let mut last = 0;
        let places = positions.split_off(..run.len()).unwrap_or_default();
        deltas.clear();
        deltas.extend(places.iter().map(|&place| place - std::mem::replace(&mut last, place)));
        sink.add(run[0], run.len() as u32, deltas)?;
    }
    Ok(())
}
