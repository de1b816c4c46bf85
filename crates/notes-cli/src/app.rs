//! From arguments to an exit status: reads what was asked, runs it, says what went wrong.

use std::env;
use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::time::Instant;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::args::{Cli, Command, NotebookCommand, ProgramCommand};
use crate::commands::{self, Session};
use crate::complete;
use crate::config::{Config, Origin};
use crate::environment::{self, Environment};
use crate::exit::ExitStatus;
use crate::failure::{Failure, Result};
use crate::places::Places;
use crate::printer::json;
use crate::raw_args;
use crate::terminal::{ColorChoice, Terminal};
use crate::ui::Ui;
use crate::usage;

/// Runs the program on the process's own arguments, environment and streams.
pub(crate) fn run() -> ExitStatus {
    let started = Instant::now();
    if complete::answered(Cli::command) {
        return ExitStatus::Found;
    }
    let raw = raw_args::with_signs_as_words(env::args_os().collect());
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    let done = match Cli::try_parse_from(&raw) {
        Ok(cli) => prepare(&cli, started, &mut out, &mut err),
        Err(error) => answer_usage(&error, &raw, &mut out, &mut err),
    };
    match done.and_then(|status| Ok(out.flush().map(|()| status)?)) {
        Ok(status) => status,
        Err(failure) if failure.is_broken_pipe() => {
            discard(out);
            ExitStatus::Found
        }
        Err(failure) => report(&failure, usage::wants_json(&raw), &mut out, &mut err),
    }
}

/// Looks at the surroundings first.
fn prepare(cli: &Cli, started: Instant, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitStatus> {
    let environment = Environment::of_process()?;
    let terminal = Terminal::detect(cli.global.color, environment.plain);
    let mut ui = Ui { out, err, terminal, loudness: cli.global.loudness(), started };
    obey(cli, &environment, &mut ui)
}

/// Does what was asked.
fn obey(cli: &Cli, environment: &Environment, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    match &cli.command {
        Command::Search(args) => {
            in_notebook(cli, environment, ui, |session, ui| commands::search::run(args, session, ui))
        }
        Command::Notebook(command) => {
            let color = cli.global.color;
            in_notebook(cli, environment, ui, |session, ui| obey_there(command, color, session, ui))
        }
        Command::Program(command) => obey_alone(command, cli, environment, ui),
    }
}

/// Does something in the notebook that is meant.
fn in_notebook(
    cli: &Cli,
    environment: &Environment,
    ui: &mut Ui<'_>,
    act: impl FnOnce(Session<'_>, &mut Ui<'_>) -> Result<ExitStatus>,
) -> Result<ExitStatus> {
    let config = Config::resolve(&cli.global.choice(), environment)?;
    ui.explain(format_args!("notes in {} (from {})", config.root.display(), config.named_by))?;
    ui.explain(format_args!("index in {}", config.index_dir.display()))?;
    let places = Places { root: &config.root, cwd: &environment.cwd };
    let status = act(Session { config: &config, environment, places }, ui).map_err(|failure| match config
        .index_dir_by
    {
        Origin::Default => failure.hint_at_own_folder(&config.index_dir).hint_at_index(&config.index_dir),
        _ => failure.hint_at_index(&config.index_dir),
    })?;
    if is_of_all_notes(&cli.command) && config.is_widened(environment) {
        ui.remark(format_args!(
            "note: these are the notes in {}, as that has an index; --root . takes only those here, \
             notes forget drops that index",
            config.root.display()
        ))?;
    }
    Ok(status)
}

/// Whether a command is about all notes, rather than about one that was named, or says where they are.
fn is_of_all_notes(command: &Command) -> bool {
    use NotebookCommand::{Glossary, Index, Similar, Tags, Tasks};
    match command {
        Command::Search(_) => true,
        Command::Notebook(command) => {
            matches!(command, Glossary(_) | Index(_) | Similar(_) | Tags(_) | Tasks(_))
        }
        Command::Program(_) => false,
    }
}

/// Does what is done with notes and is no search.
fn obey_there(
    command: &NotebookCommand,
    color: ColorChoice,
    session: Session<'_>,
    ui: &mut Ui<'_>,
) -> Result<ExitStatus> {
    match command {
        NotebookCommand::Show(args) => commands::show::run(args, session, ui),
        NotebookCommand::Open(args) => commands::open::run(args, session, ui),
        NotebookCommand::Outline(args) => commands::outline::run(args, session, ui),
        NotebookCommand::Tags(args) => commands::tags::run(args, session, ui),
        NotebookCommand::Tasks(args) => commands::tasks::run(args, session, ui),
        NotebookCommand::Links(args) => commands::links::run(args, session, ui),
        NotebookCommand::Similar(args) => commands::similar::run(args, session, ui),
        NotebookCommand::Why(args) => commands::why::run(args, session, ui),
        NotebookCommand::Glossary(args) => commands::glossary::run(args, session, ui),
        NotebookCommand::Index(args) => commands::index::run(args, session, ui),
        NotebookCommand::Status(args) => commands::status::run(args, session, ui),
        NotebookCommand::Watch(args) => commands::watch::run(args, session, ui),
        NotebookCommand::Serve(args) => commands::serve::run(args, session, ui),
        NotebookCommand::Doctor(args) => commands::doctor::run(args, session, ui),
        NotebookCommand::Config(args) => commands::config::run(args, color, session, ui),
    }
}

/// Does what needs no notebook.
fn obey_alone(
    command: &ProgramCommand,
    cli: &Cli,
    environment: &Environment,
    ui: &mut Ui<'_>,
) -> Result<ExitStatus> {
    match command {
        ProgramCommand::Forget(args) => commands::forget::run(args, &cli.global.choice(), environment, ui),
        ProgramCommand::Completions(args) => commands::completions::run(args, ui),
        ProgramCommand::Man(args) => commands::manual::run(args, Cli::command(), ui),
        ProgramCommand::Schema => commands::schema::run(ui),
    }
}

/// Help and version are answers; everything else that clap objects to is a failure.
fn answer_usage(
    error: &clap::Error,
    raw: &[OsString],
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<ExitStatus> {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        write!(err, "{}", error.render())?;
        return Ok(ExitStatus::Failed);
    }
    if error.use_stderr() {
        return Err(usage::explain(error, raw));
    }
    let color = Terminal::detect(usage::color_choice(raw), environment::asks_for_plain_text()).color;
    let text = error.render();
    if color {
        write!(out, "{}", text.ansi())?
    } else {
        write!(out, "{text}")?
    }
    Ok(ExitStatus::Found)
}

/// Nothing more can be told to anyone if even this fails.
fn report(failure: &Failure, as_json: bool, out: &mut dyn Write, err: &mut dyn Write) -> ExitStatus {
    let _ = if as_json { json::write_failure(failure, out) } else { Ok(()) };
    let _ = out.flush();
    let _ = failure.write_text(err);
    ExitStatus::Failed
}

/// Drops what is still buffered: a writer that is dropped would try to write it once more.
fn discard(out: BufWriter<impl Write>) {
    let (_, _) = out.into_parts();
}
