//! `notes links`: where the links of a note lead, and which links lead to it.

use std::io;

use clap::Args;
use clap_complete::ArgValueCompleter;
use notes_index::{LinkEnd, NoteIndex, NotePath, PlacedLink, Searcher};

use crate::amounts::counted;
use crate::commands::{Session, nothing};
use crate::complete;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::freshness::{self, SyncMode};
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
struct Links {
    /// Those of the note, or the broken ones of all notes.
    out: Vec<PlacedLink>,
    /// Those of other notes that lead to it.
    back: Vec<PlacedLink>,
}

/// Finds and lists them.
pub(crate) fn run(args: &LinksArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let index = NoteIndex::open(session.config.index_options())?;
    let recall = session.recall();
    let opened =
        args.target.as_deref().map(|given| target::find(given, &index, session.places, recall.as_ref()));
    let opened = opened.transpose()?.map(|found| found.opened);
    let (view, links) = freshness::ask(&index, args.sync, ui.remarks(), |view| match &opened {
        Some(opened) => args.of_note(&view.searcher, opened),
        None => view.searcher.broken_links().map(|out| Ok(Links { out, back: Vec::new() })),
    })?;
    let mut links = links.map_err(|note| nothing::not_indexed(&note, session.places))?;
    let n_found = links.out.len();
    if !args.all {
        links.out.retain(|link| link.end != LinkEnd::Elsewhere);
    }
    let n_elsewhere = n_found - links.out.len();
    let is_empty = links.out.is_empty() && links.back.is_empty();
    match args.json {
        true => json::write_links(&links.out, &links.back, &view, session.places, ui.out)?,
        false if is_empty => {}
        false if ui.terminal.out => write_lists(&links, session, ui)?,
        false => write_lines(&links, session, ui)?,
    }
    if n_elsewhere > 0 && !args.broken && !args.back {
        ui.remark(format_args!("{} out of the notes: --all", lead(n_elsewhere)))?;
    }
    view.freshness.warn_beside(args.json, ui)?;
    if is_empty {
        let what = if args.broken { "no broken links" } else { "no links" };
        match &opened {
            Some(opened) => ui.remark(args.nothing_of(what, opened, session))?,
            None => {
                nothing::remark_on(&nothing::of(what, "", false), view.searcher.counts(), session.config, ui)?
            }
        }
    }
    Ok(if is_empty { ExitStatus::Nothing } else { ExitStatus::Found })
}

fn lead(n: usize) -> String {
    format!("{} {}", counted(n, "link"), if n == 1 { "leads" } else { "lead" })
}

impl LinksArgs {
    /// What to say if a note has none.
    fn nothing_of(&self, what: &str, opened: &Opened, session: Session<'_>) -> String {
        let path = session.places.shown(&opened.note.path);
        let part = opened.section_line().map_or(path.clone(), |line| format!("the section at {path}:{line}"));
        let where_ = match (self.back, self.broken) {
            (true, _) => "of other notes lead to",
            (_, true) => "in",
            (false, false) => "in or to",
        };
        format!("{what} {where_} {part}")
    }

    /// Those of a note, or of a section of it, and to it; the note itself if it is not indexed.
    fn of_note(
        &self,
        searcher: &Searcher,
        opened: &Opened,
    ) -> notes_index::Result<std::result::Result<Links, NotePath>> {
        let path = &opened.note.path;
        let Some(mut out) = searcher.links(path)? else { return Ok(Err(path.clone())) };
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
        Ok(Ok(Links { out, back }))
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
