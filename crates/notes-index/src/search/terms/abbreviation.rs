//! Names in short, as they are said: 线代 for 线性代数, 民诉法 for 民事诉讼法. A word that stands nowhere may be one of a note's
//! title or file name.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::analysis::{Segmenter, folded_text, is_han, is_stop_word, phrase_tokens, shortest_words};
use crate::engine::Snapshot;
use crate::error::Result;

/// How long a name in short may be, in characters.
const MAX_CHARS: usize = 4;
/// How long the name may be that it is short for, in characters.
const MAX_NAME_CHARS: usize = 16;
/// How many names it may be short for: those of the most notes, the shortest of them.
const MAX_NAMES: usize = 3;

/// The names that a word may be short for, if it stands nowhere. Reads the names of all notes.
pub(super) fn long_names(word: &str, snapshot: &Snapshot) -> Result<Vec<String>> {
    let word = folded_text(word);
    let n_chars = word.chars().count();
    if !(2..=MAX_CHARS).contains(&n_chars) || !word.chars().all(is_han) {
        return Ok(Vec::new());
    }
    if snapshot.has_row_or_name(&phrase_tokens(&word))? {
        return Ok(Vec::new());
    }
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    snapshot.each_name(|name| {
        if may_hold(name, &word)
            && let Some(long) = long_name(name, &word)
        {
            *names.entry(long.to_owned()).or_default() += 1;
        }
    })?;
    let mut names: Vec<(String, usize)> = names.into_iter().collect();
    names.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), name.len()));
    Ok(names.into_iter().take(MAX_NAMES).map(|(name, _)| name).collect())
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
    let words = words(name);
    let first = word.chars().next()?;
    let begins = words.iter().enumerate().filter(|(_, range)| name[(*range).clone()].starts_with(first));
    begins.filter_map(|(idx, _)| long_name_at(name, &words[idx..], word)).min_by_key(|long| long.len())
}

/// The words of a name's runs of Han.
fn words(name: &str) -> Vec<Range<usize>> {
    let segmenter = Segmenter::embedded();
    let mut words = Vec::new();
    let mut start = 0;
    for run in name.split_inclusive(|c| !is_han(c)) {
        let han = run.trim_end_matches(|c| !is_han(c));
        words.extend(
            shortest_words(&segmenter, han).into_iter().map(|word| start + word.start..start + word.end),
        );
        start += run.len();
    }
    words
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
