//! What stands where a hit is.

use crate::engine::Snapshot;
use crate::error::Result;
use crate::search::Searcher;
use crate::search::answer::Hit;

impl Searcher {
    /// The whole text of a hit, its section or code block as written: what its [`Hit::range`] covers. It comes from the
    /// index, so it is what was searched, whatever has happened to the file; a note in a buffer or in memory has none. Nothing
    /// if the hit is another snapshot's and there is no such place in this one.
    ///
    /// # Errors
    /// [`crate::Error::is_unusable`] if the index turns out to be damaged.
    ///
    /// ```
    /// use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// index.put(&NotePath::new("db.md")?, "# 数据库\n\n## 连接池\n\n连接池要有上限。\n")?;
    /// let searcher = index.searcher()?;
    /// let results = searcher.search(&Query::parse("上限"), &SearchOptions::new())?;
    /// let hit = &results.hits[0];
    /// let text = searcher.hit_text(hit)?.expect("it is this searcher's");
    /// assert_eq!(text, "## 连接池\n\n连接池要有上限。\n");
    ///
    /// let found = &hit.matches[0].range;
    /// assert_eq!(&text[found.start - hit.range.start..found.end - hit.range.start], "上限");
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn hit_text(&self, hit: &Hit) -> Result<Option<String>> {
        self.snapshot.guarded(|snapshot| text(snapshot, hit))
    }
}

/// Looks through the sections of the note, which are in order, for the last one that begins at the hit or before.
fn text(snapshot: &Snapshot, hit: &Hit) -> Result<Option<String>> {
    let mut docs = Vec::new();
    snapshot.with_path(|path| path == hit.path.as_str(), |doc| docs.push(doc))?;
    let mut holding = None;
    while !docs.is_empty() {
        let middle = docs.len() / 2;
        let record = snapshot.record(docs[middle])?;
        if record.start as usize <= hit.range.start {
            docs.drain(..=middle);
            holding = Some(record);
        } else {
            docs.truncate(middle);
        }
    }
    Ok(holding.and_then(|record| record.at(&hit.range).map(str::to_owned)))
}
