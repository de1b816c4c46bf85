//! Hits for a person at a terminal: grouped by note, cut to its width, with the matches lit.

use std::io::{self, Write};

use notes_index::{Hit, HitKind, NotePath};

use crate::printer::breadcrumb;
use crate::printer::columns::{self, Cell};
use crate::printer::style::{Role, Style};
use crate::printer::{Answer, SnippetLine, duration, escape, reservations, snippet_lines};
use crate::shell;

/// How much of a terminal there is, and how to dress up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// Its width.
    pub(crate) columns: usize,
    /// Colours and links.
    pub(crate) style: Style,
    /// Whether to end with a line of numbers.
    pub(crate) footer: bool,
}

/// Prints an answer.
pub(crate) fn print(answer: &Answer<'_>, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let hits = &answer.results.hits;
    let last_line = hits.iter().map(|hit| hit.lines.1).max().unwrap_or(0);
    let page = Screen { answer, layout, digits: last_line.to_string().len() };
    for note in hits.chunk_by(|one, next| one.path == next.path) {
        page.note(note, out)?;
        writeln!(out)?;
    }
    if layout.footer && !hits.is_empty() { page.footer(out) } else { Ok(()) }
}

struct Screen<'a> {
    answer: &'a Answer<'a>,
    layout: Layout,
    /// How many columns a line number takes.
    digits: usize,
}

impl Screen<'_> {
    fn note(&self, hits: &[Hit], out: &mut dyn Write) -> io::Result<()> {
        self.note_head(&hits[0], out)?;
        for hit in hits {
            self.hit(hit, out)?;
        }
        match self.answer.results.more.iter().find(|(path, _)| *path == hits[0].path) {
            Some((path, more)) => self.more(path, *more, out),
            None => Ok(()),
        }
    }

    /// Title and path on one line if they fit, else on two: a path is never cut, it may be copied.
    fn note_head(&self, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
        let Layout { columns, style, .. } = self.layout;
        let shown = self.answer.places.shown(&hit.path);
        let fits = columns::width(&hit.title) + 2 + columns::width(&shown) <= columns;
        if !hit.title.is_empty() && hit.title != hit.path.stem() {
            style.write(Role::Title, &columns::cut(&hit.title, columns), out)?;
            out.write_all(if fits { b"  " } else { b"\n" })?;
        }
        style.write_path(&escape::line(&shown), &self.answer.places.absolute(&hit.path), out)?;
        writeln!(out)
    }

    fn hit(&self, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
        self.hit_head(hit, out)?;
        let lines: Vec<SnippetLine<'_>> = snippet_lines(hit).collect();
        let cells: Vec<Vec<Cell>> =
            lines.iter().map(|line| columns::cells(line.text, &line.highlights)).collect();
        let blank = |cells: &&Vec<Cell>| columns::indentation(cells) < cells.len();
        let shared = cells.iter().filter(blank).map(|cells| columns::indentation(cells)).min().unwrap_or(0);
        for (line, cells) in lines.iter().zip(&cells) {
            self.snippet_line(line.number, &cells[shared.min(cells.len())..], out)?;
        }
        for reservation in reservations(hit) {
            self.remark(&reservation, out)?;
        }
        Ok(())
    }

    /// Breadcrumb and language; nothing for text before the first heading.
    fn hit_head(&self, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
        let Layout { columns, style, .. } = self.layout;
        let language = match hit.kind {
            HitKind::Code => format!("[{}]", hit.language.as_deref().unwrap_or("code")),
            HitKind::Section => String::new(),
        };
        let room = columns.saturating_sub(3 + columns::width(&language));
        let breadcrumb = breadcrumb::fitted(&hit.breadcrumb, room);
        if breadcrumb.is_empty() && language.is_empty() {
            return Ok(());
        }
        write!(out, "  ")?;
        style.write(Role::Breadcrumb, &breadcrumb, out)?;
        write!(out, "{}", if breadcrumb.is_empty() || language.is_empty() { "" } else { " " })?;
        style.write(Role::Faint, &escape::line(&language), out)?;
        writeln!(out)
    }

    fn snippet_line(&self, number: u32, cells: &[Cell], out: &mut dyn Write) -> io::Result<()> {
        let Layout { columns, style, .. } = self.layout;
        style.write(Role::Faint, &format!("  {number:>0$} │ ", self.digits), out)?;
        columns::write_line(cells, columns.saturating_sub(self.gutter()).max(1), style, out)?;
        writeln!(out)
    }

    /// How many columns stand before the text of a note.
    fn gutter(&self) -> usize {
        "  ".len() + self.digits + " | ".len()
    }

    fn remark(&self, remark: &str, out: &mut dyn Write) -> io::Result<()> {
        let room = self.layout.columns.saturating_sub(self.gutter()).max(1);
        write!(out, "{:1$}", "", self.gutter())?;
        self.layout.style.write(Role::Lack, &columns::cut(remark, room), out)?;
        writeln!(out)
    }

    fn more(&self, path: &NotePath, more: usize, out: &mut dyn Write) -> io::Result<()> {
        let text = format!("  {more} more: --path {}", shell::quoted(path.as_str()));
        self.layout.style.write(Role::Faint, &escape::line(&text), out)?;
        writeln!(out)
    }

    fn footer(&self, out: &mut dyn Write) -> io::Result<()> {
        let results = self.answer.results;
        let (total, shown) = (results.total, results.hits.len());
        let mut parts = vec![format!("{total} {}", if total == 1 { "hit" } else { "hits" })];
        let behind_caps: usize = results.more.iter().map(|(_, more)| more).sum();
        let end = self.answer.page.offset + shown;
        if shown < total {
            parts.push(format!("{shown} shown"));
        }
        if shown == self.answer.page.limit && end + behind_caps < total {
            parts.push(format!("next: --offset {end}"));
        }
        parts.extend(results.partial.then(|| "stopped early".to_owned()));
        parts.push(duration(self.answer.took));
        self.layout.style.write(Role::Faint, &parts.join(" · "), out)?;
        writeln!(out)
    }
}
