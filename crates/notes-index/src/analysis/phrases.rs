//! A phrase → the tokens that a text has side by side where the phrase stands.

use super::fold::Folded;
use super::items::{Item, ItemKind, items};
use super::latin::{clip, is_one, joined};

/// A token of a row of tokens, and how many positions it stands behind the first one.
pub(crate) type RowToken = (String, u32);

/// The tokens of a phrase and their positions, first to last, counted from 0; words in their parts.
pub(crate) fn phrase_tokens(text: &str) -> Vec<RowToken> {
    let folded = Folded::new(text);
    let items: Vec<Item> = items(&folded).collect();
    phrase_row(&folded, &items, |_| false, is_needed)
}

/// The rows of tokens of which a text that holds a phrase has one, each as [`phrase_tokens`].
///
/// Who writes `GitHub` may have written `github`, so a word is one token and takes one position, however many its parts
/// are; but at an end of the phrase it may be some parts of a longer one, `QueueOffset` of `getQueueOffset`.
pub(crate) fn phrase_rows(text: &str) -> Vec<Vec<RowToken>> {
    rows(text, is_needed)
}

/// The same with all pairs of the characters of Han: what stands in such a row has no sign between them.
pub(crate) fn unbroken_rows(text: &str) -> Vec<Vec<RowToken>> {
    rows(text, |_, _| true)
}

fn rows(text: &str, is_kept: IsKept) -> Vec<Vec<RowToken>> {
    let folded = Folded::new(text);
    let items: Vec<Item> = items(&folded).filter(|item| item.kind != ItemKind::Symbol).collect();
    let last = items.len().saturating_sub(1);
    // Whether it may be a word, or parts of one as well.
    let ways = |item: Option<&Item>| match item.map(|item| &item.kind) {
        Some(ItemKind::Word { parts }) if is_one(parts) => &[true, false][..],
        _ => &[true],
    };
    let mut rows: Vec<Vec<RowToken>> = Vec::new();
    for is_first_whole in ways(items.first()) {
        for is_last_whole in ways(items.last()) {
            let is_whole = |idx: usize| (idx > 0 || *is_first_whole) && (idx < last || *is_last_whole);
            let row = phrase_row(&folded, &items, is_whole, is_kept);
            if !row.is_empty() && !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    rows
}

/// Whether a pair of characters is looked up: by the first one's index, and how many characters there are.
type IsKept = fn(u32, u32) -> bool;

/// Every second pair and the last: so few cover a run.
fn is_needed(first: u32, n_chars: u32) -> bool {
    first.is_multiple_of(2) || first + 2 == n_chars
}

/// The tokens of some items; words that are taken whole are one each.
fn phrase_row(
    folded: &Folded,
    items: &[Item],
    is_whole: impl Fn(usize) -> bool,
    is_kept: IsKept,
) -> Vec<RowToken> {
    let mut tokens: Vec<RowToken> = Vec::new();
    // Positions of parts that are not told apart.
    let mut n_left_out = 0;
    for (idx, item) in items.iter().enumerate() {
        let position = item.position - n_left_out;
        match &item.kind {
            ItemKind::Symbol => {}
            ItemKind::Word { parts } => {
                match joined(folded, parts).filter(|_| is_one(parts) && is_whole(idx)) {
                    Some(whole) => {
                        n_left_out += parts.len() as u32 - 1;
                        tokens.push((whole, position));
                    }
                    None => {
                        let parts = parts.iter().map(|part| folded.slice(clip(part.clone())).to_owned());
                        tokens.extend(parts.zip(position..));
                    }
                }
            }
            ItemKind::Cjk => {
                let n_chars = item.chars.len() as u32;
                let pair = |first: u32| {
                    let start = item.chars.start + first as usize;
                    (folded.slice(start..(start + 2).min(item.chars.end)).to_owned(), position + first)
                };
                let firsts = (0..n_chars.saturating_sub(1).max(1)).filter(|&first| is_kept(first, n_chars));
                tokens.extend(firsts.map(pair));
            }
        }
    }
    let first = tokens.first().map_or(0, |token| token.1);
    tokens.iter_mut().for_each(|token| token.1 -= first);
    tokens
}

/// All pairs of neighbouring characters in the runs of Han and its like, each once, in order.
pub(crate) fn char_pairs(text: &str) -> Vec<String> {
    let folded = Folded::new(text);
    let mut pairs: Vec<String> = Vec::new();
    for item in items(&folded).filter(|item| item.kind == ItemKind::Cjk) {
        for idx in item.chars.start + 1..item.chars.end {
            let pair = folded.slice(idx - 1..idx + 1);
            if !pairs.iter().any(|known| known == pair) {
                pairs.push(pair.to_owned());
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_covered_by_few_tokens() {
        let tokens = phrase_tokens("GO变量名字x");
        let shown: Vec<String> = tokens.iter().map(|(text, position)| format!("{position}:{text}")).collect();
        assert_eq!(shown, ["0:go", "1:变量", "3:名字", "5:x"]);
        assert_eq!(phrase_tokens("连接池").len(), 2);
    }

    #[test]
    fn a_phrase_is_words_or_parts_of_them_at_its_ends() {
        let shown = |text: &str| -> Vec<String> {
            let token = |(text, position): &RowToken| format!("{position}:{text}");
            let row = |row: Vec<RowToken>| row.iter().map(token).collect::<Vec<_>>().join(" ");
            phrase_rows(text).into_iter().map(row).collect()
        };
        assert_eq!(shown("the GitHub actions"), ["0:the 1:github 2:actions"]);
        assert_eq!(shown("GitHub 数据库"), ["0:github 1:数据 2:据库", "0:git 1:hub 2:数据 3:据库"]);
        assert_eq!(shown("pool_size"), ["0:poolsize", "0:pool 1:size"]);
        assert_eq!(shown("aB cD eF").len(), 4);
        assert!(shown("->").is_empty());
    }
}
