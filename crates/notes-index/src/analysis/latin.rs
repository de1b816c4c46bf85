//! Words of alphabetic scripts: identifiers as typed, and what punctuation makes of them.

use std::ops::Range;
use std::rc::Rc;

use smallvec::SmallVec;

use super::char_kind::CharKind;
use super::fold::Folded;
use super::items::{Item, ItemKind, MAX_RUN_CHARS};
use super::stems::stem;

/// A part of a word, with its stem.
type Part<'a> = (&'a str, Option<Rc<str>>);

/// All that a word is found by.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    pub(super) parts: SmallVec<[Part<'a>; 1]>,
    pub(super) joined: Option<String>,
    /// The token that says where the last part stands: see [`END`].
    pub(super) end: Option<String>,
    pub(super) underscored: Option<&'a str>,
    pub(super) surface: Option<String>,
    pub(super) version: Option<String>,
    pub(super) catenated: Option<String>,
}

impl<'a> Names<'a> {
    /// Those of an item; none if it is no word.
    pub(super) fn of(folded: &'a Folded, item: &Item) -> Names<'a> {
        let ItemKind::Word { parts } = &item.kind else { return Names::default() };
        let with_stem = |part: &Range<usize>| {
            let part = folded.slice(clip(part.clone()));
            (part, stem(part))
        };
        let surface = surface(folded, item.chars.clone());
        let joined = joined(folded, parts);
        Names {
            parts: parts.iter().map(with_stem).collect(),
            end: joined.as_ref().filter(|_| is_one(parts)).map(|joined| format!("{END}{joined}")),
            joined,
            underscored: underscored(folded, &item.chars, parts),
            version: surface.as_deref().and_then(bare_version).map(str::to_owned),
            surface,
            catenated: catenated(folded, item.chars.clone()),
        }
    }
}

/// What the token begins with that says where the last part of a word stands. It is in no text, so no other token
/// begins so.
pub(crate) const END: char = '\u{1}';

/// Whether a word of several parts is short enough to have a token as a whole.
pub(super) fn is_one(parts: &[Range<usize>]) -> bool {
    parts.len() > 1 && parts.iter().map(Range::len).sum::<usize>() <= MAX_RUN_CHARS
}

/// The first [`MAX_RUN_CHARS`] characters of a run.
pub(crate) fn clip(chars: Range<usize>) -> Range<usize> {
    chars.start..chars.end.min(chars.start + MAX_RUN_CHARS)
}

/// The parts of an identifier without what separates them: `poolsize` for `pool_size`; nothing if
/// that is no other word than its only part.
pub(crate) fn joined(folded: &Folded, parts: &[Range<usize>]) -> Option<String> {
    if parts.len() < 2 {
        return None;
    }
    let whole: String = parts.iter().map(|part| folded.slice(part.clone())).collect();
    Some(whole.chars().take(MAX_RUN_CHARS).collect())
}

/// An identifier as it is spelled, with `_` between its parts: another name than its parts joined.
fn underscored<'a>(folded: &'a Folded, run: &Range<usize>, parts: &[Range<usize>]) -> Option<&'a str> {
    let text = folded.slice(run.clone());
    let is_spelled = parts.len() > 1 && run.len() <= MAX_RUN_CHARS && text.contains('_');
    // One that begins or ends with `_` is a surface form already.
    (is_spelled && !text.starts_with('_') && !text.ends_with('_')).then_some(text)
}

/// A run with the punctuation that makes it another name: `c++`, `c#`, `.net`, `@classmethod`,
/// `__new__`, `--force`, `$lookup`, `3.6.3`, and `btree` for `B-tree`.
///
/// `run` holds indices into [`Folded::chars`]. Nothing if the run stands alone.
pub(crate) fn surface(folded: &Folded, run: Range<usize>) -> Option<String> {
    let text = folded.slice(run.clone());
    if run.len() > MAX_RUN_CHARS {
        return None;
    }
    if let Some(end) = version_end(folded, &run) {
        return Some(folded.slice(run.start..end).to_owned());
    }
    let prefix = prefix(folded, run.start);
    let suffix = suffix(folded, run.end);
    let underlined = text.starts_with('_') || text.ends_with('_');
    (underlined || !prefix.is_empty() || !suffix.is_empty()).then(|| format!("{prefix}{text}{suffix}"))
}

