//! The query side: what was typed → terms to look up.

use std::ops::Range;

use super::char_kind::CharKind;
use super::cjk_terms::{cjk_term, cjk_terms, is_short_name};
use super::dictionary::Segmenter;
use super::fold::Folded;
use super::items::{Item, ItemKind, Parts, items};
use super::latin::{catenated, clip, compound_end, joined, surface};
use super::own_words::OwnWords;
use super::query_term::{QueryTerm, TermKind};
use super::stems::stem;

/// Cuts typed text into terms, around words of the notebook's own.
pub(crate) fn query_terms(text: &str, own_words: &OwnWords) -> Vec<QueryTerm> {
    let folded = Folded::new(text);
    let items: Vec<Item> = items(&folded).collect();
    let segmenter = Segmenter::embedded();
    let mut terms = Vec::new();
    let mut rest = items.as_slice();
    while let Some((item, tail)) = rest.split_first() {
        rest = tail;
        match &item.kind {
            ItemKind::Symbol => terms.push(QueryTerm::new(&folded, item.chars.clone(), TermKind::Symbol)),
            ItemKind::Cjk if items.len() == 1 && is_short_name(&folded, &item.chars) => {
                terms.push(cjk_term(&segmenter, &folded, item.chars.clone()));
            }
            ItemKind::Cjk => cjk_terms(&segmenter, &folded, item.chars.clone(), own_words, &mut terms),
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
    query_terms(text, &OwnWords::default()).into_iter().map(|term| term.span).collect()
}

/// `run` is the first run of a name that may go on to `end`.
fn word_term(folded: &Folded, run: Range<usize>, end: usize, parts: &[Range<usize>]) -> QueryTerm {
    let surface = surface(folded, run.clone());
    let whole = if end > run.end { catenated(folded, run.clone()) } else { joined(folded, parts) };
    let parts: Vec<String> = parts.iter().map(|part| folded.slice(clip(part.clone())).to_owned()).collect();
    let stem = match parts.as_slice() {
        [only] => stem(only).map(|stem| stem.to_string()),
        _ => None,
    };
    let mut term = QueryTerm::new(
        folded,
        run.start..end,
        TermKind::Word { parts, stem, surface: surface.clone(), whole },
    );
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

/// The parts of a word of a query as words of their own, without what separates them.
pub(crate) fn part_terms(word: &str) -> Vec<QueryTerm> {
    let folded = Folded::new(word);
    let parts = items(&folded).flat_map(|item| match item.kind {
        ItemKind::Word { parts } => parts,
        _ => Parts::new(),
    });
    let term = |part: Range<usize>| {
        let text = folded.slice(clip(part.clone())).to_owned();
        let stem = stem(&text).map(|stem| stem.to_string());
        let kind = TermKind::Word { parts: vec![text], stem, surface: None, whole: None };
        QueryTerm::new(&folded, part, kind)
    };
    parts.map(term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &[&str]) {
        let terms: Vec<String> =
            query_terms(typed, &OwnWords::default()).into_iter().map(|term| term.text).collect();
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
        check("锁有哪几类，是哪一年的", &["锁", "有", "哪几类", "是", "哪一年", "的"]);
        check("哪吒和进程有何区别", &["哪咤", "和", "进程", "有何", "区别"]);
        check("锁吗", &["锁", "吗"]);
        check("redis和锁", &["redis", "和", "锁"]);
        check("_张三_ __x__ _ 李_四", &["张三", "__x__", "_", "李", "四"]);
        check("C++ 模板 B-tree 3.6.3 --force", &["c++", "模板", "b-tree", "3.6.3", "--force"]);
    }

    #[test]
    fn words_that_serve_others_tell_nothing() {
        let telling = |typed: &str| -> Vec<String> {
            let terms =
                query_terms(typed, &OwnWords::default()).into_iter().filter(|term| !term.is_stop_word);
            terms.map(|term| term.text).collect()
        };
        assert_eq!(
            telling("因为怎么用锁，如何避免 a deadlock in 3 threads？"),
            ["锁", "避免", "deadlock", "3", "threads"]
        );
        assert_eq!(telling("死锁有哪几类，与活锁有何区别，是哪一年提出的"), ["死锁", "活锁", "区别", "提出"]);
        // What is inside a question is not asked for.
        let [.., year] = &query_terms("是哪一年", &OwnWords::default())[..] else { panic!() };
        assert_eq!(year.kind, TermKind::Cjk { inner: vec![], is_compound: false });
        assert_eq!(telling("在高并发下正确地加锁，谓词 下推"), ["高并发", "正确", "加锁", "谓词", "下推"]);
        assert!(telling("的").is_empty() && telling("the 用").is_empty() && telling("用户") == ["用户"]);
    }
}
