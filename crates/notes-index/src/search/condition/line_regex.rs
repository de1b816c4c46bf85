//! A regular expression that is asked of each line of a text alone.

use std::ops::Range;

use regex::{Regex, RegexBuilder, bytes};

use super::needed::Needed;
use crate::engine::SectionRecord;
use crate::note::Task;
use crate::text::lines_from;

/// How deep a pattern may be nested.
const MAX_NESTING: u32 = 50;
/// How large the cache of a compiled one may become, in bytes.
const MAX_CACHE_BYTES: usize = 1 << 20;

/// See the module. A line is matched without its end.
#[derive(Clone, Debug)]
pub(in crate::search) struct LineRegex {
    line: Regex,
    /// Finds something in every text that has a matching line, perhaps in others, too; none if that is not sure.
    text: Option<bytes::Regex>,
    /// What every text holds that has a matching line, if the pattern tells.
    pub(in crate::search) needed: Option<Needed>,
    /// Whether only text that a reader reads is meant: neither code nor markup.
    pub(in crate::search) is_prose: bool,
}

impl LineRegex {
    /// Of at most so many bytes, and as many again for what passes over texts.
    ///
    /// # Errors
    /// What is wrong with the pattern.
    pub(in crate::search) fn new(
        pattern: &str,
        case_sensitive: bool,
        max_bytes: usize,
    ) -> Result<LineRegex, String> {
        let mut line = RegexBuilder::new(pattern);
        line.case_insensitive(!case_sensitive).nest_limit(MAX_NESTING);
        let line = line.size_limit(max_bytes).dfa_size_limit(MAX_CACHE_BYTES).build();
        let line = line.map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => format!("re:{pattern:?} is too large"),
            _ => format!("re:{pattern:?} is no regular expression"),
        })?;
        let mut text = bytes::RegexBuilder::new(pattern);
        text.case_insensitive(!case_sensitive).nest_limit(MAX_NESTING).multi_line(true);
        text.size_limit(max_bytes).dfa_size_limit(MAX_CACHE_BYTES);
        let text = knows_lines(pattern).then(|| text.build().ok()).flatten();
        Ok(LineRegex { line, text, needed: Needed::of(pattern, case_sensitive), is_prose: false })
    }

    /// Items of check lists: their first lines.
    pub(super) fn of_tasks(done: bool) -> Option<LineRegex> {
        let signs = regex::escape(if done { Task::DONE } else { Task::OPEN });
        let pattern = format!(r"^(?:[ \t>]|(?:[-*+]|[0-9]{{1,9}}[.)])[ \t])+\[[{signs}]\][ \t].*");
        let regex = LineRegex::new(&pattern, true, MAX_CACHE_BYTES).ok()?;
        Some(LineRegex { is_prose: true, ..regex })
    }

    /// Whether a text of which the bytes are known may have a line that matches: much faster than to look at each.
    pub(in crate::search) fn may_match(&self, text: &[u8]) -> bool {
        // Where lines end in two ways a pattern knows only one of them, and a byte-order mark is no part of a line.
        let is_plain = || !text.contains(&b'\r') && !text.starts_with("\u{feff}".as_bytes());
        let passes = |regex: &bytes::Regex| !regex.is_match(text) && is_plain();
        !self.text.as_ref().is_some_and(passes)
    }

    /// Whether a line of a section matches.
    pub(in crate::search) fn is_match(&self, section: &SectionRecord) -> bool {
        lines(section).any(|(_, line)| self.line.is_match(line))
    }

    /// What matches in the lines of a section and is not empty, in bytes.
    pub(in crate::search) fn find(&self, section: &SectionRecord) -> impl Iterator<Item = Range<usize>> {
        lines(section).flat_map(|(start, line)| {
            let found = self.line.find_iter(line).filter(|found| !found.is_empty());
            found.map(move |found| start + found.start()..start + found.end())
        })
    }
}

/// The lines of a section without their ends, and where they begin.
fn lines(section: &SectionRecord) -> impl Iterator<Item = (usize, &str)> {
    let lines = lines_from(&section.source, section.first_line());
    lines.map(|(start, line)| (start, line.trim_end_matches(['\n', '\r'])))
}

/// Whether a pattern means the same by the ends of a line and by those of a text: it must neither name the latter nor
/// turn anything off.
fn knows_lines(pattern: &str) -> bool {
    let turns_off = pattern.contains("(?") && pattern.contains('-');
    !turns_off && !pattern.contains("\\A") && !pattern.contains("\\z")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 10] = [
        "",
        "\n",
        "pool_size=3\nmax 连接池\n",
        "连接池\r\npool\r\n",
        "a\rb pool\n",
        "x\npool",
        "一\n\nPOOL\n\tx",
        "pool\nsize",
        "末",
        "\u{feff}pool\nx",
    ];

    /// The first section of a note.
    fn section(source: &str) -> SectionRecord {
        SectionRecord { source: source.to_owned(), ..SectionRecord::default() }
    }

    #[test]
    fn a_text_is_passed_over_only_if_no_line_of_it_matches() {
        let patterns = [
            "",
            "pool",
            "^pool$",
            "$",
            "^",
            "^$",
            r"\Apool",
            r"pool\z",
            r"\bpool\b",
            r"^\s",
            "l$",
            "池$",
            "[^x]$",
            "a.b",
            ".",
            "(?s).+",
            "(?i)pool",
            "(?-m)^pool",
            "(?-i:pool)",
            "(?m)^x",
            "(?R)池$",
            r"l\r?$",
            "末",
            r"\w+=\d",
            "(?x) po # o\n ol",
            "x{0}",
            r"\Bool",
            r"[^\n]池",
            "x|^$",
        ];
        let mut n_passed = 0;
        for (pattern, case_sensitive) in
            patterns.iter().flat_map(|&pattern| [(pattern, true), (pattern, false)])
        {
            let regex = LineRegex::new(pattern, case_sensitive, 1 << 20).unwrap();
            for text in TEXTS {
                let (matches, may) = (regex.is_match(&section(text)), regex.may_match(text.as_bytes()));
                assert!(may || !matches, "{pattern} {text:?}");
                n_passed += usize::from(!may);
            }
        }
        assert!(n_passed > 100, "{n_passed}");
        let regex = LineRegex::new("pool$", true, 1 << 20).unwrap();
        assert!(!regex.may_match(TEXTS[2].as_bytes()) && regex.may_match(TEXTS[5].as_bytes()));
    }

    #[test]
    fn lines_match_one_by_one_and_without_their_ends() {
        let find = |pattern: &str, text: &str| -> Vec<Range<usize>> {
            LineRegex::new(pattern, true, 1 << 20).unwrap().find(&section(text)).collect()
        };
        assert_eq!(find("池$", "连接池\r\n池"), [6..9, 11..14]);
        assert_eq!(find(r"\Apool\z", "x\npool\r\npool"), [2..6, 8..12]);
        assert!(find(r"(?s)pool.size", TEXTS[7]).is_empty());
        assert_eq!(find("x*", "axx\nx"), [1..3, 4..5]);
        assert_eq!(find("^.", "\u{feff}x\n\u{feff}y"), [3..4, 5..8]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error = |pattern: &str| LineRegex::new(pattern, true, 1 << 10).unwrap_err();
        assert_eq!(error("("), "re:\"(\" is no regular expression");
        assert_eq!(error(r"\w{99}"), r#"re:"\\w{99}" is too large"#);
    }
}
