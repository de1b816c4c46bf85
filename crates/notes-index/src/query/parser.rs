//! What was typed → a tree and what is to be said about it. Never fails.

use std::iter;
use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::expr::Expr;
use super::field::{self, Read};
use super::pattern::{Pattern, PatternKind};
use super::predicate::Predicate;
use super::scan::{Scan, drops_signs, is_or, is_quote, may_follow_sign, says_something, starred};

/// How deep parentheses may stand inside each other; deeper ones are left out.
const MAX_DEPTH: usize = 16;
/// How many clauses are read; what follows is left out with a diagnostic.
const MAX_CLAUSES: usize = 128;
/// How many digits a number has that is no year, and so hardly left out.
const MAX_DIGITS: usize = 3;
/// What may stand behind a number that may be below zero.
const OF_NUMBERS: [char; 5] = ['%', '％', '‰', '℃', '°'];
/// How many regular expressions are read: compiling one takes milliseconds.
const MAX_REGEXES: usize = 4;

/// What a query was read as.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) expr: Expr,
    pub(super) case_sensitive: bool,
    /// The words that are nothing but punctuation, beside others.
    pub(super) free_signs: Vec<Range<usize>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads a query.
pub(super) fn parse(source: &str, today: Option<&dyn Fn() -> String>) -> Parsed {
    let parsed = Parsed {
        expr: Expr::everything(),
        case_sensitive: false,
        free_signs: Vec::new(),
        diagnostics: Vec::new(),
    };
    let mut parser = Parser {
        scan: Scan::new(source),
        today,
        parsed,
        n_clauses: 0,
        n_texts: 0,
        n_regexes: 0,
        signs: Vec::new(),
        dropped: Vec::new(),
    };
    let expr = parser.sequence(0..source.len(), 0);
    let expr = parser.with_signs(expr);
    let says_nothing = expr == Expr::everything() && !parser.parsed.case_sensitive;
    if says_nothing && parser.parsed.diagnostics.is_empty() && !source.trim().is_empty() {
        parser.complain(0..source.len(), "there is nothing in it to look for");
    }
    parser.remark_on_signs();
    Parsed { expr, ..parser.parsed }
}

struct Parser<'a> {
    scan: Scan<'a>,
    /// Which day it is, if anybody knows.
    today: Option<&'a dyn Fn() -> String>,
    parsed: Parsed,
    n_clauses: usize,
    /// How many of them are a text.
    n_texts: usize,
    n_regexes: usize,
    /// The words that are nothing but punctuation.
    signs: Vec<Range<usize>>,
    /// The words with signs that are looked for only if case and width matter.
    dropped: Vec<Range<usize>>,
}

/// A clause that was read, unless nothing can be looked up of it, and where it ends.
type Clause = (Option<Expr>, usize);

