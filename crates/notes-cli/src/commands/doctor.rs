//! `notes doctor`: looks at everything, says what is wrong, and mends it if asked.

use std::io;
use std::time::SystemTime;

use clap::Args;
use notes_index::{CheckReport, NoteIndex, SyncOptions};

use crate::amounts::{counted, size};
use crate::commands::Session;
use crate::config::Config;
use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::printer::json;
use crate::progress::Progress;
use crate::ui::{Loudness, Ui};

#[derive(Args, Debug)]
pub(crate) struct DoctorArgs {
    /// Build the index anew if something is wrong with it
    #[arg(long)]
    fix: bool,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// What was seen, and what was done about it.
#[derive(Debug)]
struct Diagnosis {
    /// The first look.
    report: CheckReport,
    /// A second look, if the index was built anew.
    mended: Option<CheckReport>,
}

impl Diagnosis {
    /// Whether the index is sound now.
    fn is_sound(&self) -> bool {
        self.mended.as_ref().unwrap_or(&self.report).faults.is_empty()
    }
}

/// Looks, mends and prints.
pub(crate) fn run(args: &DoctorArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let config = session.config;
    let index = NoteIndex::open(config.index_options())?;
    let report = index.check()?;
    let mended = match args.fix && !report.faults.is_empty() {
        true => Some(rebuilt(&index, ui)?),
        false => None,
    };
    let diagnosis = Diagnosis { report, mended };
    match args.json {
        true => json::write_check(&diagnosis.report, diagnosis.mended.as_ref(), config, ui.out)?,
        false if ui.loudness == Loudness::Quiet => {}
        false => write(&diagnosis, config, ui)?,
    }
    Ok(if diagnosis.is_sound() { ExitStatus::Found } else { ExitStatus::Nothing })
}

fn rebuilt(index: &NoteIndex, ui: &Ui<'_>) -> Result<CheckReport> {
    let mut progress = Progress::new(ui.audience());
    let options = SyncOptions::new(SystemTime::now()).rebuild(true);
    index.sync_with(&options, &mut |event| progress.follow(&event))?;
    Ok(index.check()?)
}

fn write(diagnosis: &Diagnosis, config: &Config, ui: &mut Ui<'_>) -> io::Result<()> {
    let Diagnosis { report, mended } = diagnosis;
    let row =
        |ui: &mut Ui<'_>, name: &str, value: &str| writeln!(ui.out, "{name:<10}{}", escape::line(value));
    row(ui, "index in", &config.index_dir.display().to_string())?;
    if !report.built {
        return row(ui, "state", "not built yet (the first search or notes index does it)");
    }
    for fault in &report.faults {
        row(ui, "fault", &fault.message)?;
    }
    let seen = mended.as_ref().unwrap_or(report);
    row(ui, "files", &format!("{}, {}", counted(seen.files, "file"), size(seen.bytes)))?;
    let behind = match seen.behind {
        0 => String::new(),
        behind => format!(", {behind} of them changed since"),
    };
    row(
        ui,
        "notes",
        &format!("{} in {}{behind}", counted(seen.sections, "section"), counted(seen.notes, "note")),
    )?;
    row(ui, "searches", &format!("{} of {} found", seen.found, seen.searched))?;
    row(ui, "state", state(diagnosis))?;
    if diagnosis.is_sound() { Ok(()) } else { ui.remark("hint: mend it with: notes doctor --fix") }
}

fn state(diagnosis: &Diagnosis) -> &'static str {
    match (&diagnosis.mended, diagnosis.is_sound()) {
        (None, true) => "sound",
        (None, false) => "damaged (the notes are not: nothing is lost)",
        (Some(_), true) => "sound, built anew",
        (Some(_), false) => "built anew and damaged again",
    }
}
