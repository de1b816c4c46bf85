//! `notes tasks`: the items of check lists.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use clap::{Args, ValueEnum};
use clap_complete::ArgValueCompleter;
use notes_index::{
    Expr, Hit, NoteIndex, NotePath, Query, Relation, SearchOptions, SearchResults, Searcher, Section, Task,
    folded_text,
};

use crate::amounts::counted;
use crate::checklist::{Found, NoteTasks};
use crate::commands::Session;
use crate::complete;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::freshness::{self, SyncMode};
use crate::nothing;
use crate::printer::gutter::Gutter;
use crate::printer::style::{Role, Style};
use crate::printer::{approximately, breadcrumb, head, json};
use crate::raw_args;
use crate::request;
use crate::target::{Opened, Spot};
use crate::ui::Ui;
use crate::unmet;

const EXAMPLES: &str = "\
Examples:
  notes tasks                          what is open
  notes tasks --done --path 'daily/**'
  notes tasks --tag 周报 --heading 周五
  notes tasks '连接池 created:>=2024'  what a query finds";

#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct TasksArgs {
    /// Only tasks with words of this query; where it finds a section by other text, all tasks there
    #[arg(value_name = "QUERY", value_parser = raw_args::word)]
    query: Vec<String>,

    /// Which tasks
    #[arg(long, value_name = "WHICH", default_value = "open")]
    state: State,

    /// Those that are done; short for --state done
    #[arg(long, conflicts_with = "state")]
    done: bool,

    /// Both; short for --state all
    #[arg(long, conflicts_with_all = ["state", "done"])]
    all: bool,

    /// Only notes with this tag or one below it (can be repeated: all of them)
    #[arg(long, value_name = "TAG", add = ArgValueCompleter::new(complete::tags))]
    tag: Vec<String>,

    /// Only below headings with these words
    #[arg(long, value_name = "WORDS")]
    heading: Option<String>,

    /// Only notes that match this glob or stand below this folder (can be repeated: any of them)
    #[arg(long, value_name = "GLOB", add = ArgValueCompleter::new(complete::paths))]
    path: Vec<String>,

    /// Say how far to follow changed notes first
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    sync: SyncMode,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Which tasks are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum State {
    /// Not done yet
    Open,
    /// Done
    Done,
    /// Both
    All,
}

/// Finds and lists them.
pub(crate) fn run(args: &TasksArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let index = NoteIndex::open(session.config.index_options())?;
    let (query, options) = (request::query(&args.query()), args.options(session)?);
    let (view, (found, remarks)) = freshness::ask(&index, args.sync, ui.audience(), |view| {
        find(&view.searcher, &query, &options, args.states())
    })?;
    let mut notes = Vec::new();
    for (path, found) in found {
        // One that vanished a moment ago has none.
        let Ok(opened) = Opened::new(&index, path, Spot::Whole) else { continue };
        notes.extend(NoteTasks::of(&opened, &found, |task, section| args.wants(task, section)));
    }
    match args.json {
        true => json::write_tasks(&notes, &view, session.places, ui.out)?,
        false if notes.is_empty() => {}
        false if ui.terminal.out => write_lists(&notes, session, ui)?,
        false => write_lines(&notes, session, ui)?,
    }
    for remark in remarks {
        ui.remark(format_args!("note: {remark}"))?;
    }
    view.freshness.warn_beside(args.json, ui)?;
    if notes.is_empty() {
        nothing::remark_on(&args.nothing(), view.searcher.counts(), session.config, ui)?;
        if ui.has_audience() {
            let filters = request::filters(&args.path, &[], &args.tag, session.places)?;
            for sentence in unmet::said(&view.searcher, &query, filters)? {
                ui.remark(format_args!("hint: {sentence}"))?;
            }
        }
    }
    Ok(if notes.is_empty() { ExitStatus::Nothing } else { ExitStatus::Found })
}

/// The sections with tasks that a query finds, the lines that its words stand on, and what is to be said about it. The lines are
/// asked for by themselves: where tasks are, theirs are what was found.
fn find(
    searcher: &Searcher,
    query: &Query,
    options: &SearchOptions,
    states: &[bool],
) -> notes_index::Result<(BTreeMap<NotePath, Found>, Vec<String>)> {
    let with_tasks = states.iter().copied().fold(options.clone(), SearchOptions::task);
    let results = searcher.search(query, &with_tasks)?;
    let remarks = remarks(&results);
    let mut found: BTreeMap<NotePath, Found> = BTreeMap::new();
    for hit in results.hits {
        found.entry(hit.path).or_default().sections.push(hit.lines.first);
    }
    if !found.is_empty() && has_words(query) {
        for hit in searcher.search(query, options)?.hits {
            if let Some(found) = found.get_mut(&hit.path) {
                found.lit.extend(lit_lines(&hit));
            }
        }
    }
    Ok((found, remarks))
}

