//! `notes search`: a query in, hits out.

mod args;
mod remarks;

use std::io;
use std::ops::ControlFlow;

use notes_index::{Hit, NoteIndex, Query, SearchOptions, SearchResults};

pub(crate) use self::args::{PageArgs, SearchArgs};
use self::remarks::Shown;
use crate::commands::Session;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::{Failure, Result};
use crate::freshness::{self, View};
use crate::printer::{self, Answer, Format, json};
use crate::progress::Audience;
use crate::recall::Recall;
use crate::request;
use crate::ui::Ui;

/// Runs the search.
pub(crate) fn run(args: &SearchArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let query = args.query.join(" ");
    if query.trim().is_empty() && args.page.filters.are_empty() {
        let failure = Failure::usage("nothing to search for");
        return Err(failure.hint("say some words, or list with --tag, --path, --lang or --code"));
    }
    let options = args.page.options(args.strict, session.places)?;
    let index = NoteIndex::open(session.config.index_options())?;
    let (query, page) = (&request::query(&query), &args.page);
    Search { query, like: None, options, page, index: &index, session }.run(ui)
}

/// A search as it was asked for.
pub(super) struct Search<'a> {
    pub(super) query: &'a Query,
    /// What the query was made from, if nobody typed it.
    pub(super) like: Option<&'a str>,
    pub(super) options: SearchOptions,
    pub(super) page: &'a PageArgs,
    pub(super) index: &'a NoteIndex,
    pub(super) session: Session<'a>,
}

impl Search<'_> {
    /// Finds and prints what is asked for.
    pub(super) fn run(&self, ui: &mut Ui<'_>) -> Result<ExitStatus> {
        let shown = match &self.page.output {
            output if output.is_of_notes() => self.list_notes(ui)?,
            output if output.jsonl => self.stream(ui)?,
            _ => self.print(ui)?,
        };
        self.remark(&shown, ui)?;
        Ok(if shown.n_shown == 0 { ExitStatus::Nothing } else { ExitStatus::Found })
    }

    fn options_for(&self, view: &View) -> SearchOptions {
        self.options.clone().skip_gone(view.freshness.is_behind())
    }

    fn answer<'a>(&'a self, view: &'a View, results: &'a SearchResults, ui: &Ui<'_>) -> Answer<'a> {
        let (query, offset, places) = (self.query.source(), self.page.offset, self.session.places);
        let (counts, freshness) = (view.searcher.counts(), &view.freshness);
        Answer { query, results, offset, counts, freshness, took: ui.started.elapsed(), places }
    }

    /// Prints a page at once.
    fn print(&self, ui: &mut Ui<'_>) -> Result<Shown> {
        let format = self.page.output.format(ui);
        // An editor may have both streams in one window, and can't draw how far it is.
        let audience = if format == Format::Vimgrep { Audience::Nobody } else { ui.audience() };
        let (view, results) = freshness::ask(self.index, self.page.sync, audience, |view| {
            view.searcher.search(self.query, &self.options_for(view))
        })?;
        printer::print(&self.answer(&view, &results, ui), format, ui)?;
        if let (true, Some(file)) = (format.is_for_people(), &self.session.config.recall_file) {
            let recall =
                Recall::of(self.session.places.root, self.query.source(), self.page.offset, &results.hits);
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
        let mut rank = self.page.offset;
        let mut written = Ok(());
        let (view, results) = freshness::ask(self.index, self.page.sync, ui.audience(), |view| {
            let answered = view.searcher.stream(self.query, &self.options_for(view), &mut |results, hit| {
                rank += 1;
                written = self.write_line(rank, view, results, &hit, ui);
                if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            match answered {
                // What is printed can't be taken back: it is not asked again.
                Err(error) if rank > self.page.offset => Ok(Err(error)),
                answered => answered.map(Ok),
            }
        })?;
        let results = results?;
        written?;
        let answer = self.answer(&view, &results, ui);
        let n_shown = rank - self.page.offset;
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
        if rank == self.page.offset + 1 {
            let answer = self.answer(view, results, ui);
            json::write_begin(&answer, ui.out)?;
        }
        json::write_hit(rank, hit, self.session.places, ui.out)?;
        // A reader gets it now, not when a buffer is full.
        ui.out.flush()
    }

    /// Prints paths, or paths and counts. A name is written as it is only where NUL ends it, and on no terminal.
    fn list_notes(&self, ui: &mut Ui<'_>) -> Result<Shown> {
        let page = self.page;
        let (view, results) = freshness::ask(self.index, page.sync, ui.audience(), |view| {
            view.searcher.notes(self.query, &self.options_for(view))
        })?;
        let is_raw = page.null && !ui.terminal.out;
        for note in &results.notes {
            let path = self.session.places.shown(&note.path);
            let path = if is_raw { path.into() } else { escape::line(&path) };
            ui.out.write_all(path.as_bytes())?;
            if page.null {
                ui.out.write_all(b"\0")?;
            }
            match (page.output.count, page.null) {
                (true, true) => writeln!(ui.out, "{}", note.hits)?,
                (true, false) => writeln!(ui.out, ":{}", note.hits)?,
                (false, true) => {}
                (false, false) => writeln!(ui.out)?,
            }
        }
        Ok(Shown::notes(view, results))
    }
}
