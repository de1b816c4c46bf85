//! From arguments to an exit status: reads what was asked, runs it, says what went wrong.

use std::env;
use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::time::Instant;

use clap::Parser;
use clap::error::ErrorKind;

use crate::args::Cli;
use crate::commands;
use crate::complete;
use crate::environment::{self, Environment};
use crate::exit::ExitStatus;
use crate::failure::{Failure, Result};
use crate::terminal::Terminal;
use crate::ui::Ui;
use crate::usage;

/// Runs the program on the process's own arguments, environment and streams.
pub(crate) fn run() -> ExitStatus {
    let started = Instant::now();
    if complete::answered() {
        return ExitStatus::Found;
    }
    let raw: Vec<OsString> = env::args_os().collect();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    let done = match Cli::try_parse_from(&raw) {
        Ok(cli) => obey(&cli, started, &mut out, &mut err),
        Err(error) => answer_usage(&error, &raw, &mut out, &mut err),
    };
    match done.and_then(|status| Ok(out.flush().map(|()| status)?)) {
        Ok(status) => status,
        Err(failure) if failure.is_broken_pipe() => {
            discard(out);
            ExitStatus::Found
        }
        Err(failure) => report(&failure, usage::wants_json(&raw), &mut out, &mut err),
    }
}

fn obey(cli: &Cli, started: Instant, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitStatus> {
    let environment = Environment::of_process()?;
    let terminal = Terminal::detect(cli.global.color, environment.plain);
    let mut ui = Ui { out, err, terminal, loudness: cli.global.loudness(), started };
    commands::run(cli, &environment, &mut ui)
}

/// Help and version are answers; everything else that clap objects to is a failure.
fn answer_usage(
    error: &clap::Error,
    raw: &[OsString],
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<ExitStatus> {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        write!(err, "{}", error.render())?;
        return Ok(ExitStatus::Failed);
    }
    if error.use_stderr() {
        return Err(usage::explain(error, raw));
    }
    let color = Terminal::detect(usage::color_choice(raw), environment::asks_for_plain_text()).color;
    let text = error.render();
    if color {
        write!(out, "{}", text.ansi())?
    } else {
        write!(out, "{text}")?
    }
    Ok(ExitStatus::Found)
}

/// Nothing more can be told to anyone if even this fails.
fn report(failure: &Failure, as_json: bool, out: &mut dyn Write, err: &mut dyn Write) -> ExitStatus {
    let _ = if as_json { failure.write_json(out) } else { Ok(()) };
    let _ = out.flush();
    let _ = failure.write_text(err);
    ExitStatus::Failed
}

/// Drops what is still buffered: a writer that is dropped would try to write it once more.
fn discard(out: BufWriter<impl Write>) {
    let (_, _) = out.into_parts();
}
