//! One command, one file: what it takes above what it does.

pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod doctor;
pub(crate) mod glossary;
pub(crate) mod index;
pub(crate) mod manual;
pub(crate) mod open;
pub(crate) mod outline;
pub(crate) mod schema;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod status;
pub(crate) mod tags;
pub(crate) mod tasks;
pub(crate) mod watch;
pub(crate) mod why;

use crate::args::{Cli, Command, NotebookCommand, ProgramCommand};
use crate::config::Config;
use crate::environment::Environment;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::places::Places;
use crate::recall::Recall;
use crate::ui::Ui;

/// What every command works with.
#[derive(Clone, Copy)]
pub(crate) struct Session<'a> {
    pub(crate) config: &'a Config,
    pub(crate) environment: &'a Environment,
    pub(crate) places: Places<'a>,
}

impl Session<'_> {
    /// The last search in this notebook that a person saw.
    pub(crate) fn recall(&self) -> Option<Recall> {
        Recall::read(self.config.recall_file.as_deref()?, &self.config.root)
    }
}

/// Does what was asked.
pub(crate) fn run(cli: &Cli, environment: &Environment, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let command = match &cli.command {
        Command::Notebook(command) => command,
        Command::Program(command) => return run_alone(command, ui),
    };
    let config = Config::resolve(&cli.global, environment)?;
    ui.explain(format_args!("notes in {} (from {})", config.root.display(), config.named_by))?;
    ui.explain(format_args!("index in {}", config.index_dir.display()))?;
    let places = Places { root: &config.root, cwd: &environment.cwd };
    let session = Session { config: &config, environment, places };
    match command {
        NotebookCommand::Search(args) => search::run(args, session, ui),
        NotebookCommand::Show(args) => show::run(args, session, ui),
        NotebookCommand::Open(args) => open::run(args, session, ui),
        NotebookCommand::Outline(args) => outline::run(args, session, ui),
        NotebookCommand::Tags(args) => tags::run(args, session, ui),
        NotebookCommand::Tasks(args) => tasks::run(args, session, ui),
        NotebookCommand::Why(args) => why::run(args, session, ui),
        NotebookCommand::Glossary(args) => glossary::run(args, session, ui),
        NotebookCommand::Index(args) => index::run(args, session, ui),
        NotebookCommand::Status(args) => status::run(args, session, ui),
        NotebookCommand::Watch(args) => watch::run(args, session, ui),
        NotebookCommand::Serve(args) => serve::run(args, session, ui),
        NotebookCommand::Doctor(args) => doctor::run(args, session, ui),
        NotebookCommand::Config(args) => config::run(args, &cli.global, session, ui),
    }
}

/// Does what needs no notebook.
fn run_alone(command: &ProgramCommand, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    match command {
        ProgramCommand::Completions(args) => completions::run(args, ui),
        ProgramCommand::Man(args) => manual::run(args, ui),
        ProgramCommand::Schema => schema::run(ui),
    }
}
