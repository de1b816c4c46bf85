//! What a shell asks while a command line is typed.

use std::collections::BTreeSet;
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, is_separator};

use clap::Command;
use clap_complete::engine::ValueCompleter;
use clap_complete::{CompleteEnv, CompletionCandidate, PathCompleter};
use notes_index::NoteIndex;

use crate::amounts::counted;
use crate::config::{self, Choice, Config};
use crate::environment::Environment;
use crate::places::is_from_here;
use crate::raw_args;

/// Set by the shell when it asks.
pub(crate) const VARIABLE: &str = "NOTES_COMPLETE";

/// Answers if a shell asks what may be typed for a program; says whether one did.
pub(crate) fn answered(program: impl Fn() -> Command) -> bool {
    if env::var_os(VARIABLE).is_none() {
        return false;
    }
    let current_dir = env::current_dir().ok();
    let completer = CompleteEnv::with_factory(program).var(VARIABLE).bin("notes").completer("notes");
    // What can't be completed is typed.
    completer.try_complete(env::args_os(), current_dir.as_deref()).unwrap_or(true)
}

/// The notebook that the line names as far as it is typed: words as the user wrote them, behind those of the shell.
fn typed_choice(environment: &Environment) -> Choice {
    let line: Vec<OsString> = env::args_os().skip_while(|arg| arg != "--").skip(1).collect();
    let folder = |name| raw_args::value_of(&line, name).map(|folder| environment.expanded(Path::new(folder)));
    let notebook = raw_args::value_of(&line, "--notebook").map(str::to_owned);
    Choice { root: folder("--root"), notebook, index_dir: folder("--index-dir") }
}

/// The tags of the notebook as its index has them: nothing is read anew for this.
pub(crate) fn tags(typed: &OsStr) -> Vec<CompletionCandidate> {
    let known = || -> Option<Vec<notes_index::TagCount>> {
        let environment = Environment::of_process().ok()?;
        let config = Config::resolve(&typed_choice(&environment), &environment).ok()?;
        NoteIndex::open(config.index_options()).ok()?.searcher().ok()?.tags().ok()
    };
    let candidates = known().into_iter().flatten().map(|tag| (tag.tag, counted(tag.notes, "note")));
    beginning(typed, candidates)
}

/// The notebooks that the user has named.
pub(crate) fn notebooks(typed: &OsStr) -> Vec<CompletionCandidate> {
    let named = || config::notebooks(&Environment::of_process().ok()?).ok();
    let candidates =
        named().into_iter().flatten().map(|(name, folder)| (name, folder.value.display().to_string()));
    beginning(typed, candidates)
}

/// What a note may be named by: files from the current folder if that is among the notes, and from the folder of the notes.
pub(crate) fn targets(typed: &OsStr) -> Vec<CompletionCandidate> {
    from_each(typed, |config| {
        let extensions = config.files.extensions.value.clone();
        PathCompleter::any().filter(move |path| path.is_file() && is_any_of(&extensions, path))
    })
}

/// What `--path` may name, from there alike.
pub(crate) fn paths(typed: &OsStr) -> Vec<CompletionCandidate> {
    from_each(typed, |_| PathCompleter::any().filter(|path| path.parent().is_some()))
}

fn is_any_of(extensions: &[String], path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    extensions.iter().any(|one| extension.eq_ignore_ascii_case(one))
}

/// Paths one folder deep, so that a notebook of any size is quick.
fn from_each(typed: &OsStr, completer: impl Fn(&Config) -> PathCompleter) -> Vec<CompletionCandidate> {
    let config = || {
        let environment = Environment::of_process().ok()?;
        let config = Config::resolve(&typed_choice(&environment), &environment).ok()?;
        Some((config, environment.cwd.canonicalize().ok()?))
    };
    let Some((config, cwd)) = config() else { return PathCompleter::file().complete(typed) };
    let mut candidates = Vec::new();
    if counts_from_here(typed) || cwd.starts_with(&config.root) {
        candidates = completer(&config).complete(typed);
    }
    if !counts_from_here(typed) && cwd != config.root {
        let known: BTreeSet<OsString> = candidates.iter().map(|one| one.get_value().to_owned()).collect();
        let there = completer(&config).current_dir(&config.root).complete(typed);
        candidates.extend(there.into_iter().filter(|one| !known.contains(one.get_value())));
    }
    // A control character would be a command to the terminal.
    candidates.retain(|one| !one.get_value().to_string_lossy().contains(crate::escape::is_unsafe));
    candidates
}

/// Whether a path says by itself where it begins, as far as it is typed: dots alone may be the beginning of a hidden name,
/// and `~` becomes the home folder.
fn counts_from_here(typed: &OsStr) -> bool {
    let typed = typed.to_string_lossy();
    typed.starts_with('~') || (typed.contains(is_separator) && is_from_here(&typed))
}

fn beginning(typed: &OsStr, candidates: impl Iterator<Item = (String, String)>) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    // A control character would be a command to the terminal.
    let is_meant = |(value, _): &(String, String)| {
        value.starts_with(&*typed) && !value.contains(crate::escape::is_unsafe)
    };
    let candidate = |(value, help): (String, String)| CompletionCandidate::new(value).help(Some(help.into()));
    candidates.filter(is_meant).map(candidate).collect()
}
