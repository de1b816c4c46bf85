//! `notes similar`: what else is about the same as a note or section.

use clap::Args;
use clap_complete::ArgValueCompleter;
use notes_index::NoteIndex;

use crate::commands::Session;
use crate::commands::search::{PageArgs, Search};
use crate::complete;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::freshness;
use crate::nothing;
use crate::target;
use crate::ui::Ui;

const EXAMPLES: &str = "\
Examples:
  notes similar db/连接池.md              like the whole note
  notes similar db/连接池.md#泄漏排查     like this section
  notes similar 3 --per-note 1            like hit 3 of the last search
  notes similar db/redis.md --files -n 5  the five nearest notes";

#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct SimilarArgs {
    /// PATH, PATH:LINE, PATH#ANCHOR, or the number of a hit of the last search
    #[arg(value_name = "PATH[:LINE]|N", add = ArgValueCompleter::new(complete::targets))]
    target: String,

    #[command(flatten)]
    page: PageArgs,
}

/// Chooses the words, and searches for them.
pub(crate) fn run(args: &SimilarArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let options = args.page.options(false, session.places)?;
    let index = NoteIndex::open(session.config.index_options())?;
    let opened = target::find(&args.target, &index, session.places, session.recall().as_ref())?.opened;
    let line = opened.section_line();
    let path = &opened.note.path;
    let (_, query) =
        freshness::ask(&index, args.page.sync, ui.audience(), |view| view.searcher.query_like(path, line))?;
    let Some(query) = query else { return Err(nothing::not_indexed(path, session.places)) };
    ui.explain(format_args!("the query is {query}"))?;
    let shown = session.places.shown(path);
    let like = line.map_or(shown.clone(), |line| format!("{shown}:{line}"));
    let (query, like) = (&query, Some(like.as_str()));
    Search { query, like, options, page: &args.page, index: &index, session }.run(ui)
}
