//! Offsets, lines and columns: where something stands in a text.

use std::ops::Range;
use std::{fmt, mem};

/// A place as editors count it.
///
/// Lines end at `\n` or `\r\n`. A byte-order mark at the start of the text has no column.
///
/// ```
/// use notes_index::Position;
///
/// let place = Position::of("一\n😀中文 连接池", "一\n😀中文 ".len());
/// assert_eq!((place.line, place.column, place.utf16), (2, 12, 5));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, 1-based.
    pub line: u32,
    /// The column in bytes, 1-based.
    pub column: u32,
    /// The column in UTF-16 code units, 0-based, as the Language Server Protocol counts.
    pub utf16: u32,
}

impl Position {
    /// The place of a byte offset in a text. Linear; for many offsets use [`LineIndex`].
    ///
    /// An offset past the end counts as the end, one inside a character as the character's start.
    pub fn of(text: &str, offset: usize) -> Position {
        LineIndex::new(text).position(text, offset)
    }
}

/// Lines of a text that follow each other; shown as `5-7`, one alone as `5`.
///
/// ```
/// use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};
///
/// let index = NoteIndex::open(IndexOptions::in_memory())?;
/// index.put(&NotePath::new("db.md")?, "# 数据库\n\n连接池要有上限。\n\n")?;
/// let lines = index.searcher()?.search(&Query::parse("上限"), &SearchOptions::new())?.hits[0].lines;
/// assert_eq!((lines.first, lines.last, lines.to_string().as_str()), (1, 3, "1-3"));
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Lines {
    /// The first line, 1-based.
    pub first: u32,
    /// The last line, 1-based, inclusive.
    pub last: u32,
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lines { first, last } if first == last => write!(f, "{first}"),
            Lines { first, last } => write!(f, "{first}-{last}"),
        }
    }
}

/// Where the lines of a text begin: finds the line of an offset by binary search.
///
/// ```
/// use notes_index::LineIndex;
///
/// let text = "a\r\n连接池\n";
/// let lines = LineIndex::new(text);
/// assert_eq!(lines.line(3), 2);
/// assert_eq!(&text[lines.range(text, 2)], "连接池");
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of a text of less than 4 GiB; of a longer one places are wrong.
    pub fn new(text: &str) -> LineIndex {
        let newlines = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        LineIndex { starts: std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect() }
    }

    /// The 1-based line that holds a byte offset.
    pub fn line(&self, offset: usize) -> u32 {
        self.starts.partition_point(|&start| start as usize <= offset) as u32
    }

    /// How many lines there are; a text that ends in a newline has an empty last one.
    pub fn n_lines(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The bytes of a 1-based line, without its end. A line that doesn't exist counts as the nearest.
    ///
    /// # Panics
    /// Perhaps, if the text is not the one that this was made from.
    pub fn range(&self, text: &str, line: u32) -> Range<usize> {
        let line = line.clamp(1, self.n_lines()) as usize;
        let start = self.starts[line - 1] as usize;
        let end = self.starts.get(line).map_or(text.len(), |&next| next as usize);
        let body = text[start..end].trim_end_matches('\n');
        start..start + body.strip_suffix('\r').unwrap_or(body).len()
    }

    /// The byte offset of a place as the Language Server Protocol tells it: a 1-based line, and in it a 0-based
    /// column in UTF-16 code units. A line that doesn't exist counts as the nearest, a column past its end as the
    /// end, one inside a character as the character's start.
    ///
    /// # Panics
    /// Perhaps, if the text is not the one that this was made from.
    ///
    /// ```
    /// use notes_index::LineIndex;
    ///
    /// let text = "一\r\n😀中文\n";
    /// let lines = LineIndex::new(text);
    /// let offset = lines.offset(text, 2, 2);
    /// assert!(text[offset..].starts_with("中文") && lines.position(text, offset).utf16 == 2);
    /// assert_eq!(lines.offset(text, 1, 9), "一".len());
    /// ```
    pub fn offset(&self, text: &str, line: u32, utf16: u32) -> usize {
        let Range { start, end } = self.range(text, line);
        let start = if start == 0 { byte_order_mark(text) } else { start };
        let mut n_units = 0;
        let is_past = |&(_, c): &(usize, char)| {
            n_units += c.len_utf16();
            n_units > utf16 as usize
        };
        text[start..end].char_indices().find(is_past).map_or(end, |(at, _)| start + at)
    }

    /// The place of a byte offset of the text that this was made from; with another text it may panic.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = floor_char_boundary(text, offset);
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let start = if start == 0 { byte_order_mark(text) } else { start };
        let before = text.get(start..offset).unwrap_or_default();
        let utf16 = before.chars().map(char::len_utf16).sum::<usize>() as u32;
        Position { line, column: before.len() as u32 + 1, utf16 }
    }
}

