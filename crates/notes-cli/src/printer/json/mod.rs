//! The output for programs: one document, or objects a line each.

mod formatter;
mod wire;

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use notes_index::{IndexStatus, SyncReport};
use serde::Serialize;

use crate::commands::status::Pending;
use crate::config::Config;
use crate::printer::Answer;
use crate::printer::json::formatter::Escaping;

/// Prints an answer as one document.
pub(crate) fn write_answer(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_line(&wire::Document::of(answer), out)
}

/// Prints an answer as objects: a `begin`, the hits, an `end`.
pub(crate) fn write_answer_lines(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_line(&wire::Line::Begin(wire::Begin::of(answer)), out)?;
    for hit in wire::hits(answer) {
        write_line(&wire::Line::Hit(Box::new(hit)), out)?;
    }
    write_line(&wire::Line::End(wire::End::of(answer)), out)
}

/// Prints what a sync did.
pub(crate) fn write_report(
    report: &SyncReport,
    config: &Config,
    took: Duration,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&wire::Report::of(report, config, took), out)
}

/// Prints what is indexed.
pub(crate) fn write_status(
    status: &IndexStatus,
    pending: Option<Pending>,
    config: &Config,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&wire::Status::of(status, pending, config), out)
}

/// Prints the document that stands in place of results.
pub(crate) fn write_error(
    kind: &str,
    message: &str,
    path: Option<&Path>,
    hint: Option<&str>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&wire::Failed::of(kind, message, path, hint), out)
}

fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    // `serde_json` keeps the kind of an I/O error in itself, and gives it back.
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Escaping))?;
    out.write_all(b"\n")
}
