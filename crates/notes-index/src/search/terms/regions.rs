//! Words of the mainland and of Taiwan for the same things: 数据库 is looked for as 資料庫 as well, and the other way.

use memchr::memmem;

use crate::analysis::{folded_text, is_han};

/// Pairs, a line each, in simplified characters, as both sides are folded. Read where it lies, whenever a word is asked for.
const TABLE: &str = include_str!("../../../assets/regions.txt");

/// How long a word may be that is looked up, in characters.
const MAX_CHARS: usize = 8;

/// What is said for a word on the other side of the strait. Nothing is known of what the notes hold.
pub(super) fn other_words(word: &str) -> Vec<String> {
    looked_up(word).map(|folded| counterparts(&folded).map(str::to_owned).collect()).unwrap_or_default()
}

/// The same for a word that has none but begins or ends with one that has: 单執行緒 for 单线程.
pub(super) fn other_compounds(word: &str) -> Vec<String> {
    let Some(folded) = looked_up(word) else { return Vec::new() };
    let cuts: Vec<usize> = folded.char_indices().map(|(at, _)| at).collect();
    // From the longest part to the shortest that is a word.
    let parts = cuts.iter().skip(1).zip(cuts.iter().skip(2).rev());
    for (&start, &end) in parts {
        let (before, last) = folded.split_at(start);
        let (first, behind) = folded.split_at(end);
        let of_last = counterparts(last).map(|other| format!("{before}{other}"));
        let of_first = counterparts(first).map(|other| format!("{other}{behind}"));
        let all: Vec<String> = of_last.chain(of_first).collect();
        if !all.is_empty() {
            return all;
        }
    }
    Vec::new()
}

/// A word folded, if the table may have it.
fn looked_up(word: &str) -> Option<String> {
    let folded = folded_text(word);
    let n_chars = folded.chars().count();
    ((2..=MAX_CHARS).contains(&n_chars) && folded.chars().all(is_han)).then_some(folded)
}

/// What the table has for a word.
fn counterparts(word: &str) -> impl Iterator<Item = &'static str> {
    memmem::find_iter(TABLE.as_bytes(), word).filter_map(|at| {
        let (before, behind) = (&TABLE[..at], &TABLE[at + word.len()..]);
        let is_left = before.ends_with('\n') && behind.starts_with(['=', '>']);
        let is_right = before.ends_with('=') && behind.starts_with('\n');
        match (is_left, is_right) {
            (true, _) => behind[1..].lines().next(),
            (_, true) => before[..at - 1].lines().next_back(),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, others: &str) {
        assert_eq!(other_words(word).join(" "), others, "{word}");
    }

    #[test]
    fn words_have_others_on_the_other_side() {
        check("数据库", "资料库");
        check("資料庫", "数据库");
        check("執行緒", "线程");
        check("類型", "型别");
        check("信息", "资讯 讯息");
        check("程式设计", "编程 程序设计");
        check("遍历", "走访");
        check("走访", "");
        check("连接池", "");
        check("Ours", "");
        check("的", "");
    }

    #[test]
    fn longer_words_have_them_too() {
        for (word, others) in [
            ("单线程", "单执行绪"),
            ("单執行緒", "单线程"),
            ("数据库连接", "资料库连接"),
            ("卷积神经网络", "卷积神经网路"),
            ("网络层", "网路层"),
            ("网络安全层", "网路安全层"),
            ("线程", ""),
            ("连接池", ""),
        ] {
            assert_eq!(other_compounds(word).join(" "), others, "{word}");
        }
    }

    #[test]
    fn the_table_is_as_it_says() {
        let mut lines: Vec<&str> =
            TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        for line in &lines {
            let (left, right) = line.split_once(['=', '>']).expect("a line is a pair");
            for word in [left, right] {
                assert!(word.chars().count() >= 2 && word.chars().all(is_han), "{line}");
                assert_eq!(folded_text(word), word, "{line}");
            }
            assert_ne!(left, right);
        }
        let n_lines = lines.len();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), n_lines);
    }
}
