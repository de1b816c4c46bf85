//! `notes search`: a query in, hits out.

mod args;
mod unmet;

use std::io;
use std::ops::ControlFlow;

use notes_index::{Diagnostic, Hit, NoteIndex, NoteResults, Query, SearchOptions, SearchResults};

pub(crate) use self::args::SearchArgs;
use crate::amounts::counted;
use crate::commands::{Session, glossary, nothing};
use crate::config::Config;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::{Failure, Result};
use crate::freshness::{self, Freshness, View};
use crate::places::Places;
use crate::printer::{self, Answer, Format, json};
use crate::recall::Recall;
use crate::ui::Ui;

/// Runs the search.
pub(crate) fn run(args: &SearchArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let Session { config, places, .. } = session;
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
    let search = Search { args, query: &query, options, index: &index, places };
    let shown = match &args.output {
        output if output.is_of_notes() => search.list_notes(ui)?,
        output if output.jsonl => search.stream(ui)?,
        _ => search.print(config, ui)?,
    };
    // In JSON the answer says so.
    if ui.remarks() || !args.output.is_json() {
        shown.view.freshness.warn(ui)?;
        warn_if_partial(&shown, ui)?;
    }
    remark(&shown, ui)?;
    if shown.n_shown == 0 {
        search.remark_on_nothing(&shown, config, ui)?;
    }
    if !shown.suggestions.is_empty() {
        ui.remark(format_args!("hint: did you mean: {}", shown.suggestions.join(", ")))?;
    }
    if shown.total == 0 && ui.remarks() {
        let filters = args.filters.predicates(places)?;
        for sentence in unmet::said(&shown.view.searcher, &Query::parse(&query), filters)? {
            ui.remark(format_args!("hint: {sentence}"))?;
        }
    }
    glossary::remark_on(shown.view.searcher.glossary_file(), places, ui)?;
    Ok(if shown.n_shown == 0 { ExitStatus::Nothing } else { ExitStatus::Found })
}

/// What was printed, and what is to be said about it.
struct Shown {
    view: View,
    /// How many hits or notes were printed.
    n_shown: usize,
    /// How many of them there are on all pages.
    n_paged: usize,
    /// How many hits there are.
    total: usize,
    /// Whether something was not looked at.
    partial: bool,
    diagnostics: Vec<Diagnostic>,
    suggestions: Vec<String>,
}

impl Shown {
    /// Of results, which keep no hits that were streamed.
    fn hits(view: View, results: SearchResults, n_shown: usize) -> Shown {
        let SearchResults { total, paged, partial, diagnostics, suggestions, .. } = results;
        Shown { view, n_shown, n_paged: paged, total, partial, diagnostics, suggestions }
    }

    fn notes(view: View, results: NoteResults) -> Shown {
        let NoteResults { notes, total_notes, total_hits, partial, diagnostics, suggestions, .. } = results;
        let (n_shown, n_paged) = (notes.len(), total_notes);
        Shown { view, n_shown, n_paged, total: total_hits, partial, diagnostics, suggestions }
    }
}

/// A search as it was asked for.
struct Search<'a> {
    args: &'a SearchArgs,
    query: &'a str,
    options: SearchOptions,
    index: &'a NoteIndex,
    places: Places<'a>,
}

