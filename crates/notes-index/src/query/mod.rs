//! What was typed → a tree. Knows no index; parsing never fails.
//!
//! The grammar stands with [`Query`].

mod comparison;
mod diagnostic;
mod expr;
mod field;
mod parser;
mod pattern;
mod predicate;
mod print;
mod scan;

use std::convert::Infallible;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

pub use self::comparison::Comparison;
pub use self::diagnostic::Diagnostic;
pub use self::expr::Expr;
pub(crate) use self::field::NAMES as FIELDS;
pub use self::pattern::{Pattern, PatternKind};
pub use self::predicate::Predicate;

/// The longest query that is read, in bytes; what follows is left out with a [`Diagnostic`].
pub(crate) const MAX_BYTES: usize = 4096;

/// What was typed, as a tree. A query that was read can be printed and read again as the same tree, but for spans:
///
/// ```
/// use notes_index::Query;
///
/// let query = Query::parse("连接池 \"pool_size=2\" －redis ｔａｇ：db");
/// assert!(query.diagnostics().is_empty());
/// assert_eq!(query.to_string(), "连接池 \"pool_size=2\" -redis tag:db");
/// ```
///
/// One is also made of a tree, which is kept as it is, even if its print would be read as another (see [`Expr`]):
///
/// ```
/// use notes_index::{Expr, Pattern, PatternKind, Predicate, Query};
///
/// let words = ["连接池", "tag:db"].map(|text| Expr::from(Pattern::new(PatternKind::Words, text)));
/// let query = Query::from(Expr::All(vec![Expr::Any(words.to_vec()), Predicate::Tag("web".to_owned()).into()]));
/// assert_eq!(query.source(), "连接池 OR tag:db tag:web");
/// assert_ne!(query.expr(), Query::parse(query.source()).expr());
/// ```
///
/// # What the source adds
///
/// The tree has what is asked for. The source says besides how it was written, and of that a search makes use: which words stand
/// side by side and so may be one name (not `a"b`), the signs that stand free and raise what has them (`1 / 0`), a sign that may be
/// an option's (`rm -rf`). So a tree that was taken out of a query may find a little else, or in another order. And where nothing of
/// what was typed can be looked up (`"`) the tree is empty and nothing is found, while an empty query finds everything.
///
/// # Grammar
///
/// ```text
/// query   = { clause { "OR" clause } }       clauses stand apart by white space
/// clause  = [ "-" | "+" ] ( phrase | group | field | prefix | words )
/// phrase  = '"' … '"'                        also “…” ”…” 「…」 『…』 ＂…＂
/// group   = "(" query ")"                    where a clause may stand: O(n) is a word
/// field   = name ":" value                   a value with spaces stands in quotes
/// prefix  = two letters or digits, or more "*"
/// words   = anything else without white space
/// ```
/// Words are wanted, not demanded: hits that lack one stand below those that lack none. Phrases, fields and
/// what has a sign are demanded. `OR` joins the two clauses that it stands between, and more of them in a row:
/// `a b OR c` is a, and b or c.
///
/// | field | value | asks for |
/// |---|---|---|
/// | `title:` | a word, a prefix, a phrase | notes whose title or alias holds it |
/// | `heading:` | the same | sections whose own heading or name holds it |
/// | `code:` | the same | sections with a code block that holds it |
/// | `path:` | a glob or a folder; without a slash in any folder | notes there |
/// | `tag:` | a tag | notes with it or one below it |
/// | `lang:`, `is:code` | a language; `code` | code blocks alone |
/// | `task:` | `open`, `done` | sections with such an item of a check list |
/// | `created:`, `modified:` | `2026`, `2026-01`, `2026-01-15`, `>D`, `>=D`, `<D`, `<=D`, `D..D` | notes of these days |
/// | the same, if it is known [which day it is](Query::parse_on) | `today`, `yesterday`, `7d`, `2w` | the days up to it |
/// | `prop.NAME:` | a value, a comparison as for dates, `*` for any | notes with it in the front matter |
/// | `re:` | a regular expression | sections with a line, as it is written, that matches |
/// | `case:` | `yes`, `no` | words and phrases just as they are typed, case and width included |
///
/// `lang:` and `path:` that stand side by side mean any of them, other fields all of them. A name that is no
/// field makes a word (`std::vector`), and so does a value that can't be read, which a [`Diagnostic`] says.
///
/// Signs, colons, comparisons, parentheses and quotes may be full width; in dates and numbers `》` means `>`.
///
/// A sign counts only before a letter, digit, Han character, `#`, `@`, quote or group, and never before a single letter,
/// up to three digits, or a number of per cent or degrees: `--force`, `-f`, `-128`, `-3.5%` and `C++` are words. So is
/// `-rf`, if a note has it with its sign beside another word of the query. A quote or parenthesis without its other one is no part of a word.
///
/// # Limits
///
/// 4096 bytes, 128 clauses, 63 words, parentheses 16 deep. A prefix stands for the 256 most frequent words that begin
/// so; where it is demanded or left out all of its words count, but only these are ranked by. 4 regular expressions,
/// of 1 MiB when compiled, which they share in equal parts. 256 MiB of notes to look through where the index does not
/// decide, as for `re:` and quoted punctuation. What goes beyond is left out, and the answer says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    source: String,
    expr: Expr,
    /// Whether the tree was read of the source, not put together.
    is_read: bool,
    case_sensitive: bool,
    /// The words that are nothing but signs, beside others.
    free_signs: Vec<Range<usize>>,
    diagnostics: Vec<Diagnostic>,
}

