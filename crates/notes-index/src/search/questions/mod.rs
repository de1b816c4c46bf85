//! What else a snapshot is asked: its notes, tags, links and pairs of words, the text of a hit, what is like a note, and why a section
//! is a hit or is none.

mod glossary;
mod like;
mod links;
mod notes;
mod section_at;
mod tags;
mod text;
mod why;

pub use self::glossary::{GlossaryEntry, GlossaryPlace};
pub use self::links::{LinkEnd, PlacedLink, anchor_offset};
pub use self::notes::{NoteCount, NoteResults};
pub use self::tags::TagCount;
pub use self::why::{Why, WordFate};
