//! What a search takes.

use clap::Args;
use clap_complete::ArgValueCompleter;
use notes_index::{Predicate, SearchOptions};

use crate::complete;
use crate::failure::{Failure, Result};
use crate::freshness::SyncMode;
use crate::places::Places;
use crate::printer::Format;
use crate::raw_args;
use crate::request::{self, CountedBy, FACET_VALUES, LIMIT, Order, Request};
use crate::ui::Ui;

const EXAMPLES: &str = r#"Queries (quote them: most shells read *, ( and > themselves):
  连接池 性能           both words; sections that lack one stand below
  '"连接池的上限"'      the exact phrase: quotes inside the shell's quotes
  '连接池 -redis +tcp'  without a word, with a word
  'redis OR kafka'      either of two; '(a b) OR c' for what belongs together
  'conn*'               words that begin so
  're:"max_\w+"'        lines that match a regular expression
  'case:yes Redis'      case and width as typed

Fields, each with - before it to leave out:
  title:池  heading:"连接 池"  code:pool_size  path:db  tag:db/mysql  lang:py
  is:code  task:open  task:done  created:2025..2026  modified:>=2026-01
  modified:today  modified:7d  prop.status:done

Examples:
  notes search 死信队列
  notes search pool_size --lang py --path 'db/**'
  notes search --tag redis -n 0 --sort modified
  notes search 索引 --facets=tag,folder
  notes search '"连接池"' --files -0 | xargs -0 wc -l
  notes search 连接池 --json | jq '.hits[0].breadcrumb'"#;

#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct SearchArgs {
    /// What to look for; may be left out when a filter is given
    #[arg(value_name = "QUERY", value_parser = raw_args::word)]
    pub(super) query: Vec<String>,

    /// Leave out sections that lack a word
    #[arg(long)]
    pub(super) strict: bool,

    #[command(flatten)]
    pub(super) page: PageArgs,
}

// Which hits are shown, and how. No docstring: clap would take it for that of the command.
#[derive(Args, Debug)]
pub(crate) struct PageArgs {
    /// Show at most N hits (0 for all) [default: 10]
    #[arg(short = 'n', long, value_name = "N", value_parser = n_hits, allow_negative_numbers = true)]
    limit: Option<usize>,

    /// Leave out the first N hits
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = n_hits, allow_negative_numbers = true)]
    pub(super) offset: usize,

    /// Show at most N hits of one note (0 for all) [default: 3, all if --path names one note]
    #[arg(long, value_name = "N", value_parser = n_hits, allow_negative_numbers = true)]
    per_note: Option<usize>,

    /// Order the hits
    #[arg(long, value_name = "ORDER", default_value = "score")]
    sort: Order,

    /// Say how far to follow changed notes before the search
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(in crate::commands) sync: SyncMode,

    /// Look for words only as typed, not in the other language or in pinyin
    ///
    /// Nor as they are said elsewhere, or for what they may be short for. `notes glossary` lists the words that your notes
    /// translate.
    #[arg(long)]
    no_expand: bool,

    /// Say what the query was taken for, and what each score is made of
    #[arg(long)]
    explain: bool,

    /// Count all hits by folder, tag, language and year, or by some of these [e.g. --facets=tag,year]
    ///
    /// Each is printed as the clause that narrows the query to these hits
    #[arg(
        long,
        value_name = "BY",
        num_args = 0..=1,
        require_equals = true,
        value_delimiter = ',',
        default_missing_value = "folder,tag,language,year",
        conflicts_with_all = ["vimgrep", "files", "count"]
    )]
    facets: Vec<CountedBy>,

    /// With --facets: name at most N values of each (0 for all)
    #[arg(long, value_name = "N", default_value_t = FACET_VALUES, requires = "facets")]
    facet_values: usize,

    #[command(flatten)]
    pub(super) filters: Filters,
    #[command(flatten)]
    pub(super) output: Output,

    /// With --files and --count: end each path with NUL, for xargs -0
    #[arg(short = '0', long, help_heading = "Output")]
    pub(super) null: bool,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Filters")]
