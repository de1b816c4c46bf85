//! Words with signs that no term has: `HEAD^`, `2>&1`, `B+Tree`. Punctuation takes no position and is no term, so what holds
//! the words has them; what has the signs as well is told apart on the stored text.

use crate::analysis::{folded_text, segment};
use crate::query::{Pattern, PatternKind};
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
        if let Some(text) = with_signs(typed).filter(|_| self.words.len() < MAX_SIGNED) {
            self.words.extend(Exact::new(&Pattern::new(PatternKind::Phrase, text), false));
        }
    }
}

/// A word, folded and without what sentences have around it, if it has other signs beside its terms.
fn with_signs(typed: &str) -> Option<String> {
    let folded = folded_text(typed);
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
            assert_eq!(with_signs(typed).as_deref(), expected, "{typed}");
        }
    }
}
