//! What either side of a pair may look like, and whether the two can mean the same.

use super::words::{ENGLISH_REMARKS, LEADING, NEVER, NOT_IN_NAMES, REMARKS, Words, names_of_literal};
use crate::analysis::{Folded, ItemKind, PART_BORDER, Segmenter, is_han, items};

/// How many characters the Chinese side has at most.
pub(super) const MAX_HAN: usize = 6;
/// How many bytes the English side has at most.
pub(super) const MAX_ENGLISH_BYTES: usize = 48;
/// How many words the English side has at most.
const MAX_ENGLISH_WORDS: usize = 5;

/// Two words that mean the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pair {
    /// Han characters alone, folded.
    pub(crate) chinese: String,
    /// ASCII letters, folded, with a space or hyphen between words.
    pub(crate) english: String,
}

impl Pair {
    /// The pair of two texts, whichever of them is Chinese.
    pub(super) fn of(segmenter: &Segmenter, one: &str, other: &str) -> Option<Pair> {
        match (is_chinese(one), is_chinese(other)) {
            (true, false) => Pair::new(segmenter, one, other),
            (false, true) => Pair::new(segmenter, other, one),
            _ => None,
        }
    }

    /// The pair of two sides, if each may be one and their lengths fit each other.
    fn new(segmenter: &Segmenter, chinese: &str, english: &str) -> Option<Pair> {
        let chinese = Folded::new(chinese).text;
        let english = &english.replace(PART_BORDER, "");
        let n_han = chinese.chars().count();
        let is_name = (1..=MAX_HAN).contains(&n_han) && is_chinese_name(segmenter, &chinese);
        let folded = english_name(english).filter(|_| is_name)?;
        if names_of_literal(&folded).is_some_and(|names| !names.has(&chinese)) {
            return None;
        }
        lengths_fit(n_han, english).then_some(Pair { chinese, english: folded })
    }
}

fn is_chinese_name(segmenter: &Segmenter, han: &str) -> bool {
    let mut is_name = !han.contains('的') && !REMARKS.has(han);
    segmenter.words(han, |word| is_name &= !NEVER.has(&han[word]));
    is_name
}

/// What is left of a run of Han without the words that only lead to a name; as an offset.
pub(super) fn without_leading(segmenter: &Segmenter, han: &str) -> usize {
    let folded = Folded::new(han).text;
    if folded.len() != han.len() {
        return 0;
    }
    let (mut start, mut is_leading) = (0, true);
    segmenter.words(&folded, |word| {
        is_leading &= LEADING.has(&folded[word.clone()]);
        if is_leading {
            start = word.end;
        }
    });
    start
}

/// Whether the first word of a run of Han is one of these.
pub(super) fn begins_with(segmenter: &Segmenter, han: &str, words: &Words) -> bool {
    let folded = Folded::new(han).text;
    let mut begins = false;
    segmenter.words(&folded, |word| begins |= word.start == 0 && words.has(&folded[word]));
    begins
}

