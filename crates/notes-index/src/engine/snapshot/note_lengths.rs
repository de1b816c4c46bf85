//! How many words notes have, looked up in a column: each by itself, until so many were asked for that it would have
//! been quicker to read all of the column once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::columnar::Column;

use super::starts::Doc;

/// See the module.
pub(in crate::engine) struct NoteLengths {
    /// Of each segment.
    pub(in crate::engine) columns: Vec<Column<u64>>,
    max_doc: Doc,
    n_asked: AtomicU64,
    all: OnceLock<Vec<u32>>,
}

impl NoteLengths {
    /// In segments that have so many sections together.
    pub(in crate::engine) fn new(columns: Vec<Column<u64>>, max_doc: Doc) -> NoteLengths {
        NoteLengths { columns, max_doc, n_asked: AtomicU64::new(0), all: OnceLock::new() }
    }

    /// Says that so many will be asked for.
    pub(super) fn announce(&self, n: u64) {
        let n_asked = self.n_asked.fetch_add(n, Ordering::Relaxed) + n;
        if n_asked >= u64::from(self.max_doc) {
            self.all.get_or_init(|| self.read());
        }
    }

    /// That of a section's note, if all were read.
    #[inline]
    pub(in crate::engine) fn known(&self, doc: Doc) -> Option<u32> {
        self.all.get().and_then(|all| all.get(doc as usize)).copied()
    }

    fn read(&self) -> Vec<u32> {
        let mut all = Vec::with_capacity(self.max_doc as usize);
        for column in &self.columns {
            all.extend(column.values.iter().map(|length| length as u32));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::fixture::documents;
    use crate::engine::{Engine, FewSegments, NoteSink};
    use crate::note::NotePath;

    #[test]
    fn what_is_read_at_once_is_what_is_looked_up() {
        let engine = Engine::in_memory().unwrap();
        for n in 0..3 {
            let mut writer = engine.writer(1, 64 << 20).unwrap();
            for n in n * 20..n * 20 + 20 {
                let text = format!("# {n}\n\n{}", "pool\n\n## x\n\n".repeat(n % 7));
                writer.add(documents(&engine, NotePath::new(&format!("{n}.md")).unwrap(), &text)).unwrap();
            }
            writer.commit("some", FewSegments::AsTheyAre).unwrap();
        }
        let snapshot = engine.snapshot().unwrap();
        let lengths = || (0..snapshot.max_doc()).map(|doc| snapshot.note_length(doc)).collect::<Vec<_>>();
        let looked_up = lengths();
        assert!(snapshot.n_segments() == 3 && looked_up.iter().all(|&length| length > 0));
        snapshot.announce_note_lengths(u64::from(snapshot.max_doc()) - 1);
        assert!(snapshot.note_lengths.all.get().is_none());
        snapshot.announce_note_lengths(1);
        assert_eq!(snapshot.note_lengths.all.get(), Some(&looked_up));
        assert_eq!(lengths(), looked_up);
    }
}
