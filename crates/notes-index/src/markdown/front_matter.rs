//! The block of metadata at the start of a note: YAML, TOML or JSON.
//!
//! What can be searched of it is decided from its lines alone, and so are its values where the block is not
//! valid: nothing of a note is lost to a stray colon.

mod fields;
mod lines;
mod loose;
mod toml;
mod yaml;

use std::collections::HashMap;
use std::ops::Range;

use self::lines::{Piece, Role};
use crate::note::{FrontMatter, Gap, Span, SpanKind, Warning};
use crate::text::{LineIndex, byte_order_mark, floor_char_boundary};

/// A larger block is read from its lines only, in bytes.
const MAX_STRICT: usize = 64 * 1024;

/// What a line begins with that goes on with the value before it.
const IN_VALUE: [char; 6] = [' ', '\t', '#', '-', ']', '}'];

/// What the front matter gives to its note.
pub(super) struct Parsed {
    pub(super) front_matter: FrontMatter,
    /// Keys and comments as [`SpanKind::Markup`], values as [`SpanKind::Prose`], ascending.
    pub(super) spans: Vec<Span>,
    pub(super) warnings: Vec<Warning>,
}

/// How a block is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    /// Between `---` and `---` or `...`.
    Yaml,
    /// Between `+++` and `+++`.
    Toml,
    /// From `{` to its `}`.
    Json,
}

/// A key and one of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    /// The path from the top, with dots between: `author.name`.
    key: String,
    /// The value as it is written, without quotes; empty for none.
    value: String,
    /// Whether the value is one item of a list.
    in_list: bool,
}

impl Entry {
    /// The longest key that is kept, in bytes: many values may share a long one.
    const MAX_KEY: usize = 256;
}

/// The path of a key below another one; the top has an empty path.
fn path(parent: &str, key: &str) -> String {
    let path = if parent.is_empty() { key.to_owned() } else { format!("{parent}.{key}") };
    path[..floor_char_boundary(&path, Entry::MAX_KEY)].to_owned()
}

/// Why a block can't be read by the rules of its syntax.
struct Invalid {
    /// A line of the block's content, 1-based.
    line: u32,
    /// A sentence without a full stop.
    why: String,
}

/// The bytes of the front matter at the start of a text (after an optional byte-order mark): its fences and
/// the line end of the closing one included.
///
/// A block that is not closed, or that doesn't begin with a key, is none: a thematic break, say. Behind empty lines it is one
/// only if nothing but keys with their values stands in it.
pub(super) fn find(source: &str) -> Option<Range<usize>> {
    let mark = byte_order_mark(source);
    let start = source.len() - source[mark..].trim_start_matches([' ', '\t', '\r', '\n']).len();
    let start = if source[mark..start].contains('\n') { start } else { mark };
    let text = &source[start..];
    if start > mark && !is_plain(text) {
        return None;
    }
    let len = match syntax_of(text)? {
        Syntax::Json => json_len(text)?,
        syntax => fenced_len(text, syntax)?,
    };
    Some(start..start + len)
}

/// Reads the front matter that [`find`] found.
pub(super) fn parse(source: &str, range: Range<usize>) -> Parsed {
    let syntax = syntax_of(&source[range.clone()]).unwrap_or(Syntax::Yaml);
    let content = content(source, &range, syntax);
    let text = &source[content.clone()];
    let pieces = lines::pieces(text, syntax);
    let loose = loose::entries(text, &pieces);
    let (entries, warnings) = match strict(text, syntax) {
        Ok(entries) => (restore_hash_values(entries, &loose), Vec::new()),
        Err(invalid) => (loose, vec![warning(source, content.start, invalid)]),
    };
    let front_matter = fields::assign(entries, range);
    let spans = pieces
        .iter()
        .filter(|piece| !piece.range.is_empty())
        .map(|piece| span(piece, content.start))
        .collect();
    Parsed { front_matter, spans, warnings }
}

fn syntax_of(text: &str) -> Option<Syntax> {
    let first = text.lines().next()?;
    match first.trim_end() {
        "---" => Some(Syntax::Yaml),
        "+++" => Some(Syntax::Toml),
        _ => text.strip_prefix('{')?.trim_start().starts_with('"').then_some(Syntax::Json),
    }
}

