//! Front matter as its lines show it: keys and values without a parser, so that a mistake spoils one line.

use std::ops::Range;

use super::Syntax;
use crate::text::trimmed;

/// A piece of a line that somebody may look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Bytes of the content, without quotes and space around.
    pub(super) range: Range<usize>,
    pub(super) role: Role,
    /// How far its line is indented, in bytes.
    pub(super) indent: usize,
}

/// What a piece is in its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The name between `[` and `]` that the keys below belong to, in TOML.
    Table,
    Key,
    Value,
    /// One of several values.
    Item,
    /// More of the value on the line before.
    Continuation,
    /// A comment, or a sign of the syntax itself.
    Mark,
}

/// Whether front matter may begin with this line, which is neither empty nor a comment.
pub(super) fn begins_content(line: &str, syntax: Syntax) -> bool {
    let is_table = syntax == Syntax::Toml && line.starts_with('[');
    let is_key = |separator: Range<usize>| {
        let key = line[..separator.start].trim_end();
        let is_text = key.starts_with(['-', '*', '>', '|', '!', '`', '<']);
        let is_braced = key.starts_with('{') && !key.starts_with("{{");
        !key.is_empty() && !is_text && !is_braced && separator.len() == 1
    };
    let is_flow = syntax == Syntax::Yaml && begins_flow(line);
    is_table || is_flow || separator(line.trim_end(), syntax).is_some_and(is_key)
}

/// Whether a line of YAML begins with braces around keys: `{"title": "a"}`. `{{ name }}`, `{% if x %}` and `{: .class}` are a
/// template's.
pub(super) fn begins_flow(line: &str) -> bool {
    let is_key = |first: char| first.is_alphanumeric() || matches!(first, '"' | '\'' | '_' | '}');
    line.strip_prefix('{').is_some_and(|inner| inner.trim_start().chars().next().is_none_or(is_key))
}

/// Whether a line of YAML begins with a key of one word.
pub(super) fn is_entry(line: &str) -> bool {
    let is_word = |separator: Range<usize>| {
        let is_of_word = |c: char| c.is_alphanumeric() || "_-.\"'".contains(c);
        separator.start > 0 && separator.len() == 1 && line[..separator.start].chars().all(is_of_word)
    };
    separator(line.trim_end(), Syntax::Yaml).is_some_and(is_word)
}

/// Whether a line after an empty one shows that this is a text between two thematic breaks.
pub(super) fn is_prose(line: &str, syntax: Syntax) -> bool {
    let is_structure = |c: char| c.is_whitespace() || matches!(c, '#' | '-' | ']' | '}' | '"' | '\'');
    syntax == Syntax::Yaml && !line.starts_with(is_structure) && separator(line.trim_end(), syntax).is_none()
}

/// Takes a block apart; linear. The pieces ascend, and every letter and digit is in one of them.
pub(super) fn pieces(text: &str, syntax: Syntax) -> Vec<Piece> {
    let mut lexer = Lexer::new(text, syntax);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lexer.line(trimmed(text, start..start + line.len()), start);
        start += line.len();
    }
    lexer.pieces
}

