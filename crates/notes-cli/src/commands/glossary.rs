//! `notes glossary`: the words that the notes themselves translate.

use std::io;

use clap::Args;
use notes_index::{Glossary, GlossaryEntry, NoteIndex};

use crate::commands::Session;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::freshness::{self, SyncMode};
use crate::nothing;
use crate::places::Places;
use crate::printer::cells::width;
use crate::printer::column::Column;
use crate::printer::json;
use crate::ui::Ui;

#[derive(Args, Debug)]
pub(crate) struct GlossaryArgs {
    /// Only pairs of this word, in either language
    #[arg(value_name = "WORD")]
    word: Vec<String>,

    /// Say how far to follow changed notes first
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    sync: SyncMode,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Lists the pairs.
pub(crate) fn run(args: &GlossaryArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let Session { config, places, .. } = session;
    let index = NoteIndex::open(config.index_options())?;
    let typed = args.word.join(" ");
    let word = Some(typed.as_str()).filter(|word| !word.trim().is_empty());
    let (view, entries) =
        freshness::ask(&index, args.sync, ui.audience(), |view| view.searcher.glossary(word))?;
    let file = view.searcher.glossary_file();
    match args.json {
        true => json::write_glossary(&entries, &view, places, ui.out)?,
        false if ui.terminal.out => write_table(&entries, places, ui)?,
        false => write_lines(&entries, places, ui)?,
    }
    view.freshness.warn_beside(args.json, ui)?;
    if entries.is_empty() {
        nothing::remark_on(&nothing::of("no pairs", &typed), view.searcher.counts(), config, ui)?;
    }
    remark_on(file, places, ui)?;
    Ok(if entries.is_empty() { ExitStatus::Nothing } else { ExitStatus::Found })
}

/// Says what could not be read of the notebook's glossary file.
pub(crate) fn remark_on(file: &Glossary, places: Places<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
    let path = places.root.join(Glossary::FILE_NAME);
    file.warnings().iter().try_for_each(|warning| {
        ui.remark(format_args!("note: {}:{}: {}", path.display(), warning.line, warning.message))
    })
}

/// Where a pair stands first: in a note, else in the glossary file.
fn first_place(entry: &GlossaryEntry, places: Places<'_>) -> String {
    match (entry.places.first(), entry.added_in) {
        (Some(place), _) => format!("{}:{}", places.shown(&place.path), place.line),
        (None, Some(line)) => format!("{}:{line}", places.shown_file(Glossary::FILE_NAME)),
        (None, None) => String::new(),
    }
}

/// Columns for a person.
fn write_table(entries: &[GlossaryEntry], places: Places<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
    let words = Column::of(entries.iter().map(|entry| entry.word.as_str()));
    let translations = Column::of(entries.iter().map(|entry| entry.translation.as_str()));
    let digits = entries.iter().map(|entry| entry.sections.to_string().len()).max().unwrap_or(0);
    for entry in entries {
        let (word, translation) = (words.cell(&entry.word), translations.cell(&entry.translation));
        let (n_sections, place) = (entry.sections, first_place(entry, places));
        let pair = format!("{word}  {translation}  {n_sections:>digits$}");
        // As a path below its title, it is not cut.
        let fits = width(&pair) + 2 + width(&place) <= ui.terminal.columns;
        writeln!(ui.out, "{pair}{}{}", if fits { "  " } else { "\n    " }, escape::line(&place))?;
    }
    Ok(())
}

/// Fields with a tab between, for programs.
fn write_lines(entries: &[GlossaryEntry], places: Places<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
    entries.iter().try_for_each(|entry| {
        let place = first_place(entry, places);
        let fields = [&entry.word, &entry.translation, &entry.sections.to_string(), &place];
        writeln!(ui.out, "{}", fields.map(|field| escape::line(field).replace('\t', " ")).join("\t"))
    })
}
