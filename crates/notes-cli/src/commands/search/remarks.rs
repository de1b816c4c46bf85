//! What is said about a search, besides what it found.

use std::io;

use notes_index::{Diagnostic, NoteResults, SearchResults};

use super::Search;
use crate::amounts::counted;
use crate::commands::glossary;
use crate::failure::Result;
use crate::freshness::{Freshness, View};
use crate::nothing;
use crate::ui::Ui;
use crate::unmet;

/// What was printed, and what is to be said about it.
pub(super) struct Shown {
    view: View,
    /// How many hits or notes were printed.
    pub(super) n_shown: usize,
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
    pub(super) fn hits(view: View, results: SearchResults, n_shown: usize) -> Shown {
        let SearchResults { total, paged, partial, diagnostics, suggestions, .. } = results;
        Shown { view, n_shown, n_paged: paged, total, partial, diagnostics, suggestions }
    }

    pub(super) fn notes(view: View, results: NoteResults) -> Shown {
        let NoteResults { notes, total_notes, total_hits, partial, diagnostics, suggestions, .. } = results;
        let (n_shown, n_paged) = (notes.len(), total_notes);
        Shown { view, n_shown, n_paged, total: total_hits, partial, diagnostics, suggestions }
    }
}

impl Search<'_> {
    /// Says all that there is to say of it, behind what was printed.
    pub(super) fn remark(&self, shown: &Shown, ui: &mut Ui<'_>) -> Result<()> {
        // In JSON the answer says so.
        if ui.has_audience() || !self.page.output.is_json() {
            shown.view.freshness.warn(ui)?;
            warn_if_partial(shown, ui)?;
        }
        remark_on_reading(shown, ui)?;
        if shown.n_shown == 0 {
            self.remark_on_nothing(shown, ui)?;
        }
        if !shown.suggestions.is_empty() && self.like.is_none() {
            ui.remark(format_args!("hint: did you mean: {}", shown.suggestions.join(", ")))?;
        }
        if shown.total == 0 && ui.has_audience() {
            self.remark_on_filters(shown, ui)?;
        }
        Ok(glossary::remark_on(shown.view.searcher.glossary_file(), self.session.places, ui)?)
    }

    /// Why nothing is shown, and what could be done about it.
    fn remark_on_nothing(&self, shown: &Shown, ui: &mut Ui<'_>) -> io::Result<()> {
        let (query, offset) = (self.query.source(), self.page.offset);
        if shown.n_paged > 0 {
            let what = if self.page.output.is_of_notes() { "note" } else { "hit" };
            let all = counted(shown.n_paged, what);
            return ui.remark(format_args!("--offset {offset} leaves out all there is: {all}"));
        }
        let mut what = match self.like {
            Some(like) => format!("nothing is like {like}"),
            None => nothing::of("nothing", query),
        };
        if !self.page.filters.are_empty() {
            what += nothing::WITH_FILTERS;
        }
        nothing::remark_on(&what, shown.view.searcher.counts(), self.session.config, ui)
    }

    /// Which filters nothing meets.
    fn remark_on_filters(&self, shown: &Shown, ui: &mut Ui<'_>) -> Result<()> {
        let filters = self.page.filters.predicates(self.session.places)?;
        for sentence in unmet::said(&shown.view.searcher, self.query, filters)? {
            ui.remark(format_args!("hint: {sentence}"))?;
        }
        Ok(())
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

/// How the query was read, and what was indexed for this search; in JSON it is part of the answer.
fn remark_on_reading(shown: &Shown, ui: &mut Ui<'_>) -> io::Result<()> {
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

    use notes_index::{IndexOptions, NoteIndex, NotePath, Query, SearchOptions};

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
