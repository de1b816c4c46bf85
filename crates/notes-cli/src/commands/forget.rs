//! `notes forget`: removes an index, and says which there are.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use notes_index::{KnownIndex, NoteIndex};

use crate::amounts::size;
use crate::config::{self, Choice, Config};
use crate::environment::Environment;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::{Failure, Result};
use crate::recall::Recall;
use crate::ui::Ui;

const EXAMPLES: &str = "\
Examples:
  notes forget --list     the indexes, with their notes
  notes forget --gone     remove those whose notes are gone
  notes forget            remove the one that a search here looks into";

#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct ForgetArgs {
    /// List the indexes in the cache folder, and remove none
    #[arg(long, conflicts_with = "gone")]
    list: bool,

    /// Remove the indexes of folders that are not there any more
    #[arg(long)]
    gone: bool,
}

/// Removes the index of the notes that are meant, or what the options say.
pub(crate) fn run(
    args: &ForgetArgs,
    choice: &Choice,
    environment: &Environment,
    ui: &mut Ui<'_>,
) -> Result<ExitStatus> {
    if args.list {
        list(environment, ui)
    } else if args.gone {
        forget_gone(environment, ui)
    } else {
        forget_one(&Config::resolve(choice, environment)?, ui)
    }
}

/// Removes the index that a search here would ask, and what is remembered of the last one.
fn forget_one(config: &Config, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    // Refuses the index of other notes.
    NoteIndex::open(config.index_options())?;
    let Some(known) = forgotten(&config.index_dir)? else {
        ui.remark(format_args!("there is no index of the notes in {}", config.root.display()))?;
        return Ok(ExitStatus::Nothing);
    };
    let is_of_it = |file: &&Path| Recall::read(file).is_some_and(|recall| recall.is_in(&config.root));
    if let Some(file) = config.recall_file.as_deref().filter(is_of_it) {
        // It means nothing to anybody now; what can't be removed is written over by the next search.
        let _ = fs::remove_file(file);
    }
    say(&known, &config.root, ui)?;
    Ok(ExitStatus::Found)
}

fn list(environment: &Environment, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let indexes = indexes(environment)?;
    for (dir, known) in &indexes {
        let (notes, what) = match &known.root {
            Some(root) if root.is_dir() => (root, ""),
            Some(root) => (root, "  (gone)"),
            None => (dir, "  (not finished)"),
        };
        writeln!(ui.out, "{:>9}  {}{what}", size(known.bytes), escape::line(&notes.to_string_lossy()))?;
    }
    if indexes.is_empty() {
        ui.remark("there are no indexes")?;
    }
    Ok(if indexes.is_empty() { ExitStatus::Nothing } else { ExitStatus::Found })
}

fn forget_gone(environment: &Environment, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let mut n_forgotten = 0;
    for (dir, known) in indexes(environment)? {
        // One that can't be looked at may be there.
        let Some(root) = known.root.filter(|root| root.try_exists().is_ok_and(|is_there| !is_there)) else {
            continue;
        };
        if let Some(known) = forgotten(&dir)? {
            say(&known, &root, ui)?;
            n_forgotten += 1;
        }
    }
    if n_forgotten == 0 {
        ui.remark("the notes of every index are there")?;
    }
    Ok(ExitStatus::Found)
}

fn forgotten(index_dir: &Path) -> Result<Option<KnownIndex>> {
    NoteIndex::forget(index_dir).map_err(|error| {
        let is_watched = error.is_watched();
        let failure = Failure::from(error);
        if is_watched {
            failure.hint("end that process first: it would make the index anew")
        } else {
            failure
        }
    })
}

fn say(known: &KnownIndex, root: &Path, ui: &mut Ui<'_>) -> Result<()> {
    let (root, freed) = (root.to_string_lossy(), size(known.bytes));
    Ok(writeln!(ui.out, "forgot the index of {} ({freed}); the notes are as they were", escape::line(&root))?)
}

/// The indexes that are kept where nobody has named a folder, by their notes.
fn indexes(environment: &Environment) -> Result<Vec<(PathBuf, KnownIndex)>> {
    let entries = fs::read_dir(config::indexes_dir(environment)?).into_iter().flatten().flatten();
    let dirs = entries.map(|entry| entry.path()).filter(|path| path.is_dir());
    // What is no index, or can't be read, is none of ours.
    let known = dirs.filter_map(|dir| Some((NoteIndex::known_in(&dir).ok()??, dir)));
    let mut indexes: Vec<(PathBuf, KnownIndex)> = known.map(|(known, dir)| (dir, known)).collect();
    indexes.sort_by(|one, other| (&one.1.root, &one.0).cmp(&(&other.1.root, &other.0)));
    Ok(indexes)
}
