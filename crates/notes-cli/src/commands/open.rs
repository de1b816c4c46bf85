//! `notes open`: a place in a note, in the user's editor.

use std::path::Path;
use std::process::Command;

use anyhow::anyhow;
use clap::Args;
use clap_complete::ArgValueCompleter;
use notes_index::NoteIndex;

use crate::commands::Session;
use crate::complete;
use crate::editor::{self, Cursor};
use crate::exit::ExitStatus;
use crate::failure::{Failure, FailureKind, Result};
use crate::shell::quoted;
use crate::target::{self, Opened};
use crate::ui::Ui;

const EXAMPLES: &str = "\
Examples:
  notes open 3                   the third hit of the last search
  notes open db/连接池.md:40
  notes open db/连接池.md#泄漏排查
  VISUAL='code --wait' notes open 1";

#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct OpenArgs {
    /// PATH, PATH:LINE, PATH:LINE:COLUMN, PATH#ANCHOR, or the number of a hit of the last search
    #[arg(value_name = "PATH[:LINE]|N", add = ArgValueCompleter::new(complete::targets))]
    target: String,
}

/// Starts the editor and waits for it.
pub(crate) fn run(args: &OpenArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let index = NoteIndex::open(session.config.index_options())?;
    let recall = session.recall();
    let opened = target::find(&args.target, &index, session.places, recall.as_ref())?.opened;
    let command = session.environment.editor.as_ref().map_or(editor::DEFAULT, |named| named.command.as_str());
    let words = shlex::split(command).filter(|words| !words.is_empty());
    let words = words.unwrap_or_default();
    let [program, options @ ..] = words.as_slice() else {
        return Err(Failure::usage(format!("the editor can't be understood: {command}")));
    };
    let file = session.places.absolute(&opened.note.path);
    ui.out.flush()?;
    let status = Command::new(program)
        .args(options)
        .args(editor::arguments(program, &file, cursor(&opened)))
        .status()
        .map_err(|error| {
            let failure =
                Failure::new(FailureKind::Editor, anyhow!("can't start the editor {program}: {error}"));
            failure.hint(match quoted_program(&words) {
                Some(quoted) => {
                    format!("a path with blanks needs quotes of its own in $VISUAL and $EDITOR: {quoted}")
                }
                None => "name another one in $VISUAL or $EDITOR".to_owned(),
            })
        })?;
    match status.success() {
        true => Ok(ExitStatus::Found),
        false => Err(Failure::new(FailureKind::Editor, anyhow!("the editor {program} ended with {status}"))),
    }
}

/// The words as they were meant, if the first of them are the path of a program with blanks in it.
fn quoted_program(words: &[String]) -> Option<String> {
    let is_program = |n: &usize| Path::new(&words[..*n].join(" ")).is_file();
    let n = (2..=words.len()).rev().find(is_program)?;
    let rest = words[n..].iter().map(|word| format!(" {}", quoted(word)));
    // In quotes of its own, which are part of the value.
    Some(format!("'{}'{}", words[..n].join(" "), rest.collect::<String>()))
}

/// The place as editors count it.
fn cursor(opened: &Opened) -> Cursor {
    let place = opened.lines.position(&opened.text, opened.offset);
    let before = &opened.text[opened.offset + 1 - place.column as usize..opened.offset];
    Cursor {
        line: place.line,
        byte: place.column,
        character: before.chars().count() as u32 + 1,
        utf16: place.utf16 + 1,
        column: editor::columns(before) + 1,
    }
}