impl Query {
    /// Reads what was typed; any text is a query. Linear in the text, whose first 4096 bytes are read. `today` and `7d` are no
    /// dates to it: see [`Query::parse_on`].
    pub fn parse(source: &str) -> Query {
        Query::read(source, None)
    }

    /// Reads what was typed on a day, which is asked for, as `2026-01-15`, only if the query has a date that depends on it. The
    /// tree has the dates that were meant.
    ///
    /// ```
    /// use notes_index::Query;
    ///
    /// let on = |typed| Query::parse_on(typed, &|| "2026-01-15".to_owned()).to_string();
    /// assert_eq!(on("modified:yesterday"), "modified:2026-01-14");
    /// assert_eq!(on("modified:7d"), "modified:2026-01-09..2026-01-15");
    /// assert_eq!(on("created:<2w"), "created:<2026-01-02");
    /// ```
    pub fn parse_on(source: &str, today: &dyn Fn() -> String) -> Query {
        Query::read(source, Some(today))
    }

    fn read(source: &str, today: Option<&dyn Fn() -> String>) -> Query {
        let end = source.floor_char_boundary(MAX_BYTES);
        let mut parsed = parser::parse(&source[..end], today);
        if end < source.len() {
            let message = format!("only the first {MAX_BYTES} bytes of the query are read");
            parsed.diagnostics.push(Diagnostic::new(end..source.len(), message));
        }
        Query {
            source: source.to_owned(),
            expr: parsed.expr,
            is_read: true,
            case_sensitive: parsed.case_sensitive,
            free_signs: parsed.free_signs,
            diagnostics: parsed.diagnostics,
        }
    }

    /// What was typed; for a query made of a tree, the tree as it prints. Spans are bytes of it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What it asks for.
    pub fn expr(&self) -> &Expr {
        &self.expr
    }

    /// Whether the tree was read of what was typed, and so may be meant in another way. One that was put together is kept
    /// as it is.
    pub(crate) fn is_read(&self) -> bool {
        self.is_read
    }

    /// Where words stand in the source that are nothing but signs, if they stand beside other words.
    pub(crate) fn free_signs(&self) -> &[Range<usize>] {
        &self.free_signs
    }

    /// Whether case and width matter: `case:yes`.
    pub fn is_case_sensitive(&self) -> bool {
        self.case_sensitive
    }

    /// The same query, with case and width mattering or not: what `case:yes` says, which is no part of the tree.
    ///
    /// ```
    /// use notes_index::{Expr, Pattern, PatternKind, Query};
    ///
    /// let query = Query::from(Expr::from(Pattern::new(PatternKind::Words, "Pool"))).with_case(true);
    /// assert_eq!(query.to_string(), "case:yes Pool");
    /// ```
    pub fn with_case(self, matters: bool) -> Query {
        Query { case_sensitive: matters, ..self }
    }

    /// The same query with a clause more, as if that had been typed behind it: what narrows a search to those of a
    /// [`FacetValue`](crate::FacetValue). It stays the clause that it is, whatever stands before it, while a text that is typed
    /// behind an `OR` or a lone quotation mark is read with that. The source has it behind what was typed.
    ///
    /// ```
    /// use notes_index::{Predicate, Query};
    ///
    /// let narrowed = Query::parse("连接池 OR").and(Predicate::Tag("db".to_owned()));
    /// assert_eq!(narrowed.source(), "连接池 OR tag:db");
    /// assert_eq!(narrowed.to_string(), "连接池 (OR) tag:db");
    /// assert_ne!(narrowed.expr(), Query::parse(narrowed.source()).expr());
    /// ```
    pub fn and(mut self, clause: impl Into<Expr>) -> Query {
        let before = match self.source.as_str() {
            "" => 0,
            source => source.len() + 1,
        };
        let (print, clause) = print::placed(clause.into(), before);
        if before > 0 && !print.is_empty() {
            self.source.push(' ');
        }
        self.source.push_str(&print);
        self.expr = Expr::all(vec![self.expr, clause]);
        self
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.expr == Expr::everything()
    }

    /// What was dropped, capped or read in another way than it may be meant.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

impl From<Expr> for Query {
    /// Keeps a tree as it is, but for its spans: they become places of its print, which is the source. Case and width
    /// don't matter ([`Query::with_case`]). The limits of what is read are no limits here, but a tree should not be nested
    /// deeper than a query can be.
    fn from(expr: Expr) -> Query {
        let (source, expr) = print::placed(expr, 0);
        Query {
            source,
            expr,
            is_read: false,
            case_sensitive: false,
            free_signs: Vec::new(),
            diagnostics: Vec::new(),
        }
    }
}

impl FromStr for Query {
    type Err = Infallible;

    fn from_str(source: &str) -> Result<Query, Infallible> {
        Ok(Query::parse(source))
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.case_sensitive, self.is_empty()) {
            (false, _) => self.expr.fmt(f),
            (true, true) => f.write_str("case:yes"),
            (true, false) => write!(f, "case:yes {}", self.expr),
        }
    }
}

#[cfg(test)]
mod tests;
