//! Words of two languages that the notes themselves put side by side: 连接池（connection pool）.
//!
//! ```text
//! section ─mine→ pairs ─key→ exact terms (index)
//! query ─key→ prefix of those terms ─→ translations (search), with what `.notes-glossary` adds and forbids
//! ```
//! Pairs are found by form alone. Rather a pair is missed than a wrong one taken.

mod file;
mod key;
mod mining;
mod section;
mod shape;
mod table;
mod words;

pub(crate) use self::file::Rule;
pub use self::file::{Glossary, GlossaryWarning};
pub(crate) use self::key::{key, pair_of_term, prefix, terms};
pub(crate) use self::mining::named_pairs;
pub(crate) use self::section::Mining;
pub(crate) use self::shape::Pair;
