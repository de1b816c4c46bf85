//! `notes outline`: the sections of a note.

use std::io;

use clap::Args;
use clap_complete::ArgValueCompleter;
use notes_index::NoteIndex;

use crate::commands::Session;
use crate::complete;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::printer::json;
use crate::printer::style::{Role, Style};
use crate::target::{self, Opened};
use crate::ui::Ui;

#[derive(Args, Debug)]
#[command(after_long_help = "Examples:\n  notes outline db/连接池.md\n  notes outline db/连接池.md --json")]
pub(crate) struct OutlineArgs {
    /// The note, or a place in it (PATH:LINE, PATH#ANCHOR, the number of a hit), whose section is marked
    #[arg(add = ArgValueCompleter::new(complete::targets))]
    path: String,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Reads the note and lists them.
pub(crate) fn run(args: &OutlineArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let index = NoteIndex::open(session.config.index_options())?;
    let recall = session.recall();
    let opened = target::find(&args.path, &index, session.places, recall.as_ref())?.opened;
    match args.json {
        true => json::write_outline(&opened, session.places, ui.out)?,
        false => write(&opened, session, ui)?,
    }
    Ok(ExitStatus::Found)
}

fn write(opened: &Opened, session: Session<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
    let style = Style::of(ui.terminal);
    let (note, places) = (&opened.note, session.places);
    style.write(Role::Title, &escape::line(&note.title), ui.out)?;
    write!(ui.out, "  ")?;
    style.write_path(&escape::line(&places.shown(&note.path)), &places.absolute(&note.path), ui.out)?;
    writeln!(ui.out)?;
    let digits = opened.lines.n_lines().to_string().len();
    for (section, line) in opened.named_sections() {
        let depth = section.breadcrumb.len().saturating_sub(1);
        let is_meant = opened.section().is_some_and(|meant| meant.range == section.range);
        let mark = if is_meant { ">" } else { " " };
        style.write(Role::Faint, &format!("{mark} {line:>digits$}  {:1$}", "", depth * 2), ui.out)?;
        writeln!(ui.out, "{}", escape::line(&section.name))?;
    }
    Ok(())
}
