//! Hits for a person at a terminal: grouped by note, cut to its width, with the matches lit.

use std::collections::HashMap;
use std::io::{self, Write};

use notes_index::{Hit, HitKind, NotePath};

use crate::amounts::{counted, duration};
use crate::escape;
use crate::printer::breadcrumb;
use crate::printer::gutter::Gutter;
use crate::printer::head::Head;
use crate::printer::style::{Role, Style};
use crate::printer::{Answer, NO_TEXT, SnippetLine, explain, facets, lit_in_shown, read_lines, reservations};
use crate::printer::{cells, rows};
use crate::shell;

/// How many rows of a terminal the text of one hit takes, unless it has more lines.
const MAX_ROWS: usize = 3;

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
    let last_line = hits.iter().map(|hit| hit.lines.last).max().unwrap_or(0);
    if let Some(plan) = &answer.results.plan {
        explain::print_plan(plan, layout.columns, layout.style, out)?;
    }
    let gutter = Gutter::up_to(last_line, layout.style);
    let mut screen = Screen { answer, layout, gutter, rank: answer.offset };
    let more: HashMap<&NotePath, usize> =
        answer.results.more.iter().map(|more| (&more.path, more.hits)).collect();
    // A note stands on a page twice if some of its hits lack a word: what it has more stands below the last.
    let last_hits: HashMap<&NotePath, usize> = (0..).zip(hits).map(|(nth, hit)| (&hit.path, nth)).collect();
    let mut n_shown = 0;
    for note in hits.chunk_by(|one, next| one.path == next.path) {
        let path = &note[0].path;
        screen.note(note, out)?;
        n_shown += note.len();
        if last_hits[path] < n_shown
            && let Some(&more) = more.get(path)
        {
            screen.more(path, more, out)?;
        }
        writeln!(out)?;
    }
    facets::print(&answer.results.facets, layout.columns, layout.style, out)?;
    if layout.footer && !hits.is_empty() { screen.footer(out) } else { Ok(()) }
}

struct Screen<'a> {
    answer: &'a Answer<'a>,
    layout: Layout,
    gutter: Gutter,
    /// The number of the hit that was printed last.
    rank: usize,
}

