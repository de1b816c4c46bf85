//! The code blocks of sections, looked up in a column: those of each section by themselves, until so many were asked
//! for that it would have been quicker to read all of the column once.

use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy::columnar::BytesColumn;
use tantivy::{DocId, SegmentReader};

use super::once::once;

/// To read one value takes as long as to read so many one after another: each is written as what differs from the one
/// before it.
const N_SKIPPED: usize = 16;

/// Those of a segment.
#[derive(Default)]
pub(in crate::engine) struct CodeZones {
    /// Opened when it is first asked for; none if no section has code.
    column: OnceLock<Option<BytesColumn>>,
    n_asked: AtomicUsize,
    all: OnceLock<Values>,
}

/// All values of a column, by their numbers.
#[derive(Default)]
struct Values {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl CodeZones {
    /// Calls back with what the column of a name has for a section of the segment, if that has code.
    ///
    /// # Errors
    /// If the index is damaged.
    pub(in crate::engine) fn read(
        &self,
        segment: &SegmentReader,
        name: &str,
        doc: DocId,
        mut each: impl FnMut(&[u8]),
    ) -> tantivy::Result<()> {
        let Some(column) = once(&self.column, || segment.fast_fields().bytes(name))? else { return Ok(()) };
        for number in column.term_ords(doc) {
            match self.all(column)? {
                Some(values) => each(values.get(number).ok_or_else(missing)?),
                None => each(&value(column, number)?),
            }
        }
        Ok(())
    }

    /// All values, where it is worth it to have read them once.
    fn all(&self, column: &BytesColumn) -> io::Result<Option<&Values>> {
        let n_asked = self.n_asked.fetch_add(1, Ordering::Relaxed);
        let is_worth_it = n_asked >= column.num_terms() / N_SKIPPED;
        is_worth_it.then(|| once(&self.all, || Values::of(column))).transpose()
    }
}

fn value(column: &BytesColumn, number: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if column.ord_to_bytes(number, &mut bytes)? { Ok(bytes) } else { Err(missing()) }
}

fn missing() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a section's code blocks are missing")
}

impl Values {
    fn of(column: &BytesColumn) -> io::Result<Values> {
        let mut values = Values::default();
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            values.bytes.extend(stream.key());
            values.ends.push(values.bytes.len());
        }
        Ok(values)
    }

    fn get(&self, number: u64) -> Option<&[u8]> {
        let number = usize::try_from(number).ok()?;
        let start = number.checked_sub(1).map_or(Some(&0), |before| self.ends.get(before))?;
        self.bytes.get(*start..*self.ends.get(number)?)
    }
}

#[cfg(test)]
mod tests {
    use super::value;
    use crate::engine::fixture::documents;
    use crate::engine::{Engine, NoteSink};
    use crate::note::NotePath;

    #[test]
    fn what_is_read_at_once_is_what_is_looked_up() {
        let engine = Engine::in_memory().unwrap();
        let mut builder = engine.builder();
        for n in 0..100 {
            let blocks = "```rust\nlet x;\n```\n\n    a\n\n".repeat(n % 4);
            let text = format!("# {n}\n\n{}\n\n{blocks}", "词 ".repeat(n));
            builder.add(documents(&engine, NotePath::new(&format!("{n}.md")).unwrap(), &text)).unwrap();
        }
        builder.commit("all").unwrap();
        let zones = |languages: &[String]| {
            let snapshot = engine.snapshot().unwrap();
            let zones = |doc| {
                let mut zones = Vec::new();
                snapshot.code_zones(doc, languages, |idx, positions| zones.push((idx, positions))).unwrap();
                zones
            };
            let first = zones(99);
            assert!(snapshot.code_zones[0].all.get().is_none());
            let all: Vec<_> = (0..100).map(zones).collect();
            assert!(snapshot.code_zones[0].all.get().is_some());
            assert_eq!(first, all[99]);
            let column = snapshot.code_zones[0].column.get().unwrap().as_ref().unwrap();
            assert!(value(column, column.num_terms() as u64).is_err(), "none is missing");
            // Each by itself, in a snapshot of its own.
            for (doc, known) in all.iter().enumerate() {
                let (snapshot, mut alone) = (engine.snapshot().unwrap(), Vec::new());
                let push = |idx, positions| alone.push((idx, positions));
                snapshot.code_zones(doc as u32, languages, push).unwrap();
                assert_eq!(alone, *known, "{doc}");
            }
            all.iter().map(Vec::len).sum::<usize>()
        };
        assert_eq!((zones(&[]), zones(&["rust".to_owned()]), zones(&["java".to_owned()])), (300, 150, 0));
    }
}
