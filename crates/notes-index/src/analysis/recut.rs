//! Han that was put together wrongly, cut anew by words that are known to stand somewhere.
//!
//! jieba cuts 选激活函数 into 选, 激活 and 函数, and what it leaves alone goes with a neighbour, as 虚函数 is one name.
//! Where 选激活 stands nowhere it was none.

use std::ops::Range;

use super::cjk_terms::{cjk_term, coarse_words};
use super::dictionary::Segmenter;
use super::fold::Folded;
use super::items::{ItemKind, items};
use super::query_term::QueryTerm;
use super::stop_words::is_stop_word;

/// The longest word that is asked about, in characters.
const MAX_WORD_CHARS: usize = 8;
/// What a piece of a cut costs: a word that is known to stand somewhere costs least, another word of the dictionary
/// less than two known ones, a character that is left over most.
const KNOWN: u32 = 4;
const UNKNOWN: u32 = 6;
const LEFT_OVER: u32 = 8;

/// Cuts a run of Han in the cheapest way, without a word that is none here; nothing if the text is not one run.
pub(crate) fn recut<E>(
    run: &str,
    none: &str,
    mut is_known: impl FnMut(&str) -> Result<bool, E>,
) -> Result<Option<Vec<QueryTerm>>, E> {
    let folded = Folded::new(run);
    let n_chars = folded.len();
    let is_run =
        items(&folded).next().is_some_and(|item| item.kind == ItemKind::Cjk && item.chars.len() == n_chars);
    if !is_run {
        return Ok(None);
    }
    let segmenter = Segmenter::embedded();
    let own = coarse_words(&segmenter, &folded, 0..n_chars);
    // The cheapest cut of what comes before each character: what it costs, and where its last piece begins.
    let mut best: Vec<(u32, usize)> = vec![(0, 0)];
    for end in 1..=n_chars {
        let alone = if is_stop_word(folded.slice(end - 1..end)) { UNKNOWN } else { LEFT_OVER };
        let mut cheapest = (best[end - 1].0 + alone, end - 1);
        for (start, (before, _)) in
            best.iter().enumerate().take(end - 1).skip(end.saturating_sub(MAX_WORD_CHARS))
        {
            let own_cost =
                || (own.contains(&(start..end)) && folded.slice(start..end) != none).then_some(UNKNOWN);
            let cost = if is_known(folded.slice(start..end))? { Some(KNOWN) } else { own_cost() };
            if let Some(sum) = cost.map(|cost| before + cost).filter(|sum| *sum < cheapest.0) {
                cheapest = (sum, start);
            }
        }
        best.push(cheapest);
    }
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut end = n_chars;
    while end > 0 {
        pieces.push(best[end].1..end);
        end = best[end].1;
    }
    Ok(Some(pieces.into_iter().rev().map(|piece| cjk_term(&segmenter, &folded, piece)).collect()))
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[track_caller]
    fn check(run: &str, known: &[&str], expected: &[&str]) {
        let Ok(cut) = recut::<Infallible>(run, "", |word| Ok(known.contains(&word)));
        let cut: Option<Vec<String>> = cut.map(|terms| terms.into_iter().map(|term| term.text).collect());
        assert_eq!(cut.unwrap_or_default(), expected, "{run}");
    }

    #[test]
    fn known_words_are_cut_out() {
        check("选激活函数", &["激活", "函数"], &["选", "激活", "函数"]);
        check("选激活函数", &["激活", "函数", "激活函数"], &["选", "激活函数"]);
        check("多行省略", &["多行", "省略"], &["多行", "省略"]);
        check("多行省略", &["省略"], &["多", "行", "省略"]);
        check("数据仓库", &["数据", "仓库"], &["数据仓库"]);
        check("連接，池", &["连接"], &[]);
    }
}
