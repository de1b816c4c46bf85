//! How much each part of the ranking counts, all in one place but for what an index decides when it is made: how often
//! the words of headings and defined names count.

/// From which frequency on more of a word says little more: BM25's k1.
pub(super) const K1: f32 = 1.2;
/// How much the length of a text counts, from 0 to 1: BM25's b.
pub(super) const B: f32 = 0.75;

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
/// A word that is spelled two edits away.
pub(super) const FURTHER: f32 = 0.05;
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

/// By what part the whole query in a row raises the score of its section.
pub(super) const ROW: f32 = 0.3;
/// The same in the section's heading.
pub(super) const HEADING_ROW: f32 = 0.6;
/// By what part a heading that is the query raises the score of its section.
pub(super) const HEADING: f32 = 1.0;
/// By what part the query in a row raises the score of its section among those of its note.
pub(super) const ROW_IN_NOTE: f32 = 0.3;
/// By what part words of the query raise the score of a section that has them with their signs: `HEAD^`.
pub(super) const AS_TYPED: f32 = 1.0;
/// The same of its note.
pub(super) const NOTE_AS_TYPED: f32 = 0.3;
/// By what part the query in a row in a section raises the score of the note.
pub(super) const NOTE_ROW: f32 = 0.3;
/// The same in a heading of the note.
pub(super) const NOTE_HEADING_ROW: f32 = 0.1;
/// The same in the title, the file name or an alias.
pub(super) const NAME_ROW: f32 = 0.25;
/// By what part a heading that is the query raises the score of the note.
pub(super) const NOTE_HEADING: f32 = 0.3;
/// The same of a title or file name.
pub(super) const TITLE: f32 = 2.5;
