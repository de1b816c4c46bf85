//! Every command line of the documentation and of `--help` runs on the sample notebook, and prints what a page shows.

use std::fs;
use std::path::{Path, PathBuf};

use crate::sandbox::{Run, Sandbox, skip};

/// The project's own folder.
fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A copy of the project as far as a reader of the README needs it.
fn clone() -> Sandbox {
    let sandbox = Sandbox::new("").go("clone");
    copy(&project().join("notes"), &sandbox.home().join("clone/notes"));
    sandbox.write("clone/.notes.toml", fs::read(project().join(".notes.toml")).unwrap());
    sandbox.write(
        ".config/notes/config.toml",
        "[notebooks]\nwork = \"~/clone/notes/ops\"\nstudy = \"~/clone/notes\"\n",
    );
    sandbox.run(["search", "连接池"]).found();
    sandbox.variable("VISUAL", "true").variable("PAGER", "cat")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// A command line, and what is shown below it.
struct Example {
    command: String,
    shown: String,
}

/// The command lines in the fenced blocks of a text: those that begin with the program's name. What stands
/// behind two spaces explains, and what stands below one behind a `$` is what it prints.
fn in_fences(text: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let (mut is_inside, mut is_shown) = (false, false);
    for line in text.lines() {
        if line.starts_with("```") {
            (is_inside, is_shown) = (!is_inside, false);
        } else if let Some(command) = command(line).filter(|_| is_inside) {
            is_shown = line.starts_with("$ ");
            examples.push(Example { command, shown: String::new() });
        } else if let Some(example) = examples.last_mut().filter(|_| is_shown) {
            example.shown += &format!("{line}\n");
        }
    }
    examples
}

fn command(line: &str) -> Option<String> {
    let line = line.trim_start().trim_start_matches("$ ");
    let is_ours = line.starts_with("notes ") || line.contains("| notes ");
    let line = line.split("   ").next().unwrap_or(line);
    let line = line
        .split_once("  ")
        .filter(|(before, _)| before.matches('\'').count() % 2 == 0)
        .map_or(line, |(before, _)| before);
    is_ours.then(|| line.trim_end().to_owned())
}

/// Runs a command line as a shell does.
fn run(sandbox: &Sandbox, line: &str) -> Run {
    // One that goes on for ever is ended: that it begins is enough.
    let line = if line == "notes watch" { "timeout 1 notes watch; [ $? = 124 ]" } else { line };
    started(sandbox, "sh", &["-c", line])
}

/// Runs a program that finds this one.
fn started(sandbox: &Sandbox, program: &str, args: &[&str]) -> Run {
    let programs = Path::new(env!("CARGO_BIN_EXE_notes")).parent().unwrap();
    let mut command = sandbox.shell(program);
    command.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", programs.display())).env("TERM", "dumb");
    let output = command.args(args).output().unwrap();
    let [stdout, stderr] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Run { code: output.status.code(), stdout, stderr }
}

/// What a command line prints on a terminal of the usual width, if the system has one.
fn on_a_terminal(sandbox: &Sandbox, line: &str) -> Option<String> {
    let has_one = cfg!(target_os = "linux") && is_there("script");
    has_one.then(|| started(sandbox, "script", &["-qec", line, "/dev/null"]).stdout.replace("\r\n", "\n"))
}

/// A text without blanks that nobody sees, and without its time, which stands behind the last dot of a line.
fn lasting(text: &str) -> String {
    let is_time = |tail: &str| tail.ends_with(" ms") || tail.ends_with(" s");
    let without_time = |line: &str| match line.rsplit_once(" · ") {
        Some((lasting, tail)) if is_time(tail) => format!("{lasting}\n"),
        _ => format!("{}\n", line.trim_end()),
    };
    text.trim_end().lines().map(without_time).collect()
}

#[track_caller]
fn check(from: &str, examples: &[Example]) {
    assert!(!examples.is_empty(), "{from} shows no command");
    let sandbox = clone();
    for Example { command: line, shown } in examples {
        let is_missing = |name: &&str| line.contains(&format!("| {name} ")) && !is_there(name);
        if let Some(program) = ["jq", "man", "fzf"].into_iter().find(is_missing) {
            skip(&format!("there is no {program} here for {line}"));
            continue;
        }
        let Run { code, stdout, stderr } = run(&sandbox, line);
        // What stands behind a pipe may say what it likes.
        let is_fine = if line.contains(" | ") { !stderr.contains("error: ") } else { stderr.is_empty() };
        // Why a section is not found can be asked as well.
        let is_found = code == Some(0) || (code == Some(1) && line.starts_with("notes why "));
        assert!(is_found && is_fine, "{from}: {line}: {code:?} {stderr}");
        if !shown.trim().is_empty() {
            let printed = if line.contains(" | ") { Some(stdout) } else { on_a_terminal(&sandbox, line) };
            let printed = printed.as_deref().map_or_else(|| lasting(shown), lasting);
            assert_eq!(printed, lasting(shown), "{from}: {line}");
        }
    }
}

fn is_there(program: &str) -> bool {
    std::env::split_paths("/usr/local/bin:/usr/bin:/bin").any(|folder| folder.join(program).is_file())
}

#[test]
fn commands_of_the_pages_run() {
    let pages = ["README.md", "README.zh.md", "docs/json.md", "crates/notes-cli/README.md"];
    for page in pages {
        check(page, &in_fences(&fs::read_to_string(project().join(page)).unwrap()));
    }
}

#[test]
fn examples_of_the_help_run() {
    let sandbox = Sandbox::new("");
    let commands = [
        "search",
        "show",
        "open",
        "outline",
        "tags",
        "tasks",
        "links",
        "similar",
        "why",
        "glossary",
        "index",
        "status",
        "watch",
        "serve",
        "doctor",
        "forget",
        "config",
        "completions",
        "man",
        "schema",
    ];
    for name in std::iter::once("").chain(commands) {
        let help = match name {
            "" => sandbox.run(["--help"]),
            name => sandbox.run([name, "--help"]),
        };
        let examples = help.found().split_once("Examples:\n").map_or("", |(_, examples)| examples);
        let examples = examples.split("\n\n").next().unwrap_or_default();
        let commands = examples.lines().filter_map(command);
        let lines: Vec<Example> = commands.map(|command| Example { command, shown: String::new() }).collect();
        if !examples.is_empty() {
            check(&format!("notes {name} --help"), &lines);
        }
    }
}
