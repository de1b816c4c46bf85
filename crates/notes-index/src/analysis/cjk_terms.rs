//! Runs of Han and its like in a query → terms: what jieba leaves over goes with its neighbours.

use std::collections::HashSet;
use std::ops::Range;

use super::char_kind::CharKind;
use super::dictionary::Segmenter;
use super::fold::Folded;
use super::items::script_runs;
use super::own_words::OwnWords;
use super::query_term::{QueryTerm, TermKind};
use super::stop_words::{FUNCTION_CHARS, PARTICLES, is_question, is_stop_word};

/// The terms of a run: the notebook's own words, and what stands between them.
pub(super) fn cjk_terms(
    segmenter: &Segmenter,
    folded: &Folded,
    run: Range<usize>,
    own_words: &OwnWords,
    terms: &mut Vec<QueryTerm>,
) {
    let mut at = run.start;
    for place in own_words.places(folded, run.clone(), || coarse_words(segmenter, folded, run.clone())) {
        dictionary_terms(segmenter, folded, at..place.start, terms);
        at = place.end;
        terms.push(own_term(segmenter, folded, place));
    }
    dictionary_terms(segmenter, folded, at..run.end, terms);
}

/// The terms of a run: jieba's words; characters that it leaves alone are put together again, so
/// that 元类, which is in no dictionary, is asked for as one. One that is left over alone goes with the word before it or, if
/// there is none, behind it: 持久化, 零拷贝.
fn dictionary_terms(segmenter: &Segmenter, folded: &Folded, run: Range<usize>, terms: &mut Vec<QueryTerm>) {
    let serves = |word: &Range<usize>| is_stop_word(folded.slice(word.clone()));
    let mut cut: Vec<(Range<usize>, Takes)> = Vec::new();
    let words = questions_together(folded, coarse_words(segmenter, folded, run));
    for (word, is_left_over) in left_over_together(folded, words) {
        let is_alone = is_left_over && word.len() == 1;
        match cut.last_mut() {
            Some((last, takes @ Takes::Character)) if is_alone && !serves(&word) => {
                (last.end, *takes) = (word.end, Takes::Nothing);
            }
            Some((last, takes @ Takes::Word)) if !is_left_over && !serves(&word) => {
                (last.end, *takes) = (word.end, Takes::Nothing);
            }
            _ => {
                let takes = match is_left_over {
                    _ if serves(&word) => Takes::Nothing,
                    true if is_alone => Takes::Word,
                    true => Takes::Nothing,
                    false => Takes::Character,
                };
                cut.push((word, takes));
            }
        }
    }
    terms.extend(cut.into_iter().map(|(range, _)| cjk_term(segmenter, folded, range)));
}

/// Whether a run is two Han characters that are a word where nothing else is typed, whatever a dictionary has: 周会, 对拍.
/// What is said to somebody, 好吗, is none.
pub(super) fn is_short_name(folded: &Folded, run: &Range<usize>) -> bool {
    let is_part =
        |idx: usize| folded.chars[idx].kind == CharKind::Han && !PARTICLES.contains(folded.char(idx));
    run.len() == 2 && run.clone().all(is_part)
}

/// What may stand behind a piece of a run and go with it.
#[derive(Clone, Copy, Debug)]
enum Takes {
    Nothing,
    /// A character that is left over alone.
    Character,
    Word,
}

/// Words as jieba cuts them, with 几, 多少 or 哪 and the unit behind it as one: 几克 asks for an amount, and 克 for nothing by
/// itself.
fn questions_together(folded: &Folded, words: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut whole: Vec<Range<usize>> = Vec::with_capacity(words.len());
    for word in words {
        let is_asked = |last: &Range<usize>| is_question(folded.slice(last.start..word.end));
        match whole.last_mut().filter(|last| is_asked(last)) {
            Some(last) => last.end = word.end,
            None => whole.push(word),
        }
    }
    whole
}

/// Words as jieba cuts them, neighbouring characters that it leaves alone as one; with whether it is made of these.
fn left_over_together(folded: &Folded, words: Vec<Range<usize>>) -> Vec<(Range<usize>, bool)> {
    let mut pieces: Vec<(Range<usize>, bool)> = Vec::new();
    for word in words {
        let is_left_over = word.len() == 1 && !FUNCTION_CHARS.contains(folded.char(word.start));
        match pieces.last_mut() {
            Some((open, true)) if is_left_over => open.end = word.end,
            _ => pieces.push((word, is_left_over)),
        }
    }
    pieces
}

pub(super) fn cjk_term(segmenter: &Segmenter, folded: &Folded, chars: Range<usize>) -> QueryTerm {
    // What is inside a question is not asked for: 一年 in 哪一年.
    let is_question = is_question(folded.slice(chars.clone()));
    let inner = if is_question { Vec::new() } else { inner_words(segmenter, folded, &chars) };
    let n_characters = inner.iter().filter(|word| word.chars().nth(1).is_none()).count();
    let is_compound = (1..inner.len()).contains(&n_characters);
    QueryTerm::new(folded, chars, TermKind::Cjk { inner, is_compound })
}

/// A word of the notebook's own, which others may have written as the words inside it.
fn own_term(segmenter: &Segmenter, folded: &Folded, chars: Range<usize>) -> QueryTerm {
    let inner = inner_words(segmenter, folded, &chars);
    let is_compound = !inner.is_empty();
    QueryTerm::new(folded, chars, TermKind::Cjk { inner, is_compound })
}

fn inner_words(segmenter: &Segmenter, folded: &Folded, chars: &Range<usize>) -> Vec<String> {
    let text = folded.slice(chars.clone());
    let (mut inner, mut known) = (Vec::new(), HashSet::from([text]));
    segmenter.search_words(text, |range| {
        let word = &text[range];
        if known.insert(word) {
            inner.push(word.to_owned());
        }
    });
    inner
}

/// jieba's words of a run as indices; kana and Hangul stay together.
pub(super) fn coarse_words(segmenter: &Segmenter, folded: &Folded, run: Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    for (run, is_han) in script_runs(folded, run) {
        if is_han {
            let base = folded.chars[run.start].at as usize;
            let index = |byte: usize| folded.chars.partition_point(|c| (c.at as usize) < base + byte);
            segmenter.words(folded.slice(run), |range| words.push(index(range.start)..index(range.end)));
        } else {
            words.push(run);
        }
    }
    words
}

/// The shortest words of two characters or more that a run of Han is made of, one after another, and characters that are
/// in none: 民事, 诉讼 and 法 of 民事诉讼法. Ranges in bytes.
pub(crate) fn shortest_words(segmenter: &Segmenter, han: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    segmenter.search_words(han, |range| all.push(range));
    all.sort_by_key(|word| (word.start, word.end));
    let mut all = all.into_iter().peekable();
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(c) = han[at..].chars().next() {
        let single = at + c.len_utf8();
        while all.next_if(|word| word.start < at || word.end <= single).is_some() {}
        let end = all.peek().filter(|word| word.start == at).map_or(single, |word| word.end);
        words.push(at..end);
        at = end;
    }
    words
}
