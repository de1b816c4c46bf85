//! Figures by task and bucket, a column more for each peer.

use std::collections::{BTreeMap, HashSet};
use std::io::{Result, Write};

use crate::Run;
use crate::figures::{Figures, figures, mean};
use crate::judged::{Asked, Judged, Judgements};

/// Collections with fewer queries are left out of the macro average.
const MIN_QUERIES: usize = 20;

/// The figures of some runs, ours first.
pub(crate) struct Table<'a> {
    title: &'static str,
    names: Vec<&'a str>,
    /// Each judged query, the collection of what it looks for, and the figures of each run.
    rows: Vec<(&'a Asked, String, Vec<Figures>)>,
}

impl<'a> Table<'a> {
    /// Hits judged by their note alone.
    pub(crate) fn notes(judged: &'a Judged, runs: &'a [Run]) -> Table<'a> {
        Table::new("notes", judged, &judged.notes, runs, |(path, _)| path.clone())
    }

    /// Hits judged by note and heading.
    pub(crate) fn sections(judged: &'a Judged, runs: &'a [Run]) -> Table<'a> {
        Table::new("sections", judged, &judged.sections, runs, |(path, slug)| format!("{path}#{slug}"))
    }

    fn new(
        title: &'static str,
        judged: &'a Judged,
        judgements: &Judgements,
        runs: &'a [Run],
        document: impl Fn(&(String, String)) -> String,
    ) -> Table<'a> {
        let mut rows = Vec::new();
        for query in &judged.queries {
            let Some(relevant) = judgements.get(&query.id) else { continue };
            let of_run = |run: &Run| {
                let hits = run.hits.get(&query.id).into_iter().flatten();
                let mut seen = HashSet::new();
                let counted = hits.filter(|(path, _)| !judged.ignores(query, path)).map(&document);
                let ranked: Vec<String> = counted.filter(|document| seen.insert(document.clone())).collect();
                figures(&ranked, relevant)
            };
            let collection =
                relevant.keys().min().and_then(|path| path.split('/').next()).unwrap_or_default();
            rows.push((query, collection.to_owned(), runs.iter().map(of_run).collect()));
        }
        Table { title, names: runs.iter().map(|run| run.name.as_str()).collect(), rows }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn print(&self, out: &mut impl Write) -> Result<()> {
        write!(out, "\n{:24} {:>5} nDCG@10  MRR@10     S@1", self.title, "n")?;
        self.names.iter().skip(1).try_for_each(|name| write!(out, "  {name:>14}"))?;
        writeln!(out)?;
        for (group, rows) in self.groups(|query, _| vec!["ALL", &query.groups[0], &query.groups[1]]) {
            print_line(
                out,
                group,
                rows.len(),
                |run, which| mean(&column(&rows, run), which),
                self.names.len(),
            )?;
        }
        let mut collections: Vec<_> = self.groups(|_, collection| vec![collection]).into_values().collect();
        collections.retain(|rows| rows.len() >= MIN_QUERIES);
        if collections.len() > 1 {
            let n = collections.len() as f64;
            let macro_mean =
                |run, which| collections.iter().map(|rows| mean(&column(rows, run), which)).sum::<f64>() / n;
            print_line(out, "collections, macro", collections.len(), macro_mean, self.names.len())?;
        }
        Ok(())
    }

    /// One line a query: title, id, nDCG@10 of our run, text.
    pub(crate) fn print_queries(&self, out: &mut impl Write) -> Result<()> {
        self.rows.iter().try_for_each(|(query, _, runs)| {
            writeln!(out, "{}\t{}\t{:.4}\t{}", self.title, query.id, runs[0][0], query.text)
        })
    }

    fn groups<'t>(
        &'t self,
        of: impl Fn(&'t Asked, &'t str) -> Vec<&'t str>,
    ) -> BTreeMap<&'t str, Vec<&'t [Figures]>> {
        let mut groups: BTreeMap<&str, Vec<&[Figures]>> = BTreeMap::new();
        for (query, collection, runs) in &self.rows {
            for group in of(query, collection) {
                groups.entry(group).or_default().push(runs);
            }
        }
        groups
    }
}

fn column(rows: &[&[Figures]], run: usize) -> Vec<Figures> {
    rows.iter().map(|runs| runs[run]).collect()
}

fn print_line(
    out: &mut impl Write,
    name: &str,
    n: usize,
    mean: impl Fn(usize, usize) -> f64,
    n_runs: usize,
) -> Result<()> {
    write!(out, "{name:24} {n:5}  {:.4}  {:.4}  {:.4}", mean(0, 0), mean(0, 1), mean(0, 2))?;
    (1..n_runs).try_for_each(|run| write!(out, "  {:>14.4}", mean(run, 0)))?;
    writeln!(out)
}
