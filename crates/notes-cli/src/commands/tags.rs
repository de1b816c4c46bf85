//! `notes tags`: the tags of a notebook as a tree.

use std::io;

use clap::Args;
use clap_complete::ArgValueCompleter;
use notes_index::{NoteIndex, TagCount, folded_text};

use crate::commands::Session;
use crate::complete;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::freshness::{self, SyncMode};
use crate::nothing;
use crate::printer::column::Column;
use crate::printer::json;
use crate::printer::style::{Role, Style};
use crate::ui::Ui;

#[derive(Args, Debug)]
#[command(after_long_help = "Examples:\n  notes tags\n  notes tags python\n  notes tags --json")]
pub(crate) struct TagsArgs {
    /// Only this tag and those below it
    #[arg(add = ArgValueCompleter::new(complete::tags))]
    tag: Option<String>,

    /// Say how far to follow changed notes first
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    sync: SyncMode,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Counts and lists them.
pub(crate) fn run(args: &TagsArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let Session { config, .. } = session;
    let index = NoteIndex::open(config.index_options())?;
    let (view, mut tags) = freshness::ask(&index, args.sync, ui.audience(), |view| view.searcher.tags())?;
    if let Some(wanted) = &args.tag {
        tags.retain(|tag| is_below(&tag.tag, wanted.trim_start_matches(['#', '＃']).trim_end_matches('/')));
    }
    match args.json {
        true => json::write_tags(&tags, &view, ui.out)?,
        false if ui.terminal.out => write_tree(&tags, ui)?,
        false => {
            tags.iter().try_for_each(|tag| writeln!(ui.out, "{}\t{}", tag.notes, escape::line(&tag.tag)))?;
        }
    }
    view.freshness.warn_beside(args.json, ui)?;
    if tags.is_empty() {
        let what = nothing::of("no tags", args.tag.as_deref().unwrap_or_default());
        nothing::remark_on(&what, view.searcher.counts(), config, ui)?;
    }
    Ok(if tags.is_empty() { ExitStatus::Nothing } else { ExitStatus::Found })
}

/// Whether a tag is another or stands below it, as a search takes tags.
fn is_below(tag: &str, above: &str) -> bool {
    let (tag, above) = (folded_text(tag), folded_text(above));
    tag.strip_prefix(&above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn write_tree(tags: &[TagCount], ui: &mut Ui<'_>) -> io::Result<()> {
    let style = Style::of(ui.terminal);
    let entries: Vec<String> = tags.iter().map(|tag| entry(&tag.tag)).collect();
    let column = Column::of(entries.iter().map(String::as_str));
    for (tag, entry) in tags.iter().zip(&entries) {
        write!(ui.out, "{}  ", column.cell(entry))?;
        style.write(Role::Faint, &tag.notes.to_string(), ui.out)?;
        writeln!(ui.out)?;
    }
    Ok(())
}

/// The last part of a tag, as deep as it stands.
fn entry(tag: &str) -> String {
    let depth = tag.matches('/').count();
    let name = tag.rsplit('/').next().unwrap_or(tag);
    if depth == 0 { format!("#{name}") } else { format!("{:1$}{name}", "", depth * 2 + 1) }
}
