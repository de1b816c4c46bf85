//! Names in short, as they are said: 线代 for 线性代数, 民诉法 for 民事诉讼法. A word that stands nowhere may be one of a note's
//! title or file name.

use std::ops::Range;

use super::names::{Stand, best_of_names, han_words};
use crate::analysis::{folded_text, is_han, is_stop_word, phrase_tokens};
use crate::engine::Snapshot;
use crate::error::Result;

/// How long a name in short may be, in characters.
const MAX_CHARS: usize = 4;
/// How long the name may be that it is short for, in characters.
const MAX_NAME_CHARS: usize = 16;

/// The names that each of some words may be short for, if it stands nowhere. Reads the names of all notes, once.
pub(super) fn long_names(words: &[&str], snapshot: &Snapshot) -> Result<Vec<Vec<String>>> {
    let mut shorts = Vec::with_capacity(words.len());
    for word in words {
        let word = folded_text(word);
        let is_short = (2..=MAX_CHARS).contains(&word.chars().count()) && word.chars().all(is_han);
        let stands_nowhere = is_short && !snapshot.has_row_or_name(&phrase_tokens(&word))?;
        shorts.push(stands_nowhere.then_some(word));
    }
    let is_any = shorts.iter().any(Option::is_some);
    let read = |each: &mut dyn FnMut(&str)| if is_any { snapshot.each_name(each) } else { Ok(()) };
    best_of_names(&shorts, read, |word, name| {
        let long = word.as_ref().filter(|word| may_hold(name, word));
        let long = long.and_then(|word| long_name(name, word));
        long.map(|long| Stand { name: long.to_owned(), is_cut: false })
    })
}

/// Whether the characters of a word stand in a name in their order.
fn may_hold(name: &str, word: &str) -> bool {
    let mut rest = name;
    word.chars().all(|c| match rest.find(c) {
        Some(at) => {
            rest = &rest[at + c.len_utf8()..];
            true
        }
        None => false,
    })
}

/// The part of a folded name that a word is short for: each of its characters begins a word there, in this order; the last one may
/// end one instead. No word between them serves others, and at least one is longer than what stands for it.
fn long_name<'a>(name: &'a str, word: &str) -> Option<&'a str> {
    let words = han_words(name);
    let first = word.chars().next()?;
    let begins = words.iter().enumerate().filter(|(_, range)| name[(*range).clone()].starts_with(first));
    begins.filter_map(|(idx, _)| long_name_at(name, &words[idx..], word)).min_by_key(|long| long.len())
}

/// The same for a name whose first word has the first character.
fn long_name_at<'a>(name: &'a str, words: &[Range<usize>], word: &str) -> Option<&'a str> {
    let mut chars = word.chars().peekable();
    let start = words.first()?.start;
    for (idx, range) in words.iter().enumerate() {
        let own = &name[range.clone()];
        let is_apart = idx > 0 && words[idx - 1].end != range.start;
        if is_apart || is_stop_word(own) {
            return None;
        }
        let n_taken = usize::from(chars.next_if(|c| own.starts_with(*c)).is_some());
        // 法 ends 民事诉讼法, and 网 begins 网络.
        let is_last = |c: &char| own.chars().skip(n_taken).last() == Some(*c);
        let mut ahead = chars.clone();
        if ahead.next().as_ref().is_some_and(is_last) && ahead.next().is_none() {
            chars.next();
        }
        if chars.peek().is_none() {
            let long = &name[start..range.end];
            let n_chars = long.chars().count();
            return (n_chars > word.chars().count() + 1 && n_chars <= MAX_NAME_CHARS).then_some(long);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_said_in_short() {
        for (name, word, long) in [
            ("线性代数", "线代", "线性代数"),
            ("计算机网络 第五章", "计网", "计算机网络"),
            ("计算机组成原理", "计组", "计算机组成"),
            ("民事诉讼法(2023-09-01)", "民诉法", "民事诉讼法"),
            ("固体废物污染环境防治法", "固废法", "固体废物污染环境防治法"),
            ("高等数学", "高数", "高等数学"),
            ("马克思主义基本原理", "马原", "马克思主义基本原理"),
            ("数据结构", "数据", ""),
            ("数据的结构", "数结", ""),
            ("线程与代码", "线代", ""),
            ("性能代价", "能价", ""),
        ] {
            assert_eq!(long_name(name, word).unwrap_or_default(), long, "{word} of {name}");
        }
        assert!(may_hold("线性代数", "线代") && !may_hold("代数，线性", "线代"));
    }
}
