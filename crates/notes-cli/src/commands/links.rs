//! `notes links`: where the links of a note lead, and which links lead to it.

use std::io;

use clap::Args;
use clap_complete::ArgValueCompleter;
use notes_index::{LinkEnd, NoteIndex, PlacedLink, Searcher};

use crate::amounts::counted;
use crate::commands::Session;
use crate::complete;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::freshness::{self, SyncMode};
use crate::nothing;
use crate::printer::gutter::Gutter;
use crate::printer::style::{Role, Style};
use crate::printer::{breadcrumb, head, json};
use crate::target::{self, Opened};
use crate::ui::Ui;

const EXAMPLES: &str = "\
Examples:
  notes links db/连接池.md
  notes links db/连接池.md#泄漏排查   of this section, and to it
  notes links '[[术语表]]' --back     what leads to a note
  notes links --broken              what leads nowhere, in all notes";

#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct LinksArgs {
    /// The note, or a section of it (PATH#HEADING, PATH:LINE), or the number of a hit of the last search
    #[arg(add = ArgValueCompleter::new(complete::targets), required_unless_present = "broken")]
    target: Option<String>,

    /// Only links that lead to a note or heading that is not there; without a note, those of all notes
    #[arg(long)]
    broken: bool,

    /// Only links of other notes that lead here
    #[arg(long, conflicts_with = "broken")]
    back: bool,

    /// Also links to addresses and to files that are no notes; nobody looks whether they are there
    #[arg(long)]
    all: bool,

    /// Say how far to follow changed notes first
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    sync: SyncMode,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// The links that were asked for.
#[derive(Default)]
struct Links {
    /// Those of the note, or the broken ones of all notes.
    out: Vec<PlacedLink>,
    /// Those of other notes that lead to it.
    back: Vec<PlacedLink>,
    /// How many lead out of the notes and are left out.
    n_elsewhere: usize,
}

/// Finds and lists them.
pub(crate) fn run(args: &LinksArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let index = NoteIndex::open(session.config.index_options())?;
    let opened = args.opened(&index, session)?;
    let (view, links) = freshness::ask(&index, args.sync, ui.audience(), |view| match &opened {
        Some(opened) => args.of_note(&view.searcher, opened),
        None => view.searcher.broken_links().map(|out| Some(Links { out, ..Links::default() })),
    })?;
    let links = match (links, &opened) {
        (None, Some(opened)) => return Err(nothing::not_indexed(&opened.note.path, session.places)),
        (links, _) => args.without_elsewhere(links.unwrap_or_default()),
    };
    let is_empty = links.out.is_empty() && links.back.is_empty();
    match args.json {
        true => json::write_links(&links.out, &links.back, &view, session.places, ui.out)?,
        false if is_empty => {}
        false if ui.terminal.out => write_lists(&links, session, ui)?,
        false => write_lines(&links, session, ui)?,
    }
    if links.n_elsewhere > 0 && !args.broken && !args.back {
        ui.remark(format_args!("{} out of the notes: --all", lead(links.n_elsewhere)))?;
    }
    view.freshness.warn_beside(args.json, ui)?;
    if is_empty {
        args.remark_on_nothing(opened.as_ref(), &view.searcher, session, ui)?;
    }
    Ok(if is_empty { ExitStatus::Nothing } else { ExitStatus::Found })
}

fn lead(n: usize) -> String {
    format!("{} {}", counted(n, "link"), if n == 1 { "leads" } else { "lead" })
}

impl LinksArgs {
    /// The note or section whose links are asked for, unless those of all notes are.
    fn opened(&self, index: &NoteIndex, session: Session<'_>) -> Result<Option<Opened>> {
        let Some(given) = &self.target else { return Ok(None) };
        let found = target::find(given, index, session.places, session.recall().as_ref())?;
        Ok(Some(found.opened))
    }

    /// Those of a note, or of a section of it, and to it; nothing if the note is not indexed.
    fn of_note(&self, searcher: &Searcher, opened: &Opened) -> notes_index::Result<Option<Links>> {
        let path = &opened.note.path;
        let Some(mut out) = searcher.links(path)? else { return Ok(None) };
        let mut back = if self.broken { Vec::new() } else { searcher.backlinks(path)? };
        if self.back {
            out.clear();
        }
        if opened.section().is_some() {
            let range = opened.range();
            let (first, last) = opened.lines_of(&range);
            out.retain(|link| range.contains(&link.link.range.start));
            back.retain(|link| matches!(link.end, LinkEnd::Note { line: Some(line), .. } if (first..=last).contains(&line)));
        }
        if self.broken {
            out.retain(|link| link.end.is_broken());
        }
        Ok(Some(Links { out, back, n_elsewhere: 0 }))
    }