fn fenced_len(text: &str, syntax: Syntax) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let mut len = lines.next()?.len();
    let (mut has_content, mut after_empty) = (false, false);
    // Braces around all of it: the last line ends with theirs.
    let (mut is_flow, mut is_closed) = (false, false);
    for line in lines {
        len += line.len();
        if is_closing_fence(line, syntax) {
            return (!is_flow || is_closed).then_some(len);
        }
        let is_empty = line.trim().is_empty();
        if !is_empty && !line.starts_with('#') {
            let begins = has_content || lines::begins_content(line, syntax);
            if !begins || (after_empty && lines::is_prose(line, syntax)) {
                return None;
            }
            is_flow |= !has_content && syntax == Syntax::Yaml && lines::begins_flow(line);
            is_closed = line.trim_end().ends_with('}');
            has_content = true;
        }
        after_empty = is_empty;
    }
    None
}

/// Whether a text begins with a block of YAML whose lines are keys that are words, and what belongs to them.
fn is_plain(text: &str) -> bool {
    let mut lines = text.lines();
    if lines.next().is_none_or(|first| first.trim_end() != "---") {
        return false;
    }
    let block: Vec<&str> = lines.take_while(|line| !is_closing_fence(line, Syntax::Yaml)).collect();
    let is_of_key =
        |line: &&str| !line.trim().is_empty() && (line.starts_with(IN_VALUE) || lines::is_entry(line));
    block.first().is_some_and(|first| lines::is_entry(first)) && block.iter().all(is_of_key)
}

fn is_closing_fence(line: &str, syntax: Syntax) -> bool {
    match line.trim_end() {
        "---" | "..." => syntax == Syntax::Yaml,
        "+++" => syntax == Syntax::Toml,
        _ => false,
    }
}

/// From the opening brace to the end of the line on which it is closed; nothing else may stand there.
fn json_len(text: &str) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' if !in_string => depth += 1,
            b'}' if !in_string => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let rest = text[at + 1..].split_inclusive('\n').next().unwrap_or_default();
            return rest.trim().is_empty().then_some(at + 1 + rest.len());
        }
    }
    None
}

/// The block without its fences; JSON has braces instead.
fn content(source: &str, range: &Range<usize>, syntax: Syntax) -> Range<usize> {
    if syntax == Syntax::Json {
        return range.clone();
    }
    let block = &source[range.clone()];
    let start = block.find('\n').map_or(block.len(), |newline| newline + 1);
    let end = block.trim_end().rfind('\n').map_or(start, |newline| newline + 1);
    range.start + start..range.start + end.max(start)
}

fn strict(text: &str, syntax: Syntax) -> Result<Vec<Entry>, Invalid> {
    if text.len() > MAX_STRICT {
        return Err(Invalid { line: 1, why: format!("it is larger than {MAX_STRICT} bytes") });
    }
    match syntax {
        Syntax::Toml => toml::entries(text),
        // JSON is YAML, too.
        Syntax::Yaml | Syntax::Json => yaml::entries(text),
    }
}

/// `tags: #python` is a key and a comment to YAML, and a tag to whoever wrote it.
fn restore_hash_values(entries: Vec<Entry>, loose: &[Entry]) -> Vec<Entry> {
    let mut written: HashMap<&str, Vec<Entry>> = HashMap::new();
    for entry in loose.iter().filter(|entry| entry.value.starts_with('#')) {
        written.entry(&entry.key).or_default().push(entry.clone());
    }
    let restore = |entry: Entry| match written.remove(entry.key.as_str()).filter(|_| entry.value.is_empty()) {
        Some(values) => values,
        None => vec![entry],
    };
    entries.into_iter().flat_map(restore).collect()
}

fn warning(source: &str, content_start: usize, invalid: Invalid) -> Warning {
    let line = LineIndex::new(&source[..content_start]).n_lines() + invalid.line - 1;
    Warning { line, message: format!("the front matter was read line by line: {}", invalid.why) }
}

fn span(piece: &Piece, content_start: usize) -> Span {
    let range = content_start + piece.range.start..content_start + piece.range.end;
    let kind = match piece.role {
        Role::Value | Role::Item | Role::Continuation => SpanKind::Prose,
        Role::Key | Role::Table | Role::Mark => SpanKind::Markup,
    };
    let gap = if piece.role == Role::Continuation { Gap::Line } else { Gap::Block };
    Span { range, kind, gap, shown: None }
}

#[cfg(test)]
mod tests;