/// A version without the letter before it: `1.2.3` for `v1.2.3`.
pub(crate) fn bare_version(surface: &str) -> Option<&str> {
    surface
        .strip_prefix('v')
        .filter(|number| number.starts_with(|c: char| c.is_ascii_digit()) && number.contains('.'))
}

/// A name of several runs without the sign between them, which many leave out, at its first run only: two or three that
/// are joined by hyphens, `btree`; one that ends as `.js` does, `nodejs`; a number whose thousands are parted, `10000` for
/// `10,000`, `12345.67kg` for `12,345.67kg`.
pub(crate) fn catenated(folded: &Folded, run: Range<usize>) -> Option<String> {
    let (end, sign) = signed_end(folded, &run)?;
    Some(folded.slice(run.start..end).chars().filter(|c| *c != sign).collect())
}

/// The end of a name of several runs, and the sign between these that many leave out.
fn signed_end(folded: &Folded, run: &Range<usize>) -> Option<(usize, char)> {
    let dotted = dotted_end(folded, run).map(|end| (end, '.'));
    let hyphenated = || hyphen_end(folded, run).map(|end| (end, '-'));
    dotted.or_else(hyphenated).or_else(|| thousands_end(folded, run).map(|end| (end, ',')))
}

/// The end of what is typed as one name though it is several runs: `B-tree`, `3.6.3`, `10,000`.
pub(crate) fn compound_end(folded: &Folded, run: Range<usize>) -> Option<usize> {
    version_end(folded, &run).or_else(|| signed_end(folded, &run).map(|(end, _)| end))
}

/// What names end in behind a dot that many leave out: Node.js, ASP.NET, Socket.IO.
const DOTTED: [&str; 3] = ["js", "net", "io"];

/// The end of a name that ends so. What a sign stands before is a piece of something longer: `a.min.js`.
fn dotted_end(folded: &Folded, run: &Range<usize>) -> Option<usize> {
    let is_piece = run.start > 0 && ".-/@\\".contains(folded.char(run.start - 1));
    let is_short = run.len() < MAX_RUN_CHARS;
    let end =
        (folded.char(run.end) == '.' && is_short && !is_piece).then(|| word_end(folded, run.end + 1))?;
    let goes_on =
        folded.char(end) == '.' && folded.char(end + 1).is_alphanumeric() || folded.char(end) == '-';
    (!goes_on && DOTTED.contains(&folded.slice(run.end + 1..end))).then_some(end)
}

/// The end of a number whose thousands are parted by commas, with its decimals and its unit.
fn thousands_end(folded: &Folded, run: &Range<usize>) -> Option<usize> {
    let is_digit = |idx: usize| folded.char(idx).is_ascii_digit();
    let is_inner = run.start > 1 && folded.char(run.start - 1) == ',' && is_digit(run.start - 2);
    if is_inner || run.len() > 3 || !run.clone().all(is_digit) {
        return None;
    }
    let mut end = run.end;
    while folded.char(end) == ',' && (end + 1..end + 4).all(is_digit) && end - run.start < MAX_RUN_CHARS {
        end += 4;
    }
    if end == run.end || is_digit(end) {
        return None;
    }
    let has_decimals = folded.char(end) == '.' && is_digit(end + 1);
    Some(word_end(folded, if has_decimals { end + 1 } else { end }))
}

fn hyphen_end(folded: &Folded, run: &Range<usize>) -> Option<usize> {
    if run.start > 0 && folded.char(run.start - 1) == '-' {
        return None;
    }
    let mut end = run.end;
    for _ in 0..2 {
        if folded.char(end) == '-' {
            end = word_end(folded, end + 1).max(end + 1);
        }
    }
    let ends_in_word = folded.char(end - 1) != '-';
    (end > run.end && ends_in_word && end - run.start <= MAX_RUN_CHARS).then_some(end)
}

