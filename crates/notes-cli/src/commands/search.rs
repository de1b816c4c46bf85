//! `notes search`: a query in, hits out.

use clap::{Args, ValueEnum};
use clap_complete::ArgValueCompleter;
use notes_index::{NoteCount, NoteIndex, Query, SearchOptions, Sort};

use crate::commands::glossary;
use crate::complete;
use crate::config::Config;
use crate::exit::ExitStatus;
use crate::failure::{Failure, Result};
use crate::freshness::{self, Freshness, SyncMode, View};
use crate::places::Places;
use crate::printer::{self, Answer, Format, counted, escape};
use crate::recall::Recall;
use crate::ui::Ui;

const EXAMPLES: &str = r#"Queries (quote them: most shells read *, ( and > themselves):
  连接池 性能           both words; sections that lack one stand below and say so
  '"连接池 大小"'       the exact phrase: quotes inside the shell's quotes
  '连接池 -redis +tcp'  without a word, with a word
  'redis OR kafka'      either of two; '(a b) OR c' for what belongs together
  'conn*'               words that begin so
  're:"max_\w+"'       lines that match a regular expression
  'case:yes Redis'      case and width as typed

Fields, each with - before it to leave out:
  title:池  heading:"连接 池"  code:pool_size  path:db  tag:db/mysql  lang:py  is:code
  task:open  task:done  created:2025..2026  modified:>=2026-01  prop.status:done

Examples:
  notes search 死信队列
  notes search pool_size --lang py --path 'db/**'
  notes search --tag MCP -n 0 --sort modified
  notes search '"连接池"' --files -0 | xargs -0 wc -l
  notes search 连接池 --json | jq '.hits[0].breadcrumb'"#;

/// How many hits are shown unless that is said.
const LIMIT: usize = 10;

/// How many hits of one note are shown unless that is said.
const PER_NOTE: usize = 3;

/// Find sections and code blocks
///
/// Shows the sections of your notes that the words are about, best first, grouped by note. In a pipe it
/// prints a line a hit: path:line: breadcrumb: text.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct SearchArgs {
    /// What to look for; may be left out when a filter is given
    #[arg(value_name = "QUERY")]
    query: Vec<String>,

    /// Show at most N hits (0 for all) [default: 10]
    #[arg(short = 'n', long, value_name = "N", allow_negative_numbers = true)]
    limit: Option<usize>,

    /// Leave out the first N hits
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true)]
    offset: usize,

    /// Show at most N hits of one note (0 for all) [default: 3, all if --path names one note]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    per_note: Option<usize>,

    /// Order the hits
    #[arg(long, value_name = "ORDER", default_value = "score")]
    sort: SortArg,

    /// Say how far to follow changed notes before the search
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    sync: SyncMode,

    /// Leave out sections that lack a word
    #[arg(long)]
    strict: bool,

    /// Look for words only as typed, not in the other language
    ///
    /// `notes glossary` lists the words that your notes translate.
    #[arg(long)]
    no_expand: bool,

    /// Say what the query was taken for, and what each score is made of
    #[arg(long)]
    explain: bool,

    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    output: Output,

    /// With --files and --count: end each path with NUL, for xargs -0
    #[arg(short = '0', long, help_heading = "Output")]
    null: bool,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Filters")]
struct Filters {
    /// Only code blocks
    #[arg(long)]
    code: bool,

    /// Only code in this language, as py or python (can be repeated: any of them)
    #[arg(long, value_name = "LANG")]
    lang: Vec<String>,

    /// Only notes that match this glob or stand below this folder (can be repeated: any of them)
    ///
    /// Counts from the folder of the notes, or from the current one if it begins with ./ or ../
    #[arg(long, value_name = "GLOB")]
    path: Vec<String>,

    /// Only notes with this tag or one below it (can be repeated: all of them)
    #[arg(long, value_name = "TAG", add = ArgValueCompleter::new(complete::tags))]
    tag: Vec<String>,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
#[group(multiple = false)]
struct Output {
    /// Print one JSON document
    #[arg(long)]
    json: bool,

    /// Print JSON objects, a line each
    #[arg(long)]
    jsonl: bool,

    /// Print path:line:column:text, a line a match, as editors read it
    #[arg(long)]
    vimgrep: bool,

    /// Print the paths of the notes that hold hits, best first; all of them unless -n says how many
    #[arg(long)]
    files: bool,

