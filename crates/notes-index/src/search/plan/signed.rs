//! Words with signs that no term has: `HEAD^`, `2>&1`, `B+Tree`. Punctuation takes no position and is no term, so what holds
//! the words has them; what has the signs as well is told apart on the stored text. So are signs that stand free, as in `1 / 0`,
//! and a letter beside the character that it names: C盘.

use std::ops::Range;

use crate::analysis::{folded_text, is_han, is_stop_word, segment};
use crate::query::{Pattern, PatternKind, Query};
use crate::search::condition::Exact;

/// So many words of a query are looked for with their signs.
const MAX_SIGNED: usize = 4;
/// What sentences and quotations have around a word.
const AROUND: &str = "()[]{}<>'`\",.;:?!/…。、《》「」『』【】";
/// What sentences have between words.
const BETWEEN: &str = ",;?!'`";

/// Such words of a query as they stand.
#[derive(Clone, Debug, Default)]
pub(in crate::search) struct Signed {
    pub(in crate::search) words: Vec<Exact>,
}

impl Signed {
    /// Takes in a word of a query if it is such a one.
    pub(super) fn add(&mut self, typed: &str) {
        let folded = folded_text(typed);
        with_signs(&folded).into_iter().chain(with_letter(&folded)).for_each(|text| self.look_for(text));
    }

    /// Takes in the signs that stand free in a query, with the words beside them and, several of them, alone.
    pub(super) fn add_free(&mut self, query: &Query) {
        let source = query.source();
        for span in query.free_signs() {
            let signs = &source[span.clone()];
            if says_something(signs) {
                self.look_for(folded_text(with_neighbours(source, span)));
                if signs.len() > 1 {
                    self.look_for(folded_text(signs));
                }
            }
        }
    }

    fn look_for(&mut self, text: String) {
        if self.words.len() < MAX_SIGNED {
            self.words.extend(Exact::new(&Pattern::new(PatternKind::Phrase, text), false));
        }
    }
}

/// Whether signs say more than where a sentence ends.
fn says_something(signs: &str) -> bool {
    let folded = folded_text(signs);
    let is_said =
        folded.contains(|c| !AROUND.contains(c) && !BETWEEN.contains(c)) || folded == "/" || folded == "!!";
    folded.bytes().all(|byte| byte.is_ascii_punctuation()) && is_said
}

/// Signs of a query with the words before and behind them.
fn with_neighbours<'a>(source: &'a str, signs: &Range<usize>) -> &'a str {
    let (before, behind) = (source[..signs.start].trim_end(), &source[signs.end..]);
    let start = before.len() - before.rsplit(char::is_whitespace).next().map_or(0, str::len);
    let next = signs.end + behind.len() - behind.trim_start().len();
    let end = source[next..].find(char::is_whitespace).map_or(source.len(), |len| next + len);
    source[start..end].trim()
}

/// A single letter with the character of Han that it was typed to: C盘, U盘, X轴, B树. Each alone says little.
fn with_letter(folded: &str) -> Option<String> {
    let pairs = folded.char_indices().zip(folded.char_indices().skip(1));
    let named =
        pairs.map(|((at, letter), (next, named))| (at, letter, &folded[next..next + named.len_utf8()]));
    let mut named = named.filter(|&(at, letter, named)| {
        let is_alone = !folded[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        is_alone && letter.is_ascii_alphabetic() && named.starts_with(is_han) && !is_stop_word(named)
    });
    named.next().map(|(_, letter, named)| format!("{letter}{named}"))
}

/// A folded word without what sentences have around it, if it has other signs beside its terms.
fn with_signs(folded: &str) -> Option<String> {
    let text = folded.trim_matches(|c| AROUND.contains(c));
    let terms = segment(text);
    let is_sign = |(at, c): (usize, char)| {
        let is_inner = terms.iter().any(|term| term.contains(&at));
        c.is_ascii_punctuation() && !BETWEEN.contains(c) && !is_inner
    };
    (!terms.is_empty() && text.char_indices().any(is_sign)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_stand_free_are_asked_for_where_they_stand() {
        let asked = |source: &str| {
            let mut signed = Signed::default();
            signed.add_free(&Query::parse(source));
            signed.words.len()
        };
        assert_eq!(asked("1 / 0"), 1, "1 / 0");
        assert_eq!(asked("select  *"), 1, "select *");
        assert_eq!(asked("!! 转布尔"), 2, "!! 转布尔, and !!");
        assert_eq!(asked("连接池 ! … 是 什么 ？"), 0);
        assert_eq!(with_neighbours("a　b  / c d", &(7..8)), "b  / c");
    }

    #[test]
    fn signs_that_terms_have_are_told_by_them() {
        for (typed, expected) in [
            ("HEAD^", Some("head^")),
            ("HEAD@{1}", Some("head@{1")),
            ("2>&1", Some("2>&1")),
            ("Ｂ＋Tree", Some("b+tree")),
            ("（a/b）。", Some("a/b")),
            ("12.9%", Some("12.9%")),
            ("os.path", Some("os.path")),
            ("C++", None),
            ("--force", None),
            ("B-tree", None),
            ("pool_size", None),
            ("《连接池》？", None),
            ("安装，配置", None),
            ("=>", None),
        ] {
            assert_eq!(with_signs(&folded_text(typed)).as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn a_letter_belongs_to_the_character_that_it_was_typed_to() {
        for (typed, expected) in [
            ("C盘", Some("c盘")),
            ("Ｕ盘启动", Some("u盘")),
            ("清理C盘", Some("c盘")),
            ("C语言", Some("c语")),
            ("C 盘", None),
            ("ABC盘", None),
            ("2D图", None),
            ("n的阶乘", None),
            ("盘C", None),
        ] {
            assert_eq!(with_letter(&folded_text(typed)).as_deref(), expected, "{typed}");
        }
    }
}
