//! The query side: what was typed → terms to look up.

use std::ops::Range;

use super::dictionary::Segmenter;
use super::fold::{CharKind, Folded};
use super::items::{Item, ItemKind, items, script_runs};
use super::latin::{clip, compound_end, hyphenated, is_one, joined, surface};
use super::stems::stem;

/// A word of a query: the unit that a hit has or lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueryTerm {
    /// The folded text.
    pub(crate) text: String,
    /// The bytes of the typed text that it stands for.
    pub(crate) span: Range<usize>,
    /// What it is.
    pub(crate) kind: TermKind,
    /// Whether it says so little that a hit without it lacks nothing: 的, the.
    pub(crate) is_stop_word: bool,
}

impl QueryTerm {
    /// Whether it is of Han, kana or Hangul.
    pub(crate) fn is_cjk(&self) -> bool {
        matches!(self.kind, TermKind::Cjk { .. })
    }

    /// Whether it is one character.
    pub(crate) fn is_single(&self) -> bool {
        self.text.chars().nth(1).is_none()
    }
}

/// What a term is, with its forms in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TermKind {
    /// Han, kana or Hangul.
    Cjk {
        /// The words inside it that jieba's search mode would index, the term itself left out.
        inner: Vec<String>,
        /// Whether it is a word and a character that was left over: each may be meant for itself.
        is_compound: bool,
    },
    /// A word or identifier.
    Word {
        /// Its parts: one for a plain word.
        parts: Vec<String>,
        /// The stem of a plain word, if it is another word.
        stem: Option<String>,
        /// The name with its punctuation, which is another name than the word alone: `c++`, `3.6.3`.
        surface: Option<String>,
        /// The parts without what separates them: `poolsize`.
        whole: Option<String>,
    },
    /// A sign.
    Symbol,
}

/// Cuts typed text into terms.
pub(crate) fn query_terms(text: &str) -> Vec<QueryTerm> {
    let folded = Folded::new(text);
    let items: Vec<Item> = items(&folded).collect();
    let segmenter = Segmenter::embedded();
    let mut terms = Vec::new();
    let mut rest = items.as_slice();
    while let Some((item, tail)) = rest.split_first() {
        rest = tail;
        match &item.kind {
            ItemKind::Symbol => terms.push(term(&folded, item.chars.clone(), TermKind::Symbol)),
            ItemKind::Cjk if items.len() == 1 && is_short_name(&folded, &item.chars) => {
                terms.push(cjk_term(&segmenter, &folded, item.chars.clone()));
            }
            ItemKind::Cjk => cjk_terms(&segmenter, &folded, item.chars.clone(), &mut terms),
            // Signs beside Han say nothing, and as such `_` stands there: _张三_.
            ItemKind::Word { parts } if parts.is_empty() && is_beside_han(&folded, &item.chars) => {}
            ItemKind::Word { parts } => {
                let end = compound_end(&folded, item.chars.clone()).unwrap_or(item.chars.end);
                let (more, tail) = tail.split_at(tail.partition_point(|next| next.chars.end <= end));
                rest = tail;
                let more = more.iter().flat_map(|next| match &next.kind {
                    ItemKind::Word { parts } => parts.as_slice(),
                    _ => &[],
                });
                let parts: Vec<Range<usize>> = parts.iter().chain(more).cloned().collect();
                terms.push(word_term(&folded, item.chars.clone(), end, &parts));
            }
        }
    }
    terms
}

/// Whether Han or its like stands right before or behind some characters.
fn is_beside_han(folded: &Folded, chars: &Range<usize>) -> bool {
    let is_cjk = |idx: usize| matches!(folded.chars[idx].kind, CharKind::Han | CharKind::Syllable);
    is_cjk(chars.end) || chars.start.checked_sub(1).is_some_and(is_cjk)
}

/// The words of a text as a search reads it: their ranges in bytes, in order, without overlap. Han characters are cut
/// as jieba cuts them; a name as `pool_size` or `c++` is one word, and so is a sign that is looked for (→);
/// punctuation and spaces are in none. Linear in the text, and loads nothing: an editor can ask for each line that
/// the cursor moves over.
///
/// ```
/// let text = "連接池的 pool_size，有上限";
/// let words: Vec<&str> = notes_index::segment(text).into_iter().map(|word| &text[word]).collect();
/// assert_eq!(words, ["連接池", "的", "pool_size", "有", "上限"]);
/// ```
pub fn segment(text: &str) -> Vec<Range<usize>> {
    query_terms(text).into_iter().map(|term| term.span).collect()
}

/// The tokens of a phrase and their positions, first to last, counted from 0; words in their parts.
pub(crate) fn phrase_tokens(text: &str) -> Vec<(String, u32)> {
    let folded = Folded::new(text);
    let items: Vec<Item> = items(&folded).collect();
    phrase_row(&folded, &items, |_| false, is_needed)
}