impl Parser<'_> {
    /// Clauses one after another; `OR` joins the two that it stands between.
    fn sequence(&mut self, within: Range<usize>, depth: usize) -> Expr {
        let mut items: Vec<Expr> = Vec::new();
        let mut at = within.start;
        while let Some(start) = self.scan.skip_space(at, within.end) {
            if self.n_clauses == MAX_CLAUSES {
                let message = format!("only the first {MAX_CLAUSES} clauses of the query are read");
                self.complain(start..within.end, message);
                break;
            }
            let right = self.after_or(start, within.end).filter(|_| !items.is_empty());
            self.remark_on_operator(right.unwrap_or(start), within.end, items.is_empty());
            let (item, end) = self.clause(right.unwrap_or(start)..within.end, depth);
            at = end;
            match (item, right, items.pop()) {
                (Some(item), Some(_), Some(left)) => items.push(Expr::any(vec![left, item])),
                (item, _, left) => items.extend(left.into_iter().chain(item)),
            }
        }
        Expr::all(items)
    }

    /// Where the clause behind an `OR` begins, if there is one.
    fn after_or(&self, start: usize, end: usize) -> Option<usize> {
        let word_end = self.scan.word_end(start, end);
        let is_or = is_or(&self.scan.source[start..word_end]);
        let spaced = self.scan.char(word_end).is_some_and(char::is_whitespace);
        self.scan.skip_space(word_end, end).filter(|_| is_or && spaced)
    }

    /// Says how to put what a word means that joins clauses elsewhere.
    fn remark_on_operator(&mut self, start: usize, end: usize, is_first: bool) {
        let word_end = self.scan.word_end(start, end);
        let message = match &self.scan.source[start..word_end] {
            "AND" if !is_first => "AND is read as a word; a space is enough",
            "NOT" => "NOT is read as a word; what is not wanted has a minus sign, as in -redis",
            _ => return,
        };
        if self.scan.skip_space(word_end, end).is_some() {
            self.complain(start..word_end, message);
        }
    }

    /// A clause with its sign.
    fn clause(&mut self, within: Range<usize>, depth: usize) -> Clause {
        let (sign, body) = self.sign(within.start, within.end);
        let (inner, end) = self.unsigned(body..within.end, depth);
        let signed = inner.map(|inner| match sign {
            None => inner,
            Some('-') => Expr::Not(Box::new(inner)),
            Some(_) => Expr::Must(Box::new(inner)),
        });
        (signed, end)
    }

    /// A sign that counts as one, `-` or `+`, and where what it stands before begins.
    ///
    /// Only before a letter, digit, Han character, `#`, `@`, quotation or group: `--force` is a word. So are
    /// `-f`, `-128` and `-3.5%`: people look for options and numbers more often than they leave out a letter.
    fn sign(&mut self, start: usize, end: usize) -> (Option<char>, usize) {
        let sign = match self.scan.char(start) {
            Some('-' | '－') => '-',
            Some('+' | '＋') => '+',
            _ => return (None, start),
        };
        let body = start + self.scan.char(start).map_or(0, char::len_utf8);
        let counts = self.scan.source[body..end].starts_with(may_follow_sign)
            || self.scan.quoted(body, end).is_some()
            || self.scan.group(body, end).is_some();
        let word = &self.scan.source[body..self.scan.word_end(body, end)];
        let is_letter = word.len() == 1 && word.starts_with(|c: char| c.is_ascii_alphabetic());
        let is_option = sign == '-' && (is_letter || is_number(word));
        if is_option {
            let message = format!("-{word} is read as a word; leave it out with -\"{word}\"");
            self.complain(start..body + word.len(), message);
        }
        if counts && !is_option { (Some(sign), body) } else { (None, start) }
    }

    fn unsigned(&mut self, within: Range<usize>, depth: usize) -> Clause {
        let Range { start, end } = within;
        if let Some((inner, after)) = self.scan.quoted(start, end) {
            return (self.phrase(inner), after);
        }
        if let Some((inner, after)) = self.scan.group(start, end) {
            return self.group(start, inner, after, depth);
        }
        match self.scan.word_end(start, end) {
            word_end if word_end == start => self.lone_mark(start),
            word_end => self.word_or_field(start..word_end, end),
        }
    }

    fn group(&mut self, start: usize, inner: Range<usize>, after: usize, depth: usize) -> Clause {
        if depth == MAX_DEPTH {
            self.complain(
                start..inner.start,
                format!("parentheses are read {MAX_DEPTH} deep, and no deeper"),
            );
            return (None, inner.start);
        }
        let group = self.sequence(inner, depth + 1);
        (Some(group).filter(|group| *group != Expr::everything()), after)
    }

    /// A quotation mark or parenthesis that has no other one is no part of a word.
    fn lone_mark(&mut self, at: usize) -> Clause {
        let mark = self.scan.char(at).unwrap_or(' ');
        let after = at + mark.len_utf8();
        if is_quote(mark) {
            self.complain(at..after, "this quotation mark has no other one; it is not looked for");
        }
        (None, after)
    }

    fn phrase(&mut self, span: Range<usize>) -> Option<Expr> {
        let pattern = self.pattern(PatternKind::Phrase, span);
        (!pattern.text.trim().is_empty()).then(|| self.counted(Expr::Text(pattern)))
    }

    fn word_or_field(&mut self, word: Range<usize>, end: usize) -> Clause {
        let quoted = self.scan.quoted(word.end, end).filter(|_| word.end < end);
        match field::read(self.scan.source, word.clone(), quoted, self.today) {
            Some(Read::Case { yes, end }) => {
                self.parsed.case_sensitive = yes;
                (None, end)
            }
            Some(Read::Is { expr, end }) if is_regex(&expr) && self.n_regexes == MAX_REGEXES => {
                self.complain(
                    word.start..end,
                    format!("only the first {MAX_REGEXES} regular expressions are read"),
                );
                (None, end)
            }
            Some(Read::Is { expr, end }) => {
                self.n_regexes += usize::from(is_regex(&expr));
                if is_backwards(&expr) {
                    self.complain(word.start..end, "it ends before it begins; nothing lies in it");
                }
                (Some(self.counted(expr)), end)
            }
            Some(Read::Odd { message }) => {
                self.complain(word.clone(), message);
                (self.word(word.clone()), word.end)
            }
            None => (self.word(word.clone()), word.end),
        }
    }

    /// A word, or the beginning of one: `conn*`.
    fn word(&mut self, span: Range<usize>) -> Option<Expr> {
        let text = &self.scan.source[span.clone()];
        let pattern = match starred(text) {
            Some((kind, len)) => self.pattern(kind, span.start..span.start + len),
            None if says_something(text) => {
                if drops_signs(text) {
                    self.dropped.push(span.clone());
                }
                self.pattern(PatternKind::Words, span)
            }
            None => {
                self.signs.push(span);
                return None;
            }
        };
        Some(self.counted(Expr::Text(pattern)))
    }

    fn counted(&mut self, expr: Expr) -> Expr {
        self.n_clauses += 1;
        self.n_texts += usize::from(matches!(expr, Expr::Text(_)));
        expr
    }

    /// What is nothing but punctuation is looked for as it stands where no text is typed beside it; beside one, where
    /// sentences and lists have it, it is no clause.
    fn with_signs(&mut self, expr: Expr) -> Expr {
        let mut signs = std::mem::take(&mut self.signs);
        if self.n_texts > 0 {
            // Said once, however many there are: `cron */5 * * * *`.
            let message = "signs beside words only raise what has them; in quotes they are demanded";
            signs.iter().take(1).for_each(|span| self.complain(span.clone(), message));
            self.parsed.free_signs = signs;
            return expr;
        }
        signs.truncate(MAX_CLAUSES - self.n_clauses);
        let phrases = signs.into_iter().map(|span| Expr::Text(self.pattern(PatternKind::Phrase, span)));
        Expr::all(iter::once(expr).chain(phrases).collect())
    }

    fn pattern(&self, kind: PatternKind, span: Range<usize>) -> Pattern {
        Pattern { kind, text: self.scan.source[span.clone()].to_owned(), span }
    }

    /// Says which signs are not looked for, among what else was said from left to right.
    fn remark_on_signs(&mut self) {
        if self.parsed.case_sensitive {
            return;
        }
        for span in std::mem::take(&mut self.dropped) {
            let word = &self.scan.source[span.clone()];
            let is_said = |said: &Diagnostic| said.span.start <= span.start && span.end <= said.span.end;
            if !self.parsed.diagnostics.iter().any(is_said) {
                let message = format!(
                    "signs beside a word only raise what has them; in quotes they are demanded: \"{word}\""
                );
                self.complain(span, message);
            }
        }
        self.parsed.diagnostics.sort_by_key(|said| said.span.start);
    }

    fn complain(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.parsed.diagnostics.push(Diagnostic::new(span, message));
    }
}

/// Whether a word is a number that may be below zero: a short one, which is no year, or one of per cent or degrees.
fn is_number(word: &str) -> bool {
    let number = word.trim_end_matches(OF_NUMBERS);
    let is_short =
        (1..=MAX_DIGITS).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_decimal = || number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_short || number.len() < word.len() && number.starts_with(|c: char| c.is_ascii_digit()) && is_decimal()
}

fn is_backwards(expr: &Expr) -> bool {
    let Expr::Is { predicate, .. } = expr else { return false };
    match predicate {
        Predicate::Created(range) | Predicate::Modified(range) | Predicate::Property { test: range, .. } => {
            range.is_backwards()
        }
        _ => false,
    }
}

fn is_regex(expr: &Expr) -> bool {
    matches!(expr, Expr::Text(Pattern { kind: PatternKind::Regex, .. }))
}
