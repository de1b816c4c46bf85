//! How much each part of the ranking counts, all in one place.

/// Words inside a word of the query: 连接 for 连接池.
pub(super) const INNER: f32 = 0.5;
/// A word's stem, where the word itself is another.
pub(super) const STEM: f32 = 0.5;
/// A part of an identifier or name.
pub(super) const PART: f32 = 0.25;
/// An identifier spelled with the same `_`.
pub(super) const SPELLED: f32 = 2.0;
/// A word that begins with the term, holds it or resembles it.
pub(super) const EXPANSION: f32 = 0.1;
/// A translation of a word.
pub(super) const VIA: f32 = 0.4;
/// Neighbouring words of the query that are one name in the note.
pub(super) const JOINED: f32 = 1.0;
/// The note as a whole, beside its section.
pub(super) const NOTE: f32 = 0.3;
/// Two neighbouring characters of the query, in the note as a whole.
pub(super) const PAIR: f32 = 0.2;
/// The note's own names.
pub(super) const NAME: f32 = 0.6;
/// How many words a heading has that is neither long nor short.
pub(super) const HEADING_WORDS: f32 = 4.0;
