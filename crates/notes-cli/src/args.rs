//! What can be asked: options of the whole program and the commands. The comments are the help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};
use clap_complete::ArgValueCompleter;

use crate::commands::completions::CompletionsArgs;
use crate::commands::config::ConfigArgs;
use crate::commands::doctor::DoctorArgs;
use crate::commands::glossary::GlossaryArgs;
use crate::commands::index::IndexArgs;
use crate::commands::manual::ManArgs;
use crate::commands::open::OpenArgs;
use crate::commands::outline::OutlineArgs;
use crate::commands::search::SearchArgs;
use crate::commands::serve::ServeArgs;
use crate::commands::show::ShowArgs;
use crate::commands::status::StatusArgs;
use crate::commands::tags::TagsArgs;
use crate::commands::tasks::TasksArgs;
use crate::commands::watch::WatchArgs;
use crate::commands::why::WhyArgs;
use crate::complete;
use crate::config::Choice;
use crate::terminal::ColorChoice;
use crate::ui::Loudness;

const EXAMPLES: &str = "\
Examples:
  notes search 连接池                    find the sections about it, best first
  notes search '\"连接池 大小\"' --code    an exact phrase, in code blocks only
  notes search --tag python/async        list what has a tag
  notes show 2                           read the second hit
  notes open 2                           edit it, at the place
  notes tags                             list the tags, notes tasks what is to be done
  notes why 连接池 db/连接池.md:20       say why that section is found, or is not
  notes index                            bring the index up to the notes
  notes status                           say what is indexed, and where
  notes watch                            keep the index at the notes: searches need not look
  notes doctor --fix                     look whether the index is sound, and mend it

Which notes:
  The first of these that there is: --root or --notebook, $NOTES_ROOT, the folder of
  the nearest .notes.toml upwards, the notebook of the user's notes/config.toml that
  the current folder lies in, the nearest folder upwards that has an index, `default`
  or `root` in the user's notes/config.toml, the current folder.

Exit status:
  0  found, or done        1  nothing found        2  an error";

/// Search Markdown notes in Chinese and English
///
/// Finds the section that you mean, not just the line: its breadcrumb, its text and the matches in it.
/// The index is built when it is first needed and follows the notes by itself.
#[derive(Debug, Parser)]
#[command(name = "notes", version, max_term_width = 90, after_long_help = EXAMPLES)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options that stand before or after any command.
#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArgs {
    /// Take the notes below this folder
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) root: Option<PathBuf>,

    /// Take the notebook of this name, from the user's notes/config.toml
    #[arg(long, global = true, value_name = "NAME", conflicts_with = "root", add = ArgValueCompleter::new(complete::notebooks))]
    pub(crate) notebook: Option<String>,

    /// Keep the index in exactly this folder
    ///
    /// By default it is a folder of its own below notes/ in the user's cache folder.
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) index_dir: Option<PathBuf>,

    /// Say when to use colour and links
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,

    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,

    /// Say where everything is and what is done
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
}

impl GlobalArgs {
    /// Which notes, and where their index is.
    pub(crate) fn choice(&self) -> Choice {
        let GlobalArgs { root, notebook, index_dir, .. } = self;
        Choice { root: root.clone(), notebook: notebook.clone(), index_dir: index_dir.clone() }
    }

    /// How much to say besides the output.
    pub(crate) fn loudness(&self) -> Loudness {
        match (self.quiet, self.verbose) {
            (true, _) => Loudness::Quiet,
            (false, true) => Loudness::Verbose,
            (false, false) => Loudness::Usual,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(flatten)]
    Notebook(NotebookCommand),
    #[command(flatten)]
    Program(ProgramCommand),
}

/// What is done with notes.
#[derive(Debug, Subcommand)]
pub(crate) enum NotebookCommand {
    Search(SearchArgs),
    Show(ShowArgs),
    Open(OpenArgs),
    Outline(OutlineArgs),
    Tags(TagsArgs),
    Tasks(TasksArgs),
    Why(WhyArgs),
    Glossary(GlossaryArgs),
    Index(IndexArgs),
    Status(StatusArgs),
    Watch(WatchArgs),
    Serve(ServeArgs),
    Doctor(DoctorArgs),
    Config(ConfigArgs),
}

/// What the program says of itself, whatever notes there are.
#[derive(Debug, Subcommand)]
pub(crate) enum ProgramCommand {
    Completions(CompletionsArgs),
    Man(ManArgs),
    /// Print the JSON Schema of what --json prints
    Schema,
}