/// The rows of tokens of which a text that holds a phrase has one, each as [`phrase_tokens`].
///
/// Who writes `GitHub` may have written `github`, so a word is one token and takes one position, however many its parts
/// are; but at an end of the phrase it may be some parts of a longer one, `QueueOffset` of `getQueueOffset`.
pub(crate) fn phrase_rows(text: &str) -> Vec<Vec<(String, u32)>> {
    rows(text, is_needed)
}

/// The same with all pairs of the characters of Han: what stands in such a row has no sign between them.
pub(crate) fn unbroken_rows(text: &str) -> Vec<Vec<(String, u32)>> {
    rows(text, |_, _| true)
}

fn rows(text: &str, is_kept: IsKept) -> Vec<Vec<(String, u32)>> {
    let folded = Folded::new(text);
    let items: Vec<Item> = items(&folded).filter(|item| item.kind != ItemKind::Symbol).collect();
    let last = items.len().saturating_sub(1);
    // Whether it may be a word, or parts of one as well.
    let ways = |item: Option<&Item>| match item.map(|item| &item.kind) {
        Some(ItemKind::Word { parts }) if is_one(parts) => &[true, false][..],
        _ => &[true],
    };
    let mut rows: Vec<Vec<(String, u32)>> = Vec::new();
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
) -> Vec<(String, u32)> {
    let mut tokens: Vec<(String, u32)> = Vec::new();
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

fn term(folded: &Folded, chars: Range<usize>, kind: TermKind) -> QueryTerm {
    let text = folded.slice(chars.clone()).to_owned();
    let span = folded.chars[chars.start].start as usize..folded.chars[chars.end - 1].end as usize;
    let is_stop_word = is_stop_word(&text);
    QueryTerm { text, span, kind, is_stop_word }
}

/// `run` is the first run of a name that may go on to `end`.
fn word_term(folded: &Folded, run: Range<usize>, end: usize, parts: &[Range<usize>]) -> QueryTerm {
    let surface = surface(folded, run.clone());
    let whole = if end > run.end { hyphenated(folded, run.clone()) } else { joined(folded, parts) };
    let parts: Vec<String> = parts.iter().map(|part| folded.slice(clip(part.clone())).to_owned()).collect();
    let stem = match parts.as_slice() {
        [only] => stem(only).map(|stem| stem.to_string()),
        _ => None,
    };
    let mut term =
        term(folded, run.start..end, TermKind::Word { parts, stem, surface: surface.clone(), whole });
    if let Some(surface) = surface {
        // The punctuation before and after belongs to what was typed.
        let before = surface.find(folded.char(run.start)).unwrap_or(0);
        let after = surface.len().saturating_sub(before + folded.slice(run.start..end).len());
        term.span = folded.chars[run.start - before].start as usize..folded.chars[end + after].start as usize;
        term.text = surface;
        term.is_stop_word = false;
    }
    term
}

/// The terms of a run: jieba's words; characters that it leaves alone are put together again, so
/// that 元类, which is in no dictionary, is asked for as one. One that is left over alone goes with the word before it or, if
/// there is none, behind it: 持久化, 零拷贝.
fn cjk_terms(segmenter: &Segmenter, folded: &Folded, run: Range<usize>, terms: &mut Vec<QueryTerm>) {
    let serves = |word: &Range<usize>| is_stop_word(folded.slice(word.clone()));
    let mut cut: Vec<(Range<usize>, Takes)> = Vec::new();
    let words = amounts_together(folded, coarse_words(segmenter, folded, run));
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
fn is_short_name(folded: &Folded, run: &Range<usize>) -> bool {
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

/// Words as jieba cuts them, with 几 or 多少 and the unit behind it as one: 几克 asks for an amount, and 克 for nothing by itself.
fn amounts_together(folded: &Folded, words: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut whole: Vec<Range<usize>> = Vec::with_capacity(words.len());
    for word in words {
        let is_unit = |last: &Range<usize>| asks_how_many(folded.slice(last.start..word.end));
        match whole.last_mut().filter(|last| is_unit(last)) {
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
    let text = folded.slice(chars.clone());
    let mut inner = Vec::new();
    segmenter.search_words(text, |range| {
        let word = &text[range];
        if word != text && !inner.iter().any(|known| known == word) {
            inner.push(word.to_owned());
        }
    });
    let n_characters = inner.iter().filter(|word| word.chars().nth(1).is_none()).count();
    let is_compound = (1..inner.len()).contains(&n_characters);
    term(folded, chars, TermKind::Cjk { inner, is_compound })
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

/// Characters that serve others and are no part of a name.
const FUNCTION_CHARS: &str =
    "的了和与及或是在有把被让给对向从到为以于之其这那我你他她它们么吗呢吧啊也都就很再又还不没要会能可将用";

/// Characters of [`FUNCTION_CHARS`] that no name begins or ends with.
const PARTICLES: &str = "的了么吗呢吧啊";

/// Characters that say where, when or how something is; they are parts of names as well.
const PLACE_CHARS: &str = "上下里中地得";

/// Words whose absence takes nothing from a hit. A character of [`FUNCTION_CHARS`] or [`PLACE_CHARS`] is such a word, too, where it
/// stands alone.
const STOP_WORDS: &str = "什么 怎么 怎样 怎么样 如何 为什么 哪些 哪个 哪种 哪里 哪儿 是否 是不是 有没有 能不能 多少 怎么办 怎么回事 咋 咋办 咋样 啥 为啥 \
     为何 何时 什么时候 什么样 干什么 干嘛 一个 一下 这个 那个 多久 多长 多大 多高 时候 意思 这些 那些 这样 那样 那么 可以 以及 因为 所以 由于 但是 而且 关于 有关 到底 究竟 请问 \
     a an the of to in on for from and or is are was be how what why when where which with by at do does can it i my you your we this that";

/// What 几 and 多少 ask for the number of.
const UNITS: &str = "个 克 斤 两 勺 杯 包 片 块 根 颗 只 条 张 份 人 次 遍 倍 步 种 类 层 级 章 页 行 列 位 度 岁 年 月 周 天 日 点 小时 分 分钟 秒 \
     毫升 毫米 厘米 米 字节";

fn asks_how_many(folded: &str) -> bool {
    let unit = folded.strip_prefix('几').or_else(|| folded.strip_prefix("多少"));
    unit.is_some_and(|unit| UNITS.split_whitespace().any(|known| known == unit))
}

pub(super) fn is_stop_word(folded: &str) -> bool {
    let mut chars = folded.chars();
    let only = chars.next().filter(|_| chars.next().is_none());
    let says_nothing = |c: char| FUNCTION_CHARS.contains(c) || PLACE_CHARS.contains(c);
    let is_listed = || STOP_WORDS.split(' ').any(|word| word == folded);
    only.is_some_and(says_nothing) || asks_how_many(folded) || is_listed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &[&str]) {
        let terms: Vec<String> = query_terms(typed).into_iter().map(|term| term.text).collect();
        assert_eq!(terms, expected, "{typed}");
    }

    #[test]
    fn terms_are_what_a_hit_has_or_lacks() {
        check("元类", &["元类"]);
        check("持久化 零拷贝 令牌桶算法", &["持久化", "零拷贝", "令牌桶", "算法"]);
        check("怎么写测试，数据库中的锁", &["怎么", "写测试", "数据库", "中", "的", "锁"]);
        check("连接池 管理", &["连接池", "管理"]);
        check("結構類型 Protocol", &["结构", "类型", "protocol"]);
        check("ｐｏｏｌ＿ｓｉｚｅ=2", &["pool_size", "2"]);
        check("怎么用锁？", &["怎么", "用", "锁"]);
        check("周会", &["周会"]);
        check("放几克糖，多少克盐", &["放", "几克", "糖", "多少克", "盐"]);
        check("蒸几分钟", &["蒸", "几分钟"]);
        check("盐什么时候放", &["盐", "什么", "时候", "放"]);
        check("几何 几乎", &["几何", "几乎"]);
        check("锁吗", &["锁", "吗"]);
        check("redis和锁", &["redis", "和", "锁"]);
        check("_张三_ __x__ _ 李_四", &["张三", "__x__", "_", "李", "四"]);
        check("C++ 模板 B-tree 3.6.3 --force", &["c++", "模板", "b-tree", "3.6.3", "--force"]);
    }

    #[test]
    fn words_that_serve_others_tell_nothing() {
        let telling = |typed: &str| -> Vec<String> {
            let terms = query_terms(typed).into_iter().filter(|term| !term.is_stop_word);
            terms.map(|term| term.text).collect()
        };
        assert_eq!(
            telling("因为怎么用锁，如何避免 a deadlock in 3 threads？"),
            ["锁", "避免", "deadlock", "3", "threads"]
        );
        assert_eq!(telling("在高并发下正确地加锁，谓词 下推"), ["高并发", "正确", "加锁", "谓词", "下推"]);
        assert!(telling("的").is_empty() && telling("the 用").is_empty() && telling("用户") == ["用户"]);
    }

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
            let token = |(text, position): &(String, u32)| format!("{position}:{text}");
            let row = |row: Vec<(String, u32)>| row.iter().map(token).collect::<Vec<_>>().join(" ");
            phrase_rows(text).into_iter().map(row).collect()
        };
        assert_eq!(shown("the GitHub actions"), ["0:the 1:github 2:actions"]);
        assert_eq!(shown("GitHub 数据库"), ["0:github 1:数据 2:据库", "0:git 1:hub 2:数据 3:据库"]);
        assert_eq!(shown("pool_size"), ["0:poolsize", "0:pool 1:size"]);
        assert_eq!(shown("aB cD eF").len(), 4);
        assert!(shown("->").is_empty());
    }
}
