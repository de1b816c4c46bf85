//! `notes man`: manual pages, made from what `--help` says.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::builder::Resettable;
use clap::{Args, Command, ValueHint};
use clap_mangen::Man;

use crate::exit::ExitStatus;
use crate::failure::{Failure, FailureKind, Result};
use crate::ui::Ui;

#[derive(Args, Debug)]
#[command(
    after_long_help = "Examples:\n  notes man search | man -l -\n  notes man --dir ~/.local/share/man/man1"
)]
pub(crate) struct ManArgs {
    /// The command whose page is meant
    command: Option<String>,

    /// Write a page for each command into this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "command")]
    dir: Option<PathBuf>,
}

/// Prints or writes the pages of a program.
pub(crate) fn run(args: &ManArgs, program: Command, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    // Pages of commands are named `notes-search`, and so are the references to them.
    let mut program = program.bin_name("notes");
    program.build();
    match (&args.dir, &args.command) {
        (Some(dir), _) => write_all(&program, dir)?,
        (None, None) => ui.out.write_all(&Page::of(&program)?.text)?,
        (None, Some(name)) => match program.find_subcommand(name) {
            Some(command) => ui.out.write_all(&Page::of(command)?.text)?,
            None => {
                return Err(
                    Failure::usage(format!("there is no command \"{name}\"")).hint("see notes --help")
                );
            }
        },
    }
    Ok(ExitStatus::Found)
}

/// A manual page: its name and its text.
struct Page {
    name: String,
    text: Vec<u8>,
}

impl Page {
    fn of(command: &Command) -> io::Result<Page> {
        let name = command.get_bin_name().unwrap_or_default().replace(' ', "-");
        let details = command.get_after_long_help().map(ToString::to_string);
        // What is laid out by hand would be filled.
        let bare = command.clone().display_name(&name).after_long_help(Resettable::Reset);
        let source = concat!("notes ", env!("CARGO_PKG_VERSION"));
        let man = Man::new(bare).title(name.to_uppercase()).source(source);
        let mut text = Vec::new();
        man.render(&mut text)?;
        let mut text = without_idle_breaks(&text);
        if let Some(details) = details {
            text.extend(verbatim("DETAILS", &details).into_bytes());
        }
        Ok(Page { name, text })
    }
}

/// Without the line breaks beside empty lines, which say nothing and are complained of.
fn without_idle_breaks(text: &[u8]) -> Vec<u8> {
    let lines: Vec<&[u8]> = text.split_inclusive(|&byte| byte == b'\n').collect();
    let is_space = |idx: usize| lines.get(idx).is_some_and(|line| *line == b"\n" || line.starts_with(b".sp"));
    let is_idle =
        |idx: usize| lines[idx] == b".br\n" && (is_space(idx + 1) || (idx > 0 && is_space(idx - 1)));
    (0..lines.len()).filter(|&idx| !is_idle(idx)).flat_map(|idx| lines[idx]).copied().collect()
}

/// A section whose lines stay as they are.
fn verbatim(title: &str, text: &str) -> String {
    let line = |line: &str| {
        let escaped = line.replace('\\', r"\e").replace('-', r"\-").replace('\'', r"\(aq");
        // Nothing at the start of a line is a request.
        if escaped.starts_with('.') { format!(r"\&{escaped}") } else { escaped }
    };
    let lines: Vec<String> =
        text.lines().map(line).map(|line| if line.is_empty() { ".sp".to_owned() } else { line }).collect();
    format!(".SH {title}\n.nf\n{}\n.fi\n", lines.join("\n"))
}

fn write_all(program: &Command, dir: &Path) -> Result<()> {
    let failed = |error: io::Error, path: &Path| {
        Failure::new(FailureKind::Io, anyhow!("can't write {}: {error}", path.display())).about(path)
    };
    fs::create_dir_all(dir).map_err(|error| failed(error, dir))?;
    let commands = program.get_subcommands().filter(|command| command.get_name() != "help");
    for command in std::iter::once(program).chain(commands) {
        let page = Page::of(command)?;
        let path = dir.join(format!("{}.1", page.name));
        fs::write(&path, page.text).map_err(|error| failed(error, &path))?;
    }
    Ok(())
}