impl Screen<'_> {
    fn note(&mut self, hits: &[Hit], out: &mut dyn Write) -> io::Result<()> {
        self.note_head(&hits[0], out)?;
        hits.iter().try_for_each(|hit| self.hit(hit, out))
    }

    fn note_head(&self, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
        let Layout { columns, style, .. } = self.layout;
        let Answer { places, .. } = self.answer;
        let shown = places.shown(&hit.path);
        let title = if hit.title == hit.path.stem() { "" } else { &hit.title };
        let head = Head {
            title,
            shown: &shown,
            path: &places.absolute(&hit.path),
            lit_in_title: &hit.names.title,
            lit_in_path: &lit_in_shown(hit, &shown),
        };
        head.write(columns, style, out)
    }

    fn hit(&mut self, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
        self.rank += 1;
        self.hit_head(hit, out)?;
        self.snippet(hit, out)?;
        for reservation in reservations(hit) {
            self.remark(&reservation, out)?;
        }
        if let Some(explanation) = &hit.explanation {
            let Layout { columns, style, .. } = self.layout;
            explain::print_score(hit.score, explanation, columns, style, out)?;
        }
        Ok(())
    }

    /// The number that `show` and `open` know the hit by, breadcrumb and language.
    fn hit_head(&self, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
        let Layout { columns, style, .. } = self.layout;
        let language = match hit.kind {
            HitKind::Code => format!("[{}]", hit.language.as_deref().unwrap_or("code")),
            _ => String::new(),
        };
        let number = self.gutter.aligned(self.rank);
        let gaps = if language.is_empty() { 2 } else { 4 };
        let room = columns.saturating_sub(cells::width(&number) + gaps + cells::width(&language));
        let breadcrumb = breadcrumb::lit(&hit.breadcrumb, &hit.names.breadcrumb, room);
        style.write(Role::Number, &number, out)?;
        if hit.breadcrumb.is_empty() && read_lines(hit).is_empty() {
            // A number alone looks like something that failed.
            write!(out, "  ")?;
            style.write(Role::Faint, NO_TEXT, out)?;
        } else if !breadcrumb.is_empty() {
            write!(out, "  ")?;
            rows::write_line(&breadcrumb, room, style, out)?;
        }
        if !language.is_empty() {
            write!(out, "  ")?;
            style.write(Role::Faint, &escape::line(&language), out)?;
        }
        writeln!(out)
    }

    /// The lines of a snippet, long ones on several rows, below the header of their table.
    fn snippet(&self, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
        let room = self.gutter.room(self.layout.columns);
        if !hit.snippet.header.is_empty() {
            self.gutter.write(None, out)?;
            self.layout.style.write(Role::Faint, &rows::cut(&hit.snippet.header.join(" | "), room), out)?;
            writeln!(out)?;
        }
        let mut lines = read_lines(hit);
        // The breadcrumb says it already.
        if !lines.iter().all(|line| line.is_name(hit)) {
            lines.retain(|line| !line.is_name(hit));
        }
        let mut rows_left = MAX_ROWS.max(lines.len());
        for (idx, line) in lines.iter().enumerate() {
            let n_after = lines.len() - idx - 1;
            rows_left -= self.snippet_line(line, room, rows_left - n_after, out)?;
        }
        Ok(())
    }

    /// Prints a line on so many rows at most; returns how many it took.
    fn snippet_line(
        &self,
        line: &SnippetLine<'_>,
        room: usize,
        max_rows: usize,
        out: &mut dyn Write,
    ) -> io::Result<usize> {
        let cells = line.cells();
        let rows = rows::of(&cells, room, max_rows);
        let shown = rows.first().map_or(0, |row| row.start)..rows.last().map_or(0, |row| row.end);
        for (idx, row) in rows.iter().enumerate() {
            self.gutter.write((idx == 0).then_some(line.number), out)?;
            rows::write(&cells, row.clone(), &shown, self.layout.style, out)?;
            writeln!(out)?;
        }
        Ok(rows.len())
    }

    fn remark(&self, remark: &str, out: &mut dyn Write) -> io::Result<()> {
        let room = self.gutter.room(self.layout.columns);
        write!(out, "{:1$}", "", self.gutter.width())?;
        self.layout.style.write(Role::Lack, &rows::cut(remark, room), out)?;
        writeln!(out)
    }

    /// Says how many hits of a note are not shown.
    fn more(&self, path: &NotePath, more: usize, out: &mut dyn Write) -> io::Result<()> {
        let filter = self.answer.places.filter_for(path);
        let text = format!("  {more} more: --path {}", shell::quoted(&filter));
        self.layout.style.write(Role::Faint, &escape::line(&text), out)?;
        writeln!(out)
    }

    fn footer(&self, out: &mut dyn Write) -> io::Result<()> {
        let results = self.answer.results;
        let (total, shown) = (results.total, results.hits.len());
        let mut parts = vec![counted(total, "hit")];
        let end = self.answer.offset + shown;
        if shown < total {
            parts.push(format!("{shown} shown"));
        }
        if end < results.paged {
            parts.push(format!("next: --offset {end}"));
        }
        parts.push(duration(self.answer.took));
        let Layout { columns, style, .. } = self.layout;
        rows::write_wrapped((Role::Faint, &parts.join(" · ")), 0, columns, style, out)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use notes_index::{IndexOptions, NoteIndex, Query, SearchOptions};

    use super::*;
    use crate::freshness::Freshness;
    use crate::places::Places;

    const PLAIN: Style = Style { color: false, links: false };
    const DRESSED: Style = Style { color: true, links: true };

    /// What a terminal of so many columns shows for a query.
    fn printed(notes: &[(&str, &str)], query: &str, columns: usize, style: Style) -> String {
        printed_with(&SearchOptions::new(), notes, query, columns, style)
    }

    fn printed_with(
        options: &SearchOptions,
        notes: &[(&str, &str)],
        query: &str,
        columns: usize,
        style: Style,
    ) -> String {
        let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
        for (path, source) in notes {
            index.put(&NotePath::new(path).unwrap(), source).unwrap();
        }
        let searcher = index.searcher().unwrap();
        let answer = Answer {
            query,
            results: &searcher.search(&Query::parse(query), options).unwrap(),
            offset: 0,
            counts: searcher.counts(),
            freshness: &Freshness::Unknown,
            took: Duration::from_micros(1_940),
            places: Places { root: Path::new("/notes"), cwd: Path::new("/notes") },
        };
        let mut out = Vec::new();
        print(&answer, Layout { columns, style, footer: true }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// A text as a terminal shows it, without its commands.
    fn undressed(text: &str) -> String {
        let mut pieces = text.split('\x1b');
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(first, |shown, piece| {
            let end =
                if piece.starts_with("]8;") || piece.starts_with('\\') { None } else { piece.find('m') };
            let link_end = piece.strip_prefix('\\');
            shown + link_end.unwrap_or(end.map_or("", |end| &piece[end + 1..]))
        })
    }

    fn long_note() -> String {
        let text = "太小会排队，太大会压垮数据库，要看等待的时间慢慢调整，".repeat(4);
        let section = |n: usize| format!("### 第{n}种关于连接的很长很长的标题\n\n\t{text}连接池{text}\n\n");
        let sections: String = (1..=6).map(section).collect();
        format!(
            "# 一篇标题非常长的关于数据库连接池的学习笔记，长得放不进一行\n\n## 第三阶段：数据存储优化\n\n{sections}"
        )
    }

    #[test]
    fn a_hit_stands_below_its_note() {
        let note = "# 连接池笔记\n\n## 关闭\n\n用完要归还。\n";
        let shown = printed(&[("db/pool.md", note)], "归还", 60, PLAIN);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(&lines[..2], ["连接池笔记  db/pool.md", "  1  关闭"]);
        assert!(lines.contains(&"  5 │ 用完要归还。"), "{shown}");
        assert_eq!(&lines[lines.len() - 2..], ["", "1 hit · 1.9 ms"]);
    }

    #[test]
    fn what_only_a_parser_reads_takes_no_line() {
        let note = "# 分支\n\n## 使用分支\n<!--class=row-->\n\n```shell\ngit branch 列出\n```\n";
        let shown = printed(&[("git.md", note)], "使用分支", 60, PLAIN);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(&lines[1..3], ["  1  使用分支", "  7 │ git branch 列出"]);
    }

    #[test]
    fn lines_without_words_take_none_and_tags_are_not_shown() {
        let image = "<div align=\"center\"> <img src=\"https://x.y/a.jpg\"/> </div><br>";
        let note = format!("# 进餐\n\n## 哲学家\n\n{image}\n\n五个<b>人</b>&nbsp;围着。\n");
        let shown = printed(&[("a.md", &note)], "哲学家", 60, PLAIN);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(&lines[1..4], ["  1  哲学家", "  7 │ 五个人\u{a0}围着。", ""]);
    }

    #[test]
    fn an_image_alone_is_shown_as_it_is_written() {
        let shown = printed(&[("a.md", "![[图.png]]\n")], "path:a.md", 60, PLAIN);
        assert!(shown.lines().any(|line| line == "  1 │ ![[图.png]]"), "{shown}");
    }

    #[test]
    fn nothing_is_wider_than_the_terminal() {
        let note = long_note();
        for columns in [30, 60, 100] {
            let shown = printed(&[("pool.md", &note)], "连接池", columns, PLAIN);
            assert!(shown.contains(" more: --path ./pool.md\n"), "{shown}");
            for line in shown.lines() {
                assert!(cells::width(line) <= columns, "{line:?} in {columns} columns");
            }
            let matches = shown.lines().filter(|line| line.contains('│') && line.contains("连接池"));
            assert!(matches.count() >= 3, "{shown}");
        }
    }

    #[test]
    fn nor_is_what_explains_it_nor_code() {
        let (long, code) =
            (long_note(), "# 例\n\n## 第二种很长的用法说明\n\n```python\npool = 连接池()\n```\n");
        let options = SearchOptions::new().explain(true);
        let cases =
            [("连接池 OR 数据库连接池的大小", 20), ("连接池 is:code", 20), ("连接池", 30), ("连接池", 60)];
        for (query, columns) in cases {
            let notes = [("pool.md", &*long), ("c.md", code)];
            let shown = printed_with(&options, &notes, query, columns, PLAIN);
            assert!(shown.contains("  score ") && shown.contains("query    "), "{shown}");
            assert!(!query.ends_with("code") || shown.contains("[python]"), "{shown}");
            for line in shown.lines() {
                let is_wide = cells::width(line) > columns && !line.contains("--path");
                assert!(!is_wide && line.trim_end() == line, "{line:?} in {columns} columns");
            }
        }
    }

    #[test]
    fn a_word_is_lit_in_the_names_that_lead_to_it() {
        let lit = |text: &str| format!("\x1b[1;31m{text}\x1b[0m");
        let note = "# 池的笔记\n\n## 关闭\n\n### 归还\n\n用完。\n";
        let shown = |query: &str| printed(&[("db/pool.md", note)], query, 60, DRESSED);
        assert!(shown("笔记").contains(&format!("\x1b[1m池的\x1b[0m{}", lit("笔记"))), "{:?}", shown("笔记"));
        let path = format!("\x1b[35mdb/\x1b[0m{}\x1b[35m.md\x1b[0m", lit("pool"));
        assert!(shown("pool").contains(&path), "{:?}", shown("pool"));
        let breadcrumb = format!("{}\x1b[36m › 归还\x1b[0m\n", lit("关闭"));
        assert!(shown("关闭 用完").contains(&breadcrumb), "{:?}", shown("关闭 用完"));
        assert!(!shown("池 的 pool").contains(&lit("的")));
    }

    #[test]
    fn a_mark_inside_a_match_is_not_lit() {
        let shown = printed(&[("池.md", "用完**连接**池要归还。\n")], "连接池", 60, DRESSED);
        assert!(shown.contains("**\x1b[1;31m连接\x1b[0m**\x1b[1;31m池\x1b[0m要归还"), "{shown:?}");
    }

    #[test]
    fn a_note_without_text_says_so_and_is_lit_by_name() {
        for note in ["", "\n\n"] {
            let shown = printed(&[("db/空白池.md", note)], "空白池", 60, DRESSED);
            let path = "\x1b[35mdb/\x1b[0m\x1b[1;31m空白池\x1b[0m\x1b[35m.md\x1b[0m";
            assert!(shown.contains(path), "{shown:?}");
            let shown = undressed(&shown);
            assert!(shown.starts_with("db/空白池.md\n  1  (no text)\n\n"), "{shown}");
        }
    }

    #[test]
    fn dress_changes_no_word() {
        let notes = [("a b/池.md", &*long_note()), ("代码.md", "```py\npool = 连接池()\n```\n")];
        let dressed = printed(&notes, "连接池", 60, DRESSED);
        assert!(dressed.contains("\x1b]8;;file:///notes/a%20b/%E6%B1%A0.md\x1b\\"), "{dressed:?}");
        assert!(dressed.contains("\x1b[1;31m连接池\x1b[0m"), "{dressed:?}");
        assert_eq!(undressed(&dressed), printed(&notes, "连接池", 60, PLAIN));
    }
}