    /// Leaves out what leads out of the notes, unless that is asked for.
    fn without_elsewhere(&self, mut links: Links) -> Links {
        if !self.all {
            let n_found = links.out.len();
            links.out.retain(|link| link.end != LinkEnd::Elsewhere);
            links.n_elsewhere = n_found - links.out.len();
        }
        links
    }

    /// Says that a note, or all notes, have no such links.
    fn remark_on_nothing(
        &self,
        opened: Option<&Opened>,
        searcher: &Searcher,
        session: Session<'_>,
        ui: &mut Ui<'_>,
    ) -> io::Result<()> {
        let what = if self.broken { "no broken links" } else { "no links" };
        let Some(opened) = opened else {
            return nothing::remark_on(&nothing::of(what, ""), searcher.counts(), session.config, ui);
        };
        let path = session.places.shown(&opened.note.path);
        let part = opened.section_line().map_or(path.clone(), |line| format!("the section at {path}:{line}"));
        let where_ = match (self.back, self.broken) {
            (true, _) => "of other notes lead to",
            (_, true) => "in",
            (false, false) => "in or to",
        };
        ui.remark(format_args!("{what} {where_} {part}"))
    }
}

/// By note and section, for a person.
fn write_lists(links: &Links, session: Session<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
    for some in links.out.chunk_by(|one, next| one.path == next.path) {
        write_note(some, session, ui, |link| {
            format!("{} → {}", one_line(&link.written), end(link, session))
        })?;
    }
    let style = Style::of(ui.terminal);
    if !links.back.is_empty() {
        let from = format!("{} here:", lead(links.back.len()));
        style.write(Role::Faint, &from, ui.out)?;
        writeln!(ui.out)?;
        writeln!(ui.out)?;
    }
    for some in links.back.chunk_by(|one, next| one.path == next.path) {
        write_note(some, session, ui, |link| link.line_text.to_string())?;
    }
    let broken = links.out.iter().filter(|link| link.end.is_broken()).count();
    let mut counts = counted(links.out.len() + links.back.len(), "link");
    if broken > 0 {
        counts += &format!(", {broken} broken");
    }
    style.write(Role::Faint, &counts, ui.out)?;
    writeln!(ui.out)
}

/// Some links of one note.
fn write_note(
    links: &[PlacedLink],
    session: Session<'_>,
    ui: &mut Ui<'_>,
    text: impl Fn(&PlacedLink) -> String,
) -> io::Result<()> {
    let style = Style::of(ui.terminal);
    let columns = ui.terminal.columns;
    let Some((first, last)) = links.first().zip(links.last()) else { return Ok(()) };
    head::write(&first.title, &first.path, session.places, columns, style, ui.out)?;
    let gutter = Gutter::up_to(last.start.line, style);
    for links in links.chunk_by(|one, next| one.breadcrumb == next.breadcrumb) {
        breadcrumb::write_line(&links[0].breadcrumb, columns, style, ui.out)?;
        for link in links {
            let role = if link.end.is_broken() { Role::Lack } else { Role::Text };
            gutter.write_text((link.start.line, ""), (role, &text(link)), columns, ui.out)?;
        }
    }
    writeln!(ui.out)
}

/// A line a link, for pipes.
fn write_lines(links: &Links, session: Session<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
    for link in links.out.iter().chain(&links.back) {
        let path = escape::line(&session.places.shown(&link.path)).into_owned();
        let (written, end) = (one_line(&link.written), end(link, session));
        writeln!(ui.out, "{path}:{}: {} -> {}", link.start.line, escape::line(&written), escape::line(&end))?;
    }
    Ok(())
}

/// Where a link leads, in words.
fn end(link: &PlacedLink, session: Session<'_>) -> String {
    match &link.end {
        LinkEnd::Note { path, line: Some(line) } => format!("{}:{line}", session.places.shown(path)),
        LinkEnd::Note { path, line: None } => session.places.shown(path),
        LinkEnd::NoPlace { path } => format!("{}, where no such heading is", session.places.shown(path)),
        LinkEnd::NoNote => "no such note".to_owned(),
        LinkEnd::Elsewhere => "out of the notes".to_owned(),
    }
}

/// A link on one line, which may be written on several.
fn one_line(written: &str) -> String {
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}
