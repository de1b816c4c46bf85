//! Lines of a stream, no longer than memory should hold.

use std::io::{self, BufRead, Read};

/// The longest line that is taken, in bytes: a note of the usual limit, 16 MiB, in JSON's longest spelling of Han.
pub(super) const MAX_BYTES: usize = 64 << 20;

/// A line of input.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Without its end.
    Whole(Vec<u8>),
    /// Longer than it may be; it was passed over.
    TooLong,
}

impl Line {
    /// How much of it is kept.
    pub(super) fn n_bytes(&self) -> usize {
        match self {
            Line::Whole(line) => line.len(),
            Line::TooLong => 0,
        }
    }
}

/// The next line; none at the end of the stream. What stands behind the last line break is a line as well.
pub(super) fn next(input: &mut impl BufRead, max_bytes: usize) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let room = (max_bytes as u64).saturating_add(1);
    if input.by_ref().take(room).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > max_bytes {
        input.skip_until(b'\n')?;
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(Line::Whole(line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(mut input: &[u8], expected: &[Option<&str>]) {
        let mut lines = Vec::new();
        while let Some(line) = next(&mut input, 4).unwrap() {
            lines.push(match line {
                Line::Whole(line) => Some(String::from_utf8(line).unwrap()),
                Line::TooLong => None,
            });
        }
        assert_eq!(lines.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn lines_end_with_a_break_or_with_the_stream() {
        check(b"", &[]);
        check(b"a\n\nb", &[Some("a"), Some(""), Some("b")]);
        check(b"abcd\nabcd", &[Some("abcd"), Some("abcd")]);
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_as_a_whole() {
        check(b"abcde\nab\n", &[None, Some("ab")]);
        check(b"abcdefghijklmnop\nab\nabcde", &[None, Some("ab"), None]);
    }
}