/// Counts ascending places, each from the one before: a long line is read once, however many places are on it.
pub(crate) struct PositionCounter<'a> {
    text: &'a str,
    lines: &'a LineIndex,
    /// Where the first line begins to have columns.
    first: usize,
    /// What was counted last, and its offset.
    last: Position,
    at: usize,
}

impl<'a> PositionCounter<'a> {
    /// For a text with its lines; the first `first` bytes of it have no column.
    pub(crate) fn new(text: &'a str, lines: &'a LineIndex, first: usize) -> PositionCounter<'a> {
        let last = Position { line: 1, column: 1, utf16: 0 };
        PositionCounter { text, lines, first, last, at: first }
    }

    /// The place of an offset. One before the last that was asked for is counted from the start of its line.
    pub(crate) fn position(&mut self, offset: usize) -> Position {
        let line = self.lines.line(offset);
        if line != self.last.line || offset < self.at {
            self.at = self.lines.range(self.text, line).start.max(self.first);
            self.last = Position { line, column: 1, utf16: 0 };
        }
        let between = self.text.get(self.at..offset).unwrap_or_default();
        self.last.column += between.len() as u32;
        self.last.utf16 += between.chars().map(char::len_utf16).sum::<usize>() as u32;
        self.at = offset.max(self.at);
        self.last
    }
}

/// The lines of a text from a byte on, each with its end, and where it begins.
pub(crate) fn lines_from(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    text[start..].split_inclusive('\n').scan(start, |next, line| {
        let start = mem::replace(next, *next + line.len());
        Some((start, line))
    })
}

/// The length of the byte-order mark that a text begins with: it is no part of the first line. Elsewhere U+FEFF is a
/// character as others are.
pub(crate) fn byte_order_mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Whether a character is Han, whatever its block; a radical, which is compared as the character that it is, is one as
/// well.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2ef3}' | '\u{2f00}'..='\u{2fd5}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '々' | '〇' | '〆'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character is kana, Hangul or Bopomofo: written without spaces, as Han is.
pub(crate) fn is_syllable(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3100}'..='\u{318f}' | '\u{31a0}'..='\u{31ff}'
        | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' | '\u{1b000}'..='\u{1b16f}')
}

/// Whether a character is a letter or digit of words with spaces between them.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_han(c) && !is_syllable(c)
}

/// Words with one space between them, and none beside a character of Han: whether 连接 and pool stand apart is a matter of
/// taste.
pub(crate) fn spaced<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.fold(String::new(), |mut spaced, word| {
        if !spaced.is_empty() && !spaced.ends_with(is_han) && !word.starts_with(is_han) {
            spaced.push(' ');
        }
        spaced + word
    })
}

/// A text with one space for each run of white space, and none at its ends.
pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A range of a text without the white space at its ends.
pub(crate) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    trimmed_of(text, range, char::is_whitespace)
}

/// A range of a text without some characters at its ends.
pub(crate) fn trimmed_of(text: &str, range: Range<usize>, is_cut: impl Fn(char) -> bool) -> Range<usize> {
    let rest = text[range.clone()].trim_start_matches(&is_cut);
    let start = range.end - rest.len();
    start..start + rest.trim_end_matches(&is_cut).len()
}

/// The nearest character boundary at or before an offset.
pub(crate) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}
