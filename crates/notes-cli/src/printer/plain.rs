//! A line a hit, for pipes: `path:line: breadcrumb: text`.

use std::io::{self, Write};

use notes_index::Hit;

use crate::escape;
use crate::printer::style::{Role, Style};
use crate::printer::{Answer, NO_TEXT, best_line, breadcrumb, explain, facets, lit_in_shown, reservations};
use crate::printer::{cells, rows};

/// Prints an answer.
pub(crate) fn print(answer: &Answer<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if let Some(plan) = &answer.results.plan {
        explain::print_plan(plan, usize::MAX, style, out)?;
    }
    answer.results.hits.iter().try_for_each(|hit| print_hit(hit, answer, style, out))?;
    let facets = &answer.results.facets;
    if !answer.results.hits.is_empty() && facets.iter().any(|counts| !counts.values.is_empty()) {
        writeln!(out)?;
    }
    facets::print(facets, usize::MAX, style, out)
}

fn print_hit(hit: &Hit, answer: &Answer<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let best = best_line(hit);
    let (number, cells) = best.map_or((hit.lines.first, Vec::new()), |line| (line.number, line.cells()));
    let shown = answer.places.shown(&hit.path);
    style.write_lit((Role::Path, &shown), &lit_in_shown(hit, &shown), out)?;
    write!(out, ":{number}: ")?;
    if !hit.breadcrumb.is_empty() {
        breadcrumb::write_in_full(&hit.breadcrumb, &hit.names.breadcrumb, style, out)?;
        write!(out, ": ")?;
    }
    if cells.is_empty() {
        style.write(Role::Faint, NO_TEXT, out)?;
    }
    rows::write_line(cells::trimmed(&cells), usize::MAX, style, out)?;
    for reservation in reservations(hit) {
        style.write(Role::Lack, &format!(" ({})", escape::line(&reservation)), out)?;
    }
    writeln!(out)?;
    match &hit.explanation {
        Some(explanation) => explain::print_score(hit.score, explanation, usize::MAX, style, out),
        None => Ok(()),
    }
}
