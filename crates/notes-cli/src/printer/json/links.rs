//! The shape of links as JSON.

use notes_index::{LinkEnd, PlacedLink};
use schemars::JsonSchema;
use serde::Serialize;

use crate::freshness::View;
use crate::places::Places;
use crate::printer::json::answer::Index;
use crate::printer::json::hit::LspRange;
use crate::printer::json::values::{VERSION, lossy};

/// Links, as `notes links --json` prints them.
#[derive(JsonSchema, Serialize)]
pub(super) struct LinksDocument<'a> {
    version: u32,
    root: String,
    /// Those of the note, in order; with `--broken` alone the broken ones of all notes.
    links: Vec<WireLink<'a>>,
    /// Those of other notes that lead to it, by path.
    backlinks: Vec<WireLink<'a>>,
    index: Index,
}

/// A link.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Link")]
struct WireLink<'a> {
    /// The note that it stands in.
    path: &'a str,
    absolute_path: String,
    title: &'a str,
    /// What leads to the section that it stands in, outermost first.
    breadcrumb: &'a [String],
    /// As it is written, with its marks; cut after 4,096 bytes.
    written: &'a str,
    /// What a reader sees.
    text: &'a str,
    /// The part before `#`.
    target: &'a str,
    /// The part after `#`.
    fragment: Option<&'a str>,
    embed: bool,
    wiki: bool,
    /// Where it begins: the line, 1-based, and the column in bytes, 1-based.
    line: u32,
    column: u32,
    start_byte: usize,
    end_byte: usize,
    range: LspRange,
    /// `note`: to a note or a place in one; `no place`: to a note, but its heading or block is not there; `no note`: to one
    /// that is not there; `elsewhere`: to an address, or a file that is no note, and nobody looked for it.
    leads: &'static str,
    /// The note that it leads to.
    to: Option<Destination<'a>>,
}

/// Where a link leads.
#[derive(JsonSchema, Serialize)]
struct Destination<'a> {
    path: &'a str,
    absolute_path: String,
    /// The line of the heading or block that it names, 1-based.
    line: Option<u32>,
    /// The column in bytes, 1-based: it is the whole line that is meant.
    column: Option<u32>,
}

impl<'a> LinksDocument<'a> {
    pub(super) fn of(
        out: &'a [PlacedLink],
        back: &'a [PlacedLink],
        view: &View,
        places: Places<'_>,
    ) -> LinksDocument<'a> {
        let wired = |links: &'a [PlacedLink]| links.iter().map(|link| WireLink::of(link, places)).collect();
        LinksDocument {
            version: VERSION,
            root: lossy(places.root),
            links: wired(out),
            backlinks: wired(back),
            index: Index::of_view(view),
        }
    }
}

impl<'a> WireLink<'a> {
    fn of(placed: &'a PlacedLink, places: Places<'_>) -> WireLink<'a> {
        let (link, line) = (
            &placed.link,
            match placed.end {
                LinkEnd::Note { line, .. } => line,
                _ => None,
            },
        );
        WireLink {
            path: placed.path.as_str(),
            absolute_path: lossy(&places.absolute(&placed.path)),
            title: &placed.title,
            breadcrumb: &placed.breadcrumb,
            written: &placed.written,
            text: &link.text,
            target: &link.target,
            fragment: link.fragment.as_deref(),
            embed: link.embed,
            wiki: link.wiki,
            line: placed.start.line,
            column: placed.start.column,
            start_byte: link.range.start,
            end_byte: link.range.end,
            range: LspRange::between(placed.start, placed.until),
            leads: match placed.end {
                LinkEnd::NoPlace { .. } => "no place",
                LinkEnd::NoNote => "no note",
                LinkEnd::Elsewhere => "elsewhere",
                _ => "note",
            },
            to: placed.end.path().map(|path| Destination {
                path: path.as_str(),
                absolute_path: lossy(&places.absolute(path)),
                line,
                column: line.map(|_| 1),
            }),
        }
    }
}
