//! Remarks that need the index: the query may mean something else than it is read as.

use crate::analysis::folded_text;
use crate::engine::{Facet, Snapshot, Spelling, TextField, bare_tag};
use crate::error::Result;
use crate::query::{Diagnostic, FIELDS, Pattern, PatternKind, Query};

/// A field's name with fewer letters is near too many words.
const MIN_LETTERS: usize = 3;
/// How many letters a name has of which two may be wrong; in a shorter one a letter may, or two that changed places.
const LONG_NAME: usize = 6;

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

/// Says which field may be meant by a word before a colon that is none and stands in no note: `titel:池`.
pub(super) fn on_field(pattern: &Pattern, query: &Query, snapshot: &Snapshot) -> Result<Option<Diagnostic>> {
    let typed = query.source().get(pattern.span.start..).unwrap_or_default();
    let Some((name, value)) = typed.split_once([':', '：']) else { return Ok(None) };
    let is_value = value.starts_with(|c: char| c.is_alphanumeric() || "\"“".contains(c));
    if pattern.kind != PatternKind::Words || !pattern.text.starts_with(name) || !is_value {
        return Ok(None);
    }
    let name = folded_text(name);
    let Some(field) = nearest_field(&name) else { return Ok(None) };
    if snapshot.has(TextField::Words, &name)? || snapshot.has(TextField::Name, &name)? {
        return Ok(None);
    }
    let message = format!("{name}: is no field and is read as words; did you mean {field}:");
    Ok(Some(Diagnostic::new(pattern.span.clone(), message)))
}

/// The field whose name is spelled nearly so.
fn nearest_field(name: &str) -> Option<&'static str> {
    let long_enough = FIELDS.into_iter().filter(|field| field.len() >= MIN_LETTERS);
    let near = long_enough.filter_map(|field| {
        let max_edits = if field.len() >= LONG_NAME { 2 } else { 1 };
        Some((Spelling::new(field, max_edits).edits(name)?, field))
    });
    near.min().map(|(_, field)| field)
}
