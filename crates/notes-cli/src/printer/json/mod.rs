//! The output for programs: one document, or objects a line each.
//!
//! Fields may be added within a version; none changes its meaning.

mod answer;
mod config;
mod doctor;
mod explain;
mod formatter;
mod glossary;
mod hit;
mod lists;
mod page;
mod report;
mod why;

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use notes_index::{Glossary, GlossaryEntry, IndexStatus, SyncReport, TagCount, Why};
use serde::Serialize;

use crate::commands::config::ShownSetting;
use crate::commands::doctor::Diagnosis;
use crate::commands::status::Pending;
use crate::commands::tasks::NoteTasks;
use crate::config::Config;
use crate::places::Places;
use crate::printer::Answer;
use crate::printer::json::answer::Line;
use crate::printer::json::formatter::Escaping;
use crate::target::Opened;

/// What every document says first.
const VERSION: u32 = 1;

/// Prints an answer as one document.
pub(crate) fn write_answer(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_line(&answer::Document::of(answer), out)
}

/// Prints an answer as objects: a `begin`, the hits, an `end`.
pub(crate) fn write_answer_lines(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_line(&Line::Begin(answer::Begin::of(answer)), out)?;
    for hit in hit::hits(answer) {
        write_line(&Line::Hit(Box::new(hit)), out)?;
    }
    write_line(&Line::End(answer::End::of(answer)), out)
}

/// Prints what a sync did.
pub(crate) fn write_report(
    report: &SyncReport,
    config: &Config,
    took: Duration,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&report::Report::of(report, config, took), out)
}

/// Prints the pairs of a notebook.
pub(crate) fn write_glossary(
    entries: &[GlossaryEntry],
    file: &Glossary,
    places: Places<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&glossary::Document::of(entries, file, places), out)
}

/// Prints why a section is a hit, or is not.
pub(crate) fn write_why(query: &str, why: &Why, places: Places<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_line(&why::Document::of(query, why, places), out)
}

/// Prints what is indexed.
pub(crate) fn write_status(
    status: &IndexStatus,
    pending: Option<Pending>,
    config: &Config,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&report::Status::of(status, pending, config), out)
}

/// Prints what was found wrong, or that nothing was.
pub(crate) fn write_diagnosis(diagnosis: &Diagnosis, config: &Config, out: &mut dyn Write) -> io::Result<()> {
    write_line(&doctor::Document::of(diagnosis, config), out)
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
pub(crate) fn write_tags(tags: &[TagCount], out: &mut dyn Write) -> io::Result<()> {
    write_line(&lists::TagsDocument::of(tags), out)
}

/// Prints the items of check lists.
pub(crate) fn write_tasks(notes: &[NoteTasks], out: &mut dyn Write) -> io::Result<()> {
    write_line(&lists::TasksDocument::of(notes), out)
}

/// Prints every setting.
pub(crate) fn write_config(
    settings: &[ShownSetting],
    config: &Config,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&config::ConfigDocument::of(settings, config), out)
}

/// Prints the document that stands in place of results.
pub(crate) fn write_error(
    kind: &str,
    message: &str,
    path: Option<&Path>,
    hint: Option<&str>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&report::Failed::of(kind, message, path, hint), out)
}

/// The error of that document alone.
pub(crate) fn error(kind: &str, message: &str, path: Option<&Path>, hint: Option<&str>) -> serde_json::Value {
    serde_json::to_value(report::WireError::of(kind, message, path, hint)).unwrap_or_default()
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

/// JSON has no bytes: what is not UTF-8 in a path is replaced.
fn lossy(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Milliseconds to the microsecond; more digits would be noise.
fn milliseconds(time: Duration) -> f64 {
    time.as_micros() as f64 / 1e3
}
