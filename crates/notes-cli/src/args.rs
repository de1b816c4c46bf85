//! What can be asked: options of the whole program and the commands. The comments are the help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};
use clap_complete::ArgValueCompleter;

use crate::commands::completions::CompletionsArgs;
use crate::commands::config::ConfigArgs;
use crate::commands::doctor::DoctorArgs;
use crate::commands::forget::ForgetArgs;
use crate::commands::glossary::GlossaryArgs;
use crate::commands::index::IndexArgs;
use crate::commands::links::LinksArgs;
use crate::commands::manual::ManArgs;
use crate::commands::open::OpenArgs;
use crate::commands::outline::OutlineArgs;
use crate::commands::search::SearchArgs;
use crate::commands::serve::ServeArgs;
use crate::commands::show::ShowArgs;
use crate::commands::similar::SimilarArgs;
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
  notes search 连接池                  find the sections about it, best first
  notes search '\"连接池的上限\"'        an exact phrase
  notes search --tag python/async      list what has a tag
  notes show 2                         read the second hit
  notes open 2                         edit it, at the place
  notes tags                           list the tags
  notes tasks                          list what is to be done
  notes links db/连接池.md             its links, and those that lead to it
  notes why 连接池 db/连接池.md:20     say why that section is found, or not
  notes index                          bring the index up to the notes
  notes status                         say what is indexed, and where
  notes watch                          keep the index at the notes
  notes doctor --fix                   is the index sound? mend it

Which notes:
  The first of these that there is: --root or --notebook, $NOTES_ROOT, the
  folder of the nearest .notes.toml upwards, the notebook of the user's
  notes/config.toml that the current folder lies in, the outermost folder
  upwards that has an index, `default` or `root` in the user's
  notes/config.toml, the current folder.

Exit status:
  0  found, or done        1  nothing found        2  an error";

/// Search Markdown notes in Chinese and English
///
/// Finds the section that you mean, not just the line: its breadcrumb, its text and the matches in it.
/// The index is built when it is first needed and follows the notes by itself.
#[derive(Debug, Parser)]
#[command(name = "notes", version, max_term_width = 80, after_long_help = EXAMPLES)]
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
    /// Find sections and code blocks
    ///
    /// Shows the sections of your notes that the words are about, best first, grouped by note. In a pipe it
    /// prints a line a hit: path:line: breadcrumb: text.
    Search(SearchArgs),
    #[command(flatten)]
    Notebook(NotebookCommand),
    #[command(flatten)]
    Program(ProgramCommand),
}

/// What else is done with notes. The arguments of a command are made when it is called: to make those of all would take
/// a search as long as to open the index.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum NotebookCommand {
    /// Show a section or a note
    ///
    /// The text as it stands in the file, with code in colours and the columns of tables below each other; in a pipe
    /// the bare text. A section is a heading and its own text; a path alone shows the whole note.
    Show(ShowArgs),
    /// Open a note in your editor, at the place
    ///
    /// The editor is $VISUAL, else $EDITOR, else vi. Those that are known are told line and column; the others open the
    /// file.
    Open(OpenArgs),
    /// List the sections of a note
    ///
    /// With the line that each begins at. Headings are sections, and so are list items and containers that name what
    /// they hold.
    Outline(OutlineArgs),
    /// List the tags, with how many notes have each
    ///
    /// As a tree on a terminal: a tag counts the notes of those below it as well. In a pipe a line a tag: count, tab, tag.
    Tags(TagsArgs),
    /// List the items of check lists
    ///
    /// Those that are open, by note and heading. In a pipe it prints a line a task: path:line: [ ] text.
    Tasks(TasksArgs),
    /// List the links of a note, and those that lead to it
    ///
    /// With where each leads: a link names a note by its path, its file's name, an alias or its title. In a pipe it prints a
    /// line a link: path:line: link -> where it leads.
    Links(LinksArgs),
    /// Find what is about the same as a note or section
    ///
    /// Searches the other notes for its most telling words; what shares more and rarer ones stands first. -v says which words
    /// these are. Prints what a search prints.
    Similar(SimilarArgs),
    /// Say why a section is found, or is not
    ///
    /// Says where each word of the query stands in the section and in what leads to it, what rules it out,
    /// and why the hit above it stands above it.
    Why(WhyArgs),
    /// List the words that your notes themselves translate
    ///
    /// With how many sections have a pair, as 连接池（connection pool）, and where the first one stands. A search
    /// for one side also finds the other, below what has the word itself. A file .notes-glossary in the folder
    /// of the notes adds pairs (连接池 = connection pool), forbids them (- 负载 = load)
    /// and names words that no dictionary has (算子下推).
    Glossary(GlossaryArgs),
    /// Bring the index up to the notes
    ///
    /// Reads what was added or modified, drops what is gone, and reports it, with the files that were left
    /// out and why. A search does the same by itself; this is for many changes at once, and for looking.
    Index(IndexArgs),
    /// Say what is indexed where, how fresh and how big
    ///
    /// Compares the index with the notes but changes nothing.
    Status(StatusArgs),
    /// Keep the index at the notes
    ///
    /// Runs until it is stopped; with -v it says what it indexes. While it runs, a search asks it instead of looking
    /// at every note. Where it can't be sure that it hears of every change, as on network file systems, searches
    /// look for themselves. If the folder of the notes goes away, it says so and waits, for as long as it takes, until
    /// the folder or another one in its place is there. Stopping it in any way does no harm.
    Watch(WatchArgs),
    /// Answer an editor or another program, for search as you type
    ///
    /// Speaks JSON-RPC 2.0 on standard input and output, a message a line. A newer search cancels an older one;
    /// texts that are not saved yet can be put in. Ends with standard input, or when told to shut down.
    Serve(ServeArgs),
    /// Look whether the index is sound, byte for byte
    ///
    /// Compares every file of the index with its checksum and every stored section with its note, and asks for
    /// some of what stands in notes. A search looks at the stamps of files only, which is quick and shows what
    /// programs do to them; this also shows what a failing disk does. Exits with 1 if something is wrong.
    Doctor(DoctorArgs),
    /// Show every setting, and where it came from
    Config(ConfigArgs),
}

/// What is done whatever notes there are.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum ProgramCommand {
    /// Remove an index, or list those there are
    ///
    /// That of the notes which a search would look into here, unless --root or --notebook names others: so what was searched
    /// by mistake no longer takes over the folders below it. The notes are not touched. An index that is watched or
    /// written stays, and so does whatever is no index.
    Forget(ForgetArgs),
    /// Print what makes a shell complete what is typed
    Completions(CompletionsArgs),
    /// Print the manual page, or write those of all commands
    Man(ManArgs),
    /// Print the JSON Schema of what --json prints
    Schema,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::printer::cells::width;

    #[test]
    fn examples_are_not_broken_at_80_columns() {
        let mut cli = Cli::command();
        cli.build();
        for command in std::iter::once(&cli).chain(cli.get_subcommands()) {
            let text = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            for line in text.lines() {
                assert!(width(line) <= 78, "{}: {line}", command.get_name());
            }
        }
    }
}
