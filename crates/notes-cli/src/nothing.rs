//! What is said where nothing is found.

use std::io;

use notes_index::{Counts, NotePath};

use crate::amounts::counted;
use crate::config::{Config, NamedBy};
use crate::failure::Failure;
use crate::places::Places;
use crate::ui::Ui;

/// How it ends where filters were given.
pub(crate) const WITH_FILTERS: &str = " with these filters";

/// That there is none of something, and what was asked for.
pub(crate) fn of(what: &str, query: &str) -> String {
    let asked = if query.trim().is_empty() { String::new() } else { format!(" for {query}") };
    format!("{what} found{asked}")
}

/// That a note which is there is not indexed.
pub(crate) fn not_indexed(note: &NotePath, places: Places<'_>) -> Failure {
    let failure = Failure::usage(format_args!("{} is not among the indexed notes", places.shown(note)));
    failure.hint("notes index says what was left out, and why")
}

/// Says what was looked for in vain, and in which notes: a folder that the user did not just name may be another one than
/// is meant.
pub(crate) fn remark_on(what: &str, counts: Counts, config: &Config, ui: &mut Ui<'_>) -> io::Result<()> {
    let root = config.root.display();
    if counts.notes == 0 {
        ui.remark(what)?;
        return ui
            .remark(format_args!("hint: there are no notes in {root}; name another folder with --root"));
    }
    match config.named_by {
        NamedBy::Flag | NamedBy::Name(_) => ui.remark(what),
        _ => ui.remark(format_args!("{what} in {root} ({})", counted(counts.notes, "note"))),
    }
}