/// The end of `3.6.3` or `v1.2`, at its first run only.
fn version_end(folded: &Folded, run: &Range<usize>) -> Option<usize> {
    let is_digit = |idx: usize| folded.char(idx).is_ascii_digit();
    let is_inner = run.start > 1 && folded.char(run.start - 1) == '.' && is_digit(run.start - 2);
    if is_inner || !is_digit(run.end - 1) {
        return None;
    }
    let mut end = run.end;
    while folded.char(end) == '.' && is_digit(end + 1) && end - run.start < MAX_RUN_CHARS {
        end = word_end(folded, end + 1);
    }
    (end > run.end).then_some(end)
}

/// The end of the run that begins here, as runs are cut: Han that stands right behind it is no part of it.
fn word_end(folded: &Folded, start: usize) -> usize {
    let is_word = |idx: &usize| folded.chars[*idx].kind == CharKind::Word;
    (start..folded.len()).find(|idx| !is_word(idx)).unwrap_or(folded.len())
}

/// Punctuation before a word that people take for a part of its name.
fn prefix(folded: &Folded, start: usize) -> &'static str {
    if !folded.char(start).is_alphabetic() && folded.char(start) != '_' {
        return "";
    }
    let before = |back: usize| start.checked_sub(back).map_or(' ', |idx| folded.char(idx));
    let glued = |c: char| c.is_ascii_alphanumeric() || "._-@$#)]".contains(c);
    match (before(2), before(1)) {
        ('-', '-') if !glued(before(3)) => "--",
        (first, _) if glued(first) => "",
        (_, '.') => ".",
        (_, '@') => "@",
        (_, '$') => "$",
        (_, '#') => "#",
        (_, '-') => "-",
        _ => "",
    }
}

/// Punctuation after a word that people take for a part of its name.
fn suffix(folded: &Folded, end: usize) -> &'static str {
    let glued = |c: char| c.is_ascii_alphanumeric() || "_+#=".contains(c);
    match (folded.char(end), folded.char(end + 1), folded.char(end + 2)) {
        // `C++17` is C++ as well.
        ('+', '+', after) if after.is_ascii_digit() || !glued(after) => "++",
        ('#', after, _) if !glued(after) => "#",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::super::items::{ItemKind, items};
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let folded = Folded::new(text);
        let names: Vec<String> = items(&folded)
            .filter(|item| matches!(item.kind, ItemKind::Word { .. }))
            .flat_map(|item| [surface(&folded, item.chars.clone()), catenated(&folded, item.chars)])
            .flatten()
            .collect();
        assert_eq!(names, expected, "{text}");
    }

    #[test]
    fn names_as_typed() {
        check("C++, C# and .NET", &["c++", "c#", ".net"]);
        check("@classmethod def __new__(cls)", &["@classmethod", "__new__"]);
        check("git push --force -f", &["--force", "-f"]);
        check("redis 3.6.3, v1.2 a B-tree", &["3.6.3", "v1.2", "btree"]);
        check("a.b c+d x-- e+=1 3.5.", &["3.5"]);
        check("Ｃ＋＋", &["c++"]);
        check("end-of-line", &["endofline"]);
        check("升级到3.6.3版本，B-tree索引，foo-线程", &["3.6.3", "btree"]);
        check("C++17标准", &["c++"]);
        check("Node.js、Vue.js里 a.min.js ./a.js x.js.map end.Next ASP.NET", &["nodejs", "vuejs", "aspnet"]);
        check(
            "10,000 个，1,234,567；8,312.57 12,34 1234,567 1,000x 1，2 1,2345 12,345.67kg",
            &["10000", "1234567", "8312.57", "312.57", "1000x", "12345.67kg", "345.67kg"],
        );
    }
}
