//! A word of the query → what stands for it in this index.

mod abbreviation;
mod bridge;
mod enumerated;
mod expansions;
mod first_chars;
mod greek;
mod homophones;
mod names;
mod numerals;
mod pinyin;
mod prefix;
mod regions;
mod relation;
mod term;
mod term_set;

pub(super) use self::bridge::{Bridge, Form, bridges, is_partly_said_elsewhere, is_said_elsewhere};
pub(super) use self::expansions::Expansions;
pub(super) use self::first_chars::FirstChars;
pub(super) use self::prefix::{MAX_SCORED, positions_of_beginning, with_beginning};
pub use self::relation::Relation;
pub(super) use self::term::{AskedAs, Origin, PlannedTerm};
pub(super) use self::term_set::{MAX_TERMS, TermSet};
