//! Whole processes, cold: `notes search` beside tools that read every file, and beside nothing at all.
//!
//! ```text
//! cargo bench --bench search
//! NOTES_EVAL=~/notes NOTES_BENCH_NOTES=10000 NOTES_BENCH_ROUNDS=50 cargo bench --bench search
//! ```
//! Every round runs each command once, so that what else the machine does hits all of them alike. The
//! numbers are medians; a ratio is the median of the rounds' ratios, not the ratio of the medians.
//! "Cold" is the process, not the disk: the files are in the page cache.

#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a program that talks to a person")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const QUERY: &str = "连接池";

fn main() -> Result<()> {
    let n_notes = number("NOTES_BENCH_NOTES", 2_000)?;
    let n_rounds = number("NOTES_BENCH_ROUNDS", 30)?;
    let source = env::var_os("NOTES_EVAL").map_or_else(sample_notebook, PathBuf::from);

    let dir = tempfile::tempdir()?;
    let notebook = Notebook { notes: dir.path().join("notes"), index: dir.path().join("index") };
    let n_bytes = replicate(&source, &notebook.notes, n_notes)?;
    print_machine();
    println!("notebook  {n_notes} notes, {:.1} MB, replicated", n_bytes as f64 / 1e6);

    let begun = Instant::now();
    run(&mut notebook.command(&["index"]))?;
    println!("index     {:.2} s, built once", begun.elapsed().as_secs_f64());
    println!("query     {QUERY}, {n_rounds} rounds\n");

    let contenders = contenders(&notebook);
    let times = measure(&contenders, n_rounds)?;
    print_table(&contenders, &times);
    Ok(())
}

/// A positive number from the environment.
fn number(variable: &str, default: usize) -> Result<usize> {
    let Some(value) = env::var(variable).ok() else { return Ok(default) };
    match value.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("{variable}={value} is no number above 0").into()),
    }
}

fn sample_notebook() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../notes")
}

/// A notebook and its index.
struct Notebook {
    notes: PathBuf,
    index: PathBuf,
}

impl Notebook {
    /// The program with some arguments.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_notes"));
        command.args(args).arg("--root").arg(&self.notes).arg("--index-dir").arg(&self.index);
        command
    }
}

/// Copies the Markdown files below a folder, over and over, until there are enough; returns their bytes.
fn replicate(source: &Path, target: &Path, n_notes: usize) -> Result<u64> {
    let files = markdown_files(source)?;
    if files.is_empty() {
        return Err(format!("there is no Markdown file below {}", source.display()).into());
    }
    let mut n_bytes = 0;
    for (idx, file) in files.iter().cycle().take(n_notes).enumerate() {
        let copy = target.join((idx / files.len()).to_string()).join(file.strip_prefix(source)?);
        fs::create_dir_all(copy.parent().unwrap_or(target))?;
        n_bytes += fs::copy(file, copy)?;
    }
    Ok(n_bytes)
}

/// The Markdown files below a folder, sorted; hidden folders are left out.
fn markdown_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if kind.is_dir() && !hidden {
                folders.push(entry.path());
            } else if kind.is_file() && entry.path().extension().is_some_and(|extension| extension == "md") {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// A command that is measured.
struct Contender {
    name: &'static str,
    command: Command,
}

/// Ours first; those that aren't installed are left out, and that is said.
fn contenders(notebook: &Notebook) -> Vec<Contender> {
    let ours = notebook.command(&["search", "--sync", "never", "--json", QUERY]);
    let mut contenders = vec![Contender { name: "notes search --sync never --json", command: ours }];
    for (name, program, args) in [
        ("rg -l", "rg", ["-l", QUERY].as_slice()),
        ("grep -rl", "grep", &["-rl", QUERY]),
        ("true", "true", &[]),
    ] {
        let mut command = Command::new(program);
        command.args(args);
        if !args.is_empty() {
            command.arg(&notebook.notes);
        }
        if is_installed(program) {
            contenders.push(Contender { name, command });
        } else {
            println!("skipped   {name}: {program} is not installed");
        }
    }
    contenders
}

fn is_installed(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok()
}

/// Runs a command to its end. Its output is read: grep stops at the first match if nobody wants more.
fn run(command: &mut Command) -> Result<Duration> {
    let begun = Instant::now();
    let output = command.stdin(Stdio::null()).output()?;
    let took = begun.elapsed();
    match output.status.success() {
        true => Ok(took),
        false => Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

/// Seconds by contender and round. Each round begins with another one: none always runs after the same.
fn measure(contenders: &[Contender], n_rounds: usize) -> Result<Vec<Vec<f64>>> {
    let mut times = vec![vec![0.0; n_rounds]; contenders.len()];
    // One round for the caches, not counted.
    for round in 0..=n_rounds {
        for turn in 0..contenders.len() {
            let idx = (round + turn) % contenders.len();
            let took = run(&mut again(&contenders[idx].command))?;
            if let Some(round) = round.checked_sub(1) {
                times[idx][round] = took.as_secs_f64();
            }
        }
    }
    Ok(times)
}

/// The same command, to be run once more.
fn again(command: &Command) -> Command {
    let mut copy = Command::new(command.get_program());
    copy.args(command.get_args());
    copy
}

fn print_table(contenders: &[Contender], times: &[Vec<f64>]) {
    println!("{:<36}{:>12}{:>20}", "command", "median", "times ours");
    for (contender, theirs) in contenders.iter().zip(times) {
        let ratios = theirs.iter().zip(&times[0]).map(|(theirs, ours)| theirs / ours).collect();
        println!("{:<36}{:>9.2} ms{:>20.2}", contender.name, median(theirs.clone()) * 1e3, median(ratios));
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() % 2 {
        0 => (values[middle - 1] + values[middle]) / 2.0,
        _ => values[middle],
    }
}

/// What the figures were taken on: they say little without it.
fn print_machine() {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let info = read("/proc/cpuinfo");
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or(env::consts::ARCH, |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("machine   {model}, {cores} cores, {}", env::consts::OS);
    let load = read("/proc/loadavg");
    if let Some(load) = load.split(' ').next().filter(|load| !load.is_empty()) {
        println!("load      {load} before the start");
    }
    if cfg!(debug_assertions) {
        println!("build     unoptimised: these figures mean nothing");
    }
}
