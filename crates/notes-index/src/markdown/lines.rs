//! Lines before anything is parsed: where they begin, their indentation, fences and list markers.

use std::ops::Range;

/// The last column that a list item, a quote or a container may begin at. For each line the parser goes through all that
/// are open, and what a container is indented by is written again for each of its blank lines.
pub(super) const MAX_COLUMN: usize = 200;

/// The column behind a character that stands at one.
fn next_column(column: usize, c: char) -> usize {
    if c == '\t' { column + 4 - column % 4 } else { column + 1 }
}

/// The indentation of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Indent {
    /// Its width in columns; a tab leads to the next multiple of four.
    pub(super) columns: usize,
    /// Its length in bytes.
    pub(super) bytes: usize,
}

/// Measures the spaces and tabs that a line begins with.
pub(super) fn indent(line: &str) -> Indent {
    let mut columns = 0;
    for (bytes, byte) in line.bytes().enumerate() {
        match byte {
            b' ' | b'\t' => columns = next_column(columns, char::from(byte)),
            _ => return Indent { columns, bytes },
        }
    }
    Indent { columns, bytes: line.len() }
}

/// How many columns a text at the beginning of a line takes.
pub(super) fn columns(text: &str) -> usize {
    text.chars().fold(0, next_column)
}

/// Skips up to `columns` columns of indentation: the bytes skipped, and the columns of a tab that
/// reached further.
pub(super) fn skip_columns(line: &str, columns: usize) -> (usize, usize) {
    let mut column = 0;
    for (bytes, byte) in line.bytes().enumerate() {
        if column >= columns {
            return (bytes, column - columns);
        }
        match byte {
            b' ' | b'\t' => column = next_column(column, char::from(byte)),
            _ => return (bytes, 0),
        }
    }
    (line.len(), column.saturating_sub(columns))
}

/// How many spaces and tabs a text begins with.
fn n_spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// Whether a line holds nothing but white space.
pub(super) fn is_blank(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// The marks that open or close a block of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    byte: u8,
    len: usize,
    /// Whether something follows the marks: such a fence can only open.
    pub(super) has_info: bool,
}

impl Fence {
    /// Reads a fence at the start of a line without its indentation.
    pub(super) fn parse(text: &str) -> Option<Fence> {
        let byte = *text.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let len = text.bytes().take_while(|&other| other == byte).count();
        let info = text[len..].trim();
        let opens = len >= 3 && !(byte == b'`' && info.contains('`'));
        opens.then_some(Fence { byte, len, has_info: !info.is_empty() })
    }

    /// Whether `other` closes what this one opened.
    pub(super) fn is_closed_by(self, other: Fence) -> bool {
        self.byte == other.byte && self.len <= other.len && !other.has_info
    }
}

/// The columns from a list item's marker to its content, for a text that begins at `column` and is no rule: see
/// [`rules`].
pub(super) fn list_marker(text: &str, column: usize) -> Option<ListMarker> {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mark = match bytes.get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let rest = &text[mark..];
    if is_blank(rest) {
        return Some(ListMarker { bytes: text.len(), columns: mark + 1 });
    }
    let after = column + mark;
    let spaces = n_spaces(rest);
    let content = rest[..spaces].chars().fold(after, next_column);
    match content - after {
        0 => None,
        1..=4 => Some(ListMarker { bytes: mark + spaces, columns: content - column }),
        _ => Some(ListMarker { bytes: mark + 1, columns: mark + 1 }),
    }
}

/// The width of a list item's marker with the space after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ListMarker {
    pub(super) bytes: usize,
    pub(super) columns: usize,
}

/// Where a list item's marker would begin a thematic break, `---` or `* * *`, that goes on to the line's end.
///
/// A line may have thousands of markers, so it is asked once for all of them.
pub(super) fn rules(line: &str) -> Range<usize> {
    let line = line.trim_end().as_bytes();
    let Some(&mark) = line.last().filter(|mark| matches!(mark, b'-' | b'*' | b'+')) else { return 0..0 };
    let is_break = |byte: &u8| *byte == mark || matches!(byte, b' ' | b'\t');
    let start = line.iter().rposition(|byte| !is_break(byte)).map_or(0, |before| before + 1);
    let mut marks = (start..line.len()).rev().filter(|&at| line[at] == mark);
    marks.nth(2).map_or(0..0, |third| start..third + 1)
}

/// The sign of the first mark of a list item or a quote that begins behind [`MAX_COLUMN`], as a byte of the line.
pub(super) fn deep_mark(line: &str) -> Option<usize> {
    // No character takes more columns than a tab.
    if line.len() <= MAX_COLUMN / 4 {
        return None;
    }
    let (mut at, mut column) = (0, 0);
    loop {
        let spaces = n_spaces(&line[at..]);
        column = line[at..at + spaces].chars().fold(column, next_column);
        at += spaces;
        let rest = &line[at..];
        let marker = match rest.starts_with('>') {
            true => ListMarker { bytes: 1, columns: 1 },
            false => list_marker(rest, column)?,
        };
        if column > MAX_COLUMN {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            return (!rules(line).contains(&at)).then_some(at + digits);
        }
        at += marker.bytes;
        column += marker.columns;
    }
}

