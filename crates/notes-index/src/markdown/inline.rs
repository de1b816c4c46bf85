//! Runs of plain text: wiki links, tags, highlights, comments and block ids that CommonMark knows nothing of.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::comments::CommentMark;
use super::lines::ends_line;

/// A piece of a run of text, all in bytes of the note. What lies between pieces is marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text that a reader sees.
    Text(Range<usize>),
    /// A wiki link, its text included.
    WikiLink(WikiLink),
    /// What stands between the `%%` of a comment on one line.
    Comment(Range<usize>),
    /// A `%%` that begins or ends a comment of several lines.
    CommentMark(CommentMark),
    /// A tag; its text is part of a piece of text.
    Tag(Range<usize>),
    /// A `==` or `**` that begins or ends what stands out.
    Mark(Range<usize>),
}

/// `[[target#fragment|alias]]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WikiLink {
    /// With its marks.
    pub(super) range: Range<usize>,
    /// Where it leads.
    pub(super) target: Range<usize>,
    /// The part after `#`.
    pub(super) fragment: Option<Range<usize>>,
    /// What a reader sees.
    pub(super) text: Range<usize>,
    /// Whether the target is shown in place.
    pub(super) embed: bool,
}

/// What stands before and behind a highlight.
const HIGHLIGHT: &str = "==";
/// And before and behind bold text. Of Chinese, which has no spaces, the parser doesn't see all.
const STRONG: &str = "**";

/// Reads a run: text on one line without marks that CommonMark knows.
pub(super) fn read(source: &str, run: Range<usize>, mut on_piece: impl FnMut(Piece)) {
    let (mut text, mut at) = (run.start, run.start);
    // Where the mark stands that ends what stands out and is open. Both marks are of the same length.
    let mut closing = None;
    while at < run.end {
        let opening = || highlight(source, at, run.clone()).or_else(|| strong(source, at, run.clone()));
        let opening = if closing.is_none() { opening() } else { None };
        if opening.is_some() || closing == Some(at) {
            emit_text(text..at, &mut on_piece);
            on_piece(Piece::Mark(at..at + HIGHLIGHT.len()));
            closing = opening;
            at += HIGHLIGHT.len();
            text = at;
            continue;
        }
        let Some(found) = find(source, at, run.clone()) else {
            at += 1;
            continue;
        };
        if let Found::Tag(end) = found {
            on_piece(Piece::Tag(at..end));
            at = end;
            continue;
        }
        let start = if let Found::Link(link) = &found { link.range.start } else { at };
        emit_text(text..start, &mut on_piece);
        at = found.emit(&mut on_piece);
        text = at;
    }
    emit_text(text..run.end, &mut on_piece);
}

/// Something that begins at a byte of a run.
enum Found {
    Link(WikiLink),
    CommentMark(CommentMark),
    /// A comment on one line, without its marks.
    Comment(Range<usize>),
    /// Something that a reader does not see, up to this byte.
    Hidden(usize),
    /// A tag, up to this byte.
    Tag(usize),
}

fn find(source: &str, at: usize, run: Range<usize>) -> Option<Found> {
    match source.as_bytes()[at] {
        b'[' => wiki_link(source, at, run).map(Found::Link),
        b'%' => match comment(source, at..run.end) {
            Some(comment) => Some(Found::Comment(comment)),
            None => CommentMark::parse(source, at).map(Found::CommentMark),
        },
        b'^' => block_id(source, at, run).map(Found::Hidden),
        b'#' => tag(source, at, run.end).map(Found::Tag),
        _ => None,
    }
}

impl Found {
    /// Tells of it; gives the byte after it.
    fn emit(self, on_piece: &mut impl FnMut(Piece)) -> usize {
        match self {
            Found::Link(link) => {
                let end = link.range.end;
                on_piece(Piece::WikiLink(link));
                end
            }
            Found::CommentMark(mark) => {
                on_piece(Piece::CommentMark(mark));
                mark.at + "%%".len()
            }
            Found::Comment(range) => {
                let end = range.end + "%%".len();
                on_piece(Piece::Comment(range));
                end
            }
            Found::Hidden(end) | Found::Tag(end) => end,
        }
    }
}

fn emit_text(range: Range<usize>, on_piece: &mut impl FnMut(Piece)) {
    if !range.is_empty() {
        on_piece(Piece::Text(range));
    }
}

/// The wiki link whose first bracket stands at `at`.
fn wiki_link(source: &str, at: usize, run: Range<usize>) -> Option<WikiLink> {
    let inner = source[at..run.end].strip_prefix("[[")?;
    let len = inner.find([']', '[']).filter(|&len| len > 0 && inner[len..].starts_with("]]"))?;
    let inner = &inner[..len];
    let start = at + 2;
    let (address, alias) = match inner.find('|') {
        Some(bar) => (inner[..bar].trim_end_matches('\\'), Some(start + bar + 1..start + len)),
        None => (inner, None),
    };
    let hash = address.find('#');
    let embed = source[run.start..at].ends_with('!');
    Some(WikiLink {
        range: at - usize::from(embed)..start + len + 2,
        target: start..start + hash.unwrap_or(address.len()),
        fragment: hash.map(|hash| start + hash + 1..start + address.len()),
        text: alias.filter(|alias| !alias.is_empty()).unwrap_or(start..start + address.len()),
        embed,
    })
}

