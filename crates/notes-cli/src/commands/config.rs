//! `notes config`: every value that is decided, and where it came from.

use std::io;

use clap::{Args, ValueEnum};

use crate::commands::Session;
use crate::config::{Origin, ShownSetting};
use crate::editor;
use crate::environment::Named;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::pager;
use crate::printer::column::Column;
use crate::printer::json;
use crate::terminal::ColorChoice;
use crate::ui::Ui;

const EXAMPLES: &str = "\
The user's own file is notes/config.toml in the configuration folder
(~/.config):

  # the notebook where none is near
  default = \"study\"
  # which files are notes
  extensions = [\"md\", \"markdown\"]
  # larger ones are left out
  max_note_bytes = 16_777_216

  [notebooks]
  study = \"~/notes\"
  work = \"~/company/wiki\"

A notebook may have a .notes.toml with `extensions`, `max_note_bytes` (above
16 MiB only as far as the user's file says) and `root`, a folder below its
own. It goes before the user's file; the environment goes before both, options
before everything.

Examples:
  notes config
  notes config --notebook work --json";

/// A folder of the home folder has room in it.
const MAX_VALUE_COLUMNS: usize = 60;

#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct ConfigArgs {
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Shows them.
pub(crate) fn run(
    args: &ConfigArgs,
    color: ColorChoice,
    session: Session<'_>,
    ui: &mut Ui<'_>,
) -> Result<ExitStatus> {
    let settings = settings(color, session);
    match args.json {
        true => json::write_config(&settings, session.config, ui.out)?,
        false => write(&settings, session, ui)?,
    }
    Ok(ExitStatus::Found)
}

fn settings(choice: ColorChoice, session: Session<'_>) -> Vec<ShownSetting> {
    let (config, environment) = (session.config, session.environment);
    let shown = |name, value: String, from: String| ShownSetting { name, value, from };
    let program = |name, named: &Option<Named>, default: &str| match named {
        Some(named) if named.command.trim().is_empty() => {
            shown(name, "none".to_owned(), Origin::Variable(named.variable).to_string())
        }
        Some(named) => shown(name, named.command.clone(), Origin::Variable(named.variable).to_string()),
        None => shown(name, default.to_owned(), Origin::Default.to_string()),
    };
    let color = choice.to_possible_value().map_or(String::new(), |value| value.get_name().to_owned());
    let color_from = match choice == ColorChoice::Auto {
        true if environment.plain => Origin::Variable("NO_COLOR or TERM"),
        true => Origin::Default,
        false => Origin::Flag("--color"),
    };
    vec![
        shown("root", config.root.display().to_string(), config.named_by.to_string()),
        shown("index_dir", config.index_dir.display().to_string(), config.index_dir_by.to_string()),
        shown("extensions", config.files.extensions.value.join(", "), config.files.extensions.by.to_string()),
        shown(
            "max_note_bytes",
            config.files.max_note_bytes.value.to_string(),
            config.files.max_note_bytes.by.to_string(),
        ),
        shown("color", color, color_from.to_string()),
        program("pager", &environment.pager, pager::DEFAULT),
        program("editor", &environment.editor, editor::DEFAULT),
    ]
}

fn write(settings: &[ShownSetting], session: Session<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
    let notebooks = session.config.notebooks.iter().map(|(name, setting)| {
        let from = Origin::File(setting.file.clone(), setting.line).to_string();
        let folder = session.environment.expanded(&setting.value);
        let trouble = match () {
            () if !folder.is_absolute() => ": it must be absolute or begin with ~/",
            () if !folder.is_dir() => ": there is no such folder",
            () => "",
        };
        (format!("notebook {name}"), setting.value.display().to_string(), from + trouble)
    });
    let settings =
        settings.iter().map(|setting| (setting.name.to_owned(), setting.value.clone(), setting.from.clone()));
    let rows: Vec<(String, String, String)> = settings.chain(notebooks).collect();
    let names = Column::of(rows.iter().map(|row| row.0.as_str()));
    let values = Column::within(MAX_VALUE_COLUMNS, rows.iter().map(|row| row.1.as_str()));
    for (name, value, from) in &rows {
        writeln!(ui.out, "{}  {}  {}", names.cell(name), values.cell(value), escape::line(from))?;
    }
    match &session.config.user_file {
        Some(file) if !file.exists() => {
            ui.remark(format_args!("note: there is no {} yet; notes config --help shows one", file.display()))
        }
        _ => Ok(()),
    }
}
