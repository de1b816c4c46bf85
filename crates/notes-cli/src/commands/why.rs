//! `notes why`: why a section is among the hits or is not, in plain words.

use std::io::{self, Write};

use clap::Args;
use clap_complete::ArgValueCompleter;
use notes_index::{Contribution, Field, Hit, NoteIndex, NotePath, Why, WordFate};

use crate::commands::Session;
use crate::complete;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::{Failure, Result};
use crate::freshness::{self, SyncMode};
use crate::nothing;
use crate::places::Places;
use crate::printer::style::{Role, Style};
use crate::printer::{approximately, breadcrumb, cells, explain, json, rows};
use crate::raw_args;
use crate::request;
use crate::shell::command_line;
use crate::target::{self, Target};
use crate::ui::Ui;

const EXAMPLES: &str = "\
Examples:
  notes why 连接池 db/redis.md          the note's best section
  notes why '连接池 -redis' db/redis.md:40
  notes why 'tag:db 缓存' db/redis.md --json";

#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct WhyArgs {
    /// What was looked for, as one argument
    #[arg(value_parser = raw_args::word)]
    query: String,

    /// PATH, PATH:LINE, PATH#ANCHOR, or the number of a hit of the last search
    #[arg(value_name = "PATH[:LINE]|N", add = ArgValueCompleter::new(complete::targets))]
    place: String,

    /// Look for words only as typed, not in the other language or in pinyin
    #[arg(long)]
    no_expand: bool,

    /// Say how far to follow changed notes first
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    sync: SyncMode,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Looks and says.
pub(crate) fn run(args: &WhyArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let Session { config, places, .. } = session;
    let index = NoteIndex::open(config.index_options())?;
    let recall = session.recall();
    let found = target::find(&args.place, &index, places, recall.as_ref());
    let opened = found.map_err(|failure| args.hinted(failure, places))?.opened;
    let line = opened.section_line();
    let path = opened.note.path;
    let options = request::options().expand(!args.no_expand);
    let query = request::query(&args.query);
    let (view, why) = freshness::ask(&index, args.sync, ui.audience(), |view| {
        view.searcher.why(&query, &options, &path, line)
    })?;
    view.freshness.warn_beside(args.json, ui)?;
    let Some(why) = why else {
        return Err(nothing::not_indexed(&path, places));
    };
    for diagnostic in query.diagnostics() {
        ui.remark(format_args!("note: {}", diagnostic.message))?;
    }
    match args.json {
        true => json::write_why(&args.query, &why, &view, places, ui.out)?,
        false => {
            let style = Style::of(ui.terminal);
            let columns = if ui.terminal.out { ui.terminal.columns } else { usize::MAX };
            Reasons { why: &why, places, columns, style }.write(ui.out)?;
        }
    }
    Ok(if why.rank.is_some() { ExitStatus::Found } else { ExitStatus::Nothing })
}

impl WhyArgs {
    /// Says in which order query and place are given, where what stands for the query is a file.
    fn hinted(&self, failure: Failure, places: Places<'_>) -> Failure {
        let is_file = |path: &str| places.is_file(path);
        match Target::parse(&self.query, is_file) {
            Target::In(path, _) if is_file(path) => {
                let turned = ["why".to_owned(), self.place.clone(), self.query.clone()];
                failure.hint(format!("the query comes first: {}", command_line(&turned)))
            }
            _ => failure,
        }
    }
}

struct Reasons<'a> {
    why: &'a Why,
    places: Places<'a>,
    /// How wide the output may be.
    columns: usize,
    style: Style,
}

