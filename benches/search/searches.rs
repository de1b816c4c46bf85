//! Searches, cold, by many: one table a notebook.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::measure::{Contender, cpu, in_turns, is_installed, median, ratio, run};
use crate::notebook::{Notebook, markdown_files};
use crate::{EMPTY, Result, peers};

const QUERY: &str = "连接池";
/// 64 Chinese characters.
const LONG: &str = "如何在高并发的环境下正确地配置数据库连接池的大小以及超时时间避免因为连接泄漏导致服务不可用同时保证事务的隔离级别和锁的等待时间合理";

/// A regular expression, which no index of words answers.
const PATTERN: &str = r"pool_\w+";

/// Measures and prints all of it.
pub(crate) fn run_all(notebook: &Notebook, n_rounds: usize) -> Result<()> {
    // What was written just now is looked at again by every search: nothing is to be told apart by then.
    sleep(Duration::from_secs(3));
    run(&mut notebook.program(&["index", "--quiet"]))?;
    // A search writes down what it found: not behind the indexes that were built.
    if is_installed("sync") {
        run(&mut Command::new("sync"))?;
    }
    check(notebook)?;
    let mut contenders = contenders(notebook)?;
    let times = in_turns(&mut contenders, n_rounds)?;
    let processor = cpu(&mut contenders, n_rounds)?;
    print(&contenders, &times, &processor);
    let files = markdown_files(&notebook.notes())?;
    let (some, others) = files.split_at(files.len().div_ceil(2));
    changed("search, one note changed", notebook, some, n_rounds)?;
    watched(notebook, others, n_rounds)
}

/// What is measured must be right: a page of hits, each with a match to show, the first one's snippet with the query.
fn check(notebook: &Notebook) -> Result<()> {
    let (_, answer) = run(&mut notebook.program(&["search", "--sync", "never", "--json", QUERY]))?;
    let answer: serde_json::Value = serde_json::from_slice(&answer)?;
    let hits = answer["hits"].as_array().map(Vec::as_slice).unwrap_or_default();
    let is_right = |hit: &&serde_json::Value| hit["matches_total"].as_u64() > Some(0);
    let n_right = hits.iter().filter(is_right).count();
    let is_first_right = hits.first().is_some_and(|hit| hit["snippet"].to_string().contains(QUERY));
    if n_right < hits.len() || !is_first_right {
        return Err(format!("{n_right} of {} hits show {QUERY}", hits.len()).into());
    }
    println!("{:<28}{n_right:>12}", "hits with a match");
    Ok(())
}

fn contenders(notebook: &Notebook) -> Result<Vec<Contender>> {
    let never = |args: &[&str]| notebook.program(&[&["search", "--sync", "never"], args].concat());
    let mut empty = Command::new(std::env::current_exe()?);
    empty.env(EMPTY, "1");
    let mut contenders = vec![
        Contender::new("search --sync never", never(&[QUERY])),
        Contender::new("an empty program", empty),
        Contender::new("  --json", never(&[QUERY, "--json"])),
        Contender::new("  an ASCII word", never(&["redis"])),
        Contender::new("  64 characters", never(&[LONG])),
        Contender::new("  three words and a phrase", never(&["数据库 连接 管理 \"连接池\""])),
        Contender::new("  with a filter", never(&[QUERY, "--path", "0/**"])),
        Contender::new("  a regular expression", never(&[&format!("re:{PATTERN}")])),
        Contender::new("search, nothing changed", notebook.program(&["search", QUERY])),
        Contender::new("index, nothing changed", notebook.program(&["index", "--quiet"])),
        Contender::new("find -newermt", peers::find(notebook)),
    ];
    for (name, program, command) in [
        ("rg -l", "rg", peers::scan(notebook, "rg", &["-l", QUERY])),
        ("rg -l, the expression", "rg", peers::scan(notebook, "rg", &["-l", PATTERN])),
        ("grep -rl", "grep", peers::scan(notebook, "grep", &["-rl", QUERY])),
        ("FTS5 trigram, snippets", "sqlite3", peers::sqlite_search(notebook, QUERY)),
        ("tantivy-cli, ASCII word", "tantivy", peers::tantivy_search(notebook, "redis")),
    ] {
        if is_installed(program) {
            contenders.push(Contender::new(name, command));
        } else {
            println!("skipped   {name}: {program} is not installed");
        }
    }
    Ok(contenders)
}

