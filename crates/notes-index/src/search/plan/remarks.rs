//! Remarks that need the index: the query may mean something else than it is read as.

use crate::engine::{Facet, Snapshot, bare_tag};
use crate::error::Result;
use crate::query::{Diagnostic, Pattern, PatternKind};

/// Says where the notes with a tag are, which is read as words.
pub(super) fn on_tag(pattern: &Pattern, snapshot: &Snapshot) -> Result<Option<Diagnostic>> {
    let text = pattern.text.as_str();
    if pattern.kind != PatternKind::Words || !text.starts_with(['#', '＃']) {
        return Ok(None);
    }
    let (tag, mut is_tag) = (bare_tag(text), false);
    snapshot.with_facet(&Facet::Tag(tag), |_| is_tag = true)?;
    Ok(is_tag.then(|| {
        let message = format!("{text} is read as a word; the notes with this tag are those of tag:{tag}");
        Diagnostic::new(pattern.span.clone(), message)
    }))
}
