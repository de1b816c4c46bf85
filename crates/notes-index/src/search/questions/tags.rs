//! The tags of a notebook.

use crate::engine::{Snapshot, TagDocs};
use crate::error::Result;
use crate::search::Searcher;

/// A tag, and how many notes have it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TagCount {
    /// The tag without `#`, as the first note by path spells it: `python/async`.
    pub tag: String,
    /// How many notes have it or one below it.
    pub notes: usize,
}

impl Searcher {
    /// Every tag of the notebook and every tag above one (`python` above `python/async`), in order: a tag stands
    /// right before those below it.
    ///
    /// # Errors
    /// If the index turns out to be damaged.
    ///
    /// ```
    /// use notes_index::{IndexOptions, NoteIndex, NotePath};
    ///
    /// let index = NoteIndex::open(IndexOptions::in_memory())?;
    /// index.put(&NotePath::new("a.md")?, "---\ntags: [Python/async]\n---\n协程 #待读\n")?;
    /// index.put(&NotePath::new("b.md")?, "另一篇 #python\n")?;
    /// let tags = index.searcher()?.tags()?;
    /// let told: Vec<_> = tags.iter().map(|tag| (tag.tag.as_str(), tag.notes)).collect();
    /// assert_eq!(told, [("Python", 2), ("Python/async", 1), ("待读", 1)]);
    /// # Ok::<(), notes_index::Error>(())
    /// ```
    pub fn tags(&self) -> Result<Vec<TagCount>> {
        self.snapshot.guarded(|snapshot| {
            let mut counts: Vec<(String, TagDocs)> = snapshot.tag_counts()?.into_iter().collect();
            // `a/b` before `a-c`: what is below a tag stands next to it.
            counts.sort_by(|(a, _), (b, _)| a.split('/').cmp(b.split('/')));
            counts.into_iter().map(|(folded, docs)| spelled(snapshot, folded, docs)).collect()
        })
    }
}

fn spelled(snapshot: &Snapshot, folded: String, docs: TagDocs) -> Result<TagCount> {
    let record = snapshot.record(docs.example)?;
    let written = record.tag_of_folded(&folded).map(str::to_owned);
    Ok(TagCount { tag: written.unwrap_or(folded), notes: docs.n_notes })
}