fn print(contenders: &[Contender], times: &[Vec<f64>], processor: &[Option<f64>]) {
    println!(
        "\n{:<28}{:>12}{:>12}{:>12}{:>12}{:>12}",
        "command", "median ms", "× the first", "× empty", "cpu ms", "× empty"
    );
    let empty_cpu = processor[1].filter(|&seconds| seconds > 0.0);
    for ((contender, theirs), cpu) in contenders.iter().zip(times).zip(processor) {
        let (first, empty) = (ratio(theirs, &times[0]), ratio(theirs, &times[1]));
        let took = median(theirs.clone()) * 1e3;
        print!("{:<28}{took:>12.2}{first:>12.2}{empty:>12.2}", contender.name);
        match (cpu, empty_cpu) {
            (Some(cpu), Some(empty)) => println!("{:>12.2}{:>12.2}", cpu * 1e3, cpu / empty),
            _ => println!("{:>12}{:>12}", "–", "–"),
        }
    }
}

/// How long a note is read again after a change.
const SETTLING_TIME: Duration = Duration::from_millis(2_100);

/// A line is added to one note, then searched for: it is there. Between two rounds the note before settles and is read
/// once more, which isn't measured but where a watcher does it, with the next one.
fn changed(name: &str, notebook: &Notebook, files: &[PathBuf], n_rounds: usize) -> Result<()> {
    let mut times = Vec::new();
    for (round, file) in files.iter().cycle().take(n_rounds).enumerate() {
        let word = format!("zz{round}{}", name.replace([' ', ','], ""));
        sleep(SETTLING_TIME);
        run(&mut notebook.program(&["search", QUERY]))?;
        writeln!(OpenOptions::new().append(true).open(file)?, "\n{word}")?;
        let (took, answer) = run(&mut notebook.program(&["search", &word]))?;
        if !String::from_utf8_lossy(&answer).contains(&word) {
            return Err(format!("{word} is not found though it was written").into());
        }
        times.push(took.as_secs_f64());
    }
    println!("{name:<28}{:>12.2}", median(times) * 1e3);
    Ok(())
}

/// The same search with and without a look for changes, while the notes are watched.
fn watched(notebook: &Notebook, files: &[PathBuf], n_rounds: usize) -> Result<()> {
    let mut command = notebook.program(&["watch", "--quiet"]);
    let watcher = Watcher(command.stdin(Stdio::null()).spawn()?);
    let json = notebook.program(&["search", QUERY, "--json"]);
    // Until it has looked at everything once, searches look for themselves.
    for _ in 0..100 {
        let (_, answer) = run(&mut again(&json))?;
        let answer: serde_json::Value = serde_json::from_slice(&answer)?;
        if answer["index"]["fresh"] == true && answer["index"]["synced"].is_null() {
            break;
        }
        sleep(Duration::from_millis(200));
    }
    let mut contenders = [
        Contender::new("search --sync never", notebook.program(&["search", "--sync", "never", QUERY])),
        Contender::new("search, watched", notebook.program(&["search", QUERY])),
    ];
    let times = in_turns(&mut contenders, n_rounds)?;
    let (took, part) = (median(times[1].clone()) * 1e3, ratio(&times[1], &times[0]));
    println!("{:<28}{took:>12.2}{part:>12.2}", "search, while watched");
    changed("  one note changed", notebook, files, n_rounds)?;
    drop(watcher);
    Ok(())
}

/// The same command, to be run once more.
fn again(command: &Command) -> Command {
    let mut copy = Command::new(command.get_program());
    copy.args(command.get_args());
    copy
}

/// A process that ends with the benchmark.
struct Watcher(Child);

impl Drop for Watcher {
    fn drop(&mut self) {
        let _already_gone = self.0.kill().and_then(|()| self.0.wait());
    }
}