    /// Print how many hits each note holds, as path:count; all notes unless -n says how many
    #[arg(long)]
    count: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SortArg {
    /// Best first
    Score,
    /// By path, then by place
    Path,
    /// The note changed last first
    Modified,
}

/// Runs the search.
pub(crate) fn run(
    args: &SearchArgs,
    config: &Config,
    places: Places<'_>,
    ui: &mut Ui<'_>,
) -> Result<ExitStatus> {
    let query = args.query.join(" ");
    if query.trim().is_empty() && args.filters.are_empty() {
        let failure = Failure::usage("nothing to search for");
        return Err(failure.hint("say some words, or list with --tag, --path, --lang or --code"));
    }
    if args.null && !args.output.is_of_notes() {
        return Err(Failure::usage("--null says how paths end: it goes with --files or --count"));
    }
    let options = args.options(places)?;
    let index = NoteIndex::open(config.index_options())?;
    if args.output.is_of_notes() {
        let notes = |view: &View| view.searcher.notes(&Query::parse(&query), &options);
        let (_, notes) = freshness::ask(&index, args.sync, ui, notes)?;
        return list_notes(args, &notes, places, ui);
    }
    let (view, results) = freshness::ask(&index, args.sync, ui, |view| {
        let options = options.clone().skip_gone(view.freshness.is_behind());
        view.searcher.search(&Query::parse(&query), &options)
    })?;
    let answer = Answer {
        query: &query,
        results: &results,
        page: args.page(),
        counts: view.searcher.counts(),
        freshness: &view.freshness,
        took: ui.started.elapsed(),
        places,
    };
    let format = args.output.format(ui);
    printer::print(&answer, format, ui)?;
    if let (true, Some(file)) = (format.is_for_people(), &config.recall_file) {
        // Without it hits have no numbers, nothing else.
        let _ = Recall::of(places.root, &query, args.offset, &results.hits).write(file);
    }
    remark(&answer, !args.filters.are_empty(), ui)?;
    glossary::remark_on(view.searcher.glossary_file(), places, ui)?;
    Ok(if results.hits.is_empty() { ExitStatus::Nothing } else { ExitStatus::Found })
}

/// Prints paths, or paths and counts. A name is written as it is only where NUL ends it.
fn list_notes(
    args: &SearchArgs,
    notes: &[NoteCount],
    places: Places<'_>,
    ui: &mut Ui<'_>,
) -> Result<ExitStatus> {
    for note in notes {
        let path = places.shown(&note.path);
        match args.null {
            true => write!(ui.out, "{path}\0")?,
            false => ui.out.write_all(escape::line(&path).as_bytes())?,
        }
        match (args.output.count, args.null) {
            (true, true) => writeln!(ui.out, "{}", note.hits)?,
            (true, false) => writeln!(ui.out, ":{}", note.hits)?,
            (false, true) => {}
            (false, false) => writeln!(ui.out)?,
        }
    }
    Ok(if notes.is_empty() { ExitStatus::Nothing } else { ExitStatus::Found })
}

/// What a person wants to know besides the hits; in JSON it is part of the answer.
fn remark(answer: &Answer<'_>, is_filtered: bool, ui: &mut Ui<'_>) -> Result<()> {
    let Answer { query, results, freshness, .. } = *answer;
    for diagnostic in &results.diagnostics {
        ui.remark(format_args!("note: {}", diagnostic.message))?;
    }
    if let Freshness::Behind { pending, why } = freshness {
        let known = pending.filter(|&notes| notes > 0);
        let known =
            known.map_or(String::new(), |notes| format!(", {} to be read", counted(notes, "changed note")));
        ui.remark(format_args!("note: the index may be behind the notes: {why}{known}"))?;
        ui.remark("hint: catch up with: notes index")?;
    }
    if results.hits.is_empty() {
        let asked = if query.trim().is_empty() { String::new() } else { format!(" for {query}") };
        let under = if is_filtered { " with these filters" } else { "" };
        ui.remark(format_args!("nothing found{asked}{under}"))?;
        if answer.counts.0 == 0 {
            let root = answer.places.root.display();
            ui.remark(format_args!("hint: there are no notes in {root}; name another folder with --root"))?;
        } else if !is_filtered && !results.suggestions.is_empty() {
            ui.remark(format_args!("hint: there is {}", results.suggestions.join(", ")))?;
        }
    }
    Ok(())
}

impl SearchArgs {
    fn options(&self, places: Places<'_>) -> Result<SearchOptions> {
        let paths = self.filters.path.iter().map(|path| places.filter(path));
        let paths = paths.collect::<Result<Vec<String>>>()?;
        let one_note = matches!(paths.as_slice(), [path] if places.is_one_note(path));
        let options = SearchOptions::new()
            .limit(self.limit())
            .offset(self.offset)
            .per_note(self.per_note.unwrap_or(if one_note { 0 } else { PER_NOTE }))
            .sort(self.sort.into())
            .strict(self.strict)
            .expand(!self.no_expand)
            .explain(self.explain)
            .code(self.filters.code || !self.filters.lang.is_empty());
        let options = self.filters.lang.iter().fold(options, SearchOptions::language);
        let options = self.filters.tag.iter().fold(options, SearchOptions::tag);
        Ok(paths.into_iter().fold(options, SearchOptions::path))
    }

    fn page(&self) -> printer::Page {
        printer::Page { offset: self.offset, limit: self.limit() }
    }

    fn limit(&self) -> usize {
        self.limit.unwrap_or(if self.output.is_of_notes() { 0 } else { LIMIT })
    }
}

impl Filters {
    fn are_empty(&self) -> bool {
        !self.code && self.lang.is_empty() && self.path.is_empty() && self.tag.is_empty()
    }
}

impl Output {
    /// Whether notes are listed, not hits.
    fn is_of_notes(&self) -> bool {
        self.files || self.count
    }

    fn format(&self, ui: &Ui<'_>) -> Format {
        match self {
            Output { json: true, .. } => Format::Json,
            Output { jsonl: true, .. } => Format::JsonLines,
            Output { vimgrep: true, .. } => Format::Vimgrep,
            _ if ui.terminal.out => Format::Human,
            _ => Format::Plain,
        }
    }
}

impl From<SortArg> for Sort {
    fn from(sort: SortArg) -> Sort {
        match sort {
            SortArg::Score => Sort::Score,
            SortArg::Path => Sort::Path,
            SortArg::Modified => Sort::Modified,
        }
    }
}
