//! What was typed → clauses. Knows no index; parsing never fails.
//!
//! ```text
//! query   = { clause }                    clauses stand apart by white space
//! clause  = [ "-" | "+" ] ( phrase | words )
//! phrase  = '"' … '"'                     also “…” ”…” 「…」 『…』 ＂…＂; a quote that is never closed is a character
//! words   = anything else without white space
//! ```
//! `-` leaves out what holds the clause, `+` asks for it; a phrase is always asked for. Words are
//! wanted, not demanded: hits that lack one stand below those that lack none. Only a sign before a
//! letter, digit, Han character or quote counts as one, and `--force` is a word.

use std::ops::Range;

/// The longest query that is read, in bytes; what follows is left out with a [`Diagnostic`].
pub(crate) const MAX_BYTES: usize = 4096;

/// What was typed, as clauses.
///
/// ```
/// use notes_index::Query;
///
/// let query = Query::parse("连接池 \"pool_size=2\" -redis");
/// assert!(query.diagnostics().is_empty());
/// assert!(!query.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    source: String,
    clauses: Vec<Clause>,
    diagnostics: Vec<Diagnostic>,
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    /// The text without sign and quotes.
    pub(crate) text: String,
    /// The bytes of the query that the text stands at.
    pub(crate) span: Range<usize>,
    pub(crate) kind: ClauseKind,
    pub(crate) occur: Occur,
}

/// How a clause is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClauseKind {
    /// Word by word.
    Words,
    /// Exactly as it stands, but for folding.
    Phrase,
}

/// What a clause does to a section that holds it or doesn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Occur {
    Wanted,
    Required,
    Excluded,
}

/// Something about a query that was dropped, capped or read in another way than it may be meant.
///
/// ```
/// use notes_index::Query;
///
/// let query = Query::parse("&& 连接池");
/// assert_eq!(query.diagnostics()[0].span, 0..2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// A sentence without a full stop.
    pub message: String,
    /// The bytes of the query that it is about.
    pub span: Range<usize>,
}

impl Query {
    /// Reads what was typed; any text is a query.
    pub fn parse(source: &str) -> Query {
        let mut query = Query { source: source.to_owned(), clauses: Vec::new(), diagnostics: Vec::new() };
        let end = source.floor_char_boundary(MAX_BYTES);
        if end < source.len() {
            query.complain(
                end..source.len(),
                format!("only the first {MAX_BYTES} bytes of the query are read"),
            );
        }
        let mut at = 0;
        while let Some(start) = skip_space(&source[..end], at) {
            at = query.clause(&source[..end], start);
        }
        query
    }

    /// What was typed.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// What was odd about it.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    pub(crate) fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// Reads the clause that begins at `start`; returns where it ends.
    fn clause(&mut self, source: &str, start: usize) -> usize {
        let (occur, body) = sign(source, start);
        let (kind, inner, end) = match quoted(source, body) {
            Some((inner, end)) => (ClauseKind::Phrase, inner, end),
            None => {
                let end = words_end(source, body);
                (ClauseKind::Words, body..end, end)
            }
        };
        let occur =
            if kind == ClauseKind::Phrase && occur == Occur::Wanted { Occur::Required } else { occur };
        let text = source[inner.clone()].to_owned();
        if text.chars().any(char::is_alphanumeric) || !text.is_ascii() {
            self.clauses.push(Clause { text, span: inner, kind, occur });
        } else if !text.trim().is_empty() {
            self.complain(inner, "punctuation alone is not searched for".to_owned());
        }
        end
    }

    fn complain(&mut self, span: Range<usize>, message: String) {
        self.diagnostics.push(Diagnostic { message, span });
    }
}

fn skip_space(source: &str, at: usize) -> Option<usize> {
    let found = source[at..].find(|c: char| !c.is_whitespace());
    found.map(|offset| at + offset)
}

/// A sign that counts as one, and where the clause's body begins.
fn sign(source: &str, start: usize) -> (Occur, usize) {
    let mut chars = source[start..].chars();
    let occur = match chars.next() {
        Some('-' | '－') => Occur::Excluded,
        Some('+' | '＋') => Occur::Required,
        _ => return (Occur::Wanted, start),
    };
    match chars.next() {
        Some(next) if next.is_alphanumeric() || closing(next).is_some() => {
            (occur, source.len() - chars.as_str().len() - next.len_utf8())
        }
        _ => (Occur::Wanted, start),
    }
}

/// The inside of a quotation that begins here and is closed, and where it ends.
fn quoted(source: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let open = source[start..].chars().next()?;
    let inner = start + open.len_utf8();
    let closers = closing(open)?;
    let len = source[inner..].find(closers)?;
    let close = source[inner + len..].chars().next()?;
    Some((inner..inner + len, inner + len + close.len_utf8()))
}

/// What closes a quotation: input methods pair quotes as they like.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '"' | '“' | '”' | '＂' => Some(&['"', '”', '“', '＂']),
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        _ => None,
    }
}

/// Words end at white space, or where a quotation begins that is closed.
fn words_end(source: &str, start: usize) -> usize {
    let ends = |&(offset, c): &(usize, char)| {
        c.is_whitespace() || (offset > 0 && quoted(source, start + offset).is_some())
    };
    source[start..].char_indices().find(ends).map_or(source.len(), |(offset, _)| start + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let query = Query::parse(source);
        let shown = query.clauses().iter().map(|clause| {
            assert_eq!(&source[clause.span.clone()], clause.text);
            let sign = match clause.occur {
                Occur::Wanted => "",
                Occur::Required => "+",
                Occur::Excluded => "-",
            };
            let quote = if clause.kind == ClauseKind::Phrase { "\"" } else { "" };
            format!("{sign}{quote}{}{quote}", clause.text)
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{source}");
    }

    #[test]
    fn nothing_typed_breaks_it() {
        check("连接池 管理", &["连接池", "管理"]);
        check("连接池\u{3000}-redis +tcp", &["连接池", "-redis", "+tcp"]);
        check("--force /etc/nginx/ #tag a:b -", &["--force", "/etc/nginx/", "#tag", "a:b"]);
        check("\"pool_size=10\" x“连接 池”y", &["+\"pool_size=10\"", "x", "+\"连接 池\"", "y"]);
        check("-\"a b\" \"open", &["-\"a b\"", "\"open"]);
        check("\"\" ( ) \"", &[]);
        check("", &[]);
    }

    #[test]
    fn what_is_left_out_is_said() {
        let query = Query::parse(&"a ".repeat(3000));
        assert_eq!(query.diagnostics()[0].span, 4096..6000);
        assert_eq!(Query::parse("&& x").diagnostics()[0].span, 0..2);
    }
}
