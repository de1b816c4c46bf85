//! How a word of the query is related to what was found for it.

/// How a word of the query is related to what was found for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Relation {
    /// The word begins what was found.
    Prefix,
    /// The word stands inside what was found.
    Inside,
    /// What was found is spelled nearly like the word.
    Typo,
    /// What was found is another way to say the word: its translation, as the notes have it, a number in digits or in characters,
    /// what is said for it in Taiwan or on the mainland, or a name that it is short for or spells in pinyin.
    Via,
}

impl Relation {
    /// One word for machines: `"prefix"`, `"inside"`, …
    pub fn name(self) -> &'static str {
        match self {
            Relation::Prefix => "prefix",
            Relation::Inside => "inside",
            Relation::Typo => "typo",
            Relation::Via => "via",
        }
    }
}