/// Where the `==` stands that ends the `==highlight==` which begins at `at`: no space inside beside either, and no
/// comparison, `a==b`.
fn highlight(source: &str, at: usize, run: Range<usize>) -> Option<usize> {
    let inner = after_mark(source, at, run, HIGHLIGHT)?;
    let follows_word = source[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || "=!<>_)]".contains(c));
    let len = inner.find(HIGHLIGHT).filter(|&len| len > 0 && !follows_word)?;
    let is_apart = |c: char| c.is_whitespace() || c == '=';
    let ends = !inner[len + HIGHLIGHT.len()..].starts_with('=') && !inner[..len].ends_with(is_apart);
    (ends && !inner.starts_with(is_apart)).then_some(at + HIGHLIGHT.len() + len)
}

/// Where the `**` stands that ends the bold text which begins at `at`, if the parser sees none there: `**连接：**池`,
/// `见**“连接”**`. What is bold there ends or begins with a sign, and a word goes on beyond it.
fn strong(source: &str, at: usize, run: Range<usize>) -> Option<usize> {
    let inner = after_mark(source, at, run.clone(), STRONG)?;
    let len = inner.find(STRONG).filter(|&len| len > 0)?;
    let (bold, behind) = (&inner[..len], &inner[len + STRONG.len()..]);
    let before = source[run.start..at].chars().next_back();
    let is_apart = |c: char| c.is_whitespace() || c == '*';
    let is_closed = !bold.starts_with(is_apart) && !bold.ends_with(is_apart) && !behind.starts_with('*');
    let is_unseen = |inside: Option<char>, outside: Option<char>| {
        let both = inside.zip(outside).filter(|(inside, outside)| !(inside.is_ascii() && outside.is_ascii()));
        both.is_some_and(|(inside, outside)| !inside.is_alphanumeric() && outside.is_alphanumeric())
    };
    let is_strong =
        is_unseen(bold.chars().next_back(), behind.chars().next()) || is_unseen(bold.chars().next(), before);
    (is_closed && before != Some('*') && is_strong).then_some(at + STRONG.len() + len)
}

/// What stands in a run behind a mark at a byte.
fn after_mark<'a>(source: &'a str, at: usize, run: Range<usize>, mark: &str) -> Option<&'a str> {
    let is_mark = source.as_bytes()[at..run.end].starts_with(mark.as_bytes());
    is_mark.then(|| &source[at + mark.len()..run.end])
}

/// The text of a `%%comment%%` on one line.
fn comment(source: &str, range: Range<usize>) -> Option<Range<usize>> {
    let inner = source[range.clone()].strip_prefix("%%")?;
    let len = inner.find("%%").filter(|&len| len > 0)?;
    Some(range.start + 2..range.start + 2 + len)
}

/// The end of a `^block-id`, which ends its run.
fn block_id(source: &str, at: usize, run: Range<usize>) -> Option<usize> {
    let id = &source[at + 1..run.end];
    let stands_alone = at == run.start || source[..at].ends_with([' ', '\t']);
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (stands_alone && is_id && ends_line(&source[run.end..])).then_some(run.end)
}

/// The end of the `#tag` at `at`: not all digits, and not in the middle of a word or an address. `{{#include a.md}}` is a
/// command to the program that makes pages of notes.
fn tag(source: &str, at: usize, end: usize) -> Option<usize> {
    let follows = source[..at].chars().next_back();
    if !follows
        .is_none_or(|before| before.is_whitespace() || "([{*_~>|\"'（【「《，。、；：！？“‘".contains(before))
    {
        return None;
    }
    if source[..at].trim_end_matches(' ').ends_with("{{") {
        return None;
    }
    let name = &source[at + 1..end];
    let len = name.find(|char: char| !is_of_tag(char)).unwrap_or(name.len());
    let name = name[..len].trim_end_matches(['/', '-']);
    let is_number = name.chars().all(|char| char.is_numeric());
    let is_hex = name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_color = matches!(name.len(), 6 | 8) && is_hex && name.contains(|char: char| char.is_ascii_digit());
    let begins = !name.starts_with(|char| char == '/' || is_combining_mark(char));
    (!is_number && !is_color && begins).then_some(at + 1 + name.len())
}

