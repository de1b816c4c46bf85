//! The whole text of a hit.

use super::section_at::last_section;
use crate::error::Result;
use crate::search::Searcher;
use crate::search::answer::Hit;

impl Searcher {
    /// The whole text of a hit, a section or code block as written: what its [`Hit::range`] covers. It comes from the
    /// index, so it is what was searched, whatever has happened to the file; a note in a buffer or in memory has no
    /// file. Nothing if the hit comes from another snapshot and this one has nothing at that place.
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
        self.snapshot.guarded(|snapshot| {
            let note = snapshot.sections_of(&hit.path)?;
            let holding = last_section(snapshot, note, |record| record.start as usize <= hit.range.start)?;
            Ok(holding.and_then(|(_, record)| record.at(&hit.range).map(str::to_owned)))
        })
    }
}
