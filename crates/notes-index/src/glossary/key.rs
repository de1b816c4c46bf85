//! What pairs are looked up by, and how they stand in the index as exact terms.

use super::shape::Pair;
use crate::analysis::{Folded, ItemKind, items, stem};

/// Stands between the parts of a term; no key and no side of a pair holds it.
const SEPARATOR: char = '\u{1f}';

/// What a word or name is looked up by: folded, identifiers in parts, English words by their stems.
pub(crate) fn key(text: &str) -> String {
    parts(text).join(" ")
}

fn parts(text: &str) -> Vec<String> {
    let folded = Folded::new(text);
    let mut all = Vec::new();
    for item in items(&folded) {
        match &item.kind {
            ItemKind::Symbol => {}
            ItemKind::Cjk => all.push(folded.slice(item.chars.clone()).to_owned()),
            ItemKind::Word { parts } => all.extend(parts.iter().map(|part| {
                let part = folded.slice(part.clone());
                stem(part).map_or_else(|| part.to_owned(), |stem| stem.to_string())
            })),
        }
    }
    all
}

/// The terms that a pair is found by, from either side; a name of several words also in one.
pub(crate) fn terms(pair: &Pair) -> Vec<String> {
    let words: Vec<&str> = pair.english.split([' ', '-']).collect();
    let joined = (words.len() > 1).then(|| key(&words.concat()));
    let keys = [pair.chinese.clone(), key(&pair.english)].into_iter().chain(joined);
    keys.map(|key| format!("{key}{SEPARATOR}{}{SEPARATOR}{}", pair.chinese, pair.english)).collect()
}

/// What all terms of a key begin with, and no others.
pub(crate) fn prefix(key: &str) -> String {
    format!("{key}{SEPARATOR}")
}

/// The pair of a term, and whether the term is the one that begins with the Chinese side.
pub(crate) fn pair_of_term(term: &str) -> Option<(Pair, bool)> {
    let mut parts = term.split(SEPARATOR);
    let (key, chinese, english) = (parts.next()?, parts.next()?, parts.next()?);
    let pair = Pair { chinese: chinese.to_owned(), english: english.to_owned() };
    Some((pair, key == chinese))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_key() {
        assert_eq!(key("Connection Pools"), "connect pool");
        assert_eq!(key("connection_pool"), key("ConnectionPool"));
        assert_eq!(key("連接池"), "连接池");
        assert_eq!(key("B 树"), "b 树");
        assert_eq!(key("，\u{1f}"), "");
    }

    #[test]
    fn a_pair_comes_back_from_each_of_its_terms() {
        let pair = Pair { chinese: "连接池".to_owned(), english: "connection pool".to_owned() };
        let terms = terms(&pair);
        assert!(terms[1].starts_with(&prefix("connect pool")));
        assert!(terms[2].starts_with(&prefix(&key("connectionpool"))));
        let back: Vec<_> = terms.iter().filter_map(|term| pair_of_term(term)).collect();
        assert_eq!(back, [(pair.clone(), true), (pair.clone(), false), (pair, false)]);
    }
}
