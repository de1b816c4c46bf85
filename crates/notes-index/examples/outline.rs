//! Prints the outline of a Markdown file: `cargo run --example outline -- note.md`
//!
//! A line for every section and every code block: its lines, and what a person would call the place.

use std::io::{self, Write};
use std::path::Path;

use notes_index::{LineIndex, Note, NotePath, parse_note};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for file in std::env::args().skip(1) {
        let source = String::from_utf8_lossy(&std::fs::read(&file)?).into_owned();
        let name = Path::new(&file).file_name().unwrap_or_default().to_string_lossy();
        let path = NotePath::new(&name).map_err(io::Error::other)?;
        let parsed = parse_note(path, &source);
        print_outline(&mut out, &parsed.note, &source)?;
        for warning in parsed.warnings {
            writeln!(out, "{file}:{}: {}", warning.line, warning.message)?;
        }
    }
    Ok(())
}

fn print_outline(out: &mut impl Write, note: &Note, source: &str) -> io::Result<()> {
    let lines = LineIndex::new(source);
    let last_line = |end: usize| lines.line(end.saturating_sub(1));
    writeln!(out, "{}", note.title)?;
    for (index, section) in note.sections.iter().enumerate() {
        let (first, last) = (lines.line(section.range.start), last_line(section.range.end));
        writeln!(out, "{first:5}-{last:<5} {}", section.breadcrumb.join(" › "))?;
        for block in note.code_blocks.iter().filter(|block| block.section == index) {
            let language = block.language.as_deref().unwrap_or("code");
            let (first, last) = (lines.line(block.range.start), last_line(block.range.end));
            writeln!(out, "{first:5}-{last:<5}     [{language}]")?;
        }
    }
    Ok(())
}