/// What is said about the query, and which words were taken for others: no task says so itself.
fn remarks(results: &SearchResults) -> Vec<String> {
    let near = results.hits.iter().flat_map(|hit| &hit.approximate);
    let typos: BTreeSet<String> =
        near.filter(|near| near.relation == Relation::Typo).map(approximately).collect();
    results.diagnostics.iter().map(|said| said.message.clone()).chain(typos).collect()
}

/// Whether a query is more than filters.
fn has_words(query: &Query) -> bool {
    match query.expr() {
        Expr::All(clauses) => clauses.iter().any(|clause| !matches!(clause, Expr::Is { .. })),
        Expr::Is { .. } => false,
        _ => true,
    }
}

/// The lines of a hit that words stand on. Behind the last match that is listed there may be more on any line.
fn lit_lines(hit: &Hit) -> impl Iterator<Item = u32> {
    let is_cut = hit.matches_total > hit.matches.len();
    let behind = hit.matches.last().filter(|_| is_cut).map(|last| last.start.line..=hit.lines.last);
    hit.matches.iter().map(|found| found.start.line..=found.end.line).chain(behind).flatten()
}

impl TasksArgs {
    fn query(&self) -> String {
        self.query.join(" ")
    }

    /// What to say if there are none.
    fn nothing(&self) -> String {
        let what = match self.states() {
            [false] => "no open tasks",
            [true] => "no done tasks",
            _ => "no tasks",
        };
        let is_filtered = !self.tag.is_empty() || !self.path.is_empty() || self.heading.is_some();
        nothing::of(what, &self.query()) + if is_filtered { nothing::WITH_FILTERS } else { "" }
    }

    /// Whether those are meant that are done, those that are open, or both.
    fn states(&self) -> &'static [bool] {
        match (self.done, self.all, self.state) {
            (_, true, _) | (_, _, State::All) => &[false, true],
            (true, ..) | (_, _, State::Done) => &[true],
            (.., State::Open) => &[false],
        }
    }

    fn options(&self, session: Session<'_>) -> Result<SearchOptions> {
        let options = request::options().limit(0).per_note(0);
        let mut options = self.tag.iter().fold(options, SearchOptions::tag);
        for path in &self.path {
            options = options.path(session.places.filter(path)?);
        }
        Ok(options)
    }

    /// Whether a task is meant.
    fn wants(&self, task: &Task, section: &Section) -> bool {
        self.states().contains(&task.done) && self.is_below(&section.breadcrumb)
    }

    /// Whether all words of `--heading` stand in what leads to a task.
    fn is_below(&self, breadcrumb: &[String]) -> bool {
        let names = folded_text(&breadcrumb.join("\n"));
        let heading = folded_text(self.heading.as_deref().unwrap_or_default());
        heading.split_whitespace().all(|word| names.contains(word))
    }
}

/// By note and heading, for a person.
fn write_lists(notes: &[NoteTasks], session: Session<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
    let style = Style::of(ui.terminal);
    let columns = ui.terminal.columns;
    for note in notes {
        head::write(&note.title, &note.path, session.places, columns, style, ui.out)?;
        let gutter = Gutter::up_to(note.tasks.last().map_or(1, |task| task.place.start.line), style);
        for tasks in note.tasks.chunk_by(|one, next| one.breadcrumb == next.breadcrumb) {
            breadcrumb::write_line(&tasks[0].breadcrumb, columns, style, ui.out)?;
            for task in tasks {
                let before = (task.place.start.line, &*format!("{} ", task.mark()));
                gutter.write_text(before, (Role::Text, &task.text), columns, ui.out)?;
            }
        }
        writeln!(ui.out)?;
    }
    let n_tasks = notes.iter().map(|note| note.tasks.len()).sum();
    let counts = format!("{} in {}", counted(n_tasks, "task"), counted(notes.len(), "note"));
    style.write(Role::Faint, &counts, ui.out)?;
    writeln!(ui.out)
}

/// A line a task, for pipes.
fn write_lines(notes: &[NoteTasks], session: Session<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
    for note in notes {
        let path = session.places.shown(&note.path);
        for task in &note.tasks {
            let (line, mark) = (task.place.start.line, task.mark());
            writeln!(ui.out, "{}:{line}: {mark} {}", escape::line(&path), escape::line(&task.text))?;
        }
    }
    Ok(())
}
