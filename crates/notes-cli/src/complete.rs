//! What a shell asks while a command line is typed.

use std::env;
use std::ffi::OsStr;

use clap::Command;
use clap_complete::{CompleteEnv, CompletionCandidate};
use notes_index::NoteIndex;

use crate::config::{self, Choice, Config};
use crate::environment::Environment;

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

/// The tags of the notebook as its index has them: nothing is read anew for this.
pub(crate) fn tags(typed: &OsStr) -> Vec<CompletionCandidate> {
    let counted = || -> Option<Vec<notes_index::TagCount>> {
        let config = Config::resolve(&Choice::default(), &Environment::of_process().ok()?).ok()?;
        NoteIndex::open(config.index_options()).ok()?.searcher().ok()?.tags().ok()
    };
    let candidates = counted().into_iter().flatten().map(|tag| {
        let notes = if tag.notes == 1 { "1 note".to_owned() } else { format!("{} notes", tag.notes) };
        (tag.tag, notes)
    });
    beginning(typed, candidates)
}

/// The notebooks that the user has named.
pub(crate) fn notebooks(typed: &OsStr) -> Vec<CompletionCandidate> {
    let named = || config::notebooks(&Environment::of_process().ok()?).ok();
    let candidates =
        named().into_iter().flatten().map(|(name, folder)| (name, folder.value.display().to_string()));
    beginning(typed, candidates)
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