/// The name in a line whose signs many editors take for the mark of a heading though no space follows: `##连接池`. A
/// single one is a tag's, as are those of a line of several tags, and `##__VA_ARGS__` is code.
///
/// Gives the bytes of the line between these signs and as many at its end, if there are just so many.
pub(crate) fn unspaced_name(line: &str) -> Option<Range<usize>> {
    let line = line.trim_end();
    let name = line.trim_start_matches('#');
    let marks = line.len() - name.len();
    let begins = name.starts_with(|c: char| c.is_alphanumeric()) && name.contains(char::is_alphabetic);
    let is_tag = |word: &str| word.starts_with('#') && word.contains(|c| c != '#');
    let is_heading = (2..=6).contains(&marks) && begins && !name.split_whitespace().skip(1).any(is_tag);
    let closing = line.trim_end_matches('#').len();
    let end = if line.len() - closing == marks { closing } else { line.len() };
    is_heading.then_some(marks..end)
}

/// Whether one of the first two lines makes a heading of the line above it.
pub(super) fn is_underlined(text: &str) -> bool {
    let is_underline = |line: &str| {
        let line = line.trim();
        !matches!(line, "" | "-") && ["=", "-"].iter().any(|mark| line.trim_start_matches(mark).is_empty())
    };
    text.lines().take(2).any(is_underline)
}

/// Finds the starts of lines for offsets that mostly ascend: linear over all of them.
#[derive(Debug)]
pub(super) struct LineStarts<'a> {
    source: &'a str,
    start: usize,
    at: usize,
}

impl<'a> LineStarts<'a> {
    /// Begins at the start of a text.
    pub(super) fn new(source: &'a str) -> LineStarts<'a> {
        LineStarts { source, start: 0, at: 0 }
    }

    /// Where the line begins that holds `offset`.
    pub(super) fn start(&mut self, offset: usize) -> usize {
        if offset < self.start {
            return line_start(self.source, offset);
        }
        if offset > self.at {
            if let Some(newline) =
                self.source.as_bytes()[self.at..offset].iter().rposition(|&byte| byte == b'\n')
            {
                self.start = self.at + newline + 1;
            }
            self.at = offset;
        }
        self.start
    }
}

/// Where the line begins that holds `offset`.
fn line_start(source: &str, offset: usize) -> usize {
    source[..offset].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Whether nothing but white space stands between here and the line's end.
pub(super) fn ends_line(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t']);
    rest.is_empty() || rest.starts_with(['\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_are_columns() {
        assert_eq!(indent("  \tx"), Indent { columns: 4, bytes: 3 });
        assert_eq!(skip_columns("\t\tx", 6), (2, 2));
        assert_eq!(skip_columns("  x", 4), (2, 0));
    }

    #[test]
    fn list_markers_are_told_from_rules() {
        let columns = |text| list_marker(text, 0).map(|marker| marker.columns);
        assert_eq!(["- a", "-   a", "12. a", "-\ta"].map(columns), [Some(2), Some(4), Some(4), Some(4)]);
        assert_eq!(["-a", "1.a", "a", "**a**"].map(columns), [None; 4]);
        assert_eq!(
            ["* * *", "- - x", "- * * *\n", "--", "+ - - -  -", "_ - - -"].map(rules),
            [0..1, 0..0, 1..3, 0..0, 1..5, 1..3]
        );
    }

    #[test]
    fn marks_nest_up_to_some_column() {
        let spaces = " ".repeat(MAX_COLUMN);
        let behind = |end: &str| deep_mark(&format!("{spaces}{end}")).map(|at| at - MAX_COLUMN);
        assert_eq!(
            ["-a", "- a", " - a", " > a", " 12. a"].map(behind),
            [None, None, Some(1), Some(1), Some(3)]
        );
        assert_eq!(deep_mark(&("\t- ".repeat(60) + "x")), Some(1 + 3 * 50));
        assert_eq!(deep_mark(&"> - ".repeat(51)), Some(4 * 50 + 2));
        assert_eq!(deep_mark(&"- ".repeat(200)), None, "it is a rule");
    }

    #[test]
    fn fences_close_what_they_opened() {
        let open = Fence::parse("```python").unwrap();
        assert!(open.is_closed_by(Fence::parse("````").unwrap()));
        assert!(!open.is_closed_by(Fence::parse("```js").unwrap()));
        assert_eq!(Fence::parse("```a`"), None);
    }
}