/// Whether a character may be part of a tag: a letter with its marks, a digit, an emoji with what makes it another.
fn is_of_tag(char: char) -> bool {
    let is_emoji = matches!(char, '\u{200d}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    is_emoji || char.is_alphanumeric() || is_combining_mark(char) || "_-/".contains(char)
}

/// Where the attributes begin that a heading's text ends with, and their id: `{#id .class}`.
pub(super) fn heading_attributes(source: &str, run: Range<usize>) -> Option<(usize, Range<usize>)> {
    let text = source[run.clone()].trim_end();
    let open = text.ends_with('}').then(|| text.rfind('{'))??;
    let inner = &text[open + 1..text.len() - 1];
    let inner_start = run.start + open + 1;
    let is_attributes = ["#", ".", ":"].iter().any(|mark| inner.trim_start().starts_with(mark))
        && inner
            .trim_start()
            .chars()
            .nth(1)
            .is_some_and(|char| char.is_alphanumeric() || char == '_' || char == ' ');
    let id = inner.find('#').map_or(0..0, |hash| {
        let len = inner[hash + 1..].find(char::is_whitespace).unwrap_or(inner.len() - hash - 1);
        inner_start + hash + 1..inner_start + hash + 1 + len
    });
    is_attributes.then_some((run.start + open, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let mut pieces = Vec::new();
        read(text, 0..text.len(), |piece| {
            pieces.push(match piece {
                Piece::Text(range) => text[range].to_owned(),
                Piece::WikiLink(link) => format!("{} -> {}", &text[link.text], &text[link.target]),
                Piece::Tag(range) => format!("tag {}", &text[range]),
                Piece::Mark(range) => text[range].to_owned(),
                Piece::CommentMark(mark) => format!("%% {}", mark.at),
                Piece::Comment(range) => format!("%%{}", &text[range]),
            });
        });
        pieces
    }

    #[test]
    fn wiki_links_show_their_alias() {
        assert_eq!(pieces("见[[池#回收|连接池]]。"), ["见", "连接池 -> 池", "。"]);
        assert_eq!(pieces("![[a.png]]"), ["a.png -> a.png"]);
        assert_eq!(pieces("[[#回收]]"), ["#回收 -> "]);
        assert_eq!(pieces("[[1, 2], [3, 4]]"), ["[[1, 2], [3, 4]]"]);
    }

    #[test]
    fn highlights_are_marks_around_text() {
        assert_eq!(pieces("是==重点==词"), ["是", "==", "重点", "==", "词"]);
        assert_eq!(pieces("==见[[池]]== =="), ["==", "见", "池 -> 池", "==", " =="]);
        assert_eq!(pieces("==a== ==b=="), ["==", "a", "==", " ", "==", "b", "=="]);
        for text in ["a==b==c", "x == y == z", "== a ==", "====", "==a", "a ===b=== c", "!==x=="] {
            assert_eq!(pieces(text), [text]);
        }
    }

    #[test]
    fn bold_text_that_the_parser_does_not_see_has_marks() {
        assert_eq!(pieces("**连接：**池"), ["**", "连接：", "**", "池"]);
        assert_eq!(pieces("**key:**值 **a**"), ["**", "key:", "**", "值 **a**"]);
        assert_eq!(pieces("见**“连接”**"), ["见", "**", "“连接”", "**"]);
        for text in [
            "2**3 与 2**4",
            "f(**a, **b)",
            "** 连接：**池",
            "***连接：***池",
            "**连接：",
            "2**(3)+2**4",
            "a****b",
        ] {
            assert_eq!(pieces(text), [text]);
        }
    }

    #[test]
    fn tags_are_words() {
        assert_eq!(pieces("a #db/池 b"), ["tag #db/池", "a #db/池 b"]);
        assert_eq!(pieces("{#db}"), ["tag #db", "{#db}"]);
        for tag in ["#cafe\u{301}", "#हिन्दी", "#读书📚", "#❤️", "#👩‍💻/x", "#facade", "#b2b"]
        {
            assert_eq!(pieces(tag), [format!("tag {tag}"), tag.to_owned()]);
        }
        for text in [
            "C#x",
            "#123",
            "#00008b",
            "#FF91AF80",
            "a#b",
            "# x",
            "http://x/#y",
            "#",
            "{{#include a.md}}",
            "{{ #if x }}",
            "#️⃣ x",
        ] {
            assert_eq!(pieces(text), [text]);
        }
    }

    #[test]
    fn comments_and_block_ids_are_no_text() {
        assert_eq!(pieces("a %%b%% c"), ["a ", "%%b", " c"]);
        assert_eq!(pieces("1 %% a"), ["1 %% a"]);
        assert_eq!(pieces("a ^id-1"), ["a "]);
        assert_eq!(pieces("2 ^ 10"), ["2 ^ 10"]);
    }

    #[test]
    fn heading_attributes_are_cut() {
        let cut = |text: &'static str| {
            heading_attributes(text, 0..text.len()).map(|(at, id)| (&text[..at], &text[id]))
        };
        assert_eq!(cut("池 {#pool .x}"), Some(("池 ", "pool")));
        assert_eq!(cut("f() {}"), None);
        assert_eq!(cut("{a: 1}"), None);
    }
}
