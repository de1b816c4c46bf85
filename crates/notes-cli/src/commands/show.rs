//! `notes show`: a section to be read, or its text or code to be used.

use std::io;
use std::ops::Range;

use clap::Args;
use clap_complete::ArgValueCompleter;
use notes_index::NoteIndex;

use crate::commands::Session;
use crate::complete;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::{Failure, Result};
use crate::freshness::{self, SyncMode, View};
use crate::pager;
use crate::places;
use crate::printer::json;
use crate::printer::page::Page;
use crate::printer::style::Style;
use crate::request;
use crate::target::{self, Found, Opened};
use crate::ui::Ui;

const EXAMPLES: &str = "\
Examples:
  notes show 3                         the third hit of the last search
  notes show db/连接池.md              a whole note
  notes show db/连接池.md:40           the section that line 40 stands in
  notes show db/连接池.md#泄漏排查     the section with that heading or anchor
  notes show db/redis.md#持久化 --code > tune.sh";

#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct ShowArgs {
    /// PATH, PATH:LINE, PATH#ANCHOR, or the number of a hit of the last search
    #[arg(value_name = "PATH[:LINE]|N", add = ArgValueCompleter::new(complete::targets))]
    target: String,

    /// Print the text alone, as it is written
    #[arg(long, group = "form")]
    raw: bool,

    /// Print the code block alone: the one that is meant, else the first
    #[arg(long, group = "form")]
    code: bool,

    /// Print one JSON document
    #[arg(long, group = "form")]
    json: bool,

    /// Light up what this query matches [default: that of the last search, for its hits]
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,

    /// Don't use a pager
    #[arg(long)]
    no_pager: bool,
}

/// Finds and shows it.
pub(crate) fn run(args: &ShowArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let index = NoteIndex::open(session.config.index_options())?;
    let recall = session.recall();
    let found = target::find(&args.target, &index, session.places, recall.as_ref())?;
    let opened = &found.opened;
    if args.code {
        write_as_written(&code_of(&found)?, ui)?;
    } else if args.json {
        json::write_page(opened, session.places, ui.out)?;
    } else if args.raw || !(ui.terminal.out || ui.terminal.color) {
        write_as_written(&opened.text[opened.range()], ui)?;
    } else {
        let highlights = highlights(args.query.as_deref().or(found.query.as_deref()), &index, opened, ui);
        let page = print(opened, &highlights, session, ui)?;
        match args.no_pager {
            true => ui.out.write_all(&page)?,
            false => pager::write(&page, session.environment, ui)?,
        }
    }
    Ok(ExitStatus::Found)
}

/// Writes a note's own text: byte for byte, but to a terminal nothing that would steer it.
fn write_as_written(text: &str, ui: &mut Ui<'_>) -> io::Result<()> {
    match ui.terminal.out {
        true => ui.out.write_all(escape::text(&text.replace("\r\n", "\n")).as_bytes()),
        false => ui.out.write_all(text.as_bytes()),
    }
}

fn print(
    opened: &Opened,
    highlights: &[Range<usize>],
    session: Session<'_>,
    ui: &Ui<'_>,
) -> io::Result<Vec<u8>> {
    let style = Style::of(ui.terminal);
    let (places, columns) = (session.places, ui.terminal.columns);
    let mut page = Vec::new();
    Page { opened, highlights, places, style, columns }.print(&mut page)?;
    Ok(page)
}

/// The content of the code block that is meant, without its fences.
fn code_of(found: &Found) -> Result<String> {
    let opened = &found.opened;
    let Some(block) = opened.code_block() else {
        let what = if opened.section().is_some() { "section" } else { "note" };
        return Err(Failure::usage(format!("the {what} has no code block")).hint("show it without --code"));
    };
    let spans = opened.note.sections.iter().flat_map(|section| &section.spans);
    let inside = spans.filter(|span| {
        span.kind == notes_index::SpanKind::Code
            && block.range.start <= span.range.start
            && span.range.end <= block.range.end
    });
    Ok(inside.fold(String::new(), |code, span| {
        code + opened.text[span.range.clone()].trim_end_matches(['\r', '\n']) + "\n"
    }))
}

/// What a query matches in what is shown. Colours are no reason to fail: without an index there are none.
fn highlights(query: Option<&str>, index: &NoteIndex, opened: &Opened, ui: &mut Ui<'_>) -> Vec<Range<usize>> {
    let Some(query) = query else { return Vec::new() };
    let options = request::options().path(places::only(&opened.note.path)).limit(0).per_note(0);
    let search = |view: &View| view.searcher.search(&request::query(query), &options);
    let Ok((_, results)) = freshness::ask(index, SyncMode::Auto, ui.audience(), search) else {
        return Vec::new();
    };
    let place = |position: notes_index::Position| {
        let line = opened.lines.range(&opened.text, position.line);
        (line.start + position.column as usize - 1).min(line.end)
    };
    let matches = results.hits.iter().flat_map(|hit| &hit.matches);
    let mut highlights: Vec<Range<usize>> =
        matches.map(|found| place(found.start)..place(found.end)).filter(|range| !range.is_empty()).collect();
    highlights.sort_by_key(|range| (range.start, range.end));
    highlights
}
