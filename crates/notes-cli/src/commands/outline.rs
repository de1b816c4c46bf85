//! `notes outline`: the sections of a note.

use std::io;

use clap::{Args, ValueHint};
use notes_index::{NoteIndex, Section};

use crate::commands::Session;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::printer::style::{Role, Style};
use crate::printer::{escape, json};
use crate::target::{Opened, Spot};
use crate::ui::Ui;

/// List the sections of a note
///
/// With the line that each begins at. Headings are sections, and so are list items and containers that name what
/// they hold.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:\n  notes outline db/连接池.md\n  notes outline db/连接池.md --json")]
pub(crate) struct OutlineArgs {
    /// The note
    #[arg(value_hint = ValueHint::FilePath)]
    path: String,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Reads the note and lists them.
pub(crate) fn run(args: &OutlineArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let index = NoteIndex::open(session.config.index_options())?;
    let opened = Opened::new(&index, session.places.note(&args.path)?, Spot::Whole)?;
    match args.json {
        true => json::write_outline(&opened, session.places, ui.out)?,
        false => write(&opened, session, ui)?,
    }
    Ok(ExitStatus::Found)
}

/// Those that have a name of their own: not the root section, the title, nor text that only goes on.
pub(crate) fn named_sections(opened: &Opened) -> impl Iterator<Item = (&Section, u32)> {
    let named = opened
        .note
        .sections
        .iter()
        .filter(|section| section.breadcrumb.last().is_some_and(|name| *name == section.name));
    named.map(|section| (section, opened.lines.line(section.range.start)))
}

fn write(opened: &Opened, session: Session<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
    let style = Style { color: ui.terminal.color, links: ui.terminal.links };
    let (note, places) = (&opened.note, session.places);
    style.write(Role::Title, &escape::line(&note.title), ui.out)?;
    write!(ui.out, "  ")?;
    style.write_path(&escape::line(&places.shown(&note.path)), &places.absolute(&note.path), ui.out)?;
    writeln!(ui.out)?;
    let digits = opened.lines.n_lines().to_string().len();
    for (section, line) in named_sections(opened) {
        let depth = section.breadcrumb.len().saturating_sub(1);
        style.write(Role::Faint, &format!("  {line:>digits$}  {:1$}", "", depth * 2), ui.out)?;
        writeln!(ui.out, "{}", escape::line(&section.name))?;
    }
    Ok(())
}