struct Lexer<'a> {
    text: &'a str,
    syntax: Syntax,
    pieces: Vec<Piece>,
    /// The indentation of the line at work.
    indent: usize,
    /// Open brackets and braces.
    depth: usize,
    /// Lines that are indented more than this are a block of text.
    block: Option<usize>,
    /// The quotes that end a text of several lines.
    closing: Option<&'static str>,
    /// Whether the last value goes on with the next line that has no key.
    in_value: bool,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str, syntax: Syntax) -> Lexer<'a> {
        let depth = usize::from(syntax == Syntax::Json);
        let pieces = Vec::new();
        Lexer { text, syntax, pieces, indent: 0, depth, block: None, closing: None, in_value: false }
    }

    /// Takes one line apart: its bytes without the space around, and where it begins.
    fn line(&mut self, line: Range<usize>, line_start: usize) {
        if line.is_empty() {
            return;
        }
        self.indent = line.start - line_start;
        if let Some(quotes) = self.closing {
            return self.quoted_line(line, quotes);
        }
        if self.block.is_some_and(|indent| self.indent > indent) {
            return self.push(line, Role::Continuation);
        }
        self.block = None;
        if self.depth > 0 && !self.begins_entry(&line) {
            return self.flow(line);
        }
        if self.syntax != Syntax::Json {
            self.depth = 0;
        }
        self.plain_line(line);
    }

    /// Whether a line ends brackets that were never closed: it is not indented and has a key.
    fn begins_entry(&self, line: &Range<usize>) -> bool {
        let bare = |line: &str| line.starts_with(|first: char| first.is_alphanumeric());
        let line = &self.text[line.clone()];
        self.syntax != Syntax::Json
            && self.indent == 0
            && bare(line)
            && separator(line, self.syntax).is_some()
    }

    fn plain_line(&mut self, mut line: Range<usize>) {
        let text = self.text;
        if text[line.clone()].starts_with('#') {
            return self.push(line, Role::Mark);
        }
        if self.syntax == Syntax::Toml && text[line.clone()].starts_with('[') {
            return self.table(line);
        }
        if self.syntax == Syntax::Yaml && self.indent == 0 && begins_flow(&text[line.clone()]) {
            return self.flow(line);
        }
        let mut role = Role::Continuation;
        while let Some(rest) = text[line.clone()].strip_prefix('-').filter(|_| self.syntax == Syntax::Yaml) {
            if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
                break;
            }
            role = Role::Item;
            line = trimmed(text, line.start + 1..line.end);
        }
        if let Some(separator) = separator(&text[line.clone()], self.syntax) {
            self.push(line.start..line.start + separator.start, Role::Key);
            role = Role::Value;
            line = trimmed(text, line.start + separator.end..line.end);
        }
        self.value(line, role);
    }

    fn value(&mut self, value: Range<usize>, role: Role) {
        let text = &self.text[value.clone()];
        let is_block_sign = |text: &str| {
            let sign = text.strip_prefix(['|', '>']).unwrap_or("none");
            sign.chars().all(|c| matches!(c, '+' | '-' | '0'..='9'))
        };
        let quotes = ["\"\"\"", "'''"].into_iter().find(|quotes| text.starts_with(quotes));
        // `{{ name }}` is a template's.
        if text.starts_with(['[', '{']) && !text.starts_with("{{") {
            self.flow(value);
        } else if self.syntax == Syntax::Yaml && is_block_sign(text) {
            self.block = Some(self.indent);
            self.push(value, Role::Mark);
        } else if let Some(quotes) = quotes.filter(|_| self.syntax == Syntax::Toml) {
            self.closing = Some(quotes);
            self.quoted_line(value.start + quotes.len()..value.end, quotes);
        } else {
            self.scalar(value, role);
        }
    }

    fn table(&mut self, line: Range<usize>) {
        let end = line.start + comment_start(&self.text[line.clone()]);
        let brackets = |c: char| matches!(c, '[' | ']') || c.is_whitespace();
        let name = &self.text[line.start..end];
        let start = line.start + (name.len() - name.trim_start_matches(brackets).len());
        self.push(start..start + name.trim_matches(brackets).len(), Role::Table);
        self.push(end..line.end, Role::Mark);
    }

    /// A value, and the comment after it.
    fn scalar(&mut self, value: Range<usize>, role: Role) {
        let end = value.start + comment_start(&self.text[value.clone()]);
        self.push(value.start..end, role);
        self.push(end..value.end, Role::Mark);
    }

    /// A line of a text that begins or ends with three quotes.
    fn quoted_line(&mut self, line: Range<usize>, quotes: &'static str) {
        let text = &self.text[line.clone()];
        let end = line.start + text.find(quotes).unwrap_or(text.len());
        self.push(line.start..end, Role::Continuation);
        if end < line.end {
            self.closing = None;
            self.push(end + quotes.len()..line.end, Role::Mark);
        }
    }

    /// What stands between brackets, braces and commas.
    fn flow(&mut self, line: Range<usize>) {
        let text = self.text;
        let mut start = line.start;
        let mut quote = None;
        for (at, c) in text[line.clone()].char_indices().map(|(at, c)| (line.start + at, c)) {
            match (quote, c) {
                (Some(open), _) if c == open && !text[..at].ends_with('\\') => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if is_value_start(&text[start..at]) => quote = Some(c),
                (None, '[' | ']' | '{' | '}' | ',') => {
                    self.flow_item(start..at);
                    start = at + 1;
                    self.count_bracket(c);
                }
                _ => {}
            }
        }
        self.flow_item(start..line.end);
    }

    fn count_bracket(&mut self, c: char) {
        match c {
            '[' | '{' => self.depth += 1,
            ']' | '}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn flow_item(&mut self, item: Range<usize>) {
        let item = trimmed(self.text, item);
        if item.is_empty() {
            return;
        }
        match separator(&self.text[item.clone()], self.syntax) {
            Some(separator) => {
                self.push(item.start..item.start + separator.start, Role::Key);
                self.scalar(item.start + separator.end..item.end, Role::Value);
            }
            None => self.scalar(item, Role::Item),
        }
    }

    fn push(&mut self, range: Range<usize>, role: Role) {
        let range = unquoted(self.text, trimmed(self.text, range));
        if range.is_empty() && role != Role::Key {
            return;
        }
        let role = if role == Role::Continuation && !self.in_value { Role::Value } else { role };
        match role {
            Role::Key | Role::Table => self.in_value = false,
            Role::Value | Role::Item | Role::Continuation => self.in_value = true,
            Role::Mark => {}
        }
        self.pieces.push(Piece { range, role, indent: self.indent });
    }
}

/// Where the key of a line ends and its value begins.
fn separator(line: &str, syntax: Syntax) -> Option<Range<usize>> {
    let key_len = quoted_len(line);
    let ends_key = |(at, c): (usize, char)| {
        let end = key_len + at + c.len_utf8();
        let is_end = match (syntax, c) {
            (Syntax::Toml, _) => c == '=',
            (_, ':') => key_len > 0 || line[end..].chars().next().is_none_or(char::is_whitespace),
            // Typed by a Chinese input method; YAML takes it for a letter.
            (_, '：') => true,
            _ => false,
        };
        is_end.then_some(key_len + at..end)
    };
    line[key_len..].char_indices().find_map(ends_key)
}

/// The length of the quoted text that a line begins with; 0 if it begins with none.
fn quoted_len(line: &str) -> usize {
    let Some(quote) = line.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return 0 };
    let mut escaped = false;
    for (at, c) in line.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    0
}

/// Where the comment after a value begins: at a `#` between spaces, for `#tag` is a value.
fn comment_start(value: &str) -> usize {
    let mut before = ' ';
    let quoted = quoted_len(value);
    for (at, c) in value[quoted..].char_indices() {
        let at = quoted + at;
        let is_loose = value[at + c.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
        if c == '#' && before.is_whitespace() && is_loose {
            return at;
        }
        before = c;
    }
    value.len()
}

/// Whether a quote opens a text here: nothing stands before it but a key.
fn is_value_start(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty() || before.ends_with([':', '='])
}

fn unquoted(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    if !slice.is_empty() && quoted_len(slice) == slice.len() { range.start + 1..range.end - 1 } else { range }
}