pub(super) struct Filters {
    /// Only code blocks
    #[arg(long)]
    code: bool,

    /// Only code in this language, as py or python (can be repeated: any of them)
    #[arg(long, value_name = "LANG")]
    lang: Vec<String>,

    /// Only notes that match this glob or stand below this folder (can be repeated: any of them)
    ///
    /// Counts from the folder of the notes, or from the current one if it begins with ./ or ../; a note that is
    /// there is no glob
    #[arg(long, value_name = "GLOB", add = ArgValueCompleter::new(complete::paths))]
    path: Vec<String>,

    /// Only notes with this tag or one below it (can be repeated: all of them)
    #[arg(long, value_name = "TAG", add = ArgValueCompleter::new(complete::tags))]
    tag: Vec<String>,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
#[group(multiple = false)]
pub(super) struct Output {
    /// Print one JSON document
    #[arg(long)]
    json: bool,

    /// Print JSON objects, a line each
    #[arg(long)]
    pub(super) jsonl: bool,

    /// Print path:line:column:text, a line a match, as editors read it; of a hit the first hundred
    #[arg(long)]
    vimgrep: bool,

    /// Print the paths of the notes that hold hits, best first; all of them unless -n says how many
    #[arg(long)]
    pub(super) files: bool,

    /// Print how many hits each note holds, as path:count; all notes unless -n says how many
    #[arg(long)]
    pub(super) count: bool,
}

/// A number of hits; 0 means what the option says.
fn n_hits(given: &str) -> std::result::Result<usize, &'static str> {
    given.parse().map_err(|_| "it is a number of hits, 0 or more")
}

impl PageArgs {
    /// What the library is asked for; `strict` leaves out hits that lack a word.
    pub(in crate::commands) fn options(&self, strict: bool, places: Places<'_>) -> Result<SearchOptions> {
        if self.null && !self.output.is_of_notes() {
            return Err(Failure::usage("--null says how paths end: it goes with --files or --count"));
        }
        if self.explain && self.output.is_of_notes() {
            let failure =
                Failure::usage("--explain says what makes a hit: it does not go with --files or --count");
            return Err(failure.hint("see the hits themselves, without the list of notes"));
        }
        let Filters { code, lang, path, tag } = &self.filters;
        let request = Request {
            limit: self.limit(),
            offset: self.offset,
            per_note: self.per_note,
            sort: self.sort,
            strict,
            expand: !self.no_expand,
            explain: self.explain,
            code: *code,
            langs: lang,
            paths: path,
            tags: tag,
            facets: &self.facets,
            facet_values: self.facet_values,
        };
        request.options(places)
    }

    fn limit(&self) -> usize {
        self.limit.unwrap_or(if self.output.is_of_notes() { 0 } else { LIMIT })
    }
}

impl Filters {
    /// What each of them asks for, as a query would.
    pub(super) fn predicates(&self, places: Places<'_>) -> Result<Vec<Predicate>> {
        let Filters { code: _, lang, path, tag } = self;
        request::filters(path, lang, tag, places)
    }

    pub(super) fn are_empty(&self) -> bool {
        !self.code && self.lang.is_empty() && self.path.is_empty() && self.tag.is_empty()
    }
}

impl Output {
    /// Whether notes are listed, not hits.
    pub(super) fn is_of_notes(&self) -> bool {
        self.files || self.count
    }

    /// Whether programs read it, and it says all about itself.
    pub(super) fn is_json(&self) -> bool {
        self.json || self.jsonl
    }

    pub(super) fn format(&self, ui: &Ui<'_>) -> Format {
        match self {
            Output { json: true, .. } => Format::Json,
            Output { vimgrep: true, .. } => Format::Vimgrep,
            _ if ui.terminal.out => Format::Human,
            _ => Format::Plain,
        }
    }
}
