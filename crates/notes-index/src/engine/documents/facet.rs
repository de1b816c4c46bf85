//! What a section is or has, as exact terms.

use crate::analysis::folded_text;
use crate::text::spaced;

/// A property of a section or its note that filters and the top of the ranking look up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Facet<'a> {
    /// The section is its note's first.
    Start,
    /// The note has this tag or one below it.
    Tag(&'a str),
    /// The section holds a code block.
    Code,
    /// The section holds a code block of this language.
    Language(&'a str),
    /// The note's title is just this.
    Title(&'a str),
    /// The section's own name is just this.
    Heading(&'a str),
    /// The note's file is named just this.
    Stem(&'a str),
    /// The note holds a link that may lead to notes which are called so: see [`super::link_names`]. A term has a hash of
    /// the name, as links are many. On its first section only.
    Linked(&'a str),
    /// The section holds an item of a check list that is done, or one that is open.
    Task {
        /// Whether a done one is meant.
        done: bool,
    },
    /// The note's front matter has this value; on its first section only.
    Property {
        /// The key, dotted.
        name: &'a str,
        /// The value.
        value: &'a str,
    },
}

impl Facet<'_> {
    /// The term that stands for it, compared as words are: folded, and without what is no letter,
    /// digit or Han character at the ends.
    pub(crate) fn term(&self) -> String {
        let (key, value) = match self {
            Facet::Start => ("start", String::new()),
            Facet::Tag(tag) => ("tag", folded_text(tag)),
            Facet::Code => ("code", String::new()),
            Facet::Language(language) => ("lang", (*language).to_owned()),
            Facet::Title(title) => ("title", bare(title)),
            Facet::Heading(heading) => ("heading", bare(heading)),
            Facet::Stem(stem) => ("stem", bare(stem)),
            Facet::Linked(name) => ("link", format!("{:08x}", hash(name))),
            Facet::Task { done } => ("task", (if *done { "done" } else { "open" }).to_owned()),
            Facet::Property { name, value } => {
                return property_prefix(name) + clipped(&folded_text(value));
            }
        };
        format!("{key}={}", clipped(&value))
    }
}

/// What the terms of all titles, aliases and file names begin with.
pub(in crate::engine) const NAME_PREFIXES: [&str; 2] = ["title=", "stem="];

/// What the terms of all headings begin with.
pub(in crate::engine) const HEADING_PREFIX: &str = "heading=";

/// What the terms of all tags begin with.
pub(in crate::engine) const TAG_PREFIX: &str = "tag=";

/// What the terms of all languages begin with.
pub(in crate::engine) const LANGUAGE_PREFIX: &str = "lang=";

/// What the terms of all values of a property begin with.
pub(in crate::engine) fn property_prefix(name: &str) -> String {
    // A key that is typed can't hold the control character that ends it here.
    format!("prop.{}{PROPERTY_END}", clipped(&folded_text(name)))
}

/// Between a property's name and its value.
const PROPERTY_END: char = '\u{1f}';

/// A term of tantivy is at most 64 KiB; a title of more is no one's query.
fn clipped(value: &str) -> &str {
    value.char_indices().nth(1024).map_or(value, |(end, _)| &value[..end])
}

/// A name as it is compared: folded, words only, [spaced] alike: 连接池 Pool and 连接池Pool are the same.
fn bare(name: &str) -> String {
    let folded = folded_text(name);
    let words = folded.split(|c: char| !(c.is_alphanumeric() || "+#".contains(c)));
    spaced(words.filter(|word| !word.is_empty()))
}

/// 32-bit FNV-1a. Languages are few, so they do not collide by chance; of links that do, more are read than need be.
pub(super) fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// A tag as it is indexed: `#python/` is `python`.
pub(crate) fn bare_tag(tag: &str) -> &str {
    tag.trim_start_matches(['#', '＃']).trim_end_matches('/')
}

/// How many tags above one count, from the top.
const MAX_PARENTS: usize = 32;

/// A tag and those above it: `python/async`, `python`.
pub(super) fn tag_and_parents(tag: &str) -> impl Iterator<Item = &str> {
    let parents = tag.match_indices('/').map(|(at, _)| &tag[..at]).filter(|parent| !parent.is_empty());
    parents.take(MAX_PARENTS).chain(std::iter::once(tag))
}
