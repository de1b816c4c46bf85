//! The tokens of an index that stand for a term and count for less than the term itself.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::first_chars::FirstChars;
use super::prefix::tokens_beginning;
use super::relation::Relation;
use crate::engine::{Snapshot, TextField};
use crate::error::Result;

/// How many tokens of the index a beginning, an inside or a near spelling stands for.
const MAX_EXPANSIONS: usize = 64;
/// Shorter ones are inside everything.
const MIN_INSIDE_CHARS: usize = 3;
/// Shorter ones are near everything.
const MIN_TYPO_CHARS: usize = 4;

/// Some tokens, at least one, that are all related to a term in the same way.
#[derive(Clone, Debug)]
pub(in crate::search) struct Expansions {
    pub(in crate::search) relation: Relation,
    /// The most frequent first, but for near spellings, of which the nearest are.
    pub(in crate::search) tokens: Vec<String>,
    /// How many of them are as near as any is; the others are spelled two edits away, where one is enough for these.
    n_nearest: usize,
    /// The same, to be looked up; made when it is first asked for.
    set: OnceLock<TokenSet>,
}

/// Tokens, to be told from others.
#[derive(Clone, Debug)]
struct TokenSet {
    tokens: HashSet<String>,
    /// Their first characters.
    begin: FirstChars,
}

impl Expansions {
    /// Nothing if there are no tokens.
    fn new(relation: Relation, tokens: Vec<String>) -> Option<Expansions> {
        let n_nearest = tokens.len();
        (!tokens.is_empty()).then(|| Expansions { relation, tokens, n_nearest, set: OnceLock::new() })
    }

    /// The names of its kind that a name begins.
    pub(super) fn begun_by_name(name: &str, snapshot: &Snapshot) -> Result<Option<Expansions>> {
        let mut begun = begun_by(name, snapshot)?;
        begun.retain(|token| goes_on(name, token));
        Ok(Expansions::new(Relation::Prefix, begun))
    }

    /// The words that a word begins.
    pub(super) fn begun_by_word(word: &str, snapshot: &Snapshot) -> Result<Option<Expansions>> {
        Ok(Expansions::new(Relation::Prefix, begun_by(word, snapshot)?))
    }

    /// The words that were asked for by their beginning.
    pub(super) fn begun_by_prefix(prefix: &str, snapshot: &Snapshot) -> Result<Option<Expansions>> {
        let begun = in_texts_and_names(|field| tokens_beginning(snapshot, field, prefix))?;
        Ok(Expansions::new(Relation::Prefix, begun))
    }

    /// The words that hold a word inside; if there are none, those with nearly the same spelling.
    pub(super) fn around_or_near(word: &str, snapshot: &Snapshot) -> Result<Option<Expansions>> {
        let around = Expansions::new(Relation::Inside, around(word, snapshot)?);
        Ok(match around {
            Some(around) => Some(around),
            None => Expansions::near(word, snapshot)?,
        })
    }

    fn near(word: &str, snapshot: &Snapshot) -> Result<Option<Expansions>> {
        let near = near(word, snapshot)?;
        let n_nearest = near.iter().filter(|(_, edits)| *edits == 1).count();
        let all = Expansions::new(Relation::Typo, near.into_iter().map(|(token, _)| token).collect());
        Ok(all.map(|all| Expansions { n_nearest, ..all }))
    }

    /// The tokens that are near, and those that are further away.
    pub(in crate::search) fn by_nearness(&self) -> (&[String], &[String]) {
        self.tokens.split_at(self.n_nearest)
    }

    pub(super) fn contain(&self, token: &str) -> bool {
        self.set().tokens.contains(token)
    }

    /// What they begin with.
    pub(in crate::search) fn begin(&self) -> FirstChars {
        self.set().begin
    }

    fn set(&self) -> &TokenSet {
        self.set.get_or_init(|| {
            let begin = self.tokens.iter().filter_map(|token| token.chars().next()).collect();
            TokenSet { tokens: self.tokens.iter().cloned().collect(), begin }
        })
    }
}

/// Tokens that stand in sections or in the names of notes.
fn in_texts_and_names(tokens: impl Fn(TextField) -> Result<Vec<String>>) -> Result<Vec<String>> {
    let mut all = tokens(TextField::Text)?;
    for token in tokens(TextField::Name)? {
        if !all.contains(&token) {
            all.push(token);
        }
    }
    Ok(all)
}

fn begun_by(plain: &str, snapshot: &Snapshot) -> Result<Vec<String>> {
    in_texts_and_names(|field| snapshot.tokens_with_prefix(field, plain, MAX_EXPANSIONS))
}

fn around(word: &str, snapshot: &Snapshot) -> Result<Vec<String>> {
    if word.chars().count() < MIN_INSIDE_CHARS {
        return Ok(Vec::new());
    }
    in_texts_and_names(|field| snapshot.tokens_containing(field, word, MAX_EXPANSIONS))
}

/// Nearly the same spellings, nearest first, and how many edits away each is.
fn near(word: &str, snapshot: &Snapshot) -> Result<Vec<(String, u8)>> {
    let mut near = Vec::new();
    if word.chars().count() >= MIN_TYPO_CHARS && word.chars().all(char::is_alphabetic) {
        for (token, edits) in snapshot.tokens_near(TextField::Words, word, MAX_EXPANSIONS)? {
            let may_be_meant = !is_other_word(word, &token) && is_word_itself(&token, snapshot)?;
            near.extend(may_be_meant.then_some((token, edits)));
        }
    }
    Ok(near)
}

/// Whether two words are so short that another letter inside makes another word: bird is no bind. A letter that was put in or
/// left out, two that changed places and another one at the end are rather slips.
fn is_other_word(word: &str, token: &str) -> bool {
    let differ = || word.chars().zip(token.chars()).enumerate().filter(|(_, (own, other))| own != other);
    let is_short = word.chars().count() == MIN_TYPO_CHARS && token.chars().count() == MIN_TYPO_CHARS;
    is_short && differ().count() == 1 && differ().all(|(idx, _)| idx + 1 < MIN_TYPO_CHARS)
}

/// Whether a token stands anywhere as a word of its own, not only as the stem of longer ones: softwar doesn't.
fn is_word_itself(token: &str, snapshot: &Snapshot) -> Result<bool> {
    let n_places = |token: &str| {
        let mut sum = 0;
        snapshot.postings(TextField::Text, token, |_, frequency, _| sum += u64::from(frequency))?;
        Ok(sum)
    };
    let longer = snapshot.tokens_with_stem(TextField::Text, token)?;
    let stemmed = longer.iter().map(|word| n_places(word)).sum::<Result<u64>>()?;
    Ok(longer.is_empty() || n_places(token)? > stemmed)
}

/// Whether a name is of the same kind as the one that it begins with: 3.12 is no 3.1, but 3.1.2 is.
fn goes_on(name: &str, longer: &str) -> bool {
    let is_number = name.ends_with(|c: char| c.is_ascii_digit());
    !is_number || longer.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
}
