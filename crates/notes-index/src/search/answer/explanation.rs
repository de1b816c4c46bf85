//! Where a hit's score comes from, as plain data.

use crate::search::terms::Relation;

/// What a hit's score is made of: see [`crate::SearchOptions::explain`].
///
/// ```
/// use notes_index::{Evidence, IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
///
/// let index = NoteIndex::open(IndexOptions::in_memory())?;
/// index.put(&NotePath::new("db.md")?, "# 数据库\n\n## 连接池\n\n连接池要有上限。\n")?;
/// let options = SearchOptions::new().explain(true);
/// let hit = &index.searcher()?.search(&Query::parse("连接池"), &options)?.hits[0];
/// let explanation = hit.explanation.as_ref().expect("it was asked for");
///
/// let sum: f32 = explanation.contributions.iter().map(|one| one.points).sum();
/// assert!((sum - hit.score).abs() < 0.001 * hit.score);
/// assert!(explanation.contributions.iter().any(|one| one.evidence == Evidence::Heading));
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Explanation {
    /// What was added to the score, in the order in which it was looked up. The points add up to
    /// [`crate::Hit::score`].
    pub contributions: Vec<Contribution>,
    /// What the words of the section's own heading add, and a query of Han that stands in the section in a row. They
    /// only decide which sections of the note come first, and are part of no score.
    pub among_sections: Vec<Contribution>,
}

impl Explanation {
    /// What the section scores among those of its note, by which these are put in order: the contributions of its own
    /// words, and those that only count there.
    pub fn in_note(&self) -> impl Iterator<Item = &Contribution> {
        let own = self.contributions.iter().filter(|one| one.scope == Scope::Section);
        own.chain(&self.among_sections)
    }
}

/// One reason for a hit's score.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Contribution {
    /// The part of the query that it is about, as typed; for some reasons that is the whole query.
    pub word: String,
    /// What was looked up for it; empty for the whole query.
    pub found: Vec<String>,
    /// How what was found is related to the word.
    pub evidence: Evidence,
    /// Where it was found.
    pub scope: Scope,
    /// How often it stands there; a heading's words count several times. 0 for what raises the score by a share of
    /// it.
    pub frequency: u32,
    /// How much this kind of evidence counts, compared with a word as typed; for what raises the score, the share by
    /// which it does.
    pub weight: f32,
    /// What it adds to the score.
    pub points: f32,
}

/// How something that was found is related to the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// A word or identifier as typed, but for folding.
    Word,
    /// An identifier with `_` in the same places.
    Spelled,
    /// The stem of an English word.
    Stem,
    /// A word inside a word: 连接 for 连接池.
    Inner,
    /// A part of an identifier.
    Part,
    /// A single character, or characters in a row that are no word of the dictionary.
    Characters,
    /// Two neighbouring characters of the query.
    Pair,
    /// Neighbouring words of the query that are one name: `pool_size` for `pool size`.
    Joined,
    /// A longer word that begins with the one typed.
    Prefix,
    /// A longer word that holds the one typed.
    Inside,
    /// A word with nearly the same spelling.
    Typo,
    /// Another way to say the word: see [`Relation::Via`](crate::Relation::Via).
    Via,
    /// The whole query in a row.
    Row,
    /// The whole query in a row, in a heading.
    HeadingRow,
    /// The whole query in a row, in the title, the file name or an alias.
    NameRow,
    /// Words of the query with the signs beside them, as they were typed: `HEAD^`.
    AsTyped,
    /// A heading that is the query.
    Heading,
    /// A title or file name that is the query.
    Title,
}

/// Where something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// The section, with what leads to it.
    Section,
    /// The section's own heading.
    Heading,
    /// The note as a whole.
    Note,
    /// The note's title, path, tags and aliases.
    Names,
}

impl Evidence {
    /// One word for machines: `"word"`, `"heading_row"`, …; for what stands for a word, that of its [`Relation`].
    pub fn name(self) -> &'static str {
        match self {
            Evidence::Word => "word",
            Evidence::Spelled => "spelled",
            Evidence::Stem => "stem",
            Evidence::Inner => "inner",
            Evidence::Part => "part",
            Evidence::Characters => "characters",
            Evidence::Pair => "pair",
            Evidence::Joined => "joined",
            Evidence::Prefix => Relation::Prefix.name(),
            Evidence::Inside => Relation::Inside.name(),
            Evidence::Typo => Relation::Typo.name(),
            Evidence::Via => Relation::Via.name(),
            Evidence::Row => "row",
            Evidence::HeadingRow => "heading_row",
            Evidence::NameRow => "name_row",
            Evidence::AsTyped => "as_typed",
            Evidence::Heading => "heading",
            Evidence::Title => "title",
        }
    }
}

impl Scope {
    /// One word for machines: `"section"`, `"heading"`, …
    pub fn name(self) -> &'static str {
        match self {
            Scope::Section => "section",
            Scope::Heading => "heading",
            Scope::Note => "note",
            Scope::Names => "names",
        }
    }
}

impl From<Relation> for Evidence {
    fn from(relation: Relation) -> Evidence {
        match relation {
            Relation::Prefix => Evidence::Prefix,
            Relation::Inside => Evidence::Inside,
            Relation::Typo => Evidence::Typo,
            Relation::Via => Evidence::Via,
        }
    }
}