impl Search<'_> {
    fn options_for(&self, view: &View) -> SearchOptions {
        self.options.clone().skip_gone(view.freshness.is_behind())
    }

    fn answer<'a>(&'a self, view: &'a View, results: &'a SearchResults, ui: &Ui<'_>) -> Answer<'a> {
        let (query, offset, places) = (self.query, self.args.offset, self.places);
        let (counts, freshness) = (view.searcher.counts(), &view.freshness);
        Answer { query, results, offset, counts, freshness, took: ui.started.elapsed(), places }
    }

    /// Prints a page at once.
    fn print(&self, config: &Config, ui: &mut Ui<'_>) -> Result<Shown> {
        let format = self.args.output.format(ui);
        // An editor may have both streams in one window, and can't draw how far it is.
        let remarks = ui.remarks() && format != Format::Vimgrep;
        let (view, results) = freshness::ask(self.index, self.args.sync, remarks, |view| {
            view.searcher.search(&Query::parse(self.query), &self.options_for(view))
        })?;
        printer::print(&self.answer(&view, &results, ui), format, ui)?;
        if let (true, Some(file)) = (format.is_for_people(), &config.recall_file) {
            let recall = Recall::of(self.places.root, self.query, self.args.offset, &results.hits);
            if let Err(error) = recall.write(file) {
                let what = "note: show and open don't know these hits, but may know earlier ones";
                ui.remark(format_args!("{what}: can't write {}: {error}", file.display()))?;
            }
        }
        let n_shown = results.hits.len();
        Ok(Shown::hits(view, results, n_shown))
    }

    /// Prints each hit as soon as it is there, and stops where nobody reads on.
    fn stream(&self, ui: &mut Ui<'_>) -> Result<Shown> {
        let mut rank = self.args.offset;
        let mut written = Ok(());
        let (view, results) = freshness::ask(self.index, self.args.sync, ui.remarks(), |view| {
            let answered = view.searcher.stream(
                &Query::parse(self.query),
                &self.options_for(view),
                &mut |results, hit| {
                    rank += 1;
                    written = self.write_line(rank, view, results, &hit, ui);
                    if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
                },
            );
            match answered {
                // What is printed can't be taken back: it is not asked again.
                Err(error) if rank > self.args.offset => Ok(Err(error)),
                answered => answered.map(Ok),
            }
        })?;
        let results = results?;
        written?;
        let answer = self.answer(&view, &results, ui);
        let n_shown = rank - self.args.offset;
        if n_shown == 0 {
            json::write_begin(&answer, ui.out)?;
        }
        json::write_end(&answer, ui.out)?;
        Ok(Shown::hits(view, results, n_shown))
    }

    fn write_line(
        &self,
        rank: usize,
        view: &View,
        results: &SearchResults,
        hit: &Hit,
        ui: &mut Ui<'_>,
    ) -> io::Result<()> {
        if rank == self.args.offset + 1 {
            let answer = self.answer(view, results, ui);
            json::write_begin(&answer, ui.out)?;
        }
        json::write_hit(rank, hit, self.places, ui.out)?;
        // A reader gets it now, not when a buffer is full.
        ui.out.flush()
    }

    /// Prints paths, or paths and counts. A name is written as it is only where NUL ends it, and on no terminal.
    fn list_notes(&self, ui: &mut Ui<'_>) -> Result<Shown> {
        let args = self.args;
        let (view, results) = freshness::ask(self.index, args.sync, ui.remarks(), |view| {
            view.searcher.notes(&Query::parse(self.query), &self.options_for(view))
        })?;
        let is_raw = args.null && !ui.terminal.out;
        for note in &results.notes {
            let path = self.places.shown(&note.path);
            let path = if is_raw { path.into() } else { escape::line(&path) };
            ui.out.write_all(path.as_bytes())?;
            if args.null {
                ui.out.write_all(b"\0")?;
            }
            match (args.output.count, args.null) {
                (true, true) => writeln!(ui.out, "{}", note.hits)?,
                (true, false) => writeln!(ui.out, ":{}", note.hits)?,
                (false, true) => {}
                (false, false) => writeln!(ui.out)?,
            }
        }
        Ok(Shown::notes(view, results))
    }

    /// Why nothing is shown, and what could be done about it.
    fn remark_on_nothing(&self, shown: &Shown, config: &Config, ui: &mut Ui<'_>) -> io::Result<()> {
        let (query, offset) = (self.query, self.args.offset);
        if shown.n_paged > 0 {
            let what = if self.args.output.is_of_notes() { "note" } else { "hit" };
            let all = counted(shown.n_paged, what);
            return ui.remark(format_args!("--offset {offset} leaves out all there is: {all}"));
        }
        let what = nothing::of("nothing", query, !self.args.filters.are_empty());
        nothing::remark_on(&what, shown.view.searcher.counts(), config, ui)
    }
}

/// Says so if an answer lacks what was not looked at. This program gives no search a time, so it was too much to read.
fn warn_if_partial(shown: &Shown, ui: &mut Ui<'_>) -> io::Result<()> {
    if shown.partial {
        ui.warn("note: hits may be missing: this query needs more text read than one search reads")?;
        ui.remark("hint: add a word that hits must have, +word, or a filter, as --path")?;
    }
    Ok(())
}

/// What a person wants to know besides the hits; in JSON it is part of the answer.
fn remark(shown: &Shown, ui: &mut Ui<'_>) -> io::Result<()> {
    for diagnostic in &shown.diagnostics {
        ui.remark(format_args!("note: {}", diagnostic.message))?;
    }
    if let Freshness::Synced(report) = &shown.view.freshness
        && report.rebuilt
    {
        let n_notes = report.added + report.modified + report.unchanged;
        if n_notes > 0 {
            ui.remark(format_args!(
                "note: indexed {} for this and later searches",
                counted(n_notes, "note")
            ))?;
        }
        // What could not be read is told of by itself, each time.
        let n_left_out = report.skipped.len() - report.n_unread();
        if n_left_out > 0 {
            let left_out = counted(n_left_out, "file");
            ui.remark(format_args!("note: {left_out} left out; notes status says which and why"))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use notes_index::{IndexOptions, NotePath};

    use super::*;
    use crate::terminal::Terminal;
    use crate::ui::Loudness;

    #[test]
    fn an_answer_that_is_not_whole_says_so() {
        let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
        index.put(&NotePath::new("pool.md").unwrap(), "连接池\n").unwrap();
        let check = |options: SearchOptions, expected: &str| {
            let view = View { searcher: index.searcher().unwrap(), freshness: Freshness::Unknown };
            let results = view.searcher.search(&Query::parse("re:连接"), &options).unwrap();
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let mut ui = Ui {
                out: &mut out,
                err: &mut err,
                terminal: Terminal {
                    out: false,
                    err: false,
                    columns: 80,
                    rows: 24,
                    color: false,
                    links: false,
                },
                loudness: Loudness::Usual,
                started: Instant::now(),
            };
            warn_if_partial(&Shown::hits(view, results, 0), &mut ui).unwrap();
            assert_eq!(String::from_utf8(err).unwrap(), expected);
        };
        check(SearchOptions::new(), "");
        let late = SearchOptions::new().budget(Duration::ZERO);
        check(late, "note: hits may be missing: this query needs more text read than one search reads\n");
    }
}
