//! What `show` and `open` are given: a note, a place in it, or a hit of the last search by its number.

mod opened;
mod typed;

use notes_index::{NoteIndex, NotePath};

use self::opened::FIND_IT;
pub(crate) use self::opened::Opened;
pub(crate) use self::typed::{Spot, Target};
use crate::failure::{Failure, Result};
use crate::freshness::{self, SyncMode, View};
use crate::places::Places;
use crate::progress::Audience;
use crate::recall::Recall;
use crate::shell::quoted;

/// What was asked for, and the words that led to it.
pub(crate) struct Found {
    /// The place.
    pub(crate) opened: Opened,
    /// The query of the last search, if the target is one of its hits.
    pub(crate) query: Option<String>,
}

/// Finds a target. A number is a hit of the last search in this notebook.
pub(crate) fn find(
    given: &str,
    index: &NoteIndex,
    places: Places<'_>,
    recall: Option<&Recall>,
) -> Result<Found> {
    match Target::parse(given, |path| places.is_file(path)) {
        Target::In(path, spot) => Opened::new(index, places.note(path)?, spot).map(Found::from),
        Target::Linked(link) => find_linked(link, index, places).map(Found::from),
        Target::Hit(number) => find_hit(number, index, places, recall),
    }
}

/// Where a wiki link leads.
fn find_linked(link: &str, index: &NoteIndex, places: Places<'_>) -> Result<Opened> {
    let (name, anchor) = link.split_once('#').unwrap_or((link, ""));
    // In a note these lead to its own folder or to that above; here nothing is around them.
    if name.chars().all(|c| matches!(c, '.' | '/' | '\\') || c.is_whitespace()) {
        return Err(Failure::usage(format!("[[{link}]] names no note")).hint(FIND_IT));
    }
    let ask = |view: &View| view.searcher.note_named(link);
    let (_, named) = freshness::ask(index, SyncMode::Auto, Audience::Nobody, ask)?;
    let (path, anchor) = match named {
        Some((path, anchor)) => (path, anchor.unwrap_or_default()),
        None if places.is_file(name) => (places.note(name)?, anchor),
        None => return Err(Failure::usage(format!("no note is called \"{name}\"")).hint(FIND_IT)),
    };
    Opened::new(index, path, Spot::behind_hash(anchor))
}

/// The hit of this number.
fn find_hit(number: usize, index: &NoteIndex, places: Places<'_>, recall: Option<&Recall>) -> Result<Found> {
    let Some(recall) = recall else {
        let failure = Failure::usage(format!("there is no search whose hit {number} could be meant"));
        return Err(failure.hint("search first, then name a hit by the number before it"));
    };
    if !recall.is_in(places.root) {
        let (here, there) = (places.root.display(), &recall.root);
        let failure =
            Failure::usage(format!("the last search was in {there}, and these notes are in {here}"));
        return Err(failure.hint(format!("search here first, or name those with --root {}", quoted(there))));
    }
    let hit = recall.hit(number)?;
    let mut opened = Opened::new(index, NotePath::new(&hit.path)?, Spot::Whole)?;
    opened.go_to_hit(hit)?;
    Ok(Found { opened, query: Some(recall.query.clone()) })
}

impl From<Opened> for Found {
    fn from(opened: Opened) -> Found {
        Found { opened, query: None }
    }
}
