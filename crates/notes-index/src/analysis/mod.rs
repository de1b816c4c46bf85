//! Text → tokens. The only door to jieba.
//!
//! ```text
//! spans ─reading→ text as read ─fold→ folded text ─items→ runs at positions ─section→ tokens (index)
//!                                                                           └query──→ terms (search)
//! ```
//! The index, the query and the highlighter go through the same `fold` and `items`, so what the one
//! writes the others find.

mod char_kind;
mod cjk_terms;
mod clusters;
mod dictionary;
mod fold;
mod items;
mod latin;
mod lattice;
mod numbers;
mod own_words;
mod phrases;
mod query;
mod query_term;
mod radicals;
mod reading;
mod recut;
mod section;
mod signs;
mod stems;
mod stop_words;
mod tokens;
mod traditional;

pub(crate) use self::char_kind::{
    BLOCK_BORDER, CharKind, PART_BORDER, is_plain_han, is_single_char, is_word,
};
pub(crate) use self::cjk_terms::shortest_words;
pub(crate) use self::dictionary::{Segmenter, version as dictionary_version};
pub use self::fold::folded_text;
pub(crate) use self::fold::{Folded, folded_alone, folded_letters};
pub(crate) use self::items::{Item, ItemKind, MAX_RUN_CHARS, items};
pub(crate) use self::latin::{END, bare_version, catenated, clip, compound_end, joined, surface};
pub(crate) use self::numbers::without_number;
pub(crate) use self::own_words::OwnWords;
pub(crate) use self::phrases::{RowToken, char_pairs, phrase_rows, phrase_tokens, unbroken_rows};
pub use self::query::segment;
pub(crate) use self::query::{part_terms, query_terms};
pub(crate) use self::query_term::{QueryTerm, TermKind};
pub(crate) use self::reading::Reading;
pub(crate) use self::recut::recut;
pub use self::section::tokens;
pub(crate) use self::section::{
    HEADING_WEIGHT, SectionTokens, Shape, name_grams, name_words, section_tokens,
};
pub(crate) use self::signs::sign_pairs;
pub(crate) use self::stems::{has_stem, stem, stem_beginning};
pub(crate) use self::stop_words::{PARTICLES, is_stop_word, leads_to_amount, unit_at};
pub(crate) use self::tokens::{TokenBuffer, unpack};
pub(crate) use crate::text::is_han;

/// Changes whenever the same text gives other tokens: an index made by another version is rebuilt.
pub(crate) const ANALYSIS_VERSION: u32 = 18;
