//! The first index: how long, how large, with how much memory; beside other indexes of the same bytes.

use std::process::Command;
use std::time::Instant;

use crate::machine::children_cpu;
use crate::measure::{is_installed, run};
use crate::notebook::{Notebook, size};
use crate::{Result, peers};

/// What a build came to.
struct Build {
    name: &'static str,
    wall: f64,
    cpu: Option<f64>,
    bytes: u64,
}

/// Builds ours, then those of the peers that are installed, and prints the table.
pub(crate) fn run_all(notebook: &Notebook) -> Result<()> {
    let ours = measured("notes index", &mut notebook.program(&["index", "--quiet"]), || {
        size(&notebook.index_dir())
    })?;
    let mut builds = vec![ours];
    if is_installed("sqlite3") {
        let (mut command, database) = peers::sqlite_build(notebook);
        builds.push(measured("SQLite FTS5 trigram", &mut command, || size(&database))?);
    } else {
        println!("skipped   SQLite FTS5: sqlite3 is not installed");
    }
    if is_installed("tantivy") {
        let (mut command, dir) = peers::tantivy_build(notebook)?;
        builds.push(measured("tantivy-cli", &mut command, || size(&dir))?);
    } else {
        println!("skipped   tantivy-cli: tantivy is not installed");
    }
    print(&builds, notebook);
    print_memory(notebook)
}

fn print_memory(notebook: &Notebook) -> Result<()> {
    match resident(notebook.program(&["index", "--quiet", "--rebuild"]))? {
        Some(mib) => println!("{:<28}{mib:>9.0} MiB resident at most", "notes index --rebuild"),
        None => println!("skipped   memory: /usr/bin/time is not installed"),
    }
    if let Some(mib) = resident(notebook.program(&["search", "--sync", "never", "连接池"]))? {
        println!("{:<28}{mib:>9.0} MiB resident at most", "notes search --sync never");
    }
    Ok(())
}

fn measured(name: &'static str, command: &mut Command, bytes: impl FnOnce() -> u64) -> Result<Build> {
    let (begun, cpu) = (Instant::now(), children_cpu());
    run(command)?;
    let cpu = children_cpu().zip(cpu).map(|(after, before)| after - before);
    Ok(Build { name, wall: begun.elapsed().as_secs_f64(), cpu, bytes: bytes() })
}

fn print(builds: &[Build], notebook: &Notebook) {
    println!("{:<28}{:>9}{:>9}{:>10}{:>12}{:>14}", "build", "wall s", "cpu s", "MB", "× notes", "our cpu ×");
    for build in builds {
        let (cpu, ratio) = match (build.cpu, builds[0].cpu) {
            (Some(cpu), Some(ours)) => (format!("{cpu:.2}"), format!("{:.2}", ours / cpu.max(0.01))),
            _ => ("–".to_owned(), "–".to_owned()),
        };
        let (megabytes, part) = (build.bytes as f64 / 1e6, build.bytes as f64 / notebook.n_bytes as f64);
        println!("{:<28}{:>9.2}{cpu:>9}{megabytes:>10.1}{part:>12.2}{ratio:>14}", build.name, build.wall);
    }
}

/// The most memory that a command has resident, in MiB, as time(1) sees it.
fn resident(command: Command) -> Result<Option<f64>> {
    let mut timed = Command::new("/usr/bin/time");
    timed.args(["-f", "%M"]).arg(command.get_program()).args(command.get_args());
    let Ok(output) = timed.output() else { return Ok(None) };
    let told = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Ok(told.lines().last().and_then(|line| line.parse::<f64>().ok()).map(|kib| kib / 1024.0))
}
