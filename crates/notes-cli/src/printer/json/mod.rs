//! The output for programs: one document, or objects a line each.
//!
//! What is printed is a contract: `docs/json.md`, and the schema that `notes schema` prints. Fields may be added
//! within a version; none goes or changes its meaning.

mod answer;
mod config;
mod doctor;
mod explain;
mod facets;
mod formatter;
mod glossary;
mod hit;
mod links;
mod lists;
mod page;
mod report;
mod schema;
mod values;
mod why;

use std::io::{self, Write};
use std::time::Duration;

use notes_index::{
    CheckReport, GlossaryEntry, Hit, IndexStatus, Pending, PlacedLink, SyncReport, TagCount, Why,
};
use serde::Serialize;

use crate::checklist::NoteTasks;
use crate::config::{Config, ShownSetting};
use crate::failure::Failure;
use crate::freshness::View;
use crate::places::Places;
use crate::printer::Answer;
use crate::printer::json::answer::AnswerLine;
use crate::printer::json::formatter::Escaping;
use crate::target::Opened;

/// Prints an answer as one document.
pub(crate) fn write_answer(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_line(&answer::AnswerDocument::of(answer), out)
}

/// Prints the first line of an answer in lines.
pub(crate) fn write_begin(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_line(&AnswerLine::Begin(answer::Begin::of(answer)), out)
}

/// Prints the line of a hit; ranks count from 1.
pub(crate) fn write_hit(rank: usize, hit: &Hit, places: Places<'_>, out: &mut dyn Write) -> io::Result<()> {
    let hit = hit::WireHit::of(rank, hit, places.absolute(&hit.path));
    write_line(&AnswerLine::Hit(Box::new(hit)), out)
}

/// Prints the last line of an answer in lines.
pub(crate) fn write_end(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_line(&AnswerLine::End(answer::End::of(answer)), out)
}

/// Prints what a sync did.
pub(crate) fn write_report(
    report: &SyncReport,
    config: &Config,
    took: Duration,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&report::IndexDocument::of(report, config, took), out)
}

/// Prints the pairs of a notebook.
pub(crate) fn write_glossary(
    entries: &[GlossaryEntry],
    view: &View,
    places: Places<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&glossary::GlossaryDocument::of(entries, view, places), out)
}

/// Prints why a section is a hit, or is not.
pub(crate) fn write_why(
    query: &str,
    why: &Why,
    view: &View,
    places: Places<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&why::WhyDocument::of(query, why, view, places), out)
}

/// Prints what is indexed.
pub(crate) fn write_status(
    status: &IndexStatus,
    pending: Option<Pending>,
    config: &Config,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&report::StatusDocument::of(status, pending, config), out)
}

/// Prints what was found wrong, or that nothing was; `mended` is a second look, if the index was built anew.
pub(crate) fn write_check(
    report: &CheckReport,
    mended: Option<&CheckReport>,
    config: &Config,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&doctor::DoctorDocument::of(report, mended, config), out)
}

/// Prints a section or a note.
pub(crate) fn write_page(opened: &Opened, places: Places<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_line(&page::PageDocument::of(opened, places), out)
}

/// Prints the sections of a note.
pub(crate) fn write_outline(opened: &Opened, places: Places<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_line(&page::OutlineDocument::of(opened, places), out)
}

/// Prints the tags of a notebook.
pub(crate) fn write_tags(tags: &[TagCount], view: &View, out: &mut dyn Write) -> io::Result<()> {
    write_line(&lists::TagsDocument::of(tags, view), out)
}

/// Prints the items of check lists.
pub(crate) fn write_tasks(
    notes: &[NoteTasks],
    view: &View,
    places: Places<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&lists::TasksDocument::of(notes, view, places), out)
}

/// Prints the links of a note and those that lead to it.
pub(crate) fn write_links(
    out_links: &[PlacedLink],
    backlinks: &[PlacedLink],
    view: &View,
    places: Places<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&links::LinksDocument::of(out_links, backlinks, view, places), out)
}

/// Prints every setting.
pub(crate) fn write_config(
    settings: &[ShownSetting],
    config: &Config,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&config::ConfigDocument::of(settings, config), out)
}

/// Prints the JSON Schema of everything here.
pub(crate) fn write_schema(out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &schema::schema())?;
    out.write_all(b"\n")
}

/// Prints the document that stands in place of results.
pub(crate) fn write_failure(failure: &Failure, out: &mut dyn Write) -> io::Result<()> {
    write_line(&report::ErrorDocument::of(failure, &failure.message()), out)
}

/// The error of that document alone.
pub(crate) fn failure(failure: &Failure) -> serde_json::Value {
    serde_json::to_value(report::WireError::of(failure, &failure.message())).unwrap_or_default()
}

/// A value on one line, without its end.
pub(crate) fn line(value: &impl Serialize) -> String {
    let mut line = Vec::new();
    // Memory takes everything, and all that is printed can be.
    let _ = value.serialize(&mut serde_json::Serializer::with_formatter(&mut line, Escaping));
    String::from_utf8(line).unwrap_or_default()
}

fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    // An I/O error goes through `serde_json` and comes out as it was, kind and all.
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Escaping))?;
    out.write_all(b"\n")
}