/// The English side as it is kept, if a text may be one: letters alone, no word of a sentence.
fn english_name(text: &str) -> Option<String> {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let words: Vec<&str> = text.split([' ', '-']).collect();
    let fits = text.len() <= MAX_ENGLISH_BYTES && words.len() <= MAX_ENGLISH_WORDS;
    if !fits || !words.iter().all(|word| is_word(word)) || text.len() < 2 {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let mut lower_words = lower.split([' ', '-']);
    let is_no_name = |word| NOT_IN_NAMES.has(word) || is_placeholder(word);
    let is_sentence = lower_words.clone().any(is_no_name) || !is_spoken(text);
    let is_remark = lower_words.all(|word| ENGLISH_REMARKS.has(word));
    (!is_sentence && !is_remark).then(|| spaced(text))
}

/// Whether a text is no jumble of letters: `std`, `cProfile`, `RabbitMQ`. Letters that stand for words are
/// capitals alone.
fn is_spoken(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_acronym = bytes.iter().all(u8::is_ascii_uppercase);
    let has_vowel = bytes.iter().any(|byte| b"aeiouyAEIOUY".contains(byte));
    let capital_after = |two: &[u8]| two[0].is_ascii_alphabetic() && two[1].is_ascii_uppercase();
    let has_inner_capitals = bytes.windows(2).any(capital_after);
    let is_odd =
        bytes[0].is_ascii_lowercase() || bytes.windows(2).any(|two| two.iter().all(u8::is_ascii_uppercase));
    is_acronym || (has_vowel && !(has_inner_capitals && is_odd))
}

/// Whether a word stands for digits: `yyyy`, `xxx`.
fn is_placeholder(word: &str) -> bool {
    word.as_bytes().windows(3).any(|three| three[0] == three[1] && three[1] == three[2])
}

/// Folded, with a space between the parts of an identifier: `strong reference` for `StrongReference`.
fn spaced(text: &str) -> String {
    let folded = Folded::new(text);
    let mut spaced = String::with_capacity(text.len() + 4);
    for item in items(&folded) {
        let ItemKind::Word { parts } = item.kind else { continue };
        if item.chars.start > 0 {
            spaced.push(folded.char(item.chars.start - 1));
        }
        let parts: Vec<&str> = parts.into_iter().map(|part| folded.slice(part)).collect();
        spaced.push_str(&parts.join(" "));
    }
    spaced
}

/// Whether an English text is as long as the translation of so many Han characters may be. Letters
/// that stand for words need a character each and two more; one word doesn't say what four characters
/// say, unless it is long: 压力测试（Locust） names an example.
fn lengths_fit(n_han: usize, english: &str) -> bool {
    let n_letters = english.bytes().filter(u8::is_ascii_alphabetic).count();
    if english.bytes().skip(1).all(|byte| byte.is_ascii_uppercase()) {
        return n_letters >= 2 && n_han >= n_letters + 2;
    }
    let is_one_word =
        !english.contains([' ', '-']) && !english.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
    let least = match (is_one_word, n_han) {
        (false, _) => n_han * 2,
        (true, 0..=2) => n_han + 1,
        (true, 3) => 5,
        (true, _) => n_han * 5 / 2,
    };
    (least..=n_han * 9 + 3).contains(&n_letters)
}

/// Whether a text is of Han characters alone.
pub(super) fn is_chinese(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_han)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(chinese: &str, english: &str) -> Option<String> {
        let segmenter = Segmenter::embedded();
        Pair::new(&segmenter, chinese, english).map(|pair| format!("{}={}", pair.chinese, pair.english))
    }

    #[test]
    fn sides_that_may_be_names() {
        assert_eq!(pair("連接池", "Connection Pool").as_deref(), Some("连接池=connection pool"));
        assert_eq!(pair("强引用", "StrongReference").as_deref(), Some("强引用=strong reference"));
        assert_eq!(pair("预写日志", "write-ahead log").as_deref(), Some("预写日志=write-ahead log"));
        assert_eq!(pair("有向无环图", "DAG").as_deref(), Some("有向无环图=dag"));
        assert_eq!(pair("字符串", "String").as_deref(), Some("字符串=string"));
        assert_eq!(pair("正确肯定", "True Positive").as_deref(), Some("正确肯定=true positive"));
    }

    #[test]
    fn sides_that_may_not() {
        for (chinese, english) in [
            ("粗粒度的服务", "coarse service"),
            ("一二三四五六七", "seven characters"),
            ("日期", "yyyy-MM-dd"),
            ("版本", "v2"),
            ("缓存", "see below"),
            ("数据", "the data is here"),
            ("小时", "HOURS"),
            ("图论", "BFS"),
            ("哈希表结构体", "map"),
            ("核心", "Asyncio"),
            ("压力测试", "Locust"),
            ("性能分析", "cProfile"),
            ("消息队列", "RabbitMQ"),
            ("栈", "std"),
            ("不断尝试", "CAS"),
            ("选项", "optional"),
            ("锁和事务", "locks and transactions"),
            ("池", "a"),
            ("接口", "a--b"),
            ("同步", "false"),
            ("参数", "Number"),
            ("最常见", "webpack"),
            ("很关键", "padding"),
            ("已经被淘汰", "TLI"),
            ("逐渐没落", "React Native"),
        ] {
            assert_eq!(pair(chinese, english), None, "{chinese} {english}");
        }
    }
}
