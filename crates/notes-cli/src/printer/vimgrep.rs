//! A line a match, of a hit the first hundred, as Vim's `grepformat` `%f:%l:%c:%m` reads it: `path:line:column:text`, columns in
//! bytes from 1.

use std::io::{self, Write};

use notes_index::Hit;

use crate::escape;
use crate::printer::{Answer, best_line};

/// Prints an answer.
pub(crate) fn print(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    for hit in &answer.results.hits {
        let path = answer.places.shown(&hit.path);
        print_hit(hit, &escape::line(&path), out)?;
    }
    Ok(())
}

fn print_hit(hit: &Hit, path: &str, out: &mut dyn Write) -> io::Result<()> {
    for found in &hit.matches {
        let text = escape::line(&found.line_text);
        writeln!(out, "{path}:{}:{}:{text}", found.start.line, found.start.column)?;
    }
    // Words that stand only in the title, a tag or a heading above lead to what is shown of the hit.
    if hit.matches.is_empty() {
        let (number, line) = best_line(hit).map_or((hit.lines.first, ""), |line| (line.number, line.text));
        writeln!(out, "{path}:{number}:1:{}", escape::line(line))?;
    }
    Ok(())
}
