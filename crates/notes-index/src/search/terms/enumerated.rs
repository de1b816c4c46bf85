//! A word whose characters a text lists one by one: 真善美 as 真、善、美.

use std::ops::RangeInclusive;

use crate::analysis::{folded_text, is_han};

/// How many characters are listed: two may stand so by chance, and few words have more.
const CHARS: RangeInclusive<usize> = 3..=8;
/// What may stand between them, in folded text. It takes no position, so that all of these make one row of tokens.
const BETWEEN: [&str; 3] = ["、", ",", " "];

/// How the characters of a word of Han are listed; nothing for any other word.
pub(super) fn lists(word: &str) -> Vec<String> {
    let chars: Vec<String> = folded_text(word).chars().map(String::from).collect();
    match CHARS.contains(&chars.len()) && word.chars().all(is_han) {
        true => BETWEEN.iter().map(|between| chars.join(between)).collect(),
        false => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_han_are_listed() {
        assert_eq!(lists("真善美"), ["真、善、美", "真,善,美", "真 善 美"]);
        for word in ["真善", "abc", "真善b", "一二三四五六七八九"] {
            assert!(lists(word).is_empty(), "{word}");
        }
    }
}
