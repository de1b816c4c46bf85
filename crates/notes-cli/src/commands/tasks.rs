//! `notes tasks`: the items of check lists.

use std::collections::BTreeMap;
use std::io;
use std::ops::{Range, RangeInclusive};

use clap::{Args, ValueEnum};
use clap_complete::ArgValueCompleter;
use notes_index::{NoteIndex, NotePath, Query, SearchOptions};

use crate::commands::Session;
use crate::complete;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::freshness::{self, SyncMode};
use crate::printer::style::{Role, Style};
use crate::printer::{breadcrumb, counted, escape, json};
use crate::target::{Opened, Spot};
use crate::ui::Ui;

const EXAMPLES: &str = "\
Examples:
  notes tasks                          what is open
  notes tasks --done --path 'daily/**'
  notes tasks --tag work --heading 下周
  notes tasks '连接池 created:>=2026'  of the sections that a query finds";

/// List the items of check lists
///
/// Those that are open, by note and heading. In a pipe it prints a line a task: path:line: [ ] text.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct TasksArgs {
    /// Only tasks in sections that this query finds
    #[arg(value_name = "QUERY")]
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
    #[arg(long, value_name = "GLOB")]
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

/// A task and where it stands.
pub(crate) struct ListedTask {
    pub(crate) done: bool,
    /// What stands behind its box, as written.
    pub(crate) text: String,
    /// Where the text begins.
    pub(crate) place: notes_index::Position,
    /// What leads to the section that holds it.
    pub(crate) breadcrumb: Vec<String>,
}

/// The tasks of a note.
pub(crate) struct NoteTasks {
    pub(crate) path: NotePath,
    pub(crate) title: String,
    pub(crate) tasks: Vec<ListedTask>,
}

/// Finds and lists them.
pub(crate) fn run(args: &TasksArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let index = NoteIndex::open(session.config.index_options())?;
    let (query, options) = (Query::parse(&args.query()), args.options(session)?);
    let (_, results) =
        freshness::ask(&index, args.sync, ui.remarks(), |view| view.searcher.search(&query, &options))?;
    let mut sections: BTreeMap<NotePath, Vec<RangeInclusive<u32>>> = BTreeMap::new();
    for hit in results.hits {
        sections.entry(hit.path).or_default().push(hit.lines.0..=hit.lines.1);
    }
    let mut notes = Vec::new();
    for (path, lines) in sections {
        // One that vanished a moment ago has none.
        let Ok(opened) = Opened::new(&index, path, Spot::Whole) else { continue };
        notes.extend(args.tasks_of(&opened, &lines));
    }
    match args.json {
        true => json::write_tasks(&notes, ui.out)?,
        false if ui.terminal.out => write_lists(&notes, session, ui)?,
        false => write_lines(&notes, session, ui)?,
    }
    for diagnostic in query.diagnostics() {
        ui.remark(format_args!("note: {}", diagnostic.message))?;
    }
    Ok(if notes.is_empty() { ExitStatus::Nothing } else { ExitStatus::Found })
}

impl TasksArgs {
    fn state(&self) -> State {
        match (self.done, self.all) {
            (true, _) => State::Done,
            (_, true) => State::All,
            _ => self.state,
        }
    }

    /// What was asked for, and that there must be tasks.
    fn query(&self) -> String {
        let tasks = match self.state() {
            State::Open => "task:open",
            State::Done => "task:done",
            State::All => "(task:open OR task:done)",
        };
        format!("{} {tasks}", self.query.join(" "))
    }

    fn options(&self, session: Session<'_>) -> Result<SearchOptions> {
        let options = SearchOptions::new().limit(0).per_note(0);
        let mut options = self.tag.iter().fold(options, SearchOptions::tag);
        for path in &self.path {
            options = options.path(session.places.filter(path)?);
        }
        Ok(options)
    }

    /// The tasks of a note that are meant and stand in one of these sections.
    fn tasks_of(&self, opened: &Opened, sections: &[RangeInclusive<u32>]) -> Option<NoteTasks> {
        let note = &opened.note;
        let listed = note.tasks.iter().filter_map(|task| {
            let is_meant = match self.state() {
                State::Open => !task.done,
                State::Done => task.done,
                State::All => true,
            };
            let line = opened.lines.line(task.range.start);
            let section = note.sections.iter().rfind(|section| section.range.start <= task.range.start)?;
            let is_inside = sections.iter().any(|lines| lines.contains(&line));
            (is_meant && is_inside && self.is_below(&section.breadcrumb)).then(|| {
                let range = text_of(opened, line).unwrap_or(task.range.clone());
                ListedTask {
                    done: task.done,
                    text: opened.text[range.clone()].to_owned(),
                    place: opened.lines.position(&opened.text, range.start),
                    breadcrumb: section.breadcrumb.clone(),
                }
            })
        });
        let tasks: Vec<ListedTask> = listed.collect();
        let (path, title) = (note.path.clone(), note.title.clone());
        (!tasks.is_empty()).then_some(NoteTasks { path, title, tasks })
    }

    /// Whether all words of `--heading` stand in what leads to a task.
    fn is_below(&self, breadcrumb: &[String]) -> bool {
        let names = breadcrumb.join("\n").to_lowercase();
        let heading = self.heading.as_deref().unwrap_or_default().to_lowercase();
        heading.split_whitespace().all(|word| names.contains(word))
    }
}

/// What stands behind the box of a line, as written: marks of a link or of code belong to it.
fn text_of(opened: &Opened, line: u32) -> Option<Range<usize>> {
    let range = opened.lines.range(&opened.text, line);
    let source = &opened.text[range.clone()];
    let is_box = |at: &usize| {
        let mut inside = source[at + 1..].chars();
        inside.next().is_some() && inside.next() == Some(']')
    };
    let at = source.match_indices('[').map(|(at, _)| at).find(is_box)?;
    let behind = &source[at + source[at..].find(']')? + 1..];
    let start = range.start + source.len() - behind.trim_start().len();
    Some(start..start + behind.trim().len())
}

impl ListedTask {
    fn mark(&self) -> &'static str {
        if self.done { "[x]" } else { "[ ]" }
    }
}

/// By note and heading, for a person.
fn write_lists(notes: &[NoteTasks], session: Session<'_>, ui: &mut Ui<'_>) -> io::Result<()> {
    let style = Style { color: ui.terminal.color, links: ui.terminal.links };
    for note in notes {
        style.write(Role::Title, &escape::line(&note.title), ui.out)?;
        write!(ui.out, "  ")?;
        let shown = session.places.shown(&note.path);
        style.write_path(&escape::line(&shown), &session.places.absolute(&note.path), ui.out)?;
        writeln!(ui.out)?;
        let digits = note.tasks.last().map_or(1, |task| task.place.line.to_string().len());
        for tasks in note.tasks.chunk_by(|one, next| one.breadcrumb == next.breadcrumb) {
            if !tasks[0].breadcrumb.is_empty() {
                write!(ui.out, "  ")?;
                style.write(Role::Breadcrumb, &breadcrumb::whole(&tasks[0].breadcrumb), ui.out)?;
                writeln!(ui.out)?;
            }
            for task in tasks {
                style.write(Role::Faint, &format!("  {:>digits$} │ ", task.place.line), ui.out)?;
                writeln!(ui.out, "{} {}", task.mark(), escape::line(&task.text))?;
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
            let (line, mark) = (task.place.line, task.mark());
            writeln!(ui.out, "{}:{line}: {mark} {}", escape::line(&path), escape::line(&task.text))?;
        }
    }
    Ok(())
}
