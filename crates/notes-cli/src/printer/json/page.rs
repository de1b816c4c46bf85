//! The shapes of a part of a note, and of its sections, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use crate::places::Places;
use crate::printer::json::values::{VERSION, lossy};
use crate::target::Opened;

/// A section or a whole note, as `notes show --json` prints it.
#[derive(JsonSchema, Serialize)]
pub(super) struct PageDocument<'a> {
    version: u32,
    path: &'a str,
    absolute_path: String,
    title: &'a str,
    tags: Vec<&'a str>,
    /// What leads to the section, outermost first; empty for a whole note.
    breadcrumb: &'a [String],
    /// The anchor of the nearest heading.
    anchor: &'a str,
    /// First and last line, 1-based; empty ones at the end, which the text has, don't count.
    line: u32,
    end_line: u32,
    /// The text as written.
    text: &'a str,
    code_blocks: Vec<Code<'a>>,
}

/// A code block.
#[derive(JsonSchema, Serialize)]
struct Code<'a> {
    lang: Option<&'a str>,
    /// First and last line with the fences, 1-based.
    line: u32,
    end_line: u32,
}

impl<'a> PageDocument<'a> {
    pub(super) fn of(opened: &'a Opened, places: Places<'_>) -> PageDocument<'a> {
        let (note, range) = (&opened.note, opened.range());
        let (line, end_line) = opened.lines_of(&range);
        let inside = note.code_blocks.iter().filter(|block| range.contains(&block.range.start));
        let code_blocks = inside.map(|block| {
            let (line, end_line) = opened.lines_of(&block.range);
            Code { lang: block.language.as_deref(), line, end_line }
        });
        PageDocument {
            version: VERSION,
            path: note.path.as_str(),
            absolute_path: lossy(&places.absolute(&note.path)),
            title: &note.title,
            tags: note.all_tags(),
            breadcrumb: opened.section().map_or(&[], |section| &section.breadcrumb),
            anchor: opened.section().map_or("", |section| &section.anchor),
            line,
            end_line,
            text: &opened.text[range.clone()],
            code_blocks: code_blocks.collect(),
        }
    }
}

/// The sections of a note, as `notes outline --json` prints them.
#[derive(JsonSchema, Serialize)]
pub(super) struct OutlineDocument<'a> {
    version: u32,
    path: &'a str,
    absolute_path: String,
    title: &'a str,
    sections: Vec<OutlineSection<'a>>,
}

/// A section with a name of its own.
#[derive(JsonSchema, Serialize)]
struct OutlineSection<'a> {
    name: &'a str,
    /// What leads to it, outermost first, its own name last.
    breadcrumb: &'a [String],
    /// The level of the nearest heading, 1 to 6; 0 if there is none.
    level: u8,
    anchor: &'a str,
    /// First and last line, 1-based; empty ones at the end don't count.
    line: u32,
    end_line: u32,
}

impl<'a> OutlineDocument<'a> {
    pub(super) fn of(opened: &'a Opened, places: Places<'_>) -> OutlineDocument<'a> {
        let note = &opened.note;
        let sections = opened.named_sections().map(|(section, line)| OutlineSection {
            name: &section.name,
            breadcrumb: &section.breadcrumb,
            level: section.level,
            anchor: &section.anchor,
            line,
            end_line: opened.lines_of(&section.range).1,
        });
        OutlineDocument {
            version: VERSION,
            path: note.path.as_str(),
            absolute_path: lossy(&places.absolute(&note.path)),
            title: &note.title,
            sections: sections.collect(),
        }
    }
}
