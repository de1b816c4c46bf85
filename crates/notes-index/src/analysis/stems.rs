//! Stems of English words.

use std::cell::RefCell;
use std::rc::Rc;

use rust_stemmers::{Algorithm, Stemmer};

/// The longest word whose stem is remembered, in bytes.
const MAX_KNOWN_BYTES: usize = 15;

thread_local! {
    /// Finding a stem takes ten times as long as finding it again.
    static KNOWN_STEMS: RefCell<KnownStems> = RefCell::default();
}

/// Words and their stems: a notebook has few words, and each is used many times. Each word has one place, which keeps
/// the word that came last.
#[derive(Default)]
struct KnownStems {
    /// A power of two: few for a query, more for a notebook.
    places: Vec<(u128, Option<Rc<str>>)>,
    /// How many words were looked for in vain since the table has this size.
    n_missed: usize,
}

impl KnownStems {
    const MIN: usize = 1 << 6;
    const MAX: usize = 1 << 13;

    fn stem(&mut self, word: &str) -> Option<Rc<str>> {
        // The bytes of a word as a number: words are short enough that no two share one.
        let number = word.bytes().fold(0, |number, byte| number << 8 | u128::from(byte));
        let mixed = (number as u64 ^ (number >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        if self.n_missed >= self.places.len() && self.places.len() < KnownStems::MAX {
            let n_places = (self.places.len() * 2).max(KnownStems::MIN);
            *self = KnownStems { places: vec![(0, None); n_places], n_missed: 0 };
        }
        let place = mixed as usize & (self.places.len() - 1);
        if self.places[place].0 != number {
            self.n_missed += 1;
            self.places[place] = (number, new_stem(word));
        }
        self.places[place].1.clone()
    }
}

/// The English stem of a folded word, if it has one that differs: Snowball's English (Porter2). No plural ends as nodejs.
pub(crate) fn stem(word: &str) -> Option<Rc<str>> {
    if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) || word.ends_with("js") {
        return None;
    }
    match word.len() {
        ..=MAX_KNOWN_BYTES => KNOWN_STEMS.with_borrow_mut(|known| known.stem(word)),
        _ => new_stem(word),
    }
}

/// Whether a folded word has this stem, which is another than itself.
pub(crate) fn has_stem(word: &str, wanted: &str) -> bool {
    word.starts_with(stem_beginning(wanted)) && stem(word).as_deref() == Some(wanted)
}

/// What words with this stem begin with: all of it but two letters, as `dying` has the stem `die`.
pub(crate) fn stem_beginning(stem: &str) -> &str {
    let n_kept = stem.len().saturating_sub(2).max(1);
    stem.get(..n_kept).unwrap_or_default()
}

fn new_stem(word: &str) -> Option<Rc<str>> {
    let stem = Stemmer::create(Algorithm::English).stem(word);
    (stem != word).then(|| Rc::from(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_the_same_when_they_are_found_again() {
        for _ in 0..2 {
            assert_eq!(stem("connections").as_deref(), Some("connect"));
            assert_eq!(stem("pool"), None);
            assert_eq!(stem("k8s"), None);
            assert_eq!(stem("compartmentalized").as_deref(), Some("compartment"));
        }
    }

    #[test]
    fn words_begin_as_their_stems_do() {
        for word in ["dying", "skies", "hoping", "possibility", "stabilities", "happy", "relational", "as"] {
            assert!(stem(word).is_none_or(|stem| has_stem(word, &stem)), "{word}");
        }
        assert!(!has_stem("pool", "pool") && !has_stem("pools", "poo") && !has_stem("连接", "连"));
        let ends = [
            "", "s", "ses", "ied", "ies", "eed", "ed", "ing", "tting", "y", "tional", "enci", "anci", "abli",
            "ably", "entli", "izer", "ization", "ational", "ation", "ator", "alism", "aliti", "ality",
            "fulness", "ousness", "iveness", "iviti", "ivity", "biliti", "bility", "ibility", "bli", "ogi",
            "ogy", "fully", "lessly", "alize", "icate", "iciti", "icity", "ical", "ative", "ement", "sion",
            "e", "lle",
        ];
        for start in
            ["", "a", "re", "ho", "get", "skat", "pos", "comm", "gener", "arsen", "poly", "bly", "yy"]
        {
            for (first, second) in
                ends.iter().flat_map(|first| ends.iter().map(move |second| (first, second)))
            {
                let word = [start, first, second].concat();
                assert!(stem(&word).is_none_or(|stem| has_stem(&word, &stem)), "{word}");
            }
        }
    }

    #[test]
    fn more_words_than_are_remembered_keep_their_stems() {
        let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
        for n in 0..3 * KnownStems::MAX {
            let word: String = [letter(n), letter(n / 26), letter(n / 676), 't'].iter().collect();
            assert_eq!(stem(&format!("{word}ing")).as_deref(), new_stem(&format!("{word}ing")).as_deref());
        }
    }
}