impl Reasons<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Why { path, breadcrumb, lines, .. } = self.why;
        self.head(path, lines.first, breadcrumb, out)?;
        writeln!(out, "  lines {} to {}\n", lines.first, lines.last)?;
        self.line(0, &self.verdict(), out)?;
        self.why.words.iter().try_for_each(|fate| self.line(2, &fate_of(fate), out))?;
        for clause in &self.why.unmet {
            self.line(2, &format!("{clause} rules it out"), out)?;
        }
        match &self.why.above {
            Some(above) => self.above(above, out),
            None => Ok(()),
        }
    }

    fn line(&self, indent: usize, text: &str, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{:indent$}", "")?;
        rows::write_wrapped((Role::Text, text), indent, self.columns, self.style, out)
    }

    /// `db/pool.md:20  大小 › 上限`, on two lines if that doesn't fit.
    fn head(&self, path: &NotePath, line: u32, names: &[String], out: &mut dyn Write) -> io::Result<()> {
        let shown = format!("{}:{line}", self.places.shown(path));
        self.style.write_path(&escape::line(&shown), &self.places.absolute(path), out)?;
        if !names.is_empty() {
            let fits = cells::width(&shown) + 2 + cells::width(&breadcrumb::in_full(names)) <= self.columns;
            write!(out, "{}  ", if fits { "" } else { "\n" })?;
            let room = self.columns.saturating_sub(2);
            self.style.write(Role::Breadcrumb, &breadcrumb::fitted(names, room), out)?;
        }
        writeln!(out)
    }

    fn verdict(&self) -> String {
        let Why { rank, total, above_in_note, unmet, words, .. } = self.why;
        match rank {
            Some(rank) if *above_in_note > 0 => {
                format!("It is hit {rank} of {total}, behind {above_in_note} of the same note.")
            }
            Some(rank) => format!("It is hit {rank} of {total}."),
            None if *total == 0 => "There are no hits.".to_owned(),
            None if unmet.is_empty() => {
                // What the note is called by, or what stands above the section, is listed below.
                let own = if words.iter().all(|fate| fate.fields.is_empty()) { "" } else { " of its own" };
                format!("{}: it has no word{own} that counts.", none_of(*total))
            }
            None => none_of(*total) + ".",
        }
    }

    /// The hit above, and what makes the difference.
    fn above(&self, above: &Hit, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n{}", if self.why.hit.is_some() { "Above it stands" } else { "The best hit is" })?;
        self.head(&above.path, above.lines.first, &above.breadcrumb, out)?;
        let Some(hit) = &self.why.hit else { return Ok(()) };
        if above.missing.is_empty() && !hit.missing.is_empty() {
            let lacks = format!("It has every word; this one lacks {}.", hit.missing.join(", "));
            return self.line(2, &lacks, out);
        }
        let (Some(here), Some(there)) = (&hit.explanation, &above.explanation) else { return Ok(()) };
        let (own_here, own_there): (Vec<_>, Vec<_>) = (here.in_note().collect(), there.in_note().collect());
        let (own, own_above) = (points(&own_here), points(&own_there));
        // A section that scores much less than the best one of its note stands by its score.
        if above.path == hit.path && own_above >= own {
            let scores =
                format!("Among the sections of their note it scores {own_above:.2}, this one {own:.2}:");
            self.line(2, &scores, out)?;
            return explain::print_difference(&own_here, &own_there, self.columns, self.style, out);
        }
        // Notes stand in the order of their best hits.
        let is_lifted = above.score < hit.score;
        let note = if is_lifted { "; its note has a better hit, beside which it stands" } else { "" };
        let scores = format!("It scores {:.2}, this one {:.2}{note}:", above.score, hit.score);
        self.line(2, &scores, out)?;
        let (here, there): (Vec<_>, Vec<_>) =
            (here.contributions.iter().collect(), there.contributions.iter().collect());
        explain::print_difference(&here, &there, self.columns, self.style, out)
    }
}

/// What some contributions add up to.
fn points(contributions: &[&Contribution]) -> f32 {
    contributions.iter().map(|one| one.points).sum()
}

fn none_of(total: usize) -> String {
    if total == 1 { "It is not the one hit".to_owned() } else { format!("It is none of the {total} hits") }
}

/// Where a word stands: `连接池: in the text and in the title; lines 20, 24`.
fn fate_of(fate: &WordFate) -> String {
    if fate.fields.is_empty() {
        return format!("{}: not here", fate.word);
    }
    let fields: Vec<&str> = fate.fields.iter().copied().map(field).collect();
    let lines: Vec<String> = fate.lines.iter().map(u32::to_string).collect();
    let lines = match lines.len() {
        0 => String::new(),
        1 => format!("; line {}", lines[0]),
        _ => format!("; lines {}", lines.join(", ")),
    };
    let weaker = fate
        .approximation
        .as_ref()
        .map_or(String::new(), |weaker| format!(" ({})", approximately(weaker).trim_start_matches("~ ")));
    format!("{}: in {}{lines}{weaker}", fate.word, fields.join(" and "))
}

fn field(field: Field) -> &'static str {
    match field {
        Field::Title => "the title",
        Field::Path => "the path",
        Field::Tags => "the tags or aliases",
        Field::Ancestors => "the headings above",
        Field::Heading => "the heading",
        Field::Body => "the text",
        Field::Code => "the code",
        Field::Markup => "the markup",
        other => other.name(),
    }
}
