//! A note's text → a note as data. The only door to pulldown-cmark.

mod blocks;
mod comments;
mod containers;
mod contents;
mod details;
mod evidence;
mod frames;
mod front_matter;
mod headers;
mod html;
mod html_headings;
mod inline;
mod labels;
pub(crate) mod language;
mod leaves;
mod leftovers;
mod line_map;
mod lines;
mod logseq;
mod opaque;
mod outline;
mod reader;
mod references;
mod rewritten;
mod slug;
mod spans;
mod state;
mod table;

mod texts;
mod unseen;

use std::collections::HashSet;

use self::blocks::Content;
pub(crate) use self::html_headings::html_headings;
pub(crate) use self::language::canonical as canonical_language;
pub(crate) use self::lines::unspaced_name;
pub(crate) use self::logseq::property;
use self::outline::Outline;
use self::rewritten::Rewritten;
pub use self::table::table_cells;
pub(crate) use self::unseen::{Unseen, unseen};
use crate::note::{Note, NotePath, ParsedNote, Section, Span, SpanKind};
use crate::text::byte_order_mark;

/// How often a note is read again because the parser saw something else than we did.
const MAX_ROUNDS: usize = 4;

/// Parses a note. Never fails; linear in the length of the text.
///
/// ```
/// use notes_index::{NotePath, parse_note};
///
/// let source = "# 数据库\n\n## 连接池\n\n```py\npool_size=2\n```\n";
/// let note = parse_note(NotePath::new("db/pool.md")?, source).note;
/// assert_eq!(note.title, "数据库");
/// assert_eq!(note.sections[2].breadcrumb, ["连接池"]);
/// assert_eq!(note.code_blocks[0].language.as_deref(), Some("python"));
/// # Ok::<(), notes_index::Error>(())
/// ```
pub fn parse_note(path: NotePath, source: &str) -> ParsedNote {
    let head = front_matter::find(source);
    let body = head.as_ref().map_or_else(|| byte_order_mark(source), |range| range.end);
    let head = head.map(|range| front_matter::parse(source, range));
    let (front_matter, head_spans, warnings) =
        head.map_or_else(Default::default, |head| (head.front_matter, head.spans, head.warnings));

    let mut content = read(source, body);
    let outline = outline::divide(source, &content, front_matter.title.is_some());
    mark_names(&mut content.spans, &outline);
    let spans = head_spans.into_iter().chain(content.spans).collect();
    let sections = fill(source, outline.sections, leftovers::keep(source, spans, &content.as_written));
    let mut code_blocks = content.code_blocks;
    for block in &mut code_blocks {
        block.section = sections.partition_point(|section| section.range.start <= block.range.start) - 1;
    }
    let title = front_matter.title.as_deref().map(|title| outline::beginning(title).to_owned());
    let title = title.or(outline.title).unwrap_or_else(|| path.stem().to_owned());
    let Content { links, tags, tasks, .. } = content;
    ParsedNote {
        note: Note { path, title, front_matter, sections, code_blocks, links, tags, tasks },
        warnings,
    }
}

/// How many bytes the front matter takes at the start of a note, a byte-order mark included; 0 if there is none.
pub(crate) fn front_matter_len(source: &str) -> usize {
    front_matter::find(source).map_or(0, |range| range.end)
}

/// Reads the content. Containers that the parser takes for something else are left as they are.
fn read(source: &str, body: usize) -> Content {
    let mut banned = HashSet::new();
    for _ in 0..MAX_ROUNDS {
        let rewritten = containers::rewrite(source, body, &banned);
        match reader::read(source, &rewritten) {
            Ok(content) => return paired(content),
            Err(unmet) => banned.extend(unmet),
        }
    }
    let untouched = Rewritten::untouched(source, body);
    paired(reader::read(source, &untouched).unwrap_or_default())
}

/// What can be told only when all of a note was read.
fn paired(mut content: Content) -> Content {
    details::pair(&mut content.blocks);
    comments::hide(&content.comment_marks, &mut content.spans);
    content
}

/// Makes headings of the spans that name their sections.
fn mark_names(spans: &mut [Span], outline: &Outline) {
    for name in &outline.names {
        for span in &mut spans[name.clone()] {
            span.kind = SpanKind::Heading;
        }
    }
}

/// Gives the sections their ends and their spans.
fn fill(source: &str, mut sections: Vec<Section>, spans: Vec<Span>) -> Vec<Section> {
    let starts: Vec<usize> = sections.iter().skip(1).map(|section| section.range.start).collect();
    let mut spans = spans.into_iter().peekable();
    let mut rest = None;
    for (section, end) in sections.iter_mut().zip(starts.into_iter().chain([source.len()])) {
        section.range.end = end;
        let begun = std::iter::from_fn(|| spans.next_if(|span| span.range.start < end));
        section.spans = rest.take().into_iter().chain(begun).collect();
        rest = section.spans.last_mut().and_then(|last| cut(source, last, end));
    }
    sections
}

/// Cuts a span where its section ends, and returns what it has of the next one. The parser takes white space of the next line
/// for code: nothing is returned of that.
fn cut(source: &str, span: &mut Span, end: usize) -> Option<Span> {
    let behind = end..span.range.end;
    span.range.end = span.range.end.min(end);
    let is_text = !source.get(behind.clone())?.trim().is_empty();
    is_text.then(|| Span { range: behind, ..span.clone() })
}
